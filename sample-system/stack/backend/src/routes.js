// What the API offers. A handler answers {status, body}; a missing status is 200.
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { virusIn } from './clamav.js';
import { health } from './health.js';
import { QUEUE } from './queue.js';
import { settings } from './settings.js';
import { cache, cached, database } from './stores.js';

// Which columns of letters this release knows.
const columns = settings.columns.join(', ');

const bad = (detail) => ({ status: 400, body: { title: 'Bad request', detail } });

const within = (text, otherwise, most) => Math.min(Math.max(Number.parseFloat(text) || otherwise, 0), most);

async function letters({ query }) {
  const limit = Math.round(within(query.get('limit'), 20, 200));
  const body = await cached(`letters:${settings.release}:${limit}`, 2, () =>
    database.query(`SELECT ${columns} FROM correspondences ORDER BY id DESC LIMIT ?`, [limit]),
  );
  return { body };
}

async function letter({ found }) {
  const rows = await database.query(`SELECT ${columns}, body FROM correspondences WHERE id = ?`, [found[1]]);
  return rows.length ? { body: rows[0] } : { status: 404, body: { title: 'Not found' } };
}

async function writeLetter({ json }) {
  if (!json?.title) return bad('A letter has a title.');
  const row = {
    document_number: `LCBP3-LT-${randomUUID().slice(0, 23)}`,
    title: json.title,
    body: json.body ?? '',
    status: 'DRAFT',
    details: '{}',
    created_by: 1,
  };
  for (const column of ['originator', 'reference']) {
    if (settings.columns.includes(column)) row[column] = json[column] ?? '';
  }
  const names = Object.keys(row);
  const { insertId } = await database.query(
    `INSERT INTO correspondences (${names.join(', ')}, created_at, updated_at)
     VALUES (${names.map(() => '?').join(', ')}, NOW(), NOW())`,
    Object.values(row),
  );
  return { status: 201, body: { id: insertId, document_number: row.document_number } };
}

async function attach({ bytes, query }) {
  const virus = await virusIn(bytes);
  if (virus) return { status: 422, body: { title: 'Infected file', detail: virus } };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { insertId } = await database.query(
    `INSERT INTO attachments
       (entity_type, entity_id, original_name, stored_path, mime_type, size_bytes, sha256, created_at)
     VALUES ('correspondence', ?, ?, ?, 'application/octet-stream', ?, ?, NOW())`,
    [query.get('letter') ?? 0, query.get('name') ?? 'unnamed', `permanent/${sha256}.bin`, bytes.length, sha256],
  );
  return { status: 201, body: { id: insertId, sha256 } };
}

async function notify({ json }) {
  if (!json?.message) return bad('A notification has a message.');
  await cache.lpush(QUEUE, JSON.stringify({ user: json.user ?? 1, message: json.message }));
  return { status: 202, body: { queued: true } };
}

async function notifications({ query }) {
  const rows = await database.query(
    'SELECT id, user_id, message, created_at FROM notifications WHERE user_id = ? ORDER BY id DESC LIMIT 20',
    [query.get('user') ?? 1],
  );
  return { body: rows };
}

async function jobRuns() {
  return { body: await database.query('SELECT * FROM job_runs ORDER BY id DESC LIMIT 20') };
}

/** An answer that takes its time: a report, say. */
async function slow({ query }) {
  const seconds = within(query.get('seconds'), 5, 60);
  await pause(seconds * 1000);
  return { body: { seconds } };
}

async function healthReport({ fault }) {
  let report = await health();
  report = fault.health?.(report) ?? report;
  return { status: report.status === 'ok' ? 200 : 503, body: report };
}

export const routes = [
  ['GET', /^\/health$/, healthReport],
  ['GET', /^\/api\/version$/, async () => ({ body: { release: settings.release, colour: settings.colour } })],
  ['GET', /^\/api\/correspondences$/, letters],
  ['GET', /^\/api\/correspondences\/(\d+)$/, letter],
  ['POST', /^\/api\/correspondences$/, writeLetter],
  ['POST', /^\/api\/attachments$/, attach],
  ['POST', /^\/api\/notifications$/, notify],
  ['GET', /^\/api\/notifications$/, notifications],
  ['GET', /^\/api\/jobs$/, jobRuns],
  ['GET', /^\/api\/slow$/, slow],
];

// The schema's migrations: migrate [--to NAME] | revert [--count N] | status [--json].
//
// A migration is migrations/NAME.up.sql with NAME.down.sql. The table schema_migrations remembers what was applied, by
// which release, and how to undo it, so that any release can take back what a later one did. The server cannot take
// back half a migration by itself: one that stopped in the middle is kept as 'failed', and revert undoes it first.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import mariadb from 'mariadb';
import { settings } from './settings.js';

const [command, ...options] = process.argv.slice(2);

function option(name) {
  const at = options.indexOf(name);
  return at < 0 ? undefined : options[at + 1];
}

const file = (name) => readFileSync(new URL(`../migrations/${name}.sql`, import.meta.url), 'utf8');
const statements = (sql) => sql.split(/;\s*(?:\n|$)/).map((s) => s.trim()).filter((s) => s.replace(/--.*/g, '').trim());
const checksum = (sql) => createHash('sha256').update(sql).digest('hex');

const own = settings.migrations.map((name) => {
  const up = file(`${name}.up`);
  return { name, up, down: file(`${name}.down`), checksum: checksum(up) };
});

const recorded = (connection) =>
  connection.query('SELECT name, checksum, state, app_release, applied_at, down_sql FROM schema_migrations ORDER BY name');

async function migrate(connection) {
  const to = option('--to');
  if (to && !own.some(({ name }) => name === to)) throw new Error(`There is no migration ${to} in this release`);
  const before = new Map((await recorded(connection)).map((row) => [row.name, row]));
  const failed = [...before.values()].find(({ state }) => state === 'failed');
  if (failed) throw new Error(`${failed.name} stopped in the middle: npm run revert, then try again`);
  let applied = 0;
  for (const migration of own) {
    const done = before.get(migration.name);
    if (done && done.checksum !== migration.checksum) {
      throw new Error(`${migration.name} was changed after it had been applied by ${done.app_release}`);
    }
    if (!done) {
      await apply(connection, migration);
      applied++;
    }
    if (migration.name === to) break;
  }
  console.log(`${applied} applied, ${before.size + applied} in all`);
}

async function apply(connection, { name, up, down, checksum: sum }) {
  const began = performance.now();
  await connection.query(
    "INSERT INTO schema_migrations (name, checksum, state, app_release, applied_at, down_sql) VALUES (?, ?, 'failed', ?, NOW(), ?)",
    [name, sum, settings.release, down],
  );
  for (const sql of statements(up)) await connection.query(sql);
  await connection.query("UPDATE schema_migrations SET state = 'applied' WHERE name = ?", [name]);
  console.log(`applied ${name} (${Math.round(performance.now() - began)} ms)`);
}

async function revert(connection) {
  const count = Number(option('--count') ?? 1);
  if (!Number.isInteger(count) || count < 1) throw new Error('--count is a whole number from 1');
  const last = (await recorded(connection)).reverse().slice(0, count);
  if (last.length < count) throw new Error(`Only ${last.length} migrations are applied`);
  for (const { name, down_sql: down } of last) {
    for (const sql of statements(down)) await connection.query(sql);
    await connection.query('DELETE FROM schema_migrations WHERE name = ?', [name]);
    console.log(`reverted ${name}`);
  }
}

async function status(connection) {
  const rows = new Map(
    (await recorded(connection)).map(({ name, state, app_release: by, applied_at: at }) => [name, { name, state, by, at }]),
  );
  for (const { name } of own) if (!rows.has(name)) rows.set(name, { name, state: 'pending' });
  const all = [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (options.includes('--json')) return console.log(JSON.stringify(all));
  for (const { name, state, by, at } of all) console.log(`${state.padEnd(8)} ${name}${by ? ` by ${by} at ${at}` : ''}`);
}

const known = { migrate, revert, status };
if (!known[command]) {
  console.error('Usage: migrate [--to NAME] | revert [--count N] | status [--json]');
  process.exit(2);
}

let connection;
try {
  connection = await mariadb.createConnection({ ...settings.database, connectTimeout: 5000, timezone: '+07:00', dateStrings: true });
  const [{ mine }] = await connection.query("SELECT GET_LOCK('lcbp3_migrations', 10) AS mine");
  if (Number(mine) !== 1) throw new Error('Another migration is running (GET_LOCK lcbp3_migrations)');
  await connection.query(`
    CREATE TABLE IF NOT EXISTS schema_migrations (
      name        VARCHAR(100) NOT NULL PRIMARY KEY,
      checksum    CHAR(64) CHARACTER SET ascii NOT NULL,
      state       ENUM('applied', 'failed') NOT NULL,
      app_release VARCHAR(60)  NOT NULL,
      applied_at  DATETIME     NOT NULL,
      down_sql    TEXT         NOT NULL
    )`);
  await known[command](connection);
} catch (error) {
  console.error(`${command} failed: ${error.sqlMessage ?? error.message}`);
  process.exitCode = 1;
} finally {
  await connection?.end();
}

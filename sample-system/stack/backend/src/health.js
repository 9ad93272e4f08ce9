// Healthy means: the database, the cache and the spool folder each did a round trip just now. Never from a cache.
import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { cache, database } from './stores.js';
import { settings } from './settings.js';

const LIMIT_MS = 2000;

async function trip(go) {
  const began = performance.now();
  let timer;
  try {
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${LIMIT_MS} ms`)), LIMIT_MS);
    });
    await Promise.race([go(), late]);
    return { ok: true, ms: Math.round((performance.now() - began) * 10) / 10 };
  } catch (error) {
    return { ok: false, error: error.code || error.message };
  } finally {
    clearTimeout(timer);
  }
}

function same(written, read) {
  if (written !== read) throw new Error(`wrote "${written}", read "${read}"`);
}

export async function health() {
  const mark = String(Date.now());
  const [inDatabase, inCache, inSpool] = await Promise.all([
    trip(async () => same(mark, String((await database.query('SELECT ? AS mark', [mark]))[0].mark))),
    trip(async () => {
      const key = `cache:health:${settings.colour}:${mark}`;
      await cache.set(key, mark, 'EX', 10);
      same(mark, await cache.get(key));
    }),
    trip(async () => {
      // A new file: on a full disk one that is there can often still be written.
      const file = `${settings.spool}/health-${randomUUID()}`;
      try {
        await writeFile(file, mark);
        same(mark, await readFile(file, 'utf8'));
      } finally {
        await rm(file, { force: true });
      }
    }),
  ]);
  const ok = inDatabase.ok && inCache.ok && inSpool.ok;
  return {
    status: ok ? 'ok' : 'failing',
    release: settings.release,
    colour: settings.colour,
    database: inDatabase,
    cache: inCache,
    spool: inSpool,
  };
}

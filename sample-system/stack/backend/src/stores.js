// The database and the cache. Neither has to be there at the start: /health says what is missing.
import { Redis } from 'ioredis';
import mariadb from 'mariadb';
import { log } from './log.js';
import { settings } from './settings.js';

export const database = mariadb.createPool({
  ...settings.database,
  connectionLimit: 10,
  minimumIdle: 1,
  acquireTimeout: 3000,
  bigIntAsNumber: true,
  insertIdAsNumber: true,
  // DATETIME columns hold the wall clock of Bangkok; they leave as they are written.
  timezone: '+07:00',
  dateStrings: true,
});

const redisOptions = { host: settings.redisHost, commandTimeout: 3000, maxRetriesPerRequest: 1 };

export const cache = quiet(new Redis(redisOptions));

/** For commands that wait: they must not hold up the others, and may take as long as they say. */
export const waitingCache = () => quiet(new Redis({ ...redisOptions, commandTimeout: undefined }));

function quiet(redis) {
  redis.on('error', (error) => log.warn(`Redis: ${error.message || error.code}`));
  return redis;
}

/** What was found in the cache, or what `make` answers, kept for so many seconds. */
export async function cached(key, seconds, make) {
  const found = await cache.get(`cache:${key}`);
  if (found) return JSON.parse(found);
  const made = await make();
  await cache.set(`cache:${key}`, JSON.stringify(made), 'EX', seconds);
  return made;
}

// The scheduled job and the consumer of the queue. The one colour that does them is named in Redis, so that two never
// do, and so that it still does after a restart. A round in progress is finished before the switch answers "off".
import { setTimeout as pause } from 'node:timers/promises';
import { log } from './log.js';
import { ACTIVE, OWNER, QUEUE } from './queue.js';
import { settings } from './settings.js';
import { cache, database, waitingCache } from './stores.js';

const waiting = waitingCache();
let ended = false;
const busy = new Set();

const isMine = async () => (await cache.get(OWNER)) === settings.colour;

async function job() {
  const [{ pending }] = await database.query("SELECT COUNT(*) AS pending FROM correspondences WHERE status = 'PENDING'");
  await cache.set('cache:pending', pending, 'EX', 600);
  await database.query(
    "INSERT INTO job_runs (job, colour, app_release, ran_at) VALUES ('count-pending', ?, ?, NOW(3))",
    [settings.colour, settings.release],
  );
  await database.query('DELETE FROM job_runs WHERE ran_at < NOW() - INTERVAL 1 DAY');
}

/** What a consumer that died was working on is done again. */
async function consume() {
  const text = (await cache.lindex(ACTIVE, 0)) ?? (await waiting.brpoplpush(QUEUE, ACTIVE, 1));
  if (!text) return;
  const { user, message } = JSON.parse(text);
  await database.query('INSERT INTO notifications (user_id, message, created_at) VALUES (?, ?, NOW())', [user, message]);
  await cache.lrem(ACTIVE, 1, text);
}

async function again(name, seconds, round) {
  while (!ended) {
    let rest = seconds;
    busy.add(name);
    try {
      if (await isMine()) await round();
      else rest = 0.2;
    } catch (error) {
      if (ended) return;
      log.error(`${name} failed; it is tried again in a second`, error);
      rest = 1;
    }
    busy.delete(name);
    await pause(rest * 1000);
  }
}

export const background = {
  async start() {
    if (settings.background) {
      await cache.set(OWNER, settings.colour, 'NX').catch((error) => log.error('The background work is off', error));
    }
    again('the scheduled job', settings.jobSeconds, job);
    again('the queue consumer', 0, consume);
  },

  async state() {
    const owner = await cache.get(OWNER);
    return { colour: settings.colour, active: owner === settings.colour, owner };
  },

  /** On: takes the work over from whoever has it. Off: gives it up, if it is this one's. */
  async turn(active) {
    const owner = await cache.get(OWNER);
    if (active) await cache.set(OWNER, settings.colour);
    else if (owner === settings.colour) await cache.del(OWNER);
    while (!active && busy.size > 0) await pause(20);
    log.info(`background work ${active ? 'on' : 'off'}`, { before: owner });
    return this.state();
  },

  async stop() {
    ended = true;
  },
};

// What the environment says. A variable that is missing is named, and the process ends with 78 (EX_CONFIG).
import { readFileSync } from 'node:fs';

const { release, columns, migrations } = JSON.parse(readFileSync(new URL('../release.json', import.meta.url), 'utf8'));

export function required(name) {
  const value = process.env[name];
  if (!value) {
    console.error(`The environment variable ${name} is missing: see docker-compose.yml`);
    process.exit(78);
  }
  return value;
}

const number = (name, otherwise) => {
  const value = Number(process.env[name] || otherwise);
  if (!(value >= 0)) {
    console.error(`${name} must be a number and is "${process.env[name]}"`);
    process.exit(78);
  }
  return value;
};

export const settings = {
  release,
  columns,
  migrations,
  colour: process.env.COLOUR || 'blue',
  port: number('PORT', 3000),
  // Not published and not reached through NGINX: the switch of the background work, and what is still open.
  internalPort: number('INTERNAL_PORT', 3001),
  database: {
    host: required('DATABASE_HOST'),
    user: required('DATABASE_USER'),
    password: readFileSync(required('DATABASE_PASSWORD_FILE'), 'utf8').trim(),
    database: 'lcbp3_dms',
  },
  redisHost: required('REDIS_HOST'),
  clamavHost: required('CLAMAV_HOST'),
  logFile: process.env.LOG_FILE || '',
  spool: process.env.SPOOL || '/tmp',
  // "on": takes up the scheduled job and the queue at the start if no other colour has them.
  background: process.env.BACKGROUND === 'on',
  jobSeconds: number('JOB_SECONDS', 5),
  // How long a stop waits for requests and websockets.
  drainSeconds: number('DRAIN_SECONDS', 20),
};

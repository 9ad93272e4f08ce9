// One JSON object a line, to standard output and to a file. SIGHUP opens the file anew, for a rotation by rename.
import { createWriteStream } from 'node:fs';
import { settings } from './settings.js';

let file = open();

function open() {
  if (!settings.logFile) return null;
  const stream = createWriteStream(settings.logFile, { flags: 'a' });
  stream.on('error', (error) => console.error(`Cannot write ${settings.logFile}: ${error.message}`));
  return stream;
}

process.on('SIGHUP', () => {
  file?.end();
  file = open();
});

function write(level, message, more) {
  const line = JSON.stringify({
    at: new Date().toISOString(),
    level,
    release: settings.release,
    colour: settings.colour,
    message,
    ...more,
  });
  console.log(line);
  file?.write(line + '\n');
}

export const log = {
  info: (message, more) => write('INFO', message, more),
  warn: (message, more) => write('WARN', message, more),
  error: (message, error) => write('ERROR', message, { error: error?.message, stack: error?.stack }),
};

// Asks clamd whether a file is clean (its INSTREAM command).
import { connect } from 'node:net';
import { settings } from './settings.js';

/** The name of what was found, or null. */
export function virusIn(bytes) {
  return new Promise((resolve, reject) => {
    const socket = connect(3310, settings.clamavHost);
    let answer = '';
    socket.setTimeout(10_000, () => socket.destroy(new Error('clamd does not answer')));
    socket.on('error', reject);
    socket.on('data', (data) => (answer += data));
    socket.on('end', () => {
      const found = /stream: (.*) FOUND/.exec(answer);
      if (found) resolve(found[1]);
      else if (answer.includes('stream: OK')) resolve(null);
      else reject(new Error(`clamd answered: ${answer.trim()}`));
    });
    const size = Buffer.alloc(4);
    size.writeUInt32BE(bytes.length);
    socket.write('zINSTREAM\0');
    if (bytes.length > 0) socket.write(Buffer.concat([size, bytes]));
    socket.write(Buffer.alloc(4));
  });
}

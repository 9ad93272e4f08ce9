// /ws: says which release and colour it is, then a tick each second, and sends back what it is sent.
import { WebSocketServer } from 'ws';
import { settings } from './settings.js';

const server = new WebSocketServer({ noServer: true });
const who = { release: settings.release, colour: settings.colour };

const say = (socket, message) => socket.send(JSON.stringify({ ...message, ...who }));

server.on('connection', (socket) => {
  say(socket, { type: 'hello' });
  let tick = 0;
  const timer = setInterval(() => say(socket, { type: 'tick', tick: ++tick }), 1000);
  socket.on('message', (data) => say(socket, { type: 'echo', data: data.toString() }));
  socket.on('close', () => clearInterval(timer));
  socket.on('error', () => socket.terminate());
});

export const websockets = {
  isAsked: (request) => request.url === '/ws' && /^websocket$/i.test(request.headers.upgrade),

  upgrade(request, socket, head) {
    server.handleUpgrade(request, socket, head, (open) => server.emit('connection', open));
  },

  get open() {
    return server.clients.size;
  },

  /** So that a client can come again, to another one, before it is cut off. */
  announceStop(seconds) {
    for (const socket of server.clients) say(socket, { type: 'stopping', seconds });
  },

  /** 1012: the service restarts. */
  close() {
    for (const socket of server.clients) socket.close(1012, 'restart');
  },
};

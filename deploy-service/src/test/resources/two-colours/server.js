// A backend in a few lines. MODE says in which way a release is bad.
const http = require('http');
const { COLOUR, RELEASE, MODE, JOBS } = process.env;
let active = JOBS === 'on';
let ended = false;
if (MODE === 'crash-at-start') process.exit(3);
if (MODE === 'healthy-then-crash') setTimeout(() => process.exit(4), 5000);

const server = http.createServer((request, response) => {
  response.setHeader('X-Served-By', COLOUR);
  response.setHeader('X-Release', RELEASE);
  const answer = (status, text) => { response.statusCode = status; response.end(text); };
  if (ended) response.setHeader('Connection', 'close');
  if (request.url === '/health') return answer(MODE === 'never-healthy' ? 503 : 200, 'ok');
  if (request.url === '/internal/background') {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
      if (request.method === 'POST') ({ active } = JSON.parse(body));
      answer(200, String(active));
    });
    return undefined;
  }
  if (request.url === '/slow') return setTimeout(() => answer(200, RELEASE), 4000);
  request.resume();
  if (MODE === 'errors' && Math.random() < 0.3) return answer(500, 'bad');
  if (MODE === 'slow') return setTimeout(() => answer(200, RELEASE), 900);
  return answer(200, RELEASE);
});
// What a websocket is to NGINX: a connection that stays. Says its release, and again what it is told.
server.on('upgrade', (_, socket) => {
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n${RELEASE}\n`);
  socket.on('data', (data) => socket.write(data));
  socket.on('end', () => socket.end());
  socket.on('error', () => {});
});
server.listen(MODE === 'wrong-port' ? 3001 : 3000);
process.on('SIGTERM', () => { ended = true; server.close(() => process.exit(0)); });

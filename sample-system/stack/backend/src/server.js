// Starts the backend; SIGTERM and SIGINT end it without dropping a request.
import { createServer, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import fault from './fault.js';
import { background } from './background.js';
import { log } from './log.js';
import { routes } from './routes.js';
import { settings } from './settings.js';
import { cache, database } from './stores.js';
import { websockets } from './websockets.js';

const BIGGEST_BODY = 20 * 1024 * 1024;
let stopping = false;
let requests = 0;

async function read(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > BIGGEST_BODY) throw Object.assign(new Error('The body is too large'), { status: 413 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parsed(bytes) {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function answered(request) {
  const url = new URL(request.url, 'http://backend');
  for (const [method, pattern, handler] of routes) {
    const found = pattern.exec(url.pathname);
    if (!found || method !== request.method) continue;
    const bytes = await read(request);
    const work = () => handler({ found, query: url.searchParams, bytes, json: parsed(bytes), fault });
    return fault.around && url.pathname.startsWith('/api/') ? fault.around(work) : work();
  }
  return { status: 404, body: { title: 'Not found', detail: `${request.method} ${url.pathname}` } };
}

async function serve(request, response) {
  requests++;
  response.on('close', () => requests--);
  response.setHeader('X-Release', settings.release);
  response.setHeader('X-Colour', settings.colour);
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', 'no-store');
  let answer;
  try {
    answer = await answered(request);
  } catch (error) {
    log.error(`${request.method} ${request.url} failed`, error);
    answer = { status: error.status ?? 500, body: { title: 'Failed', detail: error.code ?? error.message } };
  }
  if (stopping) response.setHeader('Connection', 'close');
  response.statusCode = answer.status ?? 200;
  response.end(JSON.stringify(answer.body) + '\n');
}

async function serveInternal(request, response) {
  const call = `${request.method} ${request.url}`;
  const answer = (status, body) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body) + '\n');
  };
  try {
    if (call === 'GET /internal/background') return answer(200, await background.state());
    if (call === 'GET /internal/connections') return answer(200, { requests, websockets: websockets.open });
    if (call === 'POST /internal/background') {
      const { active } = parsed(await read(request)) ?? {};
      if (typeof active !== 'boolean') return answer(400, { title: 'Bad request', detail: '{"active": true or false}' });
      return answer(200, await background.turn(active));
    }
    answer(404, { title: 'Not found', detail: call });
  } catch (error) {
    log.error(`${call} failed`, error);
    answer(500, { title: 'Failed', detail: error.code ?? error.message });
  }
}

const server = createServer(serve);
const internal = createServer(serveInternal);
// Longer than NGINX keeps an idle connection, so that it is never this side that closes one on which a request is coming.
server.keepAliveTimeout = 90_000;
server.on('upgrade', (request, socket, head) => {
  if (websockets.isAsked(request)) return websockets.upgrade(request, socket, head);
  // An offer of something else (Java's client offers HTTP/2 in its first request) is not taken up.
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.on('finish', () => socket.end());
  serve(request, response);
});

async function stop(signal) {
  if (stopping) return;
  stopping = true;
  log.info(`${signal}: stopping`, { requests, websockets: websockets.open });
  await background.stop();
  server.close();
  internal.close();
  server.closeIdleConnections();
  websockets.announceStop(settings.drainSeconds);
  const deadline = Date.now() + settings.drainSeconds * 1000;
  while (requests + websockets.open > 0 && Date.now() < deadline) await pause(50);
  const left = { requests, websockets: websockets.open };
  websockets.close();
  // For the closing handshakes.
  while (websockets.open > 0 && Date.now() < deadline + 1000) await pause(20);
  log.info('stopped', { left });
  await Promise.allSettled([database.end(), cache.quit()]);
  process.exit(0);
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);

await fault.start?.();
await background.start();
const port = fault.port ?? settings.port;
server.listen(port, () => log.info('listening', { port, pid: process.pid }));
internal.listen(settings.internalPort);

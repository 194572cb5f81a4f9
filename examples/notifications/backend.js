// The backend of the example: serves the page, and publishes what is posted to /notify on a topic that every page hears.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, WEBSOCKET, PUSH, KEY_FILE } = process.env;
const TOPIC = 'news.all';
const MAX_TEXT = 1000;
const key = readFileSync(KEY_FILE, 'utf8').trim().split(' ').at(-1);
const files = {
  '/': ['text/html; charset=utf-8', readFileSync('index.html')],
  '/centrifuge.js': ['text/javascript', readFileSync('node_modules/centrifuge/dist/centrifuge.js')],
  '/settings': ['application/json', JSON.stringify({ websocket: WEBSOCKET, topic: TOPIC })],
};

async function notify(request) {
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    text += part;
    if (text.length > MAX_TEXT) return [413, `At most ${MAX_TEXT} characters.\n`];
  }
  const answer = await fetch(`${PUSH}/topics/${TOPIC}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ text }),
  });
  return [answer.status, (await answer.text()) + '\n'];
}

createServer(async (request, response) => {
  const file = files[request.url];
  if (file && request.method === 'GET') return response.setHeader('content-type', file[0]).end(file[1]);
  // A text/plain post needs no consent of the browser, so a page of another site could make one.
  const site = request.headers['sec-fetch-site'] ?? 'same-origin';
  const known = request.url === '/notify' && request.method === 'POST';
  const [status, text] = !known ? [404, 'Not found.\n'] : site !== 'same-origin' ? [403, 'From another site.\n']
    : await notify(request).catch(({ message }) => [502, `The push port did not answer: ${message}\n`]);
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}).on('error', ({ code, message }) => {
  const text = code === 'EADDRINUSE' ? `port=${PORT} is in use; give another with --port` : `port=${PORT}: ${message}`;
  console.error(`notifications: ${text}`);
  process.exit(69);
}).listen(PORT, '127.0.0.1', () => console.log(`notifications: backend ready on port ${PORT}`));

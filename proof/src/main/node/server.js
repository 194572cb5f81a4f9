// The Node ws peer as its users write it: one setInterval pings every client, messages are echoed.
// A POST sends its body to every client.
// usage: node server.js PORT PING_INTERVAL_MS [CERTIFICATE KEY]
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { WebSocketServer } from "ws";

const [port, pingIntervalMillis] = process.argv.slice(2).map(Number);
const [certificate, key] = process.argv.slice(4);
const publish = async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  for (const socket of server.clients) socket.send(body);
  response.end();
};
const http = key
  ? createSecureServer({ cert: readFileSync(certificate), key: readFileSync(key) }, publish)
  : createServer(publish);
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
http.listen({ port, host: "127.0.0.1", backlog: 4096 });

server.on("connection", (socket) => {
  socket.alive = true;
  socket.on("pong", () => (socket.alive = true));
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  socket.on("error", () => socket.terminate());
});

setInterval(() => {
  for (const socket of server.clients) {
    if (!socket.alive) {
      socket.terminate();
      continue;
    }
    socket.alive = false;
    socket.ping();
  }
}, pingIntervalMillis);

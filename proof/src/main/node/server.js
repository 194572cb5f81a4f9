// The Node ws peer as its users write it: one setInterval pings every client, messages are echoed.
// usage: node server.js PORT PING_INTERVAL_MS
import { WebSocketServer } from "ws";

const [port, pingIntervalMillis] = process.argv.slice(2).map(Number);
const server = new WebSocketServer({ port, host: "127.0.0.1", backlog: 4096, perMessageDeflate: false });

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

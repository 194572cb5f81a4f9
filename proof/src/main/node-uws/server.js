// The uWebSockets.js peer as its users write it: everybody is subscribed to one topic, messages are echoed. Its own pings depend on
// an idle timeout of whole seconds, so one setInterval pings every client here, as beside ws.
// A POST publishes its body to the topic.
// usage: node server.js PORT PING_INTERVAL_MS
import uws from "@trufflesuite/uws-js-unofficial";

const [port, pingIntervalMillis] = process.argv.slice(2).map(Number);
const clients = new Set();

const app = uws.App();
app.ws("/*", {
  idleTimeout: 0,
  sendPingsAutomatically: false,
  compression: uws.DISABLED,
  open(socket) {
    socket.getUserData().alive = true;
    clients.add(socket);
    socket.subscribe("all");
  },
  message(socket, message, isBinary) {
    socket.send(message, isBinary);
  },
  pong(socket) {
    socket.getUserData().alive = true;
  },
  close(socket) {
    clients.delete(socket);
  },
});
app.post("/publish", (response) => {
  let body = "";
  response.onAborted(() => {});
  response.onData((part, isLast) => {
    body += Buffer.from(part).toString();
    if (isLast) {
      app.publish("all", body, false);
      response.end();
    }
  });
});
app.listen("127.0.0.1", port, (listening) => {
  if (!listening) process.exit(69);
});

setInterval(() => {
  for (const socket of clients) {
    const data = socket.getUserData();
    if (!data.alive) {
      socket.close();
      continue;
    }
    data.alive = false;
    socket.ping();
  }
}, pingIntervalMillis);

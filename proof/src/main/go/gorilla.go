// The gorilla peer: a goroutine for each connection, write buffers shared in a pool, one ticker that pings them all.
// A control frame may be written beside the goroutine that echoes, so no second goroutine is needed.
// A POST to /publish sends its body to all of them, framed once.
//
// usage: gorilla PORT PING_INTERVAL_MS [CERTIFICATE KEY]
package main

import (
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const writeDeadline = 5 * time.Second

var (
	upgrader    = websocket.Upgrader{ReadBufferSize: 1024, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{}}
	lock        sync.Mutex
	connections = map[*websocket.Conn]struct{}{}
)

func echo(writer http.ResponseWriter, request *http.Request) {
	connection, err := upgrader.Upgrade(writer, request, nil)
	if err != nil {
		return
	}
	add(connection)
	defer remove(connection)
	for {
		kind, message, err := connection.ReadMessage()
		if err != nil || connection.WriteMessage(kind, message) != nil {
			return
		}
	}
}

func add(connection *websocket.Conn) {
	lock.Lock()
	defer lock.Unlock()
	connections[connection] = struct{}{}
}

func remove(connection *websocket.Conn) {
	lock.Lock()
	defer lock.Unlock()
	delete(connections, connection)
	connection.Close()
}

// The lock is held for a burst; connections that open or close meanwhile wait for its end.
func pingAll() {
	lock.Lock()
	defer lock.Unlock()
	for connection := range connections {
		connection.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeDeadline))
	}
}

func publish(writer http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return
	}
	message, err := websocket.NewPreparedMessage(websocket.TextMessage, body)
	if err != nil {
		return
	}
	lock.Lock()
	defer lock.Unlock()
	for connection := range connections {
		connection.WritePreparedMessage(message)
	}
}

func main() {
	interval, err := strconv.Atoi(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	// Go listens with the backlog of net.core.somaxconn.
	listener, err := net.Listen("tcp4", "127.0.0.1:"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		for range time.Tick(time.Duration(interval) * time.Millisecond) {
			pingAll()
		}
	}()
	http.HandleFunc("/publish", publish)
	http.HandleFunc("/", echo)
	if len(os.Args) > 4 {
		log.Fatal(http.ServeTLS(listener, nil, os.Args[3], os.Args[4]))
	}
	log.Fatal(http.Serve(listener, nil))
}

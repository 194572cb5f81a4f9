/*
 * The floor: the least a WebSocket server can do, as one epoll loop. What it costs, every server pays.
 *
 * It upgrades, echoes, and pings every connection once an interval, spread evenly by a sweep.
 * A POST sends its body to everybody, or to one after the other when its path is /push; the answer comes after the last send.
 * Per connection it keeps one byte of state and four bytes in the sweep's list.
 * Left out on purpose: partial requests and frames (it closes), pong deadlines, close frames, full send buffers.
 *
 * usage: floor PORT PING_INTERVAL_MS [publish]; with -DTLS: floor PORT PING_INTERVAL_MS CERTIFICATE KEY
 */
#include "handshake.h"
#include "program.h"
#include "secure.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>

#define TICKS_PER_INTERVAL 200 /* 4 s of interval: a wake-up each 20 ms, amortised over its share of the pings */
#define EVENTS_PER_WAIT 1024
#define MAX_FRAME_HEADER 6
#define MAX_BODY 125
#define STRIDE 7919 /* prime, so that /push comes by everybody */

enum state { CLOSED, SECURES, EXPECTS_REQUEST, OPEN };

static uint8_t *states;      /* by descriptor */
static int *places;          /* by descriptor: where it is in the list */
static int *connections;     /* the open descriptors, dense */
static int connection_count; /* how many of them */
static int poller;
static uint8_t buffer[1 << 16];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void *zeroed(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL) fail("calloc");
    return memory;
}

static int listen_on(int port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0) fail("bind");
    if (listen(listener, 4096) != 0) fail("listen");
    return listener;
}

static void watch(int descriptor) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event) != 0) fail("epoll_ctl");
}

static void accept_all(int listener) {
    int descriptor;
    while ((descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        states[descriptor] = SECURES;
        secure_begin(descriptor, 1);
        watch(descriptor);
    }
}

static void drop(int descriptor) {
    if (states[descriptor] == OPEN) {
        int last = connections[--connection_count];
        connections[places[descriptor]] = last;
        places[last] = places[descriptor];
    }
    states[descriptor] = CLOSED;
    secure_end(descriptor);
}

/* The frame's two bytes of header fit before the body. One send a connection: the floor of a delivery. */
static void publish(int descriptor, size_t length) {
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    static int next;
    uint8_t *end = memmem(buffer, length, "\r\n\r\n", 4), *frame = end + 2;
    size_t size = end == NULL ? MAX_BODY + 1 : length - (size_t)(end + 4 - buffer);
    if (size > MAX_BODY) {
        drop(descriptor);
        return;
    }
    int one = memcmp(buffer, "POST /push ", 11) == 0 && connection_count > 0;
    frame[0] = 0x81;
    frame[1] = (uint8_t)size;
    if (one) {
        next = (next + STRIDE) % connection_count;
        transmit(connections[next], frame, size + 2);
    }
    for (int i = 0; i < connection_count && !one; i++) transmit(connections[i], frame, size + 2);
    transmit(descriptor, answer, sizeof answer - 1);
}

/* Three syscalls a handshake after the accept: epoll_ctl, recv, send. */
static void upgrade(int descriptor, size_t length) {
    static const char name[] = "\r\nSec-WebSocket-Key: ";
    static const char head[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Accept: ";
    char answer[sizeof head - 1 + ACCEPT_LENGTH + 4];
    char *request = (char *)buffer;
    request[length] = 0;
    if (memcmp(request, "POST ", 5) == 0) {
        publish(descriptor, length);
        return;
    }
    char *field = strstr(request, name);
    if (field == NULL || strstr(request, "\r\n\r\n") == NULL || strlen(field) < sizeof name - 1 + KEY_LENGTH) {
        drop(descriptor);
        return;
    }
    memcpy(answer, head, sizeof head - 1);
    accept_for_key(field + sizeof name - 1, answer + sizeof head - 1);
    memcpy(answer + sizeof answer - 4, "\r\n\r\n", 4);
    states[descriptor] = OPEN;
    places[descriptor] = connection_count;
    connections[connection_count++] = descriptor;
    if (transmit(descriptor, answer, sizeof answer) != sizeof answer) drop(descriptor);
}

/* Unmasks a data frame where it lies and sends it back; the header shrinks by the mask, so it fits before the payload. */
static int echo(int descriptor, uint8_t *frame, size_t payload_length) {
    uint8_t *mask = frame + 2, *payload = frame + MAX_FRAME_HEADER;
    for (size_t i = 0; i < payload_length; i++) payload[i] ^= mask[i & 3];
    uint8_t first = frame[0];
    payload[-2] = first;
    payload[-1] = (uint8_t)payload_length;
    ssize_t length = (ssize_t)payload_length + 2;
    return transmit(descriptor, payload - 2, (size_t)length) == length;
}

static void answer_frames(int descriptor, size_t length) {
    size_t at = 0;
    while (at < length) {
        size_t payload_length = at + 1 < length ? buffer[at + 1] & 0x7f : 126;
        size_t frame_length = MAX_FRAME_HEADER + payload_length;
        int opcode = buffer[at] & 0x0f;
        int supported = payload_length < 126 && at + frame_length <= length && opcode != 8;
        if (!supported || (opcode < 8 && !echo(descriptor, buffer + at, payload_length))) {
            drop(descriptor);
            return;
        }
        at += frame_length;
    }
}

/* In clear it is done at once, and the request is read where it was read before. */
static int is_secured(int descriptor) {
    if (states[descriptor] != SECURES) return 1;
    enum secured secured = secure_step(descriptor);
    if (secured == SECURED) states[descriptor] = EXPECTS_REQUEST;
    if (secured == NOT_SECURED) drop(descriptor);
    return secured == SECURED;
}

static void serve_once(int descriptor) {
    ssize_t length = receive(descriptor, buffer, sizeof buffer - 1);
    if (length < 0 && errno == EAGAIN) return;
    if (length <= 0)
        drop(descriptor);
    else if (states[descriptor] == EXPECTS_REQUEST)
        upgrade(descriptor, (size_t)length);
    else
        answer_frames(descriptor, (size_t)length);
}

static void serve(int descriptor) {
    if (!is_secured(descriptor)) return;
    do serve_once(descriptor);
    while (has_received_more(descriptor));
}

/* One send a ping. The sweep walks the list from its end to its start, once an interval. */
static void ping_share(int ticks_left, int *cursor) {
    static const uint8_t ping[] = {0x89, 0x00};
    if (*cursor > connection_count) *cursor = connection_count;
    for (int share = *cursor / ticks_left; share > 0; share--)
        transmit(connections[--*cursor], ping, sizeof ping);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: floor PORT PING_INTERVAL_MS [publish]\n");
        return 64;
    }
    size_t descriptors = all_descriptors();
    secure_program(descriptors, argc > 4 ? argv[3] : NULL, argc > 4 ? argv[4] : NULL);
    states = zeroed(descriptors, sizeof *states);
    places = zeroed(descriptors, sizeof *places);
    connections = zeroed(descriptors, sizeof *connections);

    int64_t tick_ns = atoll(argv[2]) * 1000000LL / TICKS_PER_INTERVAL, next_tick = now_ns() + tick_ns;
    int listener = listen_on(atoi(argv[1])), tick = 0, cursor = 0;
    struct epoll_event events[EVENTS_PER_WAIT];
    poller = epoll_create1(0);
    watch(listener);
    for (;;) {
        int64_t until_tick = (next_tick - now_ns() + 999999) / 1000000;
        int count = epoll_wait(poller, events, EVENTS_PER_WAIT, until_tick < 0 ? 0 : (int)until_tick);
        for (int i = 0; i < count; i++)
            if (events[i].data.fd == listener)
                accept_all(listener);
            else
                serve(events[i].data.fd);
        while (now_ns() >= next_tick) {
            if (tick == 0) cursor = connection_count;
            ping_share(TICKS_PER_INTERVAL - tick, &cursor);
            tick = (tick + 1) % TICKS_PER_INTERVAL;
            next_tick += tick_ns;
        }
    }
}

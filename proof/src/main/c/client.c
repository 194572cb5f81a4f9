/*
 * The measuring client: one epoll loop that opens, holds and drives WebSockets, the same for every server measured.
 *
 * It sends a real upgrade request and checks the status and the accept value; it answers each ping with a masked pong.
 * Source addresses 127.0.0.2 to .41, so that ports do not run out. Commands on standard input, one JSON line for each:
 *
 *   open COUNT [SECONDS]   more connections, as fast as IN_FLIGHT allows, or evenly over SECONDS
 *   wait SECONDS           only answer pings, and count them
 *   quiet SECONDS          until no ping came for a fifth of a second, at most SECONDS
 *   echo COUNT SECONDS     each of COUNT connections sends 64 bytes, waits for them, sends again
 *   close                  all of them
 *
 * A message that begins with @ and the CLOCK_MONOTONIC nanoseconds of its sending, 19 digits, is timed.
 *
 * usage: client PORT [RESOURCE]; with -DTLS over wss
 */
#include "handshake.h"
#include "latency.h"
#include "program.h"
#include "secure.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>

#define IN_FLIGHT 64 /* handshakes under way at once */
#define SOURCE_ADDRESSES 40
#define EVENTS_PER_WAIT 1024
#define MESSAGE_LENGTH 64
#define STAMP_LENGTH 20
#define CARRY_LENGTH 512            /* a response or frame that has not arrived whole */
#define HANDSHAKE_DEADLINE_NS 60000000000LL

enum state { CLOSED, CONNECTING, HANDSHAKING, UPGRADING, OPEN };

struct connection {
    enum state state;
    uint16_t carried;
    int64_t sent_ns;
    char accept[ACCEPT_LENGTH];
    uint8_t carry[CARRY_LENGTH];
};

static struct connection *connections; /* by descriptor */
static size_t connection_limit;
static const char *resource = "/";
static int poller, port, echoing;
static uint64_t opened, in_flight, failed, pings, pongs, lost, messages, stamped, mismatched;
static char failure[128] = "";
static uint8_t input[1 << 16];

static void drop(int descriptor, const char *reason) {
    struct connection *connection = connections + descriptor;
    if (connection->state == OPEN) {
        opened--;
        lost++;
    } else {
        in_flight--;
        failed++;
    }
    if (failure[0] == 0) snprintf(failure, sizeof failure, "%s", reason);
    connection->state = CLOSED;
    secure_end(descriptor);
}

static void begin_connection(void) {
    static uint32_t turn;
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    if (descriptor < 0 || (size_t)descriptor >= connection_limit) {
        if (descriptor >= 0) close(descriptor);
        if (failure[0] == 0) snprintf(failure, sizeof failure, "no descriptor left");
        failed++;
        return;
    }
    struct sockaddr_in source = {.sin_family = AF_INET}, target = {.sin_family = AF_INET};
    source.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + turn++ % SOURCE_ADDRESSES);
    target.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    target.sin_port = htons((uint16_t)port);
    setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connections[descriptor] = (struct connection){.state = CONNECTING};
    in_flight++;
    if (bind(descriptor, (struct sockaddr *)&source, sizeof source) != 0 ||
        (connect(descriptor, (struct sockaddr *)&target, sizeof target) != 0 && errno != EINPROGRESS)) {
        drop(descriptor, strerror(errno));
        return;
    }
    struct epoll_event event = {.events = EPOLLOUT, .data.fd = descriptor};
    epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
}

static void send_request(int descriptor) {
    struct connection *connection = connections + descriptor;
    uint64_t nonce[2] = {next_random(), next_random()};
    char key[KEY_LENGTH + 1] = {0}, request[512];
    base64_encode((uint8_t *)nonce, sizeof nonce, key);
    accept_for_key(key, connection->accept);
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n",
                          resource, port, key);
    connection->state = UPGRADING;
    if (transmit(descriptor, request, (size_t)length) != length) drop(descriptor, "request not sent");
}

static void secure_connection(int descriptor) {
    switch (secure_step(descriptor)) {
        case SECURED: send_request(descriptor); break;
        case SECURING: break;
        case NOT_SECURED: drop(descriptor, "no TLS handshake");
    }
}

static void connected(int descriptor) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    epoll_ctl(poller, EPOLL_CTL_MOD, descriptor, &event);
    connections[descriptor].state = HANDSHAKING;
    secure_begin(descriptor, 0);
    secure_connection(descriptor);
}

/* Returns the length of the response, 0 when it is not whole, -1 when the connection was dropped. */
static int check_response(int descriptor, uint8_t *bytes, size_t length) {
    struct connection *connection = connections + descriptor;
    char *text = (char *)bytes;
    uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (end == NULL) return 0;
    *end = 0;
    char *accept = strcasestr(text, "\r\nsec-websocket-accept:");
    if (accept != NULL) accept += strlen("\r\nsec-websocket-accept:") + strspn(accept + 23, " ");
    if (strncmp(text, "HTTP/1.1 101 ", 13) != 0)
        drop(descriptor, "status is not 101");
    else if (accept == NULL || strncmp(accept, connection->accept, ACCEPT_LENGTH) != 0)
        drop(descriptor, "wrong Sec-WebSocket-Accept");
    else {
        connection->state = OPEN;
        in_flight--;
        opened++;
        return (int)(end + 4 - bytes);
    }
    return -1;
}

static int send_frame(int descriptor, int opcode, const uint8_t *payload, size_t length) {
    uint8_t frame[6 + 125], *mask = frame + 2;
    uint32_t key = (uint32_t)next_random();
    frame[0] = (uint8_t)(0x80 | opcode);
    frame[1] = (uint8_t)(0x80 | length);
    memcpy(mask, &key, 4);
    for (size_t i = 0; i < length; i++) frame[6 + i] = payload[i] ^ mask[i & 3];
    if (transmit(descriptor, frame, 6 + length) == (ssize_t)(6 + length)) return 1;
    drop(descriptor, "frame not sent");
    return 0;
}

static int send_message(int descriptor) {
    uint8_t payload[MESSAGE_LENGTH];
    for (int i = 0; i < MESSAGE_LENGTH; i++) payload[i] = (uint8_t)(descriptor + i);
    connections[descriptor].sent_ns = now_ns();
    return send_frame(descriptor, 2, payload, sizeof payload);
}

/* Of a message that says when it was sent; the last bucket is for what cannot be. */
static void receive_stamp(const uint8_t *payload) {
    char digits[STAMP_LENGTH] = {0};
    memcpy(digits, payload + 1, STAMP_LENGTH - 1);
    stamped++;
    add_latency((now_ns() - atoll(digits)) / 1000);
}

static int receive_message(int descriptor, const uint8_t *payload, size_t length) {
    struct connection *connection = connections + descriptor;
    if (!echoing && length >= STAMP_LENGTH && payload[0] == '@') {
        messages++;
        receive_stamp(payload);
        return 1;
    }
    int same = length == MESSAGE_LENGTH;
    for (size_t i = 0; same && i < length; i++) same = payload[i] == (uint8_t)(descriptor + (int)i);
    messages++;
    mismatched += !same;
    add_latency((now_ns() - connection->sent_ns) / 1000);
    return !echoing || send_message(descriptor);
}

/* Returns 0 when the connection is gone. */
static int handle_frame(int descriptor, int opcode, const uint8_t *payload, size_t length) {
    if (opcode == 9) {
        pings++;
        int sent = send_frame(descriptor, 10, payload, length);
        pongs += (uint64_t)sent;
        return sent;
    }
    if (opcode == 1 || opcode == 2) return receive_message(descriptor, payload, length);
    if (opcode == 8) drop(descriptor, "closed by the server");
    return opcode != 8;
}

/* Consumes what is whole; what is not is carried to the next read. */
static void handle_bytes(int descriptor, uint8_t *bytes, size_t length) {
    struct connection *connection = connections + descriptor;
    size_t at = 0;
    if (connection->state == UPGRADING) {
        int response = check_response(descriptor, bytes, length);
        if (response < 0) return;
        at = (size_t)response;
    }
    while (connection->state == OPEN && at + 2 <= length && at + 2 + bytes[at + 1] <= length) {
        size_t payload_length = bytes[at + 1];
        if (payload_length > 125) {
            drop(descriptor, "frame longer than 125 bytes");
            return;
        }
        if (!handle_frame(descriptor, bytes[at] & 0x0f, bytes + at + 2, payload_length)) return;
        at += 2 + payload_length;
    }
    if (length - at > CARRY_LENGTH) {
        drop(descriptor, "response or frame too long");
        return;
    }
    connection->carried = (uint16_t)(length - at);
    memcpy(connection->carry, bytes + at, length - at);
}

static void receive_bytes(int descriptor) {
    struct connection *connection = connections + descriptor;
    size_t carried = connection->carried;
    memcpy(input, connection->carry, carried);
    ssize_t length = receive(descriptor, input + carried, sizeof input - carried - 1);
    if (length > 0)
        handle_bytes(descriptor, input, carried + (size_t)length);
    else if (length == 0 || errno != EAGAIN)
        drop(descriptor, length == 0 ? "ended by the server" : strerror(errno));
}

static void handle_event(int descriptor) {
    switch (connections[descriptor].state) {
        case CONNECTING: connected(descriptor); break;
        case HANDSHAKING: secure_connection(descriptor); break;
        default:
            do receive_bytes(descriptor);
            while (has_received_more(descriptor));
    }
}

static void poll_once(int timeout_ms) {
    static struct epoll_event events[EVENTS_PER_WAIT];
    int count = epoll_wait(poller, events, EVENTS_PER_WAIT, timeout_ms);
    for (int i = 0; i < count; i++)
        if (connections[events[i].data.fd].state != CLOSED) handle_event(events[i].data.fd);
}

static void run_for(double seconds) {
    int64_t end = now_ns() + (int64_t)(seconds * 1e9), left;
    while ((left = end - now_ns()) > 0) poll_once((int)(left / 1000000 + 1));
}

static void forget_messages(void) {
    messages = stamped = 0;
    forget_latencies();
}

static void open_connections(uint64_t count, double seconds) {
    int64_t start = now_ns();
    uint64_t begun = 0, pings_before = pings, failed_before = failed;
    while ((begun < count || in_flight > 0) && now_ns() - start < HANDSHAKE_DEADLINE_NS + (int64_t)(seconds * 1e9)) {
        double share = seconds > 0 ? (double)(now_ns() - start) / (seconds * 1e9) : 1;
        uint64_t due = share >= 1 ? count : (uint64_t)(share * (double)count);
        while (begun < due && in_flight < IN_FLIGHT) {
            begin_connection();
            begun++;
        }
        poll_once(begun < count ? 1 : 100);
    }
    forget_messages();
    printf("{\"command\":\"open\",\"open\":%" PRIu64 ",\"failed\":%" PRIu64 ",\"pings\":%" PRIu64
           ",\"seconds\":%.6f,\"failure\":\"%s\"}\n",
           opened, failed - failed_before + in_flight, pings - pings_before, (double)(now_ns() - start) / 1e9, failure);
}

static void wait_for_pings(double seconds) {
    int64_t start = now_ns();
    uint64_t pings_before = pings, pongs_before = pongs, lost_before = lost;
    run_for(seconds);
    /* Messages count from the last command on: a broadcast is asked for elsewhere, and begins before the wait. */
    printf("{\"command\":\"wait\",\"open\":%" PRIu64 ",\"received\":{\"pings\":%" PRIu64 ",\"pongs\":%" PRIu64
           ",\"messages\":%" PRIu64 ",\"stamped\":%" PRIu64
           "},\"latency\":{\"p50_us\":%d,\"p99_us\":%d},\"lost\":%" PRIu64
           ",\"seconds\":%.6f,\"failure\":\"%s\"}\n",
           opened, pings - pings_before, pongs - pongs_before, messages, stamped,
           stamped > 0 ? latency_at(0.5, stamped) : 0, stamped > 0 ? latency_at(0.99, stamped) : 0, lost - lost_before,
           (double)(now_ns() - start) / 1e9, failure);
    if (messages > 0) forget_messages();
}

/* Some servers ping in bursts: a window that begins in one would cut it. */
static void wait_until_quiet(double most) {
    int64_t start = now_ns(), end = start + (int64_t)(most * 1e9);
    uint64_t pings_before;
    do {
        pings_before = pings;
        run_for(0.2);
    } while (pings != pings_before && now_ns() < end);
    printf("{\"command\":\"quiet\",\"quiet\":%s,\"seconds\":%.6f}\n", pings == pings_before ? "true" : "false",
           (double)(now_ns() - start) / 1e9);
}

static void echo_messages(uint64_t count, double seconds) {
    forget_messages();
    mismatched = 0;
    echoing = 1;
    int64_t start = now_ns();
    for (size_t i = 0; i < connection_limit && count > 0; i++)
        if (connections[i].state == OPEN) {
            send_message((int)i);
            count--;
        }
    run_for(seconds);
    echoing = 0;
    printf("{\"command\":\"echo\",\"open\":%" PRIu64 ",\"messages\":%" PRIu64 ",\"mismatched\":%" PRIu64
           ",\"seconds\":%.6f,\"p50_us\":%d,\"p99_us\":%d,\"failure\":\"%s\"}\n",
           opened, messages, mismatched, (double)(now_ns() - start) / 1e9, latency_at(0.5, messages), latency_at(0.99, messages), failure);
}

static void close_connections(void) {
    uint64_t closed = 0;
    for (size_t i = 0; i < connection_limit; i++)
        if (connections[i].state != CLOSED) {
            connections[i].state = CLOSED;
            secure_end((int)i);
            closed++;
        }
    opened = in_flight = 0;
    printf("{\"command\":\"close\",\"closed\":%" PRIu64 "}\n", closed);
}

static int obey(const char *line) {
    unsigned long count = 0;
    double seconds = 0;
    if (sscanf(line, "open %lu %lf", &count, &seconds) >= 1)
        open_connections(count, seconds);
    else if (sscanf(line, "wait %lf", &seconds) == 1)
        wait_for_pings(seconds);
    else if (sscanf(line, "quiet %lf", &seconds) == 1)
        wait_until_quiet(seconds);
    else if (sscanf(line, "echo %lu %lf", &count, &seconds) == 2)
        echo_messages(count, seconds);
    else if (strncmp(line, "close", 5) == 0)
        close_connections();
    else
        return 0;
    fflush(stdout);
    return 1;
}

/* Pings are answered while no command is under way, so standard input is polled beside the sockets. */
int main(int argc, char **argv) {
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: client PORT [RESOURCE], then commands on standard input\n");
        return 64;
    }
    if (argc == 3) resource = argv[2];
    port = atoi(argv[1]);
    connection_limit = all_descriptors();
    connections = calloc(connection_limit, sizeof *connections);
    secure_program(connection_limit, NULL, NULL);
    poller = epoll_create1(0);
    char commands[4096];
    size_t have = 0;
    fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
    for (;;) {
        ssize_t length = read(STDIN_FILENO, commands + have, sizeof commands - 1 - have);
        if (length == 0) return 0;
        if (length < 0) {
            poll_once(10);
            continue;
        }
        have += (size_t)length;
        commands[have] = 0;
        char *start = commands, *end;
        while ((end = strchr(start, '\n')) != NULL) {
            *end = 0;
            if (!obey(start)) {
                fprintf(stderr, "unknown command: %s\n", start);
                return 64;
            }
            start = end + 1;
        }
        have -= (size_t)(start - commands);
        memmove(commands, start, have);
    }
}

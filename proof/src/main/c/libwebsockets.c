/*
 * The libwebsockets peer: one thread on its libuv event loop, one timer that pings every connection.
 *
 * Its own loop waits with poll(2) over all connections, and its own keepalive keeps a sorted list of timers; both cost
 * time in proportion to all connections, so neither is used. Writing is allowed in the writeable callback only, which
 * costs two changes of interest a ping.
 *
 * usage: libwebsockets PORT PING_INTERVAL_MS
 */
#include <libwebsockets.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_MESSAGE 125

struct connection {
    uint8_t ping_due;
    uint8_t binary;
    uint8_t length;
    uint8_t message_due;
    uint8_t *message; /* only while an echo waits for the socket */
};

static lws_sorted_usec_list_t timer;
static lws_usec_t interval_us;
static struct lws_context *context;
static const struct lws_protocols *protocol;

static int write_due(struct lws *socket, struct connection *connection) {
    uint8_t frame[LWS_PRE + MAX_MESSAGE];
    if (connection->ping_due) {
        connection->ping_due = 0;
        if (lws_write(socket, frame + LWS_PRE, 0, LWS_WRITE_PING) < 0) return -1;
        if (connection->message_due) lws_callback_on_writable(socket);
        return 0;
    }
    if (!connection->message_due) return 0;
    memcpy(frame + LWS_PRE, connection->message, connection->length);
    free(connection->message);
    connection->message = NULL;
    connection->message_due = 0;
    enum lws_write_protocol kind = connection->binary ? LWS_WRITE_BINARY : LWS_WRITE_TEXT;
    return lws_write(socket, frame + LWS_PRE, connection->length, kind) < 0 ? -1 : 0;
}

/* One short message at a time, as the measuring client sends them; who sends more before the echo is closed. */
static int keep(struct lws *socket, struct connection *connection, const void *bytes, size_t length) {
    if (length > MAX_MESSAGE || connection->message_due || !lws_is_final_fragment(socket)) return -1;
    connection->message = malloc(length);
    if (connection->message == NULL) return -1;
    memcpy(connection->message, bytes, length);
    connection->length = (uint8_t)length;
    connection->binary = (uint8_t)lws_frame_is_binary(socket);
    connection->message_due = 1;
    lws_callback_on_writable(socket);
    return 0;
}

static int serve(struct lws *socket, enum lws_callback_reasons reason, void *user, void *bytes, size_t length) {
    struct connection *connection = user;
    switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
        memset(connection, 0, sizeof *connection);
        return 0;
    case LWS_CALLBACK_RECEIVE:
        return keep(socket, connection, bytes, length);
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return write_due(socket, connection);
    case LWS_CALLBACK_CLOSED:
        free(connection->message);
        return 0;
    case LWS_CALLBACK_USER:
        if (connection == NULL) return 0; /* the listening socket */
        connection->ping_due = 1;
        lws_callback_on_writable(socket);
        return 0;
    default:
        return lws_callback_http_dummy(socket, reason, user, bytes, length);
    }
}

static void ping_all(lws_sorted_usec_list_t *list) {
    lws_sul_schedule(context, 0, list, ping_all, interval_us);
    lws_callback_all_protocol(context, protocol, LWS_CALLBACK_USER);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: libwebsockets PORT PING_INTERVAL_MS\n");
        return 64;
    }
    static const struct lws_protocols protocols[] = {{.name = "echo",
                                                      .callback = serve,
                                                      .per_session_data_size = sizeof(struct connection),
                                                      .rx_buffer_size = MAX_MESSAGE},
                                                     {0}};
    static const lws_retry_bo_t no_keepalive_of_its_own = {0};
    struct lws_context_creation_info info = {.port = atoi(argv[1]),
                                             .iface = "127.0.0.1",
                                             .protocols = protocols,
                                             .retry_and_idle_policy = &no_keepalive_of_its_own,
                                             .options = LWS_SERVER_OPTION_LIBUV};
    lws_set_log_level(LLL_ERR, NULL);
    context = lws_create_context(&info);
    if (context == NULL) return 1;
    protocol = protocols;
    struct lws_vhost *host = lws_get_vhost_by_name(context, "default");
    if (host == NULL) return 1;
    protocol = lws_vhost_name_to_protocol(host, "echo");
    interval_us = atoll(argv[2]) * 1000LL;
    lws_sul_schedule(context, 0, &timer, ping_all, interval_us);
    while (lws_service(context, 0) >= 0) {
    }
    lws_context_destroy(context);
    return 0;
}

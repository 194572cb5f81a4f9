/*
 * TLS below a program's sockets. With -DTLS its sends and receives go through OpenSSL, one session a descriptor; without it
 * they are the kernel's, and what is here costs nothing.
 *
 * What is best for OpenSSL: it reads ahead, so that a record takes one system call, and gives back the buffers of an idle session.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum secured { SECURED, SECURING, NOT_SECURED };

#ifdef TLS
#include <openssl/err.h>
#include <openssl/ssl.h>

static SSL_CTX *tls_context;
static SSL **tls_sessions; /* by descriptor */

/* For a server, which has a certificate and its key. A client, which has none, trusts anybody: it measures. */
static void secure_program(size_t descriptors, const char *certificate, const char *key) {
    tls_sessions = calloc(descriptors, sizeof *tls_sessions);
    tls_context = SSL_CTX_new(certificate != NULL ? TLS_server_method() : TLS_client_method());
    SSL_CTX_set_min_proto_version(tls_context, TLS1_3_VERSION);
    SSL_CTX_set_ciphersuites(tls_context, "TLS_AES_128_GCM_SHA256");
    SSL_CTX_set1_groups_list(tls_context, "X25519");
    SSL_CTX_set_mode(tls_context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(tls_context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(tls_context, 0);
    SSL_CTX_set_read_ahead(tls_context, 1);
    if (certificate != NULL && (SSL_CTX_use_certificate_chain_file(tls_context, certificate) != 1 ||
                                SSL_CTX_use_PrivateKey_file(tls_context, key, SSL_FILETYPE_PEM) != 1)) {
        ERR_print_errors_fp(stderr);
        exit(1);
    }
}

static void secure_begin(int descriptor, int server) {
    SSL *session = SSL_new(tls_context);
    SSL_set_fd(session, descriptor);
    if (server)
        SSL_set_accept_state(session);
    else
        SSL_set_connect_state(session);
    tls_sessions[descriptor] = session;
}

static enum secured secure_step(int descriptor) {
    ERR_clear_error();
    int done = SSL_do_handshake(tls_sessions[descriptor]);
    if (done == 1) return SECURED;
    int error = SSL_get_error(tls_sessions[descriptor], done);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? SECURING : NOT_SECURED;
}

static ssize_t receive(int descriptor, void *bytes, size_t length) {
    ERR_clear_error();
    int count = SSL_read(tls_sessions[descriptor], bytes, (int)length);
    if (count > 0) return count;
    int error = SSL_get_error(tls_sessions[descriptor], count);
    if (error == SSL_ERROR_ZERO_RETURN) return 0;
    errno = error == SSL_ERROR_WANT_READ ? EAGAIN : EIO;
    return -1;
}

/* Whether more was received than has been taken: the kernel tells nobody of it again. */
static int has_received_more(int descriptor) {
    return tls_sessions[descriptor] != NULL && SSL_has_pending(tls_sessions[descriptor]);
}

static ssize_t transmit(int descriptor, const void *bytes, size_t length) {
    ERR_clear_error();
    int count = SSL_write(tls_sessions[descriptor], bytes, (int)length);
    return count > 0 ? count : -1;
}

static void secure_end(int descriptor) {
    SSL_free(tls_sessions[descriptor]);
    tls_sessions[descriptor] = NULL;
    close(descriptor);
}
#else
static inline void secure_program(size_t descriptors, const char *certificate, const char *key) {
    (void)descriptors, (void)certificate, (void)key;
}

static inline void secure_begin(int descriptor, int server) { (void)descriptor, (void)server; }

static inline enum secured secure_step(int descriptor) {
    (void)descriptor;
    return SECURED;
}

static inline ssize_t receive(int descriptor, void *bytes, size_t length) { return recv(descriptor, bytes, length, 0); }

static inline int has_received_more(int descriptor) {
    (void)descriptor;
    return 0;
}

static inline ssize_t transmit(int descriptor, const void *bytes, size_t length) {
    return send(descriptor, bytes, length, MSG_NOSIGNAL);
}

static inline void secure_end(int descriptor) { close(descriptor); }
#endif

/*
 * A client without manners: TLS and sockets by hand, so that a test can send what libkam never would and stop where it pleases.
 */
#ifndef KAM_TESTS_INTEGRATION_RAW_H
#define KAM_TESTS_INTEGRATION_RAW_H

#include "kam/v1/envelope.pb-c.h"
#include "kam/v1/sessions.pb-c.h"
#include "tests/harness/kamd.h"
#include <openssl/ssl.h>

struct raw {
    int fd;
    SSL_CTX *context;
    SSL *ssl; /* NULL before the handshake */
};

/* TCP alone. */
void raw_connect(struct raw *raw, const struct kamd *kamd);
/* From this address of the loopback, 127.0.0.1 + `source`: to limits per source somebody else. */
void raw_connect_from(struct raw *raw, const struct kamd *kamd, unsigned source);
/* Handshake with this ALPN (NULL: none) and at most this TLS version; whether it succeeded, alert and all. */
bool raw_handshake(struct raw *raw, const struct kamd *kamd, const char *alpn, int version_max);
/* Both, as a client should; fails the test when it does not work. */
void raw_open(struct raw *raw, const struct kamd *kamd);

/* Inside TLS when that stands, else as they are. False: the peer has gone. */
bool raw_send(struct raw *raw, const void *bytes, size_t count);
/* One frame. */
bool raw_send_envelope(struct raw *raw, const Kam__V1__Envelope *envelope);
bool raw_send_hello(struct raw *raw);
bool raw_send_login(struct raw *raw, uint64_t call_id, const char *login, const char *password);

/* The next envelope within the time, to be freed with kam__v1__envelope__free_unpacked(); NULL: none came, or the connection ended. */
Kam__V1__Envelope *raw_receive(struct raw *raw, int timeout_ms);
/* Reads until the server ends the connection; false when it does not within the time. */
bool raw_ends_within(struct raw *raw, int timeout_ms);

/* By FIN, or by RST; never by TLS's goodbye. */
void raw_close(struct raw *raw, bool reset);

#endif

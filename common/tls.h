/*
 * TLS 1.3 with ALPN kam/1, for both sides. The caller gives the transport: a socket (kamd, under uv_poll) or a pair of memory buffers
 * (libkam, tests). Certificates are always verified by the client, with the host name; there are no tickets, since the session token
 * is ours, and buffers are released when idle, since thousands of sessions are.
 *
 * A tls_context is shared by the connections made from it and may be freed before them. A tls owns its state, never the socket.
 * Nothing here blocks, logs or raises a signal: whoever gives a socket ignores SIGPIPE.
 */
#ifndef KAM_COMMON_TLS_H
#define KAM_COMMON_TLS_H

#include "common/cleanup.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TLS_ALPN "kam/1"
#define TLS_ERROR_BYTES 256

/* What the operations answer besides 0; -EPROTO: the connection is broken, tls_error says how; -ENOMEM. */
enum tls_result {
    TLS_WANT_READ = 1,  /* nothing more until bytes arrive */
    TLS_WANT_WRITE = 2, /* nothing more until the socket takes bytes */
    TLS_CLOSED = 3,     /* the peer said goodbye, or went without (tls_closed_cleanly tells) */
};

struct tls_context;
struct tls;

/* In PEM. Without client_ca no client is asked for a certificate. With it each is, and none is needed; but one that is shown must come
 * from that authority, be of its time and not stand in client_crl, or the connection ends with the alert that says which. */
struct tls_server_files {
    const char *certificate; /* with its chain */
    const char *key;
    const char *client_ca;  /* the one authority for clients; NULL or "": none */
    const char *client_crl; /* what it has revoked; NULL or "": nothing. One past its next update refuses every certificate. */
};

/* -EINVAL with the reason in ret_error (may be NULL, TLS_ERROR_BYTES long). */
_must_check_ int tls_context_new_server(const struct tls_server_files *files, struct tls_context **ret_context, char *ret_error);
/* ca_file NULL: the system's certificates. */
_must_check_ int tls_context_new_client(const char *ca_file, struct tls_context **ret_context, char *ret_error);
/* What a client shows to a server that asks; before the first connection. -EINVAL likewise. */
_must_check_ int tls_context_show(struct tls_context *c, const char *certificate_file, const char *key_file, char *ret_error);
struct tls_context *tls_context_free(struct tls_context *c);
DEFINE_FREEP(struct tls_context, tls_context)

/* Other files, or the same read again: new connections get them, those open keep what they have. On failure nothing changes. */
_must_check_ int tls_context_reload(struct tls_context *c, const struct tls_server_files *files, char *ret_error);

/* Server side on an accepted, non-blocking socket. */
_must_check_ int tls_new_server_fd(struct tls_context *c, int fd, struct tls **ret_tls);
/* Memory transports. A client names the host it means; an IP address is matched against the certificate's addresses. */
_must_check_ int tls_new_server_memory(struct tls_context *c, struct tls **ret_tls);
_must_check_ int tls_new_client_memory(struct tls_context *c, const char *server_name, struct tls **ret_tls);
struct tls *tls_free(struct tls *t);
DEFINE_FREEP(struct tls, tls)

/* 0: done, and the peer speaks kam/1. */
_must_check_ int tls_handshake(struct tls *t);
/* 0: *ret_bytes were read, at least one. Call until it does not answer 0: bytes may wait inside that no poll will announce. */
_must_check_ int tls_read(struct tls *t, void *into, size_t room, size_t *ret_bytes);
/* After a tls_read that answered 0: may bytes wait inside, which no poll will announce? False: all that was received is read, and a
 * level-triggered poll of the socket will tell of more. Saves the read that would only find the socket empty. */
bool tls_holds_input(const struct tls *t);
/* 0: *ret_bytes were taken, maybe fewer than given. After TLS_WANT_*, call again with bytes that begin alike (they may have moved). */
_must_check_ int tls_write(struct tls *t, const void *bytes, size_t count, size_t *ret_bytes);
/* Says goodbye without waiting for the peer's. 0 or TLS_WANT_WRITE; errors do not matter any more. */
_must_check_ int tls_shutdown(struct tls *t);

/* Memory transports: bytes from the network in; 0 or -ENOMEM. */
_must_check_ int tls_memory_feed(struct tls *t, const void *bytes, size_t count);
/* The network is at its end. */
void tls_memory_feed_end(struct tls *t);
/* Bytes for the network out: how many were copied, 0 when there are none. */
size_t tls_memory_drain(struct tls *t, void *into, size_t room);
size_t tls_memory_pending(const struct tls *t);

/* The names in the certificate the client showed and the server accepted: "uri:…", "dns:…", "email:…", a line each, as many as fit.
 * False: none was shown, or it has no such name. */
bool tls_client_names(const struct tls *t, char *out, size_t room);
/* After -EPROTO: the server did not accept the certificate this client showed. */
bool tls_was_refused(const struct tls *t);

/* Why -EPROTO, for the log; "" before. Valid as long as the tls. */
const char *tls_error(const struct tls *t);
/* After TLS_CLOSED: did the peer send close_notify? */
bool tls_closed_cleanly(const struct tls *t);

#endif

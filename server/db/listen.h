/*
 * The one connection that hears what other processes tell: LISTEN on a few channels, each notification handed to the owner. What was
 * told while it was away is lost; whoever listens must be able to live with that.
 */
#ifndef KAM_SERVER_DB_LISTEN_H
#define KAM_SERVER_DB_LISTEN_H

#include "server/db/link.h"

#define DB_LISTEN_PAYLOAD_BYTES_MAX 256

struct db_listener {
    struct db_link link;
    const char *channel; /* borrowed; a plain identifier */
    void (*heard)(void *ctx, const char *payload);
    void *ctx;
    void (*closed)(void *ctx);
    void *closed_ctx;
};

/* Begins to connect in the next turn of the loop. `url` is borrowed. */
_must_check_ int db_listener_init(struct db_listener *l, uv_loop_t *loop, const char *url, uint32_t connect_timeout_ms, const char *channel,
                                  void (*heard)(void *ctx, const char *payload), void *ctx);

void db_listener_close(struct db_listener *l, void (*closed)(void *ctx), void *ctx);

#endif

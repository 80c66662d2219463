/*
 * One connection to PostgreSQL on the loop, and its coming back: connecting without blocking, the connect timeout that PQconnectPoll
 * ignores, the watch on a socket that may change while libpq connects, and reconnecting with backoff and jitter. What is said over it
 * is its owner's business (connection.h, listen.h).
 *
 * A link is embedded in its owner and owns its PGconn, its timer and its watches. Its memory must stay until db_link_close() says so.
 */
#ifndef KAM_SERVER_DB_LINK_H
#define KAM_SERVER_DB_LINK_H

#include "common/cleanup.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

enum db_link_state {
#define STATE(name, what) DB_LINK_##name,
#define EDGE(from, to, why)
#include "server/db/link.def"
#undef STATE
#undef EDGE
};

struct db_link;

struct db_link_owner {
    /* Logged in; begin the set-up, then call db_link_ready(). */
    void (*setup)(struct db_link *link);
    /* The socket is readable or writable. */
    void (*io)(struct db_link *link, int events);
    /* It was SETUP or UP and is no longer; the PGconn is still there but about to be closed. Not called by db_link_close(). */
    void (*down)(struct db_link *link);
};

struct db_link {
    uv_loop_t *loop;
    const char *url; /* borrowed */
    const struct db_link_owner *owner;
    void (*note)(void *ctx, const char *text); /* one line for the log; NULL: nobody wants it */
    void *note_ctx;
    PGconn *pg;
    enum db_link_state state;
    uint32_t connect_timeout_ms;
    uint32_t failures; /* in a row */
    uint32_t notices;  /* of the server on this connection; beyond a cap they are not looked at */
    uint64_t generation;
    uv_timer_t timer;
    uv_poll_t *poll;
    int events;
    unsigned handles; /* not yet closed */
    void (*closed)(struct db_link *link);
};

/* DOWN, without an attempt yet. The loop's failures to make a timer are fatal for the process and returned as a negative errno. */
_must_check_ int db_link_init(struct db_link *link, uv_loop_t *loop, const char *url, uint32_t connect_timeout_ms,
                              const struct db_link_owner *owner);

/* First attempt, in a later turn of the loop. */
void db_link_start(struct db_link *link);

/* The server is there again, somebody else has seen: a link that waits to try again tries soon. */
void db_link_hurry(struct db_link *link);

/* The set-up is done. */
void db_link_ready(struct db_link *link);

/* Which of UV_READABLE | UV_WRITABLE to wait for. */
void db_link_watch(struct db_link *link, int events);

/* Gives the connection up (why: one line for the log) and tries again after a while. Calls owner->down() when it was SETUP or UP. */
void db_link_drop(struct db_link *link, const char *why);

/* Closes for good; closed() comes when the last handle has gone, and may free the owner. */
void db_link_close(struct db_link *link, void (*closed)(struct db_link *link));

const char *db_link_state_name(enum db_link_state state);

/* Is this transition in the table? */
bool db_link_edge_is_legal(enum db_link_state from, enum db_link_state to);

#endif

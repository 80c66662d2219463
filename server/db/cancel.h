/*
 * Asks the server to stop what a connection is doing. libpq's PQcancel blocks, so it runs on libuv's threads, and only a few at a time,
 * because the same threads hash passwords. A request that finds no free place is not sent: statement_timeout ends the statement anyway.
 *
 * The request hits whatever the backend does when it arrives. So only repeatable work is ever cancelled, nothing new is sent on the
 * connection until the request is through, and a neighbour in the pipeline that is hit by mistake is sent again.
 */
#ifndef KAM_SERVER_DB_CANCEL_H
#define KAM_SERVER_DB_CANCEL_H

#include "server/db/connection.h"

#define DB_CANCELS_MAX 2u

struct db_canceller {
    uv_loop_t *loop;
    unsigned running;
    uint64_t sent;
    void (*idle)(struct db_canceller *canceller); /* the last running request is through; NULL: nobody waits */
};

/* False: not sent. through() comes when the request is through, unless the connection has been closed meanwhile for good. */
bool db_cancel(struct db_canceller *canceller, struct db_connection *c, void (*through)(struct db_connection *c));

#endif

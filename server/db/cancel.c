#include "server/db/cancel.h"

#include <stdlib.h>

struct request {
    uv_work_t work;
    struct db_canceller *canceller;
    struct db_connection *connection; /* outlives us: the pool waits for db_canceller.running before it frees connections */
    PGcancel *cancel;
    void (*through)(struct db_connection *c);
};

static void work_cb(uv_work_t *work) {
    struct request *r = work->data;
    char error[256];
    (void)PQcancel(r->cancel, error, sizeof error); /* a failure means that the statement runs to its timeout */
}

static void after_cb(uv_work_t *work, int status) {
    (void)status;
    struct request *r = work->data;
    struct db_canceller *canceller = r->canceller;
    r->connection->cancels--;
    PQfreeCancel(r->cancel);
    if (r->connection->link.state != DB_LINK_CLOSED) {
        r->through(r->connection);
    }
    free(r);
    canceller->running--;
    if (canceller->running == 0 && canceller->idle) {
        canceller->idle(canceller);
    }
}

bool db_cancel(struct db_canceller *canceller, struct db_connection *c, void (*through)(struct db_connection *c)) {
    if (canceller->running >= DB_CANCELS_MAX || c->link.state != DB_LINK_UP) {
        return false;
    }
    struct request *r = calloc(1, sizeof *r);
    PGcancel *cancel = PQgetCancel(c->link.pg);
    if (!r || !cancel) {
        free(r);
        PQfreeCancel(cancel);
        return false;
    }
    *r = (struct request){.canceller = canceller, .connection = c, .cancel = cancel, .through = through};
    r->work.data = r;
    if (uv_queue_work(canceller->loop, &r->work, work_cb, after_cb) != 0) {
        PQfreeCancel(cancel);
        free(r);
        return false;
    }
    c->cancels++;
    canceller->running++;
    canceller->sent++;
    return true;
}

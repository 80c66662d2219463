#include "server/db/listen.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static struct db_listener *of_link(struct db_link *link) {
    return (struct db_listener *)((char *)link - offsetof(struct db_listener, link));
}

static void setup(struct db_link *link) {
    char sql[96];
    snprintf(sql, sizeof sql, "listen %s", of_link(link)->channel);
    if (!PQsendQuery(link->pg, sql)) {
        db_link_drop(link, PQerrorMessage(link->pg));
        return;
    }
    db_link_watch(link, PQflush(link->pg) == 1 ? UV_READABLE | UV_WRITABLE : UV_READABLE);
}

/* The answer to LISTEN. False: dropped. */
static bool take_results(struct db_link *link) {
    while (link->state == DB_LINK_SETUP && !PQisBusy(link->pg)) {
        PGresult *result = PQgetResult(link->pg);
        if (!result) {
            db_link_ready(link);
            break;
        }
        bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        if (!ok) {
            db_link_drop(link, PQerrorMessage(link->pg));
            return false;
        }
    }
    return true;
}

static void io(struct db_link *link, int events) {
    struct db_listener *l = of_link(link);
    if ((events & UV_READABLE) && !PQconsumeInput(link->pg)) {
        db_link_drop(link, PQerrorMessage(link->pg));
        return;
    }
    if (!take_results(link)) {
        return;
    }
    PGnotify *notify;
    while ((notify = PQnotifies(link->pg))) {
        if (strlen(notify->extra) <= DB_LISTEN_PAYLOAD_BYTES_MAX) {
            l->heard(l->ctx, notify->extra);
        }
        PQfreemem(notify);
    }
    db_link_watch(link, PQflush(link->pg) == 1 ? UV_READABLE | UV_WRITABLE : UV_READABLE);
}

static void down(struct db_link *link) {
    (void)link;
}

static const struct db_link_owner link_owner = {.setup = setup, .io = io, .down = down};

int db_listener_init(struct db_listener *l, uv_loop_t *loop, const char *url, uint32_t connect_timeout_ms, const char *channel,
                     void (*heard)(void *ctx, const char *payload), void *ctx) {
    *l = (struct db_listener){.channel = channel, .heard = heard, .ctx = ctx};
    int r = db_link_init(&l->link, loop, url, connect_timeout_ms, &link_owner);
    if (r < 0) {
        return r;
    }
    db_link_start(&l->link);
    return 0;
}

static void link_closed(struct db_link *link) {
    struct db_listener *l = of_link(link);
    l->closed(l->closed_ctx);
}

void db_listener_close(struct db_listener *l, void (*closed)(void *ctx), void *ctx) {
    l->closed = closed;
    l->closed_ctx = ctx;
    db_link_close(&l->link, link_closed);
}

#include "server/db/link.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BACKOFF_FIRST_MS 50u
#define BACKOFF_MAX_MS 2000u

static const char *const state_names[] = {
#define STATE(name, what) #name,
#define EDGE(from, to, why)
#include "server/db/link.def"
#undef STATE
#undef EDGE
};

static void poll_cb(uv_poll_t *poll, int status, int events);
static void timer_cb(uv_timer_t *timer);

const char *db_link_state_name(enum db_link_state state) {
    return state_names[state];
}

bool db_link_edge_is_legal(enum db_link_state from, enum db_link_state to) {
#define STATE(name, what)
#define EDGE(a, b, why)                                                                                                                    \
    if (from == DB_LINK_##a && to == DB_LINK_##b) {                                                                                        \
        return true;                                                                                                                       \
    }
#include "server/db/link.def"
#undef STATE
#undef EDGE
    return false;
}

static void set_state(struct db_link *link, enum db_link_state to) {
    assert(db_link_edge_is_legal(link->state, to));
    link->state = to;
}

static void note(struct db_link *link, const char *text) {
    if (link->note) {
        link->note(link->note_ctx, text);
    }
}

static void handle_closed(struct db_link *link) {
    assert(link->handles > 0);
    link->handles--;
    if (link->handles == 0 && link->closed) {
        link->closed(link);
    }
}

static void timer_closed_cb(uv_handle_t *handle) {
    handle_closed(handle->data);
}

static void poll_closed_cb(uv_handle_t *handle) {
    struct db_link *link = handle->data;
    free(handle);
    handle_closed(link);
}

/* The watch goes before libpq may close its socket: the loop must never hold a number that has come to mean another file. */
static void unwatch(struct db_link *link) {
    if (link->poll) {
        uv_poll_stop(link->poll);
        uv_close((uv_handle_t *)link->poll, poll_closed_cb);
        link->poll = NULL;
        link->events = 0;
    }
}

void db_link_watch(struct db_link *link, int events) {
    if (!link->poll) {
        link->poll = calloc(1, sizeof *link->poll);
        if (!link->poll || uv_poll_init(link->loop, link->poll, PQsocket(link->pg)) != 0) {
            abort(); /* small, and the process cannot go on without its database */
        }
        link->poll->data = link;
        link->handles++;
        link->events = 0;
    }
    if (events != link->events) {
        uv_poll_start(link->poll, events, poll_cb);
        link->events = events;
    }
}

int db_link_init(struct db_link *link, uv_loop_t *loop, const char *url, uint32_t connect_timeout_ms, const struct db_link_owner *owner) {
    *link = (struct db_link){.loop = loop, .url = url, .connect_timeout_ms = connect_timeout_ms, .owner = owner};
    int r = uv_timer_init(loop, &link->timer);
    if (r < 0) {
        return r;
    }
    link->timer.data = link;
    link->handles = 1;
    return 0;
}

void db_link_start(struct db_link *link) {
    uv_timer_start(&link->timer, timer_cb, 0, 0);
}

/* Doubling from 50 ms to 2 s, and somewhere in the upper half of that, so that many nodes do not come back in step. */
static uint64_t backoff_ms(uint32_t failures) {
    uint32_t ceiling = BACKOFF_MAX_MS;
    if (failures < 8 && BACKOFF_FIRST_MS << failures < BACKOFF_MAX_MS) {
        ceiling = BACKOFF_FIRST_MS << failures;
    }
    uint32_t random = 0;
    uv_random(NULL, NULL, &random, sizeof random, 0, NULL);
    return ceiling / 2 + random % (ceiling / 2 + 1);
}

void db_link_hurry(struct db_link *link) {
    if (link->state == DB_LINK_DOWN && link->failures) {
        link->failures = 0;
        uv_timer_start(&link->timer, timer_cb, backoff_ms(0), 0);
    }
}

static void disconnect(struct db_link *link) {
    unwatch(link);
    PQfinish(link->pg);
    link->pg = NULL;
    link->generation++;
}

void db_link_drop(struct db_link *link, const char *why) {
    if (link->state == DB_LINK_DOWN || link->state == DB_LINK_CLOSED) {
        return;
    }
    char text[512];
    /* libpq's messages end with a line feed and may have several; the log has one line per event. */
    snprintf(text, sizeof text, "database connection lost while %s: %s", db_link_state_name(link->state), why ? why : "");
    for (char *c = text; *c; c++) {
        if (*c == '\n') {
            *c = c[1] ? ';' : '\0';
        }
    }
    note(link, text);
    bool told = link->state == DB_LINK_SETUP || link->state == DB_LINK_UP;
    set_state(link, DB_LINK_DOWN);
    uint64_t wait_ms = backoff_ms(link->failures++);
    uv_timer_start(&link->timer, timer_cb, wait_ms, 0);
    if (told) {
        link->owner->down(link);
    }
    disconnect(link);
}

/* One connection may send any number of notices; they are never stored, and beyond the cap not even looked at. */
static void ignore_notice(void *ctx, const PGresult *result) {
    struct db_link *link = ctx;
    (void)result;
    link->notices++;
}

static void poll_connect(struct db_link *link) {
    unwatch(link);
    switch (PQconnectPoll(link->pg)) {
    case PGRES_POLLING_READING:
        db_link_watch(link, UV_READABLE);
        return;
    case PGRES_POLLING_WRITING:
        db_link_watch(link, UV_WRITABLE);
        return;
    case PGRES_POLLING_OK:
        break;
    default:
        db_link_drop(link, PQerrorMessage(link->pg));
        return;
    }
    if (PQsetnonblocking(link->pg, 1) != 0) {
        db_link_drop(link, PQerrorMessage(link->pg));
        return;
    }
    set_state(link, DB_LINK_SETUP);
    db_link_watch(link, UV_READABLE);
    link->owner->setup(link);
}

static void attempt(struct db_link *link) {
    /* What stands before dbname may be overridden by the URL; what stands after it may not. A dead peer is noticed in 10 s. */
    const char *const keys[] = {"host",
                                "application_name",
                                "keepalives_idle",
                                "keepalives_interval",
                                "keepalives_count",
                                "tcp_user_timeout",
                                "dbname",
                                "client_encoding",
                                NULL};
    const char *const values[] = {"/var/run/postgresql", "kamd", "5", "2", "3", "10000", link->url, "UTF8", NULL};
    set_state(link, DB_LINK_CONNECTING);
    uv_timer_start(&link->timer, timer_cb, link->connect_timeout_ms, 0);
    link->notices = 0;
    link->pg = PQconnectStartParams(keys, values, 1);
    if (!link->pg) {
        abort();
    }
    PQsetNoticeReceiver(link->pg, ignore_notice, link);
    if (PQstatus(link->pg) == CONNECTION_BAD) {
        db_link_drop(link, PQerrorMessage(link->pg));
        return;
    }
    /* libpq's rule: before the first PQconnectPoll, wait as if it had said "writing". */
    db_link_watch(link, UV_WRITABLE);
}

static void timer_cb(uv_timer_t *timer) {
    struct db_link *link = timer->data;
    switch (link->state) {
    case DB_LINK_DOWN:
        attempt(link);
        return;
    case DB_LINK_CONNECTING:
    case DB_LINK_SETUP:
        db_link_drop(link, "connect timeout");
        return;
    case DB_LINK_UP:
    case DB_LINK_CLOSED:
        return;
    }
}

static void poll_cb(uv_poll_t *poll, int status, int events) {
    struct db_link *link = poll->data;
    if (link->poll != poll) {
        return; /* a watch that is being closed */
    }
    if (link->state == DB_LINK_CONNECTING) {
        poll_connect(link);
    } else if (status < 0) {
        db_link_drop(link, uv_strerror(status));
    } else {
        link->owner->io(link, events);
    }
}

void db_link_ready(struct db_link *link) {
    set_state(link, DB_LINK_UP);
    uv_timer_stop(&link->timer);
    link->failures = 0;
}

void db_link_close(struct db_link *link, void (*closed)(struct db_link *link)) {
    assert(link->state != DB_LINK_CLOSED);
    link->closed = closed;
    set_state(link, DB_LINK_CLOSED);
    disconnect(link);
    uv_close((uv_handle_t *)&link->timer, timer_closed_cb);
}

/*
 * The calls a client has started and not yet been asked the outcome of, by state. A call's state is the list it is in.
 *
 * The table owns its calls; a call owns its encoded request, its answer and its fault. Tickets are never used twice.
 */
#ifndef KAM_CLIENT_CALLS_H
#define KAM_CLIENT_CALLS_H

#include "client/lib/fault.h"
#include "client/lib/retry.h"

enum call_state {
    CALL_QUEUED = 0, /* to be sent, not before not_before_ms */
    CALL_SENT = 1,   /* under way on the present connection */
    CALL_DONE = 2,   /* outcome known here; waits to be fetched */
};
#define CALL_STATES 3

struct call {
    struct call *previous, *next;
    enum call_state state;
    uint64_t ticket;
    const struct kam_method *method; /* NULL: a path this library does not know */
    char *path;
    uint8_t *body;
    size_t body_bytes;
    uint8_t request_id[KAM_REQUEST_ID_BYTES];
    bool has_request_id;
    bool *ret_replayed; /* the caller's */
    int pending_fd;     /* its file in the pending folder, locked while it is open; -1: none */
    int64_t deadline_ms;
    int64_t not_before_ms;
    struct retry retry;
    uint32_t rounds_failed; /* at connecting, while this call waited */

    /* The outcome, in state DONE. */
    struct fault fault;
    uint8_t *reply;
    size_t reply_bytes;
    bool replayed;
};

struct call_list {
    struct call *first, *last;
    size_t count;
};

struct calls {
    struct call_list lists[CALL_STATES];
    uint64_t last_ticket;
};

void calls_init(struct calls *calls);
void calls_deinit(struct calls *calls);

size_t calls_count(const struct calls *calls);
struct call *calls_find(const struct calls *calls, uint64_t ticket);

/* A new call in state QUEUED with a ticket of its own and a copy of path; takes over body when it succeeds. NULL: no memory. */
struct call *calls_add(struct calls *calls, const char *path, uint8_t *body, size_t body_bytes);
void calls_remove(struct calls *calls, struct call *call);

/* Moves a call to the end of another list. Only QUEUED→SENT, SENT→QUEUED, QUEUED→DONE and SENT→DONE exist. */
void call_set_state(struct calls *calls, struct call *call, enum call_state state);

#endif

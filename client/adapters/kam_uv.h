/*
 * libkam on a libuv loop, in one header: a kam_client whose calls are answered by callbacks and that never blocks the loop, but for
 * name lookup (give addresses as endpoints) and, with a pending folder, for the disk.
 *
 *     struct kam_uv *kam = kam_uv_new(loop, client);
 *     kam_uv_call(kam, kam_method_find("kam.v1.Accounts/GetAccount"), &request.base, NULL, got, mine);
 *     …
 *     kam_uv_close(kam, closed, mine);
 *
 * While a kam_uv exists its client is used through it alone, except kam_client_error() inside a callback. Nothing here is called back
 * from within the function that asked for it.
 */
#ifndef KAM_ADAPTERS_UV_H
#define KAM_ADAPTERS_UV_H

#include <errno.h>
#include <kam/kam.h>
#include <poll.h>
#include <stdlib.h>
#include <uv.h>

struct kam_uv;

/*
 * The end of a call: status KAM_OK with the response, which becomes the callback's, to be freed with kam_message_free(); or another
 * status with NULL, and kam_client_error(client) says why. New calls may be made here, and kam_uv_close().
 */
typedef void (*kam_uv_answer)(void *context, kam_client *client, int status, ProtobufCMessage *response);

struct kam_uv_call {
    struct kam_uv_call *next;
    uint64_t ticket;
    kam_uv_answer answer;
    void *context;
};

/* Made and freed here; the loop and the client are borrowed, and must outlive it. */
struct kam_uv {
    uv_loop_t *loop;
    kam_client *client;
    uv_timer_t timer;
    uv_poll_t *poll; /* NULL: none is watched */
    int fd;          /* that poll was made for */
    struct kam_uv_call *calls;
    unsigned handles; /* open ones; memory goes with the last */
    bool closing;
    void (*closed)(void *context);
    void *closed_context;
};

static inline void kam_uv_turn(struct kam_uv *kam);

static inline void kam_uv_handle_closed(uv_handle_t *handle) {
    struct kam_uv *kam = (struct kam_uv *)handle->data;
    void (*closed)(void *context) = kam->closed;
    void *context = kam->closed_context;

    if (handle != (uv_handle_t *)&kam->timer)
        free(handle);
    if (--kam->handles > 0)
        return;
    free(kam);
    if (closed)
        closed(context);
}

static inline void kam_uv_on_poll(uv_poll_t *poll, int status, int events) {
    (void)status; /* an error of the descriptor is the client's to find out */
    (void)events;
    kam_uv_turn((struct kam_uv *)poll->data);
}

static inline void kam_uv_on_timer(uv_timer_t *timer) {
    kam_uv_turn((struct kam_uv *)timer->data);
}

/*
 * Before any call into the client: it may close its descriptor, which libuv must not be watching then, and the next one may get the same
 * number.
 */
static inline void kam_uv_let_go(struct kam_uv *kam) {
    if (kam->poll)
        uv_poll_stop(kam->poll);
}

static inline void kam_uv_drop_poll(struct kam_uv *kam) {
    if (!kam->poll)
        return;
    uv_close((uv_handle_t *)kam->poll, kam_uv_handle_closed);
    kam->poll = NULL;
}

static inline int kam_uv_watch(struct kam_uv *kam, int fd, short events) {
    int wanted = (events & POLLIN ? UV_READABLE : 0) | (events & POLLOUT ? UV_WRITABLE : 0), r;

    if (kam->poll && kam->fd != fd)
        kam_uv_drop_poll(kam);
    if (fd < 0)
        return 0;
    if (!kam->poll) {
        uv_poll_t *poll = (uv_poll_t *)malloc(sizeof(*poll));

        if (!poll)
            return UV_ENOMEM;
        r = uv_poll_init(kam->loop, poll, fd);
        if (r < 0) {
            free(poll);
            return r;
        }
        poll->data = kam;
        kam->poll = poll;
        kam->fd = fd;
        kam->handles++;
    }
    return uv_poll_start(kam->poll, wanted, kam_uv_on_poll);
}

/* After any call into the client: watch what it waits for now. */
static inline void kam_uv_follow(struct kam_uv *kam) {
    int timeout_ms = kam_client_next_timeout_ms(kam->client);
    uint64_t ticket;

    /* Without a watcher the timer alone goes on: slower, not wrong. */
    if (kam_uv_watch(kam, kam_client_fd(kam->client), kam_client_events(kam->client)) < 0 && (timeout_ms < 0 || timeout_ms > 100))
        timeout_ms = 100;
    if (kam_client_done(kam->client, &ticket))
        timeout_ms = 0; /* answers are given from the loop */
    if (timeout_ms < 0)
        uv_timer_stop(&kam->timer);
    else
        uv_timer_start(&kam->timer, kam_uv_on_timer, (uint64_t)timeout_ms, 0);
}

static inline struct kam_uv_call *kam_uv_take(struct kam_uv *kam, uint64_t ticket) {
    for (struct kam_uv_call **at = &kam->calls; *at; at = &(*at)->next)
        if ((*at)->ticket == ticket) {
            struct kam_uv_call *call = *at;

            *at = call->next;
            return call;
        }
    return NULL;
}

/* One turn: let the client do what it can, then give the answers that have come. */
static inline void kam_uv_turn(struct kam_uv *kam) {
    uint64_t ticket;

    kam_uv_let_go(kam);
    (void)kam_client_handle(kam->client);
    while (!kam->closing && kam_client_done(kam->client, &ticket)) {
        struct kam_uv_call *call = kam_uv_take(kam, ticket);
        ProtobufCMessage *response = NULL;
        int status = kam_call_wait(kam->client, ticket, &response); /* done: does not wait */

        if (call)
            call->answer(call->context, kam->client, status, status == KAM_OK ? response : NULL);
        else if (status == KAM_OK)
            kam_message_free(response);
        free(call);
    }
    if (!kam->closing)
        kam_uv_follow(kam);
}

/* Puts a client on a loop. NULL without memory. */
static inline struct kam_uv *kam_uv_new(uv_loop_t *loop, kam_client *client) {
    struct kam_uv *kam = (struct kam_uv *)calloc(1, sizeof(*kam));

    if (!kam)
        return NULL;
    if (uv_timer_init(loop, &kam->timer) < 0) {
        free(kam);
        return NULL;
    }
    kam->loop = loop;
    kam->client = client;
    kam->timer.data = kam;
    kam->fd = -1;
    kam->handles = 1;
    return kam;
}

/*
 * Starts a call. KAM_OK: answer will be called once, from the loop, at the latest when the call's timeout has passed. Any other status:
 * it was not started, answer is not called, and kam_client_error() says why. ret_ticket, for kam_uv_cancel(), may be NULL.
 */
static inline int kam_uv_call(struct kam_uv *kam, const struct kam_method *method, const ProtobufCMessage *request,
                              const struct kam_call_options *options, kam_uv_answer answer, void *context, uint64_t *ret_ticket) {
    struct kam_uv_call *call = (struct kam_uv_call *)calloc(1, sizeof(*call));
    int status;

    if (!call)
        return KAM_RESOURCE_EXHAUSTED;
    call->answer = answer;
    call->context = context;
    kam_uv_let_go(kam);
    status = kam_call_start(kam->client, method, request, options, &call->ticket);
    if (status == KAM_OK) {
        if (ret_ticket)
            *ret_ticket = call->ticket;
        call->next = kam->calls;
        kam->calls = call;
    } else {
        free(call);
    }
    kam_uv_follow(kam);
    return status;
}

/* The answer is no longer wanted; the callback still comes, with KAM_CANCELLED unless the call was done or its outcome is not known. */
static inline int kam_uv_cancel(struct kam_uv *kam, uint64_t ticket) {
    int status;

    kam_uv_let_go(kam);
    status = kam_call_cancel(kam->client, ticket);
    kam_uv_follow(kam);
    return status;
}

/*
 * Takes the client off the loop. Answers still out do not come any more (their contexts are the caller's to free); closed, which may be
 * NULL, is called from the loop when nothing here is in use, and the client may be freed then, or from now on.
 */
static inline void kam_uv_close(struct kam_uv *kam, void (*closed)(void *context), void *context) {
    if (kam->closing)
        return;
    kam->closing = true;
    kam->closed = closed;
    kam->closed_context = context;
    while (kam->calls) {
        struct kam_uv_call *call = kam->calls;

        kam->calls = call->next;
        free(call);
    }
    if (kam->poll) {
        uv_poll_stop(kam->poll);
        kam_uv_drop_poll(kam);
    }
    uv_timer_stop(&kam->timer);
    uv_close((uv_handle_t *)&kam->timer, kam_uv_handle_closed);
}

#endif

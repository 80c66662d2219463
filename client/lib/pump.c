/* What moves a client: one pass over connection, timers and calls, never waiting. */
#include <errno.h>
#include <limits.h>
#include <openssl/rand.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "client/lib/backoff.h"
#include "client/lib/client.h"
#include "client/lib/message.h"

/* Portions read in one pass, so that a server that never stops sending does not keep timers from running. */
#define PORTIONS_MAX 64

int64_t client_now_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static uint32_t random_32(void) {
    uint32_t random = 0;

    (void)!RAND_bytes((unsigned char *)&random, sizeof(random));
    return random;
}

static void reset_connection(struct kam_client *client) {
    link_close(&client->link);
    core_deinit(&client->core);
    core_init(&client->core);
    client->attempt = client->established = false;
    client->pinged_ms = 0;
}

void client_disconnect(struct kam_client *client) {
    if (client->established) {
        core_close(&client->core, FAILURE_CONNECTION_LOST, NULL);
        (void)!link_write(&client->link, &client->core); /* the goodbye, if the socket takes it now */
    }
    reset_connection(client);
}

/* Whether somebody waits for a connection. */
static bool connection_wanted(const struct kam_client *client) {
    return client->connect_wanted || client->calls.lists[CALL_QUEUED].count > 0;
}

/* Every endpoint has failed once. */
static void end_round(struct kam_client *client, int64_t now) {
    struct call *next;

    client->rounds_failed++;
    client->connect_not_before_ms = now + backoff_ms(client->losses++, random_32());
    for (struct call *call = client->calls.lists[CALL_QUEUED].first; call; call = next) {
        next = call->next;
        outcome_no_connection(client, call);
    }
}

static bool begin_core(struct kam_client *client, const struct endpoint *endpoint, int64_t now) {
    const struct core_hello hello = {
        .client = client->client_name,
        .language = client->language,
        .session_token = client->has_session ? client->session_token : NULL,
    };
    int r = core_open(&client->core, client->tls, client->server_name ? client->server_name : endpoint->host, &hello);

    if (r < 0) {
        client->link.failure = r == -EINVAL ? FAILURE_TLS_FAILED : FAILURE_OUT_OF_MEMORY;
        client->link.detail[0] = 0;
        reset_connection(client);
        return false;
    }
    client->attempt = true;
    client->attempt_ends_ms = now + client->connect_timeout_ms;
    return true;
}

static void note_connect_failure(struct kam_client *client, enum failure failure, const char *detail) {
    fault_set_local(&client->connect_fault, failure, client->language, detail);
    client->round_transient = client->round_transient || client->connect_fault.error.retryable;
}

/* The next address, or the next endpoint's first one, that takes a connect; none left ends the round. */
static void try_next(struct kam_client *client, int64_t now) {
    for (;;) {
        const struct endpoint *endpoint = &client->endpoints.items[client->endpoint];

        while (client->link.next) {
            if (link_try_next(&client->link) && begin_core(client, endpoint, now))
                return;
            note_connect_failure(client, client->link.failure, client->link.detail);
        }
        client->endpoint = (client->endpoint + 1) % client->endpoints.count;
        if (client->endpoints_left == 0)
            break;
        client->endpoints_left--;
        if (!link_lookup(&client->link, &client->endpoints.items[client->endpoint]))
            note_connect_failure(client, client->link.failure, client->link.detail);
        now = client_now_ms(); /* the lookup may have taken long */
    }
    end_round(client, now);
}

static void start_round(struct kam_client *client, int64_t now) {
    client->round_transient = false;
    client->endpoints_left = client->endpoints.count - 1;
    if (!link_lookup(&client->link, &client->endpoints.items[client->endpoint]))
        note_connect_failure(client, client->link.failure, client->link.detail);
    try_next(client, now);
}

/* The present connection, or the attempt at one, is over. */
static void connection_over(struct kam_client *client, enum failure failure, const char *detail, int64_t now) {
    bool was_established = client->established;
    bool away = failure == FAILURE_REFUSED_BY_SERVER;
    struct call *next;

    if (!was_established) {
        note_connect_failure(client, failure, detail);
        reset_connection(client);
        try_next(client, now);
        return;
    }
    /* An idle connection that ended is made again at once when it is wanted; after a failure everybody comes back at once. */
    if (client->calls.lists[CALL_SENT].count > 0 || client->losses > 0 || away)
        client->connect_not_before_ms = now + backoff_ms(client->losses++, random_32());
    if (away)
        client->endpoint = (client->endpoint + 1) % client->endpoints.count;
    reset_connection(client);
    for (struct call *call = client->calls.lists[CALL_SENT].first; call; call = next) {
        next = call->next;
        outcome_lost(client, call, failure, detail);
    }
}

static void take_event(struct kam_client *client, const struct core_event *event, int64_t now) {
    char detail[TLS_ERROR_BYTES];
    struct call *call;

    switch (event->kind) {
    case CORE_EVENT_READY:
        client->attempt = client->connect_wanted = false;
        client->established = true;
        client->heard_ms = now;
        fault_deinit(&client->connect_fault);
        return;
    case CORE_EVENT_ANSWER:
        call = calls_find(&client->calls, event->ticket);
        if (call && call->state == CALL_SENT)
            outcome_answer(client, call, event->response);
        return; /* otherwise nobody waits for it any more */
    case CORE_EVENT_CLOSED:
        /* A copy, for both places are reset on the way. */
        snprintf(detail, sizeof(detail), "%.*s", TLS_ERROR_BYTES - 1, *client->core.detail ? client->core.detail : client->link.detail);
        connection_over(client, client->core.failure, detail, now);
        return;
    case CORE_EVENT_GO_AWAY: /* the core takes no more calls and closes when the last is answered */
    case CORE_EVENT_NONE:
        return;
    }
}

/* Until nothing more comes out of the core, or its connection has been replaced by another attempt. */
static void take_events(struct kam_client *client, int64_t now) {
    while (client->attempt || client->established) {
        struct core_event event;
        bool closed;

        core_next(&client->core, &event);
        if (event.kind == CORE_EVENT_NONE)
            return;
        closed = event.kind == CORE_EVENT_CLOSED;
        take_event(client, &event, now);
        if (closed)
            return;
    }
}

static void receive(struct kam_client *client, int64_t now) {
    client->link.detail[0] = 0;
    for (int i = 0; i < PORTIONS_MAX && (client->attempt || client->established) && !client->link.connecting; i++) {
        int r = link_read(&client->link, &client->core);

        if (r == LINK_WOULD_BLOCK)
            return;
        if (r == LINK_MOVED) {
            client->heard_ms = now;
            client->pinged_ms = 0;
        } else if (r < 0) {
            core_close(&client->core, FAILURE_OUT_OF_MEMORY, NULL);
        }
        take_events(client, now);
        if (r != LINK_MOVED)
            return;
    }
}

static void watch_connect(struct kam_client *client, int64_t now) {
    if (!client->attempt)
        return;
    if (client->link.connecting && !link_finish_connect(&client->link))
        connection_over(client, client->link.failure, client->link.detail, now);
    else if (now >= client->attempt_ends_ms)
        connection_over(client, FAILURE_CONNECT_TIMEOUT, NULL, now);
}

/* A connection over which nothing comes while calls are under way may be dead without either side's kernel knowing. */
static void watch_silence(struct kam_client *client, int64_t now) {
    if (!client->established || client->core.flights_count == 0)
        return;
    if (client->pinged_ms != 0 && now - client->pinged_ms >= CLIENT_PONG_WITHIN_MS) {
        connection_over(client, FAILURE_CONNECTION_LOST, NULL, now);
    } else if (client->pinged_ms == 0 && now - client->heard_ms >= CLIENT_PING_AFTER_MS) {
        core_send_ping(&client->core);
        client->pinged_ms = now;
    }
}

static void expire_calls(struct kam_client *client, int64_t now) {
    for (int state = CALL_QUEUED; state <= CALL_SENT; state++) {
        struct call *next;

        for (struct call *call = client->calls.lists[state].first; call; call = next) {
            next = call->next;
            if (now >= call->deadline_ms)
                outcome_late(client, call);
        }
    }
}

/* The server gets a little less than is left here, so that its own answer to a late call still arrives. */
static uint32_t timeout_for_server(const struct call *call, int64_t now) {
    int64_t left = call->deadline_ms - now, margin = left / 10;

    if (margin > 250)
        margin = 250;
    left -= margin;
    return left < 1 ? 1 : left > 600000 ? 600000 : (uint32_t)left;
}

static void send_call(struct kam_client *client, struct call *call, int64_t now) {
    Kam__V1__Request request = KAM__V1__REQUEST__INIT;
    bool idle = client->core.flights_count == 0;
    int r;

    request.method = call->path;
    request.body = (ProtobufCBinaryData){.len = call->body_bytes, .data = call->body};
    request.timeout_ms = timeout_for_server(call, now);
    if (call->has_request_id)
        request.request_id = (ProtobufCBinaryData){.len = KAM_REQUEST_ID_BYTES, .data = call->request_id};
    r = core_send_call(&client->core, call->ticket, &request);
    if (r == 0) {
        call_set_state(&client->calls, call, CALL_SENT);
        if (idle)
            client->heard_ms = now;
    } else if (r == -EMSGSIZE) {
        outcome_refused(client, call,
                        client->core.frame_bytes_max < FRAME_BYTES_MAX_MEMBER ? FAILURE_NOT_LOGGED_IN : FAILURE_REQUEST_TOO_LARGE, NULL);
    } else if (r == -ENOMEM) {
        outcome_refused(client, call, FAILURE_OUT_OF_MEMORY, NULL);
    }
    /* Any other failure ended the connection; the call stays queued for the next one. */
}

static void send_queued(struct kam_client *client, int64_t now) {
    struct call *next;

    if (!client->established)
        return;
    for (struct call *call = client->calls.lists[CALL_QUEUED].first; call && core_writable(&client->core); call = next) {
        next = call->next;
        if (call->not_before_ms <= now)
            send_call(client, call, now);
    }
}

static void transmit(struct kam_client *client) {
    /* A broken write is not the end: what the server said before it went may still be read, and its end is seen there. */
    if ((client->attempt || client->established) && !client->link.connecting)
        (void)!link_write(&client->link, &client->core);
}

void client_pump(struct kam_client *client) {
    int64_t now = client_now_ms();

    watch_connect(client, now);
    if ((client->attempt || client->established) && !client->link.connecting)
        receive(client, now);
    watch_silence(client, now);
    expire_calls(client, now);
    if (!client->attempt && !client->established && connection_wanted(client) && now >= client->connect_not_before_ms)
        start_round(client, now);
    send_queued(client, now);
    transmit(client);
}

static void sooner(int64_t *at, int64_t candidate) {
    if (*at < 0 || candidate < *at)
        *at = candidate;
}

int client_timeout_ms(const struct kam_client *client) {
    int64_t now = client_now_ms(), at = -1;

    if (client->attempt)
        sooner(&at, client->attempt_ends_ms);
    else if (!client->established && connection_wanted(client))
        sooner(&at, client->connect_not_before_ms);
    if (client->established && client->core.flights_count > 0)
        sooner(&at, client->pinged_ms != 0 ? client->pinged_ms + CLIENT_PONG_WITHIN_MS : client->heard_ms + CLIENT_PING_AFTER_MS);
    for (const struct call *call = client->calls.lists[CALL_QUEUED].first; call; call = call->next) {
        sooner(&at, call->deadline_ms);
        if (client->established && core_writable(&client->core))
            sooner(&at, call->not_before_ms);
    }
    for (const struct call *call = client->calls.lists[CALL_SENT].first; call; call = call->next)
        sooner(&at, call->deadline_ms);
    if (at < 0)
        return -1;
    return at <= now ? 0 : at - now > INT_MAX ? INT_MAX : (int)(at - now);
}

void client_wait(const struct kam_client *client) {
    struct pollfd fd = {.fd = kam_client_fd(client), .events = kam_client_events(client)};

    /* Interrupted or out of memory: the caller's loop looks again, and its timers bound it. */
    (void)poll(&fd, 1, client_timeout_ms(client));
}

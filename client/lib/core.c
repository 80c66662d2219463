#include "client/lib/core.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/lib/message.h"
#include "common/envelope.h"

void core_init(struct core *core) {
    *core = (struct core){.state = CORE_IDLE, .calls_max = 1, .frame_bytes_max = FRAME_BYTES_MAX_GUEST};
    frame_parser_init(&core->frames, FRAME_BYTES_MAX_MEMBER);
    arena_init(&core->arena, MESSAGE_MEMORY_BYTES_MAX, NULL, 0);
    buffer_init(&core->output, CORE_OUTPUT_BYTES_MAX);
    buffer_init(&core->hello, FRAME_HEADER_BYTES + FRAME_BYTES_MAX_GUEST);
}

void core_deinit(struct core *core) {
    tls_free(core->tls);
    frame_parser_deinit(&core->frames);
    arena_deinit(&core->arena);
    buffer_deinit(&core->output);
    buffer_deinit(&core->hello);
    explicit_bzero(core->plain, sizeof(core->plain));
    core->tls = NULL;
    core->state = CORE_IDLE;
}

void core_close(struct core *core, enum failure failure, const char *detail) {
    if (core->state == CORE_CLOSED)
        return;
    /* Nothing is lost when the goodbye does not reach the server: it sees the end of the stream as well. */
    if (core->tls && core->state >= CORE_HELLO)
        (void)!tls_shutdown(core->tls);
    core->state = CORE_CLOSED;
    core->failure = failure;
    snprintf(core->detail, sizeof(core->detail), "%s", detail ? detail : "");
}

/* Encrypts whole; memory transports take everything, so stopping half-way means that the connection is broken. */
static int send_plain(struct core *core, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        size_t taken;

        if (tls_write(core->tls, bytes, count, &taken) != 0) {
            core_close(core, FAILURE_CONNECTION_LOST, tls_error(core->tls));
            return -EPIPE;
        }
        bytes += taken;
        count -= taken;
    }
    return 0;
}

/* 0, -EMSGSIZE, -ENOMEM, -EPIPE. */
static int send_envelope(struct core *core, const Kam__V1__Envelope *envelope) {
    struct buffer frame;
    int r;

    buffer_init(&frame, FRAME_HEADER_BYTES + core->frame_bytes_max);
    r = envelope_append(&frame, envelope, core->frame_bytes_max);
    if (r == 0)
        r = send_plain(core, buffer_front(&frame), buffer_bytes(&frame));
    else if (r == -ENOBUFS)
        r = -EMSGSIZE;
    buffer_deinit(&frame);
    return r;
}

static int prepare_hello(struct core *core, const struct core_hello *from) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Hello hello = KAM__V1__HELLO__INIT;

    hello.protocol = 1;
    hello.client = (char *)from->client;
    hello.language = (char *)from->language;
    if (from->session_token)
        hello.session_token = (ProtobufCBinaryData){.len = KAM_SESSION_TOKEN_BYTES, .data = (uint8_t *)from->session_token};
    envelope.body_case = KAM__V1__ENVELOPE__BODY_HELLO;
    envelope.hello = &hello;
    return envelope_append(&core->hello, &envelope, FRAME_BYTES_MAX_GUEST);
}

/* Whether the handshake is over; it may have ended the connection. */
static bool shake_hands(struct core *core) {
    int r = tls_handshake(core->tls);

    if (r == TLS_WANT_READ)
        return false;
    if (r == 0) {
        core->state = CORE_HELLO;
        if (send_plain(core, buffer_front(&core->hello), buffer_bytes(&core->hello)) == 0)
            buffer_clear(&core->hello);
        return true;
    }
    if (r == -ENOMEM)
        core_close(core, FAILURE_OUT_OF_MEMORY, NULL);
    else if (r > 0)
        core_close(core, FAILURE_CONNECTION_LOST, NULL);
    else if (strncmp(tls_error(core->tls), "certificate", strlen("certificate")) == 0)
        core_close(core, FAILURE_CERTIFICATE_REJECTED, tls_error(core->tls));
    else
        core_close(core, FAILURE_TLS_FAILED, tls_error(core->tls));
    return true;
}

int core_open(struct core *core, struct tls_context *context, const char *server_name, const struct core_hello *hello) {
    int r = prepare_hello(core, hello);

    if (r < 0)
        return r;
    r = tls_new_client_memory(context, server_name, &core->tls);
    if (r < 0)
        return r;
    core->state = CORE_HANDSHAKE;
    (void)shake_hands(core);
    return 0;
}

int core_receive(struct core *core, const uint8_t *bytes, size_t count) {
    return core->state == CORE_CLOSED ? 0 : tls_memory_feed(core->tls, bytes, count);
}

void core_receive_end(struct core *core) {
    if (core->tls)
        tls_memory_feed_end(core->tls);
}

static void break_protocol(struct core *core, const char *what) {
    core_close(core, FAILURE_PROTOCOL_BROKEN, what);
}

static void take_welcome(struct core *core, const Kam__V1__Welcome *welcome, struct core_event *event) {
    core->calls_max = welcome->calls_max < 1 ? 1 : welcome->calls_max;
    if (core->calls_max > CORE_FLIGHTS_MAX)
        core->calls_max = CORE_FLIGHTS_MAX;
    core->frame_bytes_max = welcome->frame_bytes_max;
    if (core->frame_bytes_max > FRAME_BYTES_MAX_MEMBER)
        core->frame_bytes_max = FRAME_BYTES_MAX_MEMBER;
    if (core->state == CORE_HELLO) {
        core->session_resumed = welcome->session_resumed;
        core->state = CORE_READY;
        event->kind = CORE_EVENT_READY;
    }
}

static void take_response(struct core *core, uint64_t call_id, const Kam__V1__Response *response, struct core_event *event) {
    for (size_t i = 0; i < core->flights_count; i++) {
        if (core->flights[i].call_id != call_id)
            continue;
        event->kind = CORE_EVENT_ANSWER;
        event->ticket = core->flights[i].ticket;
        event->response = response;
        core->flights[i] = core->flights[--core->flights_count];
        return;
    }
    break_protocol(core, "response to no call");
}

static void answer_ping(struct core *core, const Kam__V1__Ping *ping) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Pong pong = KAM__V1__PONG__INIT;

    pong.payload = ping->payload;
    envelope.body_case = KAM__V1__ENVELOPE__BODY_PONG;
    envelope.pong = &pong;
    if (tls_memory_pending(core->tls) > CORE_OUTPUT_HIGH_BYTES)
        break_protocol(core, "pings without end"); /* it asks and does not read */
    else if (send_envelope(core, &envelope) == -ENOMEM)
        core_close(core, FAILURE_OUT_OF_MEMORY, NULL);
}

static void take_go_away(struct core *core, const Kam__V1__GoAway *go_away, struct core_event *event) {
    if (core->state == CORE_READY) {
        core->state = CORE_DRAINING;
        event->kind = CORE_EVENT_GO_AWAY;
    } else if (core->state == CORE_HELLO) {
        core_close(core, FAILURE_REFUSED_BY_SERVER, go_away->status ? go_away->status->message : NULL);
    }
}

static void take_envelope(struct core *core, const Kam__V1__Envelope *envelope, struct core_event *event) {
    if (core->state == CORE_HELLO && envelope->body_case != KAM__V1__ENVELOPE__BODY_WELCOME &&
        envelope->body_case != KAM__V1__ENVELOPE__BODY_GO_AWAY) {
        break_protocol(core, "something came before the welcome");
        return;
    }
    switch (envelope->body_case) {
    case KAM__V1__ENVELOPE__BODY_WELCOME:
        take_welcome(core, envelope->welcome, event);
        return;
    case KAM__V1__ENVELOPE__BODY_RESPONSE:
        take_response(core, envelope->call_id, envelope->response, event);
        return;
    case KAM__V1__ENVELOPE__BODY_PING:
        answer_ping(core, envelope->ping);
        return;
    case KAM__V1__ENVELOPE__BODY_PONG:
        core->pong_awaited = false;
        return;
    case KAM__V1__ENVELOPE__BODY_GO_AWAY:
        take_go_away(core, envelope->go_away, event);
        return;
    case KAM__V1__ENVELOPE__BODY_EVENT:
        return; /* nothing can be subscribed to yet; a newer server may tell things we do not know */
    default:
        break_protocol(core, "a frame only a client sends, or none we know");
        return;
    }
}

/* Parses what is decrypted up to the first event. False: more bytes are needed. */
static bool parse(struct core *core, struct core_event *event) {
    struct wirecheck_fault fault;
    Kam__V1__Envelope *envelope;
    const uint8_t *payload;
    size_t bytes;
    int r = frame_parser_next(&core->frames, &core->plain_at, &core->plain_bytes, &payload, &bytes);

    if (r == FRAME_NEED_MORE)
        return false;
    if (r != 0) {
        if (r < 0)
            core_close(core, FAILURE_OUT_OF_MEMORY, NULL);
        else
            break_protocol(core, "frame length");
        return true;
    }
    arena_reset(&core->arena);
    r = envelope_decode(&core->arena, payload, bytes, &envelope, &fault);
    if (r == 0)
        take_envelope(core, envelope, event);
    else if (r == -ENOMEM)
        core_close(core, FAILURE_OUT_OF_MEMORY, NULL);
    else
        break_protocol(core, "malformed frame");
    return true;
}

/* Decrypts the next piece. False: nothing there yet. */
static bool decrypt(struct core *core) {
    size_t bytes;
    int r = tls_read(core->tls, core->plain, sizeof(core->plain), &bytes);

    if (r == TLS_WANT_READ)
        return false;
    if (r == 0) {
        core->plain_at = core->plain;
        core->plain_bytes = bytes;
        return true;
    }
    if (r == -ENOMEM)
        core_close(core, FAILURE_OUT_OF_MEMORY, NULL);
    else if (r < 0 && tls_was_refused(core->tls))
        core_close(core, FAILURE_CLIENT_CERTIFICATE_REFUSED, tls_error(core->tls));
    else
        core_close(core, FAILURE_CONNECTION_LOST, r < 0 ? tls_error(core->tls) : NULL);
    return true;
}

void core_next(struct core *core, struct core_event *ret_event) {
    struct core_event event = {.kind = CORE_EVENT_NONE};

    while (event.kind == CORE_EVENT_NONE) {
        if (core->state == CORE_DRAINING && core->flights_count == 0)
            core_close(core, FAILURE_REFUSED_BY_SERVER, NULL);
        if (core->state == CORE_CLOSED) {
            event.kind = core->closed_told ? CORE_EVENT_NONE : CORE_EVENT_CLOSED;
            core->closed_told = true;
            break;
        }
        if (core->state == CORE_IDLE)
            break;
        if (core->state == CORE_HANDSHAKE) {
            if (!shake_hands(core))
                break;
            continue;
        }
        if (!parse(core, &event) && !decrypt(core))
            break;
    }
    *ret_event = event;
}

bool core_writable(const struct core *core) {
    return core->state == CORE_READY && core->flights_count < core->calls_max && core->flights_count < CORE_FLIGHTS_MAX &&
           tls_memory_pending(core->tls) < CORE_OUTPUT_HIGH_BYTES;
}

int core_send_call(struct core *core, uint64_t ticket, const Kam__V1__Request *request) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    int r;

    if (!core_writable(core))
        return -EPIPE;
    envelope.call_id = core->last_call_id + 1;
    envelope.body_case = KAM__V1__ENVELOPE__BODY_REQUEST;
    envelope.request = (Kam__V1__Request *)request;
    r = send_envelope(core, &envelope);
    if (r < 0)
        return r;
    core->last_call_id++;
    core->flights[core->flights_count++] = (struct core_flight){.call_id = core->last_call_id, .ticket = ticket};
    return 0;
}

void core_send_cancel(struct core *core, uint64_t ticket) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Cancel cancel = KAM__V1__CANCEL__INIT;

    if (core->state != CORE_READY && core->state != CORE_DRAINING)
        return;
    for (size_t i = 0; i < core->flights_count; i++) {
        if (core->flights[i].ticket != ticket)
            continue;
        envelope.call_id = core->flights[i].call_id;
        envelope.body_case = KAM__V1__ENVELOPE__BODY_CANCEL;
        envelope.cancel = &cancel;
        (void)!send_envelope(core, &envelope); /* only a courtesy: without it the server stops at its own deadline */
        return;
    }
}

void core_send_ping(struct core *core) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Ping ping = KAM__V1__PING__INIT;

    if (core->state != CORE_READY && core->state != CORE_DRAINING)
        return;
    envelope.body_case = KAM__V1__ENVELOPE__BODY_PING;
    envelope.ping = &ping;
    core->pong_awaited = true;
    (void)!send_envelope(core, &envelope); /* when it could not go out, no pong comes, and that is what counts */
}

void core_logged_in(struct core *core) {
    if (core->calls_max < CORE_CALLS_MAX_MEMBER)
        core->calls_max = CORE_CALLS_MAX_MEMBER;
    core->frame_bytes_max = FRAME_BYTES_MAX_MEMBER;
}

size_t core_output(struct core *core, const uint8_t **ret_bytes) {
    uint8_t *room;

    if (buffer_bytes(&core->output) == 0 && core->tls && tls_memory_pending(core->tls) > 0 &&
        buffer_reserve(&core->output, CORE_OUTPUT_BYTES_MAX, &room) == 0)
        buffer_commit(&core->output, tls_memory_drain(core->tls, room, CORE_OUTPUT_BYTES_MAX));
    *ret_bytes = buffer_front(&core->output);
    return buffer_bytes(&core->output);
}

void core_output_sent(struct core *core, size_t count) {
    buffer_consume(&core->output, count);
}

#include "server/session/session.h"
#include <assert.h>
#include <errno.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROTOCOL_VERSION 1
#define SERVER_NAME "kamd"
/* On the stack: enough for any envelope of a guest and for most calls. */
#define ENVELOPE_FIRST_BYTES 4096
#define TEXT_BYTES 256
/* A read that comes between two checks of session_room() is never larger than this. */
#define FEED_BYTES_MAX ((size_t)64 << 10)

static const bool edges[SESSION_STATES][SESSION_STATES] = {
#define EDGE(from, to, when) [SESSION_##from][SESSION_##to] = true,
#include "server/session/states.def"
};

static void process(struct session *s, const uint8_t *bytes, size_t count, uint64_t now);

static uint64_t after(uint64_t now, uint32_t ms) {
    return now + ms;
}

/* The member of session_limits that bounds each state. */
static const size_t deadline_members[SESSION_STATES] = {
#define STATE(name, deadline, what) [SESSION_##name] = offsetof(struct session_limits, deadline),
#define FINAL(name, what)
#include "server/session/states.def"
};

static uint64_t deadline_of(const struct session *s, enum session_state state, uint64_t now) {
    uint32_t ms;

    if (state == SESSION_CLOSED)
        return SESSION_NEVER;
    memcpy(&ms, (const uint8_t *)s->limits + deadline_members[state], sizeof ms);
    return after(now, ms);
}

static void set_state(struct session *s, enum session_state state, uint64_t now) {
    assert(edges[s->state][state]);
    s->state = state;
    s->state_deadline = deadline_of(s, state, now);
    s->heard_at = now;
    if (state == SESSION_CLOSING || state == SESSION_CLOSED) {
        buffer_clear(&s->stash);
        frame_parser_deinit(&s->parser);
        s->frame_deadline = SESSION_NEVER;
    }
    if (state == SESSION_CLOSED) {
        buffer_clear(&s->output);
        s->output_deadline = SESSION_NEVER;
        s->calls_count = 0;
    }
}

void session_init(struct session *s, const struct session_limits *limits, const struct session_host *host, uint64_t now) {
    *s = (struct session){.limits = limits, .host = host, .state = SESSION_HANDSHAKE, .language = "zh"};
    frame_parser_init(&s->parser, limits->guest_frame_bytes);
    buffer_init(&s->stash, FEED_BYTES_MAX);
    /* The answer that crosses the high-water mark must fit: each call in flight may bring one. */
    buffer_init(&s->output, SIZE_MAX / 2);
    s->guest_calls_left = limits->guest_calls_total;
    s->state_deadline = deadline_of(s, SESSION_HANDSHAKE, now);
    s->frame_deadline = SESSION_NEVER;
    s->output_deadline = SESSION_NEVER;
    s->heard_at = now;
}

void session_deinit(struct session *s) {
    frame_parser_deinit(&s->parser);
    buffer_deinit(&s->stash);
    buffer_deinit(&s->output);
    free(s->calls);
    s->calls = NULL;
    s->calls_count = s->calls_room = 0;
    s->state = SESSION_CLOSED;
}

static bool may_process(const struct session *s) {
    switch (s->state) {
    case SESSION_HELLO:
    case SESSION_GUEST:
    case SESSION_MEMBER:
        return buffer_bytes(&s->output) <= s->limits->output_bytes_max;
    case SESSION_DRAINING:
        return !s->peer_sends_no_more && buffer_bytes(&s->output) <= s->limits->output_bytes_max;
    default:
        return false;
    }
}

void session_lost(struct session *s, enum session_end end) {
    if (s->state == SESSION_CLOSED)
        return;
    if (s->end == SESSION_END_NONE)
        s->end = end;
    set_state(s, SESSION_CLOSED, s->heard_at);
}

/* The end comes once all output has gone. */
static void start_closing(struct session *s, enum session_end end, uint64_t now) {
    if (s->end == SESSION_END_NONE)
        s->end = end;
    set_state(s, SESSION_CLOSING, now);
    if (buffer_bytes(&s->output) == 0)
        set_state(s, SESSION_CLOSED, now);
}

static void close_when_drained(struct session *s, uint64_t now) {
    if (s->state == SESSION_DRAINING && s->calls_count == 0)
        start_closing(s, s->peer_sends_no_more ? SESSION_END_PEER : SESSION_END_GO_AWAY, now);
}

/* What is queued now must have been taken within unread_ms; when it has, the same holds for what was queued since. A peer that takes
 * a byte now and then is therefore as absent as one that takes none. */
static void watch_output(struct session *s, uint64_t now) {
    if (buffer_bytes(&s->output) == 0) {
        s->output_deadline = SESSION_NEVER;
    } else if (s->output_deadline == SESSION_NEVER || s->sent_total >= s->output_mark) {
        s->output_mark = s->queued_total;
        s->output_deadline = after(now, s->limits->unread_ms);
    }
}

/* 0, or -EMSGSIZE: longer than a frame may be. Without memory the connection cannot go on and is closed. */
static int queue(struct session *s, const Kam__V1__Envelope *envelope, uint64_t now) {
    size_t before = buffer_bytes(&s->output);
    int r;

    r = envelope_append(&s->output, envelope, s->limits->member_frame_bytes);
    if (r == -EMSGSIZE)
        return r;
    if (r < 0) {
        session_lost(s, SESSION_END_MEMORY);
        return 0;
    }
    s->queued_total += buffer_bytes(&s->output) - before;
    watch_output(s, now);
    return 0;
}

static void queue_go_away(struct session *s, const Kam__V1__Status *status, uint64_t now) {
    Kam__V1__GoAway go_away = KAM__V1__GO_AWAY__INIT;
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;

    go_away.status = (Kam__V1__Status *)status;
    envelope.body_case = KAM__V1__ENVELOPE__BODY_GO_AWAY;
    envelope.go_away = &go_away;
    if (queue(s, &envelope, now) < 0)
        session_lost(s, SESSION_END_MEMORY);
}

static void fill_status(const struct session *s, Kam__V1__Status *status, enum message_id id, const char *first, char *text) {
    const struct message *m = message_get(id);

    message_format(id, s->language, first, NULL, text, TEXT_BYTES);
    kam__v1__status__init(status);
    status->code = m->code;
    status->reason = (char *)m->reason;
    status->message = text;
    status->retryable = m->retryable;
}

/* Tells the peer why, answers nothing more, and closes. */
static void refuse(struct session *s, enum session_end end, enum message_id id, const char *first, uint64_t now) {
    Kam__V1__Status status;
    char text[TEXT_BYTES];

    fill_status(s, &status, id, first, text);
    queue_go_away(s, &status, now);
    if (s->state != SESSION_CLOSED)
        start_closing(s, end, now);
}

static void violation(struct session *s, const char *what, uint64_t now) {
    refuse(s, SESSION_END_PROTOCOL, MESSAGE_PROTOCOL_VIOLATION, what, now);
}

static bool is_member(const struct session *s) {
    return s->has_token;
}

static uint32_t calls_max(const struct session *s) {
    return is_member(s) ? s->limits->member_calls : s->limits->guest_calls;
}

static void set_limits(struct session *s) {
    frame_parser_set_max(&s->parser, is_member(s) ? s->limits->member_frame_bytes : s->limits->guest_frame_bytes);
}

static void welcome(struct session *s, uint64_t now) {
    Kam__V1__Welcome w = KAM__V1__WELCOME__INIT;
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;

    w.server = (char *)SERVER_NAME;
    w.release = s->limits->release;
    w.frame_bytes_max = is_member(s) ? s->limits->member_frame_bytes : s->limits->guest_frame_bytes;
    w.calls_max = calls_max(s);
    w.idle_timeout_ms = s->limits->idle_ms;
    w.session_resumed = is_member(s);
    envelope.body_case = KAM__V1__ENVELOPE__BODY_WELCOME;
    envelope.welcome = &w;
    (void)queue(s, &envelope, now);
}

static void on_hello(struct session *s, const Kam__V1__Hello *hello, uint64_t now) {
    char version[16];

    if (s->state != SESSION_HELLO) {
        violation(s, "second Hello", now);
        return;
    }
    (void)snprintf(s->language, sizeof s->language, "%s", strcmp(hello->language, "en") == 0 ? "en" : "zh");
    (void)snprintf(s->client, sizeof s->client, "%s", hello->client);
    if (hello->protocol != PROTOCOL_VERSION) {
        (void)snprintf(version, sizeof version, "%u", hello->protocol);
        refuse(s, SESSION_END_PROTOCOL, MESSAGE_PROTOCOL_UNSUPPORTED, version, now);
        return;
    }
    if (hello->session_token.len == 0) {
        set_state(s, SESSION_GUEST, now);
        welcome(s, now);
        return;
    }
    (void)SHA256(hello->session_token.data, hello->session_token.len, s->token_hash);
    set_state(s, SESSION_RESUMING, now);
    s->host->resume(s->host->ctx, s);
}

void session_resumed(struct session *s, bool live, uint64_t now) {
    if (s->state != SESSION_RESUMING)
        return;
    s->has_token = live;
    set_limits(s);
    set_state(s, live ? SESSION_MEMBER : SESSION_GUEST, now);
    welcome(s, now);
    process(s, NULL, 0, now);
}

/* Sends the answer, or in its place why it cannot be sent. */
static void respond(struct session *s, uint64_t call_id, const Kam__V1__Status *status, const uint8_t *body, size_t body_bytes,
                    bool replayed, uint64_t now) {
    Kam__V1__Response response = KAM__V1__RESPONSE__INIT;
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Status too_large;
    char text[TEXT_BYTES];

    response.status = (Kam__V1__Status *)status;
    response.body.data = (uint8_t *)body;
    response.body.len = body_bytes;
    response.replayed = replayed;
    envelope.call_id = call_id;
    envelope.body_case = KAM__V1__ENVELOPE__BODY_RESPONSE;
    envelope.response = &response;
    if (queue(s, &envelope, now) == -EMSGSIZE) {
        fill_status(s, &too_large, MESSAGE_ANSWER_TOO_LARGE, NULL, text);
        response.status = &too_large;
        response.body.len = 0;
        (void)queue(s, &envelope, now);
    }
}

static void refuse_call(struct session *s, uint64_t call_id, enum message_id id, const char *first, uint64_t now) {
    Kam__V1__Status status;
    char text[TEXT_BYTES];

    fill_status(s, &status, id, first, text);
    respond(s, call_id, &status, NULL, 0, false, now);
}

static int add_call(struct session *s, uint64_t call_id) {
    uint32_t room = s->calls_room > 0 ? s->calls_room * 2 : 4;
    uint64_t *calls;

    if (s->calls_count == s->calls_room) {
        calls = realloc(s->calls, room * sizeof *calls);
        if (!calls)
            return -ENOMEM;
        s->calls = calls;
        s->calls_room = room;
    }
    s->calls[s->calls_count++] = call_id;
    return 0;
}

static bool find_call(const struct session *s, uint64_t call_id, uint32_t *ret_index) {
    for (uint32_t i = 0; i < s->calls_count; i++) {
        if (s->calls[i] == call_id) {
            *ret_index = i;
            return true;
        }
    }
    return false;
}

static void on_request(struct session *s, uint64_t call_id, const Kam__V1__Request *r, uint64_t now) {
    struct session_request request = {
        .call_id = call_id,
        .method = r->method,
        .body = r->body.data,
        .body_bytes = r->body.len,
        .timeout_ms = r->timeout_ms,
        .request_id = r->request_id.data,
        .request_id_bytes = r->request_id.len,
    };
    char limit[16];

    if (call_id <= s->call_id_last) {
        violation(s, "call_id used before", now);
        return;
    }
    s->call_id_last = call_id;
    if (s->state == SESSION_DRAINING) {
        refuse_call(s, call_id, MESSAGE_SHUTTING_DOWN, NULL, now);
        return;
    }
    if (s->calls_count >= calls_max(s)) {
        (void)snprintf(limit, sizeof limit, "%u", calls_max(s));
        refuse_call(s, call_id, MESSAGE_CALLS_MAX, limit, now);
        return;
    }
    if (!is_member(s) && s->guest_calls_left-- == 0) {
        refuse(s, SESSION_END_PROTOCOL, MESSAGE_GUEST_CALLS, NULL, now);
        return;
    }
    if (add_call(s, call_id) < 0) {
        refuse_call(s, call_id, MESSAGE_OUT_OF_MEMORY, NULL, now);
        return;
    }
    /* Neither login nor idleness is waited for while a call runs. */
    s->state_deadline = SESSION_NEVER;
    s->host->request(s->host->ctx, s, &request);
}

static void on_ping(struct session *s, const Kam__V1__Ping *ping, uint64_t now) {
    Kam__V1__Pong pong = KAM__V1__PONG__INIT;
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;

    pong.payload = ping->payload;
    envelope.body_case = KAM__V1__ENVELOPE__BODY_PONG;
    envelope.pong = &pong;
    (void)queue(s, &envelope, now);
}

static void on_envelope(struct session *s, const Kam__V1__Envelope *e, uint64_t now) {
    uint32_t ignored;

    if (s->state == SESSION_HELLO && e->body_case != KAM__V1__ENVELOPE__BODY_HELLO) {
        violation(s, "the first frame must be Hello", now);
        return;
    }
    switch (e->body_case) {
    case KAM__V1__ENVELOPE__BODY_REQUEST:
        on_request(s, e->call_id, e->request, now);
        return;
    case KAM__V1__ENVELOPE__BODY_CANCEL:
        /* A cancel may cross the answer on the way: then there is nothing to do. */
        if (find_call(s, e->call_id, &ignored))
            s->host->cancel(s->host->ctx, s, e->call_id);
        return;
    case KAM__V1__ENVELOPE__BODY_HELLO:
    case KAM__V1__ENVELOPE__BODY_PING:
    case KAM__V1__ENVELOPE__BODY_PONG:
        break;
    default:
        violation(s, "a body only the server may send", now);
        return;
    }
    if (e->call_id != 0)
        violation(s, "a call_id where there is no call", now);
    else if (e->body_case == KAM__V1__ENVELOPE__BODY_HELLO)
        on_hello(s, e->hello, now);
    else if (e->body_case == KAM__V1__ENVELOPE__BODY_PING)
        on_ping(s, e->ping, now);
}

static void on_frame(struct session *s, const uint8_t *payload, size_t bytes, uint64_t now) {
    uint8_t first[ENVELOPE_FIRST_BYTES];
    struct wirecheck_fault fault;
    Kam__V1__Envelope *envelope;
    char what[TEXT_BYTES];
    struct arena arena;
    int r;

    s->heard_at = now;
    s->pinged = false;
    if (s->state == SESSION_MEMBER && s->calls_count == 0)
        s->state_deadline = deadline_of(s, s->state, now);
    arena_init(&arena, bytes + ENVELOPE_FIRST_BYTES, first, sizeof first);
    r = envelope_decode(&arena, payload, bytes, &envelope, &fault);
    if (r == 0) {
        on_envelope(s, envelope, now);
    } else if (r > 0) {
        (void)snprintf(what, sizeof what, "%s %s", r == ENVELOPE_INVALID ? "INVALID" : wirecheck_error_name(fault.error), fault.path);
        violation(s, what, now);
    } else {
        session_lost(s, SESSION_END_MEMORY);
    }
    arena_deinit(&arena);
}

/* Walks what has arrived, frame by frame, as long as it may. *input is what is left. */
static void walk(struct session *s, const uint8_t **input, size_t *count, uint64_t now) {
    const uint8_t *payload;
    char limit[16];
    size_t bytes;
    int r;

    while (may_process(s)) {
        r = frame_parser_next(&s->parser, input, count, &payload, &bytes);
        if (r == 0) {
            s->frame_deadline = SESSION_NEVER;
            on_frame(s, payload, bytes, now);
        } else if (r == FRAME_NEED_MORE) {
            return;
        } else if (r == FRAME_EMPTY || r == FRAME_TOO_LONG) {
            (void)snprintf(limit, sizeof limit, "%zu", s->parser.payload_bytes_max);
            refuse(s, SESSION_END_PROTOCOL, MESSAGE_FRAME_LENGTH, limit, now);
        } else {
            session_lost(s, SESSION_END_MEMORY);
        }
    }
}

/* Is what arrives still worth keeping? */
static bool is_reading(const struct session *s) {
    return s->state != SESSION_CLOSED && s->state != SESSION_CLOSING && !s->peer_sends_no_more;
}

/* A frame's time runs while we read; while we do not, it is not the peer that is slow. */
static void watch_frame(struct session *s, uint64_t now) {
    if (!may_process(s) || !frame_parser_in_frame(&s->parser))
        s->frame_deadline = SESSION_NEVER;
    else if (s->frame_deadline == SESSION_NEVER)
        s->frame_deadline = after(now, s->limits->frame_ms);
}

/* First what was stashed, then what is new; what may not be processed now is stashed. */
static void process(struct session *s, const uint8_t *bytes, size_t count, uint64_t now) {
    const uint8_t *input;
    struct buffer stash;
    size_t left;

    /* A host that answers from within its callback gets here while a frame is walked; the walk goes on by itself. */
    if (s->processing) {
        assert(count == 0);
        return;
    }
    s->processing = true;
    if (buffer_bytes(&s->stash) > 0 && may_process(s)) {
        /* Taken out of the session while it is walked: closing the session releases the stash. */
        stash = s->stash;
        buffer_init(&s->stash, FEED_BYTES_MAX);
        input = buffer_front(&stash);
        left = buffer_bytes(&stash);
        walk(s, &input, &left, now);
        buffer_consume(&stash, buffer_bytes(&stash) - left);
        if (is_reading(s))
            s->stash = stash;
        else
            buffer_deinit(&stash);
    }
    if (buffer_bytes(&s->stash) == 0)
        walk(s, &bytes, &count, now);
    if (count > 0 && is_reading(s) && buffer_append(&s->stash, bytes, count) < 0)
        session_lost(s, SESSION_END_MEMORY);
    s->processing = false;
    watch_frame(s, now);
    close_when_drained(s, now);
}

void session_secured(struct session *s, uint64_t now) {
    if (s->state == SESSION_HANDSHAKE)
        set_state(s, SESSION_HELLO, now);
}

size_t session_room(const struct session *s) {
    size_t most = is_member(s) ? FEED_BYTES_MAX : FRAME_HEADER_BYTES + s->limits->guest_frame_bytes;
    size_t stashed = buffer_bytes(&s->stash);

    if (!may_process(s) || stashed >= most)
        return 0;
    return most - stashed;
}

void session_feed(struct session *s, const uint8_t *bytes, size_t count, uint64_t now) {
    if (is_reading(s))
        process(s, bytes, count, now);
}

void session_input_ended(struct session *s, uint64_t now) {
    s->peer_sends_no_more = true;
    switch (s->state) {
    case SESSION_GUEST:
    case SESSION_MEMBER:
        set_state(s, SESSION_DRAINING, now);
        s->frame_deadline = SESSION_NEVER;
        close_when_drained(s, now);
        return;
    case SESSION_DRAINING:
        s->frame_deadline = SESSION_NEVER;
        close_when_drained(s, now);
        return;
    case SESSION_CLOSING:
    case SESSION_CLOSED:
        return;
    default:
        session_lost(s, SESSION_END_PEER);
    }
}

const uint8_t *session_output(const struct session *s, size_t *ret_bytes) {
    *ret_bytes = buffer_bytes(&s->output);
    return buffer_front(&s->output);
}

void session_sent(struct session *s, size_t bytes, uint64_t now) {
    buffer_consume(&s->output, bytes);
    s->sent_total += bytes;
    watch_output(s, now);
    if (s->state == SESSION_CLOSING && buffer_bytes(&s->output) == 0)
        set_state(s, SESSION_CLOSED, now);
    else if (bytes > 0 && (buffer_bytes(&s->stash) > 0 || frame_parser_in_frame(&s->parser)))
        process(s, NULL, 0, now);
}

uint64_t session_deadline(const struct session *s) {
    uint64_t d = s->state_deadline;

    if (s->frame_deadline < d)
        d = s->frame_deadline;
    if (s->output_deadline < d)
        d = s->output_deadline;
    if (s->state == SESSION_MEMBER && !s->pinged && s->calls_count == 0 && after(s->heard_at, s->limits->ping_ms) < d)
        d = after(s->heard_at, s->limits->ping_ms);
    return d;
}

static void ping(struct session *s, uint64_t now) {
    Kam__V1__Ping p = KAM__V1__PING__INIT;
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;

    envelope.body_case = KAM__V1__ENVELOPE__BODY_PING;
    envelope.ping = &p;
    s->pinged = true;
    (void)queue(s, &envelope, now);
}

static void state_expired(struct session *s, uint64_t now) {
    switch (s->state) {
    case SESSION_HELLO:
        refuse(s, SESSION_END_DEADLINE, MESSAGE_DEADLINE_HELLO, NULL, now);
        return;
    case SESSION_RESUMING:
        refuse(s, SESSION_END_DEADLINE, MESSAGE_SERVER_BUSY, NULL, now);
        return;
    case SESSION_GUEST:
        refuse(s, SESSION_END_DEADLINE, MESSAGE_DEADLINE_LOGIN, NULL, now);
        return;
    case SESSION_MEMBER:
        refuse(s, SESSION_END_IDLE, MESSAGE_IDLE_TIMEOUT, NULL, now);
        return;
    case SESSION_DRAINING:
        start_closing(s, SESSION_END_DEADLINE, now);
        return;
    default:
        session_lost(s, SESSION_END_DEADLINE);
    }
}

void session_tick(struct session *s, uint64_t now) {
    if (s->output_deadline <= now)
        session_lost(s, SESSION_END_UNREAD);
    if (s->state != SESSION_CLOSED && s->frame_deadline <= now)
        refuse(s, SESSION_END_DEADLINE, MESSAGE_DEADLINE_FRAME, NULL, now);
    if (s->state != SESSION_CLOSED && s->state_deadline <= now)
        state_expired(s, now);
    if (s->state == SESSION_MEMBER && !s->pinged && s->calls_count == 0 && after(s->heard_at, s->limits->ping_ms) <= now)
        ping(s, now);
}

bool session_answer(struct session *s, uint64_t call_id, const Kam__V1__Status *status, const uint8_t *body, size_t body_bytes,
                    bool replayed, uint64_t now) {
    uint32_t index;

    if (!find_call(s, call_id, &index))
        return false;
    s->calls[index] = s->calls[--s->calls_count];
    s->heard_at = now;
    if (s->calls_count == 0 && (s->state == SESSION_GUEST || s->state == SESSION_MEMBER))
        s->state_deadline = deadline_of(s, s->state, now);
    if (s->state != SESSION_CLOSING)
        respond(s, call_id, status, body, body_bytes, replayed, now);
    if (!s->processing)
        close_when_drained(s, now);
    return true;
}

void session_identify(struct session *s, const uint8_t token_hash[SESSION_TOKEN_HASH_BYTES], uint64_t now) {
    memcpy(s->token_hash, token_hash, SESSION_TOKEN_HASH_BYTES);
    s->has_token = true;
    set_limits(s);
    if (s->state == SESSION_GUEST) {
        set_state(s, SESSION_MEMBER, now);
        if (s->calls_count > 0)
            s->state_deadline = SESSION_NEVER;
    }
}

void session_forget(struct session *s, uint64_t now) {
    s->has_token = false;
    memset(s->token_hash, 0, sizeof s->token_hash);
    set_limits(s);
    s->guest_calls_left = s->limits->guest_calls_total;
    if (s->state == SESSION_MEMBER) {
        set_state(s, SESSION_GUEST, now);
        if (s->calls_count > 0)
            s->state_deadline = SESSION_NEVER;
    }
}

void session_go_away(struct session *s, const Kam__V1__Status *status, uint64_t now) {
    Kam__V1__Status stopping;
    char text[TEXT_BYTES];

    fill_status(s, &stopping, MESSAGE_SHUTTING_DOWN, NULL, text);
    if (!status)
        status = &stopping;
    switch (s->state) {
    case SESSION_HANDSHAKE:
        session_lost(s, SESSION_END_GO_AWAY);
        return;
    case SESSION_HELLO:
    case SESSION_RESUMING:
        queue_go_away(s, status, now);
        if (s->state != SESSION_CLOSED)
            start_closing(s, SESSION_END_GO_AWAY, now);
        return;
    case SESSION_GUEST:
    case SESSION_MEMBER:
        queue_go_away(s, status, now);
        if (s->state == SESSION_CLOSED)
            return;
        set_state(s, SESSION_DRAINING, now);
        if (!s->processing)
            close_when_drained(s, now);
        return;
    default:
        return;
    }
}

const char *session_state_name(enum session_state state) {
    static const char *const names[] = {
#define STATE(name, deadline, what) [SESSION_##name] = #name,
#define FINAL(name, what) [SESSION_##name] = #name,
#include "server/session/states.def"
    };

    return (size_t)state < SESSION_STATES ? names[state] : "?";
}

const char *session_end_name(enum session_end end) {
    static const char *const names[] = {
        [SESSION_END_NONE] = "none",         [SESSION_END_PEER] = "peer",         [SESSION_END_TRANSPORT] = "transport",
        [SESSION_END_PROTOCOL] = "protocol", [SESSION_END_DEADLINE] = "deadline", [SESSION_END_UNREAD] = "unread",
        [SESSION_END_IDLE] = "idle",         [SESSION_END_GO_AWAY] = "go_away",   [SESSION_END_MEMORY] = "memory",
    };

    return (size_t)end < sizeof names / sizeof *names ? names[end] : "?";
}

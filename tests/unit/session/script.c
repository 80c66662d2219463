#include "tests/unit/session/script.h"
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

_printf_(2, 3) static void note(struct script *s, const char *format, ...) {
    va_list arguments;
    int n;

    va_start(arguments, format);
    n = vsnprintf(s->text + s->text_bytes, sizeof s->text - s->text_bytes, format, arguments);
    va_end(arguments);
    assert_true(n >= 0 && (size_t)n < sizeof s->text - s->text_bytes);
    s->text_bytes += (size_t)n;
}

static void on_resume(void *ctx, struct session *session) {
    struct script *s = ctx;

    note(s, "resume %02x\n", session->token_hash[0]);
    if (s->resumes_at_once)
        session_resumed(session, true, s->now);
}

static void on_request(void *ctx, struct session *session, const struct session_request *r) {
    const uint8_t hash[SESSION_TOKEN_HASH_BYTES] = {7};
    struct script *s = ctx;

    note(s, "request %" PRIu64 " %s %zu id %zu\n", r->call_id, r->method, r->body_bytes, r->request_id_bytes);
    if (!s->answers_at_once)
        return;
    if (strcmp(r->method, "login") == 0)
        session_identify(session, hash, s->now);
    assert_true(session_answer(session, r->call_id, NULL, r->body, r->body_bytes, false, s->now));
}

static void on_cancel(void *ctx, struct session *session, uint64_t call_id) {
    struct script *s = ctx;

    (void)session;
    note(s, "cancel %" PRIu64 "\n", call_id);
}

void script_init(struct script *s) {
    memset(s, 0, sizeof *s);
    s->limits = (struct session_limits){
        .handshake_ms = 5000,
        .hello_ms = 5000,
        .resume_ms = 10000,
        .guest_ms = 10000,
        .frame_ms = 10000,
        .unread_ms = 30000,
        .ping_ms = 300000,
        .idle_ms = 900000,
        .drain_ms = 15000,
        .guest_frame_bytes = 4096,
        .guest_calls = 1,
        .guest_calls_total = 3,
        .member_frame_bytes = 1 << 20,
        .member_calls = 4,
        .output_bytes_max = 2000,
        .release = 1,
    };
    s->now = 1000;
    s->host = (struct session_host){.ctx = s, .resume = on_resume, .request = on_request, .cancel = on_cancel};
    session_init(&s->session, &s->limits, &s->host, s->now);
    frame_parser_init(&s->sent, 1 << 24);
}

void script_deinit(struct script *s) {
    session_deinit(&s->session);
    frame_parser_deinit(&s->sent);
}

void script_clear(struct script *s) {
    s->text_bytes = 0;
    s->text[0] = '\0';
}

void script_enter(struct script *s, enum session_state state) {
    const uint8_t hash[SESSION_TOKEN_HASH_BYTES] = {9};

    session_secured(&s->session, s->now);
    if (state != SESSION_HELLO)
        script_hello(s);
    if (state == SESSION_MEMBER)
        session_identify(&s->session, hash, s->now);
    script_take(s);
    script_clear(s);
    assert_int_equal(s->session.state, state);
}

void script_feed(struct script *s, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        size_t room = session_room(&s->session);
        size_t part = room < count ? room : count;

        if (part == 0)
            return;
        session_feed(&s->session, bytes, part, s->now);
        bytes += part;
        count -= part;
    }
}

static const char *reason(const Kam__V1__Status *status) {
    return status ? status->reason : "OK";
}

static void note_envelope(struct script *s, const Kam__V1__Envelope *e) {
    switch (e->body_case) {
    case KAM__V1__ENVELOPE__BODY_WELCOME:
        note(s, "> welcome frame %u calls %u resumed %d\n", e->welcome->frame_bytes_max, e->welcome->calls_max,
             e->welcome->session_resumed);
        return;
    case KAM__V1__ENVELOPE__BODY_RESPONSE:
        note(s, "> response %" PRIu64 " %s %zu\n", e->call_id, reason(e->response->status), e->response->body.len);
        return;
    case KAM__V1__ENVELOPE__BODY_PING:
        note(s, "> ping\n");
        return;
    case KAM__V1__ENVELOPE__BODY_PONG:
        note(s, "> pong %.*s\n", (int)e->pong->payload.len, (const char *)e->pong->payload.data);
        return;
    case KAM__V1__ENVELOPE__BODY_GO_AWAY:
        note(s, "> go_away %s\n", reason(e->go_away->status));
        return;
    default:
        fail_msg("the server sent body %d", e->body_case);
    }
}

void script_take(struct script *s) {
    const uint8_t *bytes, *payload;
    size_t count, left, payload_bytes;

    for (;;) {
        bytes = session_output(&s->session, &count);
        if (count == 0)
            return;
        left = count;
        while (frame_parser_next(&s->sent, &bytes, &left, &payload, &payload_bytes) == 0) {
            Kam__V1__Envelope *e = kam__v1__envelope__unpack(NULL, payload_bytes, payload);

            assert_non_null(e);
            note_envelope(s, e);
            kam__v1__envelope__free_unpacked(e, NULL);
        }
        session_sent(&s->session, count, s->now);
    }
}

void script_wait(struct script *s, uint64_t ms) {
    uint64_t end = s->now + ms;

    while (session_deadline(&s->session) <= end) {
        s->now = session_deadline(&s->session);
        session_tick(&s->session, s->now);
        assert_true(session_deadline(&s->session) > s->now);
    }
    s->now = end;
}

void frame_envelope(struct buffer *b, const Kam__V1__Envelope *e) {
    assert_int_equal(envelope_append(b, e, 1 << 24), 0);
}

void frame_hello(struct buffer *b, const char *language, const uint8_t *token, size_t token_bytes) {
    Kam__V1__Hello hello = KAM__V1__HELLO__INIT;
    Kam__V1__Envelope e = KAM__V1__ENVELOPE__INIT;

    hello.protocol = 1;
    hello.client = (char *)"test";
    hello.language = (char *)language;
    hello.session_token.data = (uint8_t *)token;
    hello.session_token.len = token_bytes;
    e.body_case = KAM__V1__ENVELOPE__BODY_HELLO;
    e.hello = &hello;
    frame_envelope(b, &e);
}

void frame_request(struct buffer *b, uint64_t call_id, const char *method, const void *body, size_t body_bytes) {
    Kam__V1__Request request = KAM__V1__REQUEST__INIT;
    Kam__V1__Envelope e = KAM__V1__ENVELOPE__INIT;

    request.method = (char *)method;
    request.body.data = (uint8_t *)body;
    request.body.len = body_bytes;
    e.call_id = call_id;
    e.body_case = KAM__V1__ENVELOPE__BODY_REQUEST;
    e.request = &request;
    frame_envelope(b, &e);
}

void frame_cancel(struct buffer *b, uint64_t call_id) {
    Kam__V1__Cancel cancel = KAM__V1__CANCEL__INIT;
    Kam__V1__Envelope e = KAM__V1__ENVELOPE__INIT;

    e.call_id = call_id;
    e.body_case = KAM__V1__ENVELOPE__BODY_CANCEL;
    e.cancel = &cancel;
    frame_envelope(b, &e);
}

void frame_ping(struct buffer *b, const char *payload) {
    Kam__V1__Ping ping = KAM__V1__PING__INIT;
    Kam__V1__Envelope e = KAM__V1__ENVELOPE__INIT;

    ping.payload.data = (uint8_t *)payload;
    ping.payload.len = strlen(payload);
    e.body_case = KAM__V1__ENVELOPE__BODY_PING;
    e.ping = &ping;
    frame_envelope(b, &e);
}

void script_hello(struct script *s) {
    struct buffer b;

    buffer_init(&b, 4096);
    frame_hello(&b, "en", NULL, 0);
    script_feed(s, buffer_front(&b), buffer_bytes(&b));
    buffer_deinit(&b);
}

void script_request(struct script *s, uint64_t call_id, const char *method) {
    struct buffer b;

    buffer_init(&b, 4096);
    frame_request(&b, call_id, method, "body", 4);
    script_feed(s, buffer_front(&b), buffer_bytes(&b));
    buffer_deinit(&b);
}

int script_setup(void **state) {
    struct script *s = malloc(sizeof *s);

    if (!s)
        return -1;
    script_init(s);
    *state = s;
    return 0;
}

int script_teardown(void **state) {
    script_deinit(*state);
    free(*state);
    return 0;
}

void script_feed_frames(struct script *s, struct buffer *b) {
    script_feed(s, buffer_front(b), buffer_bytes(b));
    buffer_clear(b);
}

void script_answer(struct script *s, uint64_t call_id) {
    assert_true(session_answer(&s->session, call_id, STATUS_OK, (const uint8_t *)"answer", 6, false, s->now));
}

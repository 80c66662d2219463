/*
 * Any order of events on a session: each input byte is one thing that happens, well-formed frames among them. What must hold whatever
 * happens: only legal moves (asserted inside), one answer for each call, bounded output, deadlines that are met once their time comes,
 * and silence after the end.
 */
#include "server/session/session.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

#define CHECK(condition)                                                                                                                   \
    do {                                                                                                                                   \
        if (!(condition))                                                                                                                  \
            abort();                                                                                                                       \
    } while (0)
#define CALLS_MAX 64

static const struct session_limits limits = {
    .handshake_ms = 50,
    .hello_ms = 50,
    .resume_ms = 100,
    .guest_ms = 100,
    .frame_ms = 100,
    .unread_ms = 300,
    .ping_ms = 3000,
    .idle_ms = 9000,
    .drain_ms = 150,
    .guest_frame_bytes = 4096,
    .guest_calls = 1,
    .guest_calls_total = 4,
    .member_frame_bytes = 65536,
    .member_calls = 4,
    .output_bytes_max = 600,
    .release = 1,
};

struct world {
    struct session session;
    uint64_t now;
    uint64_t call_id;
    uint64_t open[CALLS_MAX]; /* handed up, not answered */
    size_t open_count;
    bool answers_at_once;
    bool resumes_at_once;
};

static void on_resume(void *ctx, struct session *s) {
    struct world *w = ctx;

    if (w->resumes_at_once)
        session_resumed(s, true, w->now);
}

static void on_request(void *ctx, struct session *s, const struct session_request *r) {
    struct world *w = ctx;

    CHECK(w->open_count < CALLS_MAX);
    for (size_t i = 0; i < w->open_count; i++)
        CHECK(w->open[i] != r->call_id);
    if (w->answers_at_once)
        CHECK(session_answer(s, r->call_id, NULL, r->body, r->body_bytes, false, w->now));
    else
        w->open[w->open_count++] = r->call_id;
}

static void on_cancel(void *ctx, struct session *s, uint64_t call_id) {
    struct world *w = ctx;
    bool found = false;

    (void)s;
    for (size_t i = 0; i < w->open_count; i++)
        found |= w->open[i] == call_id;
    CHECK(found);
}

static void feed(struct world *w, const Kam__V1__Envelope *e, size_t cut) {
    struct buffer b;
    size_t part, room = session_room(&w->session);

    buffer_init(&b, 1 << 20);
    CHECK(envelope_append(&b, e, 1 << 20) == 0);
    part = buffer_bytes(&b) > cut ? buffer_bytes(&b) - cut : buffer_bytes(&b);
    session_feed(&w->session, buffer_front(&b), part < room ? part : room, w->now);
    buffer_deinit(&b);
}

static void frame(struct world *w, uint8_t what) {
    static uint8_t body[500];
    Kam__V1__Envelope e = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Hello hello = KAM__V1__HELLO__INIT;
    Kam__V1__Request request = KAM__V1__REQUEST__INIT;
    Kam__V1__Cancel cancel = KAM__V1__CANCEL__INIT;
    Kam__V1__Ping ping = KAM__V1__PING__INIT;

    if (session_room(&w->session) == 0)
        return;
    switch (what & 7) {
    case 0:
    case 1:
        hello.protocol = 1;
        hello.session_token.data = body;
        hello.session_token.len = what & 1 ? ENVELOPE_TOKEN_BYTES : 0;
        e.body_case = KAM__V1__ENVELOPE__BODY_HELLO;
        e.hello = &hello;
        break;
    case 2:
    case 3:
    case 4:
        request.method = (char *)"m";
        request.body.data = body;
        request.body.len = what & 4 ? sizeof body : 1;
        e.call_id = ++w->call_id;
        e.body_case = KAM__V1__ENVELOPE__BODY_REQUEST;
        e.request = &request;
        break;
    case 5:
    case 6:
        e.call_id = w->call_id - (what >> 3 & 3);
        e.body_case = KAM__V1__ENVELOPE__BODY_CANCEL;
        e.cancel = &cancel;
        break;
    default:
        e.body_case = KAM__V1__ENVELOPE__BODY_PING;
        e.ping = &ping;
    }
    feed(w, &e, what & 0x20 ? 3 : 0);
}

static void answer(struct world *w) {
    uint64_t id;

    if (w->open_count == 0)
        return;
    id = w->open[--w->open_count];
    /* Refused only when the session is past answering. */
    CHECK(session_answer(&w->session, id, NULL, (const uint8_t *)"x", 1, false, w->now) || w->session.state == SESSION_CLOSED);
}

static void take(struct world *w, size_t most) {
    size_t queued;

    (void)session_output(&w->session, &queued);
    CHECK(queued <= limits.output_bytes_max + (limits.member_calls + 1) * 1024);
    session_sent(&w->session, queued < most ? queued : most, w->now);
}

static void happen(struct world *w, uint8_t what) {
    static const uint8_t hash[SESSION_TOKEN_HASH_BYTES] = {1};

    if (what < 0x40) {
        frame(w, what);
        return;
    }
    if (what < 0x60) {
        w->now += (uint64_t)(what - 0x40) * (what - 0x40) * 10;
        session_tick(&w->session, w->now);
        CHECK(session_deadline(&w->session) > w->now);
        return;
    }
    if (what < 0x80) {
        take(w, (size_t)1 << (what & 15));
        return;
    }
    switch (what & 15) {
    case 0:
        session_secured(&w->session, w->now);
        return;
    case 1:
        session_resumed(&w->session, what & 16, w->now);
        return;
    case 2:
        session_identify(&w->session, hash, w->now);
        return;
    case 3:
        session_forget(&w->session, w->now);
        return;
    case 4:
        session_go_away(&w->session, NULL, w->now);
        return;
    case 5:
        session_input_ended(&w->session, w->now);
        return;
    case 6:
        w->answers_at_once = what & 16;
        return;
    case 7:
        w->resumes_at_once = what & 16;
        return;
    default:
        answer(w);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    struct world w = {.now = 1000};
    const struct session_host host = {.ctx = &w, .resume = on_resume, .request = on_request, .cancel = on_cancel};

    session_init(&w.session, &limits, &host, w.now);
    for (size_t i = 0; i < count; i++)
        happen(&w, bytes[i]);
    /* Left alone, it ends by itself, once nobody owes it an answer. */
    while (w.open_count > 0)
        answer(&w);
    for (int i = 0; i < 100 && w.session.state != SESSION_CLOSED; i++) {
        CHECK(session_deadline(&w.session) != SESSION_NEVER);
        w.now = session_deadline(&w.session) > w.now ? session_deadline(&w.session) : w.now;
        session_tick(&w.session, w.now);
    }
    CHECK(w.session.state == SESSION_CLOSED);
    session_deinit(&w.session);
    return 0;
}

/*
 * Any bytes from the network, cut anywhere: framing, envelope and session. The first byte says how large the pieces are and whether the
 * session begins logged in; the rest is what the peer sends. Every call is answered at once with its own body.
 */
#include "server/session/session.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

#define CHECK(condition)                                                                                                                   \
    do {                                                                                                                                   \
        if (!(condition))                                                                                                                  \
            abort();                                                                                                                       \
    } while (0)

static const struct session_limits limits = {
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
    .guest_calls_total = 16,
    .member_frame_bytes = 65536,
    .member_calls = 8,
    .output_bytes_max = 8192,
    .release = 1,
};

static void on_resume(void *ctx, struct session *s) {
    (void)ctx;
    session_resumed(s, s->token_hash[0] & 1, 0);
}

static void on_request(void *ctx, struct session *s, const struct session_request *r) {
    (void)ctx;
    /* Every byte that was handed over may be read. */
    uint8_t sum = 0;
    for (size_t i = 0; i < r->body_bytes; i++)
        sum ^= r->body[i];
    for (size_t i = 0; i < r->request_id_bytes; i++)
        sum ^= r->request_id[i];
    if (sum == 0x5a)
        session_identify(s, s->token_hash, 0);
    CHECK(session_answer(s, r->call_id, NULL, r->body, r->body_bytes, false, 0));
    CHECK(!session_answer(s, r->call_id, NULL, NULL, 0, false, 0));
}

static void on_cancel(void *ctx, struct session *s, uint64_t call_id) {
    (void)ctx;
    (void)s;
    (void)call_id;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    const struct session_host host = {.resume = on_resume, .request = on_request, .cancel = on_cancel};
    const uint8_t hash[SESSION_TOKEN_HASH_BYTES] = {0};
    struct session s;
    size_t piece, room, queued;

    if (count == 0)
        return 0;
    session_init(&s, &limits, &host, 0);
    session_secured(&s, 0);
    piece = (size_t)1 << (bytes[0] & 15);
    if (bytes[0] & 0x80) {
        static const uint8_t hello[] = {0, 0, 0, 4, 0x12, 2, 8, 1};

        session_feed(&s, hello, sizeof hello, 0);
        session_identify(&s, hash, 0);
        CHECK(s.state == SESSION_MEMBER);
    }
    bytes++;
    count--;
    while (count > 0 && (room = session_room(&s)) > 0) {
        size_t part = piece < count ? piece : count;

        part = part < room ? part : room;
        session_feed(&s, bytes, part, 0);
        bytes += part;
        count -= part;
        (void)session_output(&s, &queued);
        CHECK(queued <= limits.output_bytes_max + limits.member_calls * (limits.member_frame_bytes + 64));
        CHECK(buffer_bytes(&s.stash) <= 65536);
        session_sent(&s, queued > 100 ? queued / 2 : queued, 0);
    }
    session_input_ended(&s, 0);
    (void)session_output(&s, &queued);
    session_sent(&s, queued, 0);
    CHECK(s.state == SESSION_CLOSED);
    session_deinit(&s);
    return 0;
}

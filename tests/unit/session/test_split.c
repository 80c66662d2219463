/* t-split: canonical sessions, split at every byte and fed one byte at a time, give the same events and the same bytes. */
#include "tests/unit/session/script.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

static const uint8_t token[32] = {4, 5, 6};

/* A login, calls, pings, cancels. */
static void guest_session(struct buffer *b) {
    frame_hello(b, "zh", NULL, 0);
    frame_request(b, 1, "login", "secret", 6);
    frame_ping(b, "one");
    frame_request(b, 2, "kam.v1.Accounts/GetAccount", "\x08\x01", 2);
    frame_cancel(b, 2);
    frame_request(b, 7, "kam.v1.Accounts/SearchAccounts", "\x0a\x04zgyh", 6);
    frame_ping(b, "");
}

static void resumed_session(struct buffer *b) {
    uint8_t body[700];

    memset(body, 'x', sizeof body);
    frame_hello(b, "en", token, sizeof token);
    frame_request(b, 1, "m", body, sizeof body);
    frame_request(b, 2, "m", "", 0);
    frame_ping(b, "ping");
}

/* Ends in the middle: what follows the fault must not be seen. */
static void faulty_session(struct buffer *b) {
    frame_hello(b, "en", NULL, 0);
    frame_request(b, 1, "m", "", 0);
    frame_request(b, 1, "again", "", 0);
    frame_request(b, 2, "never", "", 0);
}

static void begin(struct script *s) {
    script_init(s);
    s->answers_at_once = true;
    s->resumes_at_once = true;
    session_secured(&s->session, s->now);
}

static void finish(struct script *s) {
    script_take(s);
    session_input_ended(&s->session, s->now);
    script_take(s);
    assert_int_equal(s->session.state, SESSION_CLOSED);
}

static void same_for_every_split(void (*write)(struct buffer *b)) {
    struct script *whole = malloc(sizeof *whole), *parts = malloc(sizeof *parts);
    struct buffer b;

    assert_true(whole && parts);
    buffer_init(&b, 1 << 16);
    write(&b);
    begin(whole);
    script_feed(whole, buffer_front(&b), buffer_bytes(&b));
    finish(whole);
    assert_true(whole->text_bytes > 50);
    for (size_t split = 0; split <= buffer_bytes(&b); split++) {
        begin(parts);
        script_feed(parts, buffer_front(&b), split);
        script_feed(parts, buffer_front(&b) + split, buffer_bytes(&b) - split);
        finish(parts);
        assert_string_equal(parts->text, whole->text);
        assert_int_equal(parts->session.queued_total, whole->session.queued_total);
        script_deinit(parts);
    }
    begin(parts);
    for (size_t i = 0; i < buffer_bytes(&b); i++)
        script_feed(parts, buffer_front(&b) + i, 1);
    finish(parts);
    assert_string_equal(parts->text, whole->text);
    script_deinit(parts);
    script_deinit(whole);
    buffer_deinit(&b);
    free(whole);
    free(parts);
}

static void guest(void **state) {
    (void)state;
    same_for_every_split(guest_session);
}

static void resumed(void **state) {
    (void)state;
    same_for_every_split(resumed_session);
}

static void faulty(void **state) {
    (void)state;
    same_for_every_split(faulty_session);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(guest), cmocka_unit_test(resumed), cmocka_unit_test(faulty)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

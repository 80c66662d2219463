/* The protocol of a connection: legal and illegal frames, limits, what a session holds. */
#include "tests/unit/session/script.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

static void hello_and_a_call(void **state) {
    struct script *s = *state;

    session_secured(&s->session, s->now);
    script_hello(s);
    script_request(s, 1, "m");
    script_answer(s, 1);
    script_take(s);
    assert_string_equal(s->text, "request 1 m 4 id 0\n"
                                 "> welcome frame 4096 calls 1 resumed 0\n"
                                 "> response 1 OK 6\n");
    assert_string_equal(s->session.language, "en");
    assert_string_equal(s->session.client, "test");
    assert_int_equal(s->session.state, SESSION_GUEST);
}

static void a_token_is_looked_up_and_nothing_read_meanwhile(void **state) {
    const uint8_t token[32] = {1, 2, 3};
    struct script *s = *state;
    struct buffer b;

    buffer_init(&b, 4096);
    session_secured(&s->session, s->now);
    frame_hello(&b, "zh", token, sizeof token);
    frame_request(&b, 1, "m", "", 0);
    script_feed_frames(s, &b);
    assert_int_equal(s->session.state, SESSION_RESUMING);
    assert_int_equal(session_room(&s->session), 0);
    session_resumed(&s->session, true, s->now);
    script_take(s);
    /* SHA-256 of the token begins so; the call waited for the answer. */
    assert_string_equal(s->text, "resume 1a\n"
                                 "request 1 m 0 id 0\n"
                                 "> welcome frame 1048576 calls 4 resumed 1\n");
    assert_int_equal(s->session.state, SESSION_MEMBER);
}

static void a_dead_token_makes_a_guest(void **state) {
    const uint8_t token[32] = {1, 2, 3};
    struct script *s = *state;
    struct buffer b;

    buffer_init(&b, 4096);
    session_secured(&s->session, s->now);
    frame_hello(&b, "zh", token, sizeof token);
    script_feed_frames(s, &b);
    session_resumed(&s->session, false, s->now);
    script_take(s);
    assert_non_null(strstr(s->text, "> welcome frame 4096 calls 1 resumed 0\n"));
    assert_int_equal(s->session.state, SESSION_GUEST);
    assert_false(s->session.has_token);
    /* An answer that comes too late, or twice, is nothing. */
    session_resumed(&s->session, true, s->now);
    assert_int_equal(s->session.state, SESSION_GUEST);
}

static void login_makes_the_limits_grow_and_logout_shrink(void **state) {
    struct script *s = *state;
    const size_t large = 100000;
    uint8_t *body = calloc(1, large);
    struct buffer b;

    assert_non_null(body);
    buffer_init(&b, 1 << 20);
    s->answers_at_once = true;
    script_enter(s, SESSION_GUEST);
    script_request(s, 1, "login");
    assert_int_equal(s->session.state, SESSION_MEMBER);
    frame_request(&b, 2, "large", body, large);
    script_feed_frames(s, &b);
    assert_non_null(strstr(s->text, "request 2 large 100000"));
    script_take(s);
    session_forget(&s->session, s->now);
    assert_int_equal(s->session.state, SESSION_GUEST);
    frame_request(&b, 3, "large", body, large);
    script_feed_frames(s, &b);
    script_take(s);
    assert_non_null(strstr(s->text, "> go_away FRAME_LENGTH\n"));
    assert_int_equal(s->session.state, SESSION_CLOSED);
    assert_int_equal(s->session.end, SESSION_END_PROTOCOL);
    free(body);
}

static void calls_at_once_are_bounded(void **state) {
    struct script *s = *state;

    script_enter(s, SESSION_MEMBER);
    for (uint64_t i = 1; i <= 5; i++)
        script_request(s, i, "m");
    script_answer(s, 2);
    script_request(s, 6, "m");
    script_take(s);
    assert_string_equal(s->text, "request 1 m 4 id 0\nrequest 2 m 4 id 0\nrequest 3 m 4 id 0\nrequest 4 m 4 id 0\n"
                                 "request 6 m 4 id 0\n"
                                 "> response 5 CALLS_MAX 0\n> response 2 OK 6\n");
}

static void a_guest_has_one_call_at_a_time_and_few_in_all(void **state) {
    struct script *s = *state;

    script_enter(s, SESSION_GUEST);
    script_request(s, 1, "m");
    script_request(s, 2, "m");
    script_take(s);
    assert_string_equal(s->text, "request 1 m 4 id 0\n> response 2 CALLS_MAX 0\n");
    script_answer(s, 1);
    script_request(s, 3, "m");
    script_answer(s, 3);
    script_request(s, 4, "m");
    script_answer(s, 4);
    script_take(s);
    script_clear(s);
    script_request(s, 5, "m");
    script_take(s);
    assert_string_equal(s->text, "> go_away GUEST_CALLS\n");
    assert_int_equal(s->session.state, SESSION_CLOSED);
}

static void answers_only_for_calls_in_flight(void **state) {
    struct script *s = *state;

    script_enter(s, SESSION_MEMBER);
    assert_false(session_answer(&s->session, 1, STATUS_OK, NULL, 0, false, s->now));
    script_request(s, 1, "m");
    script_answer(s, 1);
    assert_false(session_answer(&s->session, 1, STATUS_OK, NULL, 0, false, s->now));
    session_lost(&s->session, SESSION_END_TRANSPORT);
    assert_false(session_answer(&s->session, 1, STATUS_OK, NULL, 0, false, s->now));
}

static void an_answer_beyond_a_frame_becomes_a_refusal(void **state) {
    struct script *s = *state;
    size_t bytes = s->limits.member_frame_bytes;
    uint8_t *body = calloc(1, bytes);

    assert_non_null(body);
    script_enter(s, SESSION_MEMBER);
    script_request(s, 1, "m");
    assert_true(session_answer(&s->session, 1, STATUS_OK, body, bytes, false, s->now));
    script_take(s);
    assert_non_null(strstr(s->text, "> response 1 ANSWER_TOO_LARGE 0\n"));
    assert_int_equal(s->session.state, SESSION_MEMBER);
    free(body);
}

static void cancel_and_ping(void **state) {
    struct script *s = *state;
    struct buffer b;

    buffer_init(&b, 4096);
    script_enter(s, SESSION_MEMBER);
    script_request(s, 1, "m");
    frame_cancel(&b, 1);
    frame_cancel(&b, 9); /* crossed its answer, or never was */
    frame_ping(&b, "abc");
    script_feed_frames(s, &b);
    script_take(s);
    assert_string_equal(s->text, "request 1 m 4 id 0\ncancel 1\n> pong abc\n");
}

/* One frame that must end the connection, in a state. */
static void refused(enum session_state from, const struct buffer *b, const char *reason, enum session_end end) {
    char expected[64];
    struct script *s = malloc(sizeof *s);

    assert_non_null(s);
    script_init(s);
    script_enter(s, from);
    script_feed(s, buffer_front(b), buffer_bytes(b));
    script_take(s);
    (void)snprintf(expected, sizeof expected, "> go_away %s\n", reason);
    assert_string_equal(s->text, expected);
    assert_int_equal(s->session.state, SESSION_CLOSED);
    assert_int_equal(s->session.end, end);
    /* Closed is closed. */
    assert_int_equal(session_room(&s->session), 0);
    assert_int_equal(session_deadline(&s->session), SESSION_NEVER);
    script_deinit(s);
    free(s);
}

static void frames_that_end_the_connection(void **state) {
    Kam__V1__Envelope e = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Welcome welcome = KAM__V1__WELCOME__INIT;
    Kam__V1__Response response = KAM__V1__RESPONSE__INIT;
    Kam__V1__Hello hello = KAM__V1__HELLO__INIT;
    Kam__V1__Ping ping = KAM__V1__PING__INIT;
    struct buffer b;

    (void)state;
    buffer_init(&b, 1 << 16);
    frame_request(&b, 1, "m", "", 0); /* before Hello */
    refused(SESSION_HELLO, &b, "PROTOCOL_VIOLATION", SESSION_END_PROTOCOL);
    frame_hello(&b, "en", NULL, 0); /* only the first counts */
    refused(SESSION_HELLO, &b, "PROTOCOL_VIOLATION", SESSION_END_PROTOCOL);
    buffer_clear(&b);
    frame_hello(&b, "en", NULL, 0);
    refused(SESSION_MEMBER, &b, "PROTOCOL_VIOLATION", SESSION_END_PROTOCOL);
    buffer_clear(&b);
    frame_request(&b, 0, "m", "", 0);
    refused(SESSION_MEMBER, &b, "PROTOCOL_VIOLATION", SESSION_END_PROTOCOL);
    buffer_clear(&b);
    assert_int_equal(buffer_append(&b, "\0\0\0\0", 4), 0);
    refused(SESSION_HELLO, &b, "FRAME_LENGTH", SESSION_END_PROTOCOL);
    refused(SESSION_MEMBER, &b, "FRAME_LENGTH", SESSION_END_PROTOCOL);
    buffer_clear(&b);
    assert_int_equal(buffer_append(&b, "\0\0\x10\x01", 4), 0); /* 4097 */
    refused(SESSION_HELLO, &b, "FRAME_LENGTH", SESSION_END_PROTOCOL);
    refused(SESSION_GUEST, &b, "FRAME_LENGTH", SESSION_END_PROTOCOL);
    buffer_clear(&b);
    assert_int_equal(frame_append(&b, "\x08\x01", 2), 0); /* an envelope without a body */
    refused(SESSION_GUEST, &b, "PROTOCOL_VIOLATION", SESSION_END_PROTOCOL);
    buffer_clear(&b);
    assert_int_equal(frame_append(&b, "GET / HTTP/1.1", 14), 0);
    refused(SESSION_HELLO, &b, "PROTOCOL_VIOLATION", SESSION_END_PROTOCOL);
    buffer_clear(&b);
    e.body_case = KAM__V1__ENVELOPE__BODY_WELCOME;
    e.welcome = &welcome;
    frame_envelope(&b, &e);
    refused(SESSION_MEMBER, &b, "PROTOCOL_VIOLATION", SESSION_END_PROTOCOL);
    buffer_clear(&b);
    e.body_case = KAM__V1__ENVELOPE__BODY_RESPONSE;
    e.response = &response;
    e.call_id = 1;
    frame_envelope(&b, &e);
    refused(SESSION_MEMBER, &b, "PROTOCOL_VIOLATION", SESSION_END_PROTOCOL);
    buffer_clear(&b);
    e.body_case = KAM__V1__ENVELOPE__BODY_PING;
    e.ping = &ping;
    frame_envelope(&b, &e); /* with a call_id */
    refused(SESSION_MEMBER, &b, "PROTOCOL_VIOLATION", SESSION_END_PROTOCOL);
    buffer_clear(&b);
    hello.protocol = 2;
    e = (Kam__V1__Envelope)KAM__V1__ENVELOPE__INIT;
    e.body_case = KAM__V1__ENVELOPE__BODY_HELLO;
    e.hello = &hello;
    frame_envelope(&b, &e);
    refused(SESSION_HELLO, &b, "PROTOCOL_UNSUPPORTED", SESSION_END_PROTOCOL);
    buffer_clear(&b);
    hello.protocol = 1;
    hello.session_token.data = (uint8_t *)"short";
    hello.session_token.len = 5;
    frame_envelope(&b, &e);
    refused(SESSION_HELLO, &b, "PROTOCOL_VIOLATION", SESSION_END_PROTOCOL);
    buffer_deinit(&b);
}

static void a_call_id_is_never_used_again(void **state) {
    struct script *s = *state;

    script_enter(s, SESSION_MEMBER);
    script_request(s, 5, "m");
    script_answer(s, 5);
    script_request(s, 4, "m");
    script_take(s);
    assert_non_null(strstr(s->text, "> go_away PROTOCOL_VIOLATION\n"));
}

static void an_idle_member_holds_no_buffers(void **state) {
    struct script *s = *state;

    script_enter(s, SESSION_MEMBER);
    s->answers_at_once = true;
    script_request(s, 1, "m");
    script_take(s);
    assert_null(s->session.output.memory);
    assert_null(s->session.stash.memory);
    assert_null(s->session.parser.payload.memory);
    assert_true(sizeof s->session <= 512);
}

static void a_guest_holds_little(void **state) {
    uint8_t *bytes = calloc(1, 1 << 20);
    struct script *s = *state;
    struct buffer b;

    assert_non_null(bytes);
    buffer_init(&b, 1 << 20);
    script_enter(s, SESSION_GUEST);
    frame_request(&b, 1, "m", bytes, 4000);
    assert_true(session_room(&s->session) <= 4100);
    script_feed(s, buffer_front(&b), buffer_bytes(&b) - 1);
    assert_true(s->session.parser.payload.capacity + s->session.stash.capacity + s->session.output.capacity <= 16384);
    buffer_deinit(&b);
    free(bytes);
}

/* docs/ARCHITECTURE.md has a row for every state and an arrow for every legal move, and no other arrow. */
static void the_picture_agrees_with_the_table(void **state) {
    const char *path = getenv("PICTURE");
    char *text = calloc(1, 1 << 20);
    int arrows = 0, edges = 0;
    FILE *f;

    (void)state;
    assert_true(text && path);
    f = fopen(path, "re");
    assert_non_null(f);
    assert_true(fread(text, 1, (1 << 20) - 1, f) > 0);
    (void)fclose(f);
#define EXPECT(line)                                                                                                                       \
    if (!strstr(text, line))                                                                                                               \
        fail_msg("the picture lacks: %s", line);
#define STATE(name, deadline, what) EXPECT("\n| " #name " | `" #deadline "` | " what " |\n")
#define FINAL(name, what) EXPECT("\n| " #name " | – | " what " |\n")
#include "server/session/states.def"
#define EDGE(from, to, when)                                                                                                               \
    EXPECT("\n    " #from " --> " #to ": " when "\n")                                                                                      \
    edges++;
#include "server/session/states.def"
    for (const char *at = text; (at = strstr(at, " --> ")); at++)
        arrows++;
    assert_int_equal(arrows, edges);
    free(text);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, script_setup, script_teardown)
    const struct CMUnitTest tests[] = {
        TEST(hello_and_a_call),
        TEST(a_token_is_looked_up_and_nothing_read_meanwhile),
        TEST(a_dead_token_makes_a_guest),
        TEST(login_makes_the_limits_grow_and_logout_shrink),
        TEST(calls_at_once_are_bounded),
        TEST(a_guest_has_one_call_at_a_time_and_few_in_all),
        TEST(answers_only_for_calls_in_flight),
        TEST(an_answer_beyond_a_frame_becomes_a_refusal),
        TEST(cancel_and_ping),
        TEST(frames_that_end_the_connection),
        TEST(a_call_id_is_never_used_again),
        TEST(an_idle_member_holds_no_buffers),
        TEST(a_guest_holds_little),
        cmocka_unit_test(the_picture_agrees_with_the_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

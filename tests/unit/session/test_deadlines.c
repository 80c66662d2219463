/* The time of a connection: every deadline, backpressure, the end. */
#include "tests/unit/session/script.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

static void deadline_of_the_handshake(void **state) {
    struct script *s = *state;

    script_wait(s, 4999);
    assert_int_equal(s->session.state, SESSION_HANDSHAKE);
    script_wait(s, 1);
    assert_int_equal(s->session.state, SESSION_CLOSED);
    assert_int_equal(s->session.end, SESSION_END_DEADLINE);
}

static void deadline_of_the_first_frame_is_absolute(void **state) {
    struct script *s = *state;
    struct buffer b;

    buffer_init(&b, 4096);
    script_enter(s, SESSION_HELLO);
    frame_hello(&b, "en", NULL, 0);
    /* A byte now and then does not help. */
    for (size_t i = 0; i < 4; i++) {
        script_wait(s, 1200);
        script_feed(s, buffer_front(&b) + i, 1);
    }
    script_wait(s, 199);
    assert_int_equal(s->session.state, SESSION_HELLO);
    script_wait(s, 1);
    script_take(s);
    assert_string_equal(s->text, "> go_away DEADLINE_HELLO\n");
    assert_int_equal(s->session.state, SESSION_CLOSED);
    buffer_deinit(&b);
}

static void deadline_of_a_frame_is_absolute(void **state) {
    struct script *s = *state;
    struct buffer b;

    buffer_init(&b, 4096);
    script_enter(s, SESSION_MEMBER);
    frame_request(&b, 1, "m", "0123456789", 10);
    for (size_t i = 0; i < 10; i++) {
        script_feed(s, buffer_front(&b) + i, 1);
        script_wait(s, 999);
    }
    assert_int_equal(s->session.state, SESSION_MEMBER);
    script_wait(s, 10);
    script_take(s);
    assert_string_equal(s->text, "> go_away DEADLINE_FRAME\n");
    buffer_deinit(&b);
}

static void a_whole_frame_stops_its_clock(void **state) {
    struct script *s = *state;
    struct buffer b;

    buffer_init(&b, 4096);
    script_enter(s, SESSION_MEMBER);
    frame_ping(&b, "x");
    script_feed(s, buffer_front(&b), 3);
    script_wait(s, 9999);
    script_feed(s, buffer_front(&b) + 3, buffer_bytes(&b) - 3);
    script_take(s);
    script_wait(s, 200000);
    assert_int_equal(s->session.state, SESSION_MEMBER);
    buffer_deinit(&b);
}

static void deadline_of_a_guest_waits_for_its_call(void **state) {
    struct script *s = *state;

    script_enter(s, SESSION_GUEST);
    script_wait(s, 9000);
    script_request(s, 1, "m");
    script_wait(s, 60000); /* a password is being hashed, or delayed */
    assert_int_equal(s->session.state, SESSION_GUEST);
    script_answer(s, 1);
    script_take(s);
    script_wait(s, 9999);
    assert_int_equal(s->session.state, SESSION_GUEST);
    script_wait(s, 1);
    script_take(s);
    assert_int_equal(s->session.state, SESSION_CLOSED);
    assert_non_null(strstr(s->text, "> go_away DEADLINE_LOGIN\n"));
}

static void pings_do_not_keep_a_guest(void **state) {
    struct script *s = *state;
    struct buffer b;

    buffer_init(&b, 4096);
    script_enter(s, SESSION_GUEST);
    frame_ping(&b, "x");
    for (int i = 0; i < 9; i++) {
        script_wait(s, 1000);
        script_feed(s, buffer_front(&b), buffer_bytes(&b));
        script_take(s);
    }
    script_wait(s, 1000);
    script_take(s);
    assert_int_equal(s->session.state, SESSION_CLOSED);
    buffer_deinit(&b);
}

static void resume_that_never_comes(void **state) {
    const uint8_t token[32] = {1};
    struct script *s = *state;
    struct buffer b;

    buffer_init(&b, 4096);
    script_enter(s, SESSION_HELLO);
    frame_hello(&b, "en", token, sizeof token);
    script_feed_frames(s, &b);
    script_wait(s, 10000);
    script_take(s);
    assert_non_null(strstr(s->text, "> go_away SERVER_BUSY\n"));
    assert_int_equal(s->session.state, SESSION_CLOSED);
}

static void silence_is_pinged_and_then_ended(void **state) {
    struct script *s = *state;
    struct buffer b;

    buffer_init(&b, 4096);
    script_enter(s, SESSION_MEMBER);
    script_wait(s, 299999);
    script_take(s);
    assert_string_equal(s->text, "");
    script_wait(s, 1);
    script_take(s);
    assert_string_equal(s->text, "> ping\n");
    script_wait(s, 599999);
    assert_int_equal(s->session.state, SESSION_MEMBER);
    script_wait(s, 1);
    script_take(s);
    assert_string_equal(s->text, "> ping\n> go_away IDLE_TIMEOUT\n");
    assert_int_equal(s->session.end, SESSION_END_IDLE);
    buffer_deinit(&b);
}

static void who_answers_pings_stays(void **state) {
    Kam__V1__Pong pong = KAM__V1__PONG__INIT;
    Kam__V1__Envelope e = KAM__V1__ENVELOPE__INIT;
    struct script *s = *state;
    struct buffer b;

    buffer_init(&b, 4096);
    e.body_case = KAM__V1__ENVELOPE__BODY_PONG;
    e.pong = &pong;
    frame_envelope(&b, &e);
    script_enter(s, SESSION_MEMBER);
    for (int i = 0; i < 50; i++) {
        script_wait(s, 300000);
        script_take(s);
        assert_string_equal(s->text, "> ping\n");
        script_clear(s);
        script_feed(s, buffer_front(&b), buffer_bytes(&b));
    }
    assert_int_equal(s->session.state, SESSION_MEMBER);
    buffer_deinit(&b);
}

static void a_running_call_is_not_idleness(void **state) {
    struct script *s = *state;

    script_enter(s, SESSION_MEMBER);
    script_request(s, 1, "m");
    script_wait(s, 2000000);
    assert_int_equal(s->session.state, SESSION_MEMBER);
    script_answer(s, 1);
    script_take(s);
    script_wait(s, 300000);
    script_take(s); /* the ping */
    script_wait(s, 599999);
    assert_int_equal(s->session.state, SESSION_MEMBER);
    script_wait(s, 1);
    script_take(s);
    assert_int_equal(s->session.state, SESSION_CLOSED);
}

/* Above the mark nothing is read; what arrived before waits, in order, and goes on when the peer has read. */
static void unread_answers_stop_the_reading(void **state) {
    uint8_t body[1500] = {0};
    struct script *s = *state;
    struct buffer b;
    char expected[512] = "";

    buffer_init(&b, 1 << 20);
    script_enter(s, SESSION_MEMBER);
    s->answers_at_once = true;
    for (uint64_t i = 1; i <= 6; i++)
        frame_request(&b, i, "m", body, sizeof body);
    session_feed(&s->session, buffer_front(&b), buffer_bytes(&b), s->now);
    assert_string_equal(s->text, "request 1 m 1500 id 0\nrequest 2 m 1500 id 0\n");
    assert_int_equal(session_room(&s->session), 0);
    /* While we do not read, an unfinished frame is not the peer's fault. */
    script_wait(s, 20000);
    assert_int_equal(s->session.state, SESSION_MEMBER);
    script_take(s);
    for (int i = 1; i <= 6; i += 2)
        (void)sprintf(expected + strlen(expected),
                      "request %d m 1500 id 0\nrequest %d m 1500 id 0\n> response %d OK 1500\n> response %d OK 1500\n", i, i + 1, i, i + 1);
    assert_string_equal(s->text, expected);
    assert_true(session_room(&s->session) > 0);
    assert_null(s->session.output.memory);
    assert_null(s->session.stash.memory);
    buffer_deinit(&b);
}

static void output_not_taken_in_time_ends_the_connection(void **state) {
    struct script *s = *state;

    script_enter(s, SESSION_MEMBER);
    s->answers_at_once = true;
    script_request(s, 1, "m");
    script_wait(s, 29999);
    assert_int_equal(s->session.state, SESSION_MEMBER);
    script_wait(s, 1);
    assert_int_equal(s->session.state, SESSION_CLOSED);
    assert_int_equal(s->session.end, SESSION_END_UNREAD);
}

static void taking_a_byte_now_and_then_does_not_help(void **state) {
    uint8_t body[1500] = {0};
    struct script *s = *state;
    struct buffer b;

    buffer_init(&b, 4096);
    script_enter(s, SESSION_MEMBER);
    s->answers_at_once = true;
    frame_request(&b, 1, "m", body, sizeof body);
    script_feed_frames(s, &b);
    for (int i = 0; i < 29; i++) {
        script_wait(s, 1000);
        session_sent(&s->session, 1, s->now);
    }
    script_wait(s, 1000);
    assert_int_equal(s->session.end, SESSION_END_UNREAD);
}

static void a_steady_reader_may_always_have_something_queued(void **state) {
    struct script *s = *state;
    size_t queued;

    script_enter(s, SESSION_MEMBER);
    s->answers_at_once = true;
    for (uint64_t i = 1; i <= 200; i++) {
        script_request(s, i, "m");
        (void)session_output(&s->session, &queued);
        if (i > 1)
            session_sent(&s->session, queued / 2, s->now);
        script_wait(s, 5000);
        (void)session_output(&s->session, &queued);
        assert_true(queued > 0);
    }
    assert_int_equal(s->session.state, SESSION_MEMBER);
}

static void go_away_answers_what_is_in_flight(void **state) {
    struct script *s = *state;

    script_enter(s, SESSION_MEMBER);
    script_request(s, 1, "m");
    session_go_away(&s->session, NULL, s->now);
    assert_int_equal(s->session.state, SESSION_DRAINING);
    script_request(s, 2, "m");
    script_answer(s, 1);
    script_take(s);
    assert_string_equal(s->text, "request 1 m 4 id 0\n> go_away SHUTTING_DOWN\n> response 2 SHUTTING_DOWN 0\n> response 1 OK 6\n");
    assert_int_equal(s->session.state, SESSION_CLOSED);
    assert_int_equal(s->session.end, SESSION_END_GO_AWAY);
}

static void go_away_in_every_state(void **state) {
    const enum session_state states[] = {SESSION_HANDSHAKE, SESSION_HELLO, SESSION_GUEST, SESSION_MEMBER};

    (void)state;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        struct script *s = malloc(sizeof *s);

        assert_non_null(s);
        script_init(s);
        if (states[i] != SESSION_HANDSHAKE)
            script_enter(s, states[i]);
        session_go_away(&s->session, NULL, s->now);
        session_go_away(&s->session, NULL, s->now);
        script_take(s);
        assert_string_equal(s->text, states[i] == SESSION_HANDSHAKE ? "" : "> go_away SHUTTING_DOWN\n");
        assert_int_equal(s->session.state, SESSION_CLOSED);
        script_deinit(s);
        free(s);
    }
}

static void a_drain_has_an_end(void **state) {
    struct script *s = *state;

    script_enter(s, SESSION_MEMBER);
    script_request(s, 1, "m");
    session_go_away(&s->session, NULL, s->now);
    script_take(s);
    script_wait(s, 14999);
    assert_int_equal(s->session.state, SESSION_DRAINING);
    script_wait(s, 1);
    assert_int_equal(s->session.state, SESSION_CLOSED);
    assert_int_equal(s->session.end, SESSION_END_DEADLINE);
    assert_false(session_answer(&s->session, 1, STATUS_OK, NULL, 0, false, s->now));
}

static void half_closed_in_every_state(void **state) {
    const struct {
        enum session_state from;
        bool in_flight;
        enum session_state to;
    } cases[] = {
        {SESSION_HANDSHAKE, false, SESSION_CLOSED}, {SESSION_HELLO, false, SESSION_CLOSED},  {SESSION_GUEST, false, SESSION_CLOSED},
        {SESSION_GUEST, true, SESSION_DRAINING},    {SESSION_MEMBER, false, SESSION_CLOSED}, {SESSION_MEMBER, true, SESSION_DRAINING},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct script *s = malloc(sizeof *s);

        assert_non_null(s);
        script_init(s);
        if (cases[i].from != SESSION_HANDSHAKE)
            script_enter(s, cases[i].from);
        if (cases[i].in_flight)
            script_request(s, 1, "m");
        session_input_ended(&s->session, s->now);
        assert_int_equal(s->session.state, cases[i].to);
        assert_int_equal(session_room(&s->session), 0);
        if (cases[i].in_flight) {
            script_answer(s, 1);
            script_take(s);
            assert_non_null(strstr(s->text, "> response 1 OK 6\n"));
            assert_int_equal(s->session.state, SESSION_CLOSED);
        }
        assert_int_equal(s->session.end, SESSION_END_PEER);
        script_deinit(s);
        free(s);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, script_setup, script_teardown)
    const struct CMUnitTest tests[] = {
        TEST(deadline_of_the_handshake),
        TEST(deadline_of_the_first_frame_is_absolute),
        TEST(deadline_of_a_frame_is_absolute),
        TEST(a_whole_frame_stops_its_clock),
        TEST(deadline_of_a_guest_waits_for_its_call),
        TEST(pings_do_not_keep_a_guest),
        TEST(resume_that_never_comes),
        TEST(silence_is_pinged_and_then_ended),
        TEST(who_answers_pings_stays),
        TEST(a_running_call_is_not_idleness),
        TEST(unread_answers_stop_the_reading),
        TEST(output_not_taken_in_time_ends_the_connection),
        TEST(taking_a_byte_now_and_then_does_not_help),
        TEST(a_steady_reader_may_always_have_something_queued),
        TEST(go_away_answers_what_is_in_flight),
        TEST(go_away_in_every_state),
        TEST(a_drain_has_an_end),
        TEST(half_closed_in_every_state),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

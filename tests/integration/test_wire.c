/* What a peer may do wrong on the wire: kamd answers or closes, in time, keeps nothing, and goes on serving the others. */
#include "tests/integration/raw.h"
#include "tests/integration/world.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Shorter than the defaults, so that the test need not wait for them; all are absolute. */
static const struct kamd_options impatient = {
    .settings = "[limits]\nhandshake_ms = 600\nhello_ms = 600\nframe_ms = 800\nguest_ms = 1500\n",
};

static struct world world;
static kam_client *witness; /* a well-behaved client, alive all the time */

static void expect_witness(void) {
    expect_status(witness, get_session(witness), KAM_OK);
}

static void welcomed(struct raw *raw) {
    Kam__V1__Envelope *envelope;

    raw_open(raw, &world.a);
    assert_true(raw_send_hello(raw));
    envelope = raw_receive(raw, 2000);
    assert_non_null(envelope);
    assert_int_equal(envelope->body_case, KAM__V1__ENVELOPE__BODY_WELCOME);
    assert_int_equal(envelope->welcome->release, 1);
    assert_int_equal(envelope->welcome->frame_bytes_max, 4096);
    kam__v1__envelope__free_unpacked(envelope, NULL);
}

static void expect_refused(const void *bytes, size_t count, bool after_hello) {
    struct raw raw;

    if (after_hello)
        welcomed(&raw);
    else
        raw_open(&raw, &world.a);
    assert_true(raw_send(&raw, bytes, count));
    /* At once, not at a deadline. */
    assert_true(raw_ends_within(&raw, 500));
    raw_close(&raw, false);
}

static void test_lengths(void **state) {
    static const uint8_t lengths[][4] = {
        {0, 0, 0, 0}, {0, 0, 0x10, 1}, {0x7f, 0xff, 0xff, 0xff}, {0x80, 0, 0, 0}, {0xff, 0xff, 0xff, 0xff}};

    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        expect_refused(lengths[i], 4, false);
        expect_refused(lengths[i], 4, true);
    }
    expect_witness();
}

static void test_malformed(void **state) {
    static const uint8_t not_protobuf[] = {0, 0, 0, 3, 0xff, 0xff, 0xff}, no_body[] = {0, 0, 0, 2, 0x08, 0x01};
    static const uint8_t welcome[] = {0, 0, 0, 2, 0x1a, 0x00}, cut_off[] = {0, 0, 0, 4, 0x12, 0x7f, 0x08, 0x01};
    static const uint8_t protocol_2[] = {0, 0, 0, 4, 0x12, 0x02, 0x08, 0x02}, hello[] = {0, 0, 0, 4, 0x12, 0x02, 0x08, 0x01};
    static const uint8_t call_zero[] = {0, 0, 0, 5, 0x22, 0x03, 0x0a, 0x01, 'x'};
    static const uint8_t text[] = "GET / HTTP/1.1\r\nHost: kam\r\n\r\n";

    expect_refused(not_protobuf, sizeof(not_protobuf), false);
    expect_refused(no_body, sizeof(no_body), false);
    expect_refused(welcome, sizeof(welcome), false);
    expect_refused(cut_off, sizeof(cut_off), false);
    expect_refused(protocol_2, sizeof(protocol_2), false);
    expect_refused(text, sizeof(text) - 1, false);
    expect_refused(call_zero, sizeof(call_zero), false); /* and before any Hello */
    expect_refused(call_zero, sizeof(call_zero), true);
    expect_refused(hello, sizeof(hello), true); /* a second one */
    expect_refused(welcome, sizeof(welcome), true);
    expect_refused(no_body, sizeof(no_body), true);
    expect_witness();
}

static void test_call_id_used_again(void **state) {
    struct raw raw;
    Kam__V1__Envelope *envelope;

    welcomed(&raw);
    assert_true(raw_send_login(&raw, 5, "nobody", "wrong"));
    envelope = raw_receive(&raw, 3000);
    assert_non_null(envelope);
    assert_int_equal(envelope->call_id, 5);
    assert_int_equal(envelope->response->status->code, KAM_UNAUTHENTICATED);
    kam__v1__envelope__free_unpacked(envelope, NULL);
    assert_true(raw_send_login(&raw, 5, "nobody", "wrong"));
    assert_true(raw_ends_within(&raw, 500));
    raw_close(&raw, false);
}

static void test_alpn_and_version(void **state) {
    static const char *const wrong[] = {NULL, "h2", "http/1.1", "kam/2", "kam/"};
    struct raw raw;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        Kam__V1__Envelope *envelope;
        bool up;

        raw_connect(&raw, &world.a);
        up = raw_handshake(&raw, &world.a, wrong[i], TLS1_3_VERSION);
        /* In TLS 1.3 the client's side may be up before the server's alert arrives; not a frame is taken, though. */
        if (up) {
            (void)raw_send_hello(&raw);
            envelope = raw_receive(&raw, 1000);
            assert_null(envelope);
            assert_true(raw_ends_within(&raw, 1000));
        }
        raw_close(&raw, false);
    }
    raw_connect(&raw, &world.a);
    assert_false(raw_handshake(&raw, &world.a, "kam/1", TLS1_2_VERSION));
    raw_close(&raw, false);
    expect_witness();
}

/* Each deadline is absolute: a byte now and then does not move it. */
static void test_slow(void **state) {
    static const uint8_t begun[] = {0, 0, 4, 0, 0x12};
    struct raw silent, mute, slow;
    long long began = monotonic_ms();
    int bytes = 0;

    raw_connect(&silent, &world.a); /* no handshake */
    raw_open(&mute, &world.a);      /* no Hello */
    welcomed(&slow);                /* a frame that never ends */
    assert_true(raw_send(&slow, begun, sizeof(begun)));
    assert_true(raw_ends_within(&silent, 2500));
    assert_true(monotonic_ms() - began >= 500);
    assert_true(raw_ends_within(&mute, 2500));
    /* A deadline that bytes could move would hold as long as they come. */
    while (bytes < 150 && raw_send(&slow, "\x08", 1)) {
        bytes++;
        sleep_ms(100);
    }
    assert_in_range(bytes, 1, 149);
    assert_true(raw_ends_within(&slow, 2500));
    raw_close(&silent, false);
    raw_close(&mute, false);
    raw_close(&slow, false);
    expect_witness();
}

static bool back_to(int fds, int timeout_ms) {
    long long until = monotonic_ms() + timeout_ms;

    while (process_fds(world.a.pid) > fds) {
        if (monotonic_ms() > until)
            return false;
        sleep_ms(20);
    }
    return true;
}

/* Gone at every state, by FIN and by RST, many times: not one descriptor stays. */
static void test_half_close(void **state) {
    static const uint8_t part_of_frame[] = {0, 0, 0, 50, 0x12, 0x30};
    static const uint8_t client_hello_begun[] = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00};
    int fds = process_fds(world.a.pid);

    /* kamd cannot be looked into by its own user, on purpose; root and the sanitized build, which can, count for everybody. */
    if (fds < 0) {
        assert_int_not_equal(geteuid(), 0);
        print_message("the descriptors of kamd are closed to this user: only counted as root and under the sanitizers\n");
    }
    for (int round = 0; round < 48; round++) {
        bool reset = round % 2 != 0;
        struct raw raw;

        switch (round / 2 % 6) {
        case 0: /* connected */
            raw_connect(&raw, &world.a);
            break;
        case 1: /* within the handshake */
            raw_connect(&raw, &world.a);
            (void)raw_send(&raw, client_hello_begun, sizeof(client_hello_begun));
            break;
        case 2: /* before Hello */
            raw_open(&raw, &world.a);
            break;
        case 3: /* within a frame */
            raw_open(&raw, &world.a);
            (void)raw_send(&raw, part_of_frame, sizeof(part_of_frame));
            break;
        case 4: /* idle */
            welcomed(&raw);
            break;
        default: /* with a call under way: the password is being hashed */
            welcomed(&raw);
            (void)raw_send_login(&raw, 1, "vp", FIXTURE_PASSWORD);
            break;
        }
        raw_close(&raw, reset);
    }
    assert_true(back_to(fds, 5000));
    expect_witness();
}

static void test_answer_after_half_close(void **state) {
    struct raw raw;
    Kam__V1__Envelope *envelope;

    /* A peer that has said all it will say still gets its answer, or a clean end: never a hang. */
    welcomed(&raw);
    assert_true(raw_send_login(&raw, 1, "audit", FIXTURE_PASSWORD));
    SSL_shutdown(raw.ssl);
    envelope = raw_receive(&raw, 3000);
    if (envelope) {
        assert_int_equal(envelope->call_id, 1);
        kam__v1__envelope__free_unpacked(envelope, NULL);
    }
    assert_true(raw_ends_within(&raw, 5000));
    raw_close(&raw, false);
    expect_witness();
}

static int open_world(void **state) {
    world_open_with(&world, 1, &impatient);
    witness = fixture_client(&world.a, "sp1");
    return 0;
}

static int close_world(void **state) {
    kam_client_free(witness);
    world_close(&world);
    return 0;
}

int main(void) {
    signal(SIGPIPE, SIG_IGN); /* kamd closes on this program, by design */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_call_id_used_again),
        cmocka_unit_test(test_alpn_and_version),
        cmocka_unit_test(test_slow),
        cmocka_unit_test(test_half_close),
        cmocka_unit_test(test_answer_after_half_close),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

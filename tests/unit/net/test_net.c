/* Real sockets: answers, limits, half-closed and reset peers, slow ones, and the stop. No descriptor may be left behind. */
#include "common/log.h"
#include "tests/harness/certs.h"
#include "tests/unit/net/echo.h"
#include "tests/unit/net/probe.h"
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

static char folder[64] = "/tmp/kam-test-net-XXXXXX";
static struct tls_context *server_tls, *client_tls;

static const char *in_folder(const char *name) {
    static char paths[2][128];
    static unsigned next;
    char *path = paths[next++ % 2];

    (void)snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int setup(void **state) {
    struct net_limits limits;
    uint16_t port;

    (void)state;
    (void)signal(SIGPIPE, SIG_IGN);
    log_set_level(LOG_ERROR);
    if (!mkdtemp(folder))
        return -1;
    certs_make(folder);
    if (tls_context_new_server(&(struct tls_server_files){.certificate = in_folder("server.pem"), .key = in_folder("server.key")}, &server_tls, NULL) < 0 ||
        tls_context_new_client(in_folder("ca.pem"), &client_tls, NULL) < 0)
        return -1;
    /* libuv keeps some descriptors of its own from the first loop on. */
    echo_limits(&limits);
    (void)echo_stop(echo_start(server_tls, &limits, &port));
    return 0;
}

static int teardown(void **state) {
    (void)state;
    certs_remove(folder);
    tls_context_free(server_tls);
    tls_context_free(client_tls);
    return 0;
}

static int descriptors(void) {
    DIR *d = opendir("/proc/self/fd");
    int count = 0;

    assert_non_null(d);
    while (readdir(d))
        count++;
    (void)closedir(d);
    return count;
}

static void pause_ms(long ms) {
    const struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

    (void)nanosleep(&t, NULL);
}

/* The server closes what it accepted; a test waits for that instead of guessing. */
static struct net_counters wait_open(struct echo *e, uint32_t open) {
    struct net_counters c;

    for (int i = 0; i < 500; i++) {
        c = echo_counters(e);
        if (c.open == open)
            return c;
        pause_ms(10);
    }
    fail_msg("%u connections open instead of %u", c.open, open);
    return c;
}

static void expect_response(struct probe *p, uint64_t call_id, size_t bytes) {
    Kam__V1__Envelope *e;

    assert_int_equal(probe_receive(p, PROBE_DEADLINE_MS, &e), 0);
    assert_int_equal(e->body_case, KAM__V1__ENVELOPE__BODY_RESPONSE);
    assert_int_equal(e->call_id, call_id);
    assert_int_equal(e->response->body.len, bytes);
    kam__v1__envelope__free_unpacked(e, NULL);
}

static void login(struct probe *p) {
    assert_true(probe_request(p, 1, "login", "", 0));
    expect_response(p, 1, 0);
}

static void calls_and_answers(void **state) {
    struct net_limits limits;
    int before = descriptors();
    uint16_t port;
    struct probe p;
    struct echo *e;

    (void)state;
    echo_limits(&limits);
    e = echo_start(server_tls, &limits, &port);
    assert_true(probe_open(&p, port, client_tls));
    login(&p);
    for (uint64_t i = 2; i < 500; i++) {
        assert_true(probe_request(&p, i, "echo", "hello", 5));
        expect_response(&p, i, 5);
    }
    /* Pipelined: as many as are allowed at once. */
    for (uint64_t i = 1000; i < 1064; i++)
        assert_true(probe_request(&p, i, "echo", "hello", 5));
    for (uint64_t i = 1000; i < 1064; i++)
        expect_response(&p, i, 5);
    probe_goodbye(&p);
    assert_int_equal(probe_end(&p, PROBE_DEADLINE_MS), PROBE_CLOSED);
    probe_close(&p);
    wait_open(e, 0);
    assert_int_equal(echo_stop(e).calls, 499 + 64);
    assert_int_equal(descriptors(), before);
}

/* Frames of a megabyte both ways, far larger than any buffer on the path. */
static void large_frames(void **state) {
    const size_t bytes = 3 << 20;
    uint8_t *body = calloc(1, bytes);
    struct net_limits limits;
    uint16_t port;
    struct probe p;
    struct echo *e;

    (void)state;
    assert_non_null(body);
    echo_limits(&limits);
    e = echo_start(server_tls, &limits, &port);
    assert_true(probe_open(&p, port, client_tls));
    login(&p);
    assert_true(probe_request(&p, 2, "echo", body, bytes));
    expect_response(&p, 2, bytes);
    /* Ten answers of 1 MB asked for before one is read: the server stops reading us, and loses nothing. */
    for (uint64_t i = 3; i < 13; i++)
        assert_true(probe_request(&p, i, "large", "1000000", 7));
    pause_ms(200);
    for (uint64_t i = 3; i < 13; i++)
        expect_response(&p, i, 1000000);
    assert_true(probe_request(&p, 13, "large", "5000000", 7));
    expect_response(&p, 13, 0); /* ANSWER_TOO_LARGE */
    probe_close(&p);
    wait_open(e, 0);
    (void)echo_stop(e);
    free(body);
}

static void many_at_once(void **state) {
    enum { MANY = 200 };
    struct probe *p = calloc(MANY, sizeof *p);
    struct net_limits limits;
    int before = descriptors();
    uint16_t port;
    struct echo *e;

    (void)state;
    assert_non_null(p);
    echo_limits(&limits);
    e = echo_start(server_tls, &limits, &port);
    for (int i = 0; i < MANY; i++) {
        assert_true(probe_open(&p[i], port, client_tls));
        login(&p[i]);
    }
    for (int i = 0; i < MANY; i++)
        assert_true(probe_request(&p[i], 2, "echo", "x", 1));
    for (int i = 0; i < MANY; i++)
        expect_response(&p[i], 2, 1);
    assert_int_equal(echo_counters(e).open, MANY);
    assert_int_equal(echo_counters(e).guests, 0);
    for (int i = 0; i < MANY; i++) {
        if (i % 3 == 0)
            probe_reset(&p[i]);
        else
            probe_close(&p[i]);
    }
    wait_open(e, 0);
    (void)echo_stop(e);
    free(p);
    assert_int_equal(descriptors(), before);
}

static void limits_on_connections(void **state) {
    struct probe p[4];
    struct net_limits limits;
    struct net_counters c;
    uint16_t port;
    struct echo *e;

    (void)state;
    echo_limits(&limits);
    limits.connections_per_address_max = 2;
    e = echo_start(server_tls, &limits, &port);
    assert_true(probe_open(&p[0], port, client_tls));
    assert_true(probe_open(&p[1], port, client_tls));
    assert_false(probe_open(&p[2], port, client_tls));
    probe_close(&p[2]);
    probe_close(&p[0]);
    wait_open(e, 1);
    assert_true(probe_open(&p[2], port, client_tls));
    probe_close(&p[1]);
    probe_close(&p[2]);
    wait_open(e, 0);
    c = echo_stop(e);
    assert_int_equal(c.refused_address, 1);
    limits.connections_per_address_max = 100;
    limits.connections_max = 2;
    e = echo_start(server_tls, &limits, &port);
    assert_true(probe_open(&p[0], port, client_tls));
    assert_true(probe_open(&p[1], port, client_tls));
    assert_false(probe_open(&p[2], port, client_tls));
    for (int i = 0; i < 3; i++)
        probe_close(&p[i]);
    wait_open(e, 0);
    assert_int_equal(echo_stop(e).refused_full, 1);
}

/* The oldest guest makes room for a new one; who is logged in never does. */
static void guests_give_way(void **state) {
    struct probe p[4];
    struct net_limits limits;
    uint16_t port;
    struct echo *e;

    (void)state;
    echo_limits(&limits);
    limits.guests_max = 2;
    e = echo_start(server_tls, &limits, &port);
    assert_true(probe_open(&p[0], port, client_tls));
    login(&p[0]);
    assert_true(probe_open(&p[1], port, client_tls));
    assert_true(probe_open(&p[2], port, client_tls));
    assert_true(probe_open(&p[3], port, client_tls));
    assert_in_range(probe_end(&p[1], PROBE_DEADLINE_MS), PROBE_CLOSED, PROBE_RESET);
    assert_true(probe_request(&p[0], 2, "echo", "x", 1));
    expect_response(&p[0], 2, 1);
    login(&p[3]);
    for (int i = 0; i < 4; i++)
        probe_close(&p[i]);
    wait_open(e, 0);
    assert_int_equal(echo_stop(e).evicted_guests, 1);
}

/* What a peer may stop at. */
enum stop {
    STOP_AFTER_CONNECT,
    STOP_IN_HANDSHAKE,
    STOP_AFTER_HANDSHAKE,
    STOP_IN_HELLO,
    STOP_AFTER_WELCOME,
    STOP_IN_REQUEST,
    STOP_IN_CALL,
    STOP_MEMBER,
    STOPS,
};

static void advance(struct probe *p, uint16_t port, enum stop stop) {
    if (stop <= STOP_IN_HELLO) {
        assert_true(probe_connect(p, port));
        if (stop == STOP_IN_HANDSHAKE)
            assert_true(probe_send_raw(p, "\x16\x03\x01\x02\x00\x01\x00", 7));
        if (stop >= STOP_AFTER_HANDSHAKE)
            assert_int_equal(probe_secure(p, client_tls), 0);
        if (stop == STOP_IN_HELLO)
            assert_true(probe_send(p, "\0\0\0\x0f\x12\x0d\x08", 7));
        return;
    }
    assert_true(probe_open(p, port, client_tls));
    if (stop == STOP_IN_REQUEST)
        assert_true(probe_send(p, "\0\0\0\x20\x08\x01", 6));
    if (stop == STOP_IN_CALL)
        assert_true(probe_request(p, 1, "never", "", 0));
    if (stop == STOP_MEMBER)
        login(p);
}

/* t-halfclose: FIN, RST and no close_notify at each point; the connection goes, and with it its descriptor. */
static void half_closed_at_every_point(void **state) {
    struct net_limits limits;
    int before = descriptors();
    struct probe p;
    uint16_t port;
    struct echo *e;
    int end;

    (void)state;
    echo_limits(&limits);
    limits.session.drain_ms = 200; /* "never" is in flight when the peer half-closes */
    e = echo_start(server_tls, &limits, &port);
    for (int stop = 0; stop < STOPS; stop++) {
        advance(&p, port, (enum stop)stop);
        probe_reset(&p);
        wait_open(e, 0);
        advance(&p, port, (enum stop)stop);
        probe_half_close(&p); /* FIN without close_notify */
        /* OpenSSL answers the missing close_notify with an alert. */
        if (p.tls)
            assert_true((end = probe_end(&p, PROBE_DEADLINE_MS)) == PROBE_CUT || end == PROBE_BROKEN);
        probe_close(&p);
        wait_open(e, 0);
        if (stop >= STOP_AFTER_HANDSHAKE) {
            advance(&p, port, (enum stop)stop);
            probe_goodbye(&p);
            assert_in_range(probe_end(&p, PROBE_DEADLINE_MS), PROBE_CLOSED, PROBE_CUT);
            probe_close(&p);
            wait_open(e, 0);
        }
    }
    (void)echo_stop(e);
    assert_int_equal(descriptors(), before);
}

/* A peer that has said goodbye still gets the answers to what it asked before. */
static void answers_after_a_goodbye(void **state) {
    struct net_limits limits;
    struct probe p;
    uint16_t port;
    struct echo *e;

    (void)state;
    echo_limits(&limits);
    e = echo_start(server_tls, &limits, &port);
    assert_true(probe_open(&p, port, client_tls));
    login(&p);
    for (uint64_t i = 2; i < 12; i++)
        assert_true(probe_request(&p, i, "large", "100000", 6));
    probe_goodbye(&p);
    for (uint64_t i = 2; i < 12; i++)
        expect_response(&p, i, 100000);
    assert_int_equal(probe_end(&p, PROBE_DEADLINE_MS), PROBE_CLOSED);
    probe_close(&p);
    wait_open(e, 0);
    (void)echo_stop(e);
}

/* Everybody who stalls is gone at the deadline of where they stall, and told why when they can be told. */
static void slow_peers_are_dropped(void **state) {
    struct net_limits limits;
    Kam__V1__Envelope *envelope;
    struct probe p[STOPS];
    uint16_t port;
    struct echo *e;
    int r;

    (void)state;
    echo_limits(&limits);
    limits.session.handshake_ms = limits.session.hello_ms = limits.session.guest_ms = 300;
    limits.session.frame_ms = 400;
    e = echo_start(server_tls, &limits, &port);
    for (int stop = 0; stop < STOPS; stop++)
        advance(&p[stop], port, (enum stop)stop);
    /* Left are the member and the guest whose call runs. */
    wait_open(e, 2);
    for (int stop = 0; stop < STOPS; stop++) {
        const char *reason = stop == STOP_AFTER_HANDSHAKE || stop == STOP_IN_HELLO ? "DEADLINE_HELLO"
                             : stop == STOP_AFTER_WELCOME                          ? "DEADLINE_LOGIN"
                                                                                   : NULL;

        if (reason) {
            r = probe_receive(&p[stop], PROBE_DEADLINE_MS, &envelope);
            assert_int_equal(r, 0);
            assert_int_equal(envelope->body_case, KAM__V1__ENVELOPE__BODY_GO_AWAY);
            assert_string_equal(envelope->go_away->status->reason, reason);
            kam__v1__envelope__free_unpacked(envelope, NULL);
            assert_int_equal(probe_end(&p[stop], PROBE_DEADLINE_MS), PROBE_CLOSED);
        }
        probe_close(&p[stop]);
    }
    wait_open(e, 0);
    (void)echo_stop(e);
}

static void who_does_not_read_is_dropped(void **state) {
    struct net_limits limits;
    struct probe p;
    uint16_t port;
    struct echo *e;

    (void)state;
    echo_limits(&limits);
    limits.session.unread_ms = 500;
    e = echo_start(server_tls, &limits, &port);
    assert_true(probe_open(&p, port, client_tls));
    login(&p);
    /* More than any socket buffer takes. */
    for (uint64_t i = 2; i < 20; i++)
        assert_true(probe_request(&p, i, "large", "4000000", 7));
    wait_open(e, 0);
    probe_close(&p);
    (void)echo_stop(e);
}

/* Twenty who ask for much and read nothing: what is queued for all stays near the limit, the others are closed at once. */
static void all_unread_output_is_bounded(void **state) {
    enum { MANY = 20 };
    struct net_limits limits;
    struct net_counters c;
    struct probe p[MANY];
    uint64_t most = 0;
    uint16_t port;
    struct echo *e;

    (void)state;
    echo_limits(&limits);
    limits.output_total_bytes_max = 32 << 20;
    e = echo_start(server_tls, &limits, &port);
    for (int i = 0; i < MANY; i++) {
        assert_true(probe_open(&p[i], port, client_tls));
        login(&p[i]);
        for (uint64_t call = 2; call < 12; call++)
            assert_true(probe_request(&p[i], call, "large", "4000000", 7));
        c = echo_counters(e);
        most = c.output_bytes > most ? c.output_bytes : most;
    }
    for (int i = 0; i < 20; i++) {
        pause_ms(10);
        c = echo_counters(e);
        most = c.output_bytes > most ? c.output_bytes : most;
    }
    assert_true(c.closed_unread > 0);
    assert_in_range(most, 1, (32 << 20) + MANY * (1 << 20) + (8 << 20));
    for (int i = 0; i < MANY; i++)
        probe_close(&p[i]);
    c = wait_open(e, 0);
    assert_int_equal(c.output_bytes, 0);
    (void)echo_stop(e);
}

static void a_stop_answers_what_is_in_flight(void **state) {
    struct net_limits limits;
    Kam__V1__Envelope *envelope;
    struct probe p[2];
    uint16_t port;
    struct echo *e;

    (void)state;
    echo_limits(&limits);
    limits.session.drain_ms = 300;
    e = echo_start(server_tls, &limits, &port);
    assert_true(probe_open(&p[0], port, client_tls));
    assert_true(probe_open(&p[1], port, client_tls));
    login(&p[0]);
    login(&p[1]);
    assert_true(probe_request(&p[0], 2, "large", "3000000", 7));
    assert_true(probe_request(&p[1], 2, "never", "", 0));
    while (echo_counters(e).calls < 4)
        pause_ms(5);
    (void)echo_stop(e);
    /* The answer and go_away come in the order in which they were ready. */
    for (int i = 0; i < 2; i++) {
        bool answered = false, told = false;

        while (probe_receive(&p[i], PROBE_DEADLINE_MS, &envelope) == 0) {
            answered |= envelope->body_case == KAM__V1__ENVELOPE__BODY_RESPONSE && envelope->response->body.len == 3000000;
            told |= envelope->body_case == KAM__V1__ENVELOPE__BODY_GO_AWAY;
            kam__v1__envelope__free_unpacked(envelope, NULL);
        }
        assert_int_equal(answered, i == 0);
        assert_true(told);
        assert_true(tls_closed_cleanly(p[i].tls));
        probe_close(&p[i]);
    }
    assert_false(probe_connect(&p[0], port));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_and_answers),
        cmocka_unit_test(large_frames),
        cmocka_unit_test(many_at_once),
        cmocka_unit_test(limits_on_connections),
        cmocka_unit_test(guests_give_way),
        cmocka_unit_test(half_closed_at_every_point),
        cmocka_unit_test(answers_after_a_goodbye),
        cmocka_unit_test(slow_peers_are_dropped),
        cmocka_unit_test(who_does_not_read_is_dropped),
        cmocka_unit_test(all_unread_output_is_bounded),
        cmocka_unit_test(a_stop_answers_what_is_in_flight),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

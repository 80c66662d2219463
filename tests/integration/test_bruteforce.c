/*
 * Guessing passwords: of a thousand wrong tries from a hundred addresses few are even looked at, the owner gets in all the while, and how
 * long an answer takes does not tell whether the name exists.
 */
#include "tests/harness/process.h"
#include "tests/integration/raw.h"
#include "tests/integration/world.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define SOURCES 100
#define TRIES_EACH 10
#define NAMES_EACH 30 /* known, and as many that nobody has */
#define TRIES_FREE 5  /* on one account, before the first delay */
#define ROUNDS 3

static struct world world;

static void open_from(struct raw *raw, unsigned source) {
    Kam__V1__Envelope *welcome;

    raw_connect_from(raw, &world.a, source);
    assert_true(raw_handshake(raw, &world.a, "kam/1", TLS1_3_VERSION));
    assert_true(raw_send_hello(raw));
    welcome = raw_receive(raw, 30000);
    assert_non_null(welcome);
    kam__v1__envelope__free_unpacked(welcome, NULL);
}

/* Whether the password was looked at: LOGIN_FAILED comes after the hash, LOGIN_DELAYED in its place. */
static bool is_hashed(struct raw *raw, uint64_t call_id, const char *login) {
    Kam__V1__Envelope *answer;
    const char *reason;
    bool hashed;

    assert_true(raw_send_login(raw, call_id, login, "Wrong-Guess-2026"));
    answer = raw_receive(raw, 60000);
    assert_true(answer && answer->body_case == KAM__V1__ENVELOPE__BODY_RESPONSE && answer->response->status);
    reason = answer->response->status->reason;
    hashed = strcmp(reason, "LOGIN_FAILED") == 0;
    if (!hashed)
        assert_string_equal(reason, "LOGIN_DELAYED");
    kam__v1__envelope__free_unpacked(answer, NULL);
    return hashed;
}

/* 1,000 tries on three people and two names nobody has. The owner of one logs in from where he has before, in the midst of it. */
static void test_thousand(void **state) {
    static const char *const targets[] = {"sp1", "admin", "mgr", "root", "administrator"};
    kam_client *owner = fixture_client(&world.a, "sp1"); /* from 127.0.0.1 */
    unsigned hashed = 0, tries = 0;

    for (unsigned source = 1; source <= SOURCES; source++) {
        struct raw raw;

        open_from(&raw, source);
        for (unsigned i = 0; i < TRIES_EACH; i++, tries++)
            hashed += is_hashed(&raw, i + 1, targets[tries % 5]);
        raw_close(&raw, false);
        if (source % 25 == 0)
            expect_status(owner, fixture_login(owner, "sp1", FIXTURE_PASSWORD), KAM_OK);
    }
    print_message("# %u of %u wrong tries were looked at\n", hashed, tries);
    assert_int_equal(tries, 1000);
    assert_in_range(hashed, 5 * TRIES_FREE, 100);
    expect_status(owner, fixture_login(owner, "sp1", FIXTURE_PASSWORD), KAM_OK);
    /* Nobody is locked for good: the longest wait is five minutes. */
    assert_int_equal(world_number(&world, "select count(*) from kam.login_attempt where not_before > now() + interval '300 seconds'"), 0);
    kam_client_free(owner);
}

/* Many names from one address: the address has to wait, whatever the names. */
static void test_one_source(void **state) {
    unsigned hashed = 0;

    for (unsigned connection = 0; connection < 10; connection++) {
        struct raw raw;

        open_from(&raw, 200);
        for (unsigned i = 0; i < TRIES_EACH; i++) {
            char name[32];

            snprintf(name, sizeof(name), "spray-%u-%u", connection, i);
            hashed += is_hashed(&raw, i + 1, name);
        }
        raw_close(&raw, false);
    }
    print_message("# %u of 100 names tried from one address were looked at\n", hashed);
    assert_in_range(hashed, 30, 45);
}

/* --- time ---------------------------------------------------------------------------------------------------------------------------- */

struct sample {
    double ms;
    bool known;
};

static int by_time(const void *a, const void *b) {
    double x = ((const struct sample *)a)->ms, y = ((const struct sample *)b)->ms;

    return (x > y) - (x < y);
}

/* Mann and Whitney's test, two-sided, by its normal approximation: how probable such a difference is when there is none. */
static double difference_p(struct sample *samples, size_t count) {
    double ranks = 0, n = (double)count / 2, mean = n * n / 2, deviation = sqrt(n * n * (2 * n + 1) / 12);

    qsort(samples, count, sizeof(samples[0]), by_time);
    for (size_t i = 0; i < count; i++)
        ranks += samples[i].known ? (double)(i + 1) : 0;
    return erfc(fabs(ranks - n * (n + 1) / 2 - mean) / deviation / sqrt(2));
}

/* People with a password, and sessions behind them like anybody. */
static void make_people(void) {
    free(cluster_query(world.cluster, world.database,
                       "insert into kam.person (login, name) select 'timed-' || i, '计时' || i from generate_series(0, %d) i",
                       ROUNDS * NAMES_EACH - 1));
    free(cluster_query(world.cluster, world.database,
                       "insert into kam.credential (person_id, password_hash, set_at) select n.id, c.password_hash, now() from kam.person n, "
                       "kam.credential c join kam.person o on o.id = c.person_id where n.login like 'timed-%%' and o.login = 'sp1'"));
    free(cluster_query(world.cluster, world.database,
                       "insert into kam.known_source (person_id, source, last_at) select n.id, '198.51.100.' || i, now() "
                       "from kam.person n, generate_series(1, 20) i where n.login like 'timed-%%'"));
}

/* One try at every name in turn, known and unknown alternating by chance, five times over; addresses change before they have to wait. */
static double measure(unsigned round, unsigned *source) {
    static struct sample samples[2 * NAMES_EACH * TRIES_FREE];
    size_t count = 0;
    bool known = false;
    struct raw raw;

    for (unsigned try = 0; try < TRIES_FREE; try++)
        for (unsigned i = 0; i < 2 * NAMES_EACH; i++) {
            struct timespec before, after;
            char name[32];

            /* Of two neighbours one is known and the other not, in either order. */
            known = i % 2 == 0 ? rand() & 1 : !known;
            snprintf(name, sizeof(name), known ? "timed-%u" : "ghost-%u", round * NAMES_EACH + i / 2);
            if (count % 15 == 0) {
                if (count > 0)
                    raw_close(&raw, false);
                open_from(&raw, ++*source);
            }
            clock_gettime(CLOCK_MONOTONIC, &before);
            assert_true(is_hashed(&raw, count % 15 + 1, name));
            clock_gettime(CLOCK_MONOTONIC, &after);
            samples[count++] = (struct sample){.known = known,
                                               .ms = (double)(after.tv_sec - before.tv_sec) * 1e3 + (double)(after.tv_nsec - before.tv_nsec) / 1e6};
        }
    raw_close(&raw, false);
    return difference_p(samples, count);
}

/* p > 0.01; one round in a hundred is below that by chance, three in a row are not. */
static void test_timing(void **state) {
    unsigned seed = (unsigned)time(NULL), source = 300;
    double p = 0;

    srand(seed);
    make_people();
    for (unsigned round = 0; round < ROUNDS && p <= 0.01; round++) {
        p = measure(round, &source);
        print_message("# known or unknown name: p = %.4f (seed %u)\n", p, seed);
    }
    assert_true(p > 0.01);
}

static int open_world(void **state) {
    world_open(&world, 1);
    return 0;
}

static int close_world(void **state) {
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_thousand),
        cmocka_unit_test(test_one_source),
        cmocka_unit_test(test_timing),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

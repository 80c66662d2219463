/*
 * kamd processes, backends and the whole of PostgreSQL killed at random under load. What was acknowledged is there exactly once, what
 * was refused is not there, and what is unknown is there once or not at all.
 *
 * The seed is printed; KAM_TEST_SEED repeats it, KAM_KILLS says how many.
 */
#include "tests/integration/world.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define KILLS 20
#define WORKERS 4
#define WRITES_MAX 4000

static struct world world;
static unsigned seed, kills;
static atomic_bool stop;

enum outcome { NOT_TRIED = 0, DONE, REFUSED, UNKNOWN };

struct worker {
    pthread_t thread;
    kam_client *client;
    int number;
    unsigned tried;
    enum outcome outcomes[WRITES_MAX];
    int64_t ids[WRITES_MAX];
    char refusal[256]; /* the last one, for the report */
};

static unsigned pick(unsigned below) {
    seed = seed * 1664525u + 1013904223u;
    return (unsigned)(((uint64_t)(seed >> 8) * below) >> 24);
}

static void name_of(char name[64], int worker, unsigned write) {
    snprintf(name, 64, "杀 %d-%u", worker, write);
}

static void *work(void *ctx) {
    struct worker *worker = ctx;

    while (!atomic_load(&stop) && worker->tried < WRITES_MAX) {
        unsigned i = worker->tried;
        char name[64];
        int status;

        name_of(name, worker->number, i);
        status = create_account(worker->client, name, NULL, &worker->ids[i]);
        worker->outcomes[i] = status == KAM_OK ? DONE : status == KAM_UNKNOWN ? UNKNOWN : REFUSED;
        if (status != KAM_OK)
            snprintf(worker->refusal, sizeof(worker->refusal), "%s %s", kam_client_error(worker->client)->reason,
                     kam_client_error(worker->client)->message);
        worker->tried++;
    }
    return NULL;
}

static void kill_kamd(struct kamd *kamd) {
    kamd_stop(kamd, SIGKILL);
    sleep_ms((int)pick(200));
    kamd_restart(kamd);
}

/* A polite end of some backends; kamd sees 57P01. */
static void terminate_backends(void) {
    (void)world_number(&world,
                       "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                       "where usename = 'kam_app' and pid %% 2 = %u",
                       pick(2));
}

/* SIGKILL to one backend: PostgreSQL ends all others and recovers. */
static void crash_postgresql(void) {
    int64_t pid = world_number(&world, "select coalesce((select pid from pg_stat_activity where usename = 'kam_app' limit 1), 0)");

    if (pid > 0)
        kill((pid_t)pid, SIGKILL);
    sleep_ms(300);
    for (int i = 0; i < 100; i++) {
        PGconn *connection;
        char text[256];
        bool up;

        snprintf(text, sizeof(text), "host=%s user=%s dbname=postgres", world.cluster->folder, CLUSTER_ADMIN);
        connection = PQconnectdb(text);
        up = PQstatus(connection) == CONNECTION_OK;
        PQfinish(connection);
        if (up)
            return;
        sleep_ms(100);
    }
    fail_msg("PostgreSQL did not recover");
}

static void disturb(void) {
    for (unsigned i = 0; i < kills; i++) {
        unsigned what = pick(10);

        sleep_ms(100 + (int)pick(300));
        if (what < 4)
            kill_kamd(&world.a);
        else if (what < 7)
            kill_kamd(&world.b);
        else if (what < 9)
            terminate_backends();
        else
            crash_postgresql();
    }
}

static void start_workers(struct worker *workers) {
    static const char *const logins[WORKERS] = {"sp1", "sp1b", "sp2", "lead"};
    const struct kamd *both[] = {&world.a, &world.b};

    for (int i = 0; i < WORKERS; i++) {
        struct kam_options options;

        kam_options_init(&options);
        options.language = "en";
        options.retries_max = 20;
        workers[i].number = i;
        workers[i].client = kamd_client_for(both, 2, options);
        expect_status(workers[i].client, fixture_login(workers[i].client, logins[i], FIXTURE_PASSWORD), KAM_OK);
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
}

/* How often the account of one write is there: read at once for all, compared with what the worker was told. */
static void check_worker(const struct worker *worker, unsigned counts[4]) {
    PGconn *connection = cluster_connect(world.cluster, world.database);
    int *found = calloc(WRITES_MAX, sizeof(*found));
    char text[256];
    PGresult *rows;

    assert_non_null(found);
    snprintf(text, sizeof(text), "select split_part(name, '-', 2)::int, id from kam.account where name like '杀 %d-%%'", worker->number);
    rows = PQexec(connection, text);
    assert_int_equal(PQresultStatus(rows), PGRES_TUPLES_OK);
    for (int i = 0; i < PQntuples(rows); i++) {
        int write = atoi(PQgetvalue(rows, i, 0));

        assert_in_range(write, 0, worker->tried - 1);
        found[write]++;
        if (worker->outcomes[write] == DONE)
            assert_int_equal(atoll(PQgetvalue(rows, i, 1)), worker->ids[write]);
    }
    for (unsigned i = 0; i < worker->tried; i++) {
        enum outcome told = worker->outcomes[i];

        counts[told]++;
        if ((told == DONE && found[i] != 1) || (told == REFUSED && found[i] != 0) || (told == UNKNOWN && found[i] > 1))
            fail_msg("write %d-%u: told %s, found %d times", worker->number, i,
                     told == DONE      ? "done"
                     : told == REFUSED ? "refused"
                                       : "unknown",
                     found[i]);
    }
    PQclear(rows);
    PQfinish(connection);
    free(found);
}

static void test_kill(void **state) {
    struct worker *workers = calloc(WORKERS, sizeof(*workers));
    unsigned counts[4] = {0};

    assert_non_null(workers);
    atomic_store(&stop, false);
    start_workers(workers);
    disturb();
    atomic_store(&stop, true);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(workers[i].thread, NULL);
    for (int i = 0; i < WORKERS; i++) {
        check_worker(&workers[i], counts);
        if (*workers[i].refusal)
            print_message("# worker %d, last refusal: %s\n", i, workers[i].refusal);
        kam_client_free(workers[i].client);
    }
    print_message("# %u kills; %u done, %u refused, %u unknown\n", kills, counts[DONE], counts[REFUSED], counts[UNKNOWN]);
    assert_true(counts[DONE] >= kills);
    /* With a live server to ask, nothing stays unknown. */
    assert_int_equal(counts[UNKNOWN], 0);
    free(workers);
}

/* Everything accepted is one act in the journal and one kept reply, whatever crashed in between. */
static void test_books_agree(void **state) {
    assert_int_equal(world_number(&world,
                                  "select count(*) from kam.account a where name like '杀 %%' and (select count(*) from kam.journal j "
                                  "where j.subject_kind = 'account' and j.subject_id = a.id and j.outcome = 'accepted') <> 1"),
                     0);
    assert_int_equal(world_number(&world,
                                  "select count(*) from kam.account a where name like '杀 %%' and (select count(*) from kam.request r "
                                  "where r.subject_kind = 'account' and r.subject_id = a.id) <> 1"),
                     0);
}

static int open_world(void **state) {
    const char *given = getenv("KAM_TEST_SEED"), *count = getenv("KAM_KILLS");

    seed = given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
    kills = count ? (unsigned)strtoul(count, NULL, 10) : KILLS;
    print_message("# KAM_TEST_SEED=%u\n", seed);
    world_open(&world, 2);
    return 0;
}

static int close_world(void **state) {
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kill),
        cmocka_unit_test(test_books_agree),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

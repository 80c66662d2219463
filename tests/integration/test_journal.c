/* The journal under load: sealed by whichever process leads, by several at once if that could be, and through kills; one chain, no gap. */
#include "tests/integration/world.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WRITERS 3
#define SEALERS 3
#define SEALED "select count(*) from kam.journal where seq is null"

static struct world world;
static atomic_bool stop;
static atomic_uint written;

static void *write_accounts(void *ctx) {
    kam_client *client = ctx;

    while (!atomic_load(&stop)) {
        char name[64];

        snprintf(name, sizeof(name), "链 %u", atomic_fetch_add(&written, 1));
        if (create_account(client, name, NULL, NULL) != KAM_OK)
            return (void *)"a write failed";
    }
    return NULL;
}

/* What no leader would do: seals beside it. */
static void *seal(void *ctx) {
    PGconn *pg = ctx;

    while (!atomic_load(&stop)) {
        PGresult *rows = PQexec(pg, "select core.seal_journal()");
        bool ok = PQresultStatus(rows) == PGRES_TUPLES_OK;

        PQclear(rows);
        if (!ok)
            return (void *)"sealing failed";
        sleep_ms(5);
    }
    return NULL;
}

static void expect_whole(void) {
    int64_t rows = world_number(&world, "select count(*) from kam.journal");

    assert_int_equal(world_number(&world, "select count(distinct seq) from kam.journal"), rows);
    assert_int_equal(world_number(&world, "select max(seq) from kam.journal"), rows);
    assert_int_equal(world_number(&world, "select min(seq) from kam.journal"), 1);
    assert_int_equal(world_number(&world, "select seq from core.journal_head"), rows);
    assert_int_equal(world_number(&world, "select count(*) from core.verify_journal(1, 1000000) where bad_seq is null and checked_to = %lld",
                                  (long long)rows),
                     1);
    /* Acts of one person on one record stand in the order in which they took effect. */
    assert_int_equal(world_number(&world, "select count(*) from (select seq, lag(seq) over (partition by subject_kind, subject_id order by id) "
                                          "as earlier from kam.journal where subject_id is not null) x where seq < earlier"),
                     0);
}

static void join(pthread_t thread) {
    void *why;

    pthread_join(thread, &why);
    if (why)
        fail_msg("%s", (const char *)why);
}

static void test_never_forks(void **state) {
    pthread_t writers[WRITERS], sealers[SEALERS];
    kam_client *clients[WRITERS];
    PGconn *connections[SEALERS];

    atomic_store(&stop, false);
    for (int i = 0; i < WRITERS; i++) {
        clients[i] = fixture_client(i % 2 ? &world.b : &world.a, i == 0 ? "sp1" : i == 1 ? "sp1b" : "sp2");
        assert_int_equal(pthread_create(&writers[i], NULL, write_accounts, clients[i]), 0);
    }
    for (int i = 0; i < SEALERS; i++) {
        connections[i] = cluster_connect(world.cluster, world.database);
        assert_int_equal(pthread_create(&sealers[i], NULL, seal, connections[i]), 0);
    }
    sleep_ms(3000);
    atomic_store(&stop, true);
    for (int i = 0; i < WRITERS; i++) {
        join(writers[i]);
        kam_client_free(clients[i]);
    }
    for (int i = 0; i < SEALERS; i++) {
        join(sealers[i]);
        PQfinish(connections[i]);
    }
    assert_true(cluster_await(world.cluster, world.database, 5000, 0, SEALED));
    assert_true(atomic_load(&written) > 50);
    expect_whole();
}

/* Each time the one that leads is killed, the other takes over. */
static void test_leader_dies(void **state) {
    struct kamd *both[] = {&world.a, &world.b};

    for (int round = 0; round < 4; round++) {
        struct kamd *victim = both[round % 2], *other = both[(round + 1) % 2];
        kam_client *client = fixture_client(other, "sp1");
        char name[64];

        kamd_stop(victim, SIGKILL);
        snprintf(name, sizeof(name), "接任 %d", round);
        expect_status(client, create_account(client, name, NULL, NULL), KAM_OK);
        assert_true(cluster_await(world.cluster, world.database, 15000, 0, SEALED));
        kam_client_free(client);
        kamd_restart(victim);
    }
    expect_whole();
    /* One leads at a time: the lock has one holder. */
    assert_int_equal(world_number(&world, "select count(*) from pg_locks l join pg_database d on d.oid = l.database where l.locktype = 'advisory' "
                                          "and l.objid = 7020462 and l.granted and d.datname = current_database()"),
                     1);
}

static int follow(kam_client *client, int64_t after, int wait_ms, size_t *ret_records, int64_t *ret_next) {
    Kam__V1__FollowJournalRequest request = KAM__V1__FOLLOW_JOURNAL_REQUEST__INIT;
    Kam__V1__FollowJournalResponse *response;
    int status;

    request.after_seq = after;
    request.wait_ms = wait_ms;
    status = kam_journal_follow_journal(client, &request, NULL, &response);
    if (status == KAM_OK) {
        *ret_records = response->n_records;
        *ret_next = response->next_seq;
        kam_message_free(&response->base);
    }
    return status;
}

static void *create_late(void *ctx) {
    kam_client *client = ctx;

    sleep_ms(700);
    return create_account(client, "迟到的", NULL, NULL) == KAM_OK ? NULL : (void *)"the write failed";
}

static void *stop_late(void *ctx) {
    (void)ctx;
    sleep_ms(700);
    kamd_stop(&world.b, SIGTERM);
    return NULL;
}

/* A call that waits: as long as it says when nothing happens, shorter when something does, and not in the way of a stop or a logout. */
static void test_waits(void **state) {
    kam_client *audit = fixture_client(&world.b, "audit"), *writer = fixture_client(&world.a, "sp1");
    int64_t next = 0, head;
    size_t records = 0;
    long long began;
    pthread_t thread;

    assert_true(cluster_await(world.cluster, world.database, 5000, 0, SEALED));
    head = world_number(&world, "select seq from core.journal_head");
    began = monotonic_ms();
    expect_status(audit, follow(audit, head, 1200, &records, &next), KAM_OK);
    assert_int_equal(records, 0);
    assert_int_equal(next, 0);
    assert_in_range(monotonic_ms() - began, 800, 15000);
    assert_int_equal(pthread_create(&thread, NULL, create_late, writer), 0);
    began = monotonic_ms();
    expect_status(audit, follow(audit, head, 25000, &records, &next), KAM_OK);
    assert_int_equal(records, 1);
    assert_int_equal(next, head + 1);
    assert_in_range(monotonic_ms() - began, 600, 15000);
    join(thread);
    /* The process stops: what waits is answered. The client then finds out that it is alone. */
    assert_int_equal(pthread_create(&thread, NULL, stop_late, NULL), 0);
    began = monotonic_ms();
    expect_status(audit, follow(audit, next, 25000, &records, &next), KAM_OK);
    assert_true(monotonic_ms() - began < 15000);
    join(thread);
    kamd_restart(&world.b);
    expect_status(writer, follow(writer, 0, 0, &records, &next), KAM_PERMISSION_DENIED);
    kam_client_free(audit);
    kam_client_free(writer);
}

/* A job that fails is told in the log and keeps none of the others from running; when its reason is gone it runs again. */
static void test_failing_job(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1");

    world_number(&world, "with broken as (update core.job set function = 'core.no_such_job', due_at = now() where name = 'retention.session' returning 1) "
                         "select count(*) from broken");
    assert_true(cluster_await(world.cluster, world.database, 10000, 1, "select count(*) from core.job where failures > 0 and sqlstate = '42883'"));
    expect_status(client, create_account(client, "照常", NULL, NULL), KAM_OK);
    assert_true(cluster_await(world.cluster, world.database, 5000, 0, SEALED));
    world_number(&world, "with mended as (update core.job set function = 'auth.purge', due_at = now() where name = 'retention.session' returning 1) "
                         "select count(*) from mended");
    assert_true(cluster_await(world.cluster, world.database, 10000, 0, "select count(*) from core.job where failures > 0"));
    assert_int_equal(kamd_log_count(&world.a, "name=retention.session") + kamd_log_count(&world.b, "name=retention.session"), 1);
    kam_client_free(client);
}

/* A process that is told not to run jobs never does. */
static void test_no_jobs(void **state) {
    struct kamd_options options = {.settings = "[jobs]\nrun = no\n"};
    struct world quiet;
    kam_client *client;

    world_open_with(&quiet, 1, &options);
    client = fixture_client(&quiet.a, "sp1");
    expect_status(client, create_account(client, "没有人封", NULL, NULL), KAM_OK);
    sleep_ms(1000);
    assert_true(cluster_number(quiet.cluster, quiet.database, SEALED) > 0);
    kam_client_free(client);
    world_close(&quiet);
}

static int open_world(void **state) {
    world_open(&world, 2);
    return 0;
}

static int close_world(void **state) {
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_never_forks),
        cmocka_unit_test(test_leader_dies),
        cmocka_unit_test(test_waits),
        cmocka_unit_test(test_failing_job),
        cmocka_unit_test(test_no_jobs),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

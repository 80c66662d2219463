/*
 * The pool against a real PostgreSQL that is made to fail: whatever happens, every job ends once, with its own answer, and what may have
 * been done is never called undone.
 */
#include "tests/engine/pool_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char sleeping[] =
    "select count(*) from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and usename = 'kam_app'"
    " and datname = current_database()";
static const struct rig_options usual = {.connections = 2, .in_flight_max = 16, .queue_max = 10000, .patience_ms = 5000};
static const struct rig_options single = {.connections = 1, .in_flight_max = 16, .queue_max = 8, .patience_ms = 5000};

/* Five thousand jobs, good ones and three kinds of bad ones mixed; each gets its own answer or its own error. */
static void test_nobody_elses_answer(void **state) {
    (void)state;
    enum { JOBS = 5000 };
    struct rig rig;
    struct rig_job *jobs = calloc(JOBS, sizeof *jobs);
    rig_open(&rig, &usual);
    assert_non_null(jobs);
    srand(20261123);
    for (size_t i = 0; i < JOBS; i++) {
        static const enum rig_statement kinds[] = {RIG_SAY, RIG_SAY, RIG_FAIL, RIG_INSERT, RIG_DEFERRED, RIG_DEFERRED};
        enum rig_statement what = kinds[rand() % 6];
        char text[32];
        snprintf(text, sizeof text, "%s%zu", what == RIG_DEFERRED && i % 2 ? "-" : "", i + 1);
        rig_job(&jobs[i], what == RIG_INSERT || what == RIG_DEFERRED || i % 3 == 0 ? DB_SET_WRITE : DB_SET_READ, what, text, 60000);
        assert_int_equal(rig_submit(&rig, &jobs[i]), 0);
        if (i % 97 == 0) {
            rig_run(&rig, 1);
        }
    }
    assert_true(rig_wait(&rig, jobs, JOBS, 60000));
    for (size_t i = 0; i < JOBS; i++) {
        char text[32];
        snprintf(text, sizeof text, "%s%zu", jobs[i].what == RIG_DEFERRED && i % 2 ? "-" : "", i + 1);
        assert_int_equal(jobs[i].done, 1);
        assert_int_equal(jobs[i].ending, DB_ANSWERED);
        if (jobs[i].what == RIG_FAIL) {
            assert_string_equal(jobs[i].sqlstate, "22012");
            assert_int_equal(jobs[i].error_step, 1);
        } else if (text[0] == '-') {
            /* The statement succeeded; the commit did not, and that is what counts. */
            assert_string_equal(jobs[i].sqlstate, "23505");
            assert_int_equal(jobs[i].error_step, 2);
        } else {
            assert_string_equal(jobs[i].sqlstate, "");
            assert_string_equal(jobs[i].answer, text);
        }
    }
    assert_int_equal(cluster_number(rig.cluster, rig.database, "select count(*) from test.row where id < 0"), 0);
    assert_int_equal(db_pool_figures(rig.pool).lost, 0);
    rig_close(&rig);
    free(jobs);
}

/* An administrator ends every backend in mid-flight. PostgreSQL says that it rolled back, so even writes may go again. */
static void test_terminated_backends(void **state) {
    (void)state;
    enum { JOBS = 24 };
    struct rig rig;
    struct rig_job jobs[JOBS];
    rig_open(&rig, &usual);
    assert_true(rig_wait_up(&rig, 2, 10000));
    for (size_t i = 0; i < JOBS; i++) {
        rig_job(&jobs[i], i % 2 ? DB_SET_WRITE : DB_SET_READ, RIG_SLEEP, "0.3", 20000);
        assert_int_equal(rig_submit(&rig, &jobs[i]), 0);
    }
    assert_true(rig_wait_sent(&rig, 12, 2, 10000));
    free(cluster_query(
        rig.cluster, rig.database,
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'kam_app' and datname = current_database()"));
    assert_true(rig_wait(&rig, jobs, JOBS, 20000));
    for (size_t i = 0; i < JOBS; i++) {
        assert_int_equal(jobs[i].done, 1);
        assert_int_equal(jobs[i].ending, DB_ANSWERED);
        assert_string_equal(jobs[i].answer, "0.3");
    }
    assert_true(db_pool_figures(rig.pool).lost >= 4);
    rig_close(&rig);
}

/* PostgreSQL crashes. Reads go again when it is back; a write whose Sync had left is UNKNOWN; one that had not is done later. */
static void test_crash(void **state) {
    (void)state;
    struct rig rig;
    struct rig_job jobs[6];
    struct rig_options options = usual;
    options.patience_ms = 30000; /* recovery takes its time on a busy machine */
    rig_open(&rig, &options);
    assert_true(rig_wait_up(&rig, 2, 10000));
    for (size_t i = 0; i < 2; i++) {
        rig_job(&jobs[i], DB_SET_READ, RIG_SLEEP, "0.4", 30000);
        rig_job(&jobs[2 + i], DB_SET_WRITE, RIG_SLEEP, "0.4", 30000); /* takes both connections */
        rig_job(&jobs[4 + i], DB_SET_WRITE, RIG_SAY, "later", 30000); /* waits for one */
    }
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(rig_submit(&rig, &jobs[i]), 0);
    }
    assert_true(rig_wait_sent(&rig, 2, 2, 10000));
    cluster_stop(rig.cluster, SIGQUIT);
    rig_run(&rig, 300);
    cluster_start(rig.cluster);
    assert_true(rig_wait(&rig, jobs, 6, 30000));
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(jobs[i].done, 1);
    }
    assert_string_equal(jobs[0].answer, "0.4");
    assert_string_equal(jobs[1].answer, "0.4");
    /* SIGQUIT lets a backend say 57P02 before it goes, without a word about the transaction: both endings are true. */
    for (size_t i = 2; i < 4; i++) {
        assert_true(jobs[i].ending == DB_UNKNOWN || (jobs[i].ending == DB_ANSWERED && strcmp(jobs[i].answer, "0.4") == 0));
    }
    assert_string_equal(jobs[4].answer, "later");
    assert_string_equal(jobs[5].answer, "later");
    rig_close(&rig);
}

static void test_killed_backend(void **state) {
    (void)state;
    struct rig rig;
    struct rig_job write;
    rig_open(&rig, &single);
    assert_true(rig_wait_up(&rig, 1, 10000));
    rig_job(&write, DB_SET_WRITE, RIG_SLEEP, "5", 30000);
    assert_int_equal(rig_submit(&rig, &write), 0);
    assert_true(rig_wait_sent(&rig, 0, 1, 10000));
    assert_true(cluster_await(rig.cluster, rig.database, 10000, 1, sleeping));
    /* SIGKILL leaves no last word at all. */
    pid_t pid = (pid_t)cluster_number(
        rig.cluster, rig.database,
        "select pid from pg_stat_activity where usename = 'kam_app' and state = 'active' and datname = current_database()");
    assert_true(pid > 1);
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_true(rig_wait(&rig, &write, 1, 10000));
    assert_int_equal(write.ending, DB_UNKNOWN);
    rig_run(&rig, 1000);
    assert_true(rig_wait_up(&rig, 1, 20000));
    rig_close(&rig);
}

static void test_statement_timeout(void **state) {
    (void)state;
    struct rig rig;
    struct rig_job jobs[2];
    rig_open(&rig, &single);
    rig_job(&jobs[0], DB_SET_WRITE, RIG_SLEEP, "10", 10000);
    jobs[0].timeout_ms = 100;
    rig_job(&jobs[1], DB_SET_WRITE, RIG_SAY, "after", 10000);
    assert_int_equal(rig_submit(&rig, &jobs[0]), 0);
    assert_int_equal(rig_submit(&rig, &jobs[1]), 0);
    assert_true(rig_wait(&rig, jobs, 2, 5000));
    assert_string_equal(jobs[0].sqlstate, "57014");
    assert_string_equal(jobs[1].answer, "after");
    /* The setting went with its transaction: nothing of it is left for the next request. */
    rig_job(&jobs[0], DB_SET_WRITE, RIG_SLEEP, "0.3", 10000);
    assert_int_equal(rig_submit(&rig, &jobs[0]), 0);
    assert_true(rig_wait(&rig, jobs, 1, 5000));
    assert_string_equal(jobs[0].answer, "0.3");
    rig_close(&rig);
}

/* What waits too long is never executed. */
static void test_deadline_in_queue(void **state) {
    (void)state;
    struct rig rig;
    struct rig_job jobs[3];
    rig_open(&rig, &single);
    assert_true(rig_wait_up(&rig, 1, 10000));
    rig_job(&jobs[0], DB_SET_WRITE, RIG_SLEEP, "0.5", 10000);
    rig_job(&jobs[1], DB_SET_WRITE, RIG_INSERT, "41", 100);
    rig_job(&jobs[2], DB_SET_WRITE, RIG_INSERT, "42", 10000);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(rig_submit(&rig, &jobs[i]), 0);
    }
    uint64_t start_us = db_now_us();
    assert_true(rig_wait(&rig, &jobs[1], 1, 5000));
    assert_int_equal(jobs[1].ending, DB_EXPIRED);
    assert_in_range(db_now_us() - start_us, 90000, 250000);
    assert_true(rig_wait(&rig, jobs, 3, 5000));
    assert_string_equal(jobs[2].answer, "42");
    assert_int_equal(cluster_number(rig.cluster, rig.database, "select count(*) from test.row where id = 41"), 0);
    rig_close(&rig);
}

static void test_full_queue(void **state) {
    (void)state;
    struct rig rig;
    struct rig_job jobs[12];
    size_t taken = 0;
    rig_open(&rig, &single);
    assert_true(rig_wait_up(&rig, 1, 10000));
    for (size_t i = 0; i < 12; i++) {
        rig_job(&jobs[taken], DB_SET_WRITE, RIG_SLEEP, "0.02", 20000);
        int r = rig_submit(&rig, &jobs[taken]);
        assert_int_equal(r, i < single.queue_max ? 0 : DB_POOL_FULL);
        taken += r == 0;
    }
    assert_true(rig_wait(&rig, jobs, taken, 10000));
    rig_close(&rig);
}

/* A read that nobody wants any more is stopped in the server; its neighbours on the same connection are not harmed. */
static void test_cancel(void **state) {
    (void)state;
    struct rig rig;
    struct rig_job jobs[4];
    rig_open(&rig, &single);
    assert_true(rig_wait_up(&rig, 1, 10000));
    rig_job(&jobs[0], DB_SET_READ, RIG_SLEEP, "30", 60000);
    rig_job(&jobs[1], DB_SET_READ, RIG_SAY, "behind", 60000);
    rig_job(&jobs[2], DB_SET_WRITE, RIG_SLEEP, "0.5", 60000);
    rig_job(&jobs[3], DB_SET_WRITE, RIG_INSERT, "7", 60000);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(rig_submit(&rig, &jobs[i]), 0);
    }
    assert_true(rig_wait_sent(&rig, 2, 1, 10000));
    db_pool_cancel(rig.pool, &jobs[0].job);
    db_pool_cancel(rig.pool, &jobs[2].job); /* a write on its way: runs to its end */
    db_pool_cancel(rig.pool, &jobs[3].job); /* a write in the queue: never sent */
    assert_true(rig_wait(&rig, jobs, 4, 5000));
    assert_int_equal(jobs[0].ending, DB_CANCELLED);
    assert_int_equal(jobs[1].ending, DB_ANSWERED);
    assert_true(strcmp(jobs[1].answer, "behind") == 0 || strcmp(jobs[1].sqlstate, "57014") == 0);
    assert_string_equal(jobs[2].answer, "0.5");
    assert_int_equal(jobs[3].ending, DB_CANCELLED);
    assert_int_equal(db_pool_figures(rig.pool).cancels, 1);
    assert_true(cluster_await(rig.cluster, rig.database, 3000, 0, sleeping));
    rig_close(&rig);
}

static void test_outage(void **state) {
    (void)state;
    struct rig rig;
    struct rig_job job;
    struct rig_options options = single;
    options.patience_ms = 500;
    rig_open(&rig, &options);
    assert_true(rig_wait_up(&rig, 1, 10000));
    cluster_stop(rig.cluster, SIGINT);
    rig_job(&job, DB_SET_READ, RIG_SAY, "hello", 60000);
    assert_int_equal(rig_submit(&rig, &job), 0);
    assert_true(rig_wait(&rig, &job, 1, 5000));
    assert_int_equal(job.ending, DB_UNAVAILABLE);
    cluster_start(rig.cluster);
    assert_true(rig_wait_up(&rig, 1, 20000));
    rig_job(&job, DB_SET_READ, RIG_SAY, "hello", 10000);
    assert_int_equal(rig_submit(&rig, &job), 0);
    assert_true(rig_wait(&rig, &job, 1, 5000));
    assert_string_equal(job.answer, "hello");
    rig_close(&rig);
}

/* Closing with everything in flight: each job ends once, and no handle is left (rig_close looks). */
static void test_close_in_flight(void **state) {
    (void)state;
    struct rig rig;
    struct rig_job jobs[8];
    rig_open(&rig, &usual);
    assert_true(rig_wait_up(&rig, 2, 10000));
    for (size_t i = 0; i < 8; i++) {
        rig_job(&jobs[i], i % 2 ? DB_SET_WRITE : DB_SET_READ, RIG_SLEEP, "5", 60000);
        assert_int_equal(rig_submit(&rig, &jobs[i]), 0);
    }
    assert_true(rig_wait_sent(&rig, 4, 2, 10000));
    db_pool_cancel(rig.pool, &jobs[0].job);
    rig_run(&rig, 15);
    rig_close(&rig);
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(jobs[i].done, 1);
        /* The cancel request may come so late that it ends the next read of its connection. */
        assert_true(jobs[i].ending == DB_UNAVAILABLE || jobs[i].ending == DB_UNKNOWN || jobs[i].ending == DB_CANCELLED ||
                    (i % 2 == 0 && jobs[i].ending == DB_ANSWERED && strcmp(jobs[i].sqlstate, "57014") == 0));
    }
    assert_int_equal(jobs[1].ending, DB_UNKNOWN);
}

/* A server whose acknowledgements mean nothing is not used. */
static void test_unfit_server(void **state) {
    (void)state;
    struct rig rig;
    struct rig_job job;
    struct rig_options options = single;
    options.patience_ms = 500;
    rig_open(&rig, &options);
    free(cluster_query(rig.cluster, rig.database, "alter role kam_app in database %s set synchronous_commit = off", rig.database));
    free(cluster_query(
        rig.cluster, rig.database,
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'kam_app' and datname = current_database()"));
    rig_run(&rig, 500);
    rig_job(&job, DB_SET_READ, RIG_SAY, "hello", 60000);
    assert_int_equal(rig_submit(&rig, &job), 0);
    assert_true(rig_wait(&rig, &job, 1, 5000));
    assert_int_equal(job.ending, DB_UNAVAILABLE);
    assert_int_equal(db_pool_figures(rig.pool).up[DB_SET_READ], 0);
    rig_close(&rig);
}

/* A commit that waits for a standby that is not there, cut short by an administrator: PostgreSQL says "done" and warns. */
static void test_commit_without_standby(void **state) {
    (void)state;
    struct rig rig;
    struct rig_job jobs[2];
    rig_open(&rig, &usual);
    assert_true(rig_wait_up(&rig, 2, 10000));
    free(cluster_query(rig.cluster, rig.database, "alter system set synchronous_standby_names = 'nobody'"));
    free(cluster_query(rig.cluster, rig.database, "select pg_reload_conf()"));
    rig_run(&rig, 300);
    rig_job(&jobs[0], DB_SET_WRITE, RIG_INSERT, "61", 60000);
    rig_job(&jobs[1], DB_SET_WRITE, RIG_INSERT, "62", 500); /* its deadline passes during the commit */
    assert_int_equal(rig_submit(&rig, &jobs[0]), 0);
    assert_int_equal(rig_submit(&rig, &jobs[1]), 0);
    assert_true(rig_wait(&rig, &jobs[1], 1, 5000));
    assert_int_equal(jobs[1].ending, DB_UNKNOWN);
    assert_int_equal(jobs[0].done, 0);
    free(cluster_query(rig.cluster, rig.database,
                       "select count(pg_cancel_backend(pid)) from pg_stat_activity where usename = 'kam_app' and wait_event = 'SyncRep'"));
    assert_true(rig_wait(&rig, jobs, 1, 5000));
    assert_int_equal(jobs[0].ending, DB_UNKNOWN);
    free(cluster_query(rig.cluster, rig.database, "alter system reset synchronous_standby_names"));
    free(cluster_query(rig.cluster, rig.database, "select pg_reload_conf()"));
    rig_close(&rig);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody_elses_answer),
        cmocka_unit_test(test_terminated_backends),
        cmocka_unit_test(test_crash),
        cmocka_unit_test(test_killed_backend),
        cmocka_unit_test(test_statement_timeout),
        cmocka_unit_test(test_deadline_in_queue),
        cmocka_unit_test(test_full_queue),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_outage),
        cmocka_unit_test(test_close_in_flight),
        cmocka_unit_test(test_unfit_server),
        cmocka_unit_test(test_commit_without_standby),
    };
    return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}

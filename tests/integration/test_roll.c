/* SIGTERM while calls are under way: the process says go_away, answers what it has, and no call fails. */
#include "tests/integration/world.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define WORKERS 3

static struct world world;
static atomic_bool stop;

struct worker {
    pthread_t thread;
    kam_client *client;
    int number;
    unsigned done;
    int failed; /* the first status that was not KAM_OK */
    char why[256];
};

static void *work(void *ctx) {
    struct worker *worker = ctx;

    while (!atomic_load(&stop)) {
        char name[64];
        int status;

        snprintf(name, sizeof(name), "滚动 %d-%u", worker->number, worker->done);
        status = worker->done % 4 == 3 ? get_session(worker->client) : create_account(worker->client, name, NULL, NULL);
        if (status != KAM_OK) {
            const struct kam_error *error = kam_client_error(worker->client);

            worker->failed = status;
            snprintf(worker->why, sizeof(worker->why), "%s: %s", error->reason, error->message);
            return NULL;
        }
        worker->done++;
    }
    return NULL;
}

static void test_roll(void **state) {
    struct worker workers[WORKERS];
    const struct kamd *both[] = {&world.a, &world.b};
    unsigned done = 0;

    atomic_store(&stop, false);
    for (int i = 0; i < WORKERS; i++) {
        struct kam_options options;

        kam_options_init(&options);
        options.language = "en";
        workers[i] = (struct worker){.number = i, .client = kamd_client_for(both, 2, options)};
        expect_status(workers[i].client,
                      fixture_login(workers[i].client,
                                    i == 0   ? "sp1"
                                    : i == 1 ? "sp1b"
                                             : "sp2",
                                    FIXTURE_PASSWORD),
                      KAM_OK);
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int round = 0; round < 4; round++) {
        struct kamd *kamd = round % 2 ? &world.b : &world.a;

        sleep_ms(500);
        kamd_stop(kamd, SIGTERM);
        kamd_restart(kamd);
    }
    sleep_ms(300);
    atomic_store(&stop, true);
    for (int i = 0; i < WORKERS; i++) {
        pthread_join(workers[i].thread, NULL);
        if (workers[i].failed)
            print_error("worker %d after %u calls: %s %s\n", i, workers[i].done, kam_status_name((enum kam_status)workers[i].failed),
                        workers[i].why);
        assert_int_equal(workers[i].failed, KAM_OK);
        assert_true(workers[i].done > 10);
        done += workers[i].done - workers[i].done / 4;
        kam_client_free(workers[i].client);
    }
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name like '滚动 %%'"), done);
    assert_int_equal(world_number(&world, "select count(*) - count(distinct name) from kam.account where name like '滚动 %%'"), 0);
}

/* An idle client is told and finds the other process by itself. */
static void test_idle_client(void **state) {
    const struct kamd *both[] = {&world.a, &world.b};
    struct kam_options options;
    kam_client *client;

    kam_options_init(&options);
    client = kamd_client_for(both, 2, options);
    expect_status(client, fixture_login(client, "sp1", FIXTURE_PASSWORD), KAM_OK);
    kamd_stop(&world.a, SIGTERM);
    expect_status(client, get_session(client), KAM_OK);
    assert_true(kam_client_resumed(client));
    kamd_restart(&world.a);
    kam_client_free(client);
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
        cmocka_unit_test(test_roll),
        cmocka_unit_test(test_idle_client),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

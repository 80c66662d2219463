/*
 * A write while its server, or its client, dies right before its Nth system call, for every N: it is done once or not at all, the look-up
 * by its request id says which, and asking again gives it its one outcome. No method moves money yet; all writes go the same way through
 * kamd, libkam and kam, so one of them stands for all.
 *
 * KAM_CRASHPOINTS=all tries every system call; otherwise a sample of them, from KAM_TEST_SEED, which is printed.
 */
#include "tests/integration/world.h"

#include <openssl/rand.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include <cmocka.h>

#include "tests/harness/path.h"
#include "tests/integration/cli/user.h"

enum { SERVER_POINTS_MAX = 1000, SERVER_STRIDE = 5, CLIENT_SAMPLE = 25 };

static struct world world;
static struct user somebody;
static unsigned long seed;
static bool all;

static int64_t there(const char *name) {
    return world_number(&world, "select count(*) from kam.account where name = '%s'", name);
}

static int64_t acts(const char *name) {
    return world_number(&world,
                        "select count(*) from kam.journal j join kam.account a on j.subject_kind = 'account' and j.subject_id = a.id "
                        "where a.name = '%s' and j.outcome = 'accepted'",
                        name);
}

static int outcome(kam_client *client, const uint8_t id[KAM_REQUEST_ID_BYTES]) {
    Kam__V1__GetRequestOutcomeRequest request = KAM__V1__GET_REQUEST_OUTCOME_REQUEST__INIT;
    Kam__V1__GetRequestOutcomeResponse *response;
    int status;

    request.request_id = (ProtobufCBinaryData){.len = KAM_REQUEST_ID_BYTES, .data = (uint8_t *)id};
    status = kam_requests_get_request_outcome(client, &request, NULL, &response);
    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

static void start_at(const char *point) {
    static const char *prefix[3];

    prefix[0] = getenv("KAM_CRASHPOINT");
    prefix[1] = point;
    world.a.prefix = prefix;
    kamd_restart(&world.a);
}

static void arm(void) {
    int before = kamd_log_count(&world.a, "crashpoint armed");

    assert_int_equal(kill(world.a.pid, SIGUSR1), 0);
    for (int i = 0; i < 1000 && kamd_log_count(&world.a, "crashpoint armed") == before; i++)
        sleep_ms(5);
    assert_int_equal(kamd_log_count(&world.a, "crashpoint armed"), before + 1);
}

/* A client that sends once and is told UNKNOWN when its connection breaks. */
static kam_client *once_only(const uint8_t token[KAM_SESSION_TOKEN_BYTES]) {
    const struct kamd *only = &world.a;
    struct kam_options options;
    kam_client *client;

    kam_options_init(&options);
    options.language = "en";
    options.retries_max = 0;
    client = kamd_client_for(&only, 1, options);
    kam_client_set_session(client, token);
    expect_status(client, kam_client_connect(client), KAM_OK);
    return client;
}

/* One point. False: kamd answered and lived on, so there are no more of them. */
static bool crash_server_at(unsigned n, const uint8_t token[KAM_SESSION_TOKEN_BYTES], unsigned counts[2]) {
    char point[16], name[64];
    uint8_t id[KAM_REQUEST_ID_BYTES];
    struct kam_call_options options;
    kam_client *client;
    int told, status;
    int64_t found;
    bool lived;

    snprintf(point, sizeof(point), "%u", n);
    snprintf(name, sizeof(name), "服务器在第 %u 步", n);
    assert_int_equal(RAND_bytes(id, sizeof(id)), 1);
    kam_call_options_init(&options);
    options.request_id = id;
    start_at(point);
    client = once_only(token);
    arm();
    told = create_account(client, name, &options, NULL);
    /* UNAVAILABLE: it had gone before the request was sent. */
    assert_true(told == KAM_OK || told == KAM_UNKNOWN || told == KAM_UNAVAILABLE);
    lived = !process_wait(world.a.pid, told == KAM_OK ? 300 : 10000, &status);
    if (lived)
        kamd_stop(&world.a, SIGKILL);
    world.a.pid = 0;
    assert_true(told == KAM_OK || !lived);
    kam_client_free(client);

    world.a.prefix = NULL;
    kamd_restart(&world.a);
    /* What the killed process had under way in the database ends by itself; the look-up waits for it. */
    client = once_only(token);
    status = outcome(client, id);
    found = there(name);
    assert_in_range(found, 0, 1);
    assert_int_equal(status, found ? KAM_OK : KAM_NOT_FOUND);
    if (told != KAM_UNKNOWN)
        assert_int_equal(found, told == KAM_OK);
    expect_status(client, create_account(client, name, &options, NULL), KAM_OK);
    assert_int_equal(there(name), 1);
    assert_int_equal(acts(name), 1);
    counts[found]++;
    kam_client_free(client);
    kamd_stop(&world.a, SIGKILL);
    return !lived;
}

static void test_server(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1");
    uint8_t token[KAM_SESSION_TOKEN_BYTES];
    unsigned counts[2] = {0}, stride = all ? 1 : SERVER_STRIDE, n = 1 + (unsigned)(seed % stride), tried = 1;

    assert_true(kam_client_session(client, token));
    kam_client_free(client);
    kamd_stop(&world.a, SIGTERM);
    for (; n < SERVER_POINTS_MAX && crash_server_at(n, token, counts); n += stride)
        tried++;
    kamd_restart(&world.a);
    print_message("# kamd died before %u of its first %u system calls: %u times the write was not done, %u times it was\n", tried - 1,
                  n - stride, counts[0], counts[1] - 1);
    assert_in_range(n, 4, SERVER_POINTS_MAX - 1);
    /* Both must have been met, or the points were beside the write. */
    assert_true(counts[0] > 0 && counts[1] > 1);
}

/* Runs `kam accounts create NAME` to its end before the Nth system call; how many it made. */
static unsigned long client_until(unsigned long n, const char *name, int *ret_code) {
    char point[24], home[CLUSTER_FOLDER_BYTES + 32], log[CLUSTER_FOLDER_BYTES + 32], *said, *last;
    const char *const argv[] = {getenv("KAM_CRASHPOINT"), point, getenv("KAM_CLI"), "accounts", "create", name, "--kind", "企业", NULL};
    const char *const environment[] = {home, NULL};
    struct process_spec spec = {.argv = argv, .environment = environment, .log_path = log};
    unsigned long count;
    int status;

    snprintf(point, sizeof(point), "+%lu", n);
    path_format(home, sizeof(home), "XDG_CONFIG_HOME=%s", somebody.home);
    path_format(log, sizeof(log), "%s/crash.log", somebody.home);
    (void)remove(log);
    assert_true(process_wait(process_start(&spec), 60000, &status));
    *ret_code = WEXITSTATUS(status);
    said = user_read(&somebody, "crash.log");
    last = strstr(said, "crashpoint at ");
    if (!last)
        fail_msg("%s", said);
    count = strtoul(last + strlen("crashpoint at "), NULL, 10);
    free(said);
    return count;
}

static void crash_client_at(unsigned long n, unsigned counts[3]) {
    char name[64];
    int64_t before;
    int code;

    snprintf(name, sizeof(name), "客户端在第 %lu 步", n);
    (void)client_until(n, name, &code);
    assert_true(code == 0 || code == 128 + SIGKILL);
    /* What it had sent may still be on its way. */
    for (int i = 0; i < 40 && there(name) == 0; i++)
        sleep_ms(5);
    before = there(name);
    expect_parts(kam(&somebody, "requests", "resolve"), 0, NULL, NULL);
    expect_parts(kam(&somebody, "requests", "pending", "-o", "json"), 0, "[]\n", NULL);
    /* Begun, and so done once in the end; or never begun. */
    assert_in_range(before, 0, 1);
    assert_in_range(there(name), before, 1);
    if (there(name))
        assert_int_equal(acts(name), 1);
    counts[there(name) == 0 ? 0 : before == 0 ? 1 : 2]++;
}

static void test_client(void **state) {
    unsigned long total, stride, tried = 0;
    unsigned counts[3] = {0};
    int code;

    total = client_until(0, "数一数", &code);
    assert_int_equal(code, 0);
    stride = all ? 1 : total / CLIENT_SAMPLE + 1;
    for (unsigned long n = 1 + seed % stride; n <= total; n += stride) {
        crash_client_at(n, counts);
        tried++;
    }
    print_message(
        "# kam died before %lu of its %lu system calls: %u times before the write was begun, %u times it was begun and done when it was "
        "taken up, %u times it was done already\n",
        tried, total, counts[0], counts[1], counts[2]);
    assert_true(counts[0] > 0 && counts[0] < tried);
}

static int open_world(void **state) {
    const char *given = getenv("KAM_TEST_SEED"), *points = getenv("KAM_CRASHPOINTS");

    seed = given ? strtoul(given, NULL, 10) : (unsigned long)time(NULL);
    all = points && strcmp(points, "all") == 0;
    print_message("# KAM_TEST_SEED=%lu\n", seed);
    world_open(&world, 1);
    user_open(&somebody, &world.a, "sp1", "zh");
    return 0;
}

static int close_world(void **state) {
    user_close(&somebody);
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_client),
        cmocka_unit_test(test_server),
    };

    return cmocka_run_group_tests_name("crash points", tests, open_world, close_world);
}

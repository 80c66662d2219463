/* PostgreSQL down, restarted, out of connections, out of disk: clear answers in time, and everything well again by itself afterwards. */
#include "tests/integration/world.h"

#include "tests/harness/bail.h"
#include "tests/harness/path.h"
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* How long a call waits for a connection to be made; the default would only make the test longer. */
static const struct kamd_options impatient = {.settings = "[database]\nconnect_ms = 1000\n"};

static struct world world;
static char full_flag[64], module_copy[64];

/* A client that does not try again, so that what the server says is seen. */
static kam_client *plain_client(const char *login) {
    const struct kamd *kamd = &world.a;
    struct kam_options options;
    kam_client *client;

    kam_options_init(&options);
    options.language = "en";
    options.retries_max = 0;
    client = kamd_client_for(&kamd, 1, options);
    /* After an outage the first connection to come back hurries the others; a job waits for its set meanwhile. */
    expect_status(client, fixture_login(client, login, FIXTURE_PASSWORD), KAM_OK);
    return client;
}

static bool works_within(kam_client *client, int timeout_ms) {
    long long until = monotonic_ms() + timeout_ms;

    while (get_session(client) != KAM_OK) {
        if (monotonic_ms() > until)
            return false;
        sleep_ms(50);
    }
    return true;
}

static void test_down(void **state) {
    kam_client *client = plain_client("sp1"), *patient = fixture_client(&world.a, "sp1b");
    long long began;

    cluster_stop(world.cluster, SIGINT);
    began = monotonic_ms();
    expect_status(client, get_session(client), KAM_UNAVAILABLE);
    assert_true(kam_client_error(client)->retryable);
    expect_status(client, create_account(client, "停机", NULL, NULL), KAM_UNAVAILABLE);
    /* Told after the time kamd waits for a connection, not at the deadline. */
    assert_true(monotonic_ms() - began < 15000);
    cluster_start(world.cluster);
    assert_true(works_within(client, 10000));
    expect_status(patient, create_account(patient, "停机", NULL, NULL), KAM_OK);
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '停机'"), 1);
    kam_client_free(client);
    kam_client_free(patient);
}

/* A client that may try again does not even notice a restart. */
static void test_restart_unnoticed(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1");
    Kam__V1__GetSessionRequest request = KAM__V1__GET_SESSION_REQUEST__INIT;
    ProtobufCMessage *response;
    uint64_t ticket;

    cluster_stop(world.cluster, SIGINT);
    expect_status(client, kam_call_start(client, kam_method_find("kam.v1.Sessions/GetSession"), &request.base, NULL, &ticket), KAM_OK);
    cluster_start(world.cluster);
    expect_status(client, kam_call_wait(client, ticket, &response), KAM_OK);
    kam_message_free(response);
    kam_client_free(client);
}

static void test_backends_terminated(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1");

    for (int i = 0; i < 3; i++) {
        (void)world_number(&world, "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'kam_app'");
        expect_status(client, create_account(client, i == 0 ? "断一" : i == 1 ? "断二" : "断三", NULL, NULL), KAM_OK);
    }
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name like '断_'"), 3);
    /* Also the connection that listens for the end of sessions is back: a disabled user is heard of. */
    assert_true(cluster_await(world.cluster, world.database, 5000, 1,
                              "select count(*) from pg_stat_activity where usename = 'kam_app' and query ilike 'listen%'"));
    kam_client_free(client);
}

static void test_out_of_connections(void **state) {
    kam_client *client = plain_client("sp1");
    long long began = monotonic_ms();

    free(cluster_query(world.cluster, "postgres", "alter role kam_app connection limit 0"));
    (void)world_number(&world, "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'kam_app'");
    sleep_ms(200);
    expect_status(client, create_account(client, "没有连接", NULL, NULL), KAM_UNAVAILABLE);
    assert_true(monotonic_ms() - began < 15000);
    free(cluster_query(world.cluster, "postgres", "alter role kam_app connection limit -1"));
    assert_true(works_within(client, 10000));
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '没有连接'"), 0);
    kam_client_free(client);
}

static int create_long(kam_client *client, int number) {
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    Kam__V1__CreateAccountResponse *response;
    char name[64], note[4000];
    int status;

    /* Text that does not compress, so that tables must grow soon. */
    for (size_t i = 0; i < sizeof(note) - 1; i++)
        note[i] = (char)('!' + (size_t)rand() % 90);
    note[sizeof(note) - 1] = 0;
    snprintf(name, sizeof(name), "磁盘 %d", number);
    account.name = name;
    account.note = note;
    account.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    request.account = &account;
    status = kam_accounts_create_account(client, &request, NULL, &response);
    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

static void test_disk_full(void **state) {
    kam_client *client = plain_client("sp1");
    int done = 0, status = KAM_OK, fd;

    expect_status(client, create_long(client, done++), KAM_OK);
    fd = open(full_flag, O_CREAT | O_CLOEXEC | O_WRONLY, 0644);
    assert_true(fd >= 0);
    close(fd);
    while (done < 500 && (status = create_long(client, done)) == KAM_OK)
        done++;
    assert_int_equal(unlink(full_flag), 0);
    expect_reason(client, status, KAM_RESOURCE_EXHAUSTED, "DISK_FULL");
    /* Nothing is half done, reading went on, and with room again so does writing. */
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name like '磁盘 %%'"), done);
    expect_status(client, get_session(client), KAM_OK);
    expect_status(client, create_long(client, done++), KAM_OK);
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name like '磁盘 %%'"), done);
    kam_client_free(client);
}

static void copy_file(const char *from, const char *to) {
    const char *argv[] = {"/bin/cp", from, to, NULL}, *readable[] = {"/bin/chmod", "0755", to, NULL};
    struct process_spec copy = {.argv = argv}, mode = {.argv = readable};

    process_run(&copy, 5000);
    process_run(&mode, 5000);
}

/* A test that failed half-way leaves PostgreSQL stopped or shut: not the next one's fault. */
static int mend(void **state) {
    kam_client *client;

    unlink(full_flag);
    if (world.cluster->postmaster == 0)
        cluster_start(world.cluster);
    free(cluster_query(world.cluster, "postgres", "alter role kam_app connection limit -1"));
    client = kamd_client(&world.a, "en");
    for (int i = 0; i < 100 && get_session(client) != KAM_UNAUTHENTICATED; i++)
        sleep_ms(100);
    kam_client_free(client);
    return 0;
}

static int open_world(void **state) {
    static char preload[512], flag[96];
    static const char *environment[] = {preload, flag, NULL};
    const char *module = getenv("KAM_DISKFULL_MODULE");

    if (!module)
        bail("KAM_DISKFULL_MODULE is not set");
    path_format(full_flag, sizeof(full_flag), "/tmp/kam-disk-full.%d", (int)getpid());
    /* Where the user who runs PostgreSQL can read it, which the build tree need not be. */
    path_format(module_copy, sizeof(module_copy), "%s.so", full_flag);
    copy_file(module, module_copy);
    path_format(preload, sizeof(preload), "LD_PRELOAD=%s", module_copy);
    path_format(flag, sizeof(flag), "KAM_DISK_FULL=%s", full_flag);
    cluster_get_with(environment);
    world_open_with(&world, 1, &impatient);
    return 0;
}

static int close_world(void **state) {
    unlink(full_flag);
    unlink(module_copy);
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_down, mend),
        cmocka_unit_test_teardown(test_restart_unnoticed, mend),
        cmocka_unit_test_teardown(test_backends_terminated, mend),
        cmocka_unit_test_teardown(test_out_of_connections, mend),
        cmocka_unit_test_teardown(test_disk_full, mend),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

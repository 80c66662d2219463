/* Deadlines: what is late is told in time and never done afterwards, whether it waited in kamd or in PostgreSQL. */
#include "tests/integration/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char running[] = "select count(*) from pg_stat_activity where usename = 'kam_app' and state = 'active'";

static struct world world;
static PGconn *holder; /* of a lock writes wait for, or NULL */

/* One write connection, so that a second write waits in kamd; no jobs, which would wait for the same lock and be counted as running. */
static const struct kamd_options narrow = {.settings = "[database]\nwrite_connections = 1\n[jobs]\nrun = no\n"};

/* From now on whoever needs the accounts waits: writes, or with "access exclusive" reads as well. */
static void hold_accounts(const char *mode) {
    char text[128];
    PGresult *result;

    holder = cluster_connect(world.cluster, world.database);
    snprintf(text, sizeof(text), "set lock_timeout = '5s'; begin; lock table kam.account in %s mode", mode);
    result = PQexec(holder, text);
    assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
    PQclear(result);
}

static void let_go(void) {
    PQfinish(holder);
    holder = NULL;
}

/* After each test, for one that failed leaves its lock. */
static int let_go_after(void **state) {
    let_go();
    return 0;
}

static int64_t accounts_named(const char *name) {
    return world_number(&world, "select count(*) from kam.account where name = '%s'", name);
}

static struct kam_call_options within(uint32_t timeout_ms) {
    struct kam_call_options options;

    kam_call_options_init(&options);
    options.timeout_ms = timeout_ms;
    return options;
}

static void test_late_in_postgresql(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1");
    struct kam_call_options options = within(800);
    long long began;

    hold_accounts("share row exclusive");
    began = monotonic_ms();
    /* The server answers before the client gives up, so the outcome is known: not done. */
    expect_status(sp, create_account(sp, "迟到", &options, NULL), KAM_DEADLINE_EXCEEDED);
    assert_true(monotonic_ms() - began >= 500);
    assert_true(cluster_await(world.cluster, world.database, 100 + 200, 0, running));
    let_go();
    sleep_ms(300);
    assert_int_equal(accounts_named("迟到"), 0);
    expect_status(sp, create_account(sp, "迟到", NULL, NULL), KAM_OK);
    kam_client_free(sp);
}

static void test_late_in_queue(void **state) {
    kam_client *first = fixture_client(&world.a, "sp1"), *second = fixture_client(&world.a, "sp1b");
    struct kam_call_options short_time = within(500);
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    ProtobufCMessage *response;
    uint64_t ticket;

    hold_accounts("share row exclusive");
    account.name = "占着连接";
    account.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    request.account = &account;
    expect_status(first, kam_call_start(first, kam_method_find("kam.v1.Accounts/CreateAccount"), &request.base, NULL, &ticket), KAM_OK);
    assert_true(cluster_await(world.cluster, world.database, 15000, 1, running));
    expect_status(second, create_account(second, "排队迟到", &short_time, NULL), KAM_DEADLINE_EXCEEDED);
    let_go();
    expect_status(first, kam_call_wait(first, ticket, &response), KAM_OK);
    kam_message_free(response);
    sleep_ms(300);
    assert_int_equal(accounts_named("占着连接"), 1);
    assert_int_equal(accounts_named("排队迟到"), 0);
    kam_client_free(first);
    kam_client_free(second);
}

/* A cancelled read ends at once, in the database too. */
static void test_cancel_read(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1");
    Kam__V1__ListAccountsRequest request = KAM__V1__LIST_ACCOUNTS_REQUEST__INIT;
    ProtobufCMessage *response;
    uint64_t ticket;
    long long began;

    hold_accounts("access exclusive");
    expect_status(sp, kam_call_start(sp, kam_method_find("kam.v1.Accounts/ListAccounts"), &request.base, NULL, &ticket), KAM_OK);
    assert_true(cluster_await(world.cluster, world.database, 15000, 1, running));
    began = monotonic_ms();
    expect_status(sp, kam_call_cancel(sp, ticket), KAM_OK);
    expect_status(sp, kam_call_wait(sp, ticket, &response), KAM_CANCELLED);
    assert_true(monotonic_ms() - began < 15000);
    assert_true(cluster_await(world.cluster, world.database, 500, 0, running));
    kam_client_free(sp);
}

/* A write under way is not interrupted, for nobody could tell what became of it; it ends by itself, and the client is told how. */
static void test_cancel_write(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1");
    struct kam_call_options options = within(2000);
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    ProtobufCMessage *response;
    uint64_t ticket;
    int status;

    hold_accounts("share row exclusive");
    account.name = "取消";
    account.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    request.account = &account;
    expect_status(sp, kam_call_start(sp, kam_method_find("kam.v1.Accounts/CreateAccount"), &request.base, &options, &ticket), KAM_OK);
    assert_true(cluster_await(world.cluster, world.database, 15000, 1, running));
    expect_status(sp, kam_call_cancel(sp, ticket), KAM_OK);
    status = kam_call_wait(sp, ticket, &response);
    assert_true(status == KAM_CANCELLED || status == KAM_DEADLINE_EXCEEDED);
    assert_true(cluster_await(world.cluster, world.database, 500, 0, running));
    let_go();
    sleep_ms(200);
    assert_int_equal(accounts_named("取消"), 0);
    kam_client_free(sp);
}

/* A client that goes away leaves no query running for it. */
static void test_client_gone(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1");
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    uint64_t ticket;

    hold_accounts("share row exclusive");
    account.name = "走了";
    account.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    request.account = &account;
    expect_status(sp, kam_call_start(sp, kam_method_find("kam.v1.Accounts/CreateAccount"), &request.base, NULL, &ticket), KAM_OK);
    assert_true(cluster_await(world.cluster, world.database, 15000, 1, running));
    kam_client_free(sp);
    /* A write may be let run to its end (its outcome can be asked for), but not for ever. */
    let_go();
    assert_true(cluster_await(world.cluster, world.database, 1500, 0, running));
    assert_true(accounts_named("走了") <= 1);
}

static int open_world(void **state) {
    world_open_with(&world, 1, &narrow);
    return 0;
}

static int close_world(void **state) {
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_late_in_postgresql, let_go_after), cmocka_unit_test_teardown(test_late_in_queue, let_go_after),
        cmocka_unit_test_teardown(test_cancel_read, let_go_after),        cmocka_unit_test_teardown(test_cancel_write, let_go_after),
        cmocka_unit_test_teardown(test_client_gone, let_go_after),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

/*
 * Connections cut after byte N, on the leg between client and kamd and on the leg between kamd and PostgreSQL, in both directions, by
 * FIN, RST and silence. Every write comes to an end with a known outcome; none is lost, none is done twice.
 *
 * N is sampled over the bytes of a whole exchange (handshake, Hello, resumed session, one write); the seed is printed, and
 * KAM_TEST_SEED repeats it. KAM_CUTS says how many cuts for each leg, direction and kind.
 */
#include "tests/integration/world.h"

#include "tests/harness/path.h"
#include "tests/harness/proxy.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define CUTS 12
#define BATCH 8

static struct world world;
static unsigned seed, cuts;

static unsigned pick(unsigned below) {
    seed = seed * 1664525u + 1013904223u;
    return (unsigned)(((uint64_t)(seed >> 8) * below) >> 24);
}

static kam_client *client_through(unsigned port, const uint8_t token[KAM_SESSION_TOKEN_BYTES]) {
    char endpoint[64];
    const struct kamd *kamd = &world.a;
    struct kam_options options;
    kam_client *client;

    path_format(endpoint, sizeof(endpoint), "127.0.0.1:%u", port);
    kam_options_init(&options);
    options.endpoints = endpoint;
    options.language = "en";
    options.connect_timeout_ms = 2000;
    client = kamd_client_for(&kamd, 1, options);
    if (token)
        kam_client_set_session(client, token);
    return client;
}

static int64_t accounts_named(const char *name) {
    return world_number(&world, "select count(*) from kam.account where name = '%s'", name);
}

/* Every name exactly once, and every account an accepted act of its own. */
static void expect_all_once(const char *prefix, unsigned wanted) {
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name like '%s%%'", prefix), wanted);
    assert_int_equal(world_number(&world, "select count(distinct name) from kam.account where name like '%s%%'", prefix), wanted);
    assert_int_equal(
        world_number(&world,
                     "select count(*) from kam.account a join kam.request r on r.subject_kind = 'account' and r.subject_id = a.id "
                     "and r.method = 'kam.v1.Accounts/CreateAccount' where a.name like '%s%%'",
                     prefix),
        wanted);
}

static void login_token(uint8_t token[KAM_SESSION_TOKEN_BYTES]) {
    kam_client *client = fixture_client(&world.a, "sp1");

    assert_true(kam_client_session(client, token));
    kam_client_free(client);
}

/* Between client and kamd: each write on a new connection that is cut somewhere. */
static void test_client_leg(void **state) {
    static const char *const names[] = {"FIN", "RST"};
    uint8_t token[KAM_SESSION_TOKEN_BYTES];
    char target[64], name[96];
    struct proxy proxy;
    size_t bytes[2], done = 0;
    unsigned hit = 0;
    kam_client *client;

    path_format(target, sizeof(target), "127.0.0.1:%u", world.a.port);
    login_token(token);
    proxy_open(&proxy, target);
    client = client_through(proxy.port, token);
    expect_status(client, create_account(client, "切断 量", NULL, NULL), KAM_OK);
    kam_client_free(client);
    bytes[PROXY_TO_SERVER] = proxy_passed(&proxy, PROXY_TO_SERVER);
    bytes[PROXY_TO_CLIENT] = proxy_passed(&proxy, PROXY_TO_CLIENT);
    for (int direction = 0; direction < 2; direction++)
        for (int fault = PROXY_FIN; fault <= PROXY_RST; fault++)
            for (unsigned i = 0; i < cuts; i++) {
                unsigned at = pick((unsigned)bytes[direction]);

                proxy_arm(&proxy, (enum proxy_direction)direction, at, (enum proxy_fault)fault);
                client = client_through(proxy.port, token);
                path_format(name, sizeof(name), "切断 %d %s %u %u", direction, names[fault], i, at);
                expect_status(client, create_account(client, name, NULL, NULL), KAM_OK);
                kam_client_free(client);
                hit += proxy_disarm(&proxy);
                done++;
            }
    proxy_close(&proxy);
    print_message("# %zu writes, %u cut\n", done, hit);
    assert_true(hit > done * 9 / 10);
    expect_all_once("切断 ", (unsigned)done + 1);
}

/* Silence: nothing says that the connection is dead but the missing answer to a ping. */
static void test_client_leg_silence(void **state) {
    uint8_t token[KAM_SESSION_TOKEN_BYTES];
    char target[64];
    struct proxy proxy;
    kam_client *client;
    long long began = monotonic_ms();

    path_format(target, sizeof(target), "127.0.0.1:%u", world.a.port);
    login_token(token);
    proxy_open(&proxy, target);
    client = client_through(proxy.port, token);
    expect_status(client, get_session(client), KAM_OK);
    /* The request reaches kamd, the answer does not come back. */
    proxy_arm(&proxy, PROXY_TO_CLIENT, 0, PROXY_STALL);
    expect_status(client, create_account(client, "沉默 答", NULL, NULL), KAM_OK);
    proxy_arm(&proxy, PROXY_TO_SERVER, 10, PROXY_STALL);
    expect_status(client, create_account(client, "沉默 问", NULL, NULL), KAM_OK);
    assert_true(monotonic_ms() - began < 30000);
    kam_client_free(client);
    /* In the handshake the connect timeout ends it. */
    proxy_arm(&proxy, PROXY_TO_CLIENT, 100, PROXY_STALL);
    client = client_through(proxy.port, token);
    expect_status(client, create_account(client, "沉默 握手", NULL, NULL), KAM_OK);
    kam_client_free(client);
    proxy_close(&proxy);
    expect_all_once("沉默 ", 3);
}

static int start_account(kam_client *client, char *name, uint64_t *ret_ticket) {
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;

    account.name = name;
    account.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    request.account = &account;
    return kam_call_start(client, kam_method_find("kam.v1.Accounts/CreateAccount"), &request.base, NULL, ret_ticket);
}

/* Whether the fault that was ordered has been done; takes the order back if not. */
static bool faulted_within(struct proxy *proxy, int timeout_ms) {
    for (int waited = 0; waited < timeout_ms && !proxy_faulted(proxy); waited += 2)
        sleep_ms(2);
    return proxy_disarm(proxy);
}

/*
 * Between kamd and PostgreSQL: the connections of a second process run through the proxy. Several clients at once, because after each
 * cut the server asks its client to wait a second.
 */
static void test_database_leg(void **state) {
    char target[128], host[64], name[96];
    struct kamd_options options = {.database_host = host};
    uint8_t token[KAM_SESSION_TOKEN_BYTES];
    struct proxy proxy;
    struct kamd kamd;
    kam_client *client, *clients[BATCH];
    size_t before[2], bytes[2], done = 0;
    unsigned hit = 0;

    path_format(target, sizeof(target), "%s/.s.PGSQL.5432", world.cluster->folder);
    proxy_open(&proxy, target);
    path_format(host, sizeof(host), "127.0.0.1 port=%u", proxy.port);
    kamd_start(&kamd, world.cluster, world.database, &options);
    login_token(token);
    client = client_through(kamd.port, token);
    expect_status(client, create_account(client, "断库 量", NULL, NULL), KAM_OK);
    for (int d = 0; d < 2; d++)
        before[d] = proxy_passed(&proxy, (enum proxy_direction)d);
    expect_status(client, create_account(client, "断库 量二", NULL, NULL), KAM_OK);
    for (int d = 0; d < 2; d++)
        bytes[d] = proxy_passed(&proxy, (enum proxy_direction)d) - before[d];
    kam_client_free(client);
    for (size_t i = 0; i < BATCH; i++)
        clients[i] = client_through(kamd.port, token);
    while (done < 4 * cuts) {
        uint64_t tickets[BATCH];

        for (size_t i = 0; i < BATCH; i++, done++) {
            int direction = done % 2;

            expect_status(clients[i], kam_client_connect(clients[i]), KAM_OK);
            proxy_arm(&proxy, (enum proxy_direction)direction, pick((unsigned)bytes[direction]), done / 2 % 2 ? PROXY_FIN : PROXY_RST);
            path_format(name, sizeof(name), "断库 %zu", done);
            expect_status(clients[i], start_account(clients[i], name, &tickets[i]), KAM_OK);
            hit += faulted_within(&proxy, 300);
        }
        for (size_t i = 0; i < BATCH; i++) {
            ProtobufCMessage *response;

            expect_status(clients[i], kam_call_wait(clients[i], tickets[i], &response), KAM_OK);
            kam_message_free(response);
        }
    }
    for (size_t i = 0; i < BATCH; i++)
        kam_client_free(clients[i]);
    kamd_stop(&kamd, 15);
    proxy_close(&proxy);
    print_message("# %zu writes, %u cut\n", done, hit);
    assert_true(hit > done / 2);
    expect_all_once("断库 ", (unsigned)done + 2);
    assert_int_equal(accounts_named("断库 量"), 1);
}

static int open_world(void **state) {
    const char *given = getenv("KAM_TEST_SEED"), *count = getenv("KAM_CUTS");

    seed = given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
    cuts = count ? (unsigned)strtoul(count, NULL, 10) : CUTS;
    print_message("# KAM_TEST_SEED=%u\n", seed);
    world_open(&world, 1);
    return 0;
}

static int close_world(void **state) {
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_client_leg),
        cmocka_unit_test(test_client_leg_silence),
        cmocka_unit_test(test_database_leg),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

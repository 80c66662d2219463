/* A write happens once: the same request id many times at once, on two processes, with another body, after a crash, after a day. */
#include "tests/integration/world.h"

#include <openssl/rand.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/harness/clock.h"

#define CLIENTS 10
#define CALLS_EACH 10

static struct world world;

static void new_id(uint8_t id[KAM_REQUEST_ID_BYTES]) {
    assert_int_equal(RAND_bytes(id, KAM_REQUEST_ID_BYTES), 1);
}

static struct kam_call_options with_id(const uint8_t id[KAM_REQUEST_ID_BYTES], bool *ret_replayed) {
    struct kam_call_options options;

    kam_call_options_init(&options);
    options.request_id = id;
    options.ret_replayed = ret_replayed;
    return options;
}

static int64_t accounts_named(const char *name) {
    return world_number(&world, "select count(*) from kam.account where name = '%s'", name);
}

static int64_t acts_under(const uint8_t id[KAM_REQUEST_ID_BYTES]) {
    char hex[2 * KAM_REQUEST_ID_BYTES + 1];

    for (size_t i = 0; i < KAM_REQUEST_ID_BYTES; i++)
        snprintf(hex + 2 * i, 3, "%02x", id[i]);
    return world_number(&world, "select count(*) from kam.journal where request_id = decode('%s', 'hex')", hex);
}

/*
 * One hundred at once, in ten sessions on two processes: one effect, one hundred equal answers. The mark `replayed` is read where the
 * request begins, so of those that run side by side in the database (one for each session) more than one may be without it.
 */
static void test_hundred_at_once(void **state) {
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    uint8_t id[KAM_REQUEST_ID_BYTES], *first = NULL;
    bool replayed[CLIENTS * CALLS_EACH];
    uint64_t tickets[CLIENTS * CALLS_EACH];
    kam_client *clients[CLIENTS];
    size_t replays = 0, first_bytes = 0;

    new_id(id);
    account.name = "同一请求号";
    account.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    request.account = &account;
    for (size_t c = 0; c < CLIENTS; c++)
        clients[c] = fixture_client(c % 2 ? &world.a : &world.b, "sp1");
    for (size_t i = 0; i < CLIENTS * CALLS_EACH; i++) {
        struct kam_call_options options = with_id(id, &replayed[i]);

        expect_status(
            clients[i % CLIENTS],
            kam_call_start(clients[i % CLIENTS], kam_method_find("kam.v1.Accounts/CreateAccount"), &request.base, &options, &tickets[i]),
            KAM_OK);
    }
    for (size_t i = 0; i < CLIENTS * CALLS_EACH; i++) {
        ProtobufCMessage *response;
        uint8_t *bytes;
        size_t count;

        expect_status(clients[i % CLIENTS], kam_call_wait(clients[i % CLIENTS], tickets[i], &response), KAM_OK);
        count = protobuf_c_message_get_packed_size(response);
        bytes = malloc(count + 1);
        assert_non_null(bytes);
        protobuf_c_message_pack(response, bytes);
        kam_message_free(response);
        if (first) {
            assert_int_equal(count, first_bytes);
            assert_memory_equal(bytes, first, count);
            free(bytes);
        } else {
            first = bytes;
            first_bytes = count;
        }
        replays += replayed[i];
    }
    free(first);
    assert_in_range(replays, CLIENTS * (CALLS_EACH - 1), CLIENTS * CALLS_EACH - 1);
    assert_int_equal(accounts_named("同一请求号"), 1);
    assert_int_equal(acts_under(id), 1);
    for (size_t c = 0; c < CLIENTS; c++)
        kam_client_free(clients[c]);
}

static void test_other_body(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1"), *elsewhere = fixture_client(&world.b, "sp1");
    uint8_t id[KAM_REQUEST_ID_BYTES];
    struct kam_call_options options;
    int64_t account;

    new_id(id);
    options = with_id(id, NULL);
    expect_status(sp, create_account(sp, "原来的内容", &options, &account), KAM_OK);
    expect_reason(sp, create_account(sp, "另一个内容", &options, NULL), KAM_INVALID_ARGUMENT, "REQUEST_ID_REUSED");
    expect_reason(elsewhere, create_account(elsewhere, "另一个内容", &options, NULL), KAM_INVALID_ARGUMENT, "REQUEST_ID_REUSED");
    /* Another method is another request, too. */
    expect_reason(sp, create_visit(sp, account, "拜访", &options, NULL), KAM_INVALID_ARGUMENT, "REQUEST_ID_REUSED");
    assert_int_equal(accounts_named("另一个内容"), 0);
    assert_int_equal(acts_under(id), 1);
    kam_client_free(sp);
    kam_client_free(elsewhere);
}

/* Ids belong to the person who uses them. */
static void test_other_person(void **state) {
    kam_client *sp1 = fixture_client(&world.a, "sp1"), *sp2 = fixture_client(&world.a, "sp2");
    uint8_t id[KAM_REQUEST_ID_BYTES];
    bool replayed;
    struct kam_call_options options;
    int64_t first, second;

    new_id(id);
    options = with_id(id, &replayed);
    expect_status(sp1, create_account(sp1, "两个人", &options, &first), KAM_OK);
    expect_status(sp2, create_account(sp2, "两个人", &options, &second), KAM_OK);
    assert_false(replayed);
    assert_int_not_equal(first, second);
    kam_client_free(sp1);
    kam_client_free(sp2);
}

static int outcome(kam_client *client, const uint8_t id[KAM_REQUEST_ID_BYTES], int64_t *ret_subject) {
    Kam__V1__GetRequestOutcomeRequest request = KAM__V1__GET_REQUEST_OUTCOME_REQUEST__INIT;
    Kam__V1__GetRequestOutcomeResponse *response;
    int status;

    request.request_id = (ProtobufCBinaryData){.len = KAM_REQUEST_ID_BYTES, .data = (uint8_t *)id};
    status = kam_requests_get_request_outcome(client, &request, NULL, &response);
    if (status != KAM_OK)
        return status;
    *ret_subject = response->subject_id;
    kam_message_free(&response->base);
    return status;
}

static void test_look_up(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1"), *other = fixture_client(&world.b, "sp2");
    uint8_t id[KAM_REQUEST_ID_BYTES];
    struct kam_call_options options;
    int64_t account, subject = 0;

    new_id(id);
    options = with_id(id, NULL);
    expect_status(sp, outcome(sp, id, &subject), KAM_NOT_FOUND);
    expect_status(sp, create_account(sp, "查询结果", &options, &account), KAM_OK);
    expect_status(sp, outcome(sp, id, &subject), KAM_OK);
    assert_int_equal(subject, account);
    expect_status(other, outcome(other, id, &subject), KAM_NOT_FOUND);
    kam_client_free(sp);
    kam_client_free(other);
}

/* A refusal leaves nothing behind: the same id may be used again, changed or not. */
static void test_refusal_leaves_nothing(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1");
    uint8_t id[KAM_REQUEST_ID_BYTES];
    bool replayed;
    struct kam_call_options options;

    new_id(id);
    options = with_id(id, &replayed);
    expect_status(sp, create_visit(sp, 999999999, "没有这个客户", &options, NULL), KAM_NOT_FOUND);
    expect_status(sp, create_account(sp, "拒绝之后", &options, NULL), KAM_OK);
    assert_false(replayed);
    assert_int_equal(accounts_named("拒绝之后"), 1);
    kam_client_free(sp);
}

/* Both processes crash after the answer; a day later the client asks again. */
static void test_after_crash_and_a_day(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1");
    uint8_t id[KAM_REQUEST_ID_BYTES];
    bool replayed;
    struct kam_call_options options;
    int64_t first, again;

    new_id(id);
    options = with_id(id, &replayed);
    expect_status(sp, create_account(sp, "隔了一天", &options, &first), KAM_OK);
    kamd_stop(&world.a, SIGKILL);
    kamd_stop(&world.b, SIGKILL);
    kamd_restart(&world.a);
    kamd_restart(&world.b);
    expect_status(sp, create_account(sp, "隔了一天", &options, &again), KAM_OK);
    assert_true(replayed);
    assert_int_equal(again, first);
    clock_set("+25h");
    assert_in_range(world_number(&world, "select extract(epoch from now() - (select max(accepted_at) from kam.request))::int8"), 25 * 3600,
                    25 * 3600 + 600);
    /* Sessions do not last a day. */
    expect_reason(sp, create_account(sp, "隔了一天", &options, &again), KAM_UNAUTHENTICATED, "SESSION_MISSING");
    expect_status(sp, fixture_login(sp, "sp1", FIXTURE_PASSWORD), KAM_OK);
    expect_status(sp, create_account(sp, "隔了一天", &options, &again), KAM_OK);
    assert_true(replayed);
    assert_int_equal(again, first);
    assert_int_equal(accounts_named("隔了一天"), 1);
    assert_int_equal(acts_under(id), 1);
    kam_client_free(sp);
}

/* What is shown only once is not kept for a replay. */
static void test_secret_not_replayed(void **state) {
    kam_client *admin = fixture_client(&world.a, "admin");
    Kam__V1__User user = KAM__V1__USER__INIT;
    Kam__V1__CreateUserRequest create = KAM__V1__CREATE_USER_REQUEST__INIT;
    Kam__V1__CreateUserResponse *first, *again;
    uint8_t id[KAM_REQUEST_ID_BYTES];
    bool replayed;
    struct kam_call_options options;

    new_id(id);
    options = with_id(id, &replayed);
    user.login = "once";
    user.name = "一次";
    create.user = &user;
    expect_status(admin, kam_users_create_user(admin, &create, &options, &first), KAM_OK);
    expect_status(admin, kam_users_create_user(admin, &create, &options, &again), KAM_OK);
    assert_true(replayed);
    assert_int_equal(first->user->id, again->user->id);
    assert_true(strlen(first->one_time_token) > 0);
    assert_string_equal(again->one_time_token, "");
    assert_int_equal(world_number(&world, "select count(*) from kam.request where reply::text like '%%%s%%'", first->one_time_token), 0);
    kam_message_free(&first->base);
    kam_message_free(&again->base);
    kam_client_free(admin);
}

static int open_world(void **state) {
    clock_start();
    world_open(&world, 2);
    return 0;
}

static int close_world(void **state) {
    world_close(&world);
    clock_remove();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hundred_at_once),        cmocka_unit_test(test_other_body),
        cmocka_unit_test(test_other_person),           cmocka_unit_test(test_look_up),
        cmocka_unit_test(test_refusal_leaves_nothing), cmocka_unit_test(test_secret_not_replayed),
        cmocka_unit_test(test_after_crash_and_a_day),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

/* Sessions: login, resume, logout, change of password, one-time tokens, and the end of all sessions of a disabled user everywhere. */
#include "tests/integration/world.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world world;

static kam_client *resumed_client(const struct kamd *kamd, const uint8_t token[KAM_SESSION_TOKEN_BYTES]) {
    kam_client *client = kamd_client(kamd, "en");

    kam_client_set_session(client, token);
    return client;
}

static void test_login(void **state) {
    kam_client *client = kamd_client(&world.a, "en");
    Kam__V1__GetSessionRequest ask = KAM__V1__GET_SESSION_REQUEST__INIT;
    Kam__V1__GetSessionResponse *session;
    bool reads = false;

    expect_status(client, get_session(client), KAM_UNAUTHENTICATED);
    expect_status(client, fixture_login(client, "sp1", FIXTURE_PASSWORD), KAM_OK);
    expect_status(client, kam_sessions_get_session(client, &ask, NULL, &session), KAM_OK);
    assert_string_equal(session->login, "sp1");
    assert_string_equal(session->name, "专员甲");
    assert_int_equal(session->n_posts, 1);
    for (size_t i = 0; i < session->n_rights; i++)
        if (strcmp(session->rights[i]->right, "account.read") == 0)
            reads = session->rights[i]->scope == KAM__V1__SCOPE__SCOPE_OWN;
    assert_true(reads);
    kam_message_free(&session->base);
    kam_client_free(client);
}

/* Unknown name and wrong password are one answer, in the client's language. */
static void test_login_refused(void **state) {
    kam_client *english = kamd_client(&world.a, "en"), *chinese = kamd_client(&world.a, "zh");
    char first[256];

    expect_reason(english, fixture_login(english, "sp1", "not the password"), KAM_UNAUTHENTICATED, "LOGIN_FAILED");
    snprintf(first, sizeof(first), "%s", kam_client_error(english)->message);
    expect_reason(english, fixture_login(english, "nobody", "not the password"), KAM_UNAUTHENTICATED, "LOGIN_FAILED");
    assert_string_equal(kam_client_error(english)->message, first);
    expect_reason(chinese, fixture_login(chinese, "nobody", "not the password"), KAM_UNAUTHENTICATED, "LOGIN_FAILED");
    assert_string_not_equal(kam_client_error(chinese)->message, first);
    kam_client_free(english);
    kam_client_free(chinese);
}

static void test_resume_elsewhere(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1"), *other;
    uint8_t token[KAM_SESSION_TOKEN_BYTES], wrong[KAM_SESSION_TOKEN_BYTES];

    assert_true(kam_client_session(client, token));
    other = resumed_client(&world.b, token);
    expect_status(other, get_session(other), KAM_OK);
    assert_true(kam_client_resumed(other));
    kam_client_free(other);
    memcpy(wrong, token, sizeof(wrong));
    wrong[31] ^= 1;
    other = resumed_client(&world.b, wrong);
    expect_status(other, get_session(other), KAM_UNAUTHENTICATED);
    assert_false(kam_client_resumed(other));
    kam_client_free(other);
    kam_client_free(client);
}

/* The database knows SHA-256 of a token and never the token. */
static void test_token_not_stored(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1");
    uint8_t token[KAM_SESSION_TOKEN_BYTES];
    char hex[2 * KAM_SESSION_TOKEN_BYTES + 1];

    assert_true(kam_client_session(client, token));
    for (size_t i = 0; i < sizeof(token); i++)
        snprintf(hex + 2 * i, 3, "%02x", token[i]);
    assert_int_equal(world_number(&world, "select count(*) from kam.session where token_hash = decode('%s', 'hex')", hex), 0);
    assert_int_equal(world_number(&world, "select count(*) from kam.session where token_hash = sha256(decode('%s', 'hex'))", hex), 1);
    kam_client_free(client);
}

static void test_logout(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1"), *second = fixture_client(&world.a, "sp1"), *again;
    Kam__V1__LogoutRequest request = KAM__V1__LOGOUT_REQUEST__INIT;
    Kam__V1__LogoutResponse *response;
    uint8_t token[KAM_SESSION_TOKEN_BYTES];

    assert_true(kam_client_session(client, token));
    expect_status(client, kam_sessions_logout(client, &request, NULL, &response), KAM_OK);
    kam_message_free(&response->base);
    assert_false(kam_client_session(client, token));
    expect_status(client, get_session(client), KAM_UNAUTHENTICATED);
    again = resumed_client(&world.b, token);
    expect_status(again, get_session(again), KAM_UNAUTHENTICATED);
    /* Only that session ended. */
    expect_status(second, get_session(second), KAM_OK);
    kam_client_free(again);
    kam_client_free(second);
    kam_client_free(client);
}

static void test_change_password(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1b"), *other = fixture_client(&world.b, "sp1b"), *fresh = kamd_client(&world.a, "en");

    expect_reason(client, change_password(client, "wrong", "Another-2026-Word"), KAM_UNAUTHENTICATED, "LOGIN_FAILED");
    expect_reason(client, change_password(client, FIXTURE_PASSWORD, "short"), KAM_INVALID_ARGUMENT, "PASSWORD_POLICY");
    expect_status(other, get_session(other), KAM_OK);
    expect_status(client, change_password(client, FIXTURE_PASSWORD, "Another-2026-Word"), KAM_OK);
    expect_status(client, get_session(client), KAM_OK);
    expect_status(other, get_session(other), KAM_UNAUTHENTICATED);
    expect_reason(fresh, fixture_login(fresh, "sp1b", FIXTURE_PASSWORD), KAM_UNAUTHENTICATED, "LOGIN_FAILED");
    kam_client_free(fresh);
    fresh = kamd_client(&world.b, "en");
    /* One wrong try above may have to be waited for. */
    sleep_ms(1100);
    expect_status(fresh, fixture_login(fresh, "sp1b", "Another-2026-Word"), KAM_OK);
    kam_client_free(fresh);
    kam_client_free(other);
    kam_client_free(client);
}

static void test_one_time_token(void **state) {
    kam_client *admin = fixture_client(&world.a, "admin"), *client = kamd_client(&world.b, "en");
    Kam__V1__User user = KAM__V1__USER__INIT;
    Kam__V1__CreateUserRequest create = KAM__V1__CREATE_USER_REQUEST__INIT;
    Kam__V1__CreateUserResponse *created;
    Kam__V1__RedeemTokenRequest redeem = KAM__V1__REDEEM_TOKEN_REQUEST__INIT;
    Kam__V1__RedeemTokenResponse *redeemed;

    user.login = "newcomer";
    user.name = "新人";
    create.user = &user;
    expect_status(admin, kam_users_create_user(admin, &create, NULL, &created), KAM_OK);
    assert_true(strlen(created->one_time_token) >= 26);
    redeem.token = created->one_time_token;
    redeem.password = "a";
    expect_reason(client, kam_sessions_redeem_token(client, &redeem, NULL, &redeemed), KAM_INVALID_ARGUMENT, "PASSWORD_POLICY");
    redeem.password = "Fresh-Start-2026";
    expect_status(client, kam_sessions_redeem_token(client, &redeem, NULL, &redeemed), KAM_OK);
    assert_string_equal(redeemed->login, "newcomer");
    assert_int_equal(redeemed->session_token.len, KAM_SESSION_TOKEN_BYTES);
    kam_message_free(&redeemed->base);
    expect_status(client, get_session(client), KAM_OK);
    kam_client_free(client);
    client = kamd_client(&world.a, "en");
    expect_reason(client, kam_sessions_redeem_token(client, &redeem, NULL, &redeemed), KAM_UNAUTHENTICATED, "TOKEN_INVALID");
    kam_message_free(&created->base);
    kam_client_free(client);
    kam_client_free(admin);
}

static int disable(kam_client *admin, int64_t id) {
    Kam__V1__DisableUserRequest request = KAM__V1__DISABLE_USER_REQUEST__INIT;
    Kam__V1__DisableUserResponse *response;
    int status;

    request.id = id;
    status = kam_users_disable_user(admin, &request, NULL, &response);
    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

static int enable(kam_client *admin, int64_t id) {
    Kam__V1__EnableUserRequest request = KAM__V1__ENABLE_USER_REQUEST__INIT;
    Kam__V1__EnableUserResponse *response;
    int status;

    request.id = id;
    status = kam_users_enable_user(admin, &request, NULL, &response);
    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

/* Whether the server itself ends this idle connection within the time. */
static bool closed_within(kam_client *client, int timeout_ms) {
    long long until = monotonic_ms() + timeout_ms;

    while (kam_client_connected(client)) {
        if (monotonic_ms() >= until)
            return false;
        kam_client_handle(client);
        sleep_ms(5);
    }
    return true;
}

static void test_disable(void **state) {
    kam_client *admin = fixture_client(&world.a, "admin");
    kam_client *sessions[] = {fixture_client(&world.a, "sp2"), fixture_client(&world.b, "sp2"), fixture_client(&world.b, "sp2")};
    kam_client *bystander = fixture_client(&world.b, "sp1"), *fresh;
    int64_t id = fixture_person(&world.a, "sp2");

    expect_status(admin, disable(admin, id), KAM_OK);
    /* At once for calls, on every process; and the connections end within a second though nobody uses them. */
    expect_status(sessions[2], get_session(sessions[2]), KAM_UNAUTHENTICATED);
    assert_true(closed_within(sessions[0], 1000));
    assert_true(closed_within(sessions[1], 1000));
    expect_status(bystander, get_session(bystander), KAM_OK);
    fresh = kamd_client(&world.b, "en");
    expect_reason(fresh, fixture_login(fresh, "sp2", FIXTURE_PASSWORD), KAM_UNAUTHENTICATED, "LOGIN_FAILED");
    kam_client_free(fresh);
    expect_status(admin, enable(admin, id), KAM_OK);
    sleep_ms(1100);
    fresh = fixture_client(&world.b, "sp2");
    expect_status(fresh, get_session(fresh), KAM_OK);
    kam_client_free(fresh);
    /* The old sessions stay dead. */
    expect_status(sessions[0], get_session(sessions[0]), KAM_UNAUTHENTICATED);
    for (size_t i = 0; i < 3; i++)
        kam_client_free(sessions[i]);
    kam_client_free(bystander);
    kam_client_free(admin);
}

/* An administrator ends a session that stands on another server; the person ends one from a third place. Both within a second. */
static void test_kill(void **state) {
    kam_client *admin = fixture_client(&world.a, "admin"), *first = fixture_client(&world.a, "sp1"), *second = fixture_client(&world.b, "sp1");
    Kam__V1__EndUserSessionsRequest kill = KAM__V1__END_USER_SESSIONS_REQUEST__INIT;
    Kam__V1__EndUserSessionsResponse *killed;
    Kam__V1__ListSessionsRequest ask = KAM__V1__LIST_SESSIONS_REQUEST__INIT;
    Kam__V1__ListSessionsResponse *list;
    Kam__V1__EndSessionRequest end = KAM__V1__END_SESSION_REQUEST__INIT;
    Kam__V1__EndSessionResponse *ended;

    expect_status(first, kam_sessions_list_sessions(first, &ask, NULL, &list), KAM_OK);
    assert_true(list->n_sessions >= 2);
    assert_false(list->sessions[0]->current);
    assert_true(list->sessions[1]->current);
    assert_string_equal(list->sessions[0]->address, "127.0.0.1");
    assert_string_equal(list->sessions[0]->client, "kam-test");
    end.id = list->sessions[0]->id;
    kam_message_free(&list->base);
    expect_status(first, kam_sessions_end_session(first, &end, NULL, &ended), KAM_OK);
    kam_message_free(&ended->base);
    assert_true(closed_within(second, 1000));
    expect_status(second, get_session(second), KAM_UNAUTHENTICATED);

    expect_reason(first, kam_users_end_user_sessions(first, &kill, NULL, &killed), KAM_INVALID_ARGUMENT, "FIELD_REQUIRED");
    kill.id = fixture_person(&world.a, "sp1");
    expect_reason(first, kam_users_end_user_sessions(first, &kill, NULL, &killed), KAM_PERMISSION_DENIED, "RIGHT_MISSING");
    kam_client_free(second);
    second = fixture_client(&world.b, "sp1");
    expect_status(admin, kam_users_end_user_sessions(admin, &kill, NULL, &killed), KAM_OK);
    assert_true(killed->ended >= 2);
    kam_message_free(&killed->base);
    assert_true(closed_within(first, 1000));
    assert_true(closed_within(second, 1000));
    kam_client_free(first);
    first = fixture_client(&world.a, "sp1");
    expect_status(first, get_session(first), KAM_OK);
    kam_client_free(second);
    kam_client_free(first);
    kam_client_free(admin);
}

/* A token the client made up, or one that is dead, is never made to live by a login: the login brings its own. */
static void test_fixation(void **state) {
    uint8_t planted[KAM_SESSION_TOKEN_BYTES], token[KAM_SESSION_TOKEN_BYTES], seen[64][KAM_SESSION_TOKEN_BYTES];
    unsigned bits = 0;
    kam_client *victim, *thief;

    memset(planted, 0x5a, sizeof(planted));
    victim = resumed_client(&world.a, planted);
    expect_status(victim, get_session(victim), KAM_UNAUTHENTICATED);
    expect_status(victim, fixture_login(victim, "sp1", FIXTURE_PASSWORD), KAM_OK);
    assert_true(kam_client_session(victim, token));
    assert_memory_not_equal(token, planted, sizeof(token));
    thief = resumed_client(&world.b, planted);
    expect_status(thief, get_session(thief), KAM_UNAUTHENTICATED);
    kam_client_free(thief);
    /* Another login on the same connection: another token, and the one before it is not what is used. */
    for (size_t i = 0; i < 64; i++) {
        if (i % 8 == 0)
            expect_status(victim, fixture_login(victim, "sp1", FIXTURE_PASSWORD), KAM_OK);
        assert_true(kam_client_session(victim, seen[i]));
        for (size_t k = 0; k < i - i % 8; k++)
            assert_memory_not_equal(seen[i], seen[k], sizeof(token));
        for (size_t k = 0; k < sizeof(token) && i % 8 == 0; k++)
            bits += (unsigned)__builtin_popcount(seen[i][k]);
    }
    /* 8 tokens of 256 bits: 1,024 ones expected, and less than 848 or more than 1,200 once in 10^14 runs. */
    assert_in_range(bits, 848, 1200);
    kam_client_free(victim);
}

static void test_last_administrator(void **state) {
    kam_client *admin = fixture_client(&world.a, "admin");

    expect_reason(admin, disable(admin, fixture_person(&world.a, "admin")), KAM_FAILED_PRECONDITION, "LAST_ADMINISTRATOR");
    kam_client_free(admin);
}

static void test_session_times(void **state) {
    kam_client *idle = fixture_client(&world.a, "lead"), *absolute = fixture_client(&world.a, "mgr");

    free(cluster_query(world.cluster, world.database,
                       "update kam.session set idle_until = now() - interval '1 second', touch_after = now() - interval '1 hour' "
                       "where person_id = %lld",
                       (long long)fixture_person(&world.a, "lead")));
    expect_status(idle, get_session(idle), KAM_UNAUTHENTICATED);
    free(cluster_query(world.cluster, world.database,
                       "update kam.session set opened_at = now() - interval '13 hours', idle_until = now() - interval '1 hour', "
                       "touch_after = now() - interval '2 hours', expires_at = now() - interval '1 hour' where person_id = %lld",
                       (long long)fixture_person(&world.a, "mgr")));
    expect_status(absolute, get_session(absolute), KAM_UNAUTHENTICATED);
    kam_client_free(idle);
    kam_client_free(absolute);
}

/* Nobody has more than sixteen sessions; whose login ends one is told. */
static void test_crowded_out(void **state) {
    kam_client *client = kamd_client(&world.a, "en");
    Kam__V1__LoginRequest request = KAM__V1__LOGIN_REQUEST__INIT;
    Kam__V1__LoginResponse *response;

    request.login = "lead";
    request.password = FIXTURE_PASSWORD;
    for (int i = 1; i <= 17; i++) {
        expect_status(client, kam_sessions_login(client, &request, NULL, &response), KAM_OK);
        assert_int_equal(response->sessions_ended, i <= 16 ? 0 : 1);
        kam_message_free(&response->base);
    }
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
        cmocka_unit_test(test_login),
        cmocka_unit_test(test_login_refused),
        cmocka_unit_test(test_resume_elsewhere),
        cmocka_unit_test(test_token_not_stored),
        cmocka_unit_test(test_logout),
        cmocka_unit_test(test_change_password),
        cmocka_unit_test(test_one_time_token),
        cmocka_unit_test(test_disable),
        cmocka_unit_test(test_kill),
        cmocka_unit_test(test_fixation),
        cmocka_unit_test(test_last_administrator),
        cmocka_unit_test(test_session_times),
        cmocka_unit_test(test_crowded_out),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

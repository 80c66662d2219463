/* The second factor over the wire: set up, asked for at login, each code once, recovery codes, and an administrator's reset. */
#include "tests/harness/authenticator.h"
#include "tests/integration/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world world;

static int login(kam_client *client, const char *name, const char *password, const char *code) {
    Kam__V1__LoginRequest request = KAM__V1__LOGIN_REQUEST__INIT;
    Kam__V1__LoginResponse *response;
    int status;

    request.login = (char *)name;
    request.password = (char *)password;
    request.code = (char *)code;
    status = kam_sessions_login(client, &request, NULL, &response);
    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

static int enrol(kam_client *client, const char *password, uint8_t ret_secret[20]) {
    Kam__V1__EnrolSecondFactorRequest request = KAM__V1__ENROL_SECOND_FACTOR_REQUEST__INIT;
    Kam__V1__EnrolSecondFactorResponse *response;
    int status;

    request.password = (char *)password;
    status = kam_sessions_enrol_second_factor(client, &request, NULL, &response);
    if (status != KAM_OK)
        return status;
    authenticator_read(response->secret, ret_secret);
    assert_non_null(strstr(response->uri, "otpauth://totp/kam:"));
    assert_non_null(strstr(response->uri, response->secret));
    kam_message_free(&response->base);
    return status;
}

/* The first two recovery codes. */
static int confirm(kam_client *client, const char *code, char ret_recovery[2][32]) {
    Kam__V1__ConfirmSecondFactorRequest request = KAM__V1__CONFIRM_SECOND_FACTOR_REQUEST__INIT;
    Kam__V1__ConfirmSecondFactorResponse *response;
    int status;

    request.code = (char *)code;
    status = kam_sessions_confirm_second_factor(client, &request, NULL, &response);
    if (status != KAM_OK)
        return status;
    assert_int_equal(response->n_recovery_codes, 10);
    for (size_t i = 0; i < 2; i++)
        snprintf(ret_recovery[i], 32, "%s", response->recovery_codes[i]);
    kam_message_free(&response->base);
    return status;
}

static int remove_own(kam_client *client, const char *password, const char *code) {
    Kam__V1__RemoveSecondFactorRequest request = KAM__V1__REMOVE_SECOND_FACTOR_REQUEST__INIT;
    Kam__V1__RemoveSecondFactorResponse *response;
    int status;

    request.password = (char *)password;
    request.code = (char *)code;
    status = kam_sessions_remove_second_factor(client, &request, NULL, &response);
    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

/* Codes that did not pass, as the journal has them. */
static int64_t tried(const char *method) {
    return world_number(&world, "select count(*) from kam.journal where act = 'second_factor.try' and outcome = 'denied' and method = 'kam.v1.Sessions/%s'",
                        method);
}

static void test_life(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1"), *other = kamd_client(&world.b, "en");
    uint8_t secret[20], older[20];
    char recovery[2][32], used[8];

    expect_reason(client, enrol(client, "wrong", secret), KAM_UNAUTHENTICATED, "LOGIN_FAILED");
    expect_status(client, enrol(client, FIXTURE_PASSWORD, older), KAM_OK);
    expect_status(client, enrol(client, FIXTURE_PASSWORD, secret), KAM_OK);
    assert_memory_not_equal(older, secret, sizeof(secret));
    /* Not in force before its first code. */
    expect_status(other, login(other, "sp1", FIXTURE_PASSWORD, ""), KAM_OK);
    expect_reason(client, confirm(client, authenticator_code(older, 0), recovery), KAM_UNAUTHENTICATED, "SECOND_FACTOR_INVALID");
    snprintf(used, sizeof(used), "%s", authenticator_code(secret, 0));
    expect_status(client, confirm(client, used, recovery), KAM_OK);
    expect_reason(client, enrol(client, FIXTURE_PASSWORD, older), KAM_FAILED_PRECONDITION, "SECOND_FACTOR_ENROLLED");

    /* Asked for on every server; a wrong password is told first, and the same as ever. */
    expect_reason(other, login(other, "sp1", FIXTURE_PASSWORD, ""), KAM_UNAUTHENTICATED, "SECOND_FACTOR_REQUIRED");
    assert_string_equal(kam_client_error(other)->violations[0].field, "code");
    expect_reason(other, login(other, "sp1", "wrong", authenticator_code(secret, 0)), KAM_UNAUTHENTICATED, "LOGIN_FAILED");
    expect_reason(other, login(other, "sp1", FIXTURE_PASSWORD, "000000"), KAM_UNAUTHENTICATED, "SECOND_FACTOR_INVALID");
    expect_reason(other, login(other, "sp1", FIXTURE_PASSWORD, used), KAM_UNAUTHENTICATED, "SECOND_FACTOR_INVALID");
    snprintf(used, sizeof(used), "%s", authenticator_code(secret, 1));
    expect_status(other, login(other, "sp1", FIXTURE_PASSWORD, used), KAM_OK);
    expect_status(other, get_session(other), KAM_OK);
    expect_reason(other, login(other, "sp1", FIXTURE_PASSWORD, used), KAM_UNAUTHENTICATED, "SECOND_FACTOR_INVALID");

    /* A recovery code, once. */
    expect_status(other, login(other, "sp1", FIXTURE_PASSWORD, recovery[0]), KAM_OK);
    expect_reason(other, login(other, "sp1", FIXTURE_PASSWORD, recovery[0]), KAM_UNAUTHENTICATED, "SECOND_FACTOR_INVALID");

    /* Removed with the password and a code. */
    expect_reason(client, remove_own(client, FIXTURE_PASSWORD, ""), KAM_UNAUTHENTICATED, "SECOND_FACTOR_REQUIRED");
    expect_reason(client, remove_own(client, FIXTURE_PASSWORD, "000000"), KAM_UNAUTHENTICATED, "SECOND_FACTOR_INVALID");
    expect_reason(client, remove_own(client, FIXTURE_PASSWORD, recovery[0]), KAM_UNAUTHENTICATED, "SECOND_FACTOR_INVALID");
    expect_status(client, remove_own(client, FIXTURE_PASSWORD, recovery[1]), KAM_OK);
    expect_status(other, login(other, "sp1", FIXTURE_PASSWORD, ""), KAM_OK);
    assert_int_equal(tried("Login"), 3); /* what was used before; one that never was right is a failed login */
    assert_int_equal(tried("ConfirmSecondFactor"), 1);
    assert_int_equal(tried("RemoveSecondFactor"), 2);
    kam_client_free(other);
    kam_client_free(client);
}

/* What is set up stays through a reset of the password: the one-time token needs the code as well. */
static void test_reset(void **state) {
    kam_client *admin = fixture_client(&world.a, "admin"), *client = fixture_client(&world.a, "sp2"), *fresh = kamd_client(&world.b, "en");
    Kam__V1__ResetUserRequest reset = KAM__V1__RESET_USER_REQUEST__INIT;
    Kam__V1__ResetUserResponse *token;
    Kam__V1__RedeemTokenRequest redeem = KAM__V1__REDEEM_TOKEN_REQUEST__INIT;
    Kam__V1__RedeemTokenResponse *redeemed;
    Kam__V1__ResetSecondFactorRequest remove = KAM__V1__RESET_SECOND_FACTOR_REQUEST__INIT;
    Kam__V1__ResetSecondFactorResponse *removed;
    uint8_t secret[20];
    char recovery[2][32], used[8];

    expect_status(client, enrol(client, FIXTURE_PASSWORD, secret), KAM_OK);
    snprintf(used, sizeof(used), "%s", authenticator_code(secret, 0));
    expect_status(client, confirm(client, used, recovery), KAM_OK);
    reset.id = remove.id = fixture_person(&world.a, "sp2");
    expect_status(admin, kam_users_reset_user(admin, &reset, NULL, &token), KAM_OK);
    redeem.token = token->one_time_token;
    redeem.password = "Fresh-Start-2026";
    expect_reason(fresh, kam_sessions_redeem_token(fresh, &redeem, NULL, &redeemed), KAM_UNAUTHENTICATED, "SECOND_FACTOR_REQUIRED");
    redeem.code = "000000";
    expect_reason(fresh, kam_sessions_redeem_token(fresh, &redeem, NULL, &redeemed), KAM_UNAUTHENTICATED, "SECOND_FACTOR_INVALID");
    redeem.code = used;
    expect_reason(fresh, kam_sessions_redeem_token(fresh, &redeem, NULL, &redeemed), KAM_UNAUTHENTICATED, "SECOND_FACTOR_INVALID");
    redeem.code = (char *)authenticator_code(secret, 1);
    expect_status(fresh, kam_sessions_redeem_token(fresh, &redeem, NULL, &redeemed), KAM_OK);
    assert_int_equal(tried("RedeemToken"), 2);
    kam_message_free(&redeemed->base);
    kam_message_free(&token->base);

    expect_status(admin, kam_users_reset_second_factor(admin, &remove, NULL, &removed), KAM_OK);
    kam_message_free(&removed->base);
    expect_status(fresh, get_session(fresh), KAM_UNAUTHENTICATED);
    expect_status(client, login(client, "sp2", "Fresh-Start-2026", ""), KAM_OK);
    expect_reason(admin, kam_users_reset_second_factor(admin, &remove, NULL, &removed), KAM_FAILED_PRECONDITION, "SECOND_FACTOR_MISSING");
    kam_client_free(fresh);
    kam_client_free(client);
    kam_client_free(admin);
}

/* Neither secret nor codes are in the database, in PostgreSQL's log or in kamd's. */
static void test_secrecy(void **state) {
    kam_client *client = fixture_client(&world.a, "lead");
    Kam__V1__EnrolSecondFactorRequest request = KAM__V1__ENROL_SECOND_FACTOR_REQUEST__INIT;
    Kam__V1__EnrolSecondFactorResponse *response;
    uint8_t secret[20];
    char recovery[2][32], hex[41];

    request.password = FIXTURE_PASSWORD;
    expect_status(client, kam_sessions_enrol_second_factor(client, &request, NULL, &response), KAM_OK);
    authenticator_read(response->secret, secret);
    for (size_t i = 0; i < 20; i++)
        snprintf(hex + 2 * i, 3, "%02x", secret[i]);
    expect_status(client, confirm(client, authenticator_code(secret, 0), recovery), KAM_OK);
    assert_int_equal(world_number(&world, "select count(*) from kam.second_factor where encode(sealed, 'hex') like '%%%s%%'", hex), 0);
    assert_int_equal(world_number(&world, "select count(*) from kam.change where after::text like '%%%s%%'", response->secret), 0);
    assert_int_equal(kamd_log_count(&world.a, response->secret), 0);
    assert_int_equal(kamd_log_count(&world.a, recovery[0]), 0);
    assert_int_equal(cluster_log_count(world.cluster, hex), 0);
    kam_message_free(&response->base);
    kam_client_free(client);
}

static void set_up(kam_client *client) {
    Kam__V1__EnrolSecondFactorRequest request = KAM__V1__ENROL_SECOND_FACTOR_REQUEST__INIT;
    Kam__V1__EnrolSecondFactorResponse *response;
    uint8_t secret[20];
    char recovery[2][32];

    request.password = FIXTURE_PASSWORD;
    expect_status(client, kam_sessions_enrol_second_factor(client, &request, NULL, &response), KAM_OK);
    authenticator_read(response->secret, secret);
    expect_status(client, confirm(client, authenticator_code(secret, 0), recovery), KAM_OK);
    kam_message_free(&response->base);
}

/* Demanded while the session is open: nothing but setting it up works any more, and with it everything does. */
static void test_demand(void **state) {
    kam_client *admin = fixture_client(&world.a, "admin"), *client = fixture_client(&world.a, "mgr");
    Kam__V1__DemandSecondFactorRequest request = KAM__V1__DEMAND_SECOND_FACTOR_REQUEST__INIT;
    Kam__V1__DemandSecondFactorResponse *response;

    request.person_id = world_number(&world, "select id from kam.person where login = 'mgr'");
    request._person_id_case = KAM__V1__DEMAND_SECOND_FACTOR_REQUEST___PERSON_ID_PERSON_ID;
    expect_reason(admin, kam_users_demand_second_factor(admin, &request, NULL, &response), KAM_FAILED_PRECONDITION, "SECOND_FACTOR_MISSING");
    set_up(admin);
    expect_status(client, get_session(client), KAM_OK);
    expect_status(admin, kam_users_demand_second_factor(admin, &request, NULL, &response), KAM_OK);
    kam_message_free(&response->base);
    expect_reason(client, get_session(client), KAM_FAILED_PRECONDITION, "SECOND_FACTOR_DUE");
    set_up(client);
    expect_status(client, get_session(client), KAM_OK);
    kam_client_free(client);
    kam_client_free(admin);
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
        cmocka_unit_test(test_life),
        cmocka_unit_test(test_reset),
        cmocka_unit_test(test_secrecy),
        cmocka_unit_test(test_demand),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

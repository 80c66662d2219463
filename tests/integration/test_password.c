/* What a new password must be, over the wire: under mlps3, under nist with a list, and never one of the last ones, whichever way it is set. */
#include "tests/harness/path.h"
#include "tests/integration/world.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world world; /* mlps3 with two former passwords, nist with a list */

static int redeem(kam_client *client, const char *token, const char *password) {
    Kam__V1__RedeemTokenRequest request = KAM__V1__REDEEM_TOKEN_REQUEST__INIT;
    Kam__V1__RedeemTokenResponse *response;
    int status;

    request.token = (char *)token;
    request.password = (char *)password;
    status = kam_sessions_redeem_token(client, &request, NULL, &response);
    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

static void expect_policy(kam_client *client, int status, const char *why) {
    expect_reason(client, status, KAM_INVALID_ARGUMENT, "PASSWORD_POLICY");
    if (!strstr(kam_client_error(client)->message, why))
        fail_msg("%s instead of %s", kam_client_error(client)->message, why);
}

static void test_mlps3(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1");

    expect_policy(client, change_password(client, FIXTURE_PASSWORD, "Sh0rt!x"), "at least 8");
    expect_policy(client, change_password(client, FIXTURE_PASSWORD, "only small letters"), "three of");
    expect_policy(client, change_password(client, FIXTURE_PASSWORD, "With-SP1-in-it"), "login name");
    expect_policy(client, change_password(client, FIXTURE_PASSWORD, FIXTURE_PASSWORD), "the old one");
    kam_client_free(client);
}

/* Two are remembered: the third change may go back to the first. */
static void test_history(void **state) {
    kam_client *client = fixture_client(&world.a, "sp2");

    expect_status(client, change_password(client, FIXTURE_PASSWORD, "Second-2026-x"), KAM_OK);
    expect_policy(client, change_password(client, "Second-2026-x", FIXTURE_PASSWORD), "used before");
    assert_string_equal(kam_client_error(client)->violations[0].field, "new_password");
    expect_status(client, change_password(client, "Second-2026-x", "Third-2026-xy"), KAM_OK);
    expect_policy(client, change_password(client, "Third-2026-xy", FIXTURE_PASSWORD), "used before");
    expect_status(client, change_password(client, "Third-2026-xy", "Fourth-2026-x"), KAM_OK);
    expect_status(client, change_password(client, "Fourth-2026-x", FIXTURE_PASSWORD), KAM_OK);
    kam_client_free(client);
}

/* An administrator's reset is no way back either; the token is not spent by a password that was refused. */
static void test_reset(void **state) {
    kam_client *admin = fixture_client(&world.a, "admin"), *client = kamd_client(&world.a, "en");
    Kam__V1__ResetUserRequest reset = KAM__V1__RESET_USER_REQUEST__INIT;
    Kam__V1__ResetUserResponse *token;

    reset.id = fixture_person(&world.a, "sp1b");
    expect_status(admin, kam_users_reset_user(admin, &reset, NULL, &token), KAM_OK);
    expect_policy(client, redeem(client, token->one_time_token, FIXTURE_PASSWORD), "used before");
    expect_policy(client, redeem(client, token->one_time_token, "short"), "at least 8");
    expect_status(client, redeem(client, token->one_time_token, "Quite-New-2026"), KAM_OK);
    expect_status(client, get_session(client), KAM_OK);
    kam_message_free(&token->base);
    kam_client_free(client);
    kam_client_free(admin);
}

static void test_nist(void **state) {
    kam_client *client = fixture_client(&world.b, "lead");

    expect_policy(client, change_password(client, FIXTURE_PASSWORD, "Kinds-of-1234!"), "at least 15");
    expect_policy(client, change_password(client, FIXTURE_PASSWORD, "abcabcabcabcabcabc"), "too few");
    expect_policy(client, change_password(client, FIXTURE_PASSWORD, "Leaked In A Breach"), "known or forbidden");
    expect_status(client, change_password(client, FIXTURE_PASSWORD, "only small letters and long"), KAM_OK);
    kam_client_free(client);
}

/* Under mlps3 a password of 31 days must be changed where 30 are allowed; under nist none ages. */
static void test_age(void **state) {
    kam_client *client = kamd_client(&world.a, "en");

    free(cluster_query(world.cluster, world.database, "update kam.credential set set_at = now() - interval '31 days' where person_id = %lld",
                       (long long)fixture_person(&world.a, "mgr")));
    expect_status(client, fixture_login(client, "mgr", FIXTURE_PASSWORD), KAM_OK);
    expect_reason(client, get_session(client), KAM_FAILED_PRECONDITION, "PASSWORD_EXPIRED");
    kam_client_free(client);
    client = kamd_client(&world.b, "en");
    expect_status(client, fixture_login(client, "mgr", FIXTURE_PASSWORD), KAM_OK);
    expect_status(client, get_session(client), KAM_OK);
    kam_client_free(client);
}

static int open_world(void **state) {
    char settings[512], list[CLUSTER_FOLDER_BYTES + 16];
    FILE *file;

    world = (struct world){.cluster = cluster_get()};
    cluster_create_database(world.cluster, world.database);
    path_format(list, sizeof(list), "%s/breached", world.cluster->folder);
    file = fopen(list, "we");
    assert_true(file && fputs("something else\nleaked in a breach\n", file) >= 0 && fclose(file) == 0);
    kamd_start(&world.a, world.cluster, world.database,
               &(struct kamd_options){.settings = "[password]\npolicy = mlps3\nhistory = 2\nmax_days = 30"});
    snprintf(settings, sizeof(settings), "[password]\npolicy = nist\nmax_days = 30\nlist_file = %s", list);
    kamd_start(&world.b, world.cluster, world.database, &(struct kamd_options){.settings = settings});
    return 0;
}

static int close_world(void **state) {
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mlps3), cmocka_unit_test(test_history), cmocka_unit_test(test_reset),
        cmocka_unit_test(test_nist),  cmocka_unit_test(test_age),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

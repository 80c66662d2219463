#include "tests/integration/world.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void world_open_with(struct world *world, int kamds, const struct kamd_options *options) {
    *world = (struct world){.cluster = cluster_get()};
    cluster_create_database(world->cluster, world->database);
    kamd_start(&world->a, world->cluster, world->database, options);
    if (kamds > 1)
        kamd_start(&world->b, world->cluster, world->database, options);
}

void world_open(struct world *world, int kamds) {
    world_open_with(world, kamds, NULL);
}

void world_close(struct world *world) {
    kamd_stop(&world->a, SIGTERM);
    kamd_stop(&world->b, SIGTERM);
    cluster_drop_database(world->cluster, world->database);
}

int64_t world_number(struct world *world, const char *format, ...) {
    char *text = NULL;
    va_list arguments;
    int64_t number;
    int bytes;

    va_start(arguments, format);
    bytes = vasprintf(&text, format, arguments);
    va_end(arguments);
    assert_true(bytes >= 0);
    number = cluster_number(world->cluster, world->database, "%s", text);
    free(text);
    return number;
}

void world_expect_status(const kam_client *client, int status, enum kam_status expected, const char *text, const char *file, int line) {
    const struct kam_error *error = kam_client_error(client);

    if (status == (int)expected)
        return;
    print_error("%s\n%s instead of %s: %s %s%s%s\n", text, kam_status_name((enum kam_status)status), kam_status_name(expected),
                error->reason, error->message, error->violations_count ? " at " : "",
                error->violations_count ? error->violations[0].field : "");
    _fail(file, line);
}

int create_account(kam_client *client, const char *name, const struct kam_call_options *options, int64_t *ret_id) {
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    Kam__V1__CreateAccountResponse *response;
    int status;

    account.name = (char *)name;
    account.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    request.account = &account;
    request.force = true; /* tests write names that look alike */
    request.reason = "测试";
    status = kam_accounts_create_account(client, &request, options, &response);
    if (status != KAM_OK)
        return status;
    if (ret_id)
        *ret_id = response->account->id;
    kam_message_free(&response->base);
    return status;
}

int get_account(kam_client *client, int64_t id, Kam__V1__GetAccountResponse **ret_response) {
    Kam__V1__GetAccountRequest request = KAM__V1__GET_ACCOUNT_REQUEST__INIT;
    Kam__V1__GetAccountResponse *response;
    int status;

    request._id_case = KAM__V1__GET_ACCOUNT_REQUEST___ID_ID;
    request.id = id;
    status = kam_accounts_get_account(client, &request, NULL, &response);
    if (status != KAM_OK)
        return status;
    if (ret_response)
        *ret_response = response;
    else
        kam_message_free(&response->base);
    return status;
}

int create_visit(kam_client *client, int64_t account_id, const char *topic, const struct kam_call_options *options, int64_t *ret_id) {
    Kam__V1__Interaction visit = KAM__V1__INTERACTION__INIT;
    Kam__V1__CreateInteractionRequest request = KAM__V1__CREATE_INTERACTION_REQUEST__INIT;
    Kam__V1__CreateInteractionResponse *response;
    int status;

    visit.account_id = account_id;
    visit.topic = (char *)topic;
    request.interaction = &visit;
    status = kam_interactions_create_interaction(client, &request, options, &response);
    if (status != KAM_OK)
        return status;
    if (ret_id)
        *ret_id = response->interaction->id;
    kam_message_free(&response->base);
    return status;
}

int change_password(kam_client *client, const char *from, const char *to) {
    Kam__V1__ChangePasswordRequest request = KAM__V1__CHANGE_PASSWORD_REQUEST__INIT;
    Kam__V1__ChangePasswordResponse *response;
    int status;

    request.old_password = (char *)from;
    request.new_password = (char *)to;
    status = kam_sessions_change_password(client, &request, NULL, &response);
    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

int get_session(kam_client *client) {
    Kam__V1__GetSessionRequest request = KAM__V1__GET_SESSION_REQUEST__INIT;
    Kam__V1__GetSessionResponse *response;
    int status = kam_sessions_get_session(client, &request, NULL, &response);

    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

int list_accounts(kam_client *client, int page_size, const char *page_token, Kam__V1__ListAccountsResponse **ret_response) {
    Kam__V1__ListAccountsRequest request = KAM__V1__LIST_ACCOUNTS_REQUEST__INIT;

    request.page_size = page_size;
    request.page_token = (char *)page_token;
    return kam_accounts_list_accounts(client, &request, NULL, ret_response);
}

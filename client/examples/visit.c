/* Logs in, finds a customer, registers a visit: visit HOST:PORT CA_FILE LOGIN QUERY TOPIC; the password comes on standard input. */
#include <kam/client_methods.h>
#include <stdio.h>

static int fail(const kam_client *client, const char *step) {
    const struct kam_error *error = kam_client_error(client);

    fprintf(stderr, "%s: %s %s: %s\n", step, kam_status_name(error->code), error->reason, error->message);
    return 1;
}

static int run(kam_client *client, char *login, char *password, char *query, char *topic) {
    Kam__V1__LoginRequest who = KAM__V1__LOGIN_REQUEST__INIT;
    Kam__V1__LoginResponse *session;
    Kam__V1__SearchAccountsRequest search = KAM__V1__SEARCH_ACCOUNTS_REQUEST__INIT;
    Kam__V1__SearchAccountsResponse *found;
    Kam__V1__Interaction visit = KAM__V1__INTERACTION__INIT;
    Kam__V1__CreateInteractionRequest create = KAM__V1__CREATE_INTERACTION_REQUEST__INIT;
    Kam__V1__CreateInteractionResponse *created;

    who.login = login;
    who.password = password;
    if (kam_sessions_login(client, &who, NULL, &session) != KAM_OK)
        return fail(client, "login");
    printf("%s\n", session->name);
    kam_message_free(&session->base);

    search.query = query;
    if (kam_accounts_search_accounts(client, &search, NULL, &found) != KAM_OK)
        return fail(client, "search");
    for (size_t i = 0; i < found->n_matches; i++)
        printf("%s %s\n", found->matches[i]->code, found->matches[i]->name);
    if (found->n_matches > 0)
        visit.account_id = found->matches[0]->id;
    kam_message_free(&found->base);

    visit.topic = topic; /* channel and time are left out: a visit, now */
    create.interaction = &visit;
    if (kam_interactions_create_interaction(client, &create, NULL, &created) != KAM_OK)
        return fail(client, "visit");
    printf("#%lld\n", (long long)created->interaction->id);
    kam_message_free(&created->base);
    return 0;
}

int main(int argc, char **argv) {
    struct kam_options options;
    char password[128];

    if (argc != 6 || scanf("%127[^\n]", password) != 1)
        return 2;
    kam_options_init(&options);
    options.endpoints = argv[1];
    options.ca_file = argv[2];
    kam_client *client = kam_client_new(&options);
    int status = client ? run(client, argv[3], password, argv[4], argv[5]) : 1;
    kam_client_free(client);
    return status;
}

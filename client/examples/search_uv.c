/* Searches for several names at once on a libuv loop: search_uv HOST:PORT[,HOST:PORT] CA_FILE LOGIN NAME…; the password on standard input.
 */
#include <kam/client_methods.h>
#include <kam/kam_uv.h>
#include <stdio.h>

struct work {
    struct kam_uv *kam;
    char **names;
    int out, failed;
};

static int fail(const kam_client *client, const char *what) {
    fprintf(stderr, "%s: %s %s\n", what, kam_client_error(client)->reason, kam_client_error(client)->message);
    return 1;
}

static void done(struct work *work, int failed) {
    work->failed |= failed;
    if (--work->out <= 0)
        kam_uv_close(work->kam, NULL, NULL);
}

static void found(void *context, kam_client *client, int status, ProtobufCMessage *response) {
    Kam__V1__SearchAccountsResponse *answer = (Kam__V1__SearchAccountsResponse *)response;

    for (size_t i = 0; answer && i < answer->n_matches; i++)
        printf("%s %s\n", answer->matches[i]->code, answer->matches[i]->name);
    kam_message_free(response);
    done(context, status == KAM_OK ? 0 : fail(client, "search"));
}

static void logged_in(void *context, kam_client *client, int status, ProtobufCMessage *response) {
    Kam__V1__SearchAccountsRequest search = KAM__V1__SEARCH_ACCOUNTS_REQUEST__INIT;
    struct work *work = context;

    kam_message_free(response);
    for (char **name = work->names; *name && status == KAM_OK; name++) {
        search.query = *name;
        if (kam_uv_call(work->kam, kam_method_find("kam.v1.Accounts/SearchAccounts"), &search.base, NULL, found, work, NULL) == KAM_OK)
            work->out++;
    }
    done(work, status == KAM_OK ? 0 : fail(client, "login"));
}

int main(int argc, char **argv) {
    Kam__V1__LoginRequest login = KAM__V1__LOGIN_REQUEST__INIT;
    struct kam_options options;
    struct work work = {.out = 1, .names = argv + 4};
    char password[128];

    if (argc < 5 || scanf("%127[^\n]", password) != 1)
        return 2;
    kam_options_init(&options);
    options.endpoints = argv[1];
    options.ca_file = argv[2];
    kam_client *client = kam_client_new(&options);
    work.kam = client ? kam_uv_new(uv_default_loop(), client) : NULL;
    login.login = argv[3];
    login.password = password;
    if (!work.kam || kam_uv_call(work.kam, kam_method_find("kam.v1.Sessions/Login"), &login.base, NULL, logged_in, &work, NULL) != KAM_OK)
        return 1;
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    kam_client_free(client);
    return work.failed;
}

#include "tests/harness/fixture.h"

#include "tests/harness/bail.h"
#include <ctype.h>
#include <kam/client_methods.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct unit {
    const char *code, *name, *parent;
    Kam__V1__UnitKind kind;
};

static const struct unit units[] = {
    {"C1", "甲公司", NULL, KAM__V1__UNIT_KIND__UNIT_KIND_COMPANY},
    {"C1-KA", "甲公司集团客户部", "C1", KAM__V1__UNIT_KIND__UNIT_KIND_DEPARTMENT},
    {"C1-KA-1", "一组", "C1-KA", KAM__V1__UNIT_KIND__UNIT_KIND_TEAM},
    {"C1-KA-2", "二组", "C1-KA", KAM__V1__UNIT_KIND__UNIT_KIND_TEAM},
    {"C2", "乙公司", NULL, KAM__V1__UNIT_KIND__UNIT_KIND_COMPANY},
    {"C2-KA", "乙公司集团客户部", "C2", KAM__V1__UNIT_KIND__UNIT_KIND_DEPARTMENT},
};
#define UNITS (sizeof(units) / sizeof(units[0]))

struct person {
    const char *login, *name, *unit, *role;
};

static const struct person people[] = {
    {"vp", "副总", "C1-KA", "VP"},          {"mgr", "经理", "C1-KA", "MGR"},         {"lead", "主管", "C1-KA-1", "DEV"},
    {"sp1", "专员甲", "C1-KA-1", "SP_DEV"}, {"sp1b", "专员乙", "C1-KA-1", "SP_DEV"}, {"sp2", "专员丙", "C1-KA-2", "SP_DEV"},
    {"other", "别人", "C2-KA", "MGR"},      {"audit", "审计", "C1", "AUD"},
};
#define PEOPLE (sizeof(people) / sizeof(people[0]))

static _Noreturn void fail(const kam_client *client, const char *step) {
    const struct kam_error *error = kam_client_error(client);

    bail("fixture, %s: %s %s: %s%s%s", step, kam_status_name(error->code), error->reason, error->message,
         error->violations_count ? " at " : "", error->violations_count ? error->violations[0].field : "");
}

void fixture_token(const char *output, char ret_token[64]) {
    for (const char *word = output; *word; word += strcspn(word, " \t\r\n")) {
        size_t bytes, characters = 0;

        word += strspn(word, " \t\r\n");
        bytes = strcspn(word, " \t\r\n");
        for (size_t i = 0; i < bytes; i++)
            characters = isalnum((unsigned char)word[i]) ? characters + 1 : word[i] == '-' ? characters : 0;
        if (characters >= 26 && bytes < 64) {
            snprintf(ret_token, 64, "%.*s", (int)bytes, word);
            return;
        }
    }
    bail("no one-time token in: %s", output);
}

static void redeem(const struct kamd *kamd, const char *token, kam_client **ret_client) {
    Kam__V1__RedeemTokenRequest request = KAM__V1__REDEEM_TOKEN_REQUEST__INIT;
    Kam__V1__RedeemTokenResponse *response;
    kam_client *client = kamd_client(kamd, "en");

    request.token = (char *)token;
    request.password = FIXTURE_PASSWORD;
    if (kam_sessions_redeem_token(client, &request, NULL, &response) != KAM_OK)
        fail(client, "redeem");
    kam_message_free(&response->base);
    if (ret_client)
        *ret_client = client;
    else
        kam_client_free(client);
}

static int64_t make_unit(kam_client *admin, const struct unit *from, int64_t parent_id) {
    Kam__V1__Unit unit = KAM__V1__UNIT__INIT;
    Kam__V1__CreateUnitRequest request = KAM__V1__CREATE_UNIT_REQUEST__INIT;
    Kam__V1__CreateUnitResponse *response;
    int64_t id;

    unit.code = (char *)from->code;
    unit.name = (char *)from->name;
    unit.kind = from->kind;
    if (parent_id) {
        unit._parent_id_case = KAM__V1__UNIT___PARENT_ID_PARENT_ID;
        unit.parent_id = parent_id;
    }
    request.unit = &unit;
    if (kam_org_create_unit(admin, &request, NULL, &response) != KAM_OK)
        fail(admin, from->code);
    id = response->unit->id;
    kam_message_free(&response->base);
    return id;
}

static int64_t make_post(kam_client *admin, const struct person *from, int64_t unit_id) {
    Kam__V1__Post post = KAM__V1__POST__INIT;
    Kam__V1__CreatePostRequest request = KAM__V1__CREATE_POST_REQUEST__INIT;
    Kam__V1__CreatePostResponse *response;
    char code[32];
    int64_t id;

    snprintf(code, sizeof(code), "P-%s", from->login);
    post.code = code;
    post.name = (char *)from->name;
    post.unit_id = unit_id;
    post.role = (char *)from->role;
    post.headcount = 1;
    request.post = &post;
    if (kam_org_create_post(admin, &request, NULL, &response) != KAM_OK)
        fail(admin, code);
    id = response->post->id;
    kam_message_free(&response->base);
    return id;
}

static void make_person(const struct kamd *kamd, kam_client *admin, const struct person *from, int64_t unit_id) {
    Kam__V1__User user = KAM__V1__USER__INIT;
    Kam__V1__CreateUserRequest create = KAM__V1__CREATE_USER_REQUEST__INIT;
    Kam__V1__CreateUserResponse *created;
    Kam__V1__AssignPostRequest assign = KAM__V1__ASSIGN_POST_REQUEST__INIT;
    Kam__V1__AssignPostResponse *assigned;

    user.login = (char *)from->login;
    user.name = (char *)from->name;
    create.user = &user;
    if (kam_users_create_user(admin, &create, NULL, &created) != KAM_OK)
        fail(admin, from->login);
    assign.person_id = created->user->id;
    assign.post_id = make_post(admin, from, unit_id);
    if (kam_org_assign_post(admin, &assign, NULL, &assigned) != KAM_OK)
        fail(admin, from->login);
    kam_message_free(&assigned->base);
    redeem(kamd, created->one_time_token, NULL);
    kam_message_free(&created->base);
}

static int64_t unit_id_of(const int64_t ids[], const char *code) {
    for (size_t i = 0; code && i < UNITS; i++)
        if (strcmp(units[i].code, code) == 0)
            return ids[i];
    return 0;
}

void fixture_make(struct cluster *cluster, const char *database) {
    static const char *const first_admin[] = {"first-admin", "admin", "管理员", NULL};
    char *output, token[64];
    int64_t ids[UNITS];
    struct kamd kamd;
    kam_client *admin;

    kamd_run(cluster, database, first_admin, &output);
    fixture_token(output, token);
    free(output);
    kamd_start(&kamd, cluster, database, NULL);
    redeem(&kamd, token, &admin);
    for (size_t i = 0; i < UNITS; i++)
        ids[i] = make_unit(admin, &units[i], unit_id_of(ids, units[i].parent));
    for (size_t i = 0; i < PEOPLE; i++)
        make_person(&kamd, admin, &people[i], unit_id_of(ids, people[i].unit));
    kam_client_free(admin);
    kamd_stop(&kamd, SIGTERM);
}

int fixture_login(kam_client *client, const char *login, const char *password) {
    Kam__V1__LoginRequest request = KAM__V1__LOGIN_REQUEST__INIT;
    Kam__V1__LoginResponse *response;
    int status;

    request.login = (char *)login;
    request.password = (char *)password;
    status = kam_sessions_login(client, &request, NULL, &response);
    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

kam_client *fixture_client(const struct kamd *kamd, const char *login) {
    kam_client *client = kamd_client(kamd, "en");

    if (fixture_login(client, login, FIXTURE_PASSWORD) != KAM_OK)
        fail(client, login);
    return client;
}

int64_t fixture_person(const struct kamd *kamd, const char *login) {
    return cluster_number(kamd->cluster, kamd->database, "select id from kam.person where login = '%s'", login);
}

int64_t fixture_account(kam_client *client, const char *name) {
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    Kam__V1__CreateAccountResponse *response;
    int64_t id;

    account.name = (char *)name;
    account.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    request.account = &account;
    request.force = true; /* tests write names that look alike */
    request.reason = "测试";
    if (kam_accounts_create_account(client, &request, NULL, &response) != KAM_OK)
        fail(client, name);
    id = response->account->id;
    kam_message_free(&response->base);
    return id;
}

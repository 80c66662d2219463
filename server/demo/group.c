#include "server/demo/group.h"

#include "server/demo/people.h"
#include "server/demo/say.h"

#include <errno.h>
#include <kam/client_methods.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE_SIZE = 200 };
enum unit_column { UNIT_CODE, UNIT_NAME, UNIT_KIND, UNIT_PARENT };
enum post_column { POST_CODE, POST_NAME, POST_UNIT, POST_SUPERIOR, POST_ROLE, POST_HEADCOUNT, POST_DUTIES };
enum person_column { PERSON_LOGIN, PERSON_NAME, PERSON_POST };
enum deputy_column { DEPUTY_GRANTOR, DEPUTY_LOGIN, DEPUTY_RIGHTS, DEPUTY_ENDS, DEPUTY_REASON };
enum { RIGHTS_MAX = 64 };

static const char *const unit_columns[] = {"code", "name", "kind", "parent_code", NULL};
static const char *const post_columns[] = {"code", "name", "unit_code", "superior_code", "role", "headcount", "duties", NULL};
static const char *const person_columns[] = {"login", "name", "post_code", NULL};
static const char *const deputy_columns[] = {"grantor_login", "deputy_login", "rights", "ends_on", "reason", NULL};

/* Ids on the server, parallel to the rows of the tables; 0: not there yet. Freed with free(). */
struct loading {
    const struct demo_place *place;
    const struct demo_group *group;
    kam_client *admin;
    uint16_t port;
    int64_t unit_ids[DEMO_TABLE_ROWS_MAX];
    int64_t post_ids[DEMO_TABLE_ROWS_MAX];
    int64_t person_ids[DEMO_TABLE_ROWS_MAX];
    bool has_post[DEMO_TABLE_ROWS_MAX];
};

static int read_one(const char *folder, const char *name, const char *const columns[], struct demo_table *ret_table) {
    char path[PATH_MAX];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return demo_table_read(path, columns, ret_table);
}

void demo_group_clear(struct demo_group *group) {
    demo_table_clear(&group->units);
    demo_table_clear(&group->posts);
    demo_table_clear(&group->people);
    demo_table_clear(&group->deputies);
}

int demo_group_read(const char *folder, struct demo_group *ret_group) {
    struct demo_group group = {0};

    if (read_one(folder, "units.csv", unit_columns, &group.units) != DEMO_OK ||
        read_one(folder, "posts.csv", post_columns, &group.posts) != DEMO_OK ||
        read_one(folder, "people.csv", person_columns, &group.people) != DEMO_OK ||
        read_one(folder, "deputies.csv", deputy_columns, &group.deputies) != DEMO_OK) {
        demo_group_clear(&group);
        return DEMO_TOLD;
    }
    *ret_group = group;
    return DEMO_OK;
}

/* The row whose first column is this code, or -1. */
static long row_of(const struct demo_table *table, const char *code) {
    for (size_t i = 0; i < table->rows_count; i++) {
        if (strcmp(demo_table_cell(table, i, 0), code) == 0)
            return (long)i;
    }
    return -1;
}

/* Notes the server's id of a row that is there already. */
static void note(const struct demo_table *table, const char *code, int64_t id, int64_t ids[]) {
    long row = row_of(table, code);

    if (row >= 0)
        ids[row] = id;
}

/* The id of an earlier row, by code. */
static int resolve(const struct demo_table *table, const int64_t ids[], const char *code, int64_t *ret_id) {
    long row = row_of(table, code);

    if (row < 0 || !ids[row])
        return demo_fail("样例里没有 / the sample group has no %s before it is needed", code);
    *ret_id = ids[row];
    return DEMO_OK;
}

static int kind_of(const char *label, Kam__V1__UnitKind *ret_kind) {
    const ProtobufCEnumDescriptor *kinds = &kam__v1__unit_kind__descriptor;
    const struct kam_value_rule *rules = kam_value_rules(kinds);

    for (unsigned i = 0; i < kinds->n_values; i++) {
        if (rules[i].label && strcmp(rules[i].label, label) == 0) {
            *ret_kind = (Kam__V1__UnitKind)kinds->values[i].value;
            return DEMO_OK;
        }
    }
    return demo_fail("部门类别不对 / no such kind of unit: %s", label);
}

static int load_units(struct loading *l) {
    const struct demo_table *table = &l->group->units;
    Kam__V1__ListUnitsRequest ask = KAM__V1__LIST_UNITS_REQUEST__INIT;
    Kam__V1__ListUnitsResponse *there = NULL;

    if (kam_org_list_units(l->admin, &ask, NULL, &there) != KAM_OK)
        return demo_call_fail(l->admin, "ListUnits");
    for (size_t i = 0; i < there->n_units; i++)
        note(table, there->units[i]->code, there->units[i]->id, l->unit_ids);
    kam_message_free((ProtobufCMessage *)there);

    for (size_t i = 0; i < table->rows_count; i++) {
        Kam__V1__CreateUnitRequest request = KAM__V1__CREATE_UNIT_REQUEST__INIT;
        Kam__V1__Unit unit = KAM__V1__UNIT__INIT;
        Kam__V1__CreateUnitResponse *made = NULL;
        const char *parent = demo_table_cell(table, i, UNIT_PARENT);

        demo_count("公司和部门 / units", (unsigned)i + 1, (unsigned)table->rows_count);
        if (l->unit_ids[i])
            continue;
        unit.code = (char *)demo_table_cell(table, i, UNIT_CODE);
        unit.name = (char *)demo_table_cell(table, i, UNIT_NAME);
        if (kind_of(demo_table_cell(table, i, UNIT_KIND), &unit.kind) != DEMO_OK)
            return DEMO_TOLD;
        if (parent[0]) {
            if (resolve(table, l->unit_ids, parent, &unit.parent_id) != DEMO_OK)
                return DEMO_TOLD;
            unit._parent_id_case = KAM__V1__UNIT___PARENT_ID_PARENT_ID;
        }
        request.unit = &unit;
        if (kam_org_create_unit(l->admin, &request, NULL, &made) != KAM_OK)
            return demo_call_fail(l->admin, unit.name);
        l->unit_ids[i] = made->unit->id;
        kam_message_free((ProtobufCMessage *)made);
    }
    return DEMO_OK;
}

static int find_posts(struct loading *l) {
    char token[1024] = "";

    do {
        Kam__V1__ListPostsRequest ask = KAM__V1__LIST_POSTS_REQUEST__INIT;
        Kam__V1__ListPostsResponse *there = NULL;

        ask.page_size = PAGE_SIZE;
        ask.page_token = token;
        if (kam_org_list_posts(l->admin, &ask, NULL, &there) != KAM_OK)
            return demo_call_fail(l->admin, "ListPosts");
        for (size_t i = 0; i < there->n_posts; i++)
            note(&l->group->posts, there->posts[i]->code, there->posts[i]->id, l->post_ids);
        snprintf(token, sizeof(token), "%s", there->next_page_token);
        kam_message_free((ProtobufCMessage *)there);
    } while (token[0]);
    return DEMO_OK;
}

static int load_posts(struct loading *l) {
    const struct demo_table *table = &l->group->posts;

    if (find_posts(l) != DEMO_OK)
        return DEMO_TOLD;
    for (size_t i = 0; i < table->rows_count; i++) {
        Kam__V1__CreatePostRequest request = KAM__V1__CREATE_POST_REQUEST__INIT;
        Kam__V1__Post post = KAM__V1__POST__INIT;
        Kam__V1__CreatePostResponse *made = NULL;
        const char *superior = demo_table_cell(table, i, POST_SUPERIOR);

        demo_count("岗位 / posts", (unsigned)i + 1, (unsigned)table->rows_count);
        if (l->post_ids[i])
            continue;
        post.code = (char *)demo_table_cell(table, i, POST_CODE);
        post.name = (char *)demo_table_cell(table, i, POST_NAME);
        post.role = (char *)demo_table_cell(table, i, POST_ROLE);
        post.headcount = (int32_t)strtol(demo_table_cell(table, i, POST_HEADCOUNT), NULL, 10);
        post.duties = (char *)demo_table_cell(table, i, POST_DUTIES);
        if (resolve(&l->group->units, l->unit_ids, demo_table_cell(table, i, POST_UNIT), &post.unit_id) != DEMO_OK)
            return DEMO_TOLD;
        if (superior[0]) {
            if (resolve(table, l->post_ids, superior, &post.superior_id) != DEMO_OK)
                return DEMO_TOLD;
            post._superior_id_case = KAM__V1__POST___SUPERIOR_ID_SUPERIOR_ID;
        }
        request.post = &post;
        if (kam_org_create_post(l->admin, &request, NULL, &made) != KAM_OK)
            return demo_call_fail(l->admin, post.name);
        l->post_ids[i] = made->post->id;
        kam_message_free((ProtobufCMessage *)made);
    }
    return DEMO_OK;
}

static int find_people(struct loading *l) {
    char token[1024] = "";

    do {
        Kam__V1__ListUsersRequest ask = KAM__V1__LIST_USERS_REQUEST__INIT;
        Kam__V1__ListUsersResponse *there = NULL;

        ask.page_size = PAGE_SIZE;
        ask.page_token = token;
        if (kam_users_list_users(l->admin, &ask, NULL, &there) != KAM_OK)
            return demo_call_fail(l->admin, "ListUsers");
        for (size_t i = 0; i < there->n_users; i++) {
            long row = row_of(&l->group->people, there->users[i]->login);

            if (row >= 0) {
                l->person_ids[row] = there->users[i]->id;
                l->has_post[row] = there->users[i]->n_posts > 0;
            }
        }
        snprintf(token, sizeof(token), "%s", there->next_page_token);
        kam_message_free((ProtobufCMessage *)there);
    } while (token[0]);
    return DEMO_OK;
}

/* Creates a user, or, when an earlier load stopped before the password was set, asks for a new one-time token; then the password. */
static int load_person(struct loading *l, size_t row) {
    const char *login = demo_table_cell(&l->group->people, row, PERSON_LOGIN);
    char token[256] = "";

    if (!l->person_ids[row]) {
        Kam__V1__CreateUserRequest request = KAM__V1__CREATE_USER_REQUEST__INIT;
        Kam__V1__User user = KAM__V1__USER__INIT;
        Kam__V1__CreateUserResponse *made = NULL;

        user.login = (char *)login;
        user.name = (char *)demo_table_cell(&l->group->people, row, PERSON_NAME);
        request.user = &user;
        if (kam_users_create_user(l->admin, &request, NULL, &made) != KAM_OK)
            return demo_call_fail(l->admin, login);
        l->person_ids[row] = made->user->id;
        snprintf(token, sizeof(token), "%s", made->one_time_token);
        kam_message_free((ProtobufCMessage *)made);
    }
    if (demo_person_has_password(l->place, login))
        return DEMO_OK;
    if (!token[0]) {
        Kam__V1__ResetUserRequest request = KAM__V1__RESET_USER_REQUEST__INIT;
        Kam__V1__ResetUserResponse *made = NULL;

        request.id = l->person_ids[row];
        if (kam_users_reset_user(l->admin, &request, NULL, &made) != KAM_OK)
            return demo_call_fail(l->admin, login);
        snprintf(token, sizeof(token), "%s", made->one_time_token);
        kam_message_free((ProtobufCMessage *)made);
    }
    return demo_person_set_password(l->place, l->port, login, token);
}

static int load_people(struct loading *l) {
    const struct demo_table *table = &l->group->people;

    if (find_people(l) != DEMO_OK)
        return DEMO_TOLD;
    for (size_t i = 0; i < table->rows_count; i++) {
        Kam__V1__AssignPostRequest request = KAM__V1__ASSIGN_POST_REQUEST__INIT;
        Kam__V1__AssignPostResponse *made = NULL;

        demo_count("人员 / people", (unsigned)i + 1, (unsigned)table->rows_count);
        if (load_person(l, i) != DEMO_OK)
            return DEMO_TOLD;
        if (l->has_post[i])
            continue;
        request.person_id = l->person_ids[i];
        if (resolve(&l->group->posts, l->post_ids, demo_table_cell(table, i, PERSON_POST), &request.post_id) != DEMO_OK)
            return DEMO_TOLD;
        if (kam_org_assign_post(l->admin, &request, NULL, &made) != KAM_OK)
            return demo_call_fail(l->admin, demo_table_cell(table, i, PERSON_LOGIN));
        kam_message_free((ProtobufCMessage *)made);
    }
    return DEMO_OK;
}

/* "account.read;account.create" cut in place. How many, or 0 when there are too many. */
static size_t cut_rights(char *list, char *ret_rights[static RIGHTS_MAX]) {
    size_t count = 0;
    char *rest = NULL;

    for (char *right = strtok_r(list, ";", &rest); right; right = strtok_r(NULL, ";", &rest)) {
        if (count == RIGHTS_MAX)
            return 0;
        ret_rights[count++] = right;
    }
    return count;
}

/* A standing grant; one that is there already is left as it is. */
static int load_deputy(struct loading *l, size_t row) {
    const struct demo_table *table = &l->group->deputies, *people = &l->group->people;
    Kam__V1__AppointDeputyRequest request = KAM__V1__APPOINT_DEPUTY_REQUEST__INIT;
    Kam__V1__AppointDeputyResponse *made = NULL;
    Kam__V1__Date ends_on = KAM__V1__DATE__INIT;
    char *rights[RIGHTS_MAX];
    char *list;
    int r;

    if (resolve(people, l->person_ids, demo_table_cell(table, row, DEPUTY_GRANTOR), &request.grantor_id) != DEMO_OK ||
        resolve(people, l->person_ids, demo_table_cell(table, row, DEPUTY_LOGIN), &request.deputy_id) != DEMO_OK)
        return DEMO_TOLD;
    if (sscanf(demo_table_cell(table, row, DEPUTY_ENDS), "%d-%d-%d", &ends_on.year, &ends_on.month, &ends_on.day) != 3)
        return demo_fail("代理期限不对 / no date: %s", demo_table_cell(table, row, DEPUTY_ENDS));
    list = strdup(demo_table_cell(table, row, DEPUTY_RIGHTS));
    if (!list)
        return demo_fail("%s", strerror(ENOMEM));
    request.n_rights = cut_rights(list, rights);
    request.rights = rights;
    request.ends_on = &ends_on;
    request.reason = (char *)demo_table_cell(table, row, DEPUTY_REASON);
    r = kam_deputies_appoint_deputy(l->admin, &request, NULL, &made);
    free(list);
    kam_message_free((ProtobufCMessage *)made);
    if (r != KAM_OK && strcmp(kam_client_error(l->admin)->reason, "GRANT_OVERLAP") != 0)
        return demo_call_fail(l->admin, "AppointDeputy");
    return DEMO_OK;
}

static int log_in(kam_client *client) {
    Kam__V1__LoginRequest request = KAM__V1__LOGIN_REQUEST__INIT;
    Kam__V1__LoginResponse *response = NULL;

    request.login = DEMO_ADMIN;
    request.password = DEMO_PASSWORD;
    if (kam_sessions_login(client, &request, NULL, &response) != KAM_OK)
        return demo_call_fail(client, DEMO_ADMIN);
    kam_message_free((ProtobufCMessage *)response);
    return DEMO_OK;
}

static void log_out(kam_client *client) {
    Kam__V1__LogoutRequest request = KAM__V1__LOGOUT_REQUEST__INIT;
    Kam__V1__LogoutResponse *response = NULL;

    /* A session that stays until it idles out harms nobody. */
    if (kam_sessions_logout(client, &request, NULL, &response) == KAM_OK)
        kam_message_free((ProtobufCMessage *)response);
}

int demo_group_load(const struct demo_place *place, const struct demo_group *group, uint16_t port) {
    char loaded[DEMO_PATH_BYTES];
    struct loading *l;
    int result;
    FILE *file;

    demo_place_path(place, "group-loaded", loaded);
    if (access(loaded, F_OK) == 0) {
        demo_say("样例集团已在 / the sample group is there: %zu units, %zu posts, %zu people", group->units.rows_count,
                 group->posts.rows_count, group->people.rows_count);
        return DEMO_OK;
    }
    if (demo_admin_ensure(place, port) != DEMO_OK)
        return DEMO_TOLD;
    demo_say("录入样例集团 / loading the sample group");
    l = calloc(1, sizeof(*l));
    if (!l)
        return demo_fail("%s", strerror(ENOMEM));
    l->place = place;
    l->group = group;
    l->port = port;
    l->admin = demo_client_new(place, port);
    result = l->admin ? log_in(l->admin) : DEMO_TOLD;
    if (result == DEMO_OK)
        result = load_units(l);
    if (result == DEMO_OK)
        result = load_posts(l);
    if (result == DEMO_OK)
        result = load_people(l);
    for (size_t i = 0; result == DEMO_OK && i < group->deputies.rows_count; i++)
        result = load_deputy(l, i);
    if (result == DEMO_OK)
        log_out(l->admin);
    kam_client_free(l->admin);
    free(l);
    if (result != DEMO_OK)
        return result;
    file = fopen(loaded, "we");
    return file && fclose(file) == 0 ? DEMO_OK : demo_fail("%s: %s", loaded, strerror(errno));
}

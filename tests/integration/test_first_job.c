/* The first real job as the people of a branch office do it: open accounts, find them, change them, visit, be refused with a reason. */
#include "tests/integration/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct world world;

static int search(kam_client *client, const char *query, Kam__V1__SearchAccountsResponse **ret_response) {
    Kam__V1__SearchAccountsRequest request = KAM__V1__SEARCH_ACCOUNTS_REQUEST__INIT;

    request.query = (char *)query;
    return kam_accounts_search_accounts(client, &request, NULL, ret_response);
}

static bool finds(kam_client *client, const char *query, int64_t id) {
    Kam__V1__SearchAccountsResponse *response;
    bool found = false;

    expect_status(client, search(client, query, &response), KAM_OK);
    for (size_t i = 0; i < response->n_matches; i++)
        found = found || response->matches[i]->id == id;
    kam_message_free(&response->base);
    return found;
}

static void test_create_search_visit(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1"), *other = fixture_client(&world.b, "other");
    Kam__V1__GetAccountResponse *account;
    int64_t id, visit;

    expect_status(sp, create_account(sp, "重庆长江测试银行", NULL, &id), KAM_OK);
    expect_status(sp, get_account(sp, id, &account), KAM_OK);
    assert_string_equal(account->account->name, "重庆长江测试银行");
    assert_int_equal(account->account->state, KAM__V1__ACCOUNT_STATE__ACCOUNT_STATE_POTENTIAL);
    assert_int_equal(account->account->owner_id, fixture_person(&world.a, "sp1"));
    assert_true(strlen(account->account->code) > 0);
    assert_true(strlen(account->account->etag) > 0);
    kam_message_free(&account->base);
    assert_true(finds(sp, "长江", id));
    assert_true(finds(sp, "江", id));
    assert_true(finds(sp, "chongqing", id));
    assert_true(finds(sp, "cqcj", id));
    assert_false(finds(sp, "没有的词", id));
    /* Somebody else's: neither found nor there. */
    assert_false(finds(other, "长江", id));
    expect_status(other, get_account(other, id, NULL), KAM_NOT_FOUND);
    expect_status(sp, create_visit(sp, id, "首次拜访", NULL, &visit), KAM_OK);
    assert_true(visit > 0);
    expect_status(other, create_visit(other, id, "x", NULL, NULL), KAM_NOT_FOUND);
    kam_client_free(sp);
    kam_client_free(other);
}

static int update(kam_client *client, int64_t id, const char *name, const char *region, const char *const *paths, size_t paths_count,
                  const char *etag, Kam__V1__UpdateAccountResponse **ret_response) {
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    Google__Protobuf__FieldMask mask = GOOGLE__PROTOBUF__FIELD_MASK__INIT;
    Kam__V1__UpdateAccountRequest request = KAM__V1__UPDATE_ACCOUNT_REQUEST__INIT;

    account.id = id;
    account.name = (char *)name;
    account.region = (char *)region;
    mask.paths = (char **)paths;
    mask.n_paths = paths_count;
    request.account = &account;
    request.update_mask = &mask;
    request.etag = (char *)etag;
    return kam_accounts_update_account(client, &request, NULL, ret_response);
}

static void test_update(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1");
    static const char *const region[] = {"region"}, *const state_field[] = {"state"};
    Kam__V1__GetAccountResponse *account;
    Kam__V1__UpdateAccountResponse *updated;
    char etag[64];
    int64_t id = fixture_account(sp, "修改测试企业");

    expect_status(sp, get_account(sp, id, &account), KAM_OK);
    snprintf(etag, sizeof(etag), "%s", account->account->etag);
    kam_message_free(&account->base);
    expect_status(sp, update(sp, id, "not in the mask", "渝中区", region, 1, etag, &updated), KAM_OK);
    assert_string_equal(updated->account->name, "修改测试企业");
    assert_string_equal(updated->account->region, "渝中区");
    assert_string_not_equal(updated->account->etag, etag);
    kam_message_free(&updated->base);
    expect_reason(sp, update(sp, id, "", "江北区", region, 1, etag, &updated), KAM_ABORTED, "ETAG_MISMATCH");
    expect_reason(sp, update(sp, id, "", "", state_field, 1, "", &updated), KAM_INVALID_ARGUMENT, "UPDATE_MASK_INVALID");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where id = %lld and region = '渝中区'", (long long)id), 1);
    kam_client_free(sp);
}

static void test_page_walk(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1b");
    char token[512] = "", name[64];
    int64_t last = 0;
    size_t seen = 0, pages = 0;
    Kam__V1__ListAccountsResponse *page;

    for (int i = 0; i < 25; i++) {
        snprintf(name, sizeof(name), "翻页客户 %02d", i);
        fixture_account(sp, name);
    }
    do {
        expect_status(sp, list_accounts(sp, 10, token, &page), KAM_OK);
        for (size_t i = 0; i < page->n_accounts; i++) {
            assert_true(page->accounts[i]->id > last);
            last = page->accounts[i]->id;
        }
        seen += page->n_accounts;
        snprintf(token, sizeof(token), "%s", page->next_page_token);
        kam_message_free(&page->base);
    } while (*token && ++pages < 100);
    assert_int_equal(seen, 25);
    assert_int_equal(pages, 2);
    expect_reason(sp, list_accounts(sp, 10, "bm9uc2Vuc2U", &page), KAM_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID");
    /* More than the most is the most; less than nothing is a mistake. */
    expect_status(sp, list_accounts(sp, 1000, "", &page), KAM_OK);
    assert_int_equal(page->n_accounts, 25);
    kam_message_free(&page->base);
    expect_status(sp, list_accounts(sp, -1, "", &page), KAM_INVALID_ARGUMENT);
    kam_client_free(sp);
}

/* A refusal about a row the caller may read says which right is missing and who has it; a row out of reach is not there. */
static void test_permission_denied(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1"), *vp = fixture_client(&world.a, "vp"), *other = fixture_client(&world.a, "other");
    Kam__V1__AssignAccountRequest assign = KAM__V1__ASSIGN_ACCOUNT_REQUEST__INIT;
    Kam__V1__AssignAccountResponse *assigned;
    const struct kam_error *error;
    bool manager = false;

    assign.id = fixture_account(sp, "分配测试机构");
    assign.owner_id = fixture_person(&world.a, "sp2");
    expect_status(sp, kam_accounts_assign_account(sp, &assign, NULL, &assigned), KAM_PERMISSION_DENIED);
    error = kam_client_error(sp);
    assert_string_equal(error->required_right, "account.assign");
    assert_in_range(error->holders_count, 1, 5);
    for (size_t i = 0; i < error->holders_count; i++)
        manager = manager || strcmp(error->holders[i].name, "经理") == 0;
    assert_true(manager);
    /* The vice president reads everything and changes nothing. */
    expect_status(vp, get_account(vp, assign.id, NULL), KAM_OK);
    expect_status(vp, kam_accounts_assign_account(vp, &assign, NULL, &assigned), KAM_PERMISSION_DENIED);
    expect_status(other, kam_accounts_assign_account(other, &assign, NULL, &assigned), KAM_NOT_FOUND);
    assert_int_equal(kam_client_error(other)->holders_count, 0);
    assert_string_equal(kam_client_error(other)->required_right, "");
    /* Both denials are in the journal, the look at a row out of reach as well. */
    assert_true(world_number(
                    &world, "select count(*) from kam.journal where outcome = 'denied' and method = 'kam.v1.Accounts/AssignAccount'") >= 2);
    kam_client_free(sp);
    kam_client_free(vp);
    kam_client_free(other);
}

static void test_administrator_sees_no_customers(void **state) {
    kam_client *admin = fixture_client(&world.a, "admin"), *sp = fixture_client(&world.a, "sp1");
    Kam__V1__ListAccountsResponse *page;
    int64_t id = fixture_account(sp, "管理员看不到");

    expect_status(admin, list_accounts(admin, 10, "", &page), KAM_PERMISSION_DENIED);
    expect_status(admin, get_account(admin, id, NULL), KAM_NOT_FOUND);
    kam_client_free(admin);
    kam_client_free(sp);
}

static int create_child(kam_client *client, const char *name, int64_t parent_id, int64_t *ret_id) {
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    Kam__V1__CreateAccountResponse *response;
    int status;

    account.name = (char *)name;
    account.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    account._parent_id_case = KAM__V1__ACCOUNT___PARENT_ID_PARENT_ID;
    account.parent_id = parent_id;
    request.account = &account;
    status = kam_accounts_create_account(client, &request, NULL, &response);
    if (status != KAM_OK)
        return status;
    *ret_id = response->account->id;
    kam_message_free(&response->base);
    return status;
}

static void test_tree(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1");
    static const char *const parent[] = {"parent_id"};
    Google__Protobuf__FieldMask mask = GOOGLE__PROTOBUF__FIELD_MASK__INIT;
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    Kam__V1__UpdateAccountRequest update_request = KAM__V1__UPDATE_ACCOUNT_REQUEST__INIT;
    Kam__V1__UpdateAccountResponse *updated;
    Kam__V1__GetAccountTreeRequest tree_request = KAM__V1__GET_ACCOUNT_TREE_REQUEST__INIT;
    Kam__V1__GetAccountTreeResponse *tree;
    int64_t root = fixture_account(sp, "总行"), branch = 0, office = 0;

    expect_status(sp, create_child(sp, "分行", root, &branch), KAM_OK);
    expect_status(sp, create_child(sp, "支行", branch, &office), KAM_OK);
    tree_request.id = office;
    expect_status(sp, kam_accounts_get_account_tree(sp, &tree_request, NULL, &tree), KAM_OK);
    assert_int_equal(tree->n_nodes, 3);
    assert_int_equal(tree->nodes[0]->id, root);
    assert_int_equal(tree->nodes[2]->id, office);
    assert_int_equal(tree->nodes[2]->depth, 2);
    kam_message_free(&tree->base);
    account.id = root;
    account._parent_id_case = KAM__V1__ACCOUNT___PARENT_ID_PARENT_ID;
    account.parent_id = office;
    mask.paths = (char **)parent;
    mask.n_paths = 1;
    update_request.account = &account;
    update_request.update_mask = &mask;
    expect_reason(sp, kam_accounts_update_account(sp, &update_request, NULL, &updated), KAM_FAILED_PRECONDITION, "ACCOUNT_PARENT_CYCLE");
    kam_client_free(sp);
}

static void test_refused_fields(void **state) {
    kam_client *sp = fixture_client(&world.a, "sp1");
    char name[400];
    uint8_t *body;
    size_t bytes;

    memset(name, 'x', sizeof(name) - 1);
    name[sizeof(name) - 1] = 0;
    expect_status(sp, create_account(sp, name, NULL, NULL), KAM_INVALID_ARGUMENT);
    assert_int_equal(kam_client_error(sp)->violations_count, 1);
    assert_string_equal(kam_client_error(sp)->violations[0].field, "account.name");
    expect_status(sp, create_account(sp, "", NULL, NULL), KAM_INVALID_ARGUMENT);
    assert_string_equal(kam_client_error(sp)->violations[0].field, "account.name");
    expect_status(sp, create_account(sp, "\xff\xfe", NULL, NULL), KAM_INVALID_ARGUMENT);
    assert_string_equal(kam_client_error(sp)->violations[0].field, "account.name");
    expect_status(sp, kam_call_raw(sp, "kam.v1.Accounts/NoSuchMethod", "", 0, NULL, &body, &bytes), KAM_UNIMPLEMENTED);
    expect_status(sp, kam_call_raw(sp, "kam.v1.Accounts/GetAccount", "\x0b\x0b", 2, NULL, &body, &bytes), KAM_INVALID_ARGUMENT);
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = ''"), 0);
    kam_client_free(sp);
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
        cmocka_unit_test(test_create_search_visit),
        cmocka_unit_test(test_update),
        cmocka_unit_test(test_page_walk),
        cmocka_unit_test(test_permission_denied),
        cmocka_unit_test(test_administrator_sees_no_customers),
        cmocka_unit_test(test_tree),
        cmocka_unit_test(test_refused_fields),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

/*
 * The dispatcher with a real PostgreSQL and no network: refusals, keys, pages, retries, deadlines, sessions.
 */
#include "kam/v1/accounts.pb-c.h"
#include "kam/v1/sessions.pb-c.h"
#include "tests/engine/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int open_desk(void **state) {
    struct desk *d = calloc(1, sizeof *d);
    desk_open(d, NULL);
    *state = d;
    return 0;
}

static int close_desk(void **state) {
    desk_close(*state);
    free(*state);
    return 0;
}

static void expect(const struct desk_answer *a, enum kam_status code, const char *reason, const char *field) {
    if (a->code != code || strcmp(a->reason, reason) != 0 || strcmp(a->field, field) != 0) {
        fail_msg("expected %s/%s at \"%s\", got %s/%s at \"%s\": %s", kam_status_name(code), reason, field, kam_status_name(a->code),
                 a->reason, a->field, a->message);
    }
}

static Kam__V1__CreateAccountRequest creation(Kam__V1__Account *account, const char *name) {
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    kam__v1__account__init(account);
    account->name = (char *)name;
    account->kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    request.account = account;
    return request;
}

static uint64_t send_create(struct desk *d, const char *name, const uint8_t *key) {
    Kam__V1__Account account;
    Kam__V1__CreateAccountRequest request = creation(&account, name);
    return desk_send(d, "kam.v1.Accounts/CreateAccount", &request.base, key, 0);
}

static int64_t create(struct desk *d, const char *name) {
    const struct desk_answer *a = desk_wait(d, send_create(d, name, desk_key()));
    assert_string_equal(a->reason, "");
    return ((Kam__V1__CreateAccountResponse *)a->response)->account->id;
}

static int64_t count(struct desk *d, const char *sql) {
    return cluster_number(d->cluster, d->database, "%s", sql);
}

/* --- login -----------------------------------------------------------------------------------------------------------------------------
 */

static const struct desk_answer *login(struct desk *d, const char *name, const char *password) {
    Kam__V1__LoginRequest request = KAM__V1__LOGIN_REQUEST__INIT;
    request.login = (char *)name;
    request.password = (char *)password;
    return desk_call(d, "kam.v1.Sessions/Login", &request.base, NULL);
}

static void test_login(void **state) {
    struct desk *d = *state;
    expect(login(d, "sp1", "Wrong-2026"), KAM_UNAUTHENTICATED, "LOGIN_FAILED", "");
    expect(login(d, "nobody", "Wrong-2026"), KAM_UNAUTHENTICATED, "LOGIN_FAILED", "");
    assert_int_equal(d->identified, 0);
    const struct desk_answer *a = login(d, "sp1", FIXTURE_PASSWORD);
    expect(a, KAM_OK, "", "");
    const Kam__V1__LoginResponse *response = (void *)a->response;
    assert_int_equal(response->session_token.len, 32);
    assert_string_equal(response->name, "专员甲");
    assert_int_equal(d->identified, 1);
    Kam__V1__GetSessionRequest show = KAM__V1__GET_SESSION_REQUEST__INIT;
    a = desk_call(d, "kam.v1.Sessions/GetSession", &show.base, NULL);
    expect(a, KAM_OK, "", "");
    assert_string_equal(((Kam__V1__GetSessionResponse *)a->response)->login, "sp1");
    assert_true(((Kam__V1__GetSessionResponse *)a->response)->n_rights > 0);
    Kam__V1__LogoutRequest logout = KAM__V1__LOGOUT_REQUEST__INIT;
    expect(desk_call(d, "kam.v1.Sessions/Logout", &logout.base, NULL), KAM_OK, "", "");
    assert_int_equal(d->forgotten, 1);
    assert_int_equal(d->sent_away, 0);
    expect(desk_call(d, "kam.v1.Sessions/GetSession", &show.base, NULL), KAM_UNAUTHENTICATED, "SESSION_MISSING", "");
}

static void test_login_delay(void **state) {
    struct desk *d = *state;
    const struct desk_answer *a = NULL;
    for (int i = 0; i < 8; i++) {
        a = login(d, "sp2", "Wrong-2026");
    }
    expect(a, KAM_RESOURCE_EXHAUSTED, "LOGIN_DELAYED", "");
    assert_non_null(strstr(a->message, "seconds"));
}

static void test_change_password(void **state) {
    struct desk *d = *state;
    Kam__V1__ChangePasswordRequest request = KAM__V1__CHANGE_PASSWORD_REQUEST__INIT;
    desk_login(d, 2, "sp1"); /* another session of the same person, which will end */
    desk_login(d, 1, "sp1");
    request.old_password = "Wrong-2026";
    request.new_password = "Neu-2027-xy";
    expect(desk_call(d, "kam.v1.Sessions/ChangePassword", &request.base, NULL), KAM_UNAUTHENTICATED, "LOGIN_FAILED", "old_password");
    request.old_password = FIXTURE_PASSWORD;
    static const char *const bad[] = {"Kurz-1", "alllowercase1", "Password-1!", "xSP1x-2026-x", FIXTURE_PASSWORD};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        request.new_password = (char *)bad[i];
        request.old_password = FIXTURE_PASSWORD;
        const struct desk_answer *a = desk_call(d, "kam.v1.Sessions/ChangePassword", &request.base, NULL);
        if (strcmp(a->reason, "LOGIN_DELAYED") != 0) { /* tries are counted, also of those who know the password */
            expect(a, KAM_INVALID_ARGUMENT, "PASSWORD_POLICY", "new_password");
        }
    }
    free(cluster_query(d->cluster, d->database, "delete from kam.login_attempt"));
    request.new_password = "Neu-2027-xy";
    expect(desk_call(d, "kam.v1.Sessions/ChangePassword", &request.base, NULL), KAM_OK, "", "");
    desk_run(d, 500);
    assert_int_equal(d->sent_away, 1);
    assert_int_equal(d->sent_away_conn, 2);
    expect(login(d, "sp1", "Neu-2027-xy"), KAM_OK, "", "");
}

static void on_resumed(void *ctx, uint64_t conn_id, bool ok) {
    struct desk *d = ctx;
    assert_int_equal(conn_id, d->peer.conn_id);
    d->resumed = ok;
}

static int resume(struct desk *d) {
    d->resumed = -1;
    dispatcher_resume(d->dispatcher, &d->peer, on_resumed, d);
    assert_int_equal(d->resumed, -1);
    unsigned sent_away = d->sent_away;
    while (d->resumed < 0 && d->sent_away == sent_away) {
        desk_run(d, 5);
    }
    return d->resumed;
}

/* A database that is away does not end sessions: the connection is sent away to try again, not told to log in. */
static void test_resume_outage(void **state) {
    struct desk *d = *state;
    desk_login(d, 7, "sp1");
    cluster_stop(d->cluster, SIGINT);
    int resumed = resume(d);
    cluster_start(d->cluster);
    assert_int_equal(resumed, -1);
    assert_int_equal(d->sent_away, 1);
    assert_int_equal(d->sent_away_conn, 7);
    assert_string_equal(d->sent_away_reason, "DATABASE_UNAVAILABLE");
    assert_string_equal(d->sent_away_text, "The database is not available now");
    for (int i = 0; i < 100 && resume(d) < 0; i++) {
        desk_run(d, 100);
    }
    assert_int_equal(d->resumed, 1);
}

/* A session ended anywhere ends everywhere: the connection is sent away, calls fail, it cannot be taken up again. */
static void test_session_end(void **state) {
    struct desk *d = *state;
    Kam__V1__GetSessionRequest show = KAM__V1__GET_SESSION_REQUEST__INIT;
    desk_login(d, 7, "sp1");
    assert_int_equal(resume(d), 1);
    desk_run(d, 200); /* the listener is up */
    free(cluster_query(d->cluster, d->database, "select auth.end_sessions((select id from kam.person where login = 'sp1'), 'test')"));
    desk_run(d, 500);
    assert_int_equal(d->sent_away, 1);
    assert_int_equal(d->sent_away_conn, 7);
    assert_string_equal(d->sent_away_text, "The session was ended elsewhere");
    expect(desk_call(d, "kam.v1.Sessions/GetSession", &show.base, NULL), KAM_UNAUTHENTICATED, "SESSION_MISSING", "");
    assert_int_equal(d->forgotten, 1);
    assert_int_equal(resume(d), 0);
}

/* --- the way in ------------------------------------------------------------------------------------------------------------------------
 */

static void test_refused_early(void **state) {
    struct desk *d = *state;
    Kam__V1__GetAccountRequest get = KAM__V1__GET_ACCOUNT_REQUEST__INIT;
    Kam__V1__ListAccountsRequest list = KAM__V1__LIST_ACCOUNTS_REQUEST__INIT;
    expect(desk_call(d, "kam.v1.Accounts/GetAccount", &get.base, NULL), KAM_UNAUTHENTICATED, "SESSION_MISSING", "");
    desk_login(d, 1, "sp1");
    expect(desk_call(d, "kam.v1.Accounts/Unheard", &get.base, NULL), KAM_UNIMPLEMENTED, "METHOD_UNKNOWN", "");
    expect(desk_wait(d, send_create(d, "重庆银行", NULL)), KAM_INVALID_ARGUMENT, "REQUEST_ID_REQUIRED", "");
    expect(desk_wait(d, send_create(d, "", desk_key())), KAM_INVALID_ARGUMENT, "FIELD_REQUIRED", "account.name");
    expect(desk_wait(d, desk_send_raw(d, "kam.v1.Accounts/GetAccount", "\x12\x01\xff", 3, NULL)), KAM_INVALID_ARGUMENT, "FIELD_TEXT",
           "code");
    expect(desk_wait(d, desk_send_raw(d, "kam.v1.Accounts/GetAccount", "\x12\x05xx", 4, NULL)), KAM_INVALID_ARGUMENT, "MESSAGE_MALFORMED",
           "code");
    list.page_size = -1;
    expect(desk_call(d, "kam.v1.Accounts/ListAccounts", &list.base, NULL), KAM_INVALID_ARGUMENT, "PAGE_SIZE_INVALID", "page_size");
    list.page_size = 0;
    list.page_token = "!";
    expect(desk_call(d, "kam.v1.Accounts/ListAccounts", &list.base, NULL), KAM_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID", "page_token");
    list.page_token = "AQAAAAAAAAAAAAAA";
    expect(desk_call(d, "kam.v1.Accounts/ListAccounts", &list.base, NULL), KAM_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID", "page_token");
}

/* --- keys ------------------------------------------------------------------------------------------------------------------------------
 */

static void test_keys(void **state) {
    struct desk *d = *state;
    const uint8_t *key = desk_key();
    uint64_t ids[100];
    size_t replayed = 0;
    desk_login(d, 1, "sp1");
    for (size_t i = 0; i < 100; i++) {
        ids[i] = send_create(d, "重庆银行", key);
    }
    uint64_t other = send_create(d, "别的银行", key);
    int64_t id = 0;
    for (size_t i = 0; i < 100; i++) {
        const struct desk_answer *a = desk_wait(d, ids[i]);
        expect(a, KAM_OK, "", "");
        int64_t this_id = ((Kam__V1__CreateAccountResponse *)a->response)->account->id;
        id = id ? id : this_id;
        assert_int_equal(this_id, id);
        replayed += a->replayed;
    }
    assert_int_equal(replayed, 99);
    expect(desk_wait(d, other), KAM_INVALID_ARGUMENT, "REQUEST_ID_REUSED", "");
    assert_int_equal(count(d, "select count(*) from kam.account"), 1);
    /* And when nothing is in flight any more the database remembers. */
    const struct desk_answer *a = desk_wait(d, send_create(d, "重庆银行", key));
    expect(a, KAM_OK, "", "");
    assert_true(a->replayed);
    assert_int_equal(((Kam__V1__CreateAccountResponse *)a->response)->account->id, id);
    assert_string_equal(((Kam__V1__CreateAccountResponse *)a->response)->account->name, "重庆银行");
    a = desk_wait(d, send_create(d, "别的银行", key));
    assert_string_equal(a->reason, "REQUEST_ID_REUSED");
    assert_int_equal(count(d, "select count(*) from kam.account"), 1);
}

/* --- pages ------------------------------------------------------------------------------------------------------------------------------
 */

static void test_pages(void **state) {
    struct desk *d = *state;
    Kam__V1__ListAccountsRequest request = KAM__V1__LIST_ACCOUNTS_REQUEST__INIT;
    char token[512] = "";
    int64_t last = 0;
    size_t rows = 0;
    size_t pages = 0;
    desk_login(d, 1, "sp1");
    for (int i = 0; i < 7; i++) {
        char name[32];
        snprintf(name, sizeof name, "银行%d", i);
        create(d, name);
    }
    request.page_size = 3;
    do {
        request.page_token = token;
        const struct desk_answer *a = desk_call(d, "kam.v1.Accounts/ListAccounts", &request.base, NULL);
        expect(a, KAM_OK, "", "");
        const Kam__V1__ListAccountsResponse *page = (void *)a->response;
        for (size_t i = 0; i < page->n_accounts; i++) {
            assert_true(page->accounts[i]->id > last);
            last = page->accounts[i]->id;
            rows++;
        }
        snprintf(token, sizeof token, "%s", page->next_page_token);
        pages++;
    } while (*token && pages < 9);
    assert_int_equal(rows, 7);
    assert_int_equal(pages, 3);
    /* A token goes with its filters. */
    request.page_token = "";
    const struct desk_answer *a = desk_call(d, "kam.v1.Accounts/ListAccounts", &request.base, NULL);
    snprintf(token, sizeof token, "%s", ((Kam__V1__ListAccountsResponse *)a->response)->next_page_token);
    request.page_token = token;
    request.region = "渝中区";
    expect(desk_call(d, "kam.v1.Accounts/ListAccounts", &request.base, NULL), KAM_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID", "page_token");
}

/* --- refusals that explain themselves
 * ------------------------------------------------------------------------------------------------------ */

static const struct desk_answer *get(struct desk *d, int64_t id) {
    Kam__V1__GetAccountRequest request = KAM__V1__GET_ACCOUNT_REQUEST__INIT;
    request._id_case = KAM__V1__GET_ACCOUNT_REQUEST___ID_ID;
    request.id = id;
    return desk_call(d, "kam.v1.Accounts/GetAccount", &request.base, NULL);
}

static void test_explained(void **state) {
    struct desk *d = *state;
    Kam__V1__AssignAccountRequest assign = KAM__V1__ASSIGN_ACCOUNT_REQUEST__INIT;
    desk_login(d, 1, "sp1");
    int64_t id = create(d, "重庆银行");
    expect(get(d, id), KAM_OK, "", "");
    int64_t denied = count(d, "select count(*) from kam.journal where outcome = 'denied'");
    assign.id = id;
    assign.owner_id = count(d, "select id from kam.person where login = 'sp1b'");
    const struct desk_answer *a = desk_call(d, "kam.v1.Accounts/AssignAccount", &assign.base, desk_key());
    expect(a, KAM_PERMISSION_DENIED, "RIGHT_MISSING", "");
    assert_string_equal(a->right, "account.assign");
    assert_true(a->holders > 0);
    assert_int_equal(count(d, "select count(*) from kam.journal where outcome = 'denied'"), denied + 1);
    /* A stranger: the same answer as for a row that does not exist. */
    desk_login(d, 2, "other");
    expect(get(d, id), KAM_NOT_FOUND, "NOT_FOUND", "");
    expect(get(d, 999999), KAM_NOT_FOUND, "NOT_FOUND", "");
    assign.id = id;
    a = desk_call(d, "kam.v1.Accounts/AssignAccount", &assign.base, desk_key());
    expect(a, KAM_NOT_FOUND, "NOT_FOUND", a->field);
    assert_int_equal(a->holders, 0);
}

/* A refusal takes back what its request wrote; what it leaves behind stands when it is told. */
static void test_noted(void **state) {
    struct desk *d = *state;
    desk_login(d, 1, "other");
    create(d, "重庆银行");
    desk_login(d, 2, "sp1");
    uint8_t key[16];
    memcpy(key, desk_key(), sizeof key);
    const struct desk_answer *a = desk_wait(d, send_create(d, "重庆银行股份有限公司", key));
    expect(a, KAM_FAILED_PRECONDITION, "DUPLICATE_SUSPECTED", "account.name");
    char *owner = cluster_query(d->cluster, d->database, "select name from kam.person where login = 'other'");
    assert_non_null(strstr(a->message, owner));
    free(owner);
    assert_int_equal(count(d, "select count(*) from kam.account"), 1);
    assert_int_equal(count(d, "select count(*) from kam.request where method like '%%CreateAccount'"), 1);
    assert_int_equal(count(d, "select count(*) from kam.notice where kind = 'account.checked'"), 1);
    assert_int_equal(count(d, "select count(*) from kam.journal where act = 'account.check' and method = 'kam.v1.Accounts/CreateAccount'"), 1);
    /* The same request again is the same question again. */
    expect(desk_wait(d, send_create(d, "重庆银行股份有限公司", key)), KAM_FAILED_PRECONDITION, "DUPLICATE_SUSPECTED", "account.name");
    assert_int_equal(count(d, "select asked from kam.inquiry"), 2);
    /* What is to be left behind is refused itself: that is the answer, and nothing is told. */
    free(cluster_query(d->cluster, d->database, "update core.setting set value = '2' where name = 'checks_per_day'"));
    expect(desk_wait(d, send_create(d, "重庆银行有限公司", desk_key())), KAM_RESOURCE_EXHAUSTED, "CHECKS_EXCEEDED", "");
    assert_int_equal(count(d, "select asked from kam.inquiry"), 2);
    /* It cannot be written: the refusal is not told either. */
    free(cluster_query(d->cluster, d->database, "update core.setting set value = '9' where name = 'checks_per_day';"
                       "alter table kam.inquiry add constraint trouble check (asked < 3)"));
    expect(desk_wait(d, send_create(d, "重庆银行", desk_key())), KAM_INTERNAL, "INTERNAL_ERROR", "");
}

/* --- trouble in the database
 * ---------------------------------------------------------------------------------------------------------------- */

static void trouble(struct desk *d, const char *body) {
    free(cluster_query(d->cluster, d->database,
                       "create sequence trouble_seq; grant usage on sequence trouble_seq to public; grant usage on schema public to public;"
                       "create function trouble() returns trigger language plpgsql security definer as $$ begin %s return new; end $$;"
                       "create trigger trouble before insert on kam.account for each row execute function trouble()",
                       body));
}

static void test_retries(void **state) {
    struct desk *d = *state;
    desk_login(d, 1, "sp1");
    /* Sequences do not roll back: the third attempt goes through. */
    trouble(d, "if nextval('public.trouble_seq') < 3 then raise exception using errcode = '40001'; end if;");
    expect(desk_wait(d, send_create(d, "重庆银行", desk_key())), KAM_OK, "", "");
    assert_int_equal(count(d, "select count(*) from kam.account"), 1);
    assert_int_equal(count(d, "select last_value from public.trouble_seq"), 3);
    free(cluster_query(d->cluster, d->database, "alter sequence public.trouble_seq restart minvalue -1000 start -1000"));
    free(cluster_query(d->cluster, d->database, "select setval('public.trouble_seq', -1000)"));
    const struct desk_answer *a = desk_wait(d, send_create(d, "工商银行", desk_key()));
    expect(a, KAM_ABORTED, "CONFLICT", "");
    assert_int_equal(count(d, "select last_value from public.trouble_seq"), -1000 + 5); /* once and four retries */
}

static void test_deadline(void **state) {
    struct desk *d = *state;
    Kam__V1__Account account;
    Kam__V1__CreateAccountRequest request = creation(&account, "重庆银行");
    desk_login(d, 1, "sp1");
    trouble(d, "perform pg_sleep(20);");
    uint64_t id = desk_send(d, "kam.v1.Accounts/CreateAccount", &request.base, desk_key(), 300);
    expect(desk_wait(d, id), KAM_DEADLINE_EXCEEDED, "DEADLINE_PASSED", "");
    assert_int_equal(count(d, "select count(*) from kam.account"), 0);
}

static void test_internal(void **state) {
    struct desk *d = *state;
    desk_login(d, 1, "sp1");
    trouble(d, "raise exception 'the secret is out' using errcode = 'XX999', detail = 'all of it';");
    const struct desk_answer *a = desk_wait(d, send_create(d, "重庆银行", desk_key()));
    expect(a, KAM_INTERNAL, "INTERNAL_ERROR", "");
    assert_null(strstr(a->message, "secret"));
    free(cluster_query(d->cluster, d->database,
                       "create or replace function trouble() returns trigger language plpgsql as"
                       " $$ begin raise exception using errcode = '53100'; end $$"));
    expect(desk_wait(d, send_create(d, "重庆银行", desk_key())), KAM_RESOURCE_EXHAUSTED, "DISK_FULL", "");
}

/* `kamd migrate` made the release's schema anew under a running kamd: told as such, and nothing of it is taken for a result. */
static void test_database_changed(void **state) {
    struct desk *d = *state;
    desk_login(d, 1, "sp1");
    int64_t id = create(d, "重庆银行");
    expect(get(d, id), KAM_OK, "", "");
    free(cluster_query(d->cluster, d->database, "alter schema api_1 rename to api_0"));
    expect(get(d, id), KAM_UNAVAILABLE, "DATABASE_CHANGED", "");
    free(cluster_query(d->cluster, d->database, "alter schema api_0 rename to api_1"));
    expect(get(d, id), KAM_OK, "", "");
}

/* --- peers
 * ----------------------------------------------------------------------------------------------------------------------------------- */

static void test_peer_gone(void **state) {
    struct desk *d = *state;
    desk_login(d, 1, "sp1");
    size_t answers = d->answers_count;
    send_create(d, "重庆银行", desk_key());
    send_create(d, "工商银行", desk_key());
    dispatcher_peer_gone(d->dispatcher, 1);
    desk_run(d, 1000);
    assert_int_equal(d->answers_count, answers);
    assert_int_equal(count(d, "select count(*) from kam.account"), 2);
}

static void test_cancel(void **state) {
    struct desk *d = *state;
    desk_login(d, 1, "sp1");
    trouble(d, "perform pg_sleep(0.3);");
    const uint8_t *key = desk_key();
    uint64_t first = send_create(d, "重庆银行", key);
    uint64_t second = send_create(d, "重庆银行", key);
    desk_run(d, 50);
    dispatcher_cancel(d->dispatcher, 1, second); /* waits for the other's answer: leaves alone */
    expect(desk_wait(d, second), KAM_CANCELLED, "CALL_CANCELLED", "");
    dispatcher_cancel(d->dispatcher, 1, first); /* a write on its way is not stopped */
    expect(desk_wait(d, first), KAM_OK, "", "");
    dispatcher_cancel(d->dispatcher, 1, 4711); /* nobody's */
}

static void on_drained(void *ctx) {
    struct desk *d = ctx;
    d->drained = true;
}

static void test_drain(void **state) {
    struct desk *d = *state;
    desk_login(d, 1, "sp1");
    uint64_t id = send_create(d, "重庆银行", desk_key());
    dispatcher_drain(d->dispatcher, on_drained, d);
    uint64_t late = send_create(d, "工商银行", desk_key());
    assert_false(d->drained);
    expect(desk_wait(d, id), KAM_OK, "", "");
    expect(desk_wait(d, late), KAM_UNAVAILABLE, "SHUTTING_DOWN", "");
    desk_run(d, 50);
    assert_true(d->drained);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_login),         TEST(test_login_delay), TEST(test_change_password), TEST(test_session_end),
        TEST(test_refused_early), TEST(test_keys),        TEST(test_pages),           TEST(test_explained), TEST(test_noted),
        TEST(test_retries),       TEST(test_deadline),    TEST(test_internal),        TEST(test_database_changed),
        TEST(test_peer_gone),     TEST(test_cancel),      TEST(test_drain),           TEST(test_resume_outage),
    };
    return cmocka_run_group_tests_name("dispatch", tests, NULL, NULL);
}

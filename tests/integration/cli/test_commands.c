/*
 * kam as people type it, against a real kamd: what it prints in Chinese and English, what it says when it is refused, its exit codes.
 */
#include "tests/harness/authenticator.h"
#include "tests/integration/world.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/integration/cli/user.h"

static struct world world;
static struct user zh, en, manager, stranger;

static void first_job_in_chinese(void **state) {
    (void)state;
    expect_parts(kam(&zh, "accounts", "create", "重庆示例银行", "--short-name", "示例银行", "--kind", "银行", "--region", "渝中区"), 0,
                 "名称      重庆示例银行\n", "");
    expect_said(kam(&zh, "accounts", "search", "shili", "--columns", "name,kind,region"), 0,
                "名称         类型 地区\n"
                "重庆示例银行 银行 渝中区\n",
                "");
    expect_parts(kam(&zh, "accounts", "create", "重庆示例银行两江分行", "--kind", "bank", "--parent", "重庆示例银行"), 0, "重庆示例银行（",
                 "");
    /* The branch is found by the same words, but only one is called so as a whole. */
    expect_said(kam(&zh, "accounts", "tree", "示例银行", "--columns", "name,state"), 0,
                "名称                   状态\n"
                "重庆示例银行           潜在\n"
                "└─重庆示例银行两江分行 潜在\n",
                "");
    expect_parts(kam(&zh, "visits", "register", "重庆示例银行", "季度回访", "--occurred-at", "2026-01-05 14:30", "--needs-answer"), 0,
                 "2026-01-05 14:30\n", "");
    expect_said(kam(&zh, "visits", "list", "重庆示例银行", "--columns", "account_name,channel,occurred_at,topic"), 0,
                "客户名称     渠道 时间             事由\n"
                "重庆示例银行 拜访 2026-01-05 14:30 季度回访\n",
                "");
}

static void the_same_in_english(void **state) {
    (void)state;
    expect_said(kam(&en, "accounts", "search", "shili", "--columns", "name,kind"), 0,
                "name                 kind\n"
                "重庆示例银行         bank\n"
                "重庆示例银行两江分行 bank\n",
                "");
    expect_said(kam(&en, "visits", "list", "-o", "csv", "--columns", "account_name,channel,occurred_at,needs_answer"), 0,
                "account_name,channel,occurred_at,needs_answer\r\n重庆示例银行,visit,2026-01-05T06:30:00Z,true\r\n", "");
    /* The language of a single run. */
    expect_parts(kam(&en, "accounts", "get", "重庆示例银行", "--lang", "zh"), 0, "客户编号", "");
}

static void changes(void **state) {
    (void)state;
    expect_parts(kam(&zh, "accounts", "update", "重庆示例银行", "--industry", "金融", "--former-names", "甲;乙"), 0, "行业      金融\n",
                 "");
    expect_parts(kam(&zh, "accounts", "update", "重庆示例银行", "--note", "x", "--etag", "1"), 6, "", "他人已先修改");
    expect_parts(kam(&zh, "accounts", "update", "重庆示例银行", "--former-names", ""), 0, "行业      金融\n", "");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '重庆示例银行' and former_names = '{}'"), 1);
}

static void refusals_say_who_could(void **state) {
    (void)state;
    expect_said(kam(&zh, "accounts", "assign", "重庆示例银行", "专员乙"), 4, "",
                "错误：没有权限 account.assign\n"
                "  缺少权限  account.assign\n"
                "  可以办理  经理（经理）、主管（主管）\n"
                "  代码      PERMISSION_DENIED/RIGHT_MISSING\n");
    /* Out of scope is the same as not there. */
    expect_parts(kam(&stranger, "accounts", "get", "1"), 3, "", "NOT_FOUND");
    expect_parts(kam(&stranger, "accounts", "get", "987654"), 3, "", "NOT_FOUND");
    expect_parts(kam(&stranger, "accounts", "get", "重庆示例银行"), 3, "", "没有找到“重庆示例银行”");
}

static void exit_codes(void **state) {
    (void)state;
    expect_parts(kam(&en, "acounts", "list"), 2, "", "Did you mean “accounts”?");
    expect_parts(kam(&en, "accounts", "lits"), 2, "", "Did you mean “list”?");
    expect_parts(kam(&en, "accounts"), 2, "", "do what with accounts?");
    expect_parts(kam(&en, "notices"), 0, "", "");
    expect_parts(kam(&en, "notices", "help"), 0, "read", "");
    expect_parts(kam(&en, "accounts", "list", "--kind", "bnak"), 2, "", "Did you mean “bank”?");
    expect_parts(kam(&en, "accounts", "list", "-o", "yaml"), 2, "", "table, json, jsonl, csv");
    expect_parts(kam(&en, "accounts", "get", "示例"), 13, "", "fits several records");
    expect_parts(kam(&en, "visits", "answer", "1", "已答复"), 0, "已答复", "");
    expect_parts(kam(&en, "visits", "answer", "1", "已答复"), 7, "", "FAILED_PRECONDITION");
    expect_parts(kam(&en, "accounts", "get", "1", "--ca", "/nowhere.pem"), 15, "", "kam context set");
    expect_parts(kam(&en, "accounts", "get", "1", "--server", "127.0.0.1:1"), 9, "", "UNAVAILABLE");
    expect_parts(kam(&en, "-c", "nothing", "accounts", "list"), 2, "", "there is no context “nothing”");
    expect_parts(kam(&en, "accounts", "import", "/nowhere.csv"), 15, "", "/nowhere.csv");
}

/* Examples come first, in the language asked for; no server is needed. */
/* With standard output closed, the socket to the server must not get its number, and what could not be printed is no success. */
static void a_closed_output_is_a_failure(void **state) {
    char command[1024];
    int status;

    (void)state;
    assert_in_range(
        snprintf(command, sizeof(command), "XDG_CONFIG_HOME='%s' '%s' accounts list >&- 2>/dev/null", zh.home, getenv("KAM_CLI")), 1,
        sizeof(command) - 1);
    status = system(command);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 15);
}

static void help_begins_with_examples(void **state) {
    struct said said;

    (void)state;
    said = kam(&zh, "help");
    assert_int_equal(said.exit_code, 0);
    assert_int_equal(strncmp(said.out, "kam — 集团客户管理\n\n示例\n  kam login", strlen("kam — 集团客户管理\n\n示例\n  kam login")), 0);
    said_free(&said);
    said = kam(&en, "--help");
    assert_int_equal(strncmp(said.out, "kam — key account management\n\nExamples\n  kam login",
                             strlen("kam — key account management\n\nExamples\n  kam login")),
                     0);
    said_free(&said);
    /* What the nouns are stands beside them in the reader's language. */
    expect_parts(kam(&zh, "--help"), 0, "  visit-plans     拜访计划\n", "");
    expect_parts(kam(&en, "--help"), 0, "  visit-plans     planned visits\n", "");
    expect_parts(kam(&zh, "accounts", "--help"), 0, "按汉字、拼音、首字母或编号搜索客户", "");
    expect_parts(kam(&en, "accounts", "create", "--help"), 0, "bank | institution | enterprise", "");
    expect_parts(kam(&zh, "help", "accounts", "import"), 0, "kam accounts import 客户.csv --dry-run", "");
    expect_parts(kam(&en, "session", "login", "--help"), 0, "Never on the command line.", "");
    expect_parts(kam(&en, "help", "exit-codes", "-o", "csv"), 0, "13,the name fits several records\r\n", "");
}

static void lists_in_pages(void **state) {
    (void)state;
    expect_parts(kam(&zh, "accounts", "list", "--limit", "1"), 0, NULL, "还有更多");
    expect_said(kam(&zh, "accounts", "list", "--all", "--page-size", "1", "--columns", "name", "-o", "csv"), 0,
                "name\r\n重庆示例银行\r\n重庆示例银行两江分行\r\n", "");
    expect_said(kam(&zh, "accounts", "list", "--kind", "企业"), 0, "", "没有记录。\n");
    expect_said(kam(&zh, "accounts", "list", "--kind", "企业", "-o", "json"), 0, "[]\n", "没有记录。\n");
}

static void any_method_by_path(void **state) {
    (void)state;
    expect_parts(kam(&en, "call", "Accounts/ListAccounts", "--data", "{\"pageSize\": 1}"), 0, "\"next_page_token\"", "");
    expect_parts(kam(&en, "call", "kam.v1.Accounts/GetAccounts"), 2, "", "Did you mean “kam.v1.Accounts/GetAccount”?");
    expect_parts(kam(&en, "call", "Accounts/GetAccount", "--data", "{\"id\": 1, \"colour\": 2}"), 2, "", "colour");
    expect_parts(kam(&en, "methods", "search"), 0, "accounts search", "");
    expect_parts(kam(&en, "describe", "accounts", "create"), 0, "account.name", "");
}

static void sessions(void **state) {
    struct user somebody;
    char file[256];

    (void)state;
    user_open(&somebody, &world.a, NULL, "en");
    expect_parts(kam(&somebody, "accounts", "list"), 5, "", "log in first");
    snprintf(file, sizeof(file), "%s", user_file(&somebody, "wrong", "not-the-password\n", 17));
    expect_parts(kam(&somebody, "login", "sp1b", "--password-file", file), 5, "", "LOGIN_FAILED");
    snprintf(file, sizeof(file), "%s", user_file(&somebody, "right", FIXTURE_PASSWORD "\n", strlen(FIXTURE_PASSWORD) + 1));
    expect_parts(kam(&somebody, "login", "sp1b", "--password-file", file), 0, "", "Welcome, 专员乙.");
    expect_parts(kam(&somebody, "whoami"), 0, "sp1b", "");
    snprintf(file, sizeof(file), "%s",
             user_file(&somebody, "change", FIXTURE_PASSWORD "\nAnother-Test-2026\n", strlen(FIXTURE_PASSWORD) + 19));
    expect_parts(kam(&somebody, "passwd", "--password-file", file), 0, "", "The password is changed");
    expect_parts(kam(&somebody, "whoami"), 0, "sp1b", "");
    expect_parts(kam(&somebody, "logout"), 0, "", "Logged out.");
    expect_parts(kam(&somebody, "whoami"), 5, "", "log in first");
    /* A token has no place on the command line. */
    expect_parts(kam(&somebody, "redeem", "ABCD-EFGH"), 2, "", "command line");
    expect_parts(kam(&somebody, "login", "sp1b", "--password", "x"), 2, "", "--password");
    user_close(&somebody);
}

/* An authenticator is set up, asked for at login, and removed; codes stand in the file behind the password. */
static void a_second_factor(void **state) {
    struct user user;
    struct said said;
    uint8_t secret[AUTHENTICATOR_SECRET_BYTES];
    char file[256], content[256], recovery[32];

    (void)state;
    user_open(&user, &world.a, "lead", "en");
    snprintf(file, sizeof(file), "%s", user_path(&user, "password"));
    said = kam(&user, "second-factor", "enrol", "--password-file", file);
    assert_int_equal(said.exit_code, 0);
    authenticator_read(said.out, secret);
    assert_non_null(strstr(said.out, "\notpauth://totp/kam:lead?secret="));
    said_free(&said);
    snprintf(content, sizeof(content), "%s\n", authenticator_code(secret, 0));
    snprintf(file, sizeof(file), "%s", user_file(&user, "code", content, strlen(content)));
    said = kam(&user, "second-factor", "confirm", "--password-file", file);
    assert_int_equal(said.exit_code, 0);
    snprintf(recovery, sizeof(recovery), "%.19s", said.out);
    said_free(&said);
    expect_parts(kam(&user, "session", "show", "-o", "json"), 0, "\"second_factor\": true", "");
    /* Without the code the server's words are shown; with it one is in. */
    snprintf(file, sizeof(file), "%s", user_path(&user, "password"));
    expect_parts(kam(&user, "login", "lead", "--password-file", file), 5, "", "SECOND_FACTOR_REQUIRED");
    snprintf(content, sizeof(content), "%s\n%s\n", FIXTURE_PASSWORD, recovery);
    snprintf(file, sizeof(file), "%s", user_file(&user, "both", content, strlen(content)));
    expect_parts(kam(&user, "login", "lead", "--password-file", file), 0, "", "Welcome, 主管.");
    expect_parts(kam(&user, "login", "lead", "--password-file", file), 5, "", "SECOND_FACTOR_INVALID");
    snprintf(content, sizeof(content), "%s\n%s\n", FIXTURE_PASSWORD, authenticator_code(secret, 1));
    snprintf(file, sizeof(file), "%s", user_file(&user, "both", content, strlen(content)));
    expect_parts(kam(&user, "second-factor", "remove", "--password-file", file), 0, "", "The second factor is removed.");
    user_close(&user);
}

/* A program logs in with the certificate of its context. */
static void a_certificate(void **state) {
    struct user admin, program;
    struct kamd own = {0};
    char settings[256], server[64], pem[256], key[256], ca[256];
    const char *folder = world.cluster->folder;

    (void)state;
    snprintf(settings, sizeof(settings), "[server]\nclient_ca = %s/client-ca.pem", folder);
    kamd_start(&own, world.cluster, world.database, &(struct kamd_options){.settings = settings});
    user_open(&admin, &world.a, "admin", "en");
    user_open(&program, &own, NULL, "en");
    snprintf(server, sizeof(server), "127.0.0.1:%u", own.port);
    snprintf(ca, sizeof(ca), "%s/ca.pem", folder);
    snprintf(pem, sizeof(pem), "%s/client-service.pem", folder);
    snprintf(key, sizeof(key), "%s/client-service.key", folder);
    expect_parts(kam(&program, "context", "set", "test", "--server", server, "--ca", ca, "--cert", pem, "--key", key), 0, NULL, server);
    expect_parts(kam(&program, "login", "--certificate"), 5, "", "CERTIFICATE_UNKNOWN");
    expect_parts(kam(&admin, "certificates", "create-service", "outbox", "发件程序", "uri:spiffe://pt.example/outbox"), 0, "outbox", "");
    expect_parts(kam(&program, "login", "--certificate"), 0, "", "Welcome, 发件程序.");
    expect_parts(kam(&program, "whoami"), 0, "outbox", "");
    expect_parts(kam(&admin, "users", "sessions", "outbox"), 0, "127.0.0.1", "");
    expect_parts(kam(&admin, "users", "end-sessions", "outbox"), 0, "1", "");
    expect_parts(kam(&program, "whoami"), 5, "", "kam login");
    user_close(&program);
    user_close(&admin);
    kamd_stop(&own, SIGTERM);
}

/* A new colleague: the administrator hands over a one-time token, which sets the first password and logs in. */
static void a_new_user_redeems_the_token(void **state) {
    struct user admin, fresh;
    struct said said;
    char token[64] = "", file[256], content[256];

    (void)state;
    user_open(&admin, &world.a, "admin", "zh");
    said = kam(&admin, "users", "create", "newcomer", "新同事");
    assert_int_equal(said.exit_code, 0);
    assert_non_null(strstr(said.out, "newcomer"));
    fixture_token(said.out, token);
    said_free(&said);
    user_open(&fresh, &world.a, NULL, "zh");
    snprintf(content, sizeof(content), "%s\nFirst-Test-2026\n", token);
    snprintf(file, sizeof(file), "%s", user_file(&fresh, "token", content, strlen(content)));
    expect_parts(kam(&fresh, "redeem", "--password-file", file), 0, "", "新同事，您好。");
    expect_parts(kam(&fresh, "whoami"), 0, "newcomer", "");
    expect_parts(kam(&fresh, "redeem", "--password-file", file), 5, "", "UNAUTHENTICATED");
    /* Disabled: the session ends at once. */
    expect_parts(kam(&admin, "users", "disable", "newcomer"), 0, "已停用  是", "");
    expect_parts(kam(&fresh, "whoami"), 5, "", "kam login");
    user_close(&fresh);
    user_close(&admin);
}

/* An answer that was lost is asked for again under its key, and is the first one. */
static void a_write_can_be_repeated(void **state) {
    static const char id[] = "000102030405060708090a0b0c0d0e0f";

    (void)state;
    expect_parts(kam(&zh, "accounts", "create", "重复示例企业", "--kind", "企业", "--repeat", id), 0, "重复示例企业", "");
    expect_parts(kam(&zh, "accounts", "create", "重复示例企业", "--kind", "企业", "--repeat", id), 0, "重复示例企业", "先前已完成");
    expect_parts(kam(&zh, "requests", "outcome", id), 0, "CreateAccount", "");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '重复示例企业'"), 1);
}

/* Names come from people: one that would move the cursor is shown, not obeyed. */
static void hostile_names_are_harmless(void **state) {
    struct said said;

    (void)state;
    /* A mark of direction is refused by the server, what only has no width is shown. */
    expect_parts(kam(&zh, "accounts", "create", "x\xE2\x80\xAE重庆", "--kind", "企业"), 8, "", "FIELD_TEXT");
    expect_parts(kam(&zh, "accounts", "create", "x\xEF\xBB\xBF重庆", "--kind", "企业", "--note", "=1+1"), 0, "x\\u{FEFF}重庆", "");
    said = kam(&zh, "accounts", "list", "--all", "-o", "csv", "--columns", "name");
    assert_int_equal(said.exit_code, 0);
    said_free(&said);
}

static int open_world(void **state) {
    (void)state;
    world_open(&world, 1);
    user_open(&zh, &world.a, "sp1", "zh");
    user_open(&en, &world.a, "sp1", "en");
    user_open(&manager, &world.a, "mgr", "zh");
    user_open(&stranger, &world.a, "other", "zh");
    return 0;
}

static int close_world(void **state) {
    (void)state;
    user_close(&zh);
    user_close(&en);
    user_close(&manager);
    user_close(&stranger);
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_job_in_chinese),
        cmocka_unit_test(the_same_in_english),
        cmocka_unit_test(changes),
        cmocka_unit_test(refusals_say_who_could),
        cmocka_unit_test(exit_codes),
        cmocka_unit_test(a_closed_output_is_a_failure),
        cmocka_unit_test(help_begins_with_examples),
        cmocka_unit_test(lists_in_pages),
        cmocka_unit_test(any_method_by_path),
        cmocka_unit_test(sessions),
        cmocka_unit_test(a_second_factor),
        cmocka_unit_test(a_certificate),
        cmocka_unit_test(a_new_user_redeems_the_token),
        cmocka_unit_test(a_write_can_be_repeated),
        cmocka_unit_test(hostile_names_are_harmless),
    };
    return cmocka_run_group_tests_name("kam commands", tests, open_world, close_world);
}

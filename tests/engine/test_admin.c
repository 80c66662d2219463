/*
 * What `kamd migrate` and `kamd check` do, on databases of the test's cluster.
 */
#include "server/admin/check.h"
#include "server/admin/migrate.h"
#include "server/db/direct.h"
#include "server/rpc/verify.h"
#include "tests/harness/cluster.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned applied;

static void count_applied(const char *line) {
    (void)line;
    applied++;
}

struct stage {
    struct cluster *cluster;
    char database[32];
};

static int open_stage(void **state) {
    struct stage *s = calloc(1, sizeof *s);
    s->cluster = cluster_get();
    cluster_create_database(s->cluster, s->database);
    *state = s;
    return 0;
}

static int close_stage(void **state) {
    struct stage *s = *state;
    cluster_drop_database(s->cluster, s->database);
    free(s);
    return 0;
}

static void run(struct stage *s, const char *sql) {
    free(cluster_query(s->cluster, s->database, "%s", sql));
}

/* The text of the error, "" when there was none. */
static char *migrate_text(struct stage *s) {
    _cleanup_(db_connp) PGconn *pg = cluster_connect(s->cluster, s->database);
    char *error = NULL;
    applied = 0;
    if (migrate(pg, count_applied, &error) == 0) {
        error = strdup("");
    }
    assert_non_null(error);
    return error;
}

static void expect_migrate(struct stage *s, const char *part, unsigned wanted) {
    char *error = migrate_text(s);
    if ((*part == '\0') != (*error == '\0') || !strstr(error, part)) {
        fail_msg("expected \"%s\", got \"%s\"", part, error);
    }
    assert_int_equal(applied, wanted);
    free(error);
}

static void test_migrate_again(void **state) {
    struct stage *s = *state;
    expect_migrate(s, "", 0);
    /* What was lost of the repeatable parts comes back; the data stay. */
    int64_t people = cluster_number(s->cluster, s->database, "select count(*) from kam.person");
    run(s, "drop function api_1.get_user; update core.applied set sha256 = sha256('x')");
    expect_migrate(s, "", 1);
    assert_int_equal(cluster_number(s->cluster, s->database, "select count(*) from pg_proc where proname = 'get_user'"), 1);
    assert_int_equal(cluster_number(s->cluster, s->database, "select count(*) from kam.person"), people);
    expect_migrate(s, "", 0);
    /* Writes have a month to go into for years: partitions reach five years ahead, also those that were lost. */
    run(s, "drop table kam.journal_2031_01");
    expect_migrate(s, "", 0);
    assert_int_equal(cluster_number(s->cluster, s->database,
                                    "select count(*) from (select generate_series(now(), now() + interval '5 years', interval '1 month') m) x "
                                    "where to_regclass('kam.journal' || to_char(m, '_YYYY_MM')) is null"),
                     0);
}

static void test_migrate_locked(void **state) {
    struct stage *s = *state;
    run(s, "update core.migration set sha256 = sha256('another text') where number = 2");
    expect_migrate(s, "was applied to this database with other contents", 0);
}

static void test_migrate_newer(void **state) {
    struct stage *s = *state;
    run(s, "insert into core.migration (number, name, sha256) values (9999, '9999_future.sql', sha256('x'))");
    expect_migrate(s, "9999_future.sql, which this kamd does not know", 0);
}

/* A part that fails leaves everything as it was, and says where. */
static void test_migrate_fails_whole(void **state) {
    struct stage *s = *state;
    run(s, "update core.applied set sha256 = sha256('x'); alter table core.subject_kind rename to gone");
    char *error = migrate_text(s);
    assert_non_null(strstr(error, "sql/"));
    free(error);
    assert_int_equal(cluster_number(s->cluster, s->database, "select count(*) from pg_proc where proname = 'get_user'"), 1);
}

static void check(struct stage *s, struct report *report) {
    char url[256];
    char *error = NULL;
    _cleanup_(bindings_freep) struct bindings *bindings = NULL;
    _cleanup_(errors_freep) struct errors *errors = NULL;
    _cleanup_(db_connp) PGconn *pg = NULL;
    snprintf(url, sizeof url, "host=%s dbname=%s user=kam_app", s->cluster->folder, s->database);
    int r = verify(url, report, &error, &bindings, &errors);
    r = r ? r : db_direct_connect(url, &error, &pg);
    r = r ? r : check_database(pg, bindings, errors, report, &error);
    if (r != 0) {
        fail_msg("%s", error);
    }
}

static void test_check_finds(void **state) {
    struct stage *s = *state;
    static const char *const rows[][2] = {
        {"create table kam.open (id int8)", "kam.open: the table is not under FORCE ROW LEVEL SECURITY"},
        {"grant insert on kam.account to kam_app", "kam.account: the login role may write to it"},
        {"create schema mine authorization kam_app", "mine: the login role owns it"},
        {"create function core.loose() returns int4 language sql security definer as 'select 1'",
         "core.loose(): the function is SECURITY DEFINER without search_path"},
        {"alter table kam.account add constraint account_odd check (id <> 13)", "constraint account_odd has no row in errors.sql"},
        {"alter function api_1.list_units rows 7 strict", "kam.v1.Org/ListUnits: the function is not inlined"},
    };
    struct report clean = {0};
    check(s, &clean);
    if (clean.count != 0) {
        fail_msg("%s", clean.text);
    }
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct report report = {0};
        run(s, rows[i][0]);
        check(s, &report);
        if (!report.text || !strstr(report.text, rows[i][1])) {
            fail_msg("after \"%s\": %s", rows[i][0], report.text ? report.text : "(no findings)");
        }
        report_deinit(&report);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_migrate_again),       TEST(test_migrate_locked), TEST(test_migrate_newer),
        TEST(test_migrate_fails_whole), TEST(test_check_finds),
    };
    return cmocka_run_group_tests_name("admin", tests, NULL, NULL);
}

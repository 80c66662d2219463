/*
 * A visit plan as a sheet, with the real binary: imported, imported again, mended, exported and taken in once more.
 */
#include "tests/integration/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <time.h>

#include "tests/integration/cli/user.h"

static struct world world;
static struct user sp, mgr;

/* So many days from now, where kam lives. */
static const char *day(int days, char ret_day[16]) {
    time_t moment = time(NULL) + days * 86400 + 8 * 3600;
    struct tm tm;

    gmtime_r(&moment, &tm);
    strftime(ret_day, 16, "%Y-%m-%d", &tm);
    return ret_day;
}

static int64_t plans(void) {
    return world_number(&world, "select count(*) from kam.visit_plan");
}

static void a_sheet_is_imported_once(void **state) {
    char first[16], second[16], text[512], path[256];
    int bytes;

    (void)state;
    bytes = snprintf(text, sizeof(text),
                     "\xEF\xBB\xBF客户编号,计划日期,拜访人登录名,目的,客户名称\nV1,%s,sp1,季度回访,不读\nV2,%s,,\"送资料,签字\",\n",
                     day(5, first), day(6, second));
    snprintf(path, sizeof(path), "%s", user_file(&sp, "plan.csv", text, (size_t)bytes));
    expect_parts(kam(&sp, "visit-plans", "import", path, "--dry-run"), 0, "检查了 2 行", "");
    assert_int_equal(plans(), 0);
    expect_parts(kam(&sp, "visit-plans", "import", path), 0, "共 2 行：新建 2，修改 0，已有 0，退回 0。", "");
    expect_parts(kam(&sp, "visit-plans", "import", path), 0, "共 2 行：新建 0，修改 0，已有 2，退回 0。", "");
    assert_int_equal(plans(), 2);
    assert_int_equal(
        world_number(
            &world,
            "select count(*) from kam.visit_plan p join kam.account a on a.id = p.account_id join kam.person n on n.id = p.person_id"
            " where a.code = 'V2' and p.purpose = '送资料,签字' and n.login = 'sp1' and p.planned_on = date '%s'",
            second),
        1);
}

static void rejects_are_mended_and_fed_back(void **state) {
    char good[16], past[16], text[512], path[256], rejected[256], *rest;
    int bytes;

    (void)state;
    bytes = snprintf(text, sizeof(text), "account_code,planned_on,person_login,colour\nV1,%s,sp1,x\nNOWHERE,%s,,\nV1,%s,sp1,\nV2,soon,,\n",
                     day(9, good), day(9, good), day(-2, past));
    snprintf(path, sizeof(path), "%s", user_file(&sp, "bad.csv", text, (size_t)bytes));
    expect_parts(kam(&sp, "visit-plans", "import", path), 14, "共 4 行：新建 1，修改 0，已有 0，退回 3。", "不认识的列“colour”");
    rest = user_read(&sp, "bad.rejected.csv");
    assert_non_null(strstr(rest, "3,,"));
    assert_non_null(strstr(rest, ",NOWHERE,"));
    assert_non_null(strstr(rest, "计划日期不能早于今天"));
    assert_non_null(strstr(rest, "soon"));
    assert_null(strstr(rest, ",x\r\n"));
    free(rest);
    bytes = snprintf(text, sizeof(text), "退回行号,退回列,退回原因,account_code,planned_on,person_login,colour\r\n4,,x,V1,%s,sp1,\r\n",
                     day(12, good));
    snprintf(rejected, sizeof(rejected), "%s", user_file(&sp, "bad.rejected.csv", text, (size_t)bytes));
    expect_parts(kam(&sp, "visit-plans", "import", rejected, "-q"), 0, "共 1 行：新建 1", "");
}

static void an_export_goes_back_in(void **state) {
    int64_t before = plans();
    struct said said;
    char path[256];

    (void)state;
    said = kam(&mgr, "visit-plans", "list", "--all", "-o", "csv");
    assert_int_equal(said.exit_code, 0);
    assert_non_null(strstr(said.out, "account_code"));
    snprintf(path, sizeof(path), "%s", user_file(&mgr, "export.csv", said.out, strlen(said.out)));
    said_free(&said);
    /* Here all of it is planned already. */
    expect_parts(kam(&mgr, "visit-plans", "import", path, "-q", "-o", "json"), 0, "\"created\":0,\"updated\":0,\"present\":4,\"rejected\":0", "");
    assert_int_equal(plans(), before);
    /* After somebody took it back, it is planned anew. */
    world_number(&world, "with x as (update kam.visit_plan set state = 'cancelled' returning 1) select count(*) from x");
    assert_int_equal(
        world_number(&world,
                     "with x as (delete from kam.request where method like '%%CreateVisitPlan' returning 1) select count(*) from x"),
        4);
    expect_parts(kam(&mgr, "visit-plans", "import", path, "-q", "-o", "json"), 0, "\"created\":4,\"updated\":0,\"present\":0,\"rejected\":0", "");
    assert_int_equal(plans(), 2 * before);
}

static void without_the_right_it_stops_at_once(void **state) {
    struct user vp;
    char first[16], text[128], path[256];
    int bytes;

    (void)state;
    user_open(&vp, &world.a, "vp", "zh");
    bytes = snprintf(text, sizeof(text), "account_code,planned_on\nV1,%s\nV2,%s\n", day(20, first), day(20, first));
    snprintf(path, sizeof(path), "%s", user_file(&vp, "vp.csv", text, (size_t)bytes));
    expect_parts(kam(&vp, "visit-plans", "import", path), 4, "新建 0，修改 0，已有 0，退回 0", "interaction.write");
    user_close(&vp);
}

static int open_world(void **state) {
    (void)state;
    world_open(&world, 1);
    user_open(&sp, &world.a, "sp1", "zh");
    user_open(&mgr, &world.a, "mgr", "zh");
    expect_parts(kam(&sp, "accounts", "create", "计划甲客户", "--kind", "银行", "--code", "V1"), 0, "计划甲客户", "");
    expect_parts(kam(&sp, "accounts", "create", "计划乙客户", "--kind", "银行", "--code", "V2"), 0, "计划乙客户", "");
    return 0;
}

static int close_world(void **state) {
    (void)state;
    user_close(&sp);
    user_close(&mgr);
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_is_imported_once),
        cmocka_unit_test(rejects_are_mended_and_fed_back),
        cmocka_unit_test(an_export_goes_back_in),
        cmocka_unit_test(without_the_right_it_stops_at_once),
    };
    return cmocka_run_group_tests_name("kam visit-plans", tests, open_world, close_world);
}

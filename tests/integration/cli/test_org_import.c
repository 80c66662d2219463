/*
 * `kam org import` of the real binary: a whole group from three sheets, children before parents, again, changed, mended, and by whoever may
 * not.
 */
#include "tests/integration/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/integration/cli/user.h"

static struct world world;
static struct user admin;

static struct said import(struct user *user, const char *name, const char *content) {
    char path[512];

    snprintf(path, sizeof(path), "%s", user_file(user, name, content, strlen(content)));
    return kam(user, "org", "import", path);
}

/* Parents stand below their children, and headers in either language. */
static const char units[] = "code,name,kind,parent_code\n"
                            "IM-T,导入一组,team,IM-D\n"
                            "IM-D,导入部,部门,IM\n"
                            "IM,导入公司,company,\n";
static const char posts[] = "岗位编号,岗位名称,部门编号,角色,直接上级,编制,职责\n"
                            "IM-2,专员,IM-T,SP_DEV,IM-1,3,开发客户\n"
                            "IM-1,主管,IM-T,DEV,,1,\n";
static const char people[] = "login,name,post_code,starts_on\n"
                             "im.lead,导入主管,IM-1,\n"
                             "im.one,导入专员,IM-2,2099-01-01\n"
                             "im.free,没有岗位,,\n";

static void a_group_comes_in(void **state) {
    (void)state;
    expect_parts(import(&admin, "units.csv", units), 0, "部门：共 3 行：新建 3，修改 0，已有 0，退回 0", NULL);
    expect_parts(import(&admin, "posts.csv", posts), 0, "岗位：共 2 行：新建 2，修改 0，已有 0，退回 0", NULL);
    expect_parts(import(&admin, "people.csv", people), 0, "人员：共 3 行：新建 3，修改 0，已有 0，退回 0", NULL);
    assert_int_equal(world_number(&world, "select count(*) from kam.unit where code = 'IM-T' and depth = 2"), 1);
    assert_int_equal(world_number(&world, "select count(*) from kam.post p join kam.post s on s.id = p.superior_id"
                                          " where p.code = 'IM-2' and s.code = 'IM-1' and p.headcount = 3"),
                     1);
    assert_int_equal(world_number(&world, "select count(*) from kam.assignment a join kam.person n on n.id = a.person_id"
                                          " where n.login = 'im.one' and a.starts_on = '2099-01-01'"),
                     1);
    assert_int_equal(world_number(&world, "select count(*) from kam.effective_right e join kam.person n on n.id = e.person_id"
                                          " where n.login = 'im.lead' and e.right_name = 'account.create'"),
                     1);
}

static int64_t journalled(void) {
    return world_number(&world, "select count(*) from kam.journal where outcome = 'accepted' and method like 'kam.v1.%%'");
}

static void again_is_nothing_new(void **state) {
    int64_t before = journalled();

    (void)state;
    expect_parts(import(&admin, "units.csv", units), 0, "新建 0，修改 0，已有 3，退回 0", NULL);
    expect_parts(import(&admin, "posts.csv", posts), 0, "新建 0，修改 0，已有 2，退回 0", NULL);
    expect_parts(import(&admin, "people.csv", people), 0, "新建 0，修改 0，已有 3，退回 0", NULL);
    assert_int_equal(journalled(), before);
    assert_int_equal(
        world_number(&world, "select count(*) from kam.assignment a join kam.person n on n.id = a.person_id where n.login like 'im.%%'"),
        2);
}

/* What the sheet says otherwise is changed, and only that; what it is silent about stays. Twice is once. */
static void what_is_there_becomes_what_the_sheet_says(void **state) {
    static const char moved[] = "code,name,kind,parent_code\nIM-D,改了名,department,\nIM-U,导入二组,team,IM-D\nIM-T,导入一组,team,IM-U\n";
    static const char mended[] =
        "code,name,unit_code,role,superior_code,headcount,duties\nIM-2,专员,IM-U,SP_DEV,,4,\nIM-1,主管,IM-T,DEV,,,\n";

    (void)state;
    expect_parts(import(&admin, "moved.csv", moved), 0, "新建 1，修改 2，已有 0，退回 0", NULL);
    assert_int_equal(world_number(&world, "select count(*) from kam.unit u join kam.unit p on p.id = u.parent_id"
                                          " where u.code = 'IM-D' and u.name = '改了名' and p.code = 'IM'"),
                     1);
    assert_int_equal(
        world_number(&world,
                     "select count(*) from kam.unit u join kam.unit p on p.id = u.parent_id where u.code = 'IM-T' and p.code = 'IM-U'"),
        1);
    expect_parts(import(&admin, "mended.csv", mended), 0, "新建 0，修改 1，已有 1，退回 0", NULL);
    assert_int_equal(
        world_number(&world,
                     "select count(*) from kam.post p join kam.unit u on u.id = p.unit_id join kam.post s on s.id = p.superior_id"
                     " where p.code = 'IM-2' and u.code = 'IM-U' and s.code = 'IM-1' and p.headcount = 4 and p.duties = '开发客户'"),
        1);
    expect_parts(import(&admin, "renamed.csv", "login,name,post_code\nim.free,有了岗位,IM-2\nIM.ONE,导入专员,\n"), 0,
                 "新建 0，修改 1，已有 1，退回 0", NULL);
    assert_int_equal(world_number(&world, "select count(*) from kam.assignment a join kam.person n on n.id = a.person_id where n.login = "
                                          "'im.free' and n.name = '有了岗位'"),
                     1);
    expect_parts(import(&admin, "moved.csv", moved), 0, "新建 0，修改 0，已有 3，退回 0", NULL);
    expect_parts(import(&admin, "mended.csv", mended), 0, "新建 0，修改 0，已有 2，退回 0", NULL);
    /* Somebody else's change meanwhile is undone by the same sheet, as often as it takes. */
    expect_parts(import(&admin, "other.csv", "code,name,kind\nIM-D,别人改的,department\n"), 0, "修改 1", NULL);
    expect_parts(import(&admin, "moved.csv", moved), 0, "新建 0，修改 1，已有 2，退回 0", NULL);
}

static void a_dry_run_changes_nothing(void **state) {
    int64_t before = journalled();
    char path[512];

    (void)state;
    snprintf(path, sizeof(path), "%s",
             user_file(&admin, "dry.csv", "code,name,kind,parent_code\nIM-E,戊,team,IM-F\nIM-F,己,team,IM-D\nIM-G,庚,奇怪,IM\n",
                       strlen("code,name,kind,parent_code\nIM-E,戊,team,IM-F\nIM-F,己,team,IM-D\nIM-G,庚,奇怪,IM\n")));
    expect_parts(kam(&admin, "org", "import", path, "--dry-run"), 14, "检查了 3 行（UTF-8），1 行有问题", "第 4 行");
    assert_int_equal(journalled(), before);
}

static void deputies_come_in(void **state) {
    (void)state;
    expect_parts(import(&admin, "deputies.csv",
                        "授权人登录名,代理人登录名,权限,结束,原因\nim.lead,im.free,account.create;contact.write,2098-12-31,常设代理\n"),
                 0, "代理：共 1 行：新建 1，修改 0，已有 0，退回 0", NULL);
    expect_parts(import(&admin, "again.csv", "grantor_login,deputy_login,rights,ends_on\nim.lead,im.free,account.create,2098-12-31\n"), 0,
                 "新建 0，修改 0，已有 1", NULL);
    assert_int_equal(
        world_number(&world, "select count(*) from kam.deputy_grant g join kam.person n on n.id = g.grantor_id where n.login = 'im.lead'"),
        1);
}

static void bad_rows_are_told(void **state) {
    char *rest;

    (void)state;
    expect_parts(import(&admin, "bad.csv",
                        "code,name,kind,parent_code,注\nIM-X,甲,team,NONE,x\nIM-Y,乙,没有这种,IM,\nIM Z,丙,team,IM,\nIM-W,丁,team,IM,\n"),
                 14, "新建 1，修改 0，已有 0，退回 3", "没有编号或登录名“NONE”");
    /* What was refused is in a file to mend and import again. */
    rest = user_read(&admin, "bad.rejected.csv");
    assert_non_null(strstr(rest, "2,,没有编号或登录名“NONE”,IM-X,甲,team,NONE,x"));
    assert_non_null(strstr(rest, "IM Z"));
    assert_null(strstr(rest, "IM-W"));
    free(rest);
    expect_parts(import(&admin, "bad.csv", "退回行号,退回列,退回原因,code,name,kind,parent_code\n2,,x,IM-X,甲,team,IM\n"), 0,
                 "新建 1，修改 0，已有 0，退回 0", NULL);
    assert_int_not_equal(access(user_path(&admin, "bad.rejected.csv"), F_OK), 0);
    expect_parts(import(&admin, "ring.csv", "code,name,kind,parent_code\nIM-P,甲,team,IM-Q\nIM-Q,乙,team,IM-P\n"), 14, "退回 2", NULL);
    expect_parts(import(&admin, "full.csv", "login,name,post_code\nim.two,又一个,IM-1\n"), 14, "退回 1", "编制");
    expect_parts(import(&admin, "none.csv", "甲,乙\n1,2\n"), 2, NULL, "表头缺少必需的列");
    expect_parts(import(&admin, "empty.csv", ""), 15, NULL, "文件是空的");
    expect_parts(kam(&admin, "org", "import", "/nonexistent.csv"), 15, NULL, NULL);
    assert_int_equal(world_number(&world, "select count(*) from kam.unit where code in ('IM-Y', 'IM-P', 'IM-Q')"), 0);
}

static void tokens_go_to_their_file(void **state) {
    char path[512], tokens[512];
    char *kept;

    (void)state;
    snprintf(path, sizeof(path), "%s",
             user_file(&admin, "new.csv", "login,name\nim.token,有令牌\n", strlen("login,name\nim.token,有令牌\n")));
    snprintf(tokens, sizeof(tokens), "%s", user_path(&admin, "tokens.csv"));
    expect_parts(kam(&admin, "org", "import", path, "--tokens", tokens), 0, "新建 1", NULL);
    kept = user_read(&admin, "tokens.csv");
    assert_non_null(strstr(kept, "im.token,"));
    assert_true(strlen(kept) > strlen("im.token,") + 26);
    free(kept);
}

static void without_the_right_it_stops_at_once(void **state) {
    struct user sp;

    (void)state;
    user_open(&sp, &world.a, "sp1", "zh");
    expect_parts(import(&sp, "units.csv", "code,name,kind\nIM9,不行,company\nIM8,不行,company\n"), 4, "新建 0，修改 0，已有 0，退回 0",
                 "role.admin");
    user_close(&sp);
}

static int open_world(void **state) {
    (void)state;
    world_open(&world, 1);
    user_open(&admin, &world.a, "admin", "zh");
    return 0;
}

static int close_world(void **state) {
    (void)state;
    user_close(&admin);
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_comes_in),
        cmocka_unit_test(again_is_nothing_new),
        cmocka_unit_test(what_is_there_becomes_what_the_sheet_says),
        cmocka_unit_test(a_dry_run_changes_nothing),
        cmocka_unit_test(deputies_come_in),
        cmocka_unit_test(bad_rows_are_told),
        cmocka_unit_test(tokens_go_to_their_file),
        cmocka_unit_test(without_the_right_it_stops_at_once),
    };
    return cmocka_run_group_tests_name("kam org import", tests, open_world, close_world);
}

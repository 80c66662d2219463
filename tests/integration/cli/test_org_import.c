/*
 * `kam org import` of the real binary: a whole group from three sheets, children before parents, again, mended, and by whoever may not.
 */
#include "tests/integration/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    expect_parts(import(&admin, "units.csv", units), 0, "部门: 共 3 行：新建 3，已有 0，退回 0", NULL);
    expect_parts(import(&admin, "posts.csv", posts), 0, "岗位: 共 2 行：新建 2，已有 0，退回 0", NULL);
    expect_parts(import(&admin, "people.csv", people), 0, "人员: 共 3 行：新建 3，已有 0，退回 0", NULL);
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

static void again_is_nothing_new(void **state) {
    (void)state;
    expect_parts(import(&admin, "units.csv", units), 0, "新建 0，已有 3，退回 0", NULL);
    expect_parts(import(&admin, "people.csv", people), 0, "新建 0，已有 3，退回 0", NULL);
    /* Another file, so other keys: what is there by its code stays as it is. */
    expect_parts(import(&admin, "more.csv", "code,name,kind,parent_code\nIM-D,改了名,department,IM\nIM-U,导入二组,team,IM-D\n"), 0,
                 "新建 1，已有 1，退回 0", NULL);
    assert_int_equal(world_number(&world, "select count(*) from kam.unit where name = '改了名'"), 0);
    assert_int_equal(world_number(&world, "select count(*) from kam.assignment a join kam.person n on n.id = a.person_id where n.login like 'im.%%'"), 2);
}

static void bad_rows_are_told(void **state) {
    (void)state;
    expect_parts(import(&admin, "bad.csv", "code,name,kind,parent_code\nIM-X,甲,team,NONE\nIM-Y,乙,没有这种,IM\nIM Z,丙,team,IM\nIM-W,丁,team,IM\n"), 14,
                 "新建 1，已有 0，退回 3", "没有编号或登录名“NONE”");
    expect_parts(import(&admin, "ring.csv", "code,name,kind,parent_code\nIM-P,甲,team,IM-Q\nIM-Q,乙,team,IM-P\n"), 14, "退回 2", NULL);
    expect_parts(import(&admin, "full.csv", "login,name,post_code\nim.two,又一个,IM-1\n"), 14, "退回 1", "编制");
    expect_parts(import(&admin, "none.csv", "甲,乙\n1,2\n"), 2, NULL, "表头既不是部门表");
    expect_parts(import(&admin, "empty.csv", ""), 15, NULL, "文件是空的");
    expect_parts(kam(&admin, "org", "import", "/nonexistent.csv"), 15, NULL, NULL);
    assert_int_equal(world_number(&world, "select count(*) from kam.unit where code in ('IM-X', 'IM-Y', 'IM-P', 'IM-Q')"), 0);
}

static void tokens_go_to_their_file(void **state) {
    char path[512], tokens[512];
    char *kept;

    (void)state;
    snprintf(path, sizeof(path), "%s", user_file(&admin, "new.csv", "login,name\nim.token,有令牌\n", strlen("login,name\nim.token,有令牌\n")));
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
    expect_parts(import(&sp, "units.csv", "code,name,kind\nIM9,不行,company\nIM8,不行,company\n"), 4, "新建 0，已有 0，退回 0", "role.admin");
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
        cmocka_unit_test(bad_rows_are_told),
        cmocka_unit_test(tokens_go_to_their_file),
        cmocka_unit_test(without_the_right_it_stops_at_once),
    };
    return cmocka_run_group_tests_name("kam org import", tests, open_world, close_world);
}

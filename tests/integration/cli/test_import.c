/*
 * Import and export of the real binary: killed half-way on either side and run again, rejects mended and fed back, GBK, there and back.
 */
#include "tests/integration/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <iconv.h>
#include <signal.h>
#include <sys/wait.h>

#include "tests/integration/cli/user.h"

static struct world world;
static struct user sp, mgr;

enum { ROWS = 600 };

/* A file of ROWS customers with a contact each, children before parents, codes beginning with `prefix`. */
static const char *make_file(const char *name, const char *prefix) {
    char *text = NULL;
    size_t bytes;
    FILE *stream = open_memstream(&text, &bytes);
    const char *path;

    assert_non_null(stream);
    fputs("code,name,kind,parent_code,contact_name,contact_phone\n", stream);
    for (int i = ROWS; i >= 1; i--) {
        char parent[32] = "";

        if (i > 20)
            snprintf(parent, sizeof(parent), "%s%d", prefix, i / 3);
        fprintf(stream, "%s%d,%s客户%d,企业,%s,联系人%d,023-%08d\n", prefix, i, prefix, i, parent, i, i);
    }
    fclose(stream);
    path = user_file(&sp, name, text, bytes);
    free(text);
    return path;
}

static void expect_all_there_once(const char *prefix) {
    assert_int_equal(world_number(&world, "select count(*) from kam.account where code like '%s%%'", prefix), ROWS);
    assert_int_equal(world_number(&world,
                                  "select count(*) from kam.contact c join kam.account a on a.id = c.account_id where a.code like '%s%%'",
                                  prefix),
                     ROWS);
    assert_int_equal(world_number(&world,
                                  "select count(*) from kam.account a join kam.account p on p.id = a.parent_id"
                                  " where a.code like '%s%%' and p.code = '%s' || (substr(a.code, 2)::int / 3)::text",
                                  prefix, prefix),
                     ROWS - 20);
}

/* Waits until about this many of the file's accounts stand. */
static void await_accounts(const char *prefix, int wanted) {
    for (int i = 0; i < 1500; i++) {
        if (world_number(&world, "select count(*) from kam.account where code like '%s%%'", prefix) >= wanted)
            return;
        sleep_ms(20);
    }
    fail_msg("the import does not get on");
}

static void killed_client_goes_on(void **state) {
    char path[256];
    int status;
    pid_t pid;

    (void)state;
    snprintf(path, sizeof(path), "%s", make_file("k.csv", "K"));
    for (int round = 1; round <= 3; round++) {
        pid = user_start(&sp, (const char *const[]){"accounts", "import", path, NULL});
        await_accounts("K", ROWS * round / 5);
        kill(pid, SIGKILL);
        assert_true(process_wait(pid, 5000, &status));
    }
    expect_parts(kam(&sp, "accounts", "import", path, "-q"), 0, "退回 0", "");
    expect_all_there_once("K");
    expect_parts(kam(&sp, "accounts", "import", path, "-q", "-o", "json"), 0, "\"created\":0,\"present\":600,\"rejected\":0", "");
    expect_all_there_once("K");
}

static void killed_server_is_ridden_out(void **state) {
    char path[256];
    pid_t pid;

    (void)state;
    snprintf(path, sizeof(path), "%s", make_file("s.csv", "S"));
    pid = user_start(&sp, (const char *const[]){"accounts", "import", path, "--timeout", "2", NULL});
    await_accounts("S", ROWS / 4);
    kamd_stop(&world.a, SIGKILL);
    sleep_ms(5000); /* longer than one call is tried for: the import itself has to wait */
    kamd_restart(&world.a);
    await_accounts("S", ROWS * 3 / 4);
    kamd_stop(&world.a, SIGTERM);
    kamd_restart(&world.a);
    expect_parts(user_wait(&sp, pid), 0, "退回 0", "等待服务器恢复");
    expect_all_there_once("S");
}

static void interrupted_import_says_how_to_go_on(void **state) {
    char path[256];
    pid_t pid;

    (void)state;
    snprintf(path, sizeof(path), "%s", make_file("i.csv", "I"));
    pid = user_start(&sp, (const char *const[]){"accounts", "import", path, NULL});
    await_accounts("I", ROWS / 4);
    kill(pid, SIGINT);
    expect_parts(user_wait(&sp, pid), 130, "新建", "重新运行同一命令即可继续");
    expect_parts(kam(&sp, "accounts", "import", path, "-q"), 0, "退回 0", "");
    expect_all_there_once("I");
}

static void rejects_are_mended_and_fed_back(void **state) {
    static const char rows[] = "编号,名称,类型,上级编号,负责人登录名,联系人,联系人角色,地址\n"
                               "R1,退回甲,银杏,,,,,\n"       /* no such kind */
                               "R2,退回乙,银行,R1,,,,\n"     /* its parent is refused */
                               "R3,退回丙,银行,,nobody,,,\n" /* no such person */
                               "R4,退回丁,银行,R5,,,,\n"     /* a circle */
                               "R5,退回戊,银行,R4,,,,\n"
                               "R6,退回己,银行,,,王五,财务,\"甲,乙\"\n" /* right */
                               "R7,退回庚,企业,NOWHERE,,,,\n";          /* no such parent */
    char path[256], rejected[256], *text, *mended;
    size_t bytes;
    struct said said;
    FILE *stream;

    (void)state;
    snprintf(path, sizeof(path), "%s", user_file(&sp, "r.csv", rows, sizeof(rows) - 1));
    expect_parts(kam(&sp, "accounts", "import", path), 14, "共 7 行：新建 1，已有 0，退回 6。\n",
                 "第 2 行 类型：没有“银杏”这个值，是否指“银行”？");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where code like 'R_'"), 1);
    text = user_read(&sp, "r.rejected.csv");
    assert_non_null(strstr(text, "5,上级客户编号,上下级成环：R4 → R5 → R4,R4,退回丁,银行,R5,,,,\r\n"));
    free(text);
    /* Run again without mending: nothing new, and the same rows come back. */
    expect_parts(kam(&sp, "accounts", "import", path, "-q"), 14, "共 7 行：新建 0，已有 1，退回 6。\n", "");
    /* A reject file that could not be written is not announced. */
    said = kam(&sp, "accounts", "import", path, "--reject", "/nowhere/r.csv");
    assert_int_equal(said.exit_code, 15);
    assert_non_null(strstr(said.err, "/nowhere/r.csv"));
    assert_null(strstr(said.err, "退回的行在"));
    said_free(&said);
    /* Mended by hand, with the columns of the reject file still in front. */
    stream = open_memstream(&mended, &bytes);
    fputs("\xEF\xBB\xBF退回行号,退回列,退回原因,编号,名称,类型,上级编号,负责人登录名,联系人,联系人角色,地址\r\n"
          "2,类型,x,R1,退回甲,银行,,,,,\r\n3,上级编号,x,R2,退回乙,银行,R1,,,,\r\n4,负责人登录名,x,R3,退回丙,银行,,,,,\r\n"
          "5,上级编号,x,R4,退回丁,银行,R5,,,,\r\n6,上级编号,x,R5,退回戊,银行,R6,,,,\r\n8,上级编号,x,R7,退回庚,企业,R1,,,,\r\n",
          stream);
    fclose(stream);
    snprintf(rejected, sizeof(rejected), "%s", user_file(&sp, "r.rejected.csv", mended, bytes));
    free(mended);
    expect_parts(kam(&sp, "accounts", "import", rejected, "-q"), 0, "共 6 行：新建 6，已有 0，退回 0。\n", "");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where code like 'R_'"), 7);
    assert_int_equal(world_number(&world, "select count(*) from kam.contact where name = '王五'"), 1);
}

/* What only the server can know comes back in its words, at the column it is about. */
static void the_server_refuses_single_rows(void **state) {
    static const char rows[] = "code,name,kind,owner_login,uscc,force_reason\n"
                               "W1,拒绝甲,银行,other,,\n"                    /* of another company */
                               "W2,拒绝乙,银行,,91100000100003962T,不同\n"  /* right */
                               "W3,拒绝丙,银行,,91100000100003962T,不同\n"; /* the same number again */
    char path[256], *text;

    (void)state;
    snprintf(path, sizeof(path), "%s", user_file(&sp, "w.csv", rows, sizeof(rows) - 1));
    expect_parts(kam(&sp, "accounts", "import", path), 14, "共 3 行：新建 1，已有 0，退回 2。\n", "第 2 行 负责人登录名：");
    text = user_read(&sp, "w.rejected.csv");
    /* Calls under way at once have no order: either of the two may come first. */
    assert_non_null(strstr(text, ",统一社会信用代码,这个证照号码已属于另一客户,W"));
    free(text);
    assert_int_equal(world_number(&world, "select count(*) from kam.account where code like 'W_'"), 1);
}

/* What may be of a customer there is already comes back, with what the caller may know, until the row says why it is another one. */
static void a_suspected_duplicate_needs_a_reason(void **state) {
    static const char known[] = "code,name,kind\nD1,重复银行股份有限公司,银行\n";
    static const char again[] = "code,name,kind\nD2,重复 银行,银行\nD3,不重复银行,银行\n";
    static const char mended[] = "退回行号,code,name,kind,仍要建档的原因\n2,D2,重复 银行,银行,同名的另一家\n";
    char path[256], *text;

    (void)state;
    snprintf(path, sizeof(path), "%s", user_file(&sp, "d.csv", known, sizeof(known) - 1));
    expect_parts(kam(&sp, "accounts", "import", path), 0, "新建 1", NULL);
    user_file(&sp, "d.csv", again, sizeof(again) - 1);
    expect_parts(kam(&sp, "accounts", "import", path), 14, "共 2 行：新建 1，已有 0，退回 1。\n", "重复银行股份有限公司（D1）");
    text = user_read(&sp, "d.rejected.csv");
    assert_non_null(strstr(text, "名称,您可查看的客户中已有：重复银行股份有限公司（D1）"));
    free(text);
    user_file(&sp, "d.csv", mended, sizeof(mended) - 1);
    expect_parts(kam(&sp, "accounts", "import", path), 0, "共 1 行：新建 1，已有 0，退回 0。\n", "");
    assert_int_equal(world_number(&world, "select count(*) from kam.journal where act = 'account.create' and reason = '同名的另一家'"), 1);
}

static void gbk_is_read(void **state) {
    char text[] = "客户编号,名称,类型,联系人,联系电话\nG1,国标银行,银行,赵六,023-00000000\nG2,国标企业,企业,,\n", gbk[256], path[256];
    char *in = text, *out = gbk;
    size_t left = strlen(text), room = sizeof(gbk);
    iconv_t converter = iconv_open("GBK", "UTF-8");

    (void)state;
    assert_int_equal(iconv(converter, &in, &left, &out, &room), 0);
    iconv_close(converter);
    snprintf(path, sizeof(path), "%s", user_file(&sp, "g.csv", gbk, (size_t)(out - gbk)));
    expect_parts(kam(&sp, "accounts", "import", path, "--dry-run"), 0, "检查了 2 行（GB18030），0 行有问题。未导入。\n", "");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where code like 'G_'"), 0);
    expect_parts(kam(&sp, "accounts", "import", path), 0, "新建 2", NULL);
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name in ('国标银行', '国标企业')"), 2);
    /* Cut within a character: refused as a whole, with the line. */
    snprintf(path, sizeof(path), "%s", user_file(&sp, "cut.csv", gbk, (size_t)(out - gbk) - 4));
    expect_parts(kam(&sp, "accounts", "import", path), 15, "", "第 3 行");
}

/* What an earlier file opened is recognized by its code, also when the file has changed since. */
static void a_changed_file_finds_what_is_there(void **state) {
    static const char first[] = "code,name,kind\nC1,甲改,银行\n", second[] = "code,name,kind,parent_code,contact_name\n"
                                                                             "C1,甲改,银行,,钱七\nC2,乙改,银行,C1,\nC3,丙改,银行,,\n";
    static const char other[] = "code,name,kind\nC1,别的,银行\n";
    char path[256];

    (void)state;
    snprintf(path, sizeof(path), "%s", user_file(&sp, "c.csv", first, sizeof(first) - 1));
    expect_parts(kam(&sp, "accounts", "import", path), 0, "新建 1", NULL);
    user_file(&sp, "c.csv", second, sizeof(second) - 1);
    expect_parts(kam(&sp, "accounts", "import", path), 0, "退回 0", NULL);
    expect_parts(kam(&sp, "accounts", "import", path), 0, "新建 0，已有 3，退回 0", NULL);
    assert_int_equal(world_number(&world, "select count(*) from kam.account where code like 'C_'"), 3);
    assert_int_equal(world_number(&world, "select count(*) from kam.contact where name = '钱七'"), 1);
    user_file(&sp, "c.csv", other, sizeof(other) - 1);
    expect_parts(kam(&sp, "accounts", "import", path), 14, "退回 1", "这个编号属于另一客户：甲改");
}

static void an_export_goes_back_in(void **state) {
    char path[256], *text;

    (void)state;
    expect_parts(kam(&sp, "accounts", "export", "x.csv"), 2, "", "原因");
    expect_parts(kam(&sp, "accounts", "create", "=1+1", "--kind", "企业", "--code", "F1", "--former-names", "a;b"), 0, "=1+1", "");
    snprintf(path, sizeof(path), "%s", user_path(&mgr, "x.csv"));
    expect_parts(kam(&mgr, "accounts", "export", path, "--reason", "核对", "--revealed", "--lang", "en"), 0, "", "exported to");
    text = user_read(&mgr, "x.csv");
    assert_int_equal(strncmp(text,
                             "\xEF\xBB\xBF"
                             "code,name,",
                             13),
                     0);
    assert_non_null(strstr(text, "\nF1,'=1+1,,\"a;b\",enterprise,"));
    assert_non_null(strstr(text, "\nC2,乙改,,,bank,,,,C1,sp1,"));
    free(text);
    expect_parts(kam(&mgr, "accounts", "import", path, "-q"), 0, "新建 0", "");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '=1+1'"), 1);
    assert_true(world_number(&world, "select count(*) from kam.journal where method like '%%ExportAccounts'") > 1);
}

static void without_the_right_it_stops_at_once(void **state) {
    static const char rows[] = "name,kind\n甲,银行\n乙,银行\n";
    struct user audit;
    char path[256];

    (void)state;
    user_open(&audit, &world.a, "audit", "zh");
    snprintf(path, sizeof(path), "%s", user_file(&audit, "a.csv", rows, sizeof(rows) - 1));
    expect_parts(kam(&audit, "accounts", "import", path), 4, "新建 0，已有 0，退回 0", "account.create");
    user_close(&audit);
}

/* From a pipe as from a file: the same content twice is done once. */
static void a_pipe_is_read(void **state) {
    static const char rows[] = "name,kind\n管道客户,企业\n管道坏行,没有这种\n";
    char command[1024];

    (void)state;
    user_file(&sp, "piped.csv", rows, sizeof(rows) - 1);
    for (int i = 0; i < 2; i++) {
        char *out;
        int status;

        snprintf(command, sizeof(command), "cd '%s' && XDG_CONFIG_HOME='%s' '%s' -q accounts import - <piped.csv >piped.out 2>&1", sp.home,
                 sp.home, getenv("KAM_CLI"));
        status = system(command);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 14);
        out = user_read(&sp, "piped.out");
        assert_non_null(strstr(out, i == 0 ? "新建 1，已有 0，退回 1" : "新建 0，已有 1，退回 1"));
        free(out);
        out = user_read(&sp, "stdin.rejected.csv");
        assert_non_null(strstr(out, "管道坏行"));
        free(out);
    }
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '管道客户'"), 1);
}

static int open_world(void **state) {
    (void)state;
    world_open(&world, 1);
    user_open(&sp, &world.a, "sp1", "zh");
    user_open(&mgr, &world.a, "mgr", "zh");
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
        cmocka_unit_test(killed_client_goes_on),
        cmocka_unit_test(killed_server_is_ridden_out),
        cmocka_unit_test(interrupted_import_says_how_to_go_on),
        cmocka_unit_test(rejects_are_mended_and_fed_back),
        cmocka_unit_test(the_server_refuses_single_rows),
        cmocka_unit_test(a_suspected_duplicate_needs_a_reason),
        cmocka_unit_test(gbk_is_read),
        cmocka_unit_test(a_changed_file_finds_what_is_there),
        cmocka_unit_test(an_export_goes_back_in),
        cmocka_unit_test(without_the_right_it_stops_at_once),
        cmocka_unit_test(a_pipe_is_read),
    };
    return cmocka_run_group_tests_name("kam import", tests, open_world, close_world);
}

/*
 * kam over longer times: the shell and its completion, lists that are watched, what waits for a person, and writes whose answer never
 * came because kam was killed.
 */
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

#include "tests/harness/path.h"
#include "tests/harness/proxy.h"
#include "tests/integration/cli/terminal.h"

static struct world world;
static struct user somebody, behind; /* behind a proxy */
static struct proxy proxy;

/* A script for `kam shell`; what it printed is *ret_out, to be freed. */
static int script(const char *lines, char **ret_out) {
    const char *path = user_file(&somebody, "script", lines, strlen(lines));
    char command[1024];
    int status;

    path_format(command, sizeof(command), "XDG_CONFIG_HOME='%s' '%s' shell <'%s' >'%s/shell.out' 2>&1", somebody.home, getenv("KAM_CLI"),
                path, somebody.home);
    status = system(command);
    assert_true(WIFEXITED(status));
    *ret_out = user_read(&somebody, "shell.out");
    return WEXITSTATUS(status);
}

static void a_script_runs_line_by_line(void **state) {
    char *out;

    assert_int_equal(
        script("# a comment\n\naccounts create '壳 一' --kind 企业 --quiet\nkam accounts search '壳 一' --columns name -o csv\n"
               "exit\naccounts create 不该有 --kind 企业\n",
               &out),
        0);
    assert_non_null(strstr(out, "name\r\n壳 一\r\n"));
    assert_null(strstr(out, "不该有"));
    free(out);
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name in ('壳 一', '不该有')"), 1);
    /* It goes on after a line that failed, and says in the end that one did. */
    assert_int_equal(script("acounts list\naccounts get 'open\nshell\nwhoami\n", &out), 2);
    assert_non_null(strstr(out, "是否指“accounts”？"));
    assert_non_null(strstr(out, "引号没有结束"));
    assert_non_null(strstr(out, "已经在 kam shell 里"));
    assert_non_null(strstr(out, "sp1"));
    free(out);
}

/* Whoever logs out, in or on in the shell goes on as such. */
static void sessions_change_within_a_shell(void **state) {
    char lines[1024], *out;

    path_format(
        lines, sizeof(lines),
        "whoami\nlogout\nwhoami\nlogin sp2 --password-file '%s/password'\nwhoami\nlogin sp1 --password-file '%s/password'\nwhoami\n",
        somebody.home, somebody.home);
    assert_int_equal(script(lines, &out), 5);
    assert_non_null(strstr(out, "先登录"));
    assert_non_null(strstr(out, "sp2"));
    assert_non_null(strstr(strstr(out, "sp2"), "sp1"));
    free(out);
}

static void the_shell_completes_at_a_terminal(void **state) {
    struct said said;

    at_terminal(&somebody, WORDS("shell"),
                WORDS("acc\tcrea\t 终端示例企业 --ki\tenterpr\t\n", "accounts tree zdslqy\t --columns name -o csv\n",
                      "half a line\x03whoami -o csv --columns login\n", "accounts lits\n", "\x04"),
                NULL);
    expect_screen(0, "sp1@test> ");
    expect_screen(0, "类型      \033[0m企业\r\n");
    expect_screen(0, "终端示例企业  --columns name"); /* found by its initials */
    expect_screen(0, "name\r\r\n终端示例企业\r\r\n");
    expect_screen(0, "login\r\r\nsp1\r\r\n");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '终端示例企业'"), 1);
    /* What was typed is there next time, for nobody else to read. */
    at_terminal(&somebody, WORDS("shell"), WORDS("\x1b[A\n", "exit\n"), NULL);
    expect_screen(0, "是否指“list”？");
    said = kam(&somebody, "--version");
    said_free(&said);
    {
        char path[256];

        path_format(path, sizeof(path), "test \"$(stat -c %%a '%s/kam/history')\" = 600", somebody.home);
        assert_int_equal(system(path), 0);
    }
}

static void bash_completes(void **state) {
    char command[2048], output[256];
    FILE *pipe;
    size_t bytes;

    path_format(
        command, sizeof(command),
        "XDG_CONFIG_HOME='%s' bash -c 'K=\"%s\"; source <(\"$K\" completion bash); COMP_WORDS=(\"$K\" accounts list --kind en); "
        "COMP_CWORD=4; _kam; echo \"${COMPREPLY[*]}\"; COMP_WORDS=(\"$K\" accounts tr); COMP_CWORD=2; _kam; echo \"${COMPREPLY[*]}\"'",
        somebody.home, getenv("KAM_CLI"));
    pipe = popen(command, "r");
    assert_non_null(pipe);
    bytes = fread(output, 1, sizeof(output) - 1, pipe);
    output[bytes] = 0;
    assert_int_equal(pclose(pipe), 0);
    assert_string_equal(output, "enterprise\ntree\n");
    expect_parts(kam(&somebody, "completion", "zsh"), 0, "compdef _kam kam", "");
    expect_parts(kam(&somebody, "completion", "fish"), 2, "", "bash");
}

static bool file_shows(const char *text, int times) {
    for (int i = 0; i < 100; i++) {
        char *out = user_read(&somebody, "out"), *at = out;
        int count = 0;

        while (at && (at = strstr(at, text))) {
            count++;
            at += strlen(text);
        }
        free(out);
        if (count >= times)
            return count == times;
        sleep_ms(100);
    }
    return false;
}

static void a_watched_list_shows_what_is_new(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1");
    int64_t account = fixture_account(client, "盯着的客户");
    struct said said;
    pid_t pid;

    expect_status(client, create_visit(client, account, "先有的", NULL, NULL), KAM_OK);
    pid = user_start(&somebody, WORDS("visits", "list", "盯着的客户", "--watch", "--every", "1", "-o", "jsonl"));
    assert_true(file_shows("先有的", 1));
    expect_status(client, create_visit(client, account, "后来的", NULL, NULL), KAM_OK);
    assert_true(file_shows("后来的", 1));
    assert_true(file_shows("先有的", 1)); /* not once more */
    kill(pid, SIGINT);
    said = user_wait(&somebody, pid);
    expect_parts(said, 0, "后来的", "");
    /* As a table it is drawn whole, and only when it has changed. */
    pid = user_start(&somebody, WORDS("visits", "list", "盯着的客户", "-w", "--every", "1", "--columns", "topic"));
    assert_true(file_shows("先有的", 1));
    sleep_ms(1500);
    expect_status(client, create_visit(client, account, "第三次", NULL, NULL), KAM_OK);
    assert_true(file_shows("先有的", 2));
    kill(pid, SIGINT);
    said = user_wait(&somebody, pid);
    expect_said(said, 0, "事由\n后来的\n先有的\n\n事由\n第三次\n后来的\n先有的\n", "");
    expect_parts(kam(&somebody, "accounts", "get", "盯着的客户", "--watch"), 2, "", "不是列表");
    expect_parts(kam(&somebody, "accounts", "list", "--watch", "--every", "0"), 2, "", "--every");
    kam_client_free(client);
}

/* It outlives its server for a while. */
static void a_watched_list_survives_a_restart(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1");
    int64_t account = fixture_account(client, "重启时的客户");
    struct said said;
    pid_t pid;

    expect_status(client, create_visit(client, account, "重启以前", NULL, NULL), KAM_OK);
    pid = user_start(&somebody, WORDS("visits", "list", "重启时的客户", "-w", "--every", "1", "-o", "jsonl", "--timeout", "2"));
    assert_true(file_shows("重启以前", 1));
    kamd_stop(&world.a, SIGKILL);
    sleep_ms(1500);
    kamd_restart(&world.a);
    expect_status(client, create_visit(client, account, "重启以后", NULL, NULL), KAM_OK);
    assert_true(file_shows("重启以后", 1));
    kill(pid, SIGINT);
    said = user_wait(&somebody, pid);
    expect_parts(said, 0, "重启以后", NULL);
    kam_client_free(client);
}

static void today_shows_what_waits(void **state) {
    kam_client *client = fixture_client(&world.a, "sp2");
    struct user other;

    user_open(&other, &world.a, "sp2", "zh");
    expect_said(kam(&other, "today"), 0, "", "没有要处理的事项。\n");
    expect_parts(kam(&somebody, "visits", "register", "盯着的客户", "等着答复", "--needs-answer"), 0, NULL, NULL);
    expect_parts(kam(&somebody, "today"), 0, "待回馈\n", "");
    expect_parts(kam(&somebody, "today"), 0, "等着答复", "");
    expect_parts(kam(&somebody, "today", "-o", "jsonl"), 0,
                 "{\"part\":\"unanswered\",\"command\":\"visits unanswered\",\"rows\":[{", "");
    expect_parts(kam(&somebody, "today", "-o", "csv"), 2, "", "jsonl");
    user_close(&other);
    kam_client_free(client);
}

/* Runs a write behind the proxy, which stalls, and kills kam as soon as `when` gives 1. */
static void kill_within(const char *name, enum proxy_direction direction, size_t after, const char *when) {
    pid_t pid;
    struct said said;

    proxy_arm(&proxy, direction, after, PROXY_STALL);
    pid = user_start(&behind, WORDS("accounts", "create", name, "--kind", "企业"));
    if (when)
        assert_true(cluster_await(world.cluster, world.database, 10000, 1, when));
    else
        for (int i = 0; i < 100 && !proxy_faulted(&proxy); i++)
            sleep_ms(50);
    sleep_ms(200);
    assert_int_equal(kill(pid, SIGKILL), 0);
    said = user_wait(&behind, pid);
    assert_int_equal(said.exit_code, 128 + SIGKILL);
    said_free(&said);
    (void)proxy_disarm(&proxy);
}

/* Bytes one write takes, so that the next can be cut within. */
static size_t bytes_of_a_write(enum proxy_direction direction) {
    static char name[] = "量一量A"; /* another one each time, as long */
    size_t before = proxy_passed(&proxy, direction);

    name[sizeof(name) - 2]++;
    expect_parts(kam(&behind, "accounts", "create", name, "--kind", "企业"), 0, NULL, "");
    return proxy_passed(&proxy, direction) - before;
}

static void a_killed_write_gets_its_outcome(void **state) {
    size_t up = bytes_of_a_write(PROXY_TO_SERVER), down = bytes_of_a_write(PROXY_TO_CLIENT);

    expect_said(kam(&behind, "requests", "pending"), 0, "", "没有未决的写操作。\n");
    /* Done, and the answer lost. (The last bytes either way are the goodbye.) */
    kill_within("做了没答复", PROXY_TO_CLIENT, down - 60, "select count(*) from kam.account where name = '做了没答复'");
    expect_parts(kam(&behind, "requests", "pending", "-o", "json"), 0, "做了没答复", "");
    expect_parts(kam(&behind, "accounts", "list"), 0, "做了没答复", "有 1 个写操作还不知道结果，用 kam requests resolve 了结。\n");
    expect_parts(kam(&behind, "requests", "resolve", "-o", "csv"), 0, "已写入,account ", "");
    expect_parts(kam(&behind, "requests", "pending"), 0, "", "没有未决的写操作。");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '做了没答复'"), 1);
    /* Not done: the request never arrived. It is sent again as it was, or given up. */
    kill_within("没送到", PROXY_TO_SERVER, up - 100, NULL);
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '没送到'"), 0);
    expect_parts(kam(&behind, "requests", "resolve"), 0, "已写入", "");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '没送到'"), 1);
    kill_within("作罢", PROXY_TO_SERVER, up - 100, NULL);
    expect_parts(kam(&behind, "requests", "resolve", "00000000000000000000000000000000"), 2, "", "没有未决的写操作");
    expect_parts(kam(&behind, "requests", "resolve", "--drop"), 0, "未写入", "");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '作罢'"), 0);
    expect_parts(kam(&behind, "requests", "pending"), 0, "", "没有未决的写操作。");
}

/* With nobody to ask it stays unknown, and stays there. */
static void an_unknown_outcome_is_kept(void **state) {
    size_t up = bytes_of_a_write(PROXY_TO_SERVER);

    kill_within("服务器不在", PROXY_TO_SERVER, up - 100, NULL);
    proxy_cut_all(&proxy, true);
    expect_parts(kam(&behind, "requests", "resolve", "--timeout", "1"), 10, "仍未知", "");
    proxy_cut_all(&proxy, false);
    expect_parts(kam(&behind, "requests", "resolve"), 0, "已写入", "");
    assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '服务器不在'"), 1);
}

static int open_world(void **state) {
    char target[64], server[64], password[256];

    world_open(&world, 1);
    user_open(&somebody, &world.a, "sp1", "zh");
    path_format(target, sizeof(target), "127.0.0.1:%u", world.a.port);
    proxy_open(&proxy, target);
    user_open(&behind, &world.a, NULL, "zh");
    path_format(server, sizeof(server), "127.0.0.1:%u", proxy.port);
    expect_parts(kam(&behind, "context", "set", "test", "--server", server), 0, NULL, NULL);
    path_format(password, sizeof(password), "%s", user_file(&behind, "password", FIXTURE_PASSWORD "\n", strlen(FIXTURE_PASSWORD) + 1));
    expect_parts(kam(&behind, "login", "sp1", "--password-file", password), 0, NULL, NULL);
    return 0;
}

static int close_world(void **state) {
    user_close(&somebody);
    user_close(&behind);
    proxy_close(&proxy);
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_script_runs_line_by_line),
        cmocka_unit_test(sessions_change_within_a_shell),
        cmocka_unit_test(the_shell_completes_at_a_terminal),
        cmocka_unit_test(bash_completes),
        cmocka_unit_test(a_watched_list_shows_what_is_new),
        cmocka_unit_test(a_watched_list_survives_a_restart),
        cmocka_unit_test(today_shows_what_waits),
        cmocka_unit_test(a_killed_write_gets_its_outcome),
        cmocka_unit_test(an_unknown_outcome_is_kept),
    };

    return cmocka_run_group_tests_name("kam over time", tests, open_world, close_world);
}

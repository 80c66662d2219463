/*
 * kam at a terminal: prompts that do not echo, Ctrl-C at them, the progress bar, colours and their absence. And contexts, which need no
 * server.
 */
#include "tests/integration/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/integration/cli/terminal.h"

static struct world world;
static struct user somebody;

static void passwords_do_not_show(void **state) {
    (void)state;
    at_terminal(&somebody, WORDS("login", "sp1"), WORDS(FIXTURE_PASSWORD "\n"), NULL);
    expect_screen(0, "sp1 的密码：\r\n专员甲，您好。");
    assert_null(strstr(screen.text, FIXTURE_PASSWORD));
    /* The login is remembered; without one it is asked for, in the open. */
    at_terminal(&somebody, WORDS("login"), WORDS("wrong\n"), NULL);
    expect_screen(5, "sp1 的密码：");
    at_terminal(&somebody, WORDS("passwd"), WORDS(FIXTURE_PASSWORD "\n", "New-Test-2026\n", "Other-Test-2026\n"), NULL);
    expect_screen(2, "两次输入不一致");
    assert_null(strstr(screen.text, "New-Test-2026"));
}

static void an_interrupted_prompt_ends_kam(void **state) {
    (void)state;
    at_terminal(&somebody, WORDS("login"), WORDS("half\x03"), NULL);
    expect_screen(130, "已中断");
    assert_null(strstr(screen.text, "half"));
}

static void colours_only_where_wanted(void **state) {
    (void)state;
    at_terminal(&somebody, WORDS("acounts"), NOTHING, NULL);
    expect_screen(2, "\033[1;31m错误：\033[0m");
    at_terminal(&somebody, WORDS("acounts"), NOTHING, "1");
    expect_screen(2, "错误：没有命令");
    assert_null(strstr(screen.text, "\033["));
    at_terminal(&somebody, WORDS("--color", "never", "whoami"), NOTHING, NULL);
    expect_screen(0, "专员甲");
    assert_null(strstr(screen.text, "\033["));
    expect_parts(kam(&somebody, "--color", "always", "whoami"), 0, "\033[36m", "");
}

static void an_import_shows_its_way(void **state) {
    char *text = NULL;
    const char *path;
    size_t bytes;
    FILE *stream = open_memstream(&text, &bytes);

    (void)state;
    fputs("name,kind\n", stream);
    for (int i = 0; i < 300; i++)
        fprintf(stream, "进度客户%d,企业\n", i);
    fclose(stream);
    path = user_file(&somebody, "bar.csv", text, bytes);
    at_terminal(&somebody, WORDS("accounts", "import", path), NOTHING, NULL);
    free(text);
    expect_screen(0, "█");
    expect_screen(0, "300/300  新建 300  已有 0  退回 0");
    expect_screen(0, "\r\033[K共 300 行：新建 300，已有 0，退回 0。\r\n");
}

static void contexts(void **state) {
    (void)state;
    expect_parts(kam(&somebody, "context", "set", "second"), 2, "", "--server");
    expect_parts(kam(&somebody, "context", "set", "../x", "--server", "a:1"), 2, "", "../x");
    expect_parts(kam(&somebody, "context", "set", "second", "--server", "a:1", "--ca", "/nowhere.pem"), 15, "", "/nowhere.pem");
    expect_parts(kam(&somebody, "context", "set", "second", "--server", "a:1", "--server-name", "kam", "--lang", "en"), 0, "", "a:1");
    expect_said(kam(&somebody, "context", "list", "-o", "csv", "-c", "second"), 0, NULL, "");
    expect_parts(kam(&somebody, "context", "use", "secnod"), 2, "", "是否指“second”？");
    expect_parts(kam(&somebody, "context", "use", "second"), 0, "", "second");
    expect_parts(kam(&somebody, "context", "list"), 0, "* second", "");
    expect_parts(kam(&somebody, "context", "use", "test"), 0, "", "test");
    expect_parts(kam(&somebody, "context", "delete", "second"), 0, "", "");
    expect_parts(kam(&somebody, "context", "delete", "second"), 2, "", "second");
    expect_parts(kam(&somebody, "context"), 2, "", "context");
}

static int open_world(void **state) {
    (void)state;
    world_open(&world, 1);
    user_open(&somebody, &world.a, NULL, "zh");
    return 0;
}

static int close_world(void **state) {
    (void)state;
    user_close(&somebody);
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passwords_do_not_show),
        cmocka_unit_test(an_interrupted_prompt_ends_kam),
        cmocka_unit_test(colours_only_where_wanted),
        cmocka_unit_test(an_import_shows_its_way),
        cmocka_unit_test(contexts),
    };
    return cmocka_run_group_tests_name("kam at a terminal", tests, open_world, close_world);
}

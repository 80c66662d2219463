/* The example programs of libkam, run as their users would: one logs in, finds a customer, registers a visit; one searches on a libuv loop.
 */
#include "tests/integration/world.h"

#include "tests/harness/path.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

static struct world world;

/* Runs it and reads what it says; the answer is its exit code. */
static int run(const char *password, const char *query, const char *topic, char output[1024]) {
    char command[1024];
    size_t bytes;
    FILE *pipe;
    int status;

    path_format(command, sizeof(command), "printf '%%s\\n' '%s' | '%s' 127.0.0.1:%u '%s/ca.pem' sp1 '%s' '%s' 2>&1", password,
                getenv("KAM_EXAMPLE_VISIT"), world.a.port, world.cluster->folder, query, topic);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    bytes = fread(output, 1, 1023, pipe);
    output[bytes] = 0;
    status = pclose(pipe);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_visit(void **state) {
    char output[1024];

    assert_int_equal(run(FIXTURE_PASSWORD, "示例", "例子拜访", output), 0);
    assert_non_null(strstr(output, "专员甲\n"));
    assert_non_null(strstr(output, "重庆示例银行\n"));
    assert_non_null(strstr(output, "#"));
    assert_int_equal(world_number(&world, "select count(*) from kam.interaction where topic = '例子拜访'"), 1);
}

static void test_failures_are_told(void **state) {
    char output[1024];

    assert_int_equal(run("wrong", "示例", "x", output), 1);
    assert_non_null(strstr(output, "login: UNAUTHENTICATED LOGIN_FAILED"));
    sleep_ms(1100);
    assert_int_equal(run(FIXTURE_PASSWORD, "没有这个客户", "x", output), 1);
    assert_non_null(strstr(output, "visit: "));
}

static void test_search_uv(void **state) {
    char command[1024], output[1024];
    size_t bytes;
    FILE *pipe;

    path_format(command, sizeof(command), "printf '%%s\\n' '%s' | '%s' 127.0.0.1:1,127.0.0.1:%u '%s/ca.pem' sp1 示例 cqsl 没有 2>&1",
                FIXTURE_PASSWORD, getenv("KAM_EXAMPLE_SEARCH_UV"), world.a.port, world.cluster->folder);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    bytes = fread(output, 1, sizeof(output) - 1, pipe);
    output[bytes] = 0;
    assert_int_equal(pclose(pipe), 0);
    /* Found by Hanzi and by initials; nothing by the third. */
    assert_non_null(strstr(output, "重庆示例银行\n"));
    assert_non_null(strstr(strstr(output, "重庆示例银行\n") + 1, "重庆示例银行\n"));
}

static int open_world(void **state) {
    kam_client *client;

    world_open(&world, 1);
    client = fixture_client(&world.a, "sp1");
    fixture_account(client, "重庆示例银行");
    kam_client_free(client);
    return 0;
}

static int close_world(void **state) {
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_visit),
        cmocka_unit_test(test_failures_are_told),
        cmocka_unit_test(test_search_uv),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

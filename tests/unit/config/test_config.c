/* Every fault of a configuration file is told by file and line, and a file with one is refused whole. */
#include "server/config/config.h"
#include "server/config/suggest.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

static char path[] = "/tmp/kam-test-config-XXXXXX";

static int make_file(void **state) {
    int fd = mkstemp(path);

    (void)state;
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state) {
    (void)state;
    return unlink(path);
}

static void write_file(const char *text) {
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static struct config *good(const char *text) {
    struct config *c = NULL;
    char *error = NULL;

    write_file(text);
    if (config_load(path, &c, &error) != 0)
        fail_msg("%s", error ? error : "no memory");
    return c;
}

/* What is told, without the file's name, must be exactly this. */
static void bad(const char *text, const char *expected) {
    struct config *c = NULL;
    char *error = NULL, told[2048] = "";

    write_file(text);
    assert_int_equal(config_load(path, &c, &error), -EINVAL);
    assert_null(c);
    assert_non_null(error);
    for (const char *line = error; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        assert_memory_equal(line, path, strlen(path));
        (void)snprintf(told + strlen(told), sizeof told - strlen(told), "%.*s\n", (int)strcspn(line + strlen(path), "\n"),
                       line + strlen(path));
    }
    assert_string_equal(told, expected);
    free(error);
}

static void an_empty_file_is_all_defaults(void **state) {
    struct config *c = good(""), *d = config_new();
    char *restart = NULL;

    (void)state;
    assert_int_equal(c->limits_idle_ms, 900000);
    assert_int_equal(c->server_listen.count, 1);
    assert_string_equal(c->server_listen.items[0], "127.0.0.1:7443");
    assert_string_equal(c->password_policy, "mlps3");
    assert_int_equal(config_take_live(c, d, &restart), 0);
    assert_null(restart);
    config_free(c);
    config_free(d);
}

static void values_of_every_kind(void **state) {
    struct config *c = good("; comment\n"
                            "# another\n"
                            "[server]\n"
                            "listen = 0.0.0.0:7443\n"
                            "listen = [::]:7443 ; both\n"
                            "tls_cert = /etc/kam/server.pem\n"
                            "tls_key=/etc/kam/server.key\n"
                            "[limits]\n"
                            "  member_calls_max = 32\n"
                            "[password]\n"
                            "policy = nist\n");

    (void)state;
    assert_int_equal(c->server_listen.count, 2);
    assert_string_equal(c->server_listen.items[1], "[::]:7443");
    assert_string_equal(c->server_tls_key, "/etc/kam/server.key");
    assert_int_equal(c->limits_member_calls_max, 32);
    assert_string_equal(c->password_policy, "nist");
    config_free(c);
}

static void unknown_keys_get_a_suggestion(void **state) {
    (void)state;
    bad("[server]\nlsiten = 1.2.3.4:5\n", ":2: unknown key 'server.lsiten': did you mean 'server.listen'?\n");
    bad("[database]\n\nurll = x\n", ":3: unknown key 'database.urll': did you mean 'database.url'?\n");
    bad("[server]\nidle_ms = 5000\n", ":2: unknown key 'server.idle_ms': did you mean 'limits.idle_ms'?\n");
    bad("[server]\nxyzzy = 1\n", ":2: unknown key 'server.xyzzy' (`kamd config` lists all keys)\n");
    bad("listen = 1.2.3.4:5\n", ":1: unknown key '.listen': did you mean 'server.listen'?\n");
}

static void bad_values_say_what_is_allowed(void **state) {
    (void)state;
    bad("[limits]\nidle_ms = ten\n", ":2: limits.idle_ms must be a number (ms), not 'ten'\n");
    bad("[limits]\nidle_ms = -1\n", ":2: limits.idle_ms must be a number (ms), not '-1'\n");
    bad("[limits]\nidle_ms = 5s\n", ":2: limits.idle_ms must be a number (ms), not '5s'\n");
    bad("[limits]\nidle_ms = 99999999999999999999\n", ":2: limits.idle_ms must be from 1000 to 86400000 ms, not 99999999999999999999\n");
    bad("[limits]\nguest_calls_max = 0\n", ":2: limits.guest_calls_max must be from 1 to 16 calls, not 0\n");
    bad("[password]\npolicy = none\n", ":2: password.policy must be one of mlps3|nist, not 'none'\n");
    bad("[password]\npolicy = mlps3|nist\n", ":2: password.policy must be one of mlps3|nist, not 'mlps3|nist'\n");
    bad("[password]\npolicy =\n", ":2: password.policy must be one of mlps3|nist, not ''\n");
}

static void faults_are_all_told(void **state) {
    (void)state;
    bad("[limits]\nidle_ms = x\n\nguest_ms = 1\n[server]\nlisten\n", ":2: limits.idle_ms must be a number (ms), not 'x'\n"
                                                                     ":4: limits.guest_ms must be from 100 to 600000 ms, not 1\n"
                                                                     ":6: neither [section] nor key = value\n");
}

static void a_key_is_given_once(void **state) {
    (void)state;
    bad("[limits]\nidle_ms = 2000000\nping_ms = 1000\nidle_ms = 3000000\n", ":4: limits.idle_ms is given twice, first in line 2\n");
    bad("[server]\nlisten=a:1\nlisten=a:2\nlisten=a:3\nlisten=a:4\nlisten=a:5\nlisten=a:6\nlisten=a:7\nlisten=a:8\nlisten=a:9\n",
        ":10: server.listen may be given at most 8 times\n");
}

static void keys_must_agree(void **state) {
    (void)state;
    bad("[limits]\nping_ms = 900000\n", ": limits.ping_ms (900000) must be less than limits.idle_ms (900000)\n");
    bad("[server]\ntls_cert = x\n", ": server.tls_cert and server.tls_key go together\n");
    bad("[limits]\ncall_timeout_max_ms = 1000\n", ": limits.call_timeout_ms must not exceed limits.call_timeout_max_ms\n");
    bad("[limits]\nmember_frame_bytes = 16777216\n", ": limits.call_bytes_max must be at least twice limits.member_frame_bytes\n");
}

static void long_lines_are_not_cut_in_two(void **state) {
    char text[1000];

    (void)state;
    memset(text, 'x', sizeof text);
    memcpy(text, "[server]\ntls_cert = ", 20);
    memcpy(text + 500, "\n[limits]\nidle_ms = y\n", 23);
    bad(text, ":2: the line has more than 198 bytes\n"
              ":4: limits.idle_ms must be a number (ms), not 'y'\n");
}

static void a_missing_file(void **state) {
    struct config *c = NULL;
    char *error = NULL;

    (void)state;
    assert_int_equal(config_load("/nonexistent/kam.ini", &c, &error), -ENOENT);
    assert_string_equal(error, "/nonexistent/kam.ini: No such file or directory");
    free(error);
}

static void overrides(void **state) {
    struct config *c = good("[server]\nlisten = 1.2.3.4:5\n");
    char *error = NULL;

    (void)state;
    assert_int_equal(config_override(c, "server.listen", "127.0.0.1:0", true, &error), 0);
    assert_int_equal(config_override(c, "server.listen", "[::1]:0", false, &error), 0);
    assert_int_equal(c->server_listen.count, 2);
    assert_string_equal(c->server_listen.items[0], "127.0.0.1:0");
    assert_int_equal(config_override(c, "server.lisen", "x", true, &error), -EINVAL);
    assert_string_equal(error, "unknown key 'server.lisen': did you mean 'server.listen'?");
    free(error);
    config_free(c);
}

static void live_keys_are_taken_the_others_named(void **state) {
    struct config *c = good(""), *fresh;
    char *restart = NULL;

    (void)state;
    fresh = good("[server]\nlisten = 1.2.3.4:5\nlog_level = debug\n[limits]\nidle_ms = 1000000\n[database]\nqueue_max = 5\n");
    assert_int_equal(config_take_live(c, fresh, &restart), 0);
    assert_string_equal(restart, "server.listen, database.queue_max");
    assert_int_equal(c->limits_idle_ms, 1000000);
    assert_string_equal(c->server_log_level, "debug");
    assert_string_equal(c->server_listen.items[0], "127.0.0.1:7443");
    free(restart);
    config_free(c);
    config_free(fresh);
}

/* What `kamd config` prints is a file that can be used. */
static void the_printed_table_is_a_good_file(void **state) {
    FILE *f = fopen(path, "w");
    struct config *c = NULL, *d = config_new();
    char *error = NULL, *restart = NULL;

    (void)state;
    assert_non_null(f);
    config_print(f);
    assert_int_equal(fclose(f), 0);
    if (config_load(path, &c, &error) != 0)
        fail_msg("%s", error);
    assert_int_equal(config_take_live(c, d, &restart), 0);
    assert_null(restart);
    config_free(c);
    config_free(d);
}

/* docs/OPERATIONS.md has a row for every key, and says what the table says. */
static void the_manual_agrees_with_the_table(void **state) {
    const char *manual_path = getenv("MANUAL");
    char *manual = calloc(1, 1 << 20), row[512];
    FILE *f;

    (void)state;
    assert_true(manual && manual_path);
    f = fopen(manual_path, "re");
    assert_non_null(f);
    assert_true(fread(manual, 1, (1 << 20) - 1, f) > 0);
    (void)fclose(f);
#define LIVE "at SIGHUP"
#define RESTART "at start"
#define ROW(section, ...)                                                                                                                  \
    do {                                                                                                                                   \
        (void)snprintf(row, sizeof row, __VA_ARGS__);                                                                                      \
        if (!strstr(manual, "**[" #section "]**") || !strstr(manual, row))                                                                 \
            fail_msg("the manual lacks, under [" #section "]: %s", row);                                                                   \
    } while (0);
#define NUMBER(section, key, when, otherwise, min, max, unit, what)                                                                        \
    ROW(section, "\n| `" #key "` | `%d` | %d – %d %s | " when " | %s |\n", otherwise, min, max, unit, what)
#define TEXT(section, key, when, otherwise, bytes_max, what)                                                                               \
    ROW(section, "\n| `" #key "` | %s | ≤ %d bytes | " when " | %s |\n", (otherwise)[0] ? "`" otherwise "`" : "–", bytes_max, what)
#define CHOICE(section, key, when, otherwise, choices, what) ROW(section, "\n| `" #key "` | `%s` |", otherwise)
#define LIST(section, key, when, otherwise, items_max, what)                                                                               \
    ROW(section, "\n| `" #key "` | `%s` | up to %d times | " when " | %s |\n", otherwise, items_max, what)
#include "server/config/config.def"
#undef NUMBER
#undef TEXT
#undef CHOICE
#undef LIST
    free(manual);
}

static void distances(void **state) {
    const char *const names[] = {"serve", "check", "migrate"};

    (void)state;
    assert_int_equal(suggest_distance("abc", "abc"), 0);
    assert_int_equal(suggest_distance("abc", "acb"), 1);
    assert_int_equal(suggest_distance("abc", ""), 3);
    assert_int_equal(suggest_distance("kitten", "sitting"), 3);
    assert_string_equal(suggest_nearest("migarte", names, 3), "migrate");
    assert_null(suggest_nearest("frobnicate", names, 3));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_file_is_all_defaults),
        cmocka_unit_test(values_of_every_kind),
        cmocka_unit_test(unknown_keys_get_a_suggestion),
        cmocka_unit_test(bad_values_say_what_is_allowed),
        cmocka_unit_test(faults_are_all_told),
        cmocka_unit_test(a_key_is_given_once),
        cmocka_unit_test(keys_must_agree),
        cmocka_unit_test(long_lines_are_not_cut_in_two),
        cmocka_unit_test(a_missing_file),
        cmocka_unit_test(overrides),
        cmocka_unit_test(live_keys_are_taken_the_others_named),
        cmocka_unit_test(the_printed_table_is_a_good_file),
        cmocka_unit_test(the_manual_agrees_with_the_table),
        cmocka_unit_test(distances),
    };

    return cmocka_run_group_tests(tests, make_file, remove_file);
}

/*
 * Contexts and the session's file: what is read, what is refused, how it is written.
 */
#include "tests/unit/cli/cli_test.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/cli/context/config.h"
#include "client/cli/context/token.h"

static char home[] = "/tmp/kam-cli-context-XXXXXX";

static int make_home(void **state) {
    (void)state;
    language_set(LANGUAGE_EN);
    if (!mkdtemp(home))
        return 1;
    return setenv("XDG_CONFIG_HOME", home, 1);
}

static int remove_home(void **state) {
    _cleanup_(freep) char *command = xasprintf("rm -rf '%s'", home);

    (void)state;
    return system(command);
}

static mode_t mode_of(const char *name) {
    _cleanup_(freep) char *path = xasprintf("%s/kam/%s", home, name);
    struct stat state;

    assert_int_equal(stat(path, &state), 0);
    return state.st_mode & 0777;
}

static void a_config_comes_back(void **state) {
    struct config config = {0}, again = {0};
    struct complaint complaint = {0};
    struct context *context;

    (void)state;
    assert_int_equal(config_load(&config, &complaint), 0);
    assert_int_equal(config.count, 0);
    context = config_make(&config, "demo");
    context_set(&context->server, "127.0.0.1:7443,[::1]:7443");
    context_set(&context->ca_file, "/tmp/证书 1.pem");
    context_set(&context->language, "zh");
    context_set(&config.current, "demo");
    config_make(&config, "other");
    assert_int_equal(config_save(&config, &complaint), 0);
    assert_int_equal(mode_of("config"), 0600);
    assert_int_equal(mode_of(""), 0700);
    assert_int_equal(config_load(&again, &complaint), 0);
    assert_string_equal(again.current, "demo");
    assert_string_equal(config_find(&again, "demo")->server, "127.0.0.1:7443,[::1]:7443");
    assert_string_equal(config_find(&again, "demo")->ca_file, "/tmp/证书 1.pem");
    assert_null(config_find(&again, "demo")->login);
    assert_true(config_remove(&again, "demo"));
    assert_null(again.current);
    assert_false(config_remove(&again, "demo"));
    config_deinit(&config);
    config_deinit(&again);
}

static void a_wrong_config_names_its_line(void **state) {
    struct complaint complaint = {0};
    struct config config = {0};

    (void)state;
    assert_int_equal(config_parse(&config, "current = a\n[context a]\nsever = x:1\n", "FILE", &complaint), EXIT_FILE);
    assert_string_equal(complaint.message, "FILE, line 3 is wrong");
    assert_string_equal(complaint.hint, "there is no key “sever”. Did you mean “server”?");
    assert_int_equal(config_parse(&config, "[context ../x]\nserver = x:1\n", "FILE", &complaint), EXIT_FILE);
    assert_int_equal(config_parse(&config, "[somewhere]\nserver = x:1\n", "FILE", &complaint), EXIT_FILE);
    complaint_deinit(&complaint);
    config_deinit(&config);
}

static void names_that_name_files(void **state) {
    (void)state;
    assert_true(context_name_is_valid("demo"));
    assert_true(context_name_is_valid("a.b-c_9"));
    assert_false(context_name_is_valid(""));
    assert_false(context_name_is_valid("../x"));
    assert_false(context_name_is_valid(".hidden"));
    assert_false(context_name_is_valid("a/b"));
    assert_false(context_name_is_valid("-x"));
}

static void a_session_comes_back_from_its_server_only(void **state) {
    uint8_t token[TOKEN_BYTES], read[TOKEN_BYTES];
    struct complaint complaint = {0};
    struct config config = {0};
    bool found = true;

    (void)state;
    for (size_t i = 0; i < TOKEN_BYTES; i++)
        token[i] = (uint8_t)(i * 7);
    assert_int_equal(config_load(&config, &complaint), 0);
    assert_int_equal(token_load(&config, "demo", "a:1", read, &found, &complaint), 0);
    assert_false(found);
    assert_int_equal(token_save(&config, "demo", "a:1", token, &complaint), 0);
    assert_int_equal(mode_of("session-demo"), 0600);
    assert_int_equal(token_load(&config, "demo", "a:1", read, &found, &complaint), 0);
    assert_true(found);
    assert_memory_equal(read, token, TOKEN_BYTES);
    assert_int_equal(token_load(&config, "demo", "a:12", read, &found, &complaint), 0);
    assert_false(found);
    token_forget(&config, "demo");
    assert_int_equal(token_load(&config, "demo", "a:1", read, &found, &complaint), 0);
    assert_false(found);
    config_deinit(&config);
}

static void an_exposed_session_is_refused(void **state) {
    _cleanup_(freep) char *path = xasprintf("%s/kam/session-demo", home);
    uint8_t token[TOKEN_BYTES] = {1};
    struct complaint complaint = {0};
    struct config config = {0};
    bool found;

    (void)state;
    assert_int_equal(config_load(&config, &complaint), 0);
    assert_int_equal(token_save(&config, "demo", "a:1", token, &complaint), 0);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(token_load(&config, "demo", "a:1", token, &found, &complaint), EXIT_FILE);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    assert_int_equal(token_load(&config, "demo", "a:1", token, &found, &complaint), EXIT_FILE);
    complaint_deinit(&complaint);
    config_deinit(&config);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_config_comes_back),           cmocka_unit_test(a_wrong_config_names_its_line),
        cmocka_unit_test(names_that_name_files),         cmocka_unit_test(a_session_comes_back_from_its_server_only),
        cmocka_unit_test(an_exposed_session_is_refused),
    };
    return cmocka_run_group_tests_name("cli context", tests, make_home, remove_home);
}

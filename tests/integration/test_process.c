/* kamd as a process: what it refuses to start with, what SIGHUP changes, how it stops, and two of them on one port. */
#include "tests/harness/process.h"
#include "tests/integration/world.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define END_MS 30000

static struct world world;

static char *file_text(const char *path) {
    FILE *f = fopen(path, "re");
    char *text = calloc(1, 65536);

    assert_non_null(text);
    if (f) {
        (void)!fread(text, 1, 65535, f);
        (void)fclose(f);
    }
    return text;
}

static void write_text(const char *path, const char *text) {
    FILE *f = fopen(path, "we");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void in_folder(char path[256], const char *name) {
    (void)snprintf(path, 256, "%s/%s", world.cluster->folder, name);
}

/* Runs `kamd serve` on this config to its end. Its messages, to be freed; ret_status of waitpid. */
static char *refused_start(const char *config, int *ret_status) {
    char config_path[256], log_path[256];
    const char *argv[] = {getenv("KAM_KAMD"), "serve", "-c", config_path, NULL};
    struct process_spec spec = {.argv = argv, .log_path = log_path};
    pid_t pid;

    in_folder(config_path, "refused.ini");
    in_folder(log_path, "refused.log");
    (void)unlink(log_path);
    write_text(config_path, config);
    pid = process_start(&spec);
    if (!process_wait(pid, END_MS, ret_status)) {
        process_end(pid, SIGKILL, END_MS);
        fail_msg("kamd runs on a config it should refuse");
    }
    return file_text(log_path);
}

static void expect_refused(const char *config, const char *message) {
    int status;
    char *told = refused_start(config, &status);

    if (!WIFEXITED(status) || WEXITSTATUS(status) != 1 || !strstr(told, message) || strstr(told, "ready "))
        fail_msg("status 0x%x, told:\n%s", (unsigned)status, told);
    free(told);
}

static void bad_configs_stop_it_before_it_binds(void **state) {
    char config[1024], message[300];

    (void)state;
    expect_refused("[server]\nlisten = 127.0.0.1:0\nlsiten = 127.0.0.1:1\n", "refused.ini:3: unknown key 'server.lsiten': did you mean");
    expect_refused("[limits]\nidle_ms = soon\n", "refused.ini:2: limits.idle_ms must be a number (ms), not 'soon'");
    expect_refused("[server]\nlisten = 127.0.0.1:0\n", "server.tls_cert and server.tls_key are needed");
    (void)snprintf(config, sizeof config,
                   "[server]\nlisten = 127.0.0.1:0\ntls_cert = %s/server.pem\ntls_key = %s/expired.key\n[database]\nurl = host=%s\n",
                   world.cluster->folder, world.cluster->folder, world.cluster->folder);
    expect_refused(config, "key values mismatch");
    (void)snprintf(config, sizeof config,
                   "[server]\nlisten = localhost:7443\ntls_cert = %s/server.pem\ntls_key = %s/server.key\n"
                   "[database]\nurl = host=%s dbname=%s user=kam_app\n",
                   world.cluster->folder, world.cluster->folder, world.cluster->folder, world.database);
    expect_refused(config, "localhost:7443: not ADDRESS:PORT");
    (void)snprintf(config, sizeof config,
                   "[server]\nlisten = 127.0.0.1:0\ntls_cert = %s/server.pem\ntls_key = %s/server.key\n"
                   "[database]\nurl = host=/nonexistent dbname=%s user=kam_app\n",
                   world.cluster->folder, world.cluster->folder, world.database);
    (void)snprintf(message, sizeof message, "/nonexistent");
    expect_refused(config, message);
}

static bool await_log(const char *text, int lines) {
    for (int i = 0; i < 500; i++) {
        if (kamd_log_count(&world.a, text) >= lines)
            return true;
        sleep_ms(10);
    }
    return false;
}

static void hangup(const char *config, const char *expected) {
    int before = kamd_log_count(&world.a, expected);

    write_text(world.a.config, config);
    assert_int_equal(kill(world.a.pid, SIGHUP), 0);
    if (!await_log(expected, before + 1))
        fail_msg("the log lacks '%s'", expected);
}

static void hangup_takes_a_good_file_and_refuses_a_bad_one(void **state) {
    char *good = file_text(world.a.config), *changed = calloc(1, 70000);
    kam_client *client = fixture_client(&world.a, "sp1"), *other;

    (void)state;
    assert_non_null(changed);
    (void)snprintf(changed, 70000, "%s\n[limits]\nidle_ms = never\n", good);
    hangup(changed, "event=reload_refused");
    assert_true(kamd_log_count(&world.a, "limits.idle_ms must be a number") > 0);
    expect_status(client, get_session(client), KAM_OK);
    (void)snprintf(changed, 70000, "%s\n[limits]\nidle_ms = 800000\ncalls_max = 5\n", good);
    hangup(changed, "limits.calls_max");
    expect_status(client, get_session(client), KAM_OK);
    other = fixture_client(&world.a, "sp1");
    kam_client_free(other);
    hangup(good, "event=reloaded");
    kam_client_free(client);
    free(changed);
    free(good);
}

/* New connections get the new certificate, open ones live on; a broken one changes nothing. */
static void hangup_reads_the_certificate_again(void **state) {
    char certificate[256], key[256], expired[256], expired_key[256];
    char *good = file_text(world.a.config), *kept, *kept_key, *other, *other_key;
    kam_client *client = fixture_client(&world.a, "sp1"), *late;

    (void)state;
    in_folder(certificate, "server.pem");
    in_folder(key, "server.key");
    in_folder(expired, "expired.pem");
    in_folder(expired_key, "expired.key");
    kept = file_text(certificate);
    kept_key = file_text(key);
    other = file_text(expired);
    other_key = file_text(expired_key);
    write_text(certificate, "not a certificate\n");
    hangup(good, "event=reload_refused");
    late = fixture_client(&world.a, "sp1");
    kam_client_free(late);
    write_text(certificate, other);
    write_text(key, other_key);
    hangup(good, "event=reloaded");
    expect_status(client, get_session(client), KAM_OK);
    late = kamd_client(&world.a, "en");
    assert_int_not_equal(get_session(late), KAM_OK);
    assert_non_null(strstr(kam_client_error(late)->message, "expired"));
    kam_client_free(late);
    write_text(certificate, kept);
    write_text(key, kept_key);
    hangup(good, "event=reloaded");
    late = fixture_client(&world.a, "sp1");
    kam_client_free(late);
    kam_client_free(client);
    free(good);
    free(kept);
    free(kept_key);
    free(other);
    free(other_key);
}

/* Secrets pass through this process: no core, and no other process of the same user may look into it. */
static void it_keeps_to_itself(void **state) {
    char path[64], *text, *line;

    (void)state;
    (void)snprintf(path, sizeof path, "/proc/%d/limits", (int)world.a.pid);
    text = file_text(path);
    line = strstr(text, "Max core file size");
    /* Sanitizers need to look inside: their builds leave the shutters open. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    assert_non_null(line);
    line += strlen("Max core file size");
    line += strspn(line, " ");
    assert_int_equal(strncmp(line, "0 ", 2), 0);
#else
    (void)line;
#endif
    free(text);
}

static void two_share_a_port_and_one_may_go(void **state) {
    /* Twice each: a person's oldest sessions end when there are too many of them. */
    static const char *const logins[] = {"sp1", "sp1b", "sp2", "lead", "mgr", "vp", "other", "audit"};
    enum { CLIENTS = 2 * sizeof logins / sizeof *logins };
    struct kamd_options options = {.port = world.a.port};
    kam_client *clients[CLIENTS];
    struct kamd second;

    (void)state;
    kamd_start(&second, world.cluster, world.database, &options);
    assert_int_equal(second.port, world.a.port);
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = fixture_client(&world.a, logins[i / 2]);
    kamd_stop(&second, SIGTERM);
    /* The kernel spreads connections by address and port: that this one got none has odds of 1 in 65,536. */
    assert_true(kamd_log_count(&second, "event=connection") > 0);
    for (int i = 0; i < CLIENTS; i++) {
        expect_status(clients[i], get_session(clients[i]), KAM_OK);
        kam_client_free(clients[i]);
    }
}

static void interrupt_stops_it_like_terminate(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1");
    int status;

    (void)state;
    assert_int_equal(kill(world.a.pid, SIGINT), 0);
    assert_true(process_wait(world.a.pid, END_MS, &status));
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    world.a.pid = 0;
    kamd_restart(&world.a);
    /* The client finds it again, with its session. */
    expect_status(client, get_session(client), KAM_OK);
    kam_client_free(client);
}

static int open_world(void **state) {
    (void)state;
    world_open(&world, 1);
    return 0;
}

static int close_world(void **state) {
    (void)state;
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_configs_stop_it_before_it_binds), cmocka_unit_test(hangup_takes_a_good_file_and_refuses_a_bad_one),
        cmocka_unit_test(hangup_reads_the_certificate_again),  cmocka_unit_test(it_keeps_to_itself),
        cmocka_unit_test(two_share_a_port_and_one_may_go),     cmocka_unit_test(interrupt_stops_it_like_terminate),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

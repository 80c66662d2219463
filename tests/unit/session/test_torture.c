/*
 * Every allocation of our own fails once, in turn: nothing crashes, nothing leaks, and what cannot go on ends. The linker puts these in
 * the place of malloc and its kin (--wrap).
 */
#include "server/config/config.h"
#include "tests/unit/session/script.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

void *__real_malloc(size_t bytes);
void *__real_calloc(size_t count, size_t bytes);
void *__real_realloc(void *memory, size_t bytes);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t bytes);
void *__wrap_calloc(size_t count, size_t bytes);
void *__wrap_realloc(void *memory, size_t bytes);
char *__wrap_strdup(const char *text);

/* 0: none fails; n: the n-th from now does. */
static unsigned fail_at;
static bool failed;

static bool fails(void) {
    if (fail_at == 0 || --fail_at > 0)
        return false;
    failed = true;
    return true;
}

void *__wrap_malloc(size_t bytes) {
    return fails() ? NULL : __real_malloc(bytes);
}

void *__wrap_calloc(size_t count, size_t bytes) {
    return fails() ? NULL : __real_calloc(count, bytes);
}

void *__wrap_realloc(void *memory, size_t bytes) {
    return fails() ? NULL : __real_realloc(memory, bytes);
}

char *__wrap_strdup(const char *text) {
    return fails() ? NULL : __real_strdup(text);
}

/* Runs a scenario until it gets by without meeting the failure. */
static void torture(void (*scenario)(void), unsigned least) {
    unsigned n = 0;

    do {
        n++;
        assert_true(n < 10000);
        failed = false;
        fail_at = n;
        scenario();
        fail_at = 0;
    } while (failed);
    /* Fewer allocations than this, and the scenario no longer does what it was written for. */
    assert_true(n > least);
}

static struct buffer canonical;

/* Login, large calls in parts, stashing, answers, the end. */
static void session_scenario(void) {
    static struct script s;

    script_init(&s);
    s.answers_at_once = true;
    s.resumes_at_once = true;
    session_secured(&s.session, s.now);
    for (size_t at = 0, part, queued; at < buffer_bytes(&canonical); at += part) {
        (void)session_output(&s.session, &queued);
        session_sent(&s.session, session_room(&s.session) == 0 ? queued : queued / 2, s.now);
        part = session_room(&s.session);
        part = part < 1000 ? part : 1000;
        part = part < buffer_bytes(&canonical) - at ? part : buffer_bytes(&canonical) - at;
        if (part == 0)
            break;
        session_feed(&s.session, buffer_front(&canonical) + at, part, s.now);
    }
    session_go_away(&s.session, NULL, s.now);
    assert_true(s.session.state == SESSION_CLOSED ? s.session.end != SESSION_END_NONE : true);
    if (failed && s.session.state == SESSION_CLOSED && s.session.end == SESSION_END_MEMORY)
        assert_int_equal(session_room(&s.session), 0);
    script_deinit(&s);
}

static void sessions(void **state) {
    uint8_t body[5000] = {1};

    (void)state;
    buffer_init(&canonical, 1 << 20);
    frame_hello(&canonical, "en", body, 32);
    for (uint64_t i = 1; i < 8; i++)
        frame_request(&canonical, i, "m", body, i % 2 ? sizeof body : 10);
    frame_ping(&canonical, "x");
    torture(session_scenario, 10);
    buffer_deinit(&canonical);
}

static char config_path[] = "/tmp/kam-test-torture-XXXXXX";

static void config_scenario(void) {
    struct config *c = NULL, *fresh = NULL;
    char *error = NULL, *restart = NULL;
    int r;

    r = config_load(config_path, &c, &error);
    assert_true(r == 0 || r == -ENOMEM);
    if (r == 0) {
        r = config_override(c, "server.listen", "127.0.0.1:1", true, &error);
        assert_true(r == 0 || r == -ENOMEM);
        fresh = config_new();
        if (fresh && config_take_live(c, fresh, &restart) == 0 && !failed)
            assert_string_equal(restart, "server.listen, database.url");
    }
    free(error);
    free(restart);
    config_free(c);
    config_free(fresh);
}

static void configs(void **state) {
    static const char text[] = "[server]\nlisten = 1.2.3.4:5\nlisten = 1.2.3.4:6\nlog_level = debug\n[database]\nurl = host=/run\n";
    int fd = mkstemp(config_path);

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
    (void)close(fd);
    torture(config_scenario, 8);
    (void)unlink(config_path);
}

static void arena_scenario(void) {
    uint8_t first[64];
    struct arena a;

    arena_init(&a, 1 << 20, first, sizeof first);
    for (size_t i = 1; i < 20; i++) {
        uint8_t *p = arena_alloc(&a, i * 1000);

        if (p)
            memset(p, 1, i * 1000);
        else
            assert_true(a.exhausted);
    }
    arena_deinit(&a);
}

static void arenas(void **state) {
    (void)state;
    torture(arena_scenario, 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions),
        cmocka_unit_test(configs),
        cmocka_unit_test(arenas),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

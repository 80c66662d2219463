/*
 * The journal from the outside: shown, followed, exported, verified on the server and offline, and what a tampered copy looks like.
 */
#include "tests/integration/world.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/cleanup.h"
#include "tests/integration/cli/user.h"

#define UNSEALED "select count(*) from kam.journal where seq is null"

static void freep_text(char **text) {
    free(*text);
}

static struct world world;
static struct user auditor, specialist;
static char head[96]; /* as an export told it */

static void await_sealed(void) {
    assert_true(cluster_await(world.cluster, world.database, 10000, 0, UNSEALED));
}

static void take_head(const char *said) {
    const char *colon = strrchr(said, ':');
    const char *start = colon;

    while (start > said && start[-1] >= '0' && start[-1] <= '9')
        start--;
    assert_non_null(colon);
    snprintf(head, sizeof(head), "%.*s", (int)(colon - start) + 65, start);
}

static void shows_and_explains(void **state) {
    struct said said;

    (void)state;
    expect_parts(kam(&specialist, "accounts", "create", "日志银行", "--kind", "bank"), 0, "日志银行", "");
    await_sealed();
    expect_parts(kam(&auditor, "journal", "show", "--act", "account.create"), 0, "account.create", "");
    expect_parts(
        kam(&auditor, "journal", "show", "--person-id", "sp1", "--subject-kind", "account", "--columns", "person_name,act,outcome"), 0,
        "专员甲 account.create accepted", "");
    expect_parts(kam(&specialist, "journal", "show"), 4, "", "journal.read");
    await_sealed();
    expect_parts(kam(&auditor, "journal", "show", "--denied-only", "--columns", "person_name,method"), 0,
                 "专员甲 kam.v1.Journal/ListJournalRecords", "");
    said = kam(&auditor, "journal", "who-saw", "account", "1", "--columns", "person_name,act,changed");
    expect_parts(said, 0, "专员甲", "");
}

static void exports_and_verifies(void **state) {
    char path[256];
    struct said said;

    (void)state;
    snprintf(path, sizeof(path), "%s", user_path(&auditor, "journal.jsonl"));
    expect_parts(kam(&auditor, "journal", "export", path), 2, "", "reason");
    said = kam(&auditor, "journal", "export", path, "--reason", "季度审计");
    assert_int_equal(said.exit_code, 0);
    take_head(said.err);
    said_free(&said);
    expect_parts(kam(&auditor, "journal", "verify", "--file", path, "--head", head), 0, head, "sound");
    await_sealed();
    /* The chain has grown by the export itself, and the head that was kept is in it. */
    expect_parts(kam(&auditor, "journal", "verify", "--head", head), 0, "", "sound");
    expect_parts(kam(&auditor, "journal", "verify", "--head", "7:00"), 2, "", "64");
}

/* One character of one record, and the end cut off. */
static void finds_a_tampered_copy(void **state) {
    _cleanup_(freep_text) char *whole = user_read(&auditor, "journal.jsonl");
    char *at = strstr(whole, "account.create"), path[256], part[64];
    size_t lines = 1;

    (void)state;
    assert_non_null(at);
    for (char *c = whole; c < at; c++)
        lines += *c == '\n';
    at[0] = 'A';
    snprintf(path, sizeof(path), "%s", user_file(&auditor, "altered.jsonl", whole, strlen(whole)));
    snprintf(part, sizeof(part), "record %zu: its content was altered", lines);
    expect_parts(kam(&auditor, "journal", "verify", "--file", path), 16, "", part);
    at[0] = 'a';
    whole[strlen(whole) - 1] = 0;
    *strrchr(whole, '\n') = 0;
    snprintf(path, sizeof(path), "%s", user_file(&auditor, "cut.jsonl", whole, strlen(whole)));
    expect_parts(kam(&auditor, "journal", "verify", "--file", path), 0, "", "cut off is not noticed");
    expect_parts(kam(&auditor, "journal", "verify", "--file", path, "--head", head), 16, "", "a record is missing");
    /* The front cut off, so that what is left begins with the head or after it. */
    at = strrchr(whole, '\n') + 1;
    snprintf(path, sizeof(path), "%s", user_file(&auditor, "last.jsonl", at, strlen(at)));
    expect_parts(kam(&auditor, "journal", "verify", "--file", path), 16, "", "record 1: a record is missing");
    expect_parts(kam(&auditor, "journal", "verify", "--file", path, "--head", head), 16, "", "record 1: a record is missing");
    snprintf(path, sizeof(path), "%s", user_file(&auditor, "empty.jsonl", "", 0));
    expect_parts(kam(&auditor, "journal", "verify", "--file", path), 16, "", "record 1: a record is missing");
    snprintf(path, sizeof(path), "%s", user_file(&auditor, "torn.jsonl", whole, 100));
    expect_parts(kam(&auditor, "journal", "verify", "--file", path), 16, "", "record 1");
}

/* The record before a part is told by its export, and given to verify it. */
static void verifies_a_part(void **state) {
    char path[256], before[96];
    struct said said;

    (void)state;
    snprintf(path, sizeof(path), "%s", user_path(&auditor, "part.jsonl"));
    said = kam(&auditor, "journal", "export", path, "--from", "4", "--reason", "季度审计");
    assert_int_equal(said.exit_code, 0);
    take_head(said.err);
    snprintf(before, sizeof(before), "%s", head);
    *strstr(said.err, "What comes before") = 0;
    take_head(said.err);
    said_free(&said);
    assert_memory_equal(before, "3:", 2);
    expect_parts(kam(&auditor, "journal", "verify", "--file", path, "--head", head), 16, "", "record 1: a record is missing");
    expect_parts(kam(&auditor, "journal", "verify", "--file", path, "--from", before, "--head", head), 0, head, "This part is sound");
    before[2] = before[2] == '0' ? '1' : '0';
    expect_parts(kam(&auditor, "journal", "verify", "--file", path, "--from", before, "--head", head), 16, "",
                 "record 4: its content was altered");
    expect_parts(kam(&auditor, "journal", "verify", "--from", before), 2, "", "--from");
}

/* Of the third record there is the hash alone: with it in between, the first three could be anything. */
static void tells_what_is_not_proved(void **state) {
    _cleanup_(freep_text) char *whole = user_read(&auditor, "journal.jsonl"), *copy = calloc(1, strlen(whole) + 1);
    char path[256], *third = strchr(strchr(whole, '\n') + 1, '\n') + 1, *fourth = strchr(third, '\n') + 1;
    char *hash = strstr(third, "\"hash\"");
    struct said said;

    (void)state;
    snprintf(path, sizeof(path), "%s", user_path(&auditor, "journal.jsonl"));
    said = kam(&auditor, "journal", "verify", "--file", path);
    take_head(said.out);
    said_free(&said);
    assert_non_null(copy);
    assert_true(hash && hash < fourth);
    sprintf(copy, "%.*s{\"seq\":\"3\",%.*s}\n%s", (int)(third - whole), whole, (int)(strchr(hash + 8, '"') + 1 - hash), hash, fourth);
    snprintf(path, sizeof(path), "%s", user_file(&auditor, "hidden.jsonl", copy, strlen(copy)));
    expect_parts(kam(&auditor, "journal", "verify", "--file", path, "--head", head), 17, "", "records 1 to 3 are not proved");
    expect_parts(kam(&auditor, "journal", "verify", "--file", path, "--head", head), 17, "", "Records 4 to");
    expect_parts(kam(&auditor, "journal", "verify", "--file", path, "--quiet"), 17, "", "records 1 to 3 are not proved");
}

static void finds_a_tampered_database(void **state) {
    (void)state;
    world_number(&world, "with x as (update kam.journal set act = act || 'x' where seq = 3 returning 1) select count(*) from x");
    expect_parts(kam(&auditor, "journal", "verify"), 16, "", "record 3: altered");
}

static void follows(void **state) {
    const char *const words[] = {"journal", "follow", "-o", "jsonl", NULL};
    pid_t pid = user_start(&auditor, words);
    struct said said;
    bool seen = false;

    (void)state;
    sleep_ms(1000);
    expect_parts(kam(&specialist, "accounts", "create", "跟踪银行", "--kind", "bank"), 0, "跟踪银行", "");
    for (int i = 0; i < 100 && !seen; i++) {
        _cleanup_(freep_text) char *out = user_read(&auditor, "out");
        const char *last = out;

        for (const char *next; (next = strstr(last + 1, "account.create"));)
            last = next;
        seen = last != out && strstr(out, "journal.export") != NULL && strstr(out, "journal.export") < last;
        sleep_ms(100);
    }
    kill(pid, SIGINT);
    said = user_wait(&auditor, pid);
    said_free(&said);
    assert_true(seen);
}

static int open_world(void **state) {
    (void)state;
    world_open(&world, 1);
    user_open(&auditor, &world.a, "audit", "en");
    user_open(&specialist, &world.a, "sp1", "en");
    return 0;
}

static int close_world(void **state) {
    (void)state;
    user_close(&auditor);
    user_close(&specialist);
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_and_explains),        cmocka_unit_test(exports_and_verifies),     cmocka_unit_test(finds_a_tampered_copy),
        cmocka_unit_test(verifies_a_part),           cmocka_unit_test(tells_what_is_not_proved), cmocka_unit_test(follows),
        cmocka_unit_test(finds_a_tampered_database),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

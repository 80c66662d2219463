/*
 * protoc-gen-kam from outside: what it makes of a small proto is what stands in golden/, and each broken rule is refused with its line.
 * KAM_GOLDEN_RENEW=1 writes golden/ anew; read the difference before committing it.
 *
 * Environment, from meson: PROTOC, PROTOC_GEN_KAM, PROTOC_GEN_C, PROTO_DIR (the protos of kam), TEST_DIR (this folder).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/cleanup.h"

struct refusal {
    const char *name, *from, *to, *fault;
};

static const struct refusal refusals[] = {
#define REFUSAL(name, from, to, fault) {#name, from, to, fault},
#include "tests/proto/refusals.def"
#undef REFUSAL
};

static char work_dir[] = "/tmp/kam-gen-XXXXXX";

static void free_text(char **text) {
    free(*text);
}

static char *format(const char *format, ...) __attribute__((format(printf, 1, 2)));

static char *format(const char *f, ...) {
    char *text = NULL;
    va_list args;
    va_start(args, f);
    if (vasprintf(&text, f, args) < 0)
        abort();
    va_end(args);
    return text;
}

static const char *environment(const char *name) {
    const char *value = getenv(name);
    if (!value)
        fail_msg("%s is not set; run this by meson test", name);
    return value;
}

static char *read_stream(FILE *f) {
    size_t used = 0, room = 1 << 20;
    char *text = malloc(room);
    assert_non_null(text);
    used = fread(text, 1, room - 1, f);
    assert_true(used < room - 1);
    text[used] = 0;
    return text;
}

static char *read_file(const char *path) {
    FILE *f = fopen(path, "r");
    if (!f)
        fail_msg("cannot read %s", path);
    char *text = read_stream(f);
    fclose(f);
    return text;
}

static void write_file(const char *path, const char *text) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

/* Runs protoc over work_dir/things.proto; its words are the caller's. */
static char *run(const char *option, int *ret_status) {
    _cleanup_(free_text) char *command =
        format("'%s' '--plugin=protoc-gen-kam=%s' -I '%s' -I '%s' '--kam_opt=%s' '--kam_out=%s' things.proto 2>&1", environment("PROTOC"),
               environment("PROTOC_GEN_KAM"), work_dir, environment("PROTO_DIR"), option, work_dir);
    FILE *f = popen(command, "r"); /* NOLINT: the parts come from the build */
    assert_non_null(f);
    char *words = read_stream(f);
    int status = pclose(f);
    assert_true(WIFEXITED(status));
    *ret_status = WEXITSTATUS(status);
    return words;
}

static char *source_text(void) {
    _cleanup_(free_text) char *path = format("%s/things.proto", environment("TEST_DIR"));
    return read_file(path);
}

static void put_source(const char *text) {
    _cleanup_(free_text) char *path = format("%s/things.proto", work_dir);
    write_file(path, text);
}

static void expect_golden(const char *part, const char *const *files) {
    _cleanup_(free_text) char *source = source_text();
    put_source(source);
    int status;
    _cleanup_(free_text) char *option = format("emit=%s", part);
    _cleanup_(free_text) char *words = run(option, &status);
    assert_string_equal(words, "");
    assert_int_equal(status, 0);
    for (; *files; files++) {
        const char *slash = strrchr(*files, '/');
        _cleanup_(free_text) char *made_path = format("%s/%s", work_dir, *files);
        _cleanup_(free_text) char *golden_path = format("%s/golden/%s", environment("TEST_DIR"), slash ? slash + 1 : *files);
        _cleanup_(free_text) char *made = read_file(made_path);
        if (getenv("KAM_GOLDEN_RENEW"))
            write_file(golden_path, made);
        _cleanup_(free_text) char *golden = read_file(golden_path);
        assert_string_equal(made, golden);
    }
}

static void golden_tables(void **state) {
    expect_golden("tables", (const char *const[]){"kam_tables.c", NULL});
}

static void golden_client(void **state) {
    _cleanup_(free_text) char *path = format("%s/kam", work_dir);
    mkdir(path, 0700);
    expect_golden("client", (const char *const[]){"kam/client_methods.h", "kam/client_methods.c", NULL});
}

static void golden_reference(void **state) {
    expect_golden("reference", (const char *const[]){"METHODS.md", NULL});
}

/* The messages are protoc-gen-c's; what counts is that an optional field keeps its presence and that no header of ours is asked for
 * which nobody makes. */
static void messages_keep_presence(void **state) {
    _cleanup_(free_text) char *source = source_text();
    put_source(source);
    int status;
    _cleanup_(free_text) char *option = format("emit=messages,protoc_gen_c=%s", environment("PROTOC_GEN_C"));
    _cleanup_(free_text) char *words = run(option, &status);
    assert_string_equal(words, "");
    assert_int_equal(status, 0);
    _cleanup_(free_text) char *path = format("%s/things.pb-c.h", work_dir);
    _cleanup_(free_text) char *header = read_file(path);
    assert_non_null(strstr(header, "T__V1__Thing__ParentIdCase _parent_id_case;"));
    assert_non_null(strstr(header, "#include \"google/protobuf/timestamp.pb-c.h\""));
    assert_null(strstr(header, "options.pb-c.h"));
    assert_null(strstr(header, "descriptor.pb-c.h"));
}

static void expect_words(const char *option, const char *expected) {
    int status;
    _cleanup_(free_text) char *words = run(option, &status);
    assert_int_not_equal(status, 0);
    if (!strstr(words, expected)) /* cmocka's TAP leaves messages out */
        print_message("# expected \"%s\", got \"%s\"\n", expected, words);
    assert_non_null(strstr(words, expected));
}

static void bad_calls(void **state) {
    _cleanup_(free_text) char *source = source_text();
    put_source(source);
    expect_words("emit=novel", "say what to make: emit=messages|tables|client|reference");
    expect_words("colour=red", "unknown option");
    expect_words("emit=messages,protoc_gen_c=/nonexistent/protoc-gen-c", "/nonexistent/protoc-gen-c: No such file or directory");
    expect_words("emit=messages,protoc_gen_c=false", "false: ");
    expect_words("emit=messages,protoc_gen_c=yes", "yes: File too large");
}

static char *replace_first(const char *text, const struct refusal *r) {
    const char *at = strstr(text, r->from);
    if (!at)
        fail_msg("%s: things.proto does not hold \"%s\"", r->name, r->from);
    return format("%.*s%s%s", (int)(at - text), text, r->to, at + strlen(r->from));
}

static void refuse(void **state) {
    const struct refusal *r = *state;
    _cleanup_(free_text) char *source = source_text();
    _cleanup_(free_text) char *broken = replace_first(source, r);
    put_source(broken);
    expect_words("emit=reference", r->fault);
}

/* All faults come at once. */
static void two_faults(void **state) {
    _cleanup_(free_text) char *source = source_text();
    const struct refusal a = {"a", "args: \"thing.name\"", "args: \"thing.x\"", ""}, b = {"b", "COLOUR_RED = 1", "RED = 1", ""};
    _cleanup_(free_text) char *once = replace_first(source, &a);
    _cleanup_(free_text) char *twice = replace_first(once, &b);
    put_source(twice);
    expect_words("emit=reference", "t.v1.Thing has no field x");
    expect_words("emit=reference", "t.v1.Colour.RED: ");
}

static void proto2(void **state) {
    put_source("syntax = \"proto2\";\nmessage Old {\n  optional int32 a = 1;\n}\n");
    expect_words("emit=reference", "things.proto:1: syntax: only proto3 is read");
}

static int make_dir(void **state) {
    return mkdtemp(work_dir) ? 0 : -1;
}

static int remove_dir(void **state) {
    _cleanup_(free_text) char *command = format("rm -rf '%s'", work_dir);
    return system(command); /* NOLINT: a name of mkdtemp */
}

int main(void) {
    enum { OTHERS = 7, REFUSALS = sizeof(refusals) / sizeof(refusals[0]) };
    struct CMUnitTest tests[OTHERS + REFUSALS] = {
        cmocka_unit_test(golden_tables),    cmocka_unit_test(golden_client),
        cmocka_unit_test(golden_reference), cmocka_unit_test(messages_keep_presence),
        cmocka_unit_test(bad_calls),        cmocka_unit_test(two_faults),
        cmocka_unit_test(proto2),
    };
    for (size_t i = 0; i < REFUSALS; i++)
        tests[OTHERS + i] = (struct CMUnitTest){.name = refusals[i].name, .test_func = refuse, .initial_state = (void *)&refusals[i]};
    return cmocka_run_group_tests_name("protoc-gen-kam", tests, make_dir, remove_dir);
}

/*
 * The rights matrix: every method, as every role, on rows near and far, against a live kamd. A cell is right when the status is the
 * expected one and the database holds afterwards what it should: exactly the changes the sample names, or none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/cli/json/protojson.h"
#include "common/cleanup.h"
#include "tests/harness/bail.h"
#include "tests/harness/path.h"
#include "tests/matrix/sample.h"
#include "tests/matrix/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct world world;
static struct state untouched; /* when the world was made */
static struct state last;      /* after the last cell and its undoing */
static json_t *samples;
static size_t cells_tried;

/* What one call gave. Texts are copies; free with outcome_deinit(). */
struct outcome {
    int status;
    char reason[64], message[256], required_right[64];
    ProtobufCMessage *response;
    struct state after;
    char *difference;
};

static void outcome_deinit(struct outcome *o) {
    kam_message_free(o->response);
    free(o->difference);
}

static void free_text(char **text) {
    free(*text);
}

static void call(const struct sample *s, size_t role, enum row row, bool missing, const struct state *before, struct outcome *ret) {
    bool fresh = s->fresh || role == CELLS_COLUMNS - 1;
    kam_client *client = fresh ? world_new_client(&world, role) : world_client(&world, role);
    ProtobufCMessage *request = sample_request(s, &world, role, row, missing);
    *ret = (struct outcome){0};
    ret->status = kam_call(client, s->method, request, NULL, &ret->response);
    if (ret->status != KAM_OK) {
        const struct kam_error *e = kam_client_error(client);
        snprintf(ret->reason, sizeof(ret->reason), "%s", e->reason);
        snprintf(ret->message, sizeof(ret->message), "%s", e->message);
        snprintf(ret->required_right, sizeof(ret->required_right), "%s", e->required_right);
    }
    kam_message_free(request);
    if (fresh)
        kam_client_free(client);
    state_read(&world, &ret->after);
    ret->difference = state_difference(before, &ret->after);
}

static void undo(const struct state *now) {
    _cleanup_(free_text) char *names = state_difference(&untouched, now);
    state_restore(&world, names);
    last = untouched;
    last.accepted = now->accepted;
    last.denied = now->denied;
    last.changes = now->changes;
    world.nonce++;
}

/* Each returns what is wrong, in static memory, or NULL. */
static const char *say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static const char *say(const char *format, ...) {
    static char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    return text;
}

static const char *judge_status(const struct outcome *o, int wanted) {
    if (o->status == wanted)
        return NULL;
    return say("status %s %s \"%s\"", kam_status_name((enum kam_status)o->status), o->reason, o->message);
}

static const char *judge_changes(const struct outcome *o, const char *wanted) {
    return strcmp(o->difference, wanted) == 0 ? NULL : say("changed [%s] instead of [%s]", o->difference, wanted);
}

static const char *judge_journal(const struct outcome *o, const struct state *before, int64_t accepted, int64_t denied_min,
                                 int64_t denied_max) {
    int64_t more = o->after.accepted - before->accepted, refused = o->after.denied - before->denied;
    if (more != accepted)
        return say("%lld accepted acts in the journal instead of %lld", (long long)more, (long long)accepted);
    if (refused < denied_min || refused > denied_max)
        return say("%lld denials in the journal", (long long)refused);
    return NULL;
}

static const char *judge_done(const struct sample *s, size_t role, enum row row, const struct state *before, const struct outcome *o,
                              bool shown) {
    _cleanup_(free_text) char *wanted = shown ? sample_changes(s, world.cells.roles[role], row) : strdup("");
    const char *why = judge_status(o, KAM_OK);
    if (!why)
        why = judge_changes(o, wanted);
    if (!why && s->shows && sample_is_shown(s, &world, role, row, o->response) != shown)
        why = shown ? "the record is not in the answer" : "the record is in the answer";
    if (!why && sample_is_unmasked(o->response) != s->reveals)
        why = s->reveals ? "nothing is revealed" : "something is in the answer in full that is masked";
    if (why || s->method->kind == KAM_METHOD_HANDLER)
        return why;
    if (s->method->kind != KAM_METHOD_WRITE && o->after.changes != before->changes)
        return "a read made images of changes";
    return judge_journal(o, before, s->method->kind == KAM_METHOD_WRITE || s->method->audit == KAM_AUDIT_CONFIDENTIAL, 0, 0);
}

static const char *judge_refused(const struct sample *s, const struct state *before, const struct outcome *o, int status) {
    bool denied = status == KAM_PERMISSION_DENIED;
    /* The right is held, but not that far; or what it takes is the right that the record itself names, which the message tells. */
    bool out_of_reach = denied && (strcmp(o->reason, "OWNER_OUT_OF_REACH") == 0 || strcmp(o->reason, "ACT_RIGHT_MISSING") == 0);
    const char *why = judge_status(o, status);
    if (!why)
        why = judge_changes(o, "");
    if (!why && o->after.changes != before->changes)
        why = "images of changes were left behind";
    if (!why && denied && !out_of_reach && strcmp(o->required_right, s->method->right) != 0)
        why = say("the missing right is called \"%s\"", o->required_right);
    if (!why && !denied && *o->required_right)
        why = say("the right \"%s\" is told", o->required_right);
    if (why)
        return why;
    return judge_journal(o, before, 0, denied && !out_of_reach, denied || status == KAM_NOT_FOUND);
}

static bool equal_answers(const ProtobufCMessage *a, const ProtobufCMessage *b) {
    if (!a || !b)
        return a == b;
    json_t *x = protojson_encode(a, 0), *y = protojson_encode(b, 0);
    bool equal = json_equal(x, y);
    json_decref(x);
    json_decref(y);
    return equal;
}

/* Whoever may not know of a record gets the answer of a record that does not exist. */
static const char *judge_secrecy(const struct sample *s, size_t role, enum row row, struct outcome *o) {
    struct outcome other;
    const char *why = NULL;
    call(s, role, row, true, &o->after, &other);
    if (other.status != o->status || strcmp(other.reason, o->reason) != 0 || strcmp(other.message, o->message) != 0)
        why = say("a record that does not exist is answered %s %s \"%s\"", kam_status_name((enum kam_status)other.status), other.reason,
                  other.message);
    else if (!equal_answers(o->response, other.response))
        why = "a record that does not exist is answered differently";
    else
        why = judge_changes(&other, "");
    o->after = other.after;
    outcome_deinit(&other);
    return why;
}

static const char *judge(const struct sample *s, size_t role, const struct cells_line *line, const struct state *before,
                         struct outcome *o) {
    enum cell cell = line->cells[role];
    const char *why = NULL;
    switch (cell) {
    case CELL_OK:
        return judge_done(s, role, line->row, before, o, true);
    case CELL_HIDDEN:
        why = judge_done(s, role, line->row, before, o, false);
        break;
    case CELL_NOT_FOUND:
        why = judge_refused(s, before, o, KAM_NOT_FOUND);
        break;
    case CELL_DENIED:
        return judge_refused(s, before, o, KAM_PERMISSION_DENIED);
    case CELL_NO_SESSION:
        return judge_refused(s, before, o, KAM_UNAUTHENTICATED);
    case CELL_EXPIRED:
        why = judge_refused(s, before, o, KAM_FAILED_PRECONDITION);
        return !why && strcmp(o->reason, "PASSWORD_EXPIRED") != 0 ? say("reason %s", o->reason) : why;
    }
    /* Lists and searches that are not about one record name none. */
    return why || (*s->method->subject == 0 && cell == CELL_HIDDEN) ? why : judge_secrecy(s, role, line->row, o);
}

static bool try_cell(const struct sample *s, size_t role, const struct cells_line *line) {
    struct state before = last;
    struct outcome outcome;
    if (s->prepare) {
        _cleanup_(free_text) char *sql = world_fill(&world, s->prepare, role, line->row, false);
        free(world_query(&world, sql));
        state_read(&world, &before);
    }
    call(s, role, line->row, false, &before, &outcome);
    const char *why = judge(s, role, line, &before, &outcome);
    if (why)
        print_message("# %s, %s, row %s: expected %s: %s\n", s->method->path, world.cells.roles[role], row_name(line->row),
                      cell_name(line->cells[role]), why);
    undo(&outcome.after);
    outcome_deinit(&outcome);
    cells_tried++;
    return !why;
}

static void all_cells_of_method(void **state) {
    const struct kam_method *method = *state;
    struct sample sample;
    size_t lines = 0, wrong = 0;
    if (!sample_get(samples, method, &sample))
        print_message("# %s has no sample in samples.json\n", method->path);
    assert_true(sample_get(samples, method, &sample));
    for (size_t i = 0; i < world.cells.count; i++) {
        if (strcmp(world.cells.lines[i].method, method->path) != 0)
            continue;
        lines++;
        for (size_t role = 0; role < CELLS_COLUMNS; role++)
            wrong += !try_cell(&sample, role, &world.cells.lines[i]);
    }
    if (lines == 0)
        print_message("# %s has no cells in expected.csv\n", method->path);
    assert_true(lines > 0);
    assert_int_equal(wrong, 0);
}

/*
 * What is masked in answers is nowhere else either: not in the logs of kamd and PostgreSQL, not in the journal. (The images of changes hold
 * it, and are read with a reason alone.)
 */
static void nothing_is_left_behind(void **state) {
    for (size_t i = 0; sample_canaries[i]; i++) {
        char sql[256];
        snprintf(sql, sizeof(sql), "select count(*) from kam.journal j where strpos(j::text, '%s') > 0", sample_canaries[i]);
        char *count = world_query(&world, sql);
        assert_string_equal(count, "0");
        free(count);
        assert_int_equal(kamd_log_count(&world.kamd, sample_canaries[i]), 0);
        assert_int_equal(cluster_log_count(world.kamd.cluster, sample_canaries[i]), 0);
    }
}

/* A sample of a read says how its record is recognised, and one of a write what it changes: without, a cell would show nothing. */
static void samples_say_enough(void **state) {
    for (size_t i = 0; i < kam_methods_count; i++) {
        struct sample s;
        if (!sample_get(samples, &kam_methods[i], &s))
            continue; /* fails where its cells are tried */
        bool write = kam_methods[i].kind == KAM_METHOD_WRITE;
        if ((!write && !s.shows && !s.changes) || (write && !s.changes))
            fail_msg("%s: its sample tells no effect", kam_methods[i].path);
    }
}

static void expected_names_exist(void **state) {
    static const char *const order[] = {"VP", "MGR", "DEV", "PS", "AS", "SP_DEV", "SP_SUPPORT", "PT", "ADM", "AUD", "EXPIRED", "FIN", "NOBODY"};
    for (size_t i = 0; i < CELLS_COLUMNS; i++)
        assert_string_equal(world.cells.roles[i], order[i]); /* world.sql counts on it */
    for (size_t i = 0; i < world.cells.count; i++)
        if (!kam_method_find(world.cells.lines[i].method))
            fail_msg("expected.csv: there is no method %s", world.cells.lines[i].method);
}

/* Each method is about one record (five rows) or none (one line), and all its lines are there. */
static void expected_rows_whole(void **state) {
    for (size_t m = 0; m < kam_methods_count; m++) {
        unsigned rows = 0;
        for (size_t i = 0; i < world.cells.count; i++)
            if (strcmp(world.cells.lines[i].method, kam_methods[m].path) == 0)
                rows |= 1U << world.cells.lines[i].row;
        unsigned all = 1U << ROW_OWN | 1U << ROW_TEAM | 1U << ROW_UNIT | 1U << ROW_BRANCH | 1U << ROW_COMPANY;
        if (rows != all && rows != 1U << ROW_NONE)
            print_message("# %s lacks rows in expected.csv\n", kam_methods[m].path);
        assert_true(rows == all || rows == 1U << ROW_NONE);
        assert_true(rows == all || *kam_methods[m].subject == 0);
    }
}

static int setup(void **state) {
    const char *folder = getenv("MATRIX_DIR");
    char path[4096];
    if (!folder)
        bail("MATRIX_DIR is not set; run this by meson test");
    world_make(&world, folder);
    path_format(path, sizeof(path), "%s/samples.json", folder);
    samples = samples_read(path);
    state_read(&world, &untouched);
    last = untouched;
    return 0;
}

static int teardown(void **state) {
    print_message("# %zu cells tried\n", cells_tried);
    json_decref(samples);
    world_free(&world);
    return 0;
}

int main(void) {
    enum { OTHERS = 3, LAST = 1 };
    struct CMUnitTest *tests = calloc(kam_methods_count + OTHERS + LAST, sizeof(*tests));
    size_t count = 0;
    if (!tests)
        return 1;
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(expected_names_exist);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(expected_rows_whole);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(samples_say_enough);
    for (size_t i = 0; i < kam_methods_count; i++)
        if (world_takes_method(i))
            tests[count++] =
                (struct CMUnitTest){.name = kam_methods[i].path, .test_func = all_cells_of_method, .initial_state = (void *)&kam_methods[i]};
    if (getenv("MATRIX_METHODS"))
        cmocka_set_test_filter(getenv("MATRIX_METHODS"));
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(nothing_is_left_behind);
    /* The macro takes the size of an array; this one is made at run time. */
    int failed = _cmocka_run_group_tests("rights matrix", tests, count, setup, teardown);
    free(tests);
    return failed;
}

/*
 * Hostile strings in every text field of every method, as somebody who may call it: refused with a reason and a field, or kept letter by
 * letter, and never seen by PostgreSQL as SQL. The fields come from the descriptors and the requests from samples.json, so a new method
 * is tried without anybody thinking of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/harness/bail.h"
#include "tests/harness/path.h"
#include "tests/matrix/sample.h"
#include "tests/matrix/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const hostile[] = {
    "'; drop table kam.account; --",
    "\\'\"; select pg_sleep(10); -- /* x",
    "$$; select 1; $$ $1 :name ?",
    "{\"a\": [1,\"x\",{}",
    "(1,\"x\\\",)",
    "%s%n %_\\%(((a|b)*[^+\\",
    "a & !b <-> 'c':*",
    "x\n\t\r\ny",
    "NULL",
    "\xe2\x80\xae"
    "exe\xef\xbb\xbf\xe2\x80\x8b.txt", /* right-to-left override, marks of no width */
    "𠮷\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbc＇；—",
    "a\x1f"
    "b\x01\x7f",
};
#define HOSTILE (sizeof(hostile) / sizeof(hostile[0]))

/* What an accepted write has been told and does not keep letter by letter. */
static const char *const not_kept[] = {
    "kam.v1.Accounts/TagAccount remove",       /* a tag that is not there */
    "kam.v1.Certificates/CreateService login", /* in lower case, */
    "kam.v1.Users/CreateUser login",           /* as all of them */
    "kam.v1.Users/UpdateUser login",           NULL,
};

static struct world world;
static struct state untouched;
static json_t *samples;
static unsigned fields_tried, stored, answered, refused;

/* One text field of a request, by its place in it. */
struct spot {
    const ProtobufCMessageDescriptor *message;
    const ProtobufCFieldDescriptor *field;
};

static void put_text(ProtobufCMessage *m, const ProtobufCFieldDescriptor *f, const char *text) {
    char *copy = strdup(text);
    if (f->label == PROTOBUF_C_LABEL_REPEATED) {
        size_t *count = (size_t *)((char *)m + f->quantifier_offset);
        char ***items = (char ***)((char *)m + f->offset);
        for (size_t i = 0; i < *count; i++)
            free((*items)[i]);
        free(*items);
        *items = malloc(sizeof(**items));
        (*items)[0] = copy;
        *count = 1;
        return;
    }
    char **member = (char **)((char *)m + f->offset);
    if (*member != f->default_value)
        free(*member);
    *member = copy;
}

static ProtobufCMessage *first_message(ProtobufCMessage *m, const ProtobufCFieldDescriptor *f) {
    void *member = (char *)m + f->offset;
    if (f->label != PROTOBUF_C_LABEL_REPEATED)
        return *(ProtobufCMessage **)member;
    return *(size_t *)((char *)m + f->quantifier_offset) > 0 ? **(ProtobufCMessage ***)member : NULL;
}

/* Puts the text into the text field of this number, counted through all messages that are there; false: there are not so many. */
static bool put_nth(ProtobufCMessage *m, size_t *number, const char *text, struct spot *ret) {
    const struct kam_field_rule *rules = kam_field_rules(m->descriptor);
    for (unsigned i = 0; i < m->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
        if (rules && rules[i].output_only)
            continue;
        if (f->type == PROTOBUF_C_TYPE_STRING && (*number)-- == 0) {
            put_text(m, f, text);
            *ret = (struct spot){m->descriptor, f};
            return true;
        }
        ProtobufCMessage *inner = f->type == PROTOBUF_C_TYPE_MESSAGE ? first_message(m, f) : NULL;
        if (inner && put_nth(inner, number, text, ret))
            return true;
    }
    return false;
}

/* A field that is changed has to be in the mask. */
static void put_mask(ProtobufCMessage *request, const struct spot *spot) {
    const ProtobufCFieldDescriptor *mask = protobuf_c_message_descriptor_get_field_by_name(request->descriptor, "update_mask");
    ProtobufCMessage *inner = mask ? first_message(request, mask) : NULL;
    if (inner && spot->message != request->descriptor && spot->message != inner->descriptor)
        put_text(inner, &inner->descriptor->fields[0], spot->field->name);
}

static bool is_kept(const char *names, const char *text) {
    const char *values[] = {names, text};
    PGresult *r = PQexecParams(world.admin, "select matrix.keeps(string_to_array($1, ' '), $2)", 2, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(r) != PGRES_TUPLES_OK)
        bail("%s", PQresultErrorMessage(r));
    bool kept = *PQgetvalue(r, 0, 0) == 't';
    PQclear(r);
    return kept;
}

static bool is_excused(const struct kam_method *method, const struct spot *spot) {
    char name[160];
    snprintf(name, sizeof(name), "%s %s", method->path, spot->field->name);
    for (size_t i = 0; not_kept[i]; i++)
        if (strcmp(not_kept[i], name) == 0)
            return true;
    return false;
}

/* A refusal tells where, or what is the matter. */
static const char *judge_refusal(const kam_client *client, int status) {
    const struct kam_error *e = kam_client_error(client);
    switch (status) {
    case KAM_INVALID_ARGUMENT:
        return e->violations_count > 0 || *e->reason ? NULL : "refused without a field";
    case KAM_NOT_FOUND:
    case KAM_ALREADY_EXISTS:
    case KAM_FAILED_PRECONDITION:
    case KAM_PERMISSION_DENIED:
    case KAM_ABORTED:
    case KAM_UNAUTHENTICATED:
    case KAM_RESOURCE_EXHAUSTED:
        return *e->message ? NULL : "refused without a word";
    default:
        return kam_status_name((enum kam_status)status);
    }
}

static void undo(const struct state *now) {
    char *names = state_difference(&untouched, now);
    state_restore(&world, names);
    free(names);
}

/* The text of this field in the first message of its kind, of one of an answer's many or of what is in them; NULL: there is none. */
static const char *text_of(ProtobufCMessage *m, const struct spot *spot) {
    if (m->descriptor == spot->message && spot->field->label != PROTOBUF_C_LABEL_REPEATED)
        return *(char **)((char *)m + spot->field->offset);
    const char *text = NULL;
    for (unsigned i = 0; i < m->descriptor->n_fields && !text; i++) {
        const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
        ProtobufCMessage *inner = f->type == PROTOBUF_C_TYPE_MESSAGE ? first_message(m, f) : NULL;
        if (inner)
            text = text_of(inner, spot);
    }
    return text;
}

static const char *judge_accepted(const struct sample *s, const struct spot *spot, const struct state *now, ProtobufCMessage *response,
                                  const char *text) {
    const char *read = s->method->kind == KAM_METHOD_WRITE && !is_excused(s->method, spot) ? text_of(response, spot) : NULL;
    if (read && *read && strcmp(read, text) != 0 && !strstr(read, "***"))
        return "answered otherwise";
    if (s->method->kind != KAM_METHOD_WRITE) {
        answered++;
        return NULL;
    }
    char *names = state_difference(&untouched, now);
    bool kept = is_kept(names, text);
    free(names);
    stored += kept;
    return kept || is_excused(s->method, spot) ? NULL : "accepted and not kept as it is";
}

static void prepare(const struct sample *s, size_t role, enum row row) {
    if (!s->prepare)
        return;
    char *sql = world_fill(&world, s->prepare, role, row, false);
    free(world_query(&world, sql));
    free(sql);
}

/* What is wrong with the answer to this text in the text field of this number; false: there are not so many fields. */
static bool try_text(const struct sample *s, size_t role, enum row row, size_t number, const char *text, struct spot *ret,
                     const char **ret_why) {
    ProtobufCMessage *request = sample_request(s, &world, role, row, false), *response = NULL;
    bool there = put_nth(request, &number, text, ret);
    if (there) {
        put_mask(request, ret);
        prepare(s, role, row);
        bool fresh = s->fresh || role == CELLS_COLUMNS - 1;
        kam_client *client = fresh ? world_new_client(&world, role) : world_client(&world, role);
        int status = kam_call(client, s->method, request, NULL, &response);
        bool changed = s->prepare || (status == KAM_OK && (s->method->kind == KAM_METHOD_WRITE || s->method->kind == KAM_METHOD_HANDLER));
        struct state now = untouched;
        if (changed)
            state_read(&world, &now);
        *ret_why = status == KAM_OK ? judge_accepted(s, ret, &now, response, text) : judge_refusal(client, status);
        refused += status != KAM_OK;
        if (changed)
            undo(&now);
        world.nonce++;
        if (fresh)
            kam_client_free(client);
    }
    kam_message_free(response);
    kam_message_free(request);
    return there;
}

static const struct cells_line *line_allowed(const struct kam_method *method, size_t *ret_role) {
    for (size_t i = 0; i < world.cells.count; i++)
        for (size_t role = 0; role < CELLS_COLUMNS; role++)
            if (strcmp(world.cells.lines[i].method, method->path) == 0 && world.cells.lines[i].cells[role] == CELL_OK) {
                *ret_role = role;
                return &world.cells.lines[i];
            }
    /* Only for programs that have a certificate: refused, whatever it is told. */
    *ret_role = CELLS_COLUMNS - 1;
    for (size_t i = 0; i < world.cells.count; i++)
        if (strcmp(world.cells.lines[i].method, method->path) == 0)
            return &world.cells.lines[i];
    return NULL;
}

static void all_texts_of_method(void **state) {
    const struct kam_method *method = *state;
    struct sample sample;
    size_t role = 0;
    const struct cells_line *line = line_allowed(method, &role);
    assert_non_null(line);
    assert_true(sample_get(samples, method, &sample));
    struct spot spot;
    unsigned wrong = 0;
    for (size_t number = 0, there = 1; there; number++)
        for (size_t i = 0; i < HOSTILE && there; i++) {
            const char *why = NULL;
            there = try_text(&sample, role, line->row, number, hostile[i], &spot, &why);
            fields_tried += there && i == 0;
            wrong += why != NULL;
            if (why)
                print_message("# %s, %s with %s: %s\n", method->path, spot.field->name, hostile[i], why);
        }
    free(world_query(&world, "delete from kam.login_attempt"));
    assert_int_equal(wrong, 0);
}

static void postgresql_saw_no_sql(void **state) {
    static const char *const signs[] = {"syntax error", "unterminated", "does not exist", "invalid ",  "malformed",
                                        "cannot cast",  "out of range", "too long",       "cannot be", "unexpected"};
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (cluster_log_count(world.kamd.cluster, signs[i]))
            fail_msg("PostgreSQL's log says \"%s\"", signs[i]);
    assert_int_equal(kamd_log_count(&world.kamd, "INTERNAL"), 0);
    assert_true(getenv("MATRIX_METHODS") || stored > 250);
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
    return 0;
}

static int teardown(void **state) {
    print_message("# %u fields; %u texts stored, %u looked for, %u refused\n", fields_tried, stored, answered, refused);
    json_decref(samples);
    world_free(&world);
    return 0;
}

int main(void) {
    struct CMUnitTest *tests = calloc(kam_methods_count + 1, sizeof(*tests));
    size_t count = 0;
    if (!tests)
        return 1;
    for (size_t i = 0; i < kam_methods_count; i++)
        if (world_takes_method(i))
            tests[count++] =
                (struct CMUnitTest){.name = kam_methods[i].path, .test_func = all_texts_of_method, .initial_state = (void *)&kam_methods[i]};
    if (getenv("MATRIX_METHODS"))
        cmocka_set_test_filter(getenv("MATRIX_METHODS"));
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(postgresql_saw_no_sql);
    int failed = _cmocka_run_group_tests("hostile strings", tests, count, setup, teardown);
    free(tests);
    return failed;
}

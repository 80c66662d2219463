/*
 * The parts of protoc-gen-kam that are easier to try alone: names, error lists, the child's pipes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/gen/child.h"
#include "proto/gen/errors.h"
#include "proto/gen/fault.h"
#include "proto/gen/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct pool pool;

static void names(void **state) {
    assert_string_equal(names_c_type(&pool, "kam.v1.GetAccountRequest"), "Kam__V1__GetAccountRequest");
    assert_string_equal(names_c_lower(&pool, "kam.v1.GetAccountRequest"), "kam__v1__get_account_request");
    assert_string_equal(names_c_lower(&pool, "kam.v1.HTTPServer"), "kam__v1__httpserver"); /* as protoc-gen-c has it */
    assert_string_equal(names_c_type(&pool, "google.protobuf.field_mask"), "Google__Protobuf__FieldMask");
    assert_string_equal(names_snake(&pool, "ListInteractions"), "list_interactions");
    assert_string_equal(names_header(&pool, "kam/v1/accounts.proto"), "kam/v1/accounts.pb-c.h");
    assert_string_equal(names_value_label(&pool, "AccountKind", "ACCOUNT_KIND_BIG_BANK"), "big_bank");
    assert_null(names_value_label(&pool, "AccountKind", "ACCOUNT_KIND_"));
    assert_null(names_value_label(&pool, "AccountKind", "ACCOUNT_BANK"));
}

static void error_lists(void **state) {
    char *entries[ERRORS_MAX];
    const char *comment = " Does it.\n Errors: NOT_FOUND (a, or b), ABORTED/ETAG,\n UNKNOWN: asks, again.\n";
    assert_int_equal(errors_parse(&pool, comment, entries), 4);
    assert_string_equal(entries[0], "NOT_FOUND (a, or b)");
    assert_string_equal(entries[1], "ABORTED/ETAG");
    assert_string_equal(errors_strip(&pool, comment), "Does it.");
    assert_int_equal(errors_parse(&pool, "None here.", entries), 0);
    assert_null(errors_first_unknown(&pool, "Errors: NOT_FOUND."));
    assert_string_equal(errors_first_unknown(&pool, "Errors: NOT_FOUND, NOT_FOUNDX."), "NOT_FOUNDX");
    char many[ERRORS_MAX * 16] = "Errors: ABORTED";
    for (int i = 0; i < ERRORS_MAX + 5; i++)
        strcat(many, ", ABORTED");
    assert_int_equal(errors_parse(&pool, many, entries), ERRORS_MAX);
}

static void faults(void **state) {
    struct faults f = {.pool = &pool};
    faults_add(&f, "a.proto", 3, "X", "is %d", 5);
    faults_add(&f, "b.proto", 0, "Y", "is not");
    assert_string_equal(f.text, "a.proto:3: X: is 5\nb.proto: Y: is not");
    assert_int_equal(f.count, 2);
}

/* Much more than a pipe holds, both ways at once. */
static void child_echoes(void **state) {
    size_t bytes = 8 << 20;
    uint8_t *input = malloc(bytes), *output = NULL;
    for (size_t i = 0; i < bytes; i++)
        input[i] = (uint8_t)(i * 2654435761u >> 13);
    size_t output_bytes = 0;
    assert_int_equal(child_filter("cat", input, bytes, &output, &output_bytes), 0);
    assert_int_equal(output_bytes, bytes);
    assert_memory_equal(output, input, bytes);
    free(output);
    /* One that answers without reading to the end, and is content. */
    output = NULL;
    assert_int_equal(child_filter("true", input, bytes, &output, &output_bytes), 0);
    assert_int_equal(output_bytes, 0);
    free(output);
    free(input);
}

static void child_fails(void **state) {
    uint8_t *output = NULL;
    size_t bytes = 7;
    assert_int_equal(child_filter("false", (const uint8_t *)"x", 1, &output, &bytes), -EPROTO);
    assert_int_equal(child_filter("/nonexistent", (const uint8_t *)"x", 1, &output, &bytes), -ENOENT);
    assert_null(output);
    assert_int_equal(bytes, 7);
}

static int setup(void **state) {
    pool_init(&pool);
    return 0;
}

static int teardown(void **state) {
    pool_deinit(&pool);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),        cmocka_unit_test(error_lists), cmocka_unit_test(faults),
        cmocka_unit_test(child_echoes), cmocka_unit_test(child_fails),
    };
    return cmocka_run_group_tests_name("protoc-gen-kam parts", tests, setup, teardown);
}

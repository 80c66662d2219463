/*
 * JSON of messages while memory runs out: every allocation of reading and of writing fails once. Nothing crashes, nothing is kept (the
 * sanitized build looks for leaks), and what does not come off says so. The text itself is parsed beforehand: jansson 2.14's parser does
 * not survive that.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/cli/json/protojson.h"

#include "kam/v1/accounts.pb-c.h"
#include "kam/v1/interactions.pb-c.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static int left = -1; /* allocations until one fails; negative: none does */
static bool failed;

static bool fails_now(void) {
    if (left < 0 || left-- > 0)
        return false;
    failed = true;
    return true;
}

/* The linker sends the calls of our code here (--wrap); those of jansson come by json_set_alloc_funcs(). */
void *__real_malloc(size_t bytes);
void *__real_calloc(size_t count, size_t bytes);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t bytes);
void *__wrap_calloc(size_t count, size_t bytes);
char *__wrap_strdup(const char *text);

void *__wrap_malloc(size_t bytes) {
    return fails_now() ? NULL : __real_malloc(bytes);
}

void *__wrap_calloc(size_t count, size_t bytes) {
    return fails_now() ? NULL : __real_calloc(count, bytes);
}

char *__wrap_strdup(const char *text) {
    return fails_now() ? NULL : __real_strdup(text);
}

static const char account[] = "{\"account\":{\"name\":\"重庆银行\",\"kind\":\"bank\",\"parentId\":\"7\",\"former_names\":[\"a\",\"b\"],"
                              "\"identifiers\":[{\"kind\":1,\"value\":\"x\"}]},\"update_mask\":\"name,shortName\",\"etag\":\"1\"}";
static const char visit[] =
    "{\"interaction\":{\"occurred_at\":\"2026-11-23T09:30:00.5+08:00\",\"next_step_on\":\"2026-12-01\",\"contact_id\":5}}";
static const char faulty[] = "{\"account\":{\"identifiers\":[{\"kind\":\"bnak\"}]}}";

static void read_with_failures(const char *text, const ProtobufCMessageDescriptor *d, bool is_valid) {
    int n = 0;
    json_t *v = json_loads(text, 0, NULL);
    assert_non_null(v);
    do {
        ProtobufCMessage *m = NULL;
        struct protojson_fault f = {0};
        char why[256] = "";
        failed = false;
        left = n++;
        int r = protojson_decode(v, d, &m, &f);
        left = -1;
        if (r == PROTOJSON_OK) {
            assert_true(is_valid && protobuf_c_message_check(m));
            protobuf_c_message_free_unpacked(m, NULL);
        } else {
            assert_null(m);
            assert_true(failed || !is_valid);
            protojson_fault_text(&f, "en", why, sizeof(why));
            assert_true(strlen(why) > 10);
        }
    } while (failed);
    assert_true(n > 3);
    json_decref(v);
}

static void reading(void **state) {
    read_with_failures(account, &kam__v1__update_account_request__descriptor, true);
    read_with_failures(visit, &kam__v1__create_interaction_request__descriptor, true);
    read_with_failures(faulty, &kam__v1__create_account_request__descriptor, false);
}

static void write_with_failures(const char *text, const ProtobufCMessageDescriptor *d) {
    ProtobufCMessage *m = NULL;
    struct protojson_fault f;
    assert_int_equal(protojson_parse(text, strlen(text), d, &m, &f), PROTOJSON_OK);
    json_t *whole = protojson_encode(m, PROTOJSON_DEFAULTS);
    int n = 0;
    do {
        failed = false;
        left = n++;
        json_t *v = protojson_encode(m, PROTOJSON_DEFAULTS);
        left = -1;
        assert_true(v ? json_equal(v, whole) : failed);
        json_decref(v);
    } while (failed);
    assert_true(n > 3);
    json_decref(whole);
    protobuf_c_message_free_unpacked(m, NULL);
}

static void writing(void **state) {
    write_with_failures(account, &kam__v1__update_account_request__descriptor);
    write_with_failures(visit, &kam__v1__create_interaction_request__descriptor);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reading), cmocka_unit_test(writing)};
    json_set_alloc_funcs(__wrap_malloc, free);
    return cmocka_run_group_tests_name("protojson without memory", tests, NULL, NULL);
}

/*
 * JSON of messages: what is written, what is read, and every way of not being taken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/cli/json/protojson.h"
#include "common/cleanup.h"
#include "common/method.h"

#include "kam/v1/accounts.pb-c.h"
#include "kam/v1/envelope.pb-c.h"
#include "kam/v1/interactions.pb-c.h"
#include "kam/v1/requests.pb-c.h"
#include "kam/v1/sessions.pb-c.h"

#include <stdlib.h>
#include <string.h>

static void free_message(ProtobufCMessage **m) {
    protobuf_c_message_free_unpacked(*m, NULL);
}

static void free_text(char **text) {
    free(*text);
}

static ProtobufCMessage *parse(const char *text, const ProtobufCMessageDescriptor *d) {
    ProtobufCMessage *m = NULL;
    struct protojson_fault f = {0};
    if (protojson_parse(text, strlen(text), d, &m, &f) != 0) {
        char why[512];
        protojson_fault_text(&f, "en", why, sizeof(why));
        fail_msg("%s: %s", text, why);
    }
    return m;
}

static char *print(const ProtobufCMessage *m, unsigned flags) {
    json_t *v = protojson_encode(m, flags);
    assert_non_null(v);
    char *text = json_dumps(v, JSON_COMPACT);
    json_decref(v);
    return text;
}

/* Reads, writes, and expects this to come out; then reads that again and expects the same bytes on the wire. */
static void expect_round(const ProtobufCMessageDescriptor *d, const char *in, const char *out) {
    _cleanup_(free_message) ProtobufCMessage *m = parse(in, d);
    assert_true(protobuf_c_message_check(m));
    _cleanup_(free_text) char *text = print(m, 0);
    assert_string_equal(text, out);
    _cleanup_(free_message) ProtobufCMessage *again = parse(text, d);
    size_t bytes = protobuf_c_message_get_packed_size(m);
    assert_int_equal(protobuf_c_message_get_packed_size(again), bytes);
    uint8_t *a = malloc(bytes + 1), *b = malloc(bytes + 1);
    protobuf_c_message_pack(m, a);
    protobuf_c_message_pack(again, b);
    assert_memory_equal(a, b, bytes);
    free(a);
    free(b);
}

static void expect_fault(const ProtobufCMessageDescriptor *d, const char *in, int kind, const char *path, const char *sentence) {
    ProtobufCMessage *m = NULL;
    struct protojson_fault f;
    char why[512];
    assert_int_equal(protojson_parse(in, strlen(in), d, &m, &f), kind);
    assert_null(m);
    assert_string_equal(f.path, path);
    protojson_fault_text(&f, "en", why, sizeof(why));
    if (sentence)
        assert_string_equal(why, sentence);
    protojson_fault_text(&f, "zh", why, sizeof(why));
    assert_true(strlen(why) > 0);
}

#define ACCOUNT (&kam__v1__account__descriptor)
#define INTERACTION (&kam__v1__interaction__descriptor)

static void whole_account(void **state) {
    expect_round(&kam__v1__create_account_request__descriptor,
                 "{\"account\":{\"name\":\"重庆农村商业银行\",\"kind\":\"bank\",\"parentId\":\"7\",\"former_names\":[\"a\",\"b\"],"
                 "\"identifiers\":[{\"kind\":\"IDENTIFIER_KIND_USCC\",\"value\":\"9150\"},{\"kind\":2,\"value\":\"x\"}]}}",
                 "{\"account\":{\"name\":\"重庆农村商业银行\",\"former_names\":[\"a\",\"b\"],\"kind\":\"ACCOUNT_KIND_BANK\","
                 "\"parent_id\":\"7\",\"identifiers\":[{\"kind\":\"IDENTIFIER_KIND_USCC\",\"value\":\"9150\"},"
                 "{\"kind\":\"IDENTIFIER_KIND_REGISTRATION\",\"value\":\"x\"}]}}");
}

static void integers(void **state) {
    expect_round(ACCOUNT, "{\"id\":9223372036854775807}", "{\"id\":\"9223372036854775807\"}");
    expect_round(ACCOUNT, "{\"id\":\"-9223372036854775808\"}", "{\"id\":\"-9223372036854775808\"}");
    expect_round(ACCOUNT, "{\"id\":1e3}", "{\"id\":\"1000\"}");
    expect_round(&kam__v1__list_accounts_request__descriptor, "{\"page_size\":\"-2147483648\"}", "{\"page_size\":-2147483648}");
    expect_round(&kam__v1__envelope__descriptor, "{\"callId\":\"18446744073709551615\"}", "{\"call_id\":\"18446744073709551615\"}");
    const char *range = "id: \"9223372036854775808\" is out of range (-9223372036854775808 … 9223372036854775807)";
    expect_fault(ACCOUNT, "{\"id\":\"9223372036854775808\"}", PROTOJSON_RANGE, "id", range);
    expect_fault(ACCOUNT, "{\"id\":1e19}", PROTOJSON_RANGE, "id", NULL);
    expect_fault(ACCOUNT, "{\"id\":1.5}", PROTOJSON_NOT_INTEGER, "id", NULL);
    expect_fault(ACCOUNT, "{\"id\":\" 1\"}", PROTOJSON_NOT_INTEGER, "id", NULL);
    expect_fault(ACCOUNT, "{\"id\":\"\"}", PROTOJSON_NOT_INTEGER, "id", NULL);
    expect_fault(ACCOUNT, "{\"id\":true}", PROTOJSON_NOT_INTEGER, "id", NULL);
    expect_fault(&kam__v1__list_accounts_request__descriptor, "{\"page_size\":2147483648}", PROTOJSON_RANGE, "page_size", NULL);
    expect_fault(&kam__v1__envelope__descriptor, "{\"call_id\":-1}", PROTOJSON_RANGE, "call_id", NULL);
    expect_fault(&kam__v1__envelope__descriptor, "{\"call_id\":\"-1\"}", PROTOJSON_RANGE, "call_id", NULL);
    expect_fault(&kam__v1__request__descriptor, "{\"timeout_ms\":4294967296}", PROTOJSON_RANGE, "timeout_ms", NULL);
}

/* proto3 optional: set to 0 is not the same as not set. */
static void presence(void **state) {
    expect_round(&kam__v1__get_account_request__descriptor, "{\"id\":0}", "{\"id\":\"0\"}");
    expect_round(&kam__v1__get_account_request__descriptor, "{\"id\":null,\"code\":\"K\"}", "{\"code\":\"K\"}");
    _cleanup_(free_message) ProtobufCMessage *m = parse("{\"id\":0}", &kam__v1__get_account_request__descriptor);
    assert_int_equal(((Kam__V1__GetAccountRequest *)m)->_id_case, KAM__V1__GET_ACCOUNT_REQUEST___ID_ID);
}

static void texts_and_bools(void **state) {
    expect_round(&kam__v1__contact__descriptor, "{\"name\":\"\\u5f20\",\"key_person\":true}", "{\"name\":\"张\",\"key_person\":true}");
    expect_fault(ACCOUNT, "{\"name\":1}", PROTOJSON_NOT_STRING, "name", "name: expected a text, found 1");
    expect_fault(ACCOUNT, "{\"name\":{}}", PROTOJSON_NOT_STRING, "name", "name: expected a text, found {…}");
    expect_fault(&kam__v1__contact__descriptor, "{\"key_person\":\"true\"}", PROTOJSON_NOT_BOOL, "key_person", NULL);
    expect_fault(ACCOUNT, "{\"name\":\"a\\u0000b\"}", PROTOJSON_SYNTAX, "", NULL);
    expect_fault(ACCOUNT, "{\"name\":\"\xff\"}", PROTOJSON_SYNTAX, "", NULL);
    json_t *v = json_pack("{s:o}", "name", json_stringn("a\0b", 3));
    struct protojson_fault f;
    ProtobufCMessage *m = NULL;
    assert_int_equal(protojson_decode(v, ACCOUNT, &m, &f), PROTOJSON_NOT_STRING);
    json_decref(v);
}

static void bytes(void **state) {
    const ProtobufCMessageDescriptor *d = &kam__v1__get_request_outcome_request__descriptor;
    expect_round(d, "{\"request_id\":\"AAECAw==\"}", "{\"request_id\":\"AAECAw==\"}");
    expect_round(d, "{\"requestId\":\"_-8\"}", "{\"request_id\":\"/+8=\"}");
    expect_round(d, "{\"request_id\":\"YWJj\"}", "{\"request_id\":\"YWJj\"}");
    expect_round(d, "{\"request_id\":\"\"}", "{}");
    expect_fault(d, "{\"request_id\":\"A\"}", PROTOJSON_NOT_BASE64, "request_id", NULL);
    expect_fault(d, "{\"request_id\":\"AA=\"}", PROTOJSON_NOT_BASE64, "request_id", NULL);
    expect_fault(d, "{\"request_id\":\"A*==\"}", PROTOJSON_NOT_BASE64, "request_id", NULL);
    expect_fault(d, "{\"request_id\":5}", PROTOJSON_NOT_BASE64, "request_id", NULL);
}

static void enums(void **state) {
    expect_round(ACCOUNT, "{\"kind\":\"enterprise\"}", "{\"kind\":\"ACCOUNT_KIND_ENTERPRISE\"}");
    expect_round(ACCOUNT, "{\"kind\":77}", "{\"kind\":77}");
    expect_round(ACCOUNT, "{\"kind\":\"ACCOUNT_KIND_UNSPECIFIED\"}", "{}");
    expect_fault(ACCOUNT, "{\"kind\":\"bnak\"}", PROTOJSON_NOT_ENUM, "kind",
                 "kind: expected one of bank, institution, enterprise, found \"bnak\"; did you mean \"bank\"?");
    expect_fault(ACCOUNT, "{\"kind\":4294967296}", PROTOJSON_RANGE, "kind", NULL);
    expect_fault(ACCOUNT, "{\"kind\":true}", PROTOJSON_NOT_ENUM, "kind", NULL);
}

static void times(void **state) {
    expect_round(INTERACTION, "{\"occurred_at\":\"2026-11-23T09:30:00+08:00\"}", "{\"occurred_at\":\"2026-11-23T01:30:00Z\"}");
    expect_round(INTERACTION, "{\"occurred_at\":\"1969-12-31T23:59:59.5Z\"}", "{\"occurred_at\":\"1969-12-31T23:59:59.500Z\"}");
    expect_round(INTERACTION, "{\"occurred_at\":\"0001-01-01T00:00:00Z\"}", "{\"occurred_at\":\"0001-01-01T00:00:00Z\"}");
    expect_round(INTERACTION, "{\"occurred_at\":\"9999-12-31t23:59:59.123456789z\"}",
                 "{\"occurred_at\":\"9999-12-31T23:59:59.123456789Z\"}");
    expect_round(INTERACTION, "{\"occurred_at\":\"2024-02-29T12:00:00.000001-00:30\"}",
                 "{\"occurred_at\":\"2024-02-29T12:30:00.000001Z\"}");
    static const char *const wrong[] = {
        "2026-02-29T00:00:00Z",
        "2026-11-23",
        "2026-11-23T24:00:00Z",
        "2026-11-23T00:00:60Z",
        "2026-11-23 00:00:00Z",
        "2026-11-23T00:00:00",
        "2026-11-23T00:00:00.Z",
        "0000-01-01T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-23T00:00:00+24:00",
        "2026-11-23T00:00:00Zx",
        "0001-01-01T00:00:00+01:00",
        "2026-11-23T00:00:00.1234567890Z",
        "",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        char text[128];
        snprintf(text, sizeof(text), "{\"occurred_at\":\"%s\"}", wrong[i]);
        expect_fault(INTERACTION, text, PROTOJSON_NOT_TIME, "occurred_at", NULL);
    }
    Kam__V1__Interaction far = KAM__V1__INTERACTION__INIT;
    Google__Protobuf__Timestamp t = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
    t.seconds = 253402300800;
    far.occurred_at = &t;
    _cleanup_(free_text) char *text = print(&far.base, 0);
    assert_string_equal(text, "{\"occurred_at\":null}");
}

static void dates(void **state) {
    expect_round(INTERACTION, "{\"next_step_on\":\"2026-12-01\"}", "{\"next_step_on\":{\"year\":2026,\"month\":12,\"day\":1}}");
    expect_fault(INTERACTION, "{\"next_step_on\":\"2026-12-32\"}", PROTOJSON_NOT_DATE, "next_step_on",
                 "next_step_on: expected a day such as 2026-11-23, found \"2026-12-32\"");
    expect_fault(INTERACTION, "{\"next_step_on\":\"2026-06-31\"}", PROTOJSON_NOT_DATE, "next_step_on", NULL);
    expect_fault(INTERACTION, "{\"next_step_on\":{\"year\":\"x\"}}", PROTOJSON_NOT_INTEGER, "next_step_on.year", NULL);
}

static void masks(void **state) {
    const ProtobufCMessageDescriptor *d = &kam__v1__update_account_request__descriptor;
    expect_round(d, "{\"updateMask\":\"shortName, parent_id\"}", "{\"update_mask\":\"short_name,parent_id\"}");
    expect_round(d, "{\"update_mask\":\"\"}", "{\"update_mask\":\"\"}");
    expect_fault(d, "{\"update_mask\":\"a,,b\"}", PROTOJSON_NOT_MASK, "update_mask", NULL);
    expect_fault(d, "{\"update_mask\":[\"a\"]}", PROTOJSON_NOT_MASK, "update_mask", NULL);
    expect_fault(d, "{\"update_mask\":\"a;b\"}", PROTOJSON_NOT_MASK, "update_mask", NULL);
}

static void fields_and_lists(void **state) {
    expect_fault(ACCOUNT, "{\"nmae\":\"x\"}", PROTOJSON_UNKNOWN_FIELD, "nmae", "nmae: there is no such field; did you mean \"name\"?");
    expect_fault(ACCOUNT, "{\"identifiers\":[{\"kind\":1},{\"valu\":\"x\"}]}", PROTOJSON_UNKNOWN_FIELD, "identifiers[1].valu",
                 "identifiers[1].valu: there is no such field; did you mean \"value\"?");
    expect_fault(ACCOUNT, "{\"former_names\":\"x\"}", PROTOJSON_NOT_ARRAY, "former_names", NULL);
    expect_fault(ACCOUNT, "{\"former_names\":[\"x\",null]}", PROTOJSON_NULL_ITEM, "former_names[1]", NULL);
    expect_fault(ACCOUNT, "{\"former_names\":[\"x\",7]}", PROTOJSON_NOT_STRING, "former_names[1]", NULL);
    expect_fault(ACCOUNT, "{\"parent_id\":1,\"parentId\":2}", PROTOJSON_TWICE, "parentId", NULL);
    expect_fault(ACCOUNT, "[]", PROTOJSON_NOT_OBJECT, "", "$: expected an object {}, found […]");
    expect_fault(&kam__v1__envelope__descriptor, "{\"ping\":{},\"pong\":{}}", PROTOJSON_ONE_OF, "pong",
                 "pong: cannot be given together with ping");
    expect_round(ACCOUNT, "{\"former_names\":[],\"identifiers\":null}", "{}");
}

static void syntax_and_bounds(void **state) {
    expect_fault(ACCOUNT, "{\"name\":\"x\"", PROTOJSON_SYNTAX, "", NULL);
    expect_fault(ACCOUNT, "{\"name\":\"x\"} y", PROTOJSON_SYNTAX, "", NULL);
    expect_fault(ACCOUNT, "{\"name\":\"x\",\"name\":\"y\"}", PROTOJSON_SYNTAX, "", NULL);
    expect_fault(ACCOUNT, "", PROTOJSON_SYNTAX, "", NULL);
    char deep[200];
    memset(deep, '[', sizeof(deep));
    struct protojson_fault f;
    ProtobufCMessage *m = NULL;
    assert_int_equal(protojson_parse(deep, sizeof(deep), ACCOUNT, &m, &f), PROTOJSON_TOO_DEEP);
    char *large = calloc(1, PROTOJSON_TEXT_BYTES_MAX + 1);
    assert_int_equal(protojson_parse(large, PROTOJSON_TEXT_BYTES_MAX + 1, ACCOUNT, &m, &f), PROTOJSON_TOO_LARGE);
    free(large);
    json_t *names = json_array();
    for (int i = 0; i <= PROTOJSON_ITEMS_MAX; i++)
        json_array_append_new(names, json_string("x"));
    json_t *v = json_pack("{s:o}", "former_names", names);
    assert_int_equal(protojson_decode(v, ACCOUNT, &m, &f), PROTOJSON_TOO_MANY);
    json_decref(v);
    /* Brackets in texts are no nesting. */
    char text[300] = "{\"name\":\"";
    memset(text + 9, '[', 200);
    strcpy(text + 209, "\\\"[\"}");
    _cleanup_(free_message) ProtobufCMessage *ok = parse(text, ACCOUNT);
    assert_non_null(ok);
}

/* Whatever its length, what was found is cut between characters. */
static void found_is_cut(void **state) {
    char text[400] = "{\"kind\":\"";
    for (int i = 0; i < 100; i++)
        strcat(text, "银");
    strcat(text, "\"}");
    ProtobufCMessage *m = NULL;
    struct protojson_fault f;
    assert_int_equal(protojson_parse(text, strlen(text), ACCOUNT, &m, &f), PROTOJSON_NOT_ENUM);
    json_t *v = json_string(f.found);
    assert_non_null(v);
    json_decref(v);
    assert_non_null(strstr(f.found, "银…"));
    char small[8];
    protojson_fault_text(&f, "zh", small, sizeof(small));
    assert_true(strlen(small) < sizeof(small));
}

static void flags(void **state) {
    Kam__V1__LoginResponse m = KAM__V1__LOGIN_RESPONSE__INIT;
    m.session_token = (ProtobufCBinaryData){.data = (uint8_t *)"abc", .len = 3};
    m.person_id = 5;
    _cleanup_(free_text) char *hidden = print(&m.base, PROTOJSON_HIDE_SECRETS);
    assert_string_equal(hidden, "{\"person_id\":\"5\"}");
    _cleanup_(free_text) char *all = print(&m.base, PROTOJSON_DEFAULTS);
    assert_string_equal(all, "{\"session_token\":\"YWJj\",\"person_id\":\"5\",\"name\":\"\",\"password_expired\":false,\"sessions_ended\":0}");
    Kam__V1__ListAccountsResponse list = KAM__V1__LIST_ACCOUNTS_RESPONSE__INIT;
    _cleanup_(free_text) char *empty = print(&list.base, PROTOJSON_DEFAULTS);
    assert_string_equal(empty, "{\"accounts\":[],\"next_page_token\":\"\"}");
}

/* A broken peer's text is shown, not dropped with the whole answer. */
static void broken_text(void **state) {
    Kam__V1__Status m = KAM__V1__STATUS__INIT;
    m.message = (char *)"a\xff银";
    _cleanup_(free_text) char *text = print(&m.base, 0);
    assert_string_equal(text, "{\"message\":\"a\xef\xbf\xbd银\"}");
}

/* An empty request of every method, and all its defaults, come back the same. */
static void every_method(void **state) {
    for (size_t i = 0; i < kam_methods_count; i++) {
        const ProtobufCMessageDescriptor *all[] = {kam_methods[i].request, kam_methods[i].response};
        for (size_t k = 0; k < 2; k++) {
            expect_round(all[k], "{}", "{}");
            _cleanup_(free_message) ProtobufCMessage *m = parse("{}", all[k]);
            _cleanup_(free_text) char *defaults = print(m, PROTOJSON_DEFAULTS);
            expect_round(all[k], defaults, "{}");
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_account),
        cmocka_unit_test(integers),
        cmocka_unit_test(presence),
        cmocka_unit_test(texts_and_bools),
        cmocka_unit_test(bytes),
        cmocka_unit_test(enums),
        cmocka_unit_test(times),
        cmocka_unit_test(dates),
        cmocka_unit_test(masks),
        cmocka_unit_test(fields_and_lists),
        cmocka_unit_test(syntax_and_bounds),
        cmocka_unit_test(found_is_cut),
        cmocka_unit_test(flags),
        cmocka_unit_test(broken_text),
        cmocka_unit_test(every_method),
    };
    return cmocka_run_group_tests_name("protojson", tests, NULL, NULL);
}

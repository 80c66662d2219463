/*
 * What goes into PostgreSQL through the plans comes out of it the same: every message that is a parameter of a method, filled at random,
 * through its composite type and back to bytes. And a database that does not match is found out before anything runs.
 */
#include "common/buffer.h"
#include "google/protobuf/timestamp.pb-c.h"
#include "kam/v1/interactions.pb-c.h"
#include "server/db/direct.h"
#include "server/rpc/decode.h"
#include "server/rpc/encode.h"
#include "server/rpc/verify.h"
#include "tests/engine/random_message.h"
#include "tests/harness/cluster.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 200

struct stage {
    struct cluster *cluster;
    char database[32];
    char url[256];
};

static int open_stage(void **state) {
    struct stage *s = calloc(1, sizeof *s);
    s->cluster = cluster_get();
    cluster_create_database(s->cluster, s->database);
    snprintf(s->url, sizeof s->url, "host=%s dbname=%s user=kam_app", s->cluster->folder, s->database);
    *state = s;
    return 0;
}

static int close_stage(void **state) {
    struct stage *s = *state;
    cluster_drop_database(s->cluster, s->database);
    free(s);
    return 0;
}

static void load(struct stage *s, struct report *report, struct bindings **ret_bindings) {
    _cleanup_(errors_freep) struct errors *errors = NULL;
    char *error = NULL;
    int r = verify(s->url, report, &error, ret_bindings, &errors);
    if (r != 0) {
        fail_msg("%s", error);
    }
}

/* One value through `select $1` with the parameter's own type, and back as the only field of a message. */
static void round_trip(PGconn *pg, const struct field_plan *field, const ProtobufCMessageDescriptor *descriptor) {
    struct arena arena;
    arena_init(&arena, 16u << 20, NULL, 0);
    struct param_plan param = {.source = PARAM_FIELD, .field = *field};
    struct method_plan plan = {.params_count = 1, .params = &param, .columns_count = 1, .columns = &param.field, .rows = ROW_IS_RESPONSE};
    for (int i = 0; i < ROUNDS; i++) {
        const ProtobufCMessage *message = random_message(descriptor, &arena);
        struct buffer in;
        struct buffer out;
        struct encoded_param encoded;
        struct encode_fault fault;
        buffer_init(&in, 16u << 20);
        buffer_init(&out, 16u << 20);
        assert_int_equal(encode_params(&plan, message, NULL, &in, &encoded, &fault), 0);
        const char *value = encoded.length < 0 ? NULL : (const char *)buffer_front(&in) + encoded.offset;
        int length = encoded.length;
        int binary = 1;
        _cleanup_(db_resultp) PGresult *rows = PQexecParams(pg, "select $1", 1, &field->type, &value, &length, &binary, 1);
        if (PQresultStatus(rows) != PGRES_TUPLES_OK) {
            fail_msg("%s", PQresultErrorMessage(rows));
        }
        assert_int_equal(decode_rows(&plan, rows, 1, NULL, 0, &out), 0);
        ProtobufCMessage *back = protobuf_c_message_unpack(descriptor, arena_allocator(&arena), buffer_bytes(&out), buffer_front(&out));
        assert_non_null(back);
        /* Compare the one field: pack both messages with nothing else in them. */
        const ProtobufCFieldDescriptor *f = protobuf_c_message_descriptor_get_field_by_name(descriptor, field->name);
        ProtobufCMessage *alone = arena_calloc(&arena, 1, descriptor->sizeof_message);
        protobuf_c_message_init(descriptor, alone);
        memcpy((uint8_t *)alone + f->offset, (const uint8_t *)message + f->offset,
               f->label == PROTOBUF_C_LABEL_REPEATED ? sizeof(void *) : random_message_item_bytes(f->type));
        if (f->label == PROTOBUF_C_LABEL_REPEATED) {
            memcpy((uint8_t *)alone + f->quantifier_offset, (const uint8_t *)message + f->quantifier_offset, sizeof(size_t));
        } else if (f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
            memcpy((uint8_t *)alone + f->quantifier_offset, (const uint8_t *)message + f->quantifier_offset, sizeof(uint32_t));
        }
        size_t bytes = protobuf_c_message_get_packed_size(alone);
        assert_int_equal(protobuf_c_message_get_packed_size(back), bytes);
        uint8_t *expected = arena_alloc(&arena, bytes + 1);
        uint8_t *got = arena_alloc(&arena, bytes + 1);
        protobuf_c_message_pack(alone, expected);
        protobuf_c_message_pack(back, got);
        assert_memory_equal(expected, got, bytes);
        assert_int_equal(buffer_bytes(&out), bytes);
        buffer_deinit(&in);
        buffer_deinit(&out);
        arena_reset(&arena);
    }
    arena_deinit(&arena);
}

static void test_round_trips(void **state) {
    struct stage *s = *state;
    _cleanup_(report_deinit) struct report report = {0};
    _cleanup_(bindings_freep) struct bindings *bindings = NULL;
    _cleanup_(db_connp) PGconn *pg = PQconnectdb(s->url);
    size_t fields = 0;
    load(s, &report, &bindings);
    assert_int_equal(report.count, 0);
    srand(7);
    for (size_t i = 0; i < bindings_count(bindings); i++) {
        const struct method_plan *plan = bindings_plan(bindings, i);
        for (size_t k = 0; plan && k < plan->params_count; k++) {
            if (plan->params[k].source == PARAM_FIELD && plan->params[k].field.codec != CODEC_FIELD_MASK) {
                round_trip(pg, &plan->params[k].field, plan->method->request);
                fields++;
            }
        }
    }
    assert_true(fields > 40);
}

static struct encode_fault fault_of(struct stage *s, const char *path, const ProtobufCMessage *message) {
    _cleanup_(report_deinit) struct report report = {0};
    _cleanup_(bindings_freep) struct bindings *bindings = NULL;
    struct encode_fault fault;
    struct encoded_param params[DB_STATEMENT_PARAMS_MAX];
    struct buffer in;
    load(s, &report, &bindings);
    buffer_init(&in, 1u << 20);
    const struct method_plan *plan = bindings_plan(bindings, (size_t)(kam_method_find(path) - kam_methods));
    assert_non_null(plan);
    assert_int_equal(encode_params(plan, message, NULL, &in, params, &fault), ENCODE_FAULT);
    buffer_deinit(&in);
    return fault;
}

/* A day or a moment that does not exist is told with the path of its field. */
static void test_out_of_range(void **state) {
    struct stage *s = *state;
    Kam__V1__Interaction interaction = KAM__V1__INTERACTION__INIT;
    Kam__V1__CreateInteractionRequest request = KAM__V1__CREATE_INTERACTION_REQUEST__INIT;
    Kam__V1__Date date = KAM__V1__DATE__INIT;
    Google__Protobuf__Timestamp moment = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
    request.interaction = &interaction;
    interaction.next_step_on = &date;
    date.year = 2027;
    date.month = 2;
    date.day = 29;
    struct encode_fault fault = fault_of(s, "kam.v1.Interactions/CreateInteraction", &request.base);
    assert_string_equal(fault.path, "interaction.next_step_on");
    assert_int_equal(fault.message, MESSAGE_FIELD_RANGE);
    interaction.next_step_on = NULL;
    interaction.occurred_at = &moment;
    moment.nanos = -1;
    fault = fault_of(s, "kam.v1.Interactions/CreateInteraction", &request.base);
    assert_string_equal(fault.path, "interaction.occurred_at");
}

static void expect_finding(struct stage *s, const char *sql, const char *finding) {
    _cleanup_(report_deinit) struct report report = {0};
    _cleanup_(bindings_freep) struct bindings *bindings = NULL;
    free(cluster_query(s->cluster, s->database, "%s", sql));
    load(s, &report, &bindings);
    if (!report.text || !strstr(report.text, finding)) {
        fail_msg("after \"%s\" the report should tell \"%s\" but is:\n%s", sql, finding, report.text ? report.text : "(empty)");
    }
}

/* Everything that can come apart between protos and database is told, all of it at once. */
static void test_mismatches(void **state) {
    struct stage *s = *state;
    expect_finding(s, "alter type api_1.identifier rename attribute value to text",
                   "type identifier has attribute text, which kam.v1.Identifier has not");
    expect_finding(s, "select 1", "type identifier has no attribute for kam.v1.Identifier.value");
}

static void test_function_mismatches(void **state) {
    struct stage *s = *state;
    expect_finding(s, "drop function api_1.get_user", "kam.v1.Users/GetUser: there is no function api_1.get_user");
    expect_finding(s, "alter type kam.channel add value 'pigeon'", "has label 'pigeon', which kam.v1.Channel has not");
    expect_finding(s, "alter function api_1.create_unit security invoker", "kam.v1.Org/CreateUnit: must be SECURITY DEFINER");
    expect_finding(s, "alter function api_1.list_posts set search_path = pg_catalog", "kam.v1.Org/ListPosts: a read must be");
    expect_finding(s, "create function api_1.get_account(p_id int8) returns int8 language sql as 'select 1::int8'",
                   "kam.v1.Accounts/GetAccount: api_1.get_account must be one function");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_round_trips, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(test_out_of_range, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(test_mismatches, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(test_function_mismatches, open_stage, close_stage),
    };
    return cmocka_run_group_tests_name("codec", tests, NULL, NULL);
}

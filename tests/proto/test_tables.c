/*
 * The tables the build makes of our own protos: complete, in order, and parallel to protobuf-c's descriptors.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/method.h"
#include "proto/rules.h"

#include "google/protobuf/timestamp.pb-c.h"
#include "kam/v1/accounts.pb-c.h"
#include "kam/v1/common.pb-c.h"

#include <string.h>

static void methods_in_order(void **state) {
    assert_true(kam_methods_count > 0);
    for (size_t i = 0; i < kam_methods_count; i++) {
        assert_true(i == 0 || strcmp(kam_methods[i - 1].path, kam_methods[i].path) < 0);
        assert_ptr_equal(kam_method_find(kam_methods[i].path), &kam_methods[i]);
    }
    assert_null(kam_method_find("kam.v1.Accounts/GetAccoun"));
    assert_null(kam_method_find(""));
    assert_null(kam_method_find("zzz"));
}

static void methods_match_messages(void **state) {
    for (size_t i = 0; i < kam_methods_count; i++) {
        const struct kam_method *m = &kam_methods[i];
        const char *name = strchr(m->path, '/') + 1;
        size_t bytes = strlen(name);
        assert_int_equal(strncmp(m->request->short_name, name, bytes), 0);
        assert_string_equal(m->request->short_name + bytes, "Request");
        assert_string_equal(m->response->short_name + bytes, "Response");
        assert_non_null(kam_field_rules(m->request));
        assert_non_null(kam_field_rules(m->response));
    }
}

static void one_account(void **state) {
    const struct kam_method *m = kam_method_find("kam.v1.Accounts/UpdateAccount");
    assert_string_equal(m->function, "update_account");
    assert_string_equal(m->subject, "account.id");
    assert_int_equal(m->kind, KAM_METHOD_WRITE);
    assert_int_equal(m->audit, KAM_AUDIT_WRITE);
    assert_string_equal(m->args[0], "account.id");
    assert_null(m->args[1]);
    const ProtobufCMessageDescriptor *d = &kam__v1__account__descriptor;
    const struct kam_field_rule *rules = kam_field_rules(d);
    for (unsigned i = 0; i < d->n_fields; i++) {
        if (strcmp(d->fields[i].name, "name") == 0) {
            assert_string_equal(rules[i].zh, "名称");
            assert_int_equal(rules[i].bytes_max, 256);
            assert_int_equal(rules[i].items_max, 100);
            assert_true(rules[i].required);
        }
        if (strcmp(d->fields[i].name, "parent_id") == 0) {
            assert_string_equal(rules[i].lookup, "kam.v1.Accounts/SearchAccounts");
            assert_true(d->fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF);
            assert_int_equal(d->fields[i].quantifier_offset, offsetof(Kam__V1__Account, _parent_id_case));
        }
    }
}

static void rules_of_all_messages(void **state) {
    for (size_t i = 0; i < kam_message_rules_count; i++) {
        const ProtobufCMessageDescriptor *d = kam_message_rules[i].message;
        assert_ptr_equal(kam_field_rules(d), kam_message_rules[i].fields);
        for (unsigned k = 0; k < d->n_fields; k++) {
            const struct kam_field_rule *r = &kam_message_rules[i].fields[k];
            assert_true(*r->zh && *r->en && r->bytes_max > 0 && r->items_max > 0);
        }
    }
    assert_null(kam_field_rules(&google__protobuf__timestamp__descriptor));
    assert_string_equal(kam_field_rules(&kam__v1__date__descriptor)[0].zh, "year"); /* no label: its name */
}

static void values_of_all_enums(void **state) {
    for (size_t i = 0; i < kam_enum_rules_count; i++) {
        const ProtobufCEnumDescriptor *d = kam_enum_rules[i].enumeration;
        assert_ptr_equal(kam_value_rules(d), kam_enum_rules[i].values);
        for (unsigned k = 0; k < d->n_values; k++) {
            const struct kam_value_rule *r = &kam_enum_rules[i].values[k];
            if (d->values[k].value == 0)
                assert_null(r->label);
            else
                assert_true(r->label && *r->zh && *r->en);
        }
    }
    assert_string_equal(kam_value_rules(&kam__v1__account_kind__descriptor)[KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK].label, "bank");
}

/* A set of files: each a length-delimited field 1 that fits exactly; our options in it, imports too. */
static void descriptor_set(void **state) {
    size_t at = 0, files = 0;
    while (at < kam_descriptor_set_bytes) {
        assert_int_equal(kam_descriptor_set[at++], 1 << 3 | 2);
        size_t bytes = 0;
        for (int shift = 0;; shift += 7) {
            bytes |= (size_t)(kam_descriptor_set[at] & 0x7f) << shift;
            if (!(kam_descriptor_set[at++] & 0x80))
                break;
        }
        at += bytes;
        files++;
    }
    assert_int_equal(at, kam_descriptor_set_bytes);
    assert_true(files >= 11);
    assert_non_null(memmem(kam_descriptor_set, kam_descriptor_set_bytes, "google/protobuf/timestamp.proto", 31));
    assert_non_null(memmem(kam_descriptor_set, kam_descriptor_set_bytes, "account.create", 14));
    assert_null(memmem(kam_descriptor_set, kam_descriptor_set_bytes, "Opens a file for", 16)); /* a comment */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_in_order),      cmocka_unit_test(methods_match_messages), cmocka_unit_test(one_account),
        cmocka_unit_test(rules_of_all_messages), cmocka_unit_test(values_of_all_enums),    cmocka_unit_test(descriptor_set),
    };
    return cmocka_run_group_tests_name("kam tables", tests, NULL, NULL);
}

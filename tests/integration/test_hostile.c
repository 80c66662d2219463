/* Hostile strings in every text field: refused with the field's name or stored as they are, and never seen by PostgreSQL as SQL. */
#include "tests/integration/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world world;
static kam_client *sp, *admin;

static const char *const hostile[] = {
    "'; drop table kam.account; --",
    "\\'; select pg_sleep(10); --",
    "' or '1'='1",
    "$$; select 1; $$",
    "\"; delete from kam.person; --",
    "{\"a\": \"b\"}",
    "{1,2,3}",
    "(1,\"x\",)",
    "%s%n%x %d",
    "%_\\%",
    "a\\",
    "$1 :name ?",
    "/* comment */ x",
    "x\n\t\r\ny",
    "<script>alert(1)</script>",
    "../../../etc/passwd",
    "=cmd|'/c calc'!A1",
    "NULL",
    "\xe2\x80\xae"
    "txt.exe",                  /* right-to-left override */
    "\xe2\x80\x8b\xe2\x80\x8b", /* nothing but zero width */
    "\xef\xbb\xbf"
    "bom",
    "\xf0\x9f\x8f\xa6\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbc",
    "𠮷野家 㐂 工行",
    "\x1f"
    "unit separator",
    "\x01\x02\x7f",
    "   ",
};
#define HOSTILE (sizeof(hostile) / sizeof(hostile[0]))

/* Text fields of the message, one after the other, by their descriptor: a new field is tried without anybody thinking of it. */
typedef int (*try_message)(ProtobufCMessage *message, ProtobufCMessage **ret_stored);

static char **text_field(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field) {
    return (char **)((char *)message + field->offset);
}

static unsigned stored_count, refused_count;

static void try_field(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, try_message try) {
    char *before = *text_field(message, field);

    for (size_t i = 0; i < HOSTILE; i++) {
        ProtobufCMessage *stored = NULL;
        int status;

        *text_field(message, field) = (char *)hostile[i];
        status = try(message, &stored);
        if (status == KAM_OK) {
            const char *now = *text_field(stored, field);

            /* Nothing but blanks may count as nothing given. */
            if (strcmp(now, hostile[i]) != 0 && hostile[i][strspn(hostile[i], " ")])
                fail_msg("%s.%s: sent %s, stored %s", message->descriptor->name, field->name, hostile[i], now);
            kam_message_free(stored);
            stored_count++;
        } else {
            /* Only a refusal that says where. */
            if (status != KAM_INVALID_ARGUMENT && status != KAM_ALREADY_EXISTS && status != KAM_ABORTED &&
                status != KAM_FAILED_PRECONDITION)
                fail_msg("%s.%s with %s: %s", message->descriptor->name, field->name, hostile[i], kam_status_name((enum kam_status)status));
            refused_count++;
        }
    }
    *text_field(message, field) = before;
}

static void try_all_fields(ProtobufCMessage *message, try_message try) {
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];

        if (field->type == PROTOBUF_C_TYPE_STRING && field->label != PROTOBUF_C_LABEL_REPEATED &&
            !kam_field_rules(message->descriptor)[i].output_only)
            try_field(message, field, try);
    }
}

/* Each gives back the stored message as one of its own, to be freed like a response. */
static ProtobufCMessage *copy(const ProtobufCMessage *message) {
    size_t count = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = malloc(count + 1);
    ProtobufCMessage *result;

    assert_non_null(bytes);
    protobuf_c_message_pack(message, bytes);
    result = protobuf_c_message_unpack(message->descriptor, NULL, count, bytes);
    free(bytes);
    assert_non_null(result);
    return result;
}

static int try_account(ProtobufCMessage *message, ProtobufCMessage **ret_stored) {
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    Kam__V1__CreateAccountResponse *response;
    int status;

    request.account = (Kam__V1__Account *)message;
    status = kam_accounts_create_account(sp, &request, NULL, &response);
    if (status == KAM_OK) {
        Kam__V1__GetAccountResponse *read;

        /* What another call reads back, not what the same call echoes. */
        expect_status(sp, get_account(sp, response->account->id, &read), KAM_OK);
        *ret_stored = copy(&read->account->base);
        kam_message_free(&read->base);
        kam_message_free(&response->base);
    }
    return status;
}

static void test_account(void **state) {
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    static const char *const given[] = {"code", "name", "short_name", "industry", "region", "address", "source", "note"};

    account.name = "无害";
    account.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_ENTERPRISE;
    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
        try_field(&account.base, protobuf_c_message_descriptor_get_field_by_name(&kam__v1__account__descriptor, given[i]), try_account);
}

static int64_t account_id;

static int try_contact(ProtobufCMessage *message, ProtobufCMessage **ret_stored) {
    Kam__V1__CreateContactRequest request = KAM__V1__CREATE_CONTACT_REQUEST__INIT;
    Kam__V1__CreateContactResponse *response;
    int status;

    request.contact = (Kam__V1__Contact *)message;
    status = kam_contacts_create_contact(sp, &request, NULL, &response);
    if (status == KAM_OK) {
        *ret_stored = copy(&response->contact->base);
        kam_message_free(&response->base);
    }
    return status;
}

static void test_contact(void **state) {
    Kam__V1__Contact contact = KAM__V1__CONTACT__INIT;
    static const char *const given[] = {"name", "title", "note"};

    contact.account_id = account_id;
    contact.name = "无害";
    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
        try_field(&contact.base, protobuf_c_message_descriptor_get_field_by_name(&kam__v1__contact__descriptor, given[i]), try_contact);
}

static int try_visit(ProtobufCMessage *message, ProtobufCMessage **ret_stored) {
    Kam__V1__CreateInteractionRequest request = KAM__V1__CREATE_INTERACTION_REQUEST__INIT;
    Kam__V1__CreateInteractionResponse *response;
    int status;

    request.interaction = (Kam__V1__Interaction *)message;
    status = kam_interactions_create_interaction(sp, &request, NULL, &response);
    if (status == KAM_OK) {
        *ret_stored = copy(&response->interaction->base);
        kam_message_free(&response->base);
    }
    return status;
}

static void test_visit(void **state) {
    Kam__V1__Interaction visit = KAM__V1__INTERACTION__INIT;
    static const char *const given[] = {"topic", "outcome", "next_step"};

    visit.account_id = account_id;
    visit.topic = "无害";
    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
        try_field(&visit.base, protobuf_c_message_descriptor_get_field_by_name(&kam__v1__interaction__descriptor, given[i]), try_visit);
}

static int try_unit(ProtobufCMessage *message, ProtobufCMessage **ret_stored) {
    Kam__V1__CreateUnitRequest request = KAM__V1__CREATE_UNIT_REQUEST__INIT;
    Kam__V1__CreateUnitResponse *response;
    Kam__V1__Unit *unit = (Kam__V1__Unit *)message;
    static unsigned number;
    char code[32];
    bool own_code = strcmp(unit->code, "H") == 0;
    int status;

    if (own_code) {
        snprintf(code, sizeof(code), "H%u", number++);
        unit->code = code;
    }
    request.unit = unit;
    status = kam_org_create_unit(admin, &request, NULL, &response);
    if (own_code)
        unit->code = "H";
    if (status == KAM_OK) {
        *ret_stored = copy(&response->unit->base);
        kam_message_free(&response->base);
    }
    return status;
}

static void test_unit(void **state) {
    Kam__V1__Unit unit = KAM__V1__UNIT__INIT;

    unit.code = "H";
    unit.name = "无害";
    unit.kind = KAM__V1__UNIT_KIND__UNIT_KIND_COMPANY;
    try_all_fields(&unit.base, try_unit);
}

/* Fields that are looked for rather than stored. Whatever is answered, nothing breaks. */
static int try_search(ProtobufCMessage *message, ProtobufCMessage **ret_stored) {
    Kam__V1__SearchAccountsResponse *response;
    int status = kam_accounts_search_accounts(sp, (Kam__V1__SearchAccountsRequest *)message, NULL, &response);

    if (status == KAM_OK) {
        kam_message_free(&response->base);
        *ret_stored = copy(message);
    }
    return status;
}

static int try_list(ProtobufCMessage *message, ProtobufCMessage **ret_stored) {
    Kam__V1__ListAccountsResponse *response;
    int status = kam_accounts_list_accounts(sp, (Kam__V1__ListAccountsRequest *)message, NULL, &response);

    if (status == KAM_OK) {
        kam_message_free(&response->base);
        *ret_stored = copy(message);
    }
    return status;
}

static void test_queries(void **state) {
    Kam__V1__SearchAccountsRequest search = KAM__V1__SEARCH_ACCOUNTS_REQUEST__INIT;
    Kam__V1__ListAccountsRequest list = KAM__V1__LIST_ACCOUNTS_REQUEST__INIT;

    try_all_fields(&search.base, try_search);
    try_all_fields(&list.base, try_list);
}

static void test_logins(void **state) {
    for (size_t i = 0; i < 6; i++) {
        kam_client *client = kamd_client(&world.a, "en");
        int status = fixture_login(client, hostile[i], hostile[HOSTILE - 1 - i]);

        assert_true(status == KAM_UNAUTHENTICATED || status == KAM_INVALID_ARGUMENT);
        kam_client_free(client);
    }
}

static void test_postgresql_saw_no_sql(void **state) {
    static const char *const signs[] = {"syntax error",         "unterminated", "does not exist",
                                        "invalid input syntax", "malformed",    "invalid byte"};

    print_message("# %u stored, %u refused\n", stored_count, refused_count);
    assert_true(stored_count > 100);
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        assert_int_equal(cluster_log_count(world.cluster, signs[i]), 0);
    assert_true(world_number(&world, "select count(*) from kam.account") > 0);
    assert_int_equal(kamd_log_count(&world.a, "INTERNAL"), 0);
}

static int open_world(void **state) {
    world_open(&world, 1);
    sp = fixture_client(&world.a, "sp1");
    admin = fixture_client(&world.a, "admin");
    account_id = fixture_account(sp, "目标");
    return 0;
}

static int close_world(void **state) {
    kam_client_free(sp);
    kam_client_free(admin);
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_account),
        cmocka_unit_test(test_contact),
        cmocka_unit_test(test_visit),
        cmocka_unit_test(test_unit),
        cmocka_unit_test(test_queries),
        cmocka_unit_test(test_logins),
        cmocka_unit_test(test_postgresql_saw_no_sql),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

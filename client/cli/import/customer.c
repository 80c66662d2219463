#include "client/cli/import/customer.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/grammar/value.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"

static ProtobufCMessage *decode(const char *path, json_t *request) {
    const struct kam_method *method = kam_method_find(path);
    ProtobufCMessage *message = NULL;
    struct protojson_fault fault;

    /* Every value has been checked when the row was read. */
    if (!method || protojson_decode(request, method->request, &message, &fault) != PROTOJSON_OK)
        abort();
    json_decref(request);
    return message;
}

static void set_text(json_t *object, const char *field, const char *value) {
    if (*value)
        json_object_set_new(object, field, xjson(json_string(value)));
}

static void set_id(json_t *object, const char *field, int64_t id) {
    if (id)
        json_object_set_new(object, field, xjson(json_integer(id)));
}

/* Cells that are a field of their own. */
static void set_columns(json_t *object, const struct import_row *row, const enum column *columns, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *cell = row->cell[columns[i]];
        struct field_path path = {0};
        json_t *value = NULL;
        char *why = NULL;

        if (!*cell || !column_field(columns[i], &path))
            continue;
        if (value_parse(field_last_rule(&path), field_last(&path), cell, &value, &why) != 0)
            abort(); /* checked when the row was read */
        json_object_set_new(object, field_last(&path)->name, value);
    }
}

static json_t *former_names(const struct import_row *row) {
    json_t *names = xjson(json_array());
    char **items = NULL;
    size_t count = value_split(row->cell[COLUMN_FORMER_NAMES], &items);

    for (size_t i = 0; i < count; i++) {
        json_array_append_new(names, xjson(json_string(items[i])));
        free(items[i]);
    }
    free(items);
    return names;
}

static json_t *identifiers(const struct import_row *row) {
    static const struct {
        enum column column;
        const char *kind;
    } kinds[] = {{COLUMN_USCC, "uscc"}, {COLUMN_REGISTRATION, "registration"}, {COLUMN_FINANCIAL_LICENCE, "financial_licence"}};
    json_t *list = xjson(json_array());

    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
        if (*row->cell[kinds[i].column])
            json_array_append_new(list, xjson(json_pack("{s:s,s:s}", "kind", kinds[i].kind, "value", row->cell[kinds[i].column])));
    return list;
}

ProtobufCMessage *customer_account(const struct import_row *row, int64_t parent_id, int64_t owner_id) {
    static const enum column plain[] = {COLUMN_CODE,     COLUMN_NAME,   COLUMN_SHORT_NAME, COLUMN_KIND,
                                        COLUMN_INDUSTRY, COLUMN_REGION, COLUMN_ADDRESS,    COLUMN_NOTE};
    _cleanup_(freep) char *source = row_source(row);
    json_t *account = xjson(json_object()), *request;

    set_columns(account, row, plain, ARRAY_SIZE(plain));
    set_text(account, "source", source);
    set_id(account, "parent_id", parent_id);
    set_id(account, "owner_id", owner_id);
    json_object_set_new(account, "former_names", former_names(row));
    json_object_set_new(account, "identifiers", identifiers(row));
    request = xjson(json_pack("{s:o}", "account", account));
    set_text(request, "reason", row->cell[COLUMN_FORCE_REASON]);
    json_object_set_new(request, "force", json_boolean(*row->cell[COLUMN_FORCE_REASON] != 0));
    return decode("kam.v1.Accounts/CreateAccount", request);
}

ProtobufCMessage *customer_contact(const struct import_row *row) {
    static const enum column plain[] = {COLUMN_CONTACT_NAME, COLUMN_CONTACT_TITLE, COLUMN_CONTACT_PHONE, COLUMN_CONTACT_EMAIL,
                                        COLUMN_CONTACT_ROLE};
    json_t *contact = xjson(json_object());

    set_columns(contact, row, plain, ARRAY_SIZE(plain));
    set_id(contact, "account_id", row->account_id);
    if (!*row->cell[COLUMN_CONTACT_ROLE]) /* most lists do not say what a contact does there */
        set_text(contact, "role", "other");
    return decode("kam.v1.Contacts/CreateContact", xjson(json_pack("{s:o}", "contact", contact)));
}

void customer_free(ProtobufCMessage *request) {
    if (request)
        protobuf_c_message_free_unpacked(request, NULL);
}

void customer_learn(struct import_row *row, const ProtobufCMessage *response) {
    const ProtobufCMessage *account = cell_message(response, cell_field(response->descriptor, "account"), 0);

    if (!account)
        return;
    row->account_id = cell_integer(account, cell_field(account->descriptor, "id"));
    if (!*row->cell[COLUMN_CODE]) {
        free(row->cell[COLUMN_CODE]);
        row->cell[COLUMN_CODE] = xstrdup(cell_string(account, cell_field(account->descriptor, "code")));
    }
}

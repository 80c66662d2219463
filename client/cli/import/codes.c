#include "client/cli/import/codes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/base/memory.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"

enum { PAGE_SIZE = 200 };

static const struct {
    const char *method, *list, *code;
} kinds[CODE_KINDS] = {
    [CODE_UNIT] = {"kam.v1.Org/ListUnits", "units", "code"},
    [CODE_POST] = {"kam.v1.Org/ListPosts", "posts", "code"},
    [CODE_PERSON] = {"kam.v1.Users/ListUsers", "users", "login"},
};

void codes_init(struct codes *codes, struct app *app) {
    *codes = (struct codes){.app = app};
}

void codes_deinit(struct codes *codes) {
    for (int kind = 0; kind < CODE_KINDS; kind++) {
        for (size_t i = 0; i < codes->count[kind]; i++) {
            free(codes->entries[kind][i].code);
            json_decref(codes->entries[kind][i].item);
        }
        free(codes->entries[kind]);
    }
}

/* Logins do not care about case. */
static struct code_entry *entry_of(struct codes *codes, enum code_kind kind, const char *code) {
    for (size_t i = 0; i < codes->count[kind]; i++) {
        struct code_entry *entry = &codes->entries[kind][i];

        if ((kind == CODE_PERSON ? strcasecmp(entry->code, code) : strcmp(entry->code, code)) == 0)
            return entry;
    }
    return NULL;
}

void codes_learn(struct codes *codes, enum code_kind kind, const char *code, const ProtobufCMessage *item) {
    struct code_entry *entry = entry_of(codes, kind, code);

    if (!entry) {
        codes->entries[kind] = xgrow(codes->entries[kind], codes->count[kind], sizeof(*entry));
        entry = &codes->entries[kind][codes->count[kind]++];
        *entry = (struct code_entry){.code = xstrdup(code), .id = 1};
    }
    if (!item)
        return;
    json_decref(entry->item);
    entry->item = xjson(protojson_encode(item, 0));
    entry->id = cell_integer(item, cell_field(item->descriptor, "id"));
}

/* One page of a list; its items are learned. False at the last one, or when `stop` is set. */
static bool ask_page(struct codes *codes, enum code_kind kind, char **page_token) {
    const struct kam_method *method = kam_method_find(kinds[kind].method);
    _cleanup_(json_decrefp) json_t *request = xjson(json_object());
    ProtobufCMessage *response = NULL;

    if (cell_field(method->request, "page_size"))
        json_object_set_new(request, "page_size", xjson(json_integer(PAGE_SIZE)));
    if (**page_token)
        json_object_set_new(request, "page_token", xjson(json_string(*page_token)));
    codes->stop = app_call(codes->app, method, request, &response);
    if (codes->stop)
        return false;
    const ProtobufCFieldDescriptor *items = cell_field(response->descriptor, kinds[kind].list);
    const ProtobufCFieldDescriptor *next = cell_field(response->descriptor, "next_page_token");
    for (size_t i = 0; i < cell_count(response, items); i++) {
        const ProtobufCMessage *item = cell_message(response, items, i);

        codes_learn(codes, kind, cell_string(item, cell_field(item->descriptor, kinds[kind].code)), item);
    }
    free(*page_token);
    *page_token = xstrdup(next ? cell_string(response, next) : "");
    kam_message_free(response);
    return **page_token;
}

const struct code_entry *codes_find(struct codes *codes, enum code_kind kind, const char *code) {
    if (!codes->asked[kind]) {
        char *page_token = xstrdup("");

        codes->asked[kind] = true;
        while (ask_page(codes, kind, &page_token))
            continue;
        free(page_token);
    }
    return codes->stop ? NULL : entry_of(codes, kind, code);
}

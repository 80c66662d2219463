#include "client/cli/import/codes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/base/memory.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"

void codes_init(struct codes *codes, struct app *app) {
    *codes = (struct codes){0};
    references_init(&codes->people, app);
}

void codes_deinit(struct codes *codes) {
    for (int kind = 0; kind < CODE_KINDS; kind++) {
        for (size_t i = 0; i < codes->count[kind]; i++)
            free(codes->entries[kind][i].code);
        free(codes->entries[kind]);
    }
    references_deinit(&codes->people);
}

void codes_learn(struct codes *codes, enum code_kind kind, const char *code, int64_t id) {
    struct code_entry **entries = &codes->entries[kind];

    *entries = xgrow(*entries, codes->count[kind], sizeof(**entries));
    (*entries)[codes->count[kind]++] = (struct code_entry){.code = xstrdup(code), .id = id};
}

/* One page of a list; its items are learned. False at the last one, or when `stop` is set. */
static bool ask_page(struct codes *codes, enum code_kind kind, const char *path, const char *list, char **page_token) {
    const struct kam_method *method = kam_method_find(path);
    json_t *request = **page_token ? xjson(json_pack("{s:i,s:s}", "page_size", 200, "page_token", *page_token)) : xjson(json_object());
    ProtobufCMessage *response = NULL;

    codes->stop = app_call(codes->people.app, method, request, &response);
    json_decref(request);
    if (codes->stop)
        return false;
    const ProtobufCFieldDescriptor *items = cell_field(response->descriptor, list), *next = cell_field(response->descriptor, "next_page_token");
    for (size_t i = 0; i < cell_count(response, items); i++) {
        const ProtobufCMessage *item = cell_message(response, items, i);

        codes_learn(codes, kind, cell_string(item, cell_field(item->descriptor, "code")),
                    cell_integer(item, cell_field(item->descriptor, "id")));
    }
    free(*page_token);
    *page_token = xstrdup(next ? cell_string(response, next) : "");
    kam_message_free(response);
    return **page_token;
}

static void ask_all(struct codes *codes, enum code_kind kind) {
    char *page_token = xstrdup("");

    codes->asked[kind] = true;
    while (ask_page(codes, kind, kind == CODE_UNIT ? "kam.v1.Org/ListUnits" : "kam.v1.Org/ListPosts",
                    kind == CODE_UNIT ? "units" : "posts", &page_token))
        continue;
    free(page_token);
}

bool codes_find(struct codes *codes, enum code_kind kind, const char *code, int64_t *ret_id) {
    if (kind != CODE_PERSON && !codes->asked[kind])
        ask_all(codes, kind);
    for (size_t i = 0; i < codes->count[kind]; i++)
        if (strcmp(codes->entries[kind][i].code, code) == 0 ||
            (kind == CODE_PERSON && strcasecmp(codes->entries[kind][i].code, code) == 0)) {
            *ret_id = codes->entries[kind][i].id;
            return true;
        }
    if (kind != CODE_PERSON || codes->stop)
        return false;
    bool found = reference_person(&codes->people, code, ret_id);
    codes->stop = codes->people.stop;
    return found;
}

#include "client/cli/command/lookup.h"

#include <string.h>
#include <strings.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"
#include "client/cli/output/printer.h"

static bool is_exactly(const ProtobufCMessage *row, const char *typed) {
    static const char *const names[] = {"name", "short_name", "code", "login"};

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        const ProtobufCFieldDescriptor *field = cell_field(row->descriptor, names[i]);

        if (field && field_kind(field) == FIELD_STRING && strcasecmp(cell_string(row, field), typed) == 0)
            return true;
    }
    return false;
}

const ProtobufCMessage *lookup_choose(const ProtobufCMessage *const *rows, size_t count, const char *typed) {
    const ProtobufCMessage *exact = NULL;

    if (count == 1)
        return rows[0];
    for (size_t i = 0; i < count; i++) {
        if (!is_exactly(rows[i], typed))
            continue;
        if (exact)
            return NULL;
        exact = rows[i];
    }
    return exact;
}

/* The candidates, on standard error: standard output is for what was asked. */
static void list_candidates(const struct app *app, const struct shape *shape, const ProtobufCMessage *const *rows, size_t count) {
    struct print_style style = {.stream = stderr, .color = app->color_errors};
    struct complaint complaint = {0};
    struct printer *printer = printer_new(&style, shape, &complaint);

    for (size_t i = 0; printer && i < count; i++)
        printer_row(printer, rows[i]);
    if (printer)
        printer_end(printer);
    printer_free(printer);
    complaint_deinit(&complaint);
}

static int choose(struct app *app, const struct kam_method *method, const ProtobufCMessage *response, const char *typed, int64_t *ret_id,
                  struct complaint *complaint) {
    struct shape shape = shape_of(method->response);
    size_t count = cell_count(response, shape.rows);
    _cleanup_(freep) const ProtobufCMessage **rows = xcalloc(count, sizeof(*rows));
    const ProtobufCMessage *chosen;

    for (size_t i = 0; i < count; i++)
        rows[i] = cell_message(response, shape.rows, i);
    chosen = lookup_choose(rows, count, typed);
    if (chosen) {
        *ret_id = cell_integer(chosen, cell_field(chosen->descriptor, "id"));
        return 0;
    }
    if (count == 0)
        return complain(complaint, EXIT_NOT_FOUND, text_fill(TEXT_LOOKUP_NONE, typed), text_fill(TEXT_HINT_LOOKUP_NONE, method->noun, method->verb));
    list_candidates(app, &shape, rows, count);
    return complain(complaint, EXIT_AMBIGUOUS, text_fill(TEXT_LOOKUP_SEVERAL, typed), xstrdup(text_of(TEXT_HINT_LOOKUP_SEVERAL)));
}

static int find(void *context, const char *method_path, const char *typed, int64_t *ret_id, struct complaint *complaint) {
    struct app *app = context;
    const struct kam_method *method = kam_method_find(method_path);
    _cleanup_(json_decrefp) json_t *request = json_pack("{s:s}", "query", typed);
    ProtobufCMessage *response = NULL;
    int fault;

    if (!request)
        return complain(complaint, EXIT_USAGE, xstrdup(text_of(TEXT_VALUE_UTF8)), NULL);
    if (!method || !shape_of(method->response).rows)
        return complain(complaint, EXIT_GENERAL, text_fill(TEXT_METHOD_UNKNOWN, method_path), NULL);
    fault = app_call(app, method, request, &response);
    if (fault != 0)
        return complain(complaint, (enum exit_code)fault, NULL, NULL); /* said already */
    fault = choose(app, method, response, typed, ret_id, complaint);
    kam_message_free(response);
    return fault;
}

int lookup_request(const struct kam_method *method, const char *typed, ProtobufCMessage **ret_request) {
    _cleanup_(json_decrefp) json_t *request = json_pack("{s:s}", "query", typed);
    struct protojson_fault fault;

    return request ? protojson_decode(request, method->request, ret_request, &fault) : 1;
}

struct request_lookup lookup_through(struct app *app) {
    return (struct request_lookup){.find = find, .context = app};
}

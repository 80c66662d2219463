#include "client/cli/command/fetch.h"

#include "client/cli/base/memory.h"
#include "client/cli/output/cell.h"

enum { PAGE_SIZE_MAX = 200 };

int fetch_rows(struct app *app, const struct kam_method *method, const json_t *request, const struct shape *shape, size_t wanted,
               fetch_visit visit, void *context, bool *ret_more) {
    _cleanup_(json_decrefp) json_t *page = xjson(json_copy((json_t *)request));
    bool own_size = json_object_get(request, "page_size") != NULL;
    size_t visited = 0;

    for (;;) {
        size_t left = wanted == 0 ? SIZE_MAX : wanted - visited, rows;
        ProtobufCMessage *response = NULL;
        int fault;

        if (shape->next_page && wanted && !own_size)
            json_object_set_new(page, "page_size", xjson(json_integer(left < PAGE_SIZE_MAX ? (json_int_t)left : PAGE_SIZE_MAX)));
        fault = app_call(app, method, page, &response);
        if (fault != 0)
            return fault;
        rows = cell_count(response, shape->rows);
        for (size_t i = 0; i < rows && i < left; i++)
            visit(context, cell_message(response, shape->rows, i));
        visited += rows < left ? rows : left;
        *ret_more = (shape->next_page && *cell_string(response, shape->next_page)) || rows > left ||
                    (shape->total && cell_integer(response, shape->total) > (int64_t)rows);
        if (*ret_more && shape->next_page)
            json_object_set_new(page, "page_token", xjson(json_string(cell_string(response, shape->next_page))));
        kam_message_free(response);
        if (!*ret_more || !shape->next_page || wanted == 0 || visited >= wanted)
            return 0;
    }
}

void rows_kept_take(void *context, const ProtobufCMessage *row) {
    struct rows_kept *kept = context;
    struct row_kept *packed;

    kept->rows = xgrow(kept->rows, kept->count, sizeof(*kept->rows));
    packed = &kept->rows[kept->count++];
    packed->bytes = protobuf_c_message_get_packed_size(row);
    packed->data = xcalloc(1, packed->bytes + 1);
    protobuf_c_message_pack(row, packed->data);
}

void rows_kept_deinit(struct rows_kept *kept) {
    for (size_t i = 0; i < kept->count; i++)
        free(kept->rows[i].data);
    free(kept->rows);
    *kept = (struct rows_kept){0};
}

ProtobufCMessage *row_kept_message(const struct row_kept *row, const struct shape *shape) {
    return protobuf_c_message_unpack(shape->type, NULL, row->bytes, row->data);
}

int rows_kept_print(struct app *app, const struct shape *shape, const struct row_kept *const *rows, size_t count) {
    struct print_style style = app_style(app);
    struct complaint complaint = {0};
    struct printer *printer = printer_new(&style, shape, &complaint);

    if (!printer)
        return app_complain(app, &complaint);
    for (size_t i = 0; i < count; i++) {
        ProtobufCMessage *row = row_kept_message(rows[i], shape);

        if (row)
            printer_row(printer, row);
        protobuf_c_message_free_unpacked(row, NULL);
    }
    printer_end(printer);
    printer_free(printer);
    return 0;
}

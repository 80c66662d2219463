#include "client/cli/output/printer.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"
#include "client/cli/output/csv.h"
#include "client/cli/output/record.h"
#include "client/cli/output/table.h"

int output_format_parse(const char *name, enum output_format *ret_format) {
    static const char *const names[] = {[OUTPUT_TABLE] = "table", [OUTPUT_JSON] = "json", [OUTPUT_JSONL] = "jsonl", [OUTPUT_CSV] = "csv"};

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (strcmp(names[i], name) == 0) {
            *ret_format = (enum output_format)i;
            return 0;
        }
    return 1;
}

/* Owns its columns and its table; borrows the rest. */
struct printer {
    struct print_style style;
    struct shape shape;
    const ProtobufCFieldDescriptor **columns;
    struct table *table;
    size_t rows;
};

struct printer *printer_new(const struct print_style *style, const struct shape *shape, struct complaint *complaint) {
    const ProtobufCFieldDescriptor **columns;
    struct printer *printer;

    if (shape_columns(shape->type, style->columns ? style->columns : style->format == OUTPUT_CSV ? "all" : NULL, &columns, complaint) != 0)
        return NULL;
    printer = xcalloc(1, sizeof(*printer));
    *printer = (struct printer){.style = *style, .shape = *shape, .columns = columns};
    if (style->format == OUTPUT_TABLE) {
        printer->table = table_new(style->stream, style->color, shape->type, columns, shape->is_tree);
    } else if (style->format == OUTPUT_CSV) {
        for (size_t i = 0; columns[i]; i++)
            csv_print_cell(style->stream, columns[i]->name, i == 0);
        csv_print_end(style->stream);
    }
    return printer;
}

struct printer *printer_free(struct printer *printer) {
    if (!printer)
        return NULL;
    table_free(printer->table);
    free(printer->columns);
    free(printer);
    return NULL;
}

/* Numbers from the server keep their full width; text is left as it is, so that Hanzi stay readable. */
static void print_json(FILE *stream, const ProtobufCMessage *message, bool pretty) {
    _cleanup_(json_decrefp) json_t *value = xjson(protojson_encode(message, PROTOJSON_HIDE_SECRETS));

    json_dumpf(value, stream, JSON_ENCODE_ANY | (pretty ? JSON_INDENT(2) : JSON_COMPACT));
}

static void print_csv(FILE *stream, const ProtobufCMessage *row, const ProtobufCFieldDescriptor *const *columns) {
    for (size_t i = 0; columns[i]; i++) {
        _cleanup_(freep) char *value = cell_text(row, columns[i], CELL_PLAIN);

        csv_print_cell(stream, value, i == 0);
    }
    csv_print_end(stream);
}

void printer_row(struct printer *printer, const ProtobufCMessage *row) {
    FILE *stream = printer->style.stream;

    switch (printer->style.format) {
    case OUTPUT_TABLE:
        table_row(printer->table, row);
        break;
    case OUTPUT_JSON:
        fputs(printer->rows ? ",\n" : "[\n", stream);
        print_json(stream, row, true);
        break;
    case OUTPUT_JSONL:
        print_json(stream, row, false);
        fputc('\n', stream);
        break;
    case OUTPUT_CSV:
        print_csv(stream, row, printer->columns);
        break;
    }
    printer->rows++;
}

size_t printer_end(struct printer *printer) {
    if (printer->style.format == OUTPUT_TABLE)
        table_print(printer->table);
    else if (printer->style.format == OUTPUT_JSON)
        fputs(printer->rows ? "\n]\n" : "[]\n", printer->style.stream);
    return printer->rows;
}

int print_record(const struct print_style *style, const ProtobufCMessage *record, struct complaint *complaint) {
    _cleanup_(freep) const ProtobufCFieldDescriptor **columns = NULL;
    const char *wanted = style->columns ? style->columns : "all";

    if (shape_columns(record->descriptor, wanted, &columns, complaint) != 0)
        return (int)complaint->exit;
    switch (style->format) {
    case OUTPUT_TABLE:
        record_print(style->stream, style->color, record, columns);
        break;
    case OUTPUT_JSON:
    case OUTPUT_JSONL:
        print_json(style->stream, record, style->format == OUTPUT_JSON);
        fputc('\n', style->stream);
        break;
    case OUTPUT_CSV:
        for (size_t i = 0; columns[i]; i++)
            csv_print_cell(style->stream, columns[i]->name, i == 0);
        csv_print_end(style->stream);
        print_csv(style->stream, record, columns);
        break;
    }
    return 0;
}

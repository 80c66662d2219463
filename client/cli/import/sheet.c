#include "client/cli/import/sheet.h"

#include <csv.h>
#include <stdbool.h>
#include <string.h>

#include "client/cli/base/memory.h"

enum { CSV_FIELD_BEGUN = 2 }; /* of libcsv's states, which its header does not name */

/* A row under way. */
struct reading {
    struct sheet *sheet;
    struct sheet_row row;
    size_t rows_room;
    bool ended; /* a row ended in what was fed last */
    bool filled;
    size_t fault;
};

static void take_cell(void *cell, size_t bytes, void *context) {
    struct reading *reading = context;

    if (reading->row.count == SHEET_CELLS_MAX) {
        reading->fault = SHEET_CELLS;
        return;
    }
    reading->row.cells = xgrow(reading->row.cells, reading->row.count, sizeof(*reading->row.cells));
    reading->row.cells[reading->row.count++] = xstrndup(cell ? cell : "", bytes);
    reading->filled = reading->filled || bytes > 0;
}

static void row_deinit(struct sheet_row *row) {
    for (size_t i = 0; i < row->count; i++)
        free(row->cells[i]);
    free(row->cells);
    *row = (struct sheet_row){0};
}

static void take_row(int end, void *context) {
    struct reading *reading = context;
    struct sheet *sheet = reading->sheet;

    (void)end;
    reading->ended = true;
    if (!reading->filled) {
        row_deinit(&reading->row);
        return;
    }
    if (sheet->count == SHEET_ROWS_MAX) {
        reading->fault = SHEET_ROWS;
        row_deinit(&reading->row);
        return;
    }
    sheet->rows = xgrow(sheet->rows, sheet->count, sizeof(*sheet->rows));
    sheet->rows[sheet->count++] = reading->row;
    reading->row = (struct sheet_row){0};
    reading->filled = false;
}

static char choose_delimiter(const char *text) {
    static const char choices[] = ",\t;";
    size_t counts[sizeof(choices) - 1] = {0}, most = 0;

    for (; *text && *text != '\n' && *text != '\r'; text++)
        for (size_t i = 0; i < sizeof(choices) - 1; i++)
            counts[i] += *text == choices[i];
    for (size_t i = 1; i < sizeof(choices) - 1; i++)
        if (counts[i] > counts[most])
            most = i;
    return choices[most];
}

/* Only blanks and tabs that are not the delimiter may be stripped around a cell; a full-width blank is part of the text. */
static int is_blank(unsigned char byte) {
    return byte == ' ';
}

/* Line by line, so that each row is known by the line it began on, also when a quoted cell has line feeds in it. */
static void feed(struct csv_parser *parser, const char *text, size_t bytes, struct reading *reading, struct sheet_fault *fault) {
    size_t line = 0, begun = 0;

    for (const char *at = text, *end = text + bytes; at < end && !reading->fault;) {
        const char *feed_end = memchr(at, '\n', (size_t)(end - at));
        size_t length = feed_end ? (size_t)(feed_end - at) + 1 : (size_t)(end - at);

        line++;
        if (begun == 0 && strspn(at, "\r\n") < length)
            begun = line;
        reading->row.line = begun;
        reading->ended = false;
        csv_parse(parser, at, length, take_cell, take_row, reading);
        if (reading->ended)
            begun = 0;
        fault->line = line;
        at += length;
    }
    reading->row.line = begun;
}

int sheet_parse(const char *text, size_t bytes, struct sheet *ret_sheet, struct sheet_fault *ret_fault) {
    struct sheet sheet = {.delimiter = choose_delimiter(text)};
    struct reading reading = {.sheet = &sheet};
    struct sheet_fault fault = {0};
    struct csv_parser parser;

    if (csv_init(&parser, CSV_APPEND_NULL) != 0)
        abort(); /* only for unknown options */
    csv_set_delim(&parser, (unsigned char)sheet.delimiter);
    csv_set_space_func(&parser, is_blank);
    feed(&parser, text, bytes, &reading, &fault);
    /* libcsv reports this only in its strict mode, which also refuses the stray quotes people write within a cell. */
    if (!reading.fault && parser.quoted && parser.pstate == CSV_FIELD_BEGUN) {
        reading.fault = SHEET_QUOTE;
        fault.line = reading.row.line;
    }
    if (!reading.fault)
        csv_fini(&parser, take_cell, take_row, &reading);
    csv_free(&parser);
    if (reading.fault) {
        row_deinit(&reading.row);
        sheet_deinit(&sheet);
        *ret_fault = (struct sheet_fault){.kind = (enum sheet_fault_kind)reading.fault, .line = fault.line};
        return (int)reading.fault;
    }
    *ret_sheet = sheet;
    return 0;
}

void sheet_deinit(struct sheet *sheet) {
    for (size_t i = 0; i < sheet->count; i++)
        row_deinit(&sheet->rows[i]);
    free(sheet->rows);
    *sheet = (struct sheet){0};
}

#include "server/demo/table.h"

#include "server/demo/say.h"

#include <csv.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What libcsv's callbacks fill: the row under way, and what was wrong first. */
struct reading {
    const char *path;
    const char *const *columns;
    struct demo_table *table;
    size_t column;
    bool in_header;
    bool told;
};

static void tell(struct reading *reading, const char *what) {
    if (!reading->told)
        demo_fail("%s: 第 %zu 行 / line %zu: %s", reading->path, reading->table->rows_count + 1 + !reading->in_header,
                  reading->table->rows_count + 1 + !reading->in_header, what);
    reading->told = true;
}

static void on_cell(void *text, size_t bytes, void *context) {
    struct reading *reading = context;
    struct demo_table *table = reading->table;
    size_t column = reading->column++;

    if (reading->told)
        return;
    if (column >= table->columns_count) {
        tell(reading, "列数过多 / too many columns");
    } else if (reading->in_header) {
        if (strlen(reading->columns[column]) != bytes || memcmp(reading->columns[column], text, bytes) != 0)
            tell(reading, "表头不符 / the header does not name the columns that are expected");
    } else if (table->rows_count >= DEMO_TABLE_ROWS_MAX) {
        tell(reading, "行数过多 / too many rows");
    } else {
        char *copy = strndup(text ? text : "", bytes);

        if (!copy)
            tell(reading, strerror(ENOMEM));
        table->cells[table->rows_count * table->columns_count + column] = copy;
    }
}

static void on_row(int end, void *context) {
    struct reading *reading = context;
    size_t columns = reading->column;

    (void)end;
    reading->column = 0;
    if (reading->told)
        return;
    if (columns != reading->table->columns_count) {
        tell(reading, "列数不足 / too few columns");
        return;
    }
    if (reading->in_header)
        reading->in_header = false;
    else
        reading->table->rows_count++;
}

void demo_table_clear(struct demo_table *table) {
    /* One row more: a faulty last row may have left cells behind. */
    for (size_t i = 0; table->cells && i < (table->rows_count + 1) * table->columns_count; i++)
        free(table->cells[i]);
    free(table->cells);
    *table = (struct demo_table){0};
}

int demo_table_read(const char *path, const char *const columns[], struct demo_table *ret_table) {
    struct demo_table table = {0};
    struct reading reading = {.path = path, .columns = columns, .table = &table, .in_header = true};
    struct csv_parser parser;
    char block[4096];
    FILE *file;
    size_t n;

    while (columns[table.columns_count])
        table.columns_count++;
    table.cells = calloc((DEMO_TABLE_ROWS_MAX + 1) * table.columns_count, sizeof(*table.cells));
    file = fopen(path, "re");
    if (!file || !table.cells || csv_init(&parser, CSV_STRICT | CSV_APPEND_NULL) != 0) {
        demo_fail("%s: %s", path, strerror(errno));
        if (file)
            fclose(file);
        demo_table_clear(&table);
        return DEMO_TOLD;
    }
    while ((n = fread(block, 1, sizeof(block), file)) > 0) {
        if (csv_parse(&parser, block, n, on_cell, on_row, &reading) != n)
            tell(&reading, csv_strerror(csv_error(&parser)));
    }
    if (csv_fini(&parser, on_cell, on_row, &reading) != 0)
        tell(&reading, csv_strerror(csv_error(&parser)));
    csv_free(&parser);
    fclose(file);
    if (reading.told) {
        demo_table_clear(&table);
        return DEMO_TOLD;
    }
    *ret_table = table;
    return DEMO_OK;
}

const char *demo_table_cell(const struct demo_table *table, size_t row, size_t column) {
    const char *cell = table->cells[row * table->columns_count + column];

    return cell ? cell : "";
}

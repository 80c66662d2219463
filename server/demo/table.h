/*
 * A small CSV file in memory, by the columns its reader asks for.
 */
#ifndef KAM_SERVER_DEMO_TABLE_H
#define KAM_SERVER_DEMO_TABLE_H

#include <stddef.h>

enum { DEMO_TABLE_COLUMNS_MAX = 16, DEMO_TABLE_ROWS_MAX = 1000 };

/* Rows × columns of strings, all owned by the table; freed by demo_table_clear, which accepts a zeroed one. */
struct demo_table {
    size_t columns_count;
    size_t rows_count;
    char **cells;
};

/* Reads path (UTF-8, a header line first) whose columns must be exactly these, in this order, ending with NULL. */
int demo_table_read(const char *path, const char *const columns[], struct demo_table *ret_table);

void demo_table_clear(struct demo_table *table);

/* Never NULL: "" for an empty cell. */
const char *demo_table_cell(const struct demo_table *table, size_t row, size_t column);

#endif

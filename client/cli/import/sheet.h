/*
 * A CSV text cut into rows and cells by libcsv, each row with the line it starts on. Comma, semicolon or tab, whichever the first line
 * has most of.
 */
#ifndef CLI_IMPORT_SHEET_H
#define CLI_IMPORT_SHEET_H

#include <stddef.h>

enum { SHEET_ROWS_MAX = 200000, SHEET_CELLS_MAX = 256, SHEET_BYTES_MAX = 64 << 20 };

enum sheet_fault_kind {
    SHEET_QUOTE = 1, /* a quoted cell is never closed */
    SHEET_ROWS = 2,  /* more rows than SHEET_ROWS_MAX */
    SHEET_CELLS = 3, /* more cells in a row than SHEET_CELLS_MAX */
};

struct sheet_fault {
    enum sheet_fault_kind kind;
    size_t line;
};

struct sheet_row {
    size_t line; /* from 1 */
    size_t count;
    char **cells;
};

/* Owns everything in it. The first row is the header. Rows without any content are left out. */
struct sheet {
    char delimiter;
    size_t count;
    struct sheet_row *rows;
};

/* 0, or the kind of fault. */
int sheet_parse(const char *text, size_t bytes, struct sheet *ret_sheet, struct sheet_fault *ret_fault) __attribute__((warn_unused_result));
void sheet_deinit(struct sheet *sheet);

#endif

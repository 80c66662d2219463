/*
 * The expected cells, from expected.csv.
 */
#ifndef TESTS_MATRIX_CELLS_H
#define TESTS_MATRIX_CELLS_H

#include <stddef.h>

enum {
    CELLS_COLUMNS = 13, /* ten roles, EXPIRED, FIN and NOBODY */
    CELLS_LINES_MAX = 2048,
};

enum cell {
    CELL_OK,
    CELL_HIDDEN,
    CELL_NOT_FOUND,
    CELL_DENIED,
    CELL_NO_SESSION,
    CELL_EXPIRED,
};

/* Whose the record is. */
enum row {
    ROW_NONE, /* "-" */
    ROW_OWN,
    ROW_TEAM,
    ROW_UNIT,
    ROW_BRANCH,
    ROW_COMPANY,
};

struct cells_line {
    char method[96];
    enum row row;
    enum cell cells[CELLS_COLUMNS];
};

/* Plain memory. */
struct cells {
    char roles[CELLS_COLUMNS][16];
    struct cells_line lines[CELLS_LINES_MAX];
    size_t count;
};

/* NULL, or what is wrong with the file, in static memory. */
const char *cells_read(const char *path, struct cells *ret);

const char *cell_name(enum cell cell);
const char *row_name(enum row row);

#endif

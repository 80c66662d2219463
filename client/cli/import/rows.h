/*
 * The customers of an import file: cells by column, what is wrong with a row, and the order that puts parents before children.
 */
#ifndef CLI_IMPORT_ROWS_H
#define CLI_IMPORT_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/import/columns.h"

enum row_state {
    ROW_WAITING,
    ROW_SENT,     /* its account or its contact is under way */
    ROW_CREATED,  /* now */
    ROW_PRESENT,  /* it was there already */
    ROW_REJECTED, /* fault says why */
};

enum { ROW_NO_PARENT = -1 };

/* Owns its fault and code; the cells are the sheet's, or values of their own where a guard was taken off. */
struct import_row {
    size_t line;
    size_t number;            /* from 1 below the header: what keys are made from */
    char *cell[COLUMN_COUNT]; /* "" where there is nothing; owned */
    long parent;              /* index of the row whose code is this one's parent_code, or ROW_NO_PARENT */
    enum row_state state;
    char *fault;
    enum column fault_column; /* COLUMN_UNKNOWN: the row as a whole */
    int64_t account_id;       /* once known */
};

struct rows {
    struct import_row *rows;
    size_t count;
};

/* Reads the rows below the header and checks each by itself: what must be there, enum values, lengths, check characters. */
void rows_read(const struct sheet *sheet, const struct columns *columns, struct rows *ret_rows);
void rows_deinit(struct rows *rows);

/*
 * Links rows to their parents in the file, rejects what is twice or in a circle, and gives the order in which to send: parents first,
 * otherwise as in the file. The array of indices belongs to the caller; it holds all rows, rejected ones too.
 */
size_t *rows_order(struct rows *rows);

/* Marks a row rejected; takes the text over. The first fault of a row stays. */
void row_reject(struct import_row *row, enum column column, char *fault);
/* Rejects a row whose parent was; true when it did. */
bool row_reject_orphan(struct rows *rows, struct import_row *row);

/* What account.source becomes: the source, and where the facts are known from. Belongs to the caller. */
char *row_source(const struct import_row *row);

/* Whether this is a 统一社会信用代码 with a right check character (GB 32100). */
bool uscc_is_valid(const char *code);

#endif

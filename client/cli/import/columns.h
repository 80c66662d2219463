/*
 * The columns of an import file: which cell of a row is what, by English or Chinese headers in any order.
 */
#ifndef CLI_IMPORT_COLUMNS_H
#define CLI_IMPORT_COLUMNS_H

#include "client/cli/base/complaint.h"
#include "client/cli/grammar/field.h"
#include "client/cli/import/sheet.h"

enum column {
#define COLUMN(id, name, field, zh) COLUMN_##id,
#include "client/cli/import/columns.def"
#undef COLUMN
    COLUMN_COUNT,
    COLUMN_REJECTED = COLUMN_COUNT, /* what a reject file adds; not read */
    COLUMN_UNKNOWN,
};

/* Which column each cell is. */
struct columns {
    size_t count;
    enum column of[SHEET_CELLS_MAX];
};

/* The three columns a reject file adds in front, in both languages. */
enum { REJECT_LINE, REJECT_COLUMN, REJECT_REASON, REJECT_COUNT };

/* 0, or EXIT_FILE: no header, no name or kind, or a column twice. */
int columns_map(const struct sheet_row *header, struct columns *ret_columns, struct complaint *complaint)
    __attribute__((warn_unused_result));

/* "name", and in the session's language 名称. Constant or for column_title() belonging to the caller. */
const char *column_name(enum column column);
char *column_title(enum column column);
const char *column_reject_name(size_t which);

/* Its field in CreateAccountRequest or CreateContactRequest; false when it has none of its own. */
bool column_field(enum column column, struct field_path *ret_path);
/* The column a violation of the server is about ("account.identifiers[0].value"), or COLUMN_UNKNOWN. */
enum column column_of_field(const char *field);

#endif

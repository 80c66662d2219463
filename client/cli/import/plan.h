/*
 * What the sheets are that become calls, row by row: plan.def as rows of a table, and the headers of a file as the cells of its calls.
 */
#ifndef CLI_IMPORT_PLAN_H
#define CLI_IMPORT_PLAN_H

#include "client/cli/app.h"
#include "client/cli/import/codes.h"
#include "client/cli/import/sheet.h"

enum { PLAN_CALLS_MAX = 2, PLAN_NO_COLUMN = SHEET_CELLS_MAX };

/* One cell of a row as a field of a request. */
struct plan_field {
    size_t column;
    const char *flag;    /* as typed on the command line, without dashes */
    enum code_kind kind; /* whose id stands for the cell; CODE_NONE: the cell itself */
};

struct plan_call {
    const struct kam_method *method;
    const char *taken;               /* reason of the refusal that says it is there already */
    const struct kam_method *update; /* NULL: what is there stays as it is */
    bool is_optional;                /* only made where the cell of when_column is filled */
    size_t when_column;
    size_t count;
    struct plan_field fields[SHEET_CELLS_MAX];
};

/* Borrows the header's cells. */
struct plan {
    const char *zh, *en;
    enum code_kind kind;           /* what the rows are */
    size_t key_column;             /* where the row's own code stands */
    const char *key;               /* the field it is: "code" */
    bool is_ours[SHEET_CELLS_MAX]; /* columns a reject file has in front */
    size_t calls_count;
    struct plan_call calls[PLAN_CALLS_MAX];
};

/* The plan of this noun whose columns the header has; false when none fits. Headers nobody knows are told. */
bool plan_fit(const struct app *app, const char *noun, const struct sheet_row *header, struct plan *ret_plan);

#endif

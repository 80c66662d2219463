/*
 * The rows of a list, fetched page by page; and kept, for whoever wants them all before the first is shown.
 */
#ifndef CLI_COMMAND_FETCH_H
#define CLI_COMMAND_FETCH_H

#include "client/cli/app.h"
#include "client/cli/output/shape.h"

/* One row; it lives until the function returns. */
typedef void (*fetch_visit)(void *context, const ProtobufCMessage *row);

/*
 * Calls for one page after the other until there are enough rows (0: one page); *ret_more tells whether the server has further ones.
 * An exit code; what came before a failure has been visited.
 */
int fetch_rows(struct app *app, const struct kam_method *method, const json_t *request, const struct shape *shape, size_t wanted,
               fetch_visit visit, void *context, bool *ret_more) __attribute__((warn_unused_result));

/* Rows as they came, encoded. Owns them. */
struct rows_kept {
    struct row_kept {
        size_t bytes;
        uint8_t *data;
    } * rows;
    size_t count;
};

/* A fetch_visit; the context is a struct rows_kept. */
void rows_kept_take(void *context, const ProtobufCMessage *row);
void rows_kept_deinit(struct rows_kept *kept);
/* The row decoded again; the caller's, or NULL when memory is out. */
ProtobufCMessage *row_kept_message(const struct row_kept *row, const struct shape *shape);

/* Prints rows on standard output in the format asked for. An exit code. */
int rows_kept_print(struct app *app, const struct shape *shape, const struct row_kept *const *rows, size_t count)
    __attribute__((warn_unused_result));

#endif

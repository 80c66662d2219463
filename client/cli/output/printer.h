/*
 * Prints the answer of a call on standard output in the format asked for: rows page by page, a tree, or one record.
 */
#ifndef CLI_OUTPUT_PRINTER_H
#define CLI_OUTPUT_PRINTER_H

#include <stdbool.h>
#include <stdio.h>

#include "client/cli/base/complaint.h"
#include "client/cli/output/shape.h"

enum output_format {
    OUTPUT_TABLE,
    OUTPUT_JSON,
    OUTPUT_JSONL,
    OUTPUT_CSV,
};

/* 0, or 1 when there is no such format. */
int output_format_parse(const char *name, enum output_format *ret_format) __attribute__((warn_unused_result));

struct print_style {
    FILE *stream;
    enum output_format format;
    bool color;
    const char *columns; /* as typed, or NULL */
};

struct printer;

/* A printer for rows of this type; NULL with the complaint when a column is unknown. Free with printer_free(). */
struct printer *printer_new(const struct print_style *style, const struct shape *shape, struct complaint *complaint);
struct printer *printer_free(struct printer *printer);

/* One row; what has been printed or kept of it is a copy. */
void printer_row(struct printer *printer, const ProtobufCMessage *row);
/* The end of the list: prints what was gathered for the widths. Returns how many rows there were. */
size_t printer_end(struct printer *printer);

/* One record: label and value line by line, or as JSON or CSV. */
int print_record(const struct print_style *style, const ProtobufCMessage *record, struct complaint *complaint)
    __attribute__((warn_unused_result));

#endif

/*
 * Lists kam makes itself (methods, contexts, exit codes): rows of texts, printed in any output format.
 */
#ifndef CLI_OUTPUT_LISTING_H
#define CLI_OUTPUT_LISTING_H

#include "client/cli/output/printer.h"

enum { LISTING_COLUMNS_MAX = 8 };

struct listing_column {
    const char *name;  /* for programs */
    const char *title; /* for people */
};

struct listing;

/* Columns end with a NULL name and are borrowed, as is the style. */
struct listing *listing_new(const struct print_style *style, const struct listing_column *columns);
/* One text per column; NULL is empty. */
void listing_row(struct listing *listing, const char *const *cells);
/* Prints what is left to print and frees it. */
void listing_end(struct listing *listing);

#endif

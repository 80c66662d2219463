/*
 * Cells of a CSV file, safe to open in a spreadsheet: what would be taken for a formula gets an apostrophe in front, and reading takes
 * it off again, so that nothing is changed by going there and back.
 */
#ifndef CLI_OUTPUT_CSV_H
#define CLI_OUTPUT_CSV_H

#include <stdio.h>

/* The byte order mark by which spreadsheets know UTF-8. */
#define CSV_BOM "\xEF\xBB\xBF"

/* Both belong to the caller. csv_unguard(csv_guard(x)) is x for every x. */
char *csv_guard(const char *text);
char *csv_unguard(const char *text);

/* One cell, guarded and quoted where needed, with a comma in front unless it is the first. NULL is an empty cell. */
void csv_print_cell(FILE *stream, const char *text, int first);
void csv_print_end(FILE *stream);

#endif

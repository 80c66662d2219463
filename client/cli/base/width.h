/*
 * How much room text takes on a terminal, and text from elsewhere made harmless for one: a customer's name must not be able to move the
 * cursor or reverse the line.
 */
#ifndef CLI_BASE_WIDTH_H
#define CLI_BASE_WIDTH_H

#include <stddef.h>
#include <stdio.h>

/* Terminal cells of UTF-8 text: two for a Hanzi or full-width sign, none for combining marks. */
size_t width_of(const char *text);

/* The text followed by blanks up to `cells`. */
void width_print(FILE *stream, const char *text, size_t cells);

/* A copy cut to `cells`, ending in "…" when something was cut off; never half a Hanzi. Belongs to the caller. */
char *width_cut(const char *text, size_t cells);

/*
 * A copy with control characters, direction overrides and broken UTF-8 written as \xNN or \u{N}. Line feeds stay when `lines`.
 * Belongs to the caller.
 */
char *width_safe(const char *text, int lines);

#endif

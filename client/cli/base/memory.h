/*
 * Memory for a program that lives for one command: allocation that ends the program when memory is out (nothing is half done by that,
 * a write's key makes the rerun safe), scope-bound release, and growing arrays.
 */
#ifndef CLI_BASE_MEMORY_H
#define CLI_BASE_MEMORY_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/cleanup.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* None of these returns NULL; all results belong to the caller and go back by free(). */
void *xcalloc(size_t count, size_t bytes);
void *xrealloc(void *memory, size_t count, size_t bytes);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t bytes_max);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes room for one more item in an array of `count`, doubling as it grows. */
void *xgrow(void *items, size_t count, size_t item_bytes);

/* json_t that cannot be NULL. */
json_t *xjson(json_t *value);

/* A stream that writes into memory: *ret_text is valid after fclose() and belongs to the caller. */
FILE *xmemstream(char **ret_text, size_t *ret_bytes);

/* For _cleanup_. */
static inline void freep(void *pointer) {
    free(*(void **)pointer);
}

#endif

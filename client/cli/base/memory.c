#include "client/cli/base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

__attribute__((noreturn)) static void out_of_memory(void) {
    fputs("kam: out of memory / 内存不足\n", stderr);
    exit(1);
}

void *xcalloc(size_t count, size_t bytes) {
    void *memory = calloc(count ? count : 1, bytes ? bytes : 1);

    if (!memory)
        out_of_memory();
    return memory;
}

void *xrealloc(void *memory, size_t count, size_t bytes) {
    void *moved = reallocarray(memory, count ? count : 1, bytes ? bytes : 1);

    if (!moved)
        out_of_memory();
    return moved;
}

char *xstrdup(const char *text) {
    char *copy = strdup(text);

    if (!copy)
        out_of_memory();
    return copy;
}

char *xstrndup(const char *text, size_t bytes_max) {
    char *copy = strndup(text, bytes_max);

    if (!copy)
        out_of_memory();
    return copy;
}

char *xasprintf(const char *format, ...) {
    char *text = NULL;
    va_list arguments;
    int bytes;

    va_start(arguments, format);
    bytes = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (bytes < 0)
        out_of_memory();
    return text;
}

void *xgrow(void *items, size_t count, size_t item_bytes) {
    /* Room is always a power of two, so a count that is one (or none) is the moment to double. */
    if ((count & (count - 1)) != 0)
        return items;
    return xrealloc(items, count ? count * 2 : 1, item_bytes);
}

json_t *xjson(json_t *value) {
    if (!value)
        out_of_memory();
    return value;
}

FILE *xmemstream(char **ret_text, size_t *ret_bytes) {
    FILE *stream = open_memstream(ret_text, ret_bytes);

    if (!stream)
        out_of_memory();
    return stream;
}

#include "proto/gen/pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pool_block {
    struct pool_block *next;
    max_align_t memory[];
};

static void out_of_memory(void) {
    fputs("protoc-gen-kam: out of memory\n", stderr);
    abort();
}

void *pool_alloc(struct pool *p, size_t bytes) {
    if (bytes > SIZE_MAX - sizeof(struct pool_block))
        out_of_memory();
    struct pool_block *b = calloc(1, sizeof(*b) + bytes);
    if (!b)
        out_of_memory();
    b->next = p->blocks;
    p->blocks = b;
    return b->memory;
}

static void *allocate(void *ctx, size_t bytes) {
    return pool_alloc(ctx, bytes);
}

static void keep(void *ctx, void *memory) {
    (void)ctx;
    (void)memory;
}

void pool_init(struct pool *p) {
    *p = (struct pool){.allocator = {.alloc = allocate, .free = keep, .allocator_data = p}};
}

void pool_deinit(struct pool *p) {
    while (p->blocks) {
        struct pool_block *b = p->blocks;
        p->blocks = b->next;
        free(b);
    }
}

void *pool_array(struct pool *p, size_t count, size_t item_bytes) {
    size_t bytes;
    if (__builtin_mul_overflow(count, item_bytes, &bytes))
        out_of_memory();
    return pool_alloc(p, bytes);
}

char *pool_strndup(struct pool *p, const char *s, size_t bytes) {
    char *copy = pool_alloc(p, bytes + 1);
    memcpy(copy, s, bytes);
    return copy;
}

char *pool_strdup(struct pool *p, const char *s) {
    return pool_strndup(p, s, strlen(s));
}

char *pool_printf(struct pool *p, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int bytes = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (bytes < 0)
        out_of_memory();
    char *s = pool_alloc(p, (size_t)bytes + 1);
    vsnprintf(s, (size_t)bytes + 1, format, again);
    va_end(again);
    return s;
}

/*
 * Memory of the tool: everything it allocates lives until the end of the run and is freed at once. A build tool has nothing better to
 * do when memory runs out than to stop, so allocations never fail here.
 */
#ifndef PROTO_GEN_POOL_H
#define PROTO_GEN_POOL_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

struct pool_block;

/* Owns every block handed out. */
struct pool {
    struct pool_block *blocks;
    ProtobufCAllocator allocator; /* for protobuf-c: allocates here, frees nothing */
};

void pool_init(struct pool *p);
void pool_deinit(struct pool *p);

/* Zeroed, aligned for any type. */
void *pool_alloc(struct pool *p, size_t bytes);
/* Room for count items of this size; stops the program when the product overflows. */
void *pool_array(struct pool *p, size_t count, size_t item_bytes);
char *pool_strdup(struct pool *p, const char *s);
char *pool_strndup(struct pool *p, const char *s, size_t bytes);
char *pool_printf(struct pool *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

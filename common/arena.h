/*
 * The memory of one call: everything decoded from its request and built for its answer, freed at once. A budget bounds what it may
 * take from the heap, so that no frame unpacks to more than its call was granted.
 *
 * An arena owns its chunks, not its first block (which is the caller's, usually on the stack, and spares most calls the heap).
 * Memory from it is aligned to 16 bytes and lives until arena_deinit or arena_reset.
 */
#ifndef KAM_COMMON_ARENA_H
#define KAM_COMMON_ARENA_H

#include "common/cleanup.h"
#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARENA_ALIGNMENT ((size_t)16)
#define ARENA_BUDGET_DEFAULT ((size_t)16 << 20)

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /* newest first */
    uint8_t *at;
    size_t room;
    size_t budget_bytes; /* what the heap may give in all */
    size_t heap_bytes;   /* what it has given */
    uint8_t *first;
    size_t first_bytes;
    bool exhausted; /* an allocation was refused */
    ProtobufCAllocator allocator;
};

/* `first` may be NULL. It is not counted against the budget. The arena must not move while its allocator is in use. */
void arena_init(struct arena *a, size_t budget_bytes, void *first, size_t first_bytes);
void arena_deinit(struct arena *a);
/* Wipes and frees everything taken; the arena is as after arena_init. */
void arena_reset(struct arena *a);

/* NULL when the budget or the heap is exhausted; the arena stays usable for smaller ones. */
void *arena_alloc(struct arena *a, size_t bytes);
void *arena_calloc(struct arena *a, size_t count, size_t bytes);
char *arena_strndup(struct arena *a, const char *text, size_t bytes);

/* Makes room for `bytes` more in one piece, so that an unpack whose need is known (wirecheck tells it) takes exactly that.
 * -ENOBUFS: beyond the budget; -ENOMEM. */
_must_check_ int arena_reserve(struct arena *a, size_t bytes);

/* For protobuf_c_message_unpack; never free the message, the arena does. */
ProtobufCAllocator *arena_allocator(struct arena *a);

/* What an allocation of this many bytes takes. */
static inline size_t arena_cost(size_t bytes) {
    return (bytes + (ARENA_ALIGNMENT - 1)) & ~(ARENA_ALIGNMENT - 1);
}

#endif

#include "common/arena.h"
#include <errno.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES_MIN ((size_t)4096)
#define CHUNK_BYTES_GROWN ((size_t)256 << 10)

struct arena_chunk {
    struct arena_chunk *next;
    size_t bytes; /* of memory */
    alignas(16) uint8_t memory[];
};

static void *alloc_for_protobuf(void *context, size_t bytes) {
    return arena_alloc(context, bytes);
}

static void free_for_protobuf(void *context, void *memory) {
    (void)context;
    (void)memory;
}

static void use_first(struct arena *a) {
    size_t skip = a->first ? (size_t)(-(uintptr_t)a->first & (ARENA_ALIGNMENT - 1)) : 0;

    a->at = NULL;
    a->room = 0;
    if (a->first && a->first_bytes > skip) {
        a->at = a->first + skip;
        a->room = (a->first_bytes - skip) & ~(ARENA_ALIGNMENT - 1);
    }
}

void arena_init(struct arena *a, size_t budget_bytes, void *first, size_t first_bytes) {
    *a = (struct arena){.budget_bytes = budget_bytes,
                        .first = first,
                        .first_bytes = first_bytes,
                        .allocator = {.alloc = alloc_for_protobuf, .free = free_for_protobuf, .allocator_data = a}};
    use_first(a);
}

/* What was unpacked may have been a password. Only what was taken is wiped: most calls take a few hundred bytes. */
void arena_reset(struct arena *a) {
    struct arena_chunk *next;

    if (a->first && (a->chunks || a->at))
        explicit_bzero(a->first, a->chunks ? a->first_bytes : (size_t)(a->at - a->first));
    for (struct arena_chunk *c = a->chunks; c; c = next) {
        next = c->next;
        explicit_bzero(c->memory, c == a->chunks ? (size_t)(a->at - c->memory) : c->bytes);
        free(c);
    }
    a->chunks = NULL;
    a->heap_bytes = 0;
    a->exhausted = false;
    use_first(a);
}

void arena_deinit(struct arena *a) {
    arena_reset(a);
    a->at = NULL;
    a->room = 0;
}

/* A chunk with at least `bytes` (a multiple of the alignment). What is left of the chunk before it is given up. */
static int add_chunk(struct arena *a, size_t bytes, size_t wished) {
    size_t left = a->budget_bytes - a->heap_bytes;
    struct arena_chunk *c;

    if (left < sizeof *c || bytes > left - sizeof *c) {
        a->exhausted = true;
        return -ENOBUFS;
    }
    if (wished < bytes)
        wished = bytes;
    if (wished > left - sizeof *c)
        wished = (left - sizeof *c) & ~(ARENA_ALIGNMENT - 1);
    c = malloc(sizeof *c + wished);
    if (!c) {
        a->exhausted = true;
        return -ENOMEM;
    }
    c->bytes = wished;
    c->next = a->chunks;
    a->chunks = c;
    a->heap_bytes += sizeof *c + wished;
    a->at = c->memory;
    a->room = wished;
    return 0;
}

void *arena_alloc(struct arena *a, size_t bytes) {
    size_t wished = CHUNK_BYTES_MIN;
    void *at;

    if (bytes > SIZE_MAX - ARENA_ALIGNMENT) {
        a->exhausted = true;
        return NULL;
    }
    bytes = bytes == 0 ? ARENA_ALIGNMENT : arena_cost(bytes);
    if (bytes > a->room) {
        if (a->chunks && a->chunks->bytes >= CHUNK_BYTES_MIN)
            wished = a->chunks->bytes >= CHUNK_BYTES_GROWN ? CHUNK_BYTES_GROWN : a->chunks->bytes * 2;
        if (add_chunk(a, bytes, wished) < 0)
            return NULL;
    }
    at = a->at;
    a->at += bytes;
    a->room -= bytes;
    return at;
}

void *arena_calloc(struct arena *a, size_t count, size_t bytes) {
    void *at;

    if (bytes > 0 && count > SIZE_MAX / bytes)
        return NULL;
    at = arena_alloc(a, count * bytes);
    if (at)
        memset(at, 0, count * bytes);
    return at;
}

char *arena_strndup(struct arena *a, const char *text, size_t bytes) {
    char *copy;

    if (bytes == SIZE_MAX)
        return NULL;
    copy = arena_alloc(a, bytes + 1);
    if (!copy)
        return NULL;
    if (bytes > 0)
        memcpy(copy, text, bytes);
    copy[bytes] = '\0';
    return copy;
}

int arena_reserve(struct arena *a, size_t bytes) {
    if (bytes > SIZE_MAX - ARENA_ALIGNMENT)
        return -ENOBUFS;
    bytes = arena_cost(bytes);
    if (bytes <= a->room)
        return 0;
    return add_chunk(a, bytes, bytes);
}

ProtobufCAllocator *arena_allocator(struct arena *a) {
    return &a->allocator;
}

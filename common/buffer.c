#include "common/buffer.h"
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 256

void buffer_init(struct buffer *b, size_t bytes_max) {
    *b = (struct buffer){.bytes_max = bytes_max};
}

/* What passes through may be a password or a token. */
static void release(struct buffer *b) {
    if (b->memory)
        explicit_bzero(b->memory, b->end);
    free(b->memory);
}

void buffer_deinit(struct buffer *b) {
    release(b);
    *b = (struct buffer){.bytes_max = b->bytes_max};
}

void buffer_clear(struct buffer *b) {
    buffer_deinit(b);
}

static size_t grown(const struct buffer *b, size_t needed) {
    size_t capacity = b->capacity < CAPACITY_MIN ? CAPACITY_MIN : b->capacity;

    while (capacity < needed)
        capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
    /* Never more than the maximum, whatever the doubling says: the maximum is a promise about memory, not about contents. */
    if (capacity > b->bytes_max && needed <= b->bytes_max)
        capacity = b->bytes_max;
    return capacity;
}

int buffer_reserve(struct buffer *b, size_t bytes, uint8_t **ret_at) {
    size_t used = buffer_bytes(b);
    uint8_t *memory;
    size_t capacity;

    if (bytes > b->bytes_max - used)
        return -ENOBUFS;
    if (b->capacity - b->end >= bytes && b->memory) {
        *ret_at = b->memory + b->end;
        return 0;
    }
    /* Moving the rest to the front pays only when at least half has been consumed; that keeps the copying linear. */
    if (b->memory && b->start >= used && b->capacity - used >= bytes) {
        memmove(b->memory, b->memory + b->start, used);
        explicit_bzero(b->memory + used, b->end - used);
        b->start = 0;
        b->end = used;
        *ret_at = b->memory + b->end;
        return 0;
    }
    capacity = grown(b, used + bytes);
    memory = malloc(capacity);
    if (!memory)
        return -ENOMEM;
    if (used > 0)
        memcpy(memory, b->memory + b->start, used);
    release(b);
    b->memory = memory;
    b->start = 0;
    b->end = used;
    b->capacity = capacity;
    *ret_at = b->memory + b->end;
    return 0;
}

void buffer_commit(struct buffer *b, size_t bytes) {
    assert(bytes <= b->capacity - b->end);
    b->end += bytes;
}

int buffer_append(struct buffer *b, const void *bytes, size_t count) {
    uint8_t *at;
    int r;

    if (count == 0)
        return 0;
    r = buffer_reserve(b, count, &at);
    if (r < 0)
        return r;
    memcpy(at, bytes, count);
    buffer_commit(b, count);
    return 0;
}

void buffer_consume(struct buffer *b, size_t bytes) {
    assert(bytes <= buffer_bytes(b));
    b->start += bytes;
    if (b->start == b->end)
        buffer_deinit(b);
}

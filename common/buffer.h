/*
 * A growable run of bytes with a maximum: written at the end, consumed at the front. The maximum is part of the type because every
 * buffer of this system answers to a row of the configuration.
 *
 * Memory is wiped before it is given back: what passed through may be a password.
 *
 * A buffer owns its memory; pointers it hands out are valid until the next operation that adds bytes or releases.
 */
#ifndef KAM_COMMON_BUFFER_H
#define KAM_COMMON_BUFFER_H

#include "common/cleanup.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
    uint8_t *memory;
    size_t start;    /* first byte not yet consumed */
    size_t end;      /* one past the last byte written */
    size_t capacity; /* of memory */
    size_t bytes_max;
};

void buffer_init(struct buffer *b, size_t bytes_max);
void buffer_deinit(struct buffer *b);

/* Room for `bytes` more at the end. -ENOBUFS: that would pass the maximum; -ENOMEM. Nothing changes on failure. */
_must_check_ int buffer_reserve(struct buffer *b, size_t bytes, uint8_t **ret_at);
/* The first `bytes` of the reserved room are now written. */
void buffer_commit(struct buffer *b, size_t bytes);
_must_check_ int buffer_append(struct buffer *b, const void *bytes, size_t count);
/* Drops bytes from the front; an emptied buffer gives its memory back, so that an idle connection holds none. */
void buffer_consume(struct buffer *b, size_t bytes);
void buffer_clear(struct buffer *b);

static inline size_t buffer_bytes(const struct buffer *b) {
    return b->end - b->start;
}

static inline const uint8_t *buffer_front(const struct buffer *b) {
    return b->memory ? b->memory + b->start : b->memory;
}

#endif

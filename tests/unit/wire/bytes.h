/*
 * Puts together the bytes of a message by hand, right or wrong, as an attacker would.
 */
#ifndef KAM_TESTS_UNIT_WIRE_BYTES_H
#define KAM_TESTS_UNIT_WIRE_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* Owns its memory. */
struct bytes {
    uint8_t *at;
    size_t count;
    size_t room;
};

void bytes_free(struct bytes *b);
void bytes_raw(struct bytes *b, const void *raw, size_t count);
void bytes_byte(struct bytes *b, uint8_t byte);
void bytes_varint(struct bytes *b, uint64_t value);
/* With as many bytes as asked for, padded with zero groups. */
void bytes_varint_padded(struct bytes *b, uint64_t value, unsigned length);
void bytes_tag(struct bytes *b, uint32_t number, unsigned wire_type);
/* Whole fields. */
void bytes_number(struct bytes *b, uint32_t number, uint64_t value);
void bytes_field(struct bytes *b, uint32_t number, const void *raw, size_t count);
void bytes_text(struct bytes *b, uint32_t number, const char *text);
/* What b holds becomes the content of a field of its own: one level deeper. */
void bytes_wrap(struct bytes *b, uint32_t number);

#endif

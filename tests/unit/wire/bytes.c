#include "tests/unit/wire/bytes.h"
#include <stdlib.h>
#include <string.h>

void bytes_free(struct bytes *b) {
    free(b->at);
    *b = (struct bytes){0};
}

void bytes_raw(struct bytes *b, const void *raw, size_t count) {
    if (b->count + count > b->room) {
        b->room = (b->count + count) * 2;
        b->at = realloc(b->at, b->room);
        if (!b->at)
            abort();
    }
    if (count > 0)
        memcpy(b->at + b->count, raw, count);
    b->count += count;
}

void bytes_byte(struct bytes *b, uint8_t byte) {
    bytes_raw(b, &byte, 1);
}

void bytes_varint(struct bytes *b, uint64_t value) {
    while (value >= 0x80) {
        bytes_byte(b, (uint8_t)(value | 0x80));
        value >>= 7;
    }
    bytes_byte(b, (uint8_t)value);
}

void bytes_varint_padded(struct bytes *b, uint64_t value, unsigned length) {
    for (unsigned i = 1; i < length; i++) {
        bytes_byte(b, (uint8_t)(value | 0x80));
        value >>= 7;
    }
    bytes_byte(b, (uint8_t)(value & 0x7f));
}

void bytes_tag(struct bytes *b, uint32_t number, unsigned wire_type) {
    bytes_varint(b, (uint64_t)number << 3 | wire_type);
}

void bytes_number(struct bytes *b, uint32_t number, uint64_t value) {
    bytes_tag(b, number, 0);
    bytes_varint(b, value);
}

void bytes_field(struct bytes *b, uint32_t number, const void *raw, size_t count) {
    bytes_tag(b, number, 2);
    bytes_varint(b, count);
    bytes_raw(b, raw, count);
}

void bytes_text(struct bytes *b, uint32_t number, const char *text) {
    bytes_field(b, number, text, strlen(text));
}

void bytes_wrap(struct bytes *b, uint32_t number) {
    struct bytes inner = *b;

    *b = (struct bytes){0};
    bytes_field(b, number, inner.at, inner.count);
    bytes_free(&inner);
}

#include "common/utf8.h"
#include <stdbool.h>
#include <string.h>

#define HIGH_BITS UINT64_C(0x8080808080808080)
#define LOW_BITS UINT64_C(0x0101010101010101)

/* Eight bytes at once: printing ASCII. No high bit, none below a blank, no DEL (which becomes 0x80 when one is added). */
static bool plain_eight(const uint8_t *at) {
    uint64_t w;

    memcpy(&w, at, sizeof w);
    return ((w | ((w - LOW_BITS * 0x20) & ~w) | (w + LOW_BITS)) & HIGH_BITS) == 0;
}

/* Length of the sequence that begins with this lead byte, and the range its second byte must lie in (RFC 3629, section 4); 0 when no
 * sequence begins so. */
static unsigned sequence(uint8_t lead, uint8_t *ret_low, uint8_t *ret_high) {
    *ret_low = 0x80;
    *ret_high = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef) {
        if (lead == 0xe0)
            *ret_low = 0xa0;
        if (lead == 0xed)
            *ret_high = 0x9f;
        return 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        if (lead == 0xf0)
            *ret_low = 0x90;
        if (lead == 0xf4)
            *ret_high = 0x8f;
        return 4;
    }
    return 0;
}

/* C1 controls; marks, embeddings and isolates of direction. `at` is a whole sequence of so many bytes. */
static bool hidden(const uint8_t *at, unsigned length) {
    if (length == 2)
        return at[0] == 0xc2 && at[1] < 0xa0; /* U+0080 … U+009F */
    if (length == 3 && at[0] == 0xe2 && at[1] == 0x80)
        return at[2] == 0x8e || at[2] == 0x8f || (at[2] >= 0xaa && at[2] <= 0xae); /* U+200E, U+200F, U+202A … U+202E */
    return length == 3 && at[0] == 0xe2 && at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9; /* U+2066 … U+2069 */
}

static bool control(uint8_t c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
}

enum utf8_result utf8_check(const uint8_t *text, size_t bytes, size_t *ret_at) {
    enum utf8_result result = UTF8_OK;
    size_t i = 0;

    while (i < bytes) {
        uint8_t low, high;
        unsigned length;
        bool good;

        if (bytes - i >= 8 && plain_eight(text + i)) {
            i += 8;
            continue;
        }
        if (text[i] < 0x80) {
            if (text[i] == 0) {
                *ret_at = i;
                return UTF8_NUL;
            }
            if (result == UTF8_OK && control(text[i])) {
                result = UTF8_CONTROL;
                *ret_at = i;
            }
            i++;
            continue;
        }
        length = sequence(text[i], &low, &high);
        good = length > 0 && bytes - i >= length && text[i + 1] >= low && text[i + 1] <= high;
        for (unsigned k = 2; good && k < length; k++)
            good = (text[i + k] & 0xc0) == 0x80;
        if (!good) {
            *ret_at = i;
            return UTF8_INVALID;
        }
        if (result == UTF8_OK && hidden(text + i, length)) {
            result = UTF8_CONTROL;
            *ret_at = i;
        }
        i += length;
    }
    return result;
}

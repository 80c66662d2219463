/*
 * Is this text? One pass over bytes a peer sent, before anything treats them as a string.
 */
#ifndef KAM_COMMON_UTF8_H
#define KAM_COMMON_UTF8_H

#include <stddef.h>
#include <stdint.h>

enum utf8_result {
    UTF8_OK = 0,
    UTF8_NUL = 1,     /* a NUL byte: C would cut the text there */
    UTF8_INVALID = 2, /* over-long, surrogate, beyond U+10FFFF, or cut short */
    /* A character nobody types: a control other than tab and line ends (an escape would command somebody's terminal), or one that turns
     * the order of what follows it round (a name that reads as another). */
    UTF8_CONTROL = 3,
};

/* Control characters are looked for only in what is otherwise text. ret_at: where the first fault begins; untouched when there is none. */
enum utf8_result utf8_check(const uint8_t *text, size_t bytes, size_t *ret_at);

#endif

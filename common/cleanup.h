/*
 * Locals that free themselves when they leave scope (gcc and clang only), and the way to hand such a local on:
 *
 *     _cleanup_(buffer_freep) struct buffer *b = buffer_new();
 *     ...
 *     *ret_buffer = steal_pointer(b);
 */
#ifndef KAM_COMMON_CLEANUP_H
#define KAM_COMMON_CLEANUP_H

#include <stdlib.h>

#define _cleanup_(function) __attribute__((cleanup(function)))

/* The value of a pointer variable, which is NULL afterwards. */
#define steal_pointer(p)                                                                                                                   \
    __extension__({                                                                                                                        \
        __auto_type stolen_ = (p);                                                                                                         \
        (p) = NULL;                                                                                                                        \
        stolen_;                                                                                                                           \
    })

/* Defines name_freep(), for _cleanup_, from name_free(struct name *). */
#define DEFINE_CLEANUP(type, name)                                                                                                         \
    __attribute__((unused)) static inline void name##_freep(type *p) {                                                                     \
        if (*p)                                                                                                                            \
            name##_free(*p);                                                                                                               \
    }

__attribute__((unused)) static inline void freep(void *p) {
    free(*(void **)p);
}

#endif

/*
 * Scope-bound cleanup and the attributes every internal function uses. gcc and clang only, as docs/STYLE says.
 */
#ifndef KAM_COMMON_CLEANUP_H
#define KAM_COMMON_CLEANUP_H

#define _cleanup_(f) __attribute__((cleanup(f)))
#define _must_check_ __attribute__((warn_unused_result))
#define _printf_(fmt, first) __attribute__((format(printf, fmt, first)))

/* Takes the pointer out of a _cleanup_ local: the local forgets it, the caller owns it. */
#define steal(pointer)                                                                                                                     \
    __extension__({                                                                                                                        \
        __typeof__(pointer) *steal_from_ = &(pointer);                                                                                     \
        __typeof__(pointer) stolen_ = *steal_from_;                                                                                        \
        *steal_from_ = NULL;                                                                                                               \
        stolen_;                                                                                                                           \
    })

/* Defines <type>_freep for use with _cleanup_ from a `free` that takes NULL. */
#define DEFINE_FREEP(type, prefix)                                                                                                         \
    static inline void prefix##_freep(type **p) {                                                                                         \
        if (*p)                                                                                                                            \
            prefix##_free(*p);                                                                                                             \
        *p = 0;                                                                                                                            \
    }

#endif

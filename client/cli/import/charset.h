/*
 * Files as spreadsheets write them, made UTF-8: UTF-8 with or without its mark, UTF-16 with its mark, GBK/GB18030. What is none of them
 * is refused with the line, never guessed at.
 */
#ifndef CLI_IMPORT_CHARSET_H
#define CLI_IMPORT_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

enum charset_fault_kind {
    CHARSET_BROKEN = 1,    /* bytes that are no text in any of them */
    CHARSET_TRUNCATED = 2, /* the file ends within a character */
    CHARSET_NUL = 3,       /* a zero byte: no text file at all */
    CHARSET_MISSING = 4,   /* this system cannot convert GB18030 */
};

struct charset_fault {
    enum charset_fault_kind kind;
    size_t line; /* from 1 */
};

/*
 * 0 with the text, which ends with NUL and belongs to the caller, and the name of what it was ("UTF-8", "GB18030"); otherwise the kind
 * of fault, also in *ret_fault.
 */
int charset_to_utf8(const void *bytes, size_t bytes_count, char **ret_text, size_t *ret_text_bytes, const char **ret_name,
                    struct charset_fault *ret_fault) __attribute__((warn_unused_result));

#endif

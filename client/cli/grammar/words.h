/*
 * A line cut into words as a shell would: blanks part them, 'single' and "double" quotes and a backslash hold together what they hold.
 */
#ifndef CLI_GRAMMAR_WORDS_H
#define CLI_GRAMMAR_WORDS_H

#include <stddef.h>

/* Owns the words. The first is "kam", so that they can stand for argv, and a NULL follows the last. */
struct words {
    char **words;
    size_t count;
};

enum words_fault {
    WORDS_QUOTE = 1, /* a quote is never closed; what has come of the last word is there */
};

/* 0 or an enum words_fault; ret_words is valid either way. */
int words_split(const char *line, struct words *ret_words) __attribute__((warn_unused_result));
void words_deinit(struct words *words);

#endif

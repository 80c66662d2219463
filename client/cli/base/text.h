/*
 * What the command line says, in Chinese and English: one table, text.def. The language is chosen once, at the start of the program.
 */
#ifndef CLI_BASE_TEXT_H
#define CLI_BASE_TEXT_H

#include <stdbool.h>

enum language {
    LANGUAGE_ZH,
    LANGUAGE_EN,
};

enum text_id {
#define TEXT(id, zh, en) TEXT_##id,
#include "client/cli/base/text.def"
#undef TEXT
    TEXT_COUNT_,
};

void language_set(enum language language);
enum language language_get(void);
/* "zh" or "en", as the protocol names it. */
const char *language_code(void);

/* 0, or 1 when `name` is no language of ours. Takes locale names too: "zh_CN.UTF-8", "en". */
int language_parse(const char *name, enum language *ret_language) __attribute__((warn_unused_result));
/* From LC_ALL, LC_MESSAGES and LANG; English when they say nothing or something else. */
enum language language_from_environment(void);

/* Either text in the session's language; falls back to the other one. Borrowed from the arguments. */
const char *language_pick(const char *zh, const char *en);

/* The text as it stands; constant. */
const char *text_of(enum text_id id);

/* The text with {1}, {2}… replaced; belongs to the caller. Arguments are strings, at least one. */
#define text_fill(id, ...) text_fill_(id, (const char *const[]){__VA_ARGS__, NULL})
char *text_fill_(enum text_id id, const char *const *arguments);

#endif

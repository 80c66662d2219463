#include "client/cli/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/base/memory.h"

static const struct {
    const char *zh;
    const char *en;
} texts[] = {
#define TEXT(id, zh, en) {zh, en},
#include "client/cli/base/text.def"
#undef TEXT
};

static enum language current = LANGUAGE_EN;

void language_set(enum language language) {
    current = language;
}

enum language language_get(void) {
    return current;
}

const char *language_code(void) {
    return current == LANGUAGE_ZH ? "zh" : "en";
}

int language_parse(const char *name, enum language *ret_language) {
    size_t letters = strcspn(name, "_-.@");

    if (letters == 2 && strncasecmp(name, "zh", 2) == 0)
        *ret_language = LANGUAGE_ZH;
    else if (letters == 2 && strncasecmp(name, "en", 2) == 0)
        *ret_language = LANGUAGE_EN;
    else
        return 1;
    return 0;
}

enum language language_from_environment(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    enum language language = LANGUAGE_EN;

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        const char *value = getenv(names[i]);

        /* The first variable that is set decides, as for any locale; one that names neither language leaves English. */
        if (value && *value) {
            if (language_parse(value, &language) != 0)
                language = LANGUAGE_EN;
            break;
        }
    }
    return language;
}

const char *language_pick(const char *zh, const char *en) {
    const char *first = current == LANGUAGE_ZH ? zh : en;
    const char *second = current == LANGUAGE_ZH ? en : zh;

    if (first && *first)
        return first;
    return second ? second : "";
}

const char *text_of(enum text_id id) {
    return language_pick(texts[id].zh, texts[id].en);
}

char *text_fill_(enum text_id id, const char *const *arguments) {
    const char *pattern = text_of(id);
    char *filled = NULL;
    size_t bytes, count = 0;
    FILE *stream = xmemstream(&filled, &bytes);

    while (arguments[count])
        count++;
    for (const char *at = pattern; *at; at++) {
        if (at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}') {
            size_t index = (size_t)(at[1] - '1');

            if (index < count)
                fputs(arguments[index], stream);
            at += 2;
        } else {
            fputc(*at, stream);
        }
    }
    fclose(stream);
    return filled;
}

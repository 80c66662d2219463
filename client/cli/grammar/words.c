#include "client/cli/grammar/words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"

static bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

static void add(struct words *words, char *word) {
    words->words = xrealloc(words->words, words->count + 2, sizeof(*words->words));
    words->words[words->count++] = word;
    words->words[words->count] = NULL;
}

/* One word from *at on, which is moved behind it. */
static char *take_word(const char **at, char *ret_quote) {
    char *word = xcalloc(1, strlen(*at) + 1), quote = 0;
    size_t used = 0;

    for (; **at && (quote || !is_blank(**at)); (*at)++) {
        char letter = **at;

        if (letter == '\\' && quote != '\'' && (*at)[1])
            word[used++] = *++*at;
        else if (quote ? letter == quote : letter == '\'' || letter == '"')
            quote = quote ? 0 : letter;
        else
            word[used++] = letter;
    }
    *ret_quote = quote;
    return word;
}

int words_split(const char *line, struct words *ret_words) {
    struct words words = {0};
    char quote = 0;

    add(&words, xstrdup("kam"));
    for (const char *at = line;;) {
        while (is_blank(*at))
            at++;
        if (!*at)
            break;
        add(&words, take_word(&at, &quote));
    }
    *ret_words = words;
    return quote ? WORDS_QUOTE : 0;
}

void words_deinit(struct words *words) {
    for (size_t i = 0; i < words->count; i++)
        free(words->words[i]);
    free(words->words);
    *words = (struct words){0};
}

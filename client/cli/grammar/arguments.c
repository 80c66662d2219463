#include "client/cli/grammar/arguments.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"

const struct option option_table[OPTION_COUNT_] = {
#define OPTION(id, name, letter, takes_value, zh, en) [OPTION_##id] = {name, letter, takes_value, zh, en},
#include "client/cli/grammar/options.def"
#undef OPTION
};

static int option_by_name(const char *name, size_t bytes) {
    for (int i = 0; i < OPTION_COUNT_; i++)
        if (strlen(option_table[i].name) == bytes && strncmp(option_table[i].name, name, bytes) == 0)
            return i;
    return -1;
}

static int option_by_letter(char letter) {
    for (int i = 0; i < OPTION_COUNT_; i++)
        if (option_table[i].letter && option_table[i].letter == letter)
            return i;
    return -1;
}

static void add(struct arguments *arguments, struct token token) {
    arguments->tokens = xgrow(arguments->tokens, arguments->count, sizeof(*arguments->tokens));
    arguments->tokens[arguments->count++] = token;
}

/* An option every command takes; `attached` is the value written in the same word. Returns how many words were used, 0 for a fault. */
static int take_option(struct arguments *arguments, int id, const char *attached, const char *following, char **ret_why) {
    const struct option *option = &option_table[id];

    if (!option->takes_value) {
        if (attached) {
            *ret_why = text_fill(TEXT_OPTION_NO_VALUE, option->name);
            return 0;
        }
        arguments->option[id] = "";
        return 1;
    }
    if (!attached && !following) {
        *ret_why = text_fill(TEXT_OPTION_NEEDS_VALUE, option->name);
        return 0;
    }
    arguments->option[id] = attached ? attached : following;
    return attached ? 1 : 2;
}

int arguments_parse(struct arguments *ret_arguments, int argc, char **argv, char **ret_why) {
    bool only_words = false;

    *ret_arguments = (struct arguments){.program = argc > 0 ? argv[0] : "kam"};
    for (int i = 1; i < argc;) {
        const char *word = argv[i], *following = i + 1 < argc ? argv[i + 1] : NULL, *attached = NULL;
        int id = -1, used;

        if (only_words || word[0] != '-' || !word[1] || isdigit((unsigned char)word[1])) {
            add(ret_arguments, (struct token){.text = word});
            i++;
            continue;
        }
        if (strcmp(word, "--") == 0) {
            only_words = true;
            i++;
            continue;
        }
        if (word[1] == '-') {
            size_t bytes = strcspn(word + 2, "=");

            attached = word[2 + bytes] ? word + 2 + bytes + 1 : NULL;
            id = option_by_name(word + 2, bytes);
            if (id < 0) {
                add(ret_arguments, (struct token){.is_flag = true, .text = word + 2, .value = attached, .name_bytes = bytes});
                i++;
                continue;
            }
        } else {
            id = option_by_letter(word[1]);
            attached = word[2] ? word + 2 : NULL;
            if (id < 0) {
                *ret_why = text_fill(TEXT_OPTION_UNKNOWN_LETTER, word);
                return 1;
            }
        }
        used = take_option(ret_arguments, id, attached, following, ret_why);
        if (used == 0)
            return 1;
        i += used;
    }
    return 0;
}

void arguments_deinit(struct arguments *arguments) {
    free(arguments->tokens);
    *arguments = (struct arguments){0};
}

const char *arguments_peek_word(const struct arguments *arguments) {
    if (arguments->next >= arguments->count || arguments->tokens[arguments->next].is_flag)
        return NULL;
    return arguments->tokens[arguments->next].text;
}

const char *arguments_take_word(struct arguments *arguments) {
    const char *word = arguments_peek_word(arguments);

    if (word)
        arguments->next++;
    return word;
}

static void drop(struct arguments *arguments, size_t from, size_t count) {
    memmove(arguments->tokens + from, arguments->tokens + from + count, (arguments->count - from - count) * sizeof(*arguments->tokens));
    arguments->count -= count;
}

const char *arguments_take_flag(struct arguments *arguments, const char *name, bool is_switch) {
    for (size_t i = arguments->next; i < arguments->count; i++) {
        struct token *token = &arguments->tokens[i];
        const char *value = token->value;

        if (!token->is_flag || token->name_bytes != strlen(name) || strncmp(token->text, name, token->name_bytes) != 0)
            continue;
        if (is_switch || value || i + 1 == arguments->count || arguments->tokens[i + 1].is_flag) {
            drop(arguments, i, 1);
            return value ? value : "";
        }
        value = arguments->tokens[i + 1].text;
        drop(arguments, i, 2);
        return value;
    }
    return NULL;
}

char *arguments_leftover_flag(const struct arguments *arguments) {
    for (size_t i = arguments->next; i < arguments->count; i++)
        if (arguments->tokens[i].is_flag)
            return xstrndup(arguments->tokens[i].text, arguments->tokens[i].name_bytes);
    return NULL;
}

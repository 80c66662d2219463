/*
 * The command line cut into tokens: options every command takes are sorted out, words and the command's own flags keep their order.
 * Which flag takes which word as its value is decided later, by whoever knows the field.
 */
#ifndef CLI_GRAMMAR_ARGUMENTS_H
#define CLI_GRAMMAR_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

enum option_id {
#define OPTION(id, name, letter, takes_value, zh, en) OPTION_##id,
#include "client/cli/grammar/options.def"
#undef OPTION
    OPTION_COUNT_,
};

struct option {
    const char *name;
    char letter;
    bool takes_value;
    const char *zh;
    const char *en;
};

extern const struct option option_table[OPTION_COUNT_];

struct token {
    bool is_flag;
    const char *text;  /* the word, or the flag's name without dashes: "region" */
    const char *value; /* of "--region=重庆"; NULL when nothing is attached */
    size_t name_bytes; /* of a flag: its name ends here */
};

/* Owns the array of tokens; their texts are argv's. */
struct arguments {
    const char *program;
    const char *option[OPTION_COUNT_]; /* value given, "" for a switch, NULL when absent */
    struct token *tokens;
    size_t count;
    size_t next; /* tokens before it have been taken */
};

/* 0, or 1 with *ret_why (belongs to the caller) when an option is given wrongly. ret_arguments is valid either way. */
int arguments_parse(struct arguments *ret_arguments, int argc, char **argv, char **ret_why) __attribute__((warn_unused_result));
void arguments_deinit(struct arguments *arguments);

static inline bool arguments_has(const struct arguments *arguments, enum option_id id) {
    return arguments->option[id] != NULL;
}

/* The next token when it is a word, which is then taken; else NULL. */
const char *arguments_take_word(struct arguments *arguments);
/* The same without taking it. */
const char *arguments_peek_word(const struct arguments *arguments);

/*
 * For commands with flags of their own: takes --NAME VALUE or --NAME=VALUE out of the tokens still there. NULL when it is not given;
 * "" when it is given without a value. A switch takes no value.
 */
const char *arguments_take_flag(struct arguments *arguments, const char *name, bool is_switch);
/* Name of a flag still there, for the complaint; NULL when none is. Belongs to the caller. */
char *arguments_leftover_flag(const struct arguments *arguments);

#endif

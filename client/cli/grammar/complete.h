/*
 * What could stand at the end of a command line: nouns, verbs, flags, values of enums and of the common options, names of contexts. All
 * of it comes from the method tables and the commands of our own, so that a new method is completed without a line here.
 */
#ifndef CLI_GRAMMAR_COMPLETE_H
#define CLI_GRAMMAR_COMPLETE_H

#include <stddef.h>

/* A command of kam's own, as far as completion cares. */
struct complete_command {
    const char *noun;
    const char *verb;  /* NULL: the noun is the whole command */
    const char *usage; /* its flags stand in it: "<file> [--dry-run]" */
    const char *about;
};

struct completing {
    const struct complete_command *commands;
    size_t commands_count;
    const char *const *contexts; /* names, ends with NULL */
    /* Takes one candidate and what it is, "" when there is nothing to say. */
    void (*visit)(void *context, const char *word, const char *about);
    /* Where a record's name is to be typed: may visit records found for what has been typed so far. NULL: nobody is asked. */
    void (*find)(void *context, const char *method_path, const char *typed);
    void *context;
};

/* The words after "kam", the last of which is being typed and may be empty. Visits each candidate once that begins with it. */
void complete_words(const struct completing *completing, const char *const *words, size_t count);

#endif

#include "client/cli/grammar/complete.h"

#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/grammar/arguments.h"
#include "client/cli/grammar/command.h"
#include "client/cli/grammar/field.h"

enum { WORDS_BEFORE_MAX = 3 };

/* The line up to the word being typed. Borrows everything. */
struct line {
    const struct completing *completing;
    const char *typed;
    const char *words[WORDS_BEFORE_MAX]; /* that are no flags and no values of flags */
    size_t words_count;                  /* may be more than are kept */
    const struct kam_method *method;     /* once noun and verb say which */
    const char *flag;                    /* that waits for its value, without dashes; NULL: none */
};

static void offer(const struct line *line, const char *word, const char *about) {
    if (strncmp(word, line->typed, strlen(line->typed)) == 0)
        line->completing->visit(line->completing->context, word, about ? about : "");
}

static const struct option *option_of(const char *flag) {
    for (int i = 0; i < OPTION_COUNT_; i++) {
        const struct option *option = &option_table[i];

        if (strncmp(flag, "--", 2) == 0 ? strcmp(option->name, flag + 2) == 0 : option->letter == flag[1] && option->letter && !flag[2])
            return option;
    }
    return NULL;
}

static bool find_field(const struct line *line, const char *flag, struct field_path *ret_path) {
    return line->method && field_resolve(line->method->request, flag, ret_path) == 0;
}

/* Whether the word after this flag belongs to it. */
static bool takes_value(const struct line *line, const char *flag) {
    const struct option *option = option_of(flag);
    struct field_path path = {0};

    if (strchr(flag, '='))
        return false;
    if (option)
        return option->takes_value;
    if (find_field(line, flag + 2, &path))
        return field_kind(field_last(&path)) != FIELD_BOOL;
    return strstr(flag, "-file") || strcmp(flag, "--reject") == 0 || strcmp(flag, "--reason") == 0;
}

static void read_line(struct line *line, const char *const *words, size_t count) {
    for (size_t i = 0; i + 1 < count; i++) {
        const char *word = words[i];

        line->flag = NULL;
        if (word[0] == '-' && word[1]) {
            if (!takes_value(line, word))
                continue;
            line->flag = word + (word[1] == '-' ? 2 : 0);
            if (i + 2 < count)
                i++;
            continue;
        }
        if (line->words_count < WORDS_BEFORE_MAX)
            line->words[line->words_count] = word;
        line->words_count++;
        if (line->words_count == 2)
            line->method = command_find(line->words[0], line->words[1]);
    }
    /* A flag that has its value already waits for nothing. */
    if (count >= 2 && line->flag &&
        strcmp(words[count - 2] + (words[count - 2][0] == '-' && words[count - 2][1] == '-' ? 2 : 0), line->flag) != 0)
        line->flag = NULL;
    line->typed = words[count - 1];
}

static void offer_nouns(const struct line *line) {
    _cleanup_(freep) const char **nouns = NULL;
    size_t count = command_nouns(&nouns);

    for (size_t i = 0; i < count; i++)
        offer(line, nouns[i], "");
    for (size_t i = 0; i < line->completing->commands_count; i++) {
        const struct complete_command *command = &line->completing->commands[i];

        /* "context list", "context use" are one noun. */
        if (!command_has_noun(command->noun) && (i == 0 || strcmp(command->noun, command[-1].noun) != 0))
            offer(line, command->noun, command->verb ? "" : command->about);
    }
}

static void offer_verbs(const struct line *line, const char *noun) {
    _cleanup_(freep) const char **verbs = NULL;
    size_t count = command_verbs(noun, &verbs);

    for (size_t i = 0; i < count; i++) {
        const struct kam_method *method = command_find(noun, verbs[i]);

        offer(line, verbs[i], language_pick(method->zh, method->en));
    }
    for (size_t i = 0; i < line->completing->commands_count; i++) {
        const struct complete_command *command = &line->completing->commands[i];

        if (command->verb && strcmp(command->noun, noun) == 0 && !command_find(noun, command->verb))
            offer(line, command->verb, command->about);
    }
}

static void offer_contexts(const struct line *line) {
    for (const char *const *name = line->completing->contexts; name && *name; name++)
        offer(line, *name, "");
}

static void offer_enum(const struct line *line, const ProtobufCEnumDescriptor *of) {
    const struct kam_value_rule *rules = kam_value_rules(of);

    for (unsigned i = 0; rules && i < of->n_values; i++)
        if (rules[i].label) {
            offer(line, rules[i].label, language_pick(rules[i].zh, rules[i].en));
            /* In Chinese as well, for whoever has begun so. */
            if (*line->typed && strcmp(rules[i].zh, rules[i].label) != 0)
                offer(line, rules[i].zh, "");
        }
}

static void offer_field_values(const struct line *line, const struct field_path *path) {
    const struct kam_field_rule *rule = field_last_rule(path);

    if (field_kind(field_last(path)) == FIELD_ENUM)
        offer_enum(line, field_last(path)->descriptor);
    else if (rule->lookup && line->completing->find && *line->typed)
        line->completing->find(line->completing->context, rule->lookup, line->typed);
}

static void offer_columns(const struct line *line) {
    const ProtobufCMessageDescriptor *response = line->method ? line->method->response : NULL;
    const char *comma = strrchr(line->typed, ',');
    size_t before = comma ? (size_t)(comma + 1 - line->typed) : 0;

    for (unsigned i = 0; response && i < response->n_fields; i++) {
        const ProtobufCMessageDescriptor *rows = response->fields[i].descriptor;

        if (field_kind(&response->fields[i]) != FIELD_MESSAGE)
            continue;
        for (unsigned j = 0; j < rows->n_fields; j++) {
            _cleanup_(freep) char *word = xasprintf("%.*s%s", (int)before, line->typed, rows->fields[j].name);

            offer(line, word, field_label(rows, &rows->fields[j]));
        }
    }
}

static void offer_values(const struct line *line) {
    static const struct {
        const char *option, *values[5];
    } known[] = {{"output", {"table", "json", "jsonl", "csv"}}, {"color", {"auto", "always", "never"}}, {"lang", {"zh", "en"}}};
    _cleanup_(freep) char *dashed = xasprintf(line->flag[0] == '-' ? "%s" : "--%s", line->flag);
    const struct option *option = option_of(dashed);
    struct field_path path = {0};

    for (size_t i = 0; option && i < ARRAY_SIZE(known); i++)
        for (const char *const *value = known[i].values; strcmp(option->name, known[i].option) == 0 && *value; value++)
            offer(line, *value, "");
    if (option && strcmp(option->name, "context") == 0)
        offer_contexts(line);
    else if (option && strcmp(option->name, "columns") == 0)
        offer_columns(line);
    else if (!option && find_field(line, line->flag, &path))
        offer_field_values(line, &path);
}

static void offer_flag(void *context, const struct field_path *path) {
    const struct line *line = context;
    _cleanup_(freep) char *flag = field_flag(path);
    _cleanup_(freep) char *full = field_path_text(path);

    if (!command_hides(line->method, path) && !command_is_argument(line->method, full) && !field_is_leading(field_last(path)))
        offer(line, flag, field_label(path->message[path->depth - 1], field_last(path)));
}

/* The flags of a command of our own stand in its usage: "--reject <file>". */
static void offer_usage_flags(const struct line *line, const char *usage) {
    for (const char *at = strstr(usage, "--"); at; at = strstr(at + 2, "--")) {
        _cleanup_(freep) char *flag = xstrndup(at, 2 + strspn(at + 2, "abcdefghijklmnopqrstuvwxyz-"));

        if (!option_of(flag))
            offer(line, flag, "");
    }
}

static void offer_flags(const struct line *line) {
    for (size_t i = 0; i < line->completing->commands_count && line->words_count > 0; i++) {
        const struct complete_command *command = &line->completing->commands[i];

        if (strcmp(command->noun, line->words[0]) == 0 &&
            (!command->verb || (line->words_count > 1 && strcmp(command->verb, line->words[1]) == 0)))
            offer_usage_flags(line, command->usage);
    }
    if (line->method)
        field_walk(line->method->request, offer_flag, (void *)line);
    for (int i = 0; i < OPTION_COUNT_; i++) {
        _cleanup_(freep) char *flag = xasprintf("--%s", option_table[i].name);

        offer(line, flag, language_pick(option_table[i].zh, option_table[i].en));
    }
}

static bool begins(const struct line *line, const char *noun) {
    return strcmp(line->words[0], noun) == 0;
}

/* The words of kam's own commands that are names of something. */
static void offer_own_words(const struct line *line) {
    static const char *const shells[] = {"bash", "zsh"};
    size_t count = line->words_count;

    if (begins(line, "help") || begins(line, "describe")) {
        if (count == 1)
            offer_nouns(line);
        else if (count == 2)
            offer_verbs(line, line->words[1]);
    } else if (begins(line, "call") && count == 1) {
        for (size_t i = 0; i < kam_methods_count; i++)
            offer(line, kam_methods[i].path, language_pick(kam_methods[i].zh, kam_methods[i].en));
    } else if (begins(line, "completion") && count == 1) {
        for (size_t i = 0; i < ARRAY_SIZE(shells); i++)
            offer(line, shells[i], "");
    } else if (begins(line, "context") && count == 2) {
        offer_contexts(line);
    } else if (count == 1) {
        offer_verbs(line, line->words[0]);
    }
}

static void offer_argument(const struct line *line) {
    struct field_path path = {0};
    size_t index = line->words_count - 2;

    for (size_t i = 0; line->method->args && line->method->args[i]; i++)
        if (i == index && field_at(line->method->request, line->method->args[i], &path) == 0)
            offer_field_values(line, &path);
}

void complete_words(const struct completing *completing, const char *const *words, size_t count) {
    struct line line = {.completing = completing, .typed = ""};

    if (count == 0)
        return;
    read_line(&line, words, count);
    if (line.flag)
        offer_values(&line);
    else if (*line.typed == '-')
        offer_flags(&line);
    else if (line.words_count == 0)
        offer_nouns(&line);
    else if (line.method)
        offer_argument(&line);
    else
        offer_own_words(&line);
}

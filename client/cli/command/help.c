#include "client/cli/command/help.h"

#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/base/width.h"
#include "client/cli/command/methods.h"
#include "client/cli/grammar/command.h"
#include "client/cli/grammar/field.h"
#include "client/cli/output/listing.h"

const struct example example_table[] = {
#define EXAMPLE(noun, verb, command, zh, en, leading) {noun, verb, command, zh, en, leading},
#include "client/cli/command/examples.def"
#undef EXAMPLE
};
const size_t example_count = ARRAY_SIZE(example_table);

static void heading(const struct app *app, enum text_id id) {
    printf("%s%s%s\n", app->color ? "\033[1m" : "", text_of(id), app->color ? "\033[0m" : "");
}

/* Two columns with a common left edge, the left one of at most `cells`. */
static void pair(const char *left, const char *right, size_t cells) {
    fputs("  ", stdout);
    width_print(stdout, left, cells);
    if (width_of(left) > cells)
        printf("\n  %*s", (int)cells, "");
    printf("  %s\n", right);
}

enum { LEFT_CELLS_MAX = 44, NOUN_CELLS = 14 };

typedef bool (*example_filter)(const struct example *example, const char *noun, const char *verb);

static bool is_leading(const struct example *example, const char *noun, const char *verb) {
    (void)noun;
    (void)verb;
    return example->leading;
}

static bool is_of(const struct example *example, const char *noun, const char *verb) {
    return strcmp(example->noun, noun) == 0 && (!verb || strcmp(example->verb, verb) == 0);
}

static size_t examples(const struct app *app, example_filter filter, const char *noun, const char *verb) {
    size_t shown = 0, cells = 0;

    for (size_t i = 0; i < example_count; i++)
        if (filter(&example_table[i], noun, verb) && width_of(example_table[i].command) + 4 > cells)
            cells = width_of(example_table[i].command) + 4;
    if (cells > LEFT_CELLS_MAX)
        cells = LEFT_CELLS_MAX;
    for (size_t i = 0; i < example_count; i++) {
        _cleanup_(freep) char *command = xasprintf("kam %s", example_table[i].command);

        if (!filter(&example_table[i], noun, verb))
            continue;
        if (shown++ == 0)
            heading(app, TEXT_HELP_EXAMPLES);
        pair(command, language_pick(example_table[i].zh, example_table[i].en), cells);
    }
    if (shown)
        putchar('\n');
    return shown;
}

static void options(const struct app *app) {
    heading(app, TEXT_HELP_OPTIONS);
    for (int i = 0; i < OPTION_COUNT_; i++) {
        const struct option *option = &option_table[i];
        char letter[8] = "    ";
        _cleanup_(freep) char *left = NULL;

        if (option->letter)
            snprintf(letter, sizeof(letter), "-%c, ", option->letter);
        left = xasprintf("%s--%s", letter, option->name);
        pair(left, language_pick(option->zh, option->en), 18);
    }
}

static void builtins_of(const char *noun, size_t cells) {
    for (size_t i = 0; i < builtin_count; i++)
        if (builtin_table[i].verb && strcmp(builtin_table[i].noun, noun) == 0)
            pair(builtin_table[i].verb, language_pick(builtin_table[i].zh, builtin_table[i].en), cells);
}

/* Verbs of a noun on one line: "create, get, list". */
static char *verbs_line(const char *noun) {
    _cleanup_(freep) const char **verbs = NULL;
    size_t count = command_verbs(noun, &verbs), bytes;
    char *joined = NULL;
    FILE *stream = xmemstream(&joined, &bytes);
    const char *separator = "";

    for (size_t i = 0; i < count; i++) {
        fprintf(stream, "%s%s", separator, verbs[i]);
        separator = " ";
    }
    for (size_t i = 0; i < builtin_count; i++)
        if (builtin_table[i].verb && strcmp(builtin_table[i].noun, noun) == 0 && !builtin_table[i].method) {
            fprintf(stream, "%s%s", separator, builtin_table[i].verb);
            separator = " ";
        }
    fclose(stream);
    return joined;
}

/* What a noun is, in the session's language; the noun itself when nobody said so. */
static const char *noun_label(const char *noun) {
    static const struct {
        const char *noun, *zh, *en;
    } labels[] = {
#define NOUN(noun, zh, en) {noun, zh, en},
#include "client/cli/command/nouns.def"
    };

    for (size_t i = 0; i < ARRAY_SIZE(labels); i++)
        if (strcmp(labels[i].noun, noun) == 0)
            return language_pick(labels[i].zh, labels[i].en);
    return noun;
}

int help_overview(struct app *app) {
    _cleanup_(freep) const char **nouns = NULL;
    size_t count = command_nouns(&nouns);

    printf("%s\n\n", text_of(TEXT_HELP_TITLE));
    examples(app, is_leading, NULL, NULL);
    heading(app, TEXT_HELP_NOUNS);
    for (size_t i = 0; i < count; i++) {
        _cleanup_(freep) char *verbs = verbs_line(nouns[i]);

        pair(nouns[i], noun_label(nouns[i]), NOUN_CELLS);
        printf("  %*s%s\n", NOUN_CELLS + 2, "", verbs);
    }
    putchar('\n');
    heading(app, TEXT_HELP_COMMANDS);
    for (size_t i = 0; i < builtin_count; i++) {
        const struct builtin *builtin = &builtin_table[i];
        _cleanup_(freep) char *name = builtin->verb ? xasprintf("%s %s", builtin->noun, builtin->verb) : xstrdup(builtin->noun);

        if (!command_has_noun(builtin->noun))
            pair(name, language_pick(builtin->zh, builtin->en), 16);
    }
    putchar('\n');
    options(app);
    printf("\n%s\n", text_of(TEXT_HELP_FURTHER));
    return 0;
}

int help_noun(struct app *app, const char *noun) {
    _cleanup_(freep) const char **verbs = NULL;
    size_t count = command_verbs(noun, &verbs);

    examples(app, is_of, noun, NULL);
    heading(app, TEXT_HELP_VERBS);
    for (size_t i = 0; i < count; i++) {
        const struct kam_method *method = command_find(noun, verbs[i]);

        pair(verbs[i], language_pick(method->zh, method->en), 14);
    }
    for (size_t i = 0; i < builtin_count; i++)
        if (builtin_table[i].verb && !builtin_table[i].method && strcmp(builtin_table[i].noun, noun) == 0)
            pair(builtin_table[i].verb, language_pick(builtin_table[i].zh, builtin_table[i].en), 14);
    if (count == 0)
        builtins_of(noun, 14);
    {
        _cleanup_(freep) char *further = text_fill(TEXT_HELP_FURTHER_NOUN, noun);

        printf("\n%s\n", further);
    }
    return 0;
}

struct field_list {
    const struct kam_method *method;
    bool needed;
    size_t shown;
};

static void print_field(void *context, const struct field_path *path) {
    struct field_list *list = context;
    const ProtobufCMessageDescriptor *message = path->message[path->depth - 1];
    const ProtobufCFieldDescriptor *field = field_last(path);
    _cleanup_(freep) char *full = field_path_text(path);
    _cleanup_(freep) char *flag = field_flag(path);
    _cleanup_(freep) char *type = methods_field_type(message, field);
    _cleanup_(freep) char *left = NULL;
    _cleanup_(freep) char *right = NULL;
    bool argument = command_is_argument(list->method, full);

    if (command_hides(list->method, path) && strcmp(field->name, "page_size") != 0)
        return;
    if (command_needs(list->method, full, field_last_rule(path)->required) != list->needed)
        return;
    left = argument ? xasprintf("<%s>", field_label(message, field)) : xasprintf("%s", flag);
    right = argument ? xasprintf("%s (%s)", type, flag) : xasprintf("%s%s%s", field_label(message, field), language_pick("：", ": "), type);
    if (list->shown++ == 0)
        puts("");
    pair(left, right, 20);
}

int help_method(struct app *app, const struct kam_method *method) {
    _cleanup_(freep) char *usage = command_usage(method);
    struct field_list list = {.method = method, .needed = true};

    printf("%s\n\n", language_pick(method->zh, method->en));
    examples(app, is_of, method->noun, method->verb);
    heading(app, TEXT_HELP_USAGE);
    printf("  %s\n", usage);
    field_walk(method->request, print_field, &list);
    list = (struct field_list){.method = method, .needed = false};
    field_walk(method->request, print_field, &list);
    {
        _cleanup_(freep) char *further = text_fill(TEXT_HELP_FURTHER_METHOD, method->path,
                                                   method->is_public ? text_of(TEXT_RIGHT_NONE)
                                                   : *method->right  ? method->right
                                                                     : text_of(TEXT_RIGHT_SESSION));

        printf("\n%s\n", further);
    }
    return 0;
}

int help_builtin(struct app *app, const struct builtin *builtin) {
    const char *more = language_pick(builtin->more_zh, builtin->more_en);

    printf("%s\n\n", language_pick(builtin->zh, builtin->en));
    examples(app, is_of, builtin->noun, builtin->verb ? builtin->verb : "");
    heading(app, TEXT_HELP_USAGE);
    printf("  kam %s%s%s %s\n", builtin->noun, builtin->verb ? " " : "", builtin->verb ? builtin->verb : "",
           language_pick(builtin->arguments_zh, builtin->arguments_en));
    if (*more)
        printf("\n%s\n", more);
    return 0;
}

static int exit_codes(struct app *app) {
    static const struct {
        int number;
        const char *zh, *en;
    } codes[] = {
#define EXIT(id, number, zh, en) {number, zh, en},
#include "client/cli/base/exit.def"
#undef EXIT
    };
    const struct listing_column columns[] = {{"code", text_of(TEXT_COLUMN_CODE)}, {"meaning", text_of(TEXT_COLUMN_MEANING)}, {0}};
    struct print_style style = app_style(app);
    struct listing *listing = listing_new(&style, columns);

    for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
        char number[16];

        snprintf(number, sizeof(number), "%d", codes[i].number);
        listing_row(listing, (const char *[]){number, language_pick(codes[i].zh, codes[i].en)});
    }
    listing_end(listing);
    return 0;
}

int help_run(struct app *app) {
    struct arguments *arguments = &app->arguments;
    const char *noun = arguments_peek_word(arguments), *verb;
    const struct builtin *builtin;
    const struct kam_method *method;

    if (!noun)
        return help_overview(app);
    if (strcmp(noun, "exit-codes") == 0)
        return exit_codes(app);
    builtin = builtin_take(arguments);
    if (builtin)
        return help_builtin(app, builtin);
    arguments_take_word(arguments);
    verb = arguments_take_word(arguments);
    method = verb ? command_find(noun, verb) : NULL;
    if (method)
        return help_method(app, method);
    if (command_has_noun(noun) || builtin_has_noun(noun))
        return help_noun(app, noun);
    return app_usage(app, text_fill(TEXT_NOUN_UNKNOWN, noun), xstrdup(text_of(TEXT_HINT_HELP)));
}

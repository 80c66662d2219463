#include "client/cli/grammar/command.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/suggest.h"
#include "client/cli/base/text.h"
#include "client/cli/grammar/field.h"

const struct kam_method *command_find(const char *noun, const char *verb) {
    for (size_t i = 0; i < kam_methods_count; i++)
        if (strcmp(kam_methods[i].noun, noun) == 0 && strcmp(kam_methods[i].verb, verb) == 0)
            return &kam_methods[i];
    return NULL;
}

const struct kam_method *command_by_path(const char *path) {
    for (size_t i = 0; i < kam_methods_count; i++) {
        const char *full = kam_methods[i].path;
        const char *slash = strchr(full, '/');
        const char *service = full;

        for (const char *at = full; at < slash; at++)
            if (*at == '.')
                service = at + 1;
        if (strcasecmp(full, path) == 0 || strcasecmp(service, path) == 0)
            return &kam_methods[i];
    }
    return NULL;
}

const char *command_path_meant(const char *path) {
    _cleanup_(freep) const char **paths = xcalloc(kam_methods_count, sizeof(*paths));

    for (size_t i = 0; i < kam_methods_count; i++)
        paths[i] = kam_methods[i].path;
    return suggest_nearest(path, paths, kam_methods_count);
}

bool command_has_noun(const char *noun) {
    for (size_t i = 0; i < kam_methods_count; i++)
        if (*noun && strcmp(kam_methods[i].noun, noun) == 0)
            return true;
    return false;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t sort_unique(const char **words, size_t count) {
    size_t kept = 0;

    qsort(words, count, sizeof(*words), by_text);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(words[kept - 1], words[i]) != 0)
            words[kept++] = words[i];
    return kept;
}

size_t command_nouns(const char ***ret_nouns) {
    const char **nouns = xcalloc(kam_methods_count, sizeof(*nouns));
    size_t count = 0;

    for (size_t i = 0; i < kam_methods_count; i++)
        if (*kam_methods[i].noun)
            nouns[count++] = kam_methods[i].noun;
    *ret_nouns = nouns;
    return sort_unique(nouns, count);
}

size_t command_verbs(const char *noun, const char ***ret_verbs) {
    const char **verbs = xcalloc(kam_methods_count, sizeof(*verbs));
    size_t count = 0;

    for (size_t i = 0; i < kam_methods_count; i++)
        if (strcmp(kam_methods[i].noun, noun) == 0)
            verbs[count++] = kam_methods[i].verb;
    *ret_verbs = verbs;
    return sort_unique(verbs, count);
}

bool command_is_argument(const struct kam_method *method, const char *field_path) {
    for (size_t i = 0; method->args && method->args[i]; i++)
        if (strcmp(method->args[i], field_path) == 0)
            return true;
    return false;
}

bool command_is_update(const struct kam_method *method, const ProtobufCFieldDescriptor **ret_field) {
    for (unsigned i = 0; i < method->request->n_fields; i++)
        if (field_kind(&method->request->fields[i]) == FIELD_MASK) {
            if (ret_field)
                *ret_field = &method->request->fields[i];
            return true;
        }
    return false;
}

bool command_needs(const struct kam_method *method, const char *field_path, bool required_by_rule) {
    bool nested = strchr(field_path, '.') != NULL;

    if (nested && command_is_update(method, NULL))
        return command_is_argument(method, field_path);
    return required_by_rule;
}

bool command_hides(const struct kam_method *method, const struct field_path *path) {
    _cleanup_(freep) char *full = field_path_text(path);

    if (command_is_argument(method, full))
        return false;
    return field_is_automatic(field_last(path)) || (path->depth > 1 && strcmp(field_last(path)->name, "id") == 0);
}

struct usage {
    const struct kam_method *method;
    FILE *stream;
    bool optional; /* second round: what may be left out */
    size_t left_out;
};

enum { USAGE_OPTIONAL_MAX = 3 };

static void usage_flag(void *context, const struct field_path *path) {
    struct usage *usage = context;
    _cleanup_(freep) char *full = field_path_text(path);
    _cleanup_(freep) char *flag = NULL;
    bool needed = command_needs(usage->method, full, field_last_rule(path)->required);

    if (command_hides(usage->method, path) || command_is_argument(usage->method, full) || needed == usage->optional)
        return;
    if (usage->optional && ++usage->left_out > USAGE_OPTIONAL_MAX)
        return;
    flag = field_flag(path);
    if (field_kind(field_last(path)) == FIELD_BOOL)
        fprintf(usage->stream, usage->optional ? " [%s]" : " %s", flag);
    else
        fprintf(usage->stream, usage->optional ? " [%s %s]" : " %s %s", flag,
                field_label(path->message[path->depth - 1], field_last(path)));
}

char *command_usage(const struct kam_method *method) {
    char *line = NULL;
    size_t bytes;
    struct usage usage = {.method = method, .stream = xmemstream(&line, &bytes)};

    fprintf(usage.stream, "kam %s %s", method->noun, method->verb);
    for (size_t i = 0; method->args && method->args[i]; i++) {
        struct field_path path = {0};
        const char *label = method->args[i];

        if (field_at(method->request, method->args[i], &path) == 0)
            label = field_label(path.message[path.depth - 1], field_last(&path));
        if (path.depth && command_needs(method, method->args[i], field_last_rule(&path)->required))
            fprintf(usage.stream, " <%s>", label);
        else
            fprintf(usage.stream, " [<%s>]", label);
    }
    field_walk(method->request, usage_flag, &usage);
    usage.optional = true;
    field_walk(method->request, usage_flag, &usage);
    if (usage.left_out > USAGE_OPTIONAL_MAX)
        fputs(" …", usage.stream);
    fclose(usage.stream);
    return line;
}

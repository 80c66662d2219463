#include "tests/matrix/sample.h"

#include "client/cli/json/protojson.h"
#include "tests/harness/bail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const sample_canaries[] = {"13800001234", "kontakt@", "1966-06", "Kanarie", "KANARIE", NULL};

static bool is_key(const char *key) {
    static const char *const keys[] = {"request", "shows", "changes", "prepare", "fresh", "reveals"};
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return strncmp(key, "changes_", 8) == 0;
}

json_t *samples_read(const char *path) {
    json_error_t error;
    const char *method, *key;
    json_t *sample, *value;
    json_t *samples = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!samples)
        bail("%s:%d: %s", path, error.line, error.text);
    json_object_foreach(samples, method, sample) {
        if (!kam_method_find(method))
            bail("%s: there is no method %s", path, method);
        json_object_foreach(sample, key, value) if (!is_key(key)) bail("%s: %s: unknown key %s", path, method, key);
        if (!json_object_get(sample, "request"))
            bail("%s: %s has no request", path, method);
    }
    return samples;
}

bool sample_get(const json_t *samples, const struct kam_method *method, struct sample *ret) {
    const json_t *s = json_object_get(samples, method->path);
    if (!s)
        return false;
    *ret = (struct sample){
        .method = method,
        .request = json_object_get(s, "request"),
        .shows = json_object_get(s, "shows"),
        .changes = json_object_get(s, "changes"),
        .whole = s,
        .prepare = json_string_value(json_object_get(s, "prepare")),
        .fresh = json_is_true(json_object_get(s, "fresh")),
        .reveals = json_is_true(json_object_get(s, "reveals")),
    };
    return true;
}

ProtobufCMessage *sample_request(const struct sample *s, struct world *w, size_t role, enum row row, bool missing) {
    char *pattern = json_dumps(s->request, JSON_COMPACT);
    char *text = world_fill(w, pattern, role, row, missing);
    ProtobufCMessage *request = NULL;
    struct protojson_fault fault;
    if (protojson_parse(text, strlen(text), s->method->request, &request, &fault) != 0) {
        char why[512];
        protojson_fault_text(&fault, "en", why, sizeof(why));
        bail("samples.json: %s: %s", s->method->path, why);
    }
    free(text);
    free(pattern);
    return request;
}

static bool holds(const json_t *v, const char *field, const char *value) {
    const char *key;
    json_t *item;
    size_t i;
    if (json_is_object(v)) {
        const char *text = json_string_value(json_object_get(v, field));
        if (text && strcmp(text, value) == 0)
            return true;
        json_object_foreach((json_t *)v, key, item) if (holds(item, field, value)) return true;
    }
    json_array_foreach((json_t *)v, i, item) if (holds(item, field, value)) return true;
    return false;
}

bool sample_is_shown(const struct sample *s, struct world *w, size_t role, enum row row, const ProtobufCMessage *response) {
    const char *field;
    json_t *pattern;
    bool shown = true;
    json_t *answer = protojson_encode(response, 0);
    json_object_foreach((json_t *)s->shows, field, pattern) {
        char *value = world_fill(w, json_string_value(pattern), role, row, false);
        shown = shown && holds(answer, field, value);
        free(value);
    }
    json_decref(answer);
    return shown;
}

bool sample_is_unmasked(const ProtobufCMessage *response) {
    json_t *answer = protojson_encode(response, 0);
    char *text = json_dumps(answer, JSON_COMPACT);
    bool unmasked = false;
    for (size_t i = 0; sample_canaries[i]; i++)
        unmasked = unmasked || strstr(text, sample_canaries[i]);
    free(text);
    json_decref(answer);
    return unmasked;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char *sample_changes(const struct sample *s, const char *role, enum row row) {
    const char *names[SAMPLE_CHANGES_MAX];
    char key[32];
    snprintf(key, sizeof(key), "changes_%s", role);
    const json_t *list = json_object_get(s->whole, key);
    snprintf(key, sizeof(key), "changes_%s", row_name(row));
    if (!list)
        list = json_object_get(s->whole, key);
    size_t count = 0, i;
    json_t *name;
    char *text = calloc(SAMPLE_CHANGES_MAX, 33);
    if (!list)
        list = s->changes;
    json_array_foreach((json_t *)list, i, name) if (count < SAMPLE_CHANGES_MAX - 1) names[count++] = json_string_value(name);
    if (s->method->kind == KAM_METHOD_WRITE)
        names[count++] = "request";
    if (count > 1)
        qsort(names, count, sizeof(names[0]), compare_names);
    for (i = 0; i < count; i++) {
        strcat(text, i ? " " : "");
        strcat(text, names[i]);
    }
    return text;
}

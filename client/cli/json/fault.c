#include "client/cli/json/fault.h"

#include "client/cli/base/suggest.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Cuts at the bound, never inside a character. */
static void copy_text(char *to, size_t to_bytes, const char *from) {
    size_t bytes = strlen(from);
    if (bytes >= to_bytes) {
        bytes = to_bytes - 1;
        while (bytes > 0 && ((unsigned char)from[bytes] & 0xC0) == 0x80)
            bytes--;
    }
    memcpy(to, from, bytes);
    to[bytes] = 0;
}

static size_t write_path(const struct place *p, char *out, size_t room) {
    if (!p)
        return 0;
    size_t used = write_path(p->up, out, room);
    int n = p->name ? snprintf(out + used, room - used, "%s%s", used ? "." : "", p->name)
                    : snprintf(out + used, room - used, "[%zu]", p->index);
    if (n < 0)
        return used;
    return used + (size_t)n < room ? used + (size_t)n : room - 1;
}

static void write_found(struct protojson_fault *f, const json_t *value) {
    /* A container is not written out just to be cut: it may be megabytes. */
    if (json_is_object(value) || json_is_array(value)) {
        copy_text(f->found, sizeof(f->found), json_is_object(value) ? "{…}" : "[…]");
        return;
    }
    char *text = value ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
    if (!text)
        return;
    bool whole = strlen(text) < sizeof(f->found);
    copy_text(f->found, whole ? sizeof(f->found) : sizeof(f->found) - strlen("…"), text);
    if (!whole)
        strcat(f->found, "…");
    free(text);
}

int fault_set(struct protojson_fault *f, enum protojson_fault_kind kind, const struct place *place, const json_t *value) {
    *f = (struct protojson_fault){.kind = kind};
    write_path(place, f->path, sizeof(f->path));
    write_found(f, value);
    return (int)kind;
}

void fault_detail(struct protojson_fault *f, const char *format, ...) {
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    copy_text(f->detail, sizeof(f->detail), text);
}

void fault_suggest(struct protojson_fault *f, const char *typed, const char *const *candidates, size_t count) {
    const char *meant = suggest_nearest(typed, candidates, count);
    copy_text(f->suggestion, sizeof(f->suggestion), meant ? meant : "");
}

/* The text a name in braces stands for; NULL when it is none of ours, such as the {} of an object. */
static const char *filling(const struct protojson_fault *f, const char *name, size_t bytes, char number[static 16]) {
    const struct { const char *name, *text; } texts[] = {{"path", *f->path ? f->path : "$"}, {"found", f->found}, {"detail", f->detail}};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (strlen(texts[i].name) == bytes && memcmp(texts[i].name, name, bytes) == 0)
            return texts[i].text;
    bool line = bytes == 4 && memcmp(name, "line", 4) == 0;
    if (!line && (bytes != 6 || memcmp(name, "column", 6) != 0))
        return NULL;
    snprintf(number, 16, "%d", line ? f->line : f->column);
    return number;
}

static const char *sentence(enum protojson_fault_kind kind, bool zh) {
    switch (kind) {
#define FAULT(id, zh_text, en_text)                                                                                                        \
    case PROTOJSON_##id:                                                                                                                   \
        return zh ? zh_text : en_text;
#include "client/cli/json/fault.def"
#undef FAULT
    case PROTOJSON_OK:
        break;
    }
    return "";
}

void protojson_fault_text(const struct protojson_fault *fault, const char *language, char *text, size_t text_bytes) {
    bool zh = language && strcmp(language, "zh") == 0;
    char whole[1024] = "", number[16];
    size_t used = 0;
    for (const char *s = sentence(fault->kind, zh); *s && used < sizeof(whole) - 1;) {
        const char *end = *s == '{' ? strchr(s, '}') : NULL;
        const char *fill = end ? filling(fault, s + 1, (size_t)(end - s - 1), number) : NULL;
        if (!fill) {
            whole[used++] = *s++;
            continue;
        }
        size_t bytes = strlen(fill), room = sizeof(whole) - 1 - used;
        memcpy(whole + used, fill, bytes < room ? bytes : room);
        used += bytes < room ? bytes : room;
        s = end + 1;
    }
    whole[used] = 0;
    if (*fault->suggestion && used < sizeof(whole) - 1)
        snprintf(whole + used, sizeof(whole) - used, zh ? "；您是否想用“%s”？" : "; did you mean \"%s\"?", fault->suggestion);
    if (text_bytes > 0)
        copy_text(text, text_bytes, whole);
}

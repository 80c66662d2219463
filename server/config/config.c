#include "server/config/config.h"
#include "server/config/suggest.h"
#include <assert.h>
#include <errno.h>
#include <ini.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define ERRORS_BYTES_MAX ((size_t)16 << 10)
#define NAME_BYTES 64

enum kind {
    KIND_NUMBER,
    KIND_TEXT,
    KIND_CHOICE,
    KIND_LIST,
};

enum when {
    WHEN_LIVE,
    WHEN_RESTART,
};

/* A row of config.def. */
struct key {
    const char *section;
    const char *name; /* "limits.idle_ms" */
    enum kind kind;
    enum when when;
    size_t offset;
    const char *otherwise; /* default of anything but a number */
    uint32_t number;       /* default of a number */
    uint32_t min;
    uint32_t max; /* of a number; bytes of a text; items of a list */
    const char *unit;
    const char *choices;
    const char *what;
};

static const struct key keys[] = {
#define ROW(section_, key_, when_)                                                                                                         \
    .section = #section_, .name = #section_ "." #key_, .when = WHEN_##when_, .offset = offsetof(struct config, section_##_##key_)
#define NUMBER(section, key, when, otherwise, min_, max_, unit_, what_)                                                                    \
    {ROW(section, key, when), .kind = KIND_NUMBER, .number = (otherwise), .min = (min_), .max = (max_), .unit = (unit_), .what = (what_)},
#define TEXT(section, key, when, otherwise_, bytes_max, what_)                                                                             \
    {ROW(section, key, when), .kind = KIND_TEXT, .otherwise = (otherwise_), .max = (bytes_max), .what = (what_)},
#define CHOICE(section, key, when, otherwise_, choices_, what_)                                                                            \
    {ROW(section, key, when), .kind = KIND_CHOICE, .otherwise = (otherwise_), .choices = (choices_), .what = (what_)},
#define LIST(section, key, when, otherwise_, items_max, what_)                                                                             \
    {ROW(section, key, when), .kind = KIND_LIST, .otherwise = (otherwise_), .max = (items_max), .what = (what_)},
#include "server/config/config.def"
#undef NUMBER
#undef TEXT
#undef CHOICE
#undef LIST
};

#define KEYS (sizeof keys / sizeof *keys)

/* A file being read. */
struct loading {
    struct config *config;
    const char *file;
    FILE *in;
    unsigned line;
    unsigned line_too_long; /* the line a reader had to cut, or 0 */
    unsigned set_at[KEYS];  /* the line that gave each key, or 0 */
    char *errors;
    size_t errors_bytes;
    int result;
};

static void *member(struct config *c, const struct key *k) {
    return (char *)c + k->offset;
}

static const void *member_const(const struct config *c, const struct key *k) {
    return (const char *)c + k->offset;
}

/* Adds one line to the errors; beyond the maximum the rest is not told. */
_printf_(2, 3) static void fault(struct loading *l, const char *format, ...) {
    char text[512], place[300] = "";
    va_list arguments;
    char *grown;
    int n;

    if (l->result == 0)
        l->result = -EINVAL;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (l->file)
        (void)snprintf(place, sizeof place, l->line > 0 ? "%s:%u: " : "%s: ", l->file, l->line);
    if (l->errors_bytes > ERRORS_BYTES_MAX)
        return;
    grown = realloc(l->errors, l->errors_bytes + strlen(place) + strlen(text) + 2);
    if (!grown) {
        l->result = -ENOMEM;
        return;
    }
    l->errors = grown;
    n = sprintf(l->errors + l->errors_bytes, "%s%s%s", l->errors_bytes > 0 ? "\n" : "", place, text);
    l->errors_bytes += n > 0 ? (size_t)n : 0;
}

static int set_text(char **at, const char *value) {
    char *copy = strdup(value);

    if (!copy)
        return -ENOMEM;
    free(*at);
    *at = copy;
    return 0;
}

static bool is_choice(const char *choices, const char *value) {
    size_t bytes = strcspn(value, "|");

    if (value[bytes] == '|')
        return false;
    for (const char *c = choices; c; c = strchr(c, '|') ? strchr(c, '|') + 1 : NULL)
        if (strncmp(c, value, bytes) == 0 && (c[bytes] == '|' || c[bytes] == '\0'))
            return bytes > 0;
    return false;
}

static void set_number(struct loading *l, const struct key *k, const char *value) {
    uint64_t number;
    char *end;

    errno = 0;
    number = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0')
        fault(l, "%s must be a number (%s), not '%s'", k->name, k->unit, value);
    else if (errno == ERANGE || number < k->min || number > k->max)
        fault(l, "%s must be from %" PRIu32 " to %" PRIu32 " %s, not %s", k->name, k->min, k->max, k->unit, value);
    else
        *(uint32_t *)member(l->config, k) = (uint32_t)number;
}

static void set_list(struct loading *l, const struct key *k, const char *value, bool first) {
    struct config_list *list = member(l->config, k);

    if (first) {
        for (size_t i = 0; i < list->count; i++)
            free(list->items[i]);
        *list = (struct config_list){0};
    }
    if (list->count >= k->max || list->count >= CONFIG_LIST_MAX) {
        fault(l, "%s may be given at most %" PRIu32 " times", k->name, k->max);
        return;
    }
    list->items[list->count] = strdup(value);
    if (!list->items[list->count])
        l->result = -ENOMEM;
    else
        list->count++;
}

static void set_value(struct loading *l, const struct key *k, const char *value, bool first) {
    int r = 0;

    switch (k->kind) {
    case KIND_NUMBER:
        set_number(l, k, value);
        return;
    case KIND_TEXT:
        if (strlen(value) > k->max)
            fault(l, "%s may have at most %" PRIu32 " bytes", k->name, k->max);
        else
            r = set_text(member(l->config, k), value);
        break;
    case KIND_CHOICE:
        if (!is_choice(k->choices, value))
            fault(l, "%s must be one of %s, not '%s'", k->name, k->choices, value);
        else
            r = set_text(member(l->config, k), value);
        break;
    case KIND_LIST:
        set_list(l, k, value, first);
        break;
    }
    if (r < 0)
        l->result = r;
}

static const struct key *find_key(const char *name) {
    for (size_t i = 0; i < KEYS; i++)
        if (strcmp(keys[i].name, name) == 0)
            return &keys[i];
    return NULL;
}

static void unknown_key(struct loading *l, const char *name) {
    const char *names[KEYS], *nearest, *plain = strchr(name, '.');

    for (size_t i = 0; i < KEYS; i++)
        names[i] = keys[i].name;
    nearest = suggest_nearest(name, names, KEYS);
    /* The right key under the wrong section is the other common slip. */
    for (size_t i = 0; plain && !nearest && i < KEYS; i++)
        if (strcmp(strchr(names[i], '.'), plain) == 0)
            nearest = names[i];
    if (nearest)
        fault(l, "unknown key '%s': did you mean '%s'?", name, nearest);
    else
        fault(l, "unknown key '%s' (`kamd config` lists all keys)", name);
}

static int on_value(void *context, const char *section, const char *key, const char *value) {
    struct loading *l = context;
    const struct key *k;
    char name[2 * NAME_BYTES];
    unsigned *set_at;

    if (l->line_too_long == l->line)
        return 1;
    (void)snprintf(name, sizeof name, "%.*s.%.*s", NAME_BYTES - 1, section, NAME_BYTES - 1, key);
    k = find_key(name);
    if (!k) {
        unknown_key(l, name);
        return 1;
    }
    set_at = &l->set_at[k - keys];
    if (*set_at > 0 && k->kind != KIND_LIST)
        fault(l, "%s is given twice, first in line %u", k->name, *set_at);
    else
        set_value(l, k, value, *set_at == 0);
    *set_at = l->line;
    return 1;
}

/* Called by inih for each line, so it is here that lines are counted; a line inih would cut in two is refused instead. */
static char *read_line(char *into, int room, void *context) {
    struct loading *l = context;
    size_t bytes;
    int c;

    if (!fgets(into, room, l->in))
        return NULL;
    l->line++;
    bytes = strlen(into);
    if (bytes + 1 == (size_t)room && into[bytes - 1] != '\n') {
        l->line_too_long = l->line;
        fault(l, "the line has more than %d bytes", room - 2);
        while ((c = getc(l->in)) != '\n' && c != EOF)
            continue;
        into[0] = '\0';
    }
    return into;
}

static void check_together(struct loading *l) {
    const struct config *c = l->config;

    l->line = 0;
    if (c->limits_ping_ms >= c->limits_idle_ms)
        fault(l, "limits.ping_ms (%" PRIu32 ") must be less than limits.idle_ms (%" PRIu32 ")", c->limits_ping_ms, c->limits_idle_ms);
    if (c->limits_guest_frame_bytes > c->limits_member_frame_bytes)
        fault(l, "limits.guest_frame_bytes must not exceed limits.member_frame_bytes");
    if (c->limits_member_frame_bytes > c->limits_call_bytes_max / 2)
        fault(l, "limits.call_bytes_max must be at least twice limits.member_frame_bytes");
    if (c->limits_call_timeout_ms > c->limits_call_timeout_max_ms)
        fault(l, "limits.call_timeout_ms must not exceed limits.call_timeout_max_ms");
    if ((c->server_tls_cert[0] == '\0') != (c->server_tls_key[0] == '\0'))
        fault(l, "server.tls_cert and server.tls_key go together");
    if (c->server_client_crl[0] != '\0' && c->server_client_ca[0] == '\0')
        fault(l, "server.client_crl needs server.client_ca");
}

struct config *config_new(void) {
    struct loading l = {.config = calloc(1, sizeof(struct config))};

    if (!l.config)
        return NULL;
    for (size_t i = 0; i < KEYS; i++) {
        if (keys[i].kind == KIND_NUMBER)
            *(uint32_t *)member(l.config, &keys[i]) = keys[i].number;
        else
            set_value(&l, &keys[i], keys[i].otherwise, true);
    }
    free(l.errors);
    if (l.result < 0)
        return config_free(l.config);
    return l.config;
}

struct config *config_free(struct config *c) {
    struct config_list *list;

    if (!c)
        return NULL;
    for (size_t i = 0; i < KEYS; i++) {
        if (keys[i].kind == KIND_TEXT || keys[i].kind == KIND_CHOICE)
            free(*(char **)member(c, &keys[i]));
        if (keys[i].kind == KIND_LIST) {
            list = member(c, &keys[i]);
            for (size_t j = 0; j < list->count; j++)
                free(list->items[j]);
        }
    }
    free(c);
    return NULL;
}

/* Hands over what was found: the config when all is well, the errors otherwise. */
static int finish(struct loading *l, char **ret_error) {
    if (l->result < 0) {
        if (l->result == -ENOMEM) {
            free(l->errors);
            l->errors = NULL;
        }
        *ret_error = l->errors;
    }
    return l->result;
}

int config_load(const char *file, struct config **ret_config, char **ret_error) {
    _cleanup_(config_freep) struct config *config = config_new();
    struct loading l = {.config = config, .file = file};
    int r;

    if (!config)
        return -ENOMEM;
    l.in = fopen(file, "re");
    if (!l.in) {
        r = -errno;
        fault(&l, "%s", strerror(-r));
        *ret_error = l.errors;
        return r;
    }
    r = ini_parse_stream(read_line, &l, on_value, &l);
    if (r > 0) {
        l.line = (unsigned)r;
        fault(&l, "neither [section] nor key = value");
    } else if (r < 0 || ferror(l.in)) {
        l.line = 0;
        fault(&l, "cannot be read");
    }
    (void)fclose(l.in);
    check_together(&l);
    r = finish(&l, ret_error);
    if (r < 0)
        return r;
    *ret_config = steal(config);
    return 0;
}

int config_override(struct config *c, const char *name, const char *value, bool first, char **ret_error) {
    struct loading l = {.config = c};
    const struct key *k = find_key(name);

    if (!k)
        unknown_key(&l, name);
    else
        set_value(&l, k, value, first);
    if (l.result == 0)
        check_together(&l);
    return finish(&l, ret_error);
}

static bool same(const struct config *a, const struct config *b, const struct key *k) {
    const struct config_list *x, *y;

    switch (k->kind) {
    case KIND_NUMBER:
        return *(const uint32_t *)member_const(a, k) == *(const uint32_t *)member_const(b, k);
    case KIND_TEXT:
    case KIND_CHOICE:
        return strcmp(*(char *const *)member_const(a, k), *(char *const *)member_const(b, k)) == 0;
    case KIND_LIST:
        break;
    }
    x = member_const(a, k);
    y = member_const(b, k);
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (strcmp(x->items[i], y->items[i]) != 0)
            return false;
    return true;
}

int config_take_live(struct config *c, const struct config *from, char **ret_restart) {
    size_t bytes = 0;
    char *restart = NULL;
    int r = 0;

    for (size_t i = 0; i < KEYS && r == 0; i++) {
        const struct key *k = &keys[i];

        if (same(c, from, k))
            continue;
        if (k->when == WHEN_LIVE && k->kind == KIND_NUMBER) {
            *(uint32_t *)member(c, k) = *(const uint32_t *)member_const(from, k);
        } else if (k->when == WHEN_LIVE) {
            assert(k->kind != KIND_LIST);
            r = set_text(member(c, k), *(char *const *)member_const(from, k));
        } else {
            char *grown = realloc(restart, bytes + strlen(k->name) + 3);

            if (!grown) {
                r = -ENOMEM;
                break;
            }
            restart = grown;
            bytes += (size_t)sprintf(restart + bytes, "%s%s", bytes > 0 ? ", " : "", k->name);
        }
    }
    if (r < 0) {
        free(restart);
        return r;
    }
    *ret_restart = restart;
    return 0;
}

void config_print(FILE *out) {
    const char *section = "";

    for (size_t i = 0; i < KEYS; i++) {
        const struct key *k = &keys[i];
        const char *key = strchr(k->name, '.') + 1;

        if (strcmp(section, k->section) != 0) {
            fprintf(out, "%s[%s]\n", section[0] ? "\n" : "", k->section);
            section = k->section;
        }
        fprintf(out, "# %s%s\n", k->what, k->when == WHEN_LIVE ? "; SIGHUP" : "");
        switch (k->kind) {
        case KIND_NUMBER:
            fprintf(out, "# %" PRIu32 " to %" PRIu32 " %s\n%s = %" PRIu32 "\n", k->min, k->max, k->unit, key, k->number);
            break;
        case KIND_CHOICE:
            fprintf(out, "# %s\n%s = %s\n", k->choices, key, k->otherwise);
            break;
        case KIND_LIST:
            fprintf(out, "# up to %" PRIu32 " times\n%s = %s\n", k->max, key, k->otherwise);
            break;
        case KIND_TEXT:
            fprintf(out, "%s =%s%s\n", key, k->otherwise[0] ? " " : "", k->otherwise);
            break;
        }
    }
}

#include "server/rpc/errors.h"

#include "server/db/direct.h"

#include <stdlib.h>
#include <string.h>

/* What core.fail() puts between the arguments of a message. */
#define ARGUMENT_SEPARATOR '\x1f'
#define ARGUMENTS_MAX 9

enum { COLUMN_NAME, COLUMN_CODE, COLUMN_REASON, COLUMN_FIELD, COLUMN_ZH, COLUMN_EN, COLUMN_NOTED };

/* The rows stay as libpq gave them, sorted by name. */
struct errors {
    PGresult *rows;
    int count;
};

int errors_load(PGconn *pg, char **ret_error, struct errors **ret_errors) {
    _cleanup_(db_resultp) PGresult *rows = NULL;
    int r = db_direct_run(pg, "select name, code, reason, coalesce(field, ''), zh, en, noted from core.error order by name collate \"C\"", 0, NULL,
                          ret_error, &rows);
    if (r != 0) {
        return r;
    }
    struct errors *e = calloc(1, sizeof *e);
    if (!e) {
        abort();
    }
    e->count = PQntuples(rows);
    e->rows = steal(rows);
    *ret_errors = e;
    return 0;
}

struct errors *errors_free(struct errors *e) {
    if (e) {
        PQclear(e->rows);
        free(e);
    }
    return NULL;
}

static int find(const struct errors *e, const char *name) {
    int low = 0;
    int high = e->count - 1;
    while (low <= high) {
        int middle = low + (high - low) / 2;
        int order = strcmp(name, PQgetvalue(e->rows, middle, COLUMN_NAME));
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            high = middle - 1;
        } else {
            low = middle + 1;
        }
    }
    return -1;
}

bool errors_has(const struct errors *e, const char *name) {
    return find(e, name) >= 0;
}

/* Replaces {1} … {9} by the pieces of `detail`. */
static void format(const char *pattern, const char *detail, char *out, size_t out_bytes) {
    const char *argument[ARGUMENTS_MAX] = {0};
    size_t bytes[ARGUMENTS_MAX] = {0};
    size_t count = 0;
    for (const char *at = detail; at && *at && count < ARGUMENTS_MAX; count++) {
        const char *end = strchr(at, ARGUMENT_SEPARATOR);
        argument[count] = at;
        bytes[count] = end ? (size_t)(end - at) : strlen(at);
        at = end ? end + 1 : NULL;
    }
    char text[1024];
    size_t n = 0;
    for (const char *p = pattern; *p && n + 1 < sizeof text; p++) {
        if (p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}') {
            size_t i = (size_t)(p[1] - '1');
            size_t fits = bytes[i] < sizeof text - 1 - n ? bytes[i] : sizeof text - 1 - n;
            if (argument[i]) {
                memcpy(text + n, argument[i], fits);
            }
            n += argument[i] ? fits : 0;
            p += 2;
        } else {
            text[n++] = *p;
        }
    }
    refusal_copy_text(out, out_bytes, text, n);
}

static void say(const struct errors *e, int row, const char *arguments, const char *field, const char *language, struct refusal *r) {
    bool en = strcmp(language, "en") == 0;
    format(PQgetvalue(e->rows, row, en ? COLUMN_EN : COLUMN_ZH), arguments, r->text, sizeof r->text);
    if (!field || !*field) {
        field = PQgetvalue(e->rows, row, COLUMN_FIELD);
    }
    enum kam_status code = (enum kam_status)atoi(PQgetvalue(e->rows, row, COLUMN_CODE));
    refusal_set(r, code, PQgetvalue(e->rows, row, COLUMN_REASON), r->text, code == KAM_UNAVAILABLE, field);
}

static void answer_named(const struct errors *e, int row, const PGresult *error, const char *language, struct refusal *r) {
    const char *sqlstate = PQresultErrorField(error, PG_DIAG_SQLSTATE);
    /* Only core.fail() speaks in arguments; PostgreSQL's own detail shows rows and is never shown. */
    bool ours = sqlstate && strcmp(sqlstate, "KAM00") == 0;
    say(e, row, ours ? PQresultErrorField(error, PG_DIAG_MESSAGE_DETAIL) : NULL, ours ? PQresultErrorField(error, PG_DIAG_COLUMN_NAME) : NULL,
        language, r);
}

bool errors_is_noted(const struct errors *e, const PGresult *error) {
    const char *name = PQresultErrorField(error, PG_DIAG_CONSTRAINT_NAME);
    int row = name ? find(e, name) : -1;
    return row >= 0 && *PQgetvalue(e->rows, row, COLUMN_NOTED) == 't';
}

bool errors_say(const struct errors *e, const char *name, const char *arguments, const char *field, const char *language,
                struct refusal *ret_refusal) {
    int row = find(e, name);
    if (row >= 0) {
        say(e, row, arguments, field, language, ret_refusal);
    }
    return row >= 0;
}

enum errors_outcome errors_classify(const struct errors *e, const PGresult *error, const char *language, struct refusal *ret_refusal) {
    static const struct {
        const char *prefix;
        enum errors_outcome outcome;
        enum message_id message;
    } rows[] = {
#define SQLSTATE(prefix, outcome, message) {prefix, ERRORS_##outcome, MESSAGE_##message},
#include "server/rpc/sqlstate.def"
#undef SQLSTATE
    };
    const char *name = PQresultErrorField(error, PG_DIAG_CONSTRAINT_NAME);
    const char *sqlstate = PQresultErrorField(error, PG_DIAG_SQLSTATE);
    int row = name ? find(e, name) : -1;
    if (row >= 0) {
        answer_named(e, row, error, language, ret_refusal);
        return ERRORS_ANSWER;
    }
    size_t i = 0;
    while (sqlstate && strncmp(sqlstate, rows[i].prefix, strlen(rows[i].prefix)) != 0) {
        i++;
    }
    i = sqlstate ? i : sizeof rows / sizeof rows[0] - 1;
    refusal_make(ret_refusal, rows[i].message, language, NULL, NULL, NULL);
    return rows[i].outcome;
}

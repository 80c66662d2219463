#include "server/rpc/fixed.h"

#include "server/db/direct.h"
#include "sql/embedded.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DB_READ (1u << DB_SET_READ)
#define DB_WRITE (1u << DB_SET_WRITE)
#define DB_BOTH (DB_READ | DB_WRITE)
#define TYPES_MAX 12

static struct db_statement statements[FIXED_COUNT] = {
#define FIXED(id, set, echo, params, columns, text) [FIXED_##id] = {.name = "f_" #id, .sql = text, .sets = set, .echo_column = echo},
#include "server/rpc/fixed.def"
#undef FIXED
};

static const struct {
    const char *params;
    const char *columns;
} words[FIXED_COUNT] = {
#define FIXED(id, set, echo, params, columns, text) [FIXED_##id] = {params, columns},
#include "server/rpc/fixed.def"
#undef FIXED
};

static Oid types[FIXED_COUNT][TYPES_MAX];

/* Types of pg_catalog keep their numbers for ever. */
static Oid oid_of(const char *name, size_t bytes) {
    static const struct {
        const char *name;
        Oid oid;
    } known[] = {{"bool", 16}, {"bytea", 17}, {"int8", 20}, {"int4", 23}, {"text", 25}, {"timestamptz", 1184}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i].name) == bytes && memcmp(known[i].name, name, bytes) == 0) {
            return known[i].oid;
        }
    }
    abort(); /* a typing error in fixed.def */
}

static int read_types(const char *text, Oid *ret_types) {
    int count = 0;
    while (*text) {
        size_t bytes = strcspn(text, " ");
        ret_types[count++] = oid_of(text, bytes);
        text += bytes + (text[bytes] == ' ');
    }
    return count;
}

const struct db_statement *fixed_statement(enum fixed_id id) {
    return &statements[id];
}

static const char *begin_request(void) {
    for (size_t i = 0; i < sql_files_count; i++) {
        if (sql_files[i].part == SQL_PART_STATEMENT && strcmp(sql_files[i].path, "begin_request.sql") == 0) {
            return sql_files[i].text;
        }
    }
    abort(); /* built without it */
}

int fixed_verify(PGconn *pg, struct report *report, char **ret_error) {
    statements[FIXED_BEGIN].sql = begin_request();
    for (int i = 0; i < FIXED_COUNT; i++) {
        struct db_statement *s = &statements[i];
        s->params_count = read_types(words[i].params, types[i]);
        s->types = types[i];
        Oid columns[TYPES_MAX];
        int columns_count = read_types(words[i].columns, columns);
        _cleanup_(db_resultp) PGresult *prepared = PQprepare(pg, s->name, s->sql, s->params_count, s->types);
        _cleanup_(db_resultp) PGresult *description = PQdescribePrepared(pg, s->name);
        if (PQstatus(pg) != CONNECTION_OK) {
            return db_direct_fail(pg, "the database went away", ret_error);
        }
        if (PQresultStatus(prepared) != PGRES_COMMAND_OK) {
            report_add(report, "statement %s: cannot be prepared: %s", s->name, PQresultErrorField(prepared, PG_DIAG_MESSAGE_PRIMARY));
            continue;
        }
        bool same = PQnfields(description) == columns_count;
        for (int k = 0; same && k < columns_count; k++) {
            same = PQftype(description, k) == columns[k];
        }
        if (!same) {
            report_add(report, "statement %s: its columns should be: %s", s->name, words[i].columns);
        }
    }
    return 0;
}

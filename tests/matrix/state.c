#include "tests/matrix/state.h"

#include "tests/harness/bail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static PGresult *ask(struct world *w, const char *sql) {
    PGresult *r = PQexec(w->admin, sql);
    if (PQresultStatus(r) != PGRES_TUPLES_OK)
        bail("%s: %s", sql, PQresultErrorMessage(r));
    return r;
}

static void prepare(struct world *w) {
    char *query = world_query(w, "select matrix.fingerprint_query()");
    char *sql = NULL;
    if (asprintf(&sql, "prepare fingerprint as %s", query) < 0)
        bail("out of memory");
    free(world_query(w, sql));
    free(sql);
    free(query);
    w->is_prepared = true;
}

void state_read(struct world *w, struct state *ret) {
    *ret = (struct state){0};
    if (!w->is_prepared)
        prepare(w);
    PGresult *r = ask(w, "execute fingerprint");
    ret->count = (size_t)PQntuples(r);
    if (ret->count > STATE_TABLES_MAX)
        bail("more tables than STATE_TABLES_MAX");
    for (size_t i = 0; i < ret->count; i++) {
        snprintf(ret->names[i], sizeof(ret->names[i]), "%s", PQgetvalue(r, (int)i, 0));
        snprintf(ret->digests[i], sizeof(ret->digests[i]), "%s", PQgetvalue(r, (int)i, 1));
    }
    PQclear(r);
    r = ask(w, "select accepted, denied, changes from matrix.counts()");
    ret->accepted = atoll(PQgetvalue(r, 0, 0));
    ret->denied = atoll(PQgetvalue(r, 0, 1));
    ret->changes = atoll(PQgetvalue(r, 0, 2));
    PQclear(r);
}

char *state_difference(const struct state *before, const struct state *after) {
    char *names = calloc(before->count + 1, sizeof(before->names[0]) + 1);
    if (!names)
        bail("out of memory");
    for (size_t i = 0; i < before->count; i++)
        if (strcmp(before->digests[i], after->digests[i]) != 0) {
            strcat(names, *names ? " " : "");
            strcat(names, before->names[i]);
        }
    return names;
}

void state_restore(struct world *w, const char *names) {
    if (!*names)
        return;
    char sql[4096];
    snprintf(sql, sizeof(sql), "select matrix.restore(string_to_array('%s', ' '))", names);
    free(world_query(w, sql));
}

#include "server/rpc/catalog.h"

#include "server/db/direct.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct catalog {
    PGresult *types_rows; /* the texts are borrowed from these */
    PGresult *attributes_rows;
    PGresult *labels_rows;
    PGresult *functions_rows;
    size_t types_count;
    struct catalog_type *types; /* by oid */
    size_t attributes_count;
    struct catalog_attribute *attributes; /* by type, then position */
    size_t labels_count;
    struct catalog_label *labels; /* by type, then order */
    size_t functions_count;
    struct catalog_function *functions; /* by name */
    char **param_texts;                 /* one per function: its names and types, cut into pieces */
};

static const char types_sql[] =
    "select t.oid, n.nspname, t.typname, t.typtype, case when t.typcategory = 'A' then t.typelem else 0 end, t.typarray"
    " from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace"
    " where n.nspname in ('kam', 'core', $1)"
    "    or n.nspname = 'pg_catalog' and ltrim(t.typname, '_') in ('int4', 'int8', 'bool', 'float8', 'text', 'bytea', 'timestamptz', "
    "'date')"
    " order by t.oid";

static const char attributes_sql[] =
    "select c.reltype, a.attname, a.atttypid from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid"
    " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
    " where c.relkind = 'c' and n.nspname in ('kam', 'core', $1) and a.attnum > 0 and not a.attisdropped"
    " order by c.reltype, a.attnum";

static const char labels_sql[] =
    "select e.enumtypid, e.enumlabel from pg_catalog.pg_enum e join pg_catalog.pg_type t on t.oid = e.enumtypid"
    " join pg_catalog.pg_namespace n on n.oid = t.typnamespace where n.nspname in ('kam', 'core', $1)"
    " order by e.enumtypid, e.enumsortorder";

/* Input parameters only: "name type name type …". */
static const char functions_sql[] =
    "select p.proname, l.lanname, p.provolatile, p.prosecdef, p.proretset, p.proconfig is not null, p.prokind,"
    "  coalesce((select string_agg(coalesce(nullif(p.proargnames[a.i], ''), '?') || ' ' || a.type::oid, ' ' order by a.i)"
    "   from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality a(type, i)"
    "   where coalesce(p.proargmodes[a.i], 'i') in ('i', 'b', 'v')), '')"
    " from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace"
    " join pg_catalog.pg_language l on l.oid = p.prolang where n.nspname = $1 order by p.proname";

static void *calloc_or_abort(size_t count, size_t bytes) {
    void *memory = calloc(count ? count : 1, bytes);
    if (!memory) {
        abort(); /* start-up, and small */
    }
    return memory;
}

static Oid oid_at(const PGresult *rows, int row, int column) {
    return (Oid)strtoul(PQgetvalue(rows, row, column), NULL, 10);
}

static bool bool_at(const PGresult *rows, int row, int column) {
    return PQgetvalue(rows, row, column)[0] == 't';
}

static void take_types(struct catalog *c) {
    c->types_count = (size_t)PQntuples(c->types_rows);
    c->types = calloc_or_abort(c->types_count, sizeof *c->types);
    for (int i = 0; i < (int)c->types_count; i++) {
        c->types[i] = (struct catalog_type){.oid = oid_at(c->types_rows, i, 0),
                                            .schema = PQgetvalue(c->types_rows, i, 1),
                                            .name = PQgetvalue(c->types_rows, i, 2),
                                            .kind = PQgetvalue(c->types_rows, i, 3)[0],
                                            .element = oid_at(c->types_rows, i, 4),
                                            .array = oid_at(c->types_rows, i, 5)};
    }
}

static void take_attributes(struct catalog *c) {
    c->attributes_count = (size_t)PQntuples(c->attributes_rows);
    c->attributes = calloc_or_abort(c->attributes_count, sizeof *c->attributes);
    for (int i = 0; i < (int)c->attributes_count; i++) {
        c->attributes[i] = (struct catalog_attribute){.type = oid_at(c->attributes_rows, i, 0),
                                                      .name = PQgetvalue(c->attributes_rows, i, 1),
                                                      .attribute = oid_at(c->attributes_rows, i, 2)};
    }
    c->labels_count = (size_t)PQntuples(c->labels_rows);
    c->labels = calloc_or_abort(c->labels_count, sizeof *c->labels);
    for (int i = 0; i < (int)c->labels_count; i++) {
        c->labels[i] = (struct catalog_label){.type = oid_at(c->labels_rows, i, 0), .text = PQgetvalue(c->labels_rows, i, 1)};
    }
}

static void take_params(struct catalog_function *f, char *text) {
    size_t words = *text != '\0';
    for (const char *t = text; *t; t++) {
        words += *t == ' ';
    }
    f->params_count = words / 2;
    f->params = calloc_or_abort(f->params_count, sizeof *f->params);
    char *rest = NULL;
    char *word = strtok_r(text, " ", &rest);
    for (size_t i = 0; i < f->params_count; i++) {
        f->params[i].name = word;
        f->params[i].type = (Oid)strtoul(strtok_r(NULL, " ", &rest), NULL, 10);
        word = strtok_r(NULL, " ", &rest);
    }
}

static void take_functions(struct catalog *c) {
    const PGresult *rows = c->functions_rows;
    c->functions_count = (size_t)PQntuples(rows);
    c->functions = calloc_or_abort(c->functions_count, sizeof *c->functions);
    c->param_texts = calloc_or_abort(c->functions_count, sizeof *c->param_texts);
    for (int i = 0; i < (int)c->functions_count; i++) {
        struct catalog_function *f = &c->functions[i];
        *f = (struct catalog_function){.name = PQgetvalue(rows, i, 0),
                                       .language = PQgetvalue(rows, i, 1),
                                       .volatility = PQgetvalue(rows, i, 2)[0],
                                       .definer = bool_at(rows, i, 3),
                                       .returns_set = bool_at(rows, i, 4),
                                       .has_settings = bool_at(rows, i, 5),
                                       .is_procedure = PQgetvalue(rows, i, 6)[0] != 'f'};
        c->param_texts[i] = strdup(PQgetvalue(rows, i, 7));
        if (!c->param_texts[i]) {
            abort();
        }
        take_params(f, c->param_texts[i]);
        if (i > 0 && strcmp(f->name, f[-1].name) == 0) {
            f->overloaded = f[-1].overloaded = true;
        }
    }
}

int catalog_load(PGconn *pg, const char *api_schema, char **ret_error, struct catalog **ret_catalog) {
    _cleanup_(catalog_freep) struct catalog *c = calloc_or_abort(1, sizeof *c);
    const char *const values[] = {api_schema};
    int r = db_direct_run(pg, types_sql, 1, values, ret_error, &c->types_rows);
    r = r ? r : db_direct_run(pg, attributes_sql, 1, values, ret_error, &c->attributes_rows);
    r = r ? r : db_direct_run(pg, labels_sql, 1, values, ret_error, &c->labels_rows);
    r = r ? r : db_direct_run(pg, functions_sql, 1, values, ret_error, &c->functions_rows);
    if (r != 0) {
        return r;
    }
    take_types(c);
    take_attributes(c);
    take_functions(c);
    *ret_catalog = steal(c);
    return 0;
}

struct catalog *catalog_free(struct catalog *c) {
    if (!c) {
        return NULL;
    }
    for (size_t i = 0; i < c->functions_count; i++) {
        free(c->functions[i].params);
        free(c->param_texts[i]);
    }
    free(c->param_texts);
    free(c->functions);
    free(c->labels);
    free(c->attributes);
    free(c->types);
    PQclear(c->types_rows);
    PQclear(c->attributes_rows);
    PQclear(c->labels_rows);
    PQclear(c->functions_rows);
    free(c);
    return NULL;
}

const struct catalog_type *catalog_type(const struct catalog *c, Oid oid) {
    for (size_t i = 0; i < c->types_count; i++) {
        if (c->types[i].oid == oid) {
            return &c->types[i];
        }
    }
    return NULL;
}

const struct catalog_type *catalog_type_named(const struct catalog *c, const char *schema, const char *name) {
    for (size_t i = 0; i < c->types_count; i++) {
        if (strcmp(c->types[i].name, name) == 0 && strcmp(c->types[i].schema, schema) == 0) {
            return &c->types[i];
        }
    }
    return NULL;
}

const struct catalog_function *catalog_function(const struct catalog *c, const char *name) {
    for (size_t i = 0; i < c->functions_count; i++) {
        if (strcmp(c->functions[i].name, name) == 0) {
            return &c->functions[i];
        }
    }
    return NULL;
}

const struct catalog_attribute *catalog_attributes(const struct catalog *c, Oid type, size_t *ret_count) {
    const struct catalog_attribute *first = NULL;
    *ret_count = 0;
    for (size_t i = 0; i < c->attributes_count; i++) {
        if (c->attributes[i].type == type) {
            first = first ? first : &c->attributes[i];
            (*ret_count)++;
        }
    }
    return first;
}

const struct catalog_label *catalog_labels(const struct catalog *c, Oid type, size_t *ret_count) {
    const struct catalog_label *first = NULL;
    *ret_count = 0;
    for (size_t i = 0; i < c->labels_count; i++) {
        if (c->labels[i].type == type) {
            first = first ? first : &c->labels[i];
            (*ret_count)++;
        }
    }
    return first;
}

size_t catalog_functions(const struct catalog *c, const struct catalog_function **ret_functions) {
    *ret_functions = c->functions;
    return c->functions_count;
}

#include "server/admin/check.h"

#include "server/db/direct.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Each query gives one row for every finding: what it is about. */
static const struct {
    const char *sql;
    const char *finding;
} rules[] = {
    {"select c.oid::regclass::text from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
     " where n.nspname in ('kam', 'core', 'auth') and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)",
     "the table is not under FORCE ROW LEVEL SECURITY"},
    {"select c.oid::regclass::text from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
     " where n.nspname in ('kam', 'core', 'auth', 'api_1') and c.relkind = 'v'"
     " and not coalesce(c.reloptions::text like '%security_invoker=true%', false)"
     /* A view that masks: its owner may read more columns than the login role, and is bound by row security as that is. */
     " and not (c.relname like '%\\_shown' and c.relowner = 'kam_api'::regrole)",
     "the view is not security_invoker"},
    {"select c.oid::regclass::text from pg_catalog.pg_class c where c.relowner = current_user::regrole"
     " union all select p.oid::regprocedure::text from pg_catalog.pg_proc p where p.proowner = current_user::regrole"
     " union all select n.nspname from pg_catalog.pg_namespace n where n.nspowner = current_user::regrole"
     " union all select t.oid::regtype::text from pg_catalog.pg_type t where t.typowner = current_user::regrole"
     " union all select d.datname from pg_catalog.pg_database d where d.datdba = current_user::regrole",
     "the login role owns it"},
    {"select c.oid::regclass::text from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
     " where n.nspname in ('kam', 'core', 'auth') and c.relkind in ('r', 'p', 'v')"
     " and pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')",
     "the login role may write to it"},
    {"select p.oid::regprocedure::text from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace"
     " where n.nspname in ('kam', 'core', 'auth', 'api_1') and p.prosecdef"
     " and not coalesce(p.proconfig::text like '%search_path=pg_catalog, pg_temp%', false)",
     "the function is SECURITY DEFINER without search_path = pg_catalog, pg_temp"},
};

static int run_rules(PGconn *pg, struct report *report, char **ret_error) {
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        _cleanup_(db_resultp) PGresult *rows = NULL;
        int r = db_direct_run(pg, rules[i].sql, 0, NULL, ret_error, &rows);
        if (r != 0) {
            return r;
        }
        for (int k = 0; k < PQntuples(rows); k++) {
            report_add(report, "%s: %s", PQgetvalue(rows, k, 0), rules[i].finding);
        }
    }
    return 0;
}

/* Constraints a caller can run into: named in core.error, or internal. */
static int check_constraints(PGconn *pg, const struct errors *errors, struct report *report, char **ret_error) {
    _cleanup_(db_resultp) PGresult *rows = NULL;
    int r = db_direct_run(pg,
                          "select c.conname, c.conrelid::regclass::text from pg_catalog.pg_constraint c"
                          " join pg_catalog.pg_namespace n on n.oid = c.connamespace where n.nspname = 'kam' and c.contype <> 't'"
                          " and c.conparentid = 0 and c.coninhcount = 0"
                          " and not core.is_internal(c.conname) order by 1",
                          0, NULL, ret_error, &rows);
    for (int i = 0; r == 0 && i < PQntuples(rows); i++) {
        if (!errors_has(errors, PQgetvalue(rows, i, 0))) {
            report_add(report, "%s: constraint %s has no row in errors.sql and is not listed as internal", PQgetvalue(rows, i, 1),
                       PQgetvalue(rows, i, 0));
        }
    }
    return r;
}

/* A read must become part of its statement's plan; otherwise row security inside it cannot use the indexes. */
static int check_inlined(PGconn *pg, const struct method_plan *plan, struct report *report, char **ret_error) {
    char sql[1024];
    char scan[256];
    size_t n = (size_t)snprintf(sql, sizeof sql, "explain (costs off) execute %s", plan->statement.name);
    for (int i = 0; i < plan->statement.params_count && n + 8 < sizeof sql; i++) {
        n += (size_t)snprintf(sql + n, sizeof sql - n, "%snull", i ? ", " : "(");
    }
    if (plan->statement.params_count) {
        snprintf(sql + n, sizeof sql - n, ")");
    }
    PQclear(PQprepare(pg, plan->statement.name, plan->statement.sql, plan->statement.params_count, plan->statement.types));
    _cleanup_(db_resultp) PGresult *rows = NULL;
    int r = db_direct_run(pg, sql, 0, NULL, ret_error, &rows);
    snprintf(scan, sizeof scan, "Function Scan on %s", plan->method->function);
    for (int i = 0; r == 0 && i < PQntuples(rows); i++) {
        if (strstr(PQgetvalue(rows, i, 0), scan)) {
            report_add(report, "%s: the function is not inlined (its plan is a Function Scan)", plan->method->path);
        }
    }
    return r;
}

int check_database(PGconn *pg, const struct bindings *bindings, const struct errors *errors, struct report *report, char **ret_error) {
    int r = db_direct_run(pg, "select pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', false)", 0, NULL, ret_error, NULL);
    r = r ? r : run_rules(pg, report, ret_error);
    r = r ? r : check_constraints(pg, errors, report, ret_error);
    for (size_t i = 0; r == 0 && i < bindings_count(bindings); i++) {
        const struct method_plan *plan = bindings_plan(bindings, i);
        if (plan && plan->method->kind == KAM_METHOD_READ) {
            r = check_inlined(pg, plan, report, ret_error);
        }
    }
    return r;
}

/*
 * What the database says about the functions and types that methods are bound to, read once at start-up.
 *
 * A catalog owns everything it hands out.
 */
#ifndef KAM_SERVER_RPC_CATALOG_H
#define KAM_SERVER_RPC_CATALOG_H

#include "common/cleanup.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

struct catalog_type {
    Oid oid;
    const char *schema;
    const char *name;
    char kind;   /* pg_type.typtype: 'b' base, 'c' composite, 'e' enum, 'd' domain */
    Oid element; /* of an array type, otherwise 0 */
    Oid array;   /* the array type of this type, or 0 */
};

struct catalog_attribute {
    Oid type; /* the composite */
    const char *name;
    Oid attribute;
};

struct catalog_label {
    Oid type; /* the enum */
    const char *text;
};

struct catalog_param {
    const char *name;
    Oid type;
};

struct catalog_function {
    const char *name;
    const char *language;
    char volatility; /* 'i', 's', 'v' */
    bool definer;
    bool returns_set;
    bool has_settings; /* a SET clause */
    bool is_procedure;
    size_t params_count; /* input parameters */
    struct catalog_param *params;
    bool overloaded; /* there is another of this name */
};

struct catalog;

/* Reads the types of pg_catalog, kam, core and `api_schema`, and the functions of `api_schema`. -EIO with *ret_error. */
_must_check_ int catalog_load(PGconn *pg, const char *api_schema, char **ret_error, struct catalog **ret_catalog);
struct catalog *catalog_free(struct catalog *c);
DEFINE_FREEP(struct catalog, catalog)

const struct catalog_type *catalog_type(const struct catalog *c, Oid oid);
const struct catalog_type *catalog_type_named(const struct catalog *c, const char *schema, const char *name);
const struct catalog_function *catalog_function(const struct catalog *c, const char *name);
/* The attributes of a composite, in order, and the labels of an enum. */
const struct catalog_attribute *catalog_attributes(const struct catalog *c, Oid type, size_t *ret_count);
const struct catalog_label *catalog_labels(const struct catalog *c, Oid type, size_t *ret_count);
size_t catalog_functions(const struct catalog *c, const struct catalog_function **ret_functions);

#endif

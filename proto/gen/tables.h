/*
 * kam_tables.c: the tables of common/method.h and proto/rules.h, from a model that has been checked.
 */
#ifndef PROTO_GEN_TABLES_H
#define PROTO_GEN_TABLES_H

#include "proto/gen/model.h"
#include "proto/gen/output.h"

/* Filled in where a field names no bound of its own. */
enum {
    TABLES_BYTES_MAX_DEFAULT = 1024,
    TABLES_ITEMS_MAX_DEFAULT = 100,
};

void tables_write(const struct model *m, struct output *o);

/* The #include lines of all files to generate. */
void tables_write_includes(const struct model *m, FILE *f);

#endif

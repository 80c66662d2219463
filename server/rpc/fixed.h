/*
 * The statements kamd itself makes (fixed.def), ready for the pool.
 */
#ifndef KAM_SERVER_RPC_FIXED_H
#define KAM_SERVER_RPC_FIXED_H

#include "common/cleanup.h"
#include "server/db/statement.h"
#include "server/rpc/report.h"

enum fixed_id {
#define FIXED(id, sets, echo, params, columns, sql) FIXED_##id,
#include "server/rpc/fixed.def"
#undef FIXED
    FIXED_COUNT,
};

/* Never NULL. */
const struct db_statement *fixed_statement(enum fixed_id id);

/* Prepares each on a connection for this purpose alone and compares its columns. -EIO with *ret_error when the database does not answer;
 * mismatches go to the report. Must be called once before fixed_statement(). */
_must_check_ int fixed_verify(PGconn *pg, struct report *report, char **ret_error);

#endif

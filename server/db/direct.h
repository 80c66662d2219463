/*
 * A plain blocking conversation with PostgreSQL, for start-up and for commands of the administrator. Never on the loop.
 */
#ifndef KAM_SERVER_DB_DIRECT_H
#define KAM_SERVER_DB_DIRECT_H

#include "common/cleanup.h"

#include <libpq-fe.h>

static inline void db_resultp(PGresult **result) {
    PQclear(*result);
}

static inline void db_connp(PGconn **pg) {
    PQfinish(*pg);
}

/* 0 with a connection for PQfinish, or a negative errno with *ret_error (freed by the caller). Waits at most 10 seconds. */
_must_check_ int db_direct_connect(const char *url, char **ret_error, PGconn **ret_pg);

/* Runs one statement with text parameters and text results. -EIO with *ret_error when it fails (SQL commands may have several
 * statements only when there are no parameters). */
_must_check_ int db_direct_run(PGconn *pg, const char *sql, int params_count, const char *const *values, char **ret_error,
                               PGresult **ret_result);

/* Sets *ret_error to "what: why" for the last error of pg. Always -EIO. */
int db_direct_fail(PGconn *pg, const char *what, char **ret_error);

#endif

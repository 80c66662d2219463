#include "server/db/direct.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int db_direct_fail(PGconn *pg, const char *what, char **ret_error) {
    const char *why = PQerrorMessage(pg);
    size_t bytes = strlen(why);
    while (bytes && why[bytes - 1] == '\n') {
        bytes--;
    }
    if (asprintf(ret_error, "%s: %.*s", what, (int)bytes, why) < 0) {
        abort();
    }
    return -EIO;
}

int db_direct_connect(const char *url, char **ret_error, PGconn **ret_pg) {
    const char *const keys[] = {"host", "application_name", "connect_timeout", "dbname", "client_encoding", NULL};
    const char *const values[] = {"/var/run/postgresql", "kamd", "10", url, "UTF8", NULL};
    _cleanup_(db_connp) PGconn *pg = PQconnectdbParams(keys, values, 1);
    if (!pg) {
        abort();
    }
    if (PQstatus(pg) != CONNECTION_OK) {
        return db_direct_fail(pg, "cannot connect to the database", ret_error);
    }
    *ret_pg = steal(pg);
    return 0;
}

int db_direct_run(PGconn *pg, const char *sql, int params_count, const char *const *values, char **ret_error, PGresult **ret_result) {
    _cleanup_(db_resultp) PGresult *result =
        params_count ? PQexecParams(pg, sql, params_count, NULL, values, NULL, NULL, 0) : PQexec(pg, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY) {
        return db_direct_fail(pg, "the database refused", ret_error);
    }
    if (ret_result) {
        *ret_result = steal(result);
    }
    return 0;
}

#include "server/db/fitness.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char db_fitness_sql[] = "select current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),"
                              " pg_catalog.pg_encoding_to_char(d.encoding)::text, d.datctype::text, current_setting('server_version_num'),"
                              " pg_catalog.pg_is_in_recovery()::text, current_setting('transaction_isolation'),"
                              " (select r.rolsuper or r.rolbypassrls from pg_catalog.pg_roles r where r.rolname = current_user)::text"
                              " from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()";

const char *db_fitness_fault(const PGresult *result) {
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1 || PQnfields(result) != 9) {
        return "the server did not tell its settings";
    }
    if (strcmp(PQgetvalue(result, 0, 0), "on") != 0) {
        return "fsync is off: an acknowledged write could be lost";
    }
    if (strcmp(PQgetvalue(result, 0, 1), "on") != 0) {
        return "full_page_writes is off: a crash could tear pages";
    }
    if (strcmp(PQgetvalue(result, 0, 2), "off") == 0) {
        return "synchronous_commit is off: an acknowledged write could be lost";
    }
    if (strcmp(PQgetvalue(result, 0, 3), "UTF8") != 0) {
        return "the database encoding is not UTF8";
    }
    const char *ctype = PQgetvalue(result, 0, 4);
    if (strcmp(ctype, "C") == 0 || strcmp(ctype, "POSIX") == 0) {
        return "LC_CTYPE of the database is C, which knows no letters outside ASCII: create it with C.UTF-8";
    }
    if (atoi(PQgetvalue(result, 0, 5)) < 150000) {
        return "the server is older than PostgreSQL 15";
    }
    if (strcmp(PQgetvalue(result, 0, 6), "true") == 0) {
        return "the server is a standby";
    }
    if (strcmp(PQgetvalue(result, 0, 7), "read committed") != 0) {
        return "default_transaction_isolation is not read committed";
    }
    if (strcmp(PQgetvalue(result, 0, 8), "false") != 0) {
        return "the login role is a superuser or passes by row security";
    }
    return NULL;
}

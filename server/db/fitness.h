/*
 * Whether a PostgreSQL server can be trusted with what kamd promises: that an acknowledged write is on disk, and that Chinese text can be
 * searched. Asked on every new connection, because after a failover another server may answer.
 */
#ifndef KAM_SERVER_DB_FITNESS_H
#define KAM_SERVER_DB_FITNESS_H

#include <libpq-fe.h>

/* One row of texts, in the order db_fitness_fault() expects. */
extern const char db_fitness_sql[];

/* NULL: fit. Otherwise what is wrong, one line; static text. */
const char *db_fitness_fault(const PGresult *result);

#endif

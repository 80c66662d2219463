/*
 * A statement known by name to every connection of its set. Statements are made once at start-up, prepared on each connection when it
 * connects, and constant from then on.
 */
#ifndef KAM_SERVER_DB_STATEMENT_H
#define KAM_SERVER_DB_STATEMENT_H

#include <libpq-fe.h>
#include <stdint.h>

enum db_set {
    DB_SET_READ,  /* few connections, several requests in flight on each */
    DB_SET_WRITE, /* more connections, one request in flight on each */
    DB_SETS_COUNT,
};

#define DB_STATEMENT_PARAMS_MAX 64

/* Borrowed by the pool for its life; all parameters and results are binary. */
struct db_statement {
    const char *name;
    const char *sql;
    const Oid *types;
    int params_count;
    uint32_t sets;   /* 1 << DB_SET_READ | 1 << DB_SET_WRITE */
    int echo_column; /* a first statement answers the job's echo in this column; -1: it is never first */
};

#endif

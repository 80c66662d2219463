/*
 * One pipelined connection: sends jobs, each with a Sync of its own, and takes their results apart again.
 *
 * Whose answer is whose rests on three things, each checked: replies come in the order of the requests, every job gets exactly the
 * results of its own statements and then one Sync, and the first statement of a job repeats the job's echo. Whatever does not fit
 * ends the connection before anybody gets an answer that may be another's.
 */
#ifndef KAM_SERVER_DB_CONNECTION_H
#define KAM_SERVER_DB_CONNECTION_H

#include "server/db/job.h"
#include "server/db/link.h"

#define DB_IN_FLIGHT_MAX 64

struct db_connection;

/* A job on its way. The job's owner may have given up waiting; then job is NULL and the answer is thrown away. */
struct db_flight {
    struct db_job *job;
    unsigned steps_count;
    unsigned step;  /* whose results come next */
    bool step_open; /* a result of this step has come, the NULL after it has not */
    bool doubtful;  /* committed here, but the wait for the standby was cut short */
    bool cancel_sent;
    bool repeatable;
    uint8_t echo[DB_ECHO_BYTES];
    int echo_column;
    PGresult *results[DB_STEPS_MAX];
    PGresult *error;
    unsigned error_step;
};

struct db_connection_owner {
    void *ctx;
    /* Set up, or one flight fewer: there is room. */
    void (*room)(void *ctx, struct db_connection *c);
    /* A job still waited for has its outcome. The callback may not touch the connection. */
    void (*finished)(void *ctx, struct db_job *job, const struct db_outcome *outcome);
    /* The connection was lost under this job. executed_maybe: its Sync had left and nothing shows that it was rolled back. */
    void (*lost)(void *ctx, struct db_job *job, bool executed_maybe);
};

struct db_connection {
    struct db_link link;
    enum db_set set;
    const struct db_statement *const *statements;
    size_t statements_count;
    const struct db_connection_owner *owner;
    const char *setup_sql; /* one more statement of the set-up; NULL: none */
    unsigned in_flight_max;
    unsigned cancels; /* cancel requests on their way to the server; until they are through nothing new is sent */
    unsigned setup_steps;
    unsigned setup_seen;
    unsigned head; /* of the ring */
    unsigned flights_count;
    struct db_flight flights[DB_IN_FLIGHT_MAX];
    void (*closed)(struct db_connection *c);
};

_must_check_ int db_connection_init(struct db_connection *c, uv_loop_t *loop, const char *url, uint32_t connect_timeout_ms, enum db_set set,
                                    unsigned in_flight_max, const struct db_statement *const *statements, size_t statements_count,
                                    const struct db_connection_owner *owner);

/* Can it take one more job now? */
bool db_connection_has_room(const struct db_connection *c);

/* Sends a job. When that fails the connection is dropped and lost() has been called for the job. */
void db_connection_send(struct db_connection *c, struct db_job *job);

/* Whoever waited for this job does not any more; its answer will be thrown away. */
void db_connection_abandon(struct db_connection *c, const struct db_job *job);

/* The job the server is working on, or NULL. */
struct db_flight *db_connection_head(struct db_connection *c);

/* Closes for good. Jobs in flight get lost() first. */
void db_connection_close(struct db_connection *c, void (*closed)(struct db_connection *c));

#endif

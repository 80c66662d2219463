/*
 * One request to the database: up to three statements that end in one Sync and so are one transaction.
 *
 * A job is embedded in whatever its submitter keeps per request, and belongs to the submitter, who must leave it alone from
 * db_pool_submit() until done(). done() comes exactly once, never from inside a call of the submitter.
 */
#ifndef KAM_SERVER_DB_JOB_H
#define KAM_SERVER_DB_JOB_H

#include "server/db/statement.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DB_STEPS_MAX 3
#define DB_ECHO_BYTES 8

/* How a job ended. Only DB_ANSWERED has results. */
enum db_ending {
    DB_ANSWERED,    /* PostgreSQL answered, maybe with an error, and its Sync came back: the transaction is over */
    DB_EXPIRED,     /* the deadline passed; it was not executed, or only read */
    DB_CANCELLED,   /* db_pool_cancel() came first; it was not executed, or only read */
    DB_UNAVAILABLE, /* no connection for too long, or the pool is closing; it was not executed */
    DB_UNKNOWN,     /* its Sync had left when the connection was lost or the deadline passed: it may have been done */
    DB_LATER,       /* a job without statements: its turn has come */
};

struct db_step {
    const struct db_statement *statement;
    const char *const *values; /* binary; NULL is NULL */
    const int *lengths;
};

/* Borrowed for the duration of done(). */
struct db_outcome {
    enum db_ending ending;
    const PGresult *results[DB_STEPS_MAX]; /* of the steps that succeeded */
    const PGresult *error;                 /* the one error, or NULL */
    unsigned error_step;                   /* steps_count: it came from the commit */
};

enum db_job_state {
    DB_JOB_IDLE,    /* the submitter's */
    DB_JOB_WAITING, /* in the queue of its set */
    DB_JOB_DELAYED, /* waits for not_before_us */
    DB_JOB_SENT,    /* in flight */
};

struct db_job {
    /* Filled by the submitter. */
    enum db_set set;
    unsigned steps_count;
    struct db_step steps[DB_STEPS_MAX];
    uint8_t echo[DB_ECHO_BYTES]; /* db_pool_submit() fills it; a parameter of the first statement may point here */
    uint64_t deadline_us;        /* on the clock of db_now_us() */
    uint64_t not_before_us;      /* 0: at once */
    bool repeatable;             /* may be sent again, and cancelled while it runs: it changes nothing */
    /* Just before it is sent: last chance to say how much time is left. May be NULL. */
    void (*sending)(struct db_job *job, uint64_t now_us);
    void (*done)(struct db_job *job, const struct db_outcome *outcome);

    /* The pool's. */
    enum db_job_state state;
    bool cancelled;
    uint8_t losses; /* connections lost under it */
    uint64_t submitted_us;
    uint64_t sent_us;
    struct db_job *next;
    struct db_job *previous;
};

#endif

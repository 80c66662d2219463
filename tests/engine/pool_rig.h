/*
 * A pool on a loop of its own against a database of the test's cluster, with a few statements made for hurting it.
 */
#ifndef KAM_TESTS_ENGINE_POOL_RIG_H
#define KAM_TESTS_ENGINE_POOL_RIG_H

#include "server/db/pool.h"
#include "tests/harness/cluster.h"

enum rig_statement {
    RIG_BEGIN,    /* $1 timeout in ms, $2 echo */
    RIG_SAY,      /* answers $1 (text) */
    RIG_FAIL,     /* division by zero */
    RIG_SLEEP,    /* $1 (float8) seconds, then its text */
    RIG_INSERT,   /* $1 (int8) into test.row */
    RIG_DEFERRED, /* $1 (int8) into test.row, and breaks a deferred constraint when it is negative */
    RIG_STATEMENTS_COUNT,
};

struct rig {
    struct cluster *cluster;
    char database[32];
    char url[256];
    uv_loop_t loop;
    struct db_pool *pool;
    bool closed;
};

/* A job with what it got. Owned by the test; done counts up when it has ended. */
struct rig_job {
    struct db_job job;
    enum rig_statement what;
    char text[64];
    uint8_t number[8];
    uint8_t timeout[4];
    const char *values[2][2];
    int lengths[2][2];
    int done;
    enum db_ending ending;
    char answer[64]; /* the row's text */
    char sqlstate[8];
    unsigned error_step;
    uint32_t timeout_ms;
};

struct rig_options {
    uint32_t connections;
    uint32_t in_flight_max;
    uint32_t queue_max;
    uint32_t patience_ms;
};

void rig_open(struct rig *rig, const struct rig_options *options);
/* Closes the pool, runs the loop out and checks that no handle is left. */
void rig_close(struct rig *rig);

/* Fills a job: `text` is the parameter, written as text. Reads are repeatable. */
void rig_job(struct rig_job *job, enum db_set set, enum rig_statement what, const char *text, uint32_t deadline_ms);
/* Submits; the answer of db_pool_submit. */
int rig_submit(struct rig *rig, struct rig_job *job);

/* Runs the loop until all jobs have ended; false when that takes longer. */
bool rig_wait(struct rig *rig, struct rig_job *jobs, size_t count, uint32_t ms);
/* Runs the loop for so long. */
void rig_run(struct rig *rig, uint32_t ms);
/* Runs the loop until so many connections are up. */
bool rig_wait_up(struct rig *rig, uint32_t connections, uint32_t ms);
/* Runs the loop until at least so many jobs of each set have been sent. */
bool rig_wait_sent(struct rig *rig, uint32_t reads, uint32_t writes, uint32_t ms);

#endif

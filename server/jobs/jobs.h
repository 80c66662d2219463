/*
 * What runs by itself: seals the journal, makes partitions, purges what has had its time. Which jobs there are, when each is due and what
 * became of it stands in the database (core.job); this works the table off, one job at a time, each in a transaction of its own.
 *
 * Of all the processes on one database one leads: the one that holds an advisory lock on a connection of its own. Lock and connection end
 * together, so when a leader dies the next one takes over within JOBS_LEAD_EVERY_MS of PostgreSQL noticing, and a job that was cut off is
 * simply due again in its time. Two leaders, if that could be, would do no harm: every job is safe beside itself.
 */
#ifndef KAM_SERVER_JOBS_JOBS_H
#define KAM_SERVER_JOBS_JOBS_H

#include "common/cleanup.h"
#include <stdint.h>
#include <uv.h>

#define JOBS_LEAD_EVERY_MS 2000

struct jobs;

struct jobs_options {
    const char *url; /* of the login role; copied */
    uint32_t connect_timeout_ms;
    uint32_t timeout_ms; /* of one run */
};

/* Begins in the next turn of the loop. 0 or a negative errno. */
_must_check_ int jobs_new(uv_loop_t *loop, const struct jobs_options *options, struct jobs **ret_jobs);

/* A run under way is left to the database, which finishes it or does not. closed() comes when the memory may go. */
void jobs_close(struct jobs *j, void (*closed)(void *ctx), void *ctx);

/* NULL is fine; otherwise only after jobs_close() is done. Returns NULL. */
struct jobs *jobs_free(struct jobs *j);

#endif

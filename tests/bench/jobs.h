/*
 * What a connection of the load generator asks next, and what it must keep of the answer.
 */
#ifndef KAM_TESTS_BENCH_JOBS_H
#define KAM_TESTS_BENCH_JOBS_H

#include "tests/bench/link.h"
#include "tests/bench/load.h"

enum { JOB_PAGE_SIZE = 50, JOB_PAGE_TOKEN_BYTES = 512, JOB_QUERY_BYTES = 128, JOB_QUERIES_MAX = 4096 };

struct job_queries {
    size_t count;
    char (*texts)[JOB_QUERY_BYTES];
};

/* One connection's side of its calls. */
struct job {
    const struct load_options *options;
    const struct job_queries *queries;
    uint64_t random;
    unsigned unit;
    uint64_t call_id;
    bool lists; /* the call under way is a list, whose answer carries the next page's token */
    char page_token[JOB_PAGE_TOKEN_BYTES];
};

void job_init(struct job *job, const struct load_options *options, const struct job_queries *queries, unsigned person, uint64_t seed);

/* Sends the next call. */
int job_send(struct job *job, struct link *link);

/* Takes an answer; false when it is not the one waited for or says anything but OK. */
bool job_answer(struct job *job, const Kam__V1__Envelope *envelope);

int job_queries_read(const char *path, struct job_queries *ret_queries);

#endif

/*
 * Random operations on budgets, spends and work items by many clients at a time, and what they were told of each.
 */
#ifndef KAM_TESTS_MODEL_MODEL_H
#define KAM_TESTS_MODEL_MODEL_H

#include "tests/integration/world.h"

#include <pthread.h>
#include <stdatomic.h>

enum { MODEL_RING = 48, MODEL_UNITS = 2, MODEL_SUBJECTS = 2, MODEL_MONTHS = 2, MODEL_PEOPLE = 6 };

enum model_op { MODEL_REQUEST, MODEL_ACT, MODEL_BILL, MODEL_RELEASE, MODEL_TRANSFER, MODEL_SUPPLEMENT, MODEL_GRANT, MODEL_OPS };

/* The latest ids that somebody was told, for all to try their hands on. */
struct model_ring {
    atomic_llong ids[MODEL_RING];
    atomic_uint next;
};

/* What all know. */
struct model {
    int64_t units[MODEL_UNITS], people[MODEL_PEOPLE];
    char months[MODEL_MONTHS][8];
    int year;
    struct model_ring items, spends;
};

/* An operation that was acknowledged. */
struct model_told {
    enum model_op op;
    int64_t id, amount; /* of the spend, the item or the paper */
    const char *act;    /* of MODEL_ACT */
};

/* One client. Its operations follow from its seed alone; what they meet depends on the others. */
struct model_worker {
    struct model *model;
    kam_client *client;
    int64_t seed;
    unsigned number, operations, keys;
    uint8_t key[KAM_REQUEST_ID_BYTES];
    struct kam_call_options options; /* with the key of the write that is made */
    pthread_t thread;
    struct model_told *told; /* room for all operations; the test's */
    unsigned told_count, tried[MODEL_OPS], refused, unknown, broken;
    char broken_text[256]; /* the last answer that is neither done nor refused */
};

extern const char *const model_subjects[MODEL_SUBJECTS];
extern const char *const model_op_names[MODEL_OPS];

/* A thread's main function: all operations of a worker. */
void *model_work(void *worker);

#endif

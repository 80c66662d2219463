/*
 * What is wrong with the protos: every fault of a run is collected, so that one build shows them all.
 */
#ifndef PROTO_GEN_FAULT_H
#define PROTO_GEN_FAULT_H

#include "proto/gen/pool.h"

/* The text lives in the pool. */
struct faults {
    struct pool *pool;
    char *text; /* one line each; NULL when there is none */
    size_t count;
};

/* "FILE:LINE: SUBJECT: message"; line 0 is left out. */
void faults_add(struct faults *f, const char *file, int line, const char *subject, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif

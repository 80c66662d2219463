/*
 * The data folder every cluster of a test run begins with: made once for a kamd binary, then copied.
 */
#ifndef KAM_TESTS_HARNESS_TEMPLATE_H
#define KAM_TESTS_HARNESS_TEMPLATE_H

#include "tests/harness/cluster.h"

/* Puts a copy into the cluster's (not yet existing) data folder; makes the template first when there is none for this kamd. */
void template_copy(struct cluster *cluster);

/* A program of PostgreSQL; valid until the next call. */
const char *cluster_bin(const char *program);
/* Where temporary folders go. */
const char *cluster_tmp(void);
/* A new temporary folder with certificates, and a janitor for it. */
void cluster_make_folder(struct cluster *cluster, const char *prefix);
/* Makes a path the user's who runs PostgreSQL. */
void cluster_give_to_postgres(const char *path);

#endif

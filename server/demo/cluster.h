/*
 * The demo's own PostgreSQL: reached over a unix socket in the state directory and no other way, by its owner alone (peer), with
 * durable writes as in earnest.
 */
#ifndef KAM_SERVER_DEMO_CLUSTER_H
#define KAM_SERVER_DEMO_CLUSTER_H

#include "server/demo/place.h"

/* Makes the cluster and its database when they are not there, and starts it when it does not run. */
int demo_cluster_start(const struct demo_place *place);

int demo_cluster_stop(const struct demo_place *place);

/* Its postmaster's pid, 0 when it does not run. */
int demo_cluster_pid(const struct demo_place *place);

#endif

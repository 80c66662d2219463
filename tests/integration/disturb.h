/*
 * What may happen to a server while others work on it.
 */
#ifndef KAM_TESTS_INTEGRATION_DISTURB_H
#define KAM_TESTS_INTEGRATION_DISTURB_H

#include "tests/integration/world.h"

/* SIGKILL, and started again after a while. */
void disturb_kill_kamd(struct kamd *kamd, int pause_ms);
/* A polite end of some backends, every second one; kamd sees 57P01. */
void disturb_terminate_backends(struct world *world, unsigned which);
/* SIGKILL to one backend: PostgreSQL ends all others and recovers. */
void disturb_crash_postgresql(struct world *world);
/* The postmaster and all below it. */
void disturb_kill_postgresql(struct world *world);

#endif

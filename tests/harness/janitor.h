/*
 * A small process that waits for the end of this program, however it comes, then stops the PostgreSQL in the folder and removes it.
 */
#ifndef KAM_TESTS_HARNESS_JANITOR_H
#define KAM_TESTS_HARNESS_JANITOR_H

/* Starts it for a folder; bails out when it cannot. */
void janitor_start(const char *folder);

#endif

/*
 * A cluster whose PostgreSQL reads the clock through libfaketime, so that a test can let days pass. kamd's own clock goes on as it is.
 */
#ifndef KAM_TESTS_HARNESS_CLOCK_H
#define KAM_TESTS_HARNESS_CLOCK_H

/* The program's cluster under that clock, which shows the machine's time at first. Before anything else asks for the cluster; bails out
 * when libfaketime is not installed. */
void clock_start(void);

/* "+25h", "+90m": so far ahead of the machine's clock. */
void clock_set(const char *offset);

/* Forgets the file of the clock. */
void clock_remove(void);

#endif

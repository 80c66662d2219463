/*
 * The way out when a test's surroundings fail (no PostgreSQL, no port): says why in TAP and ends the program with everything cleaned up.
 * What a test is about fails with cmocka's assertions instead.
 */
#ifndef KAM_TESTS_HARNESS_BAIL_H
#define KAM_TESTS_HARNESS_BAIL_H

_Noreturn void bail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif

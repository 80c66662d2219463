/*
 * What `kamd demo` says to the person in front of it, in both languages on one line ("中文 / English").
 *
 * Functions of this folder return 0, or DEMO_TOLD after they have said what failed and what to do about it: the caller only passes
 * that on.
 */
#ifndef KAM_SERVER_DEMO_SAY_H
#define KAM_SERVER_DEMO_SAY_H

enum demo_result { DEMO_OK = 0, DEMO_TOLD = 1 };

/* A line of progress on standard output. */
void demo_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A sentence on standard error; returns DEMO_TOLD. */
int demo_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "12/40" in place on a terminal, once at the end elsewhere. */
void demo_count(const char *what, unsigned done, unsigned total);

#endif

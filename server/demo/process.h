/*
 * Running other programs: to their end with a time limit, and in the background with a pid file that cannot name a stranger.
 */
#ifndef KAM_SERVER_DEMO_PROCESS_H
#define KAM_SERVER_DEMO_PROCESS_H

#include "server/demo/place.h"

#include <stddef.h>
#include <sys/types.h>

/* A process by number and start time: a pid used again by somebody else does not match. pid 0: none. */
struct demo_process {
    pid_t pid;
    unsigned long long started_ticks;
};

/* Runs argv to its end, at most timeout_seconds. Its output goes to log (appended), or, when ret_output is given, standard output goes
 * there as text. Fails, and shows the end of the log, when the program does not exit with 0. */
int demo_run(const struct demo_place *place, char *const argv[], unsigned timeout_seconds, char *ret_output, size_t output_bytes);

/* Starts argv in a session of its own, standard output to the file out_path, standard error appended to err_path. */
int demo_start(char *const argv[], const char *out_path, const char *err_path, struct demo_process *ret_process);

bool demo_process_alive(const struct demo_process *process);

/* SIGTERM, then after timeout_seconds SIGKILL. Waits for the end. */
int demo_process_end(const struct demo_process *process, const char *name, unsigned timeout_seconds);

int demo_process_save(const struct demo_process *process, const char *path);
/* {0} when there is no such file or it cannot be read. */
struct demo_process demo_process_load(const char *path);

void demo_sleep_ms(unsigned ms);

#endif

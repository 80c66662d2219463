/*
 * Child processes of a test. A child never outlives the test: it is told to die when its parent does, however that ends.
 */
#ifndef KAM_TESTS_HARNESS_PROCESS_H
#define KAM_TESTS_HARNESS_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

struct process_spec {
    const char *const *argv;        /* argv[0] is a path; ends with NULL */
    const char *const *environment; /* "NAME=value" added to ours; ends with NULL; may be NULL */
    const char *log_path;           /* standard error, and standard output without output_fd, are appended here; NULL: ours */
    int output_fd;                  /* standard output; 0: to the log */
    int death_signal;               /* sent when the test dies; 0: SIGKILL */
    bool as_postgres;               /* run by root: go on as the user postgres, because initdb and postgres refuse root */
};

/* Bails out when it cannot be started. */
pid_t process_start(const struct process_spec *spec);

/* Starts, waits for the end, bails out unless it ends with 0 within timeout_ms; shows the end of the log then. */
void process_run(const struct process_spec *spec, int timeout_ms);

/* Waits for the end. False: still running after timeout_ms. ret_status (may be NULL) is that of waitpid(). */
bool process_wait(pid_t pid, int timeout_ms, int *ret_status);

/* Sends a signal and waits; a child that stays is killed and the test bails out. */
void process_end(pid_t pid, int signal_number, int timeout_ms);

void sleep_ms(int ms);
long long monotonic_ms(void);

/* Open descriptors of a process; -1 when it is gone. */
int process_fds(pid_t pid);

#endif

/*
 * kamd processes of a test, on a free port of the loopback, with a database of the test's cluster.
 */
#ifndef KAM_TESTS_HARNESS_KAMD_H
#define KAM_TESTS_HARNESS_KAMD_H

#include "tests/harness/cluster.h"
#include <kam/kam.h>

struct kamd {
    struct cluster *cluster;
    char database[32];
    pid_t pid;     /* 0: not running */
    unsigned port; /* of the last start */
    char config[CLUSTER_FOLDER_BYTES + 32];
    char log[CLUSTER_FOLDER_BYTES + 32];
    const char *const *prefix; /* words before the command from the next start on: a program that runs it; the test's, may be NULL */
};

struct kamd_options {
    const char *settings;           /* lines put at the end of the config file, sections and all; may be NULL */
    const char *database_host;      /* instead of the cluster's socket folder (a proxy): "127.0.0.1 port=…"; may be NULL */
    const char *const *environment; /* may be NULL */
    unsigned port;                  /* 0: a free one */
};

/* Starts one and waits until it serves. Bails out when it does not. */
void kamd_start(struct kamd *kamd, struct cluster *cluster, const char *database, const struct kamd_options *options);
/* Starts it again as it was, on the same port. */
void kamd_restart(struct kamd *kamd);
/* SIGTERM: drains and must end with 0; SIGKILL: as in a crash. */
void kamd_stop(struct kamd *kamd, int signal_number);

/* Runs `kamd COMMAND -c FILE …` to its end; what it printed is *ret_output (may be NULL), to be freed. */
void kamd_run(struct cluster *cluster, const char *database, const char *const *command, char **ret_output);

/* A client of it, verifying with the run's authority; not connected. language NULL is zh. */
kam_client *kamd_client(const struct kamd *kamd, const char *language);
/* A client that may choose among several, with other time limits; options may be changed further by the caller before use. */
kam_client *kamd_client_for(const struct kamd *const *kamds, size_t count, struct kam_options options);

/* Lines of its log that hold this text. */
int kamd_log_count(const struct kamd *kamd, const char *text);

#endif

/*
 * A PostgreSQL cluster of this test program alone, with durable writes as in earnest, on a unix socket in a folder under TMPDIR.
 *
 * The first program of a run makes a template data folder (initdb, `kamd migrate`, the sample of tests/harness/fixture.h) and keeps it
 * beside the others' folders under a name made from the kamd binary; every program copies that, which takes a tenth of the time. Each
 * test then gets a database of its own, copied from the template database inside the cluster.
 *
 * Cleaning up does not depend on the program's end: a janitor process waits for that, stops PostgreSQL and removes the folder.
 */
#ifndef KAM_TESTS_HARNESS_CLUSTER_H
#define KAM_TESTS_HARNESS_CLUSTER_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define CLUSTER_ADMIN "kam_dba" /* superuser; the login role of kamd is kam_app */
#define CLUSTER_TEMPLATE "kam_template"
#define CLUSTER_FOLDER_BYTES 96

struct cluster {
    char folder[CLUSTER_FOLDER_BYTES]; /* socket, data/, logs, certificates, config files; no one else can enter it */
    char data[CLUSTER_FOLDER_BYTES + 8];
    char log[CLUSTER_FOLDER_BYTES + 16]; /* PostgreSQL's own */
    pid_t postmaster;
    unsigned databases; /* made so far */
};

/* The cluster of this program, made and started at the first call. environment goes to PostgreSQL (NULL: none) and counts only then. */
struct cluster *cluster_get(void);
struct cluster *cluster_get_with(const char *const *environment);

void cluster_start(struct cluster *cluster);
/* SIGINT: fast, SIGQUIT: immediate, SIGKILL: as in a crash. Waits until all of PostgreSQL has gone. */
void cluster_stop(struct cluster *cluster, int signal_number);

/* A new database of this test, a copy of the template; the name is the caller's memory. */
void cluster_create_database(struct cluster *cluster, char ret_name[32]);
void cluster_drop_database(struct cluster *cluster, const char *name);

/* A superuser's connection; the caller's, PQfinish() it. */
PGconn *cluster_connect(struct cluster *cluster, const char *database);
/* As superuser. The first column of the first row as text, "" for none or NULL; free() it. Bails out on an error. */
char *cluster_query(struct cluster *cluster, const char *database, const char *format, ...) __attribute__((format(printf, 3, 4)));
int64_t cluster_number(struct cluster *cluster, const char *database, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Asks until the query gives this number; false when it did not within timeout_ms. */
bool cluster_await(struct cluster *cluster, const char *database, int timeout_ms, int64_t wanted, const char *query);

/* Lines of PostgreSQL's log that hold this text. */
int cluster_log_count(struct cluster *cluster, const char *text);

#endif

#include "tests/harness/cluster.h"

#include "tests/harness/bail.h"
#include "tests/harness/certs.h"
#include "tests/harness/janitor.h"
#include "tests/harness/path.h"
#include "tests/harness/process.h"
#include "tests/harness/template.h"
#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define START_MS 30000
#define STOP_MS 30000
#define CHILDREN_MAX 256

static struct cluster the_cluster;
static const char *const *the_environment;

const char *cluster_bin(const char *program) {
    static char path[PATH_MAX];
    const char *folder = getenv("KAM_PG_BIN");

    path_format(path, sizeof(path), "%s/%s", folder ? folder : "/usr/lib/postgresql/15/bin", program);
    return path;
}

const char *cluster_tmp(void) {
    const char *folder = getenv("TMPDIR");

    /* The path of a unix socket holds 107 bytes. */
    return folder && strlen(folder) < 40 ? folder : "/tmp";
}

void cluster_give_to_postgres(const char *path) {
    struct passwd *user;

    if (geteuid() != 0)
        return;
    user = getpwnam("postgres");
    if (!user || chown(path, user->pw_uid, user->pw_gid) < 0)
        bail("chown %s: %s", path, user ? strerror(errno) : "no user postgres");
}

static PGconn *try_connect(const struct cluster *cluster, const char *database) {
    char text[256];

    snprintf(text, sizeof(text), "host=%s user=%s dbname=%s connect_timeout=5", cluster->folder, CLUSTER_ADMIN, database);
    return PQconnectdb(text);
}

void cluster_start(struct cluster *cluster) {
    const char *argv[] = {cluster_bin("postgres"), "-D", cluster->data, "-k", cluster->folder, NULL};
    struct process_spec spec = {
        .argv = argv, .environment = the_environment, .log_path = cluster->log, .death_signal = SIGQUIT, .as_postgres = true};
    long long until = monotonic_ms() + START_MS;

    cluster->postmaster = process_start(&spec);
    for (;;) {
        PGconn *connection = try_connect(cluster, "postgres");
        bool up = PQstatus(connection) == CONNECTION_OK;

        PQfinish(connection);
        if (up)
            return;
        if (process_wait(cluster->postmaster, 20, NULL))
            bail("PostgreSQL ended while starting, see %s", cluster->log);
        if (monotonic_ms() > until)
            bail("PostgreSQL did not start within %d ms", START_MS);
    }
}

/* The processes of a postmaster, at most so many. */
static size_t children_of(pid_t postmaster, pid_t *children, size_t room) {
    char path[64];
    size_t count = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/task/%d/children", postmaster, postmaster);
    file = fopen(path, "re");
    while (file && count < room && fscanf(file, "%d", &children[count]) == 1)
        count++;
    if (file)
        fclose(file);
    return count;
}

void cluster_stop(struct cluster *cluster, int signal_number) {
    pid_t children[CHILDREN_MAX];
    size_t count = signal_number == SIGKILL ? children_of(cluster->postmaster, children, CHILDREN_MAX) : 0;
    long long until = monotonic_ms() + STOP_MS;

    process_end(cluster->postmaster, signal_number, STOP_MS);
    /* Backends notice by themselves that it has been killed; PostgreSQL refuses to start again before they have gone. */
    for (size_t i = 0; i < count; i++)
        while (kill(children[i], 0) == 0 && monotonic_ms() < until)
            sleep_ms(10);
    cluster->postmaster = 0;
}

void cluster_make_folder(struct cluster *cluster, const char *prefix) {
    path_format(cluster->folder, sizeof(cluster->folder), "%s/%s.XXXXXX", cluster_tmp(), prefix);
    if (!mkdtemp(cluster->folder))
        bail("%s: %s", cluster->folder, strerror(errno));
    path_format(cluster->data, sizeof(cluster->data), "%s/data", cluster->folder);
    path_format(cluster->log, sizeof(cluster->log), "%s/postgres.log", cluster->folder);
    janitor_start(cluster->folder);
    cluster_give_to_postgres(cluster->folder);
    certs_make(cluster->folder);
}

struct cluster *cluster_get_with(const char *const *environment) {
    struct cluster *cluster = &the_cluster;

    if (cluster->postmaster)
        return cluster;
    the_environment = environment;
    cluster_make_folder(cluster, "kam-test");
    template_copy(cluster);
    cluster_start(cluster);
    return cluster;
}

struct cluster *cluster_get(void) {
    return cluster_get_with(NULL);
}

PGconn *cluster_connect(struct cluster *cluster, const char *database) {
    PGconn *connection = try_connect(cluster, database);

    if (PQstatus(connection) != CONNECTION_OK)
        bail("%s: %s", database, PQerrorMessage(connection));
    return connection;
}

__attribute__((format(printf, 3, 0))) static char *query(struct cluster *cluster, const char *database, const char *format,
                                                         va_list arguments) {
    PGconn *connection = cluster_connect(cluster, database);
    char *text = NULL, *value;
    PGresult *result;
    ExecStatusType status;

    if (vasprintf(&text, format, arguments) < 0)
        bail("out of memory");
    result = PQexec(connection, text);
    status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        bail("%s: %s", text, PQerrorMessage(connection));
    value = strdup(status == PGRES_TUPLES_OK && PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "");
    if (!value)
        bail("out of memory");
    PQclear(result);
    PQfinish(connection);
    free(text);
    return value;
}

char *cluster_query(struct cluster *cluster, const char *database, const char *format, ...) {
    va_list arguments;
    char *value;

    va_start(arguments, format);
    value = query(cluster, database, format, arguments);
    va_end(arguments);
    return value;
}

int64_t cluster_number(struct cluster *cluster, const char *database, const char *format, ...) {
    va_list arguments;
    char *value;
    int64_t number;

    va_start(arguments, format);
    value = query(cluster, database, format, arguments);
    va_end(arguments);
    number = strtoll(value, NULL, 10);
    free(value);
    return number;
}

bool cluster_await(struct cluster *cluster, const char *database, int timeout_ms, int64_t wanted, const char *text) {
    long long until = monotonic_ms() + timeout_ms;

    while (cluster_number(cluster, database, "%s", text) != wanted) {
        if (monotonic_ms() >= until)
            return false;
        sleep_ms(20);
    }
    return true;
}

void cluster_create_database(struct cluster *cluster, char ret_name[32]) {
    snprintf(ret_name, 32, "kam_%u", ++cluster->databases);
    free(cluster_query(cluster, "postgres", "create database %s template %s", ret_name, CLUSTER_TEMPLATE));
}

void cluster_drop_database(struct cluster *cluster, const char *name) {
    free(cluster_query(cluster, "postgres", "drop database %s with (force)", name));
}

int cluster_log_count(struct cluster *cluster, const char *text) {
    FILE *file = fopen(cluster->log, "re");
    char *line = NULL;
    size_t room = 0;
    int count = 0;

    if (!file)
        bail("%s: %s", cluster->log, strerror(errno));
    while (getline(&line, &room, file) >= 0)
        count += strstr(line, text) != NULL;
    free(line);
    fclose(file);
    return count;
}

#include "tests/harness/template.h"

#include "tests/harness/bail.h"
#include "tests/harness/certs.h"
#include "tests/harness/fixture.h"
#include "tests/harness/janitor.h"
#include "tests/harness/kamd.h"
#include "tests/harness/path.h"
#include "tests/harness/process.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PROGRAM_MS 120000
#define TEMPLATE_SECONDS_MAX (24 * 3600)

/* FNV-1a: only to make a name. */
static uint64_t hash(const void *bytes, size_t count, uint64_t seed) {
    const unsigned char *at = bytes;

    for (size_t i = 0; i < count; i++)
        seed = (seed ^ at[i]) * 1099511628211u;
    return seed;
}

/* The folder's name says whose it is, which kamd made it, and which build of that; family is the part without the build. */
static void name_template(char path[PATH_MAX], char family[128]) {
    const char *kamd = getenv("KAM_KAMD");
    char real[PATH_MAX];
    struct stat status;
    uint64_t build;

    if (!kamd || !realpath(kamd, real) || stat(real, &status) < 0)
        bail("KAM_KAMD=%s: %s", kamd ? kamd : "", strerror(errno));
    build = hash(&status.st_mtim, sizeof(status.st_mtim), hash(&status.st_size, sizeof(status.st_size), FIXTURE_VERSION));
    snprintf(family, 128, "kam-template-%u-%016llx-", (unsigned)geteuid(),
             (unsigned long long)hash(real, strlen(real), 14695981039346656037u));
    path_format(path, PATH_MAX, "%s/%s%016llx", cluster_tmp(), family, (unsigned long long)build);
}

static void remove_tree(const char *path) {
    const char *argv[] = {"/bin/rm", "-rf", "--", path, NULL};
    struct process_spec spec = {.argv = argv};

    process_run(&spec, PROGRAM_MS);
}

/* Those of earlier builds of the same kamd, and any of ours that nobody has made for a day. The lock stays: others may wait for it. */
static void remove_older(const char *family) {
    DIR *entries = opendir(cluster_tmp());
    char ours[64];

    path_format(ours, sizeof(ours), "kam-template-%u-", (unsigned)geteuid());
    for (struct dirent *entry = entries ? readdir(entries) : NULL; entry; entry = readdir(entries)) {
        char path[PATH_MAX];
        struct stat status;

        path_format(path, sizeof(path), "%s/%s", cluster_tmp(), entry->d_name);
        if (strncmp(entry->d_name, ours, strlen(ours)) != 0 || lstat(path, &status) < 0 || !S_ISDIR(status.st_mode))
            continue;
        if (strncmp(entry->d_name, family, strlen(family)) == 0 || status.st_ctime < time(NULL) - TEMPLATE_SECONDS_MAX)
            remove_tree(path);
    }
    if (entries)
        closedir(entries);
}

static void write_settings(const struct cluster *cluster) {
    char path[CLUSTER_FOLDER_BYTES + 32];
    FILE *file;

    path_format(path, sizeof(path), "%s/postgresql.conf", cluster->data);
    file = fopen(path, "ae");
    if (!file)
        bail("%s: %s", path, strerror(errno));
    fputs("listen_addresses = ''\nunix_socket_permissions = 0700\n"
          "fsync = on\nfull_page_writes = on\nsynchronous_commit = on\n"
          "max_connections = 100\nshared_buffers = 32MB\nmax_wal_size = 256MB\njit = off\n"
          "timezone = 'Asia/Shanghai'\nlog_timezone = 'UTC'\nlog_min_messages = warning\nlog_min_error_statement = error\n",
          file);
    if (fclose(file) != 0)
        bail("%s: %s", path, strerror(errno));
}

static void init_cluster(struct cluster *cluster) {
    const char *argv[] = {cluster_bin("initdb"), "-D",        cluster->data, "-U", CLUSTER_ADMIN, "-A", "trust", "-E", "UTF8",
                          "--locale=C.UTF-8",    "--no-sync", NULL};
    struct process_spec spec = {.argv = argv, .log_path = cluster->log, .as_postgres = true};

    process_run(&spec, PROGRAM_MS);
    write_settings(cluster);
}

/* In a folder aside, renamed when it is whole: nothing half made is ever copied. */
static void make_template(const char *path) {
    struct cluster cluster = {.databases = 0};
    static const char *const migrate[] = {"migrate", NULL};
    char aside[PATH_MAX], data[PATH_MAX];

    cluster_make_folder(&cluster, "kam-make");
    init_cluster(&cluster);
    cluster_start(&cluster);
    free(cluster_query(&cluster, "postgres", "create database %s", CLUSTER_TEMPLATE));
    kamd_run(&cluster, CLUSTER_TEMPLATE, migrate, NULL);
    fixture_make(&cluster, CLUSTER_TEMPLATE);
    /*
     * A copy made through the write-ahead log takes over that a sequence has logged 32 numbers ahead, but not the log of it: after a crash
     * of PostgreSQL 15 such a sequence falls back. Setting it anew makes the first nextval of every copy log.
     */
    free(cluster_query(
        &cluster, CLUSTER_TEMPLATE,
        "select count(setval(format('%%I.%%I', schemaname, sequencename), coalesce(last_value, start_value), last_value is not null)) "
        "from pg_sequences"));
    cluster_stop(&cluster, SIGINT);
    path_format(aside, sizeof(aside), "%s.new", path);
    path_format(data, sizeof(data), "%s/data", aside);
    remove_tree(aside);
    if (mkdir(aside, 0700) < 0 || rename(cluster.data, data) < 0 || rename(aside, path) < 0)
        bail("%s: %s", path, strerror(errno));
}

/* One we made, not somebody else's in a folder where all may write. */
static bool is_ours(const char *path) {
    struct stat status;

    return lstat(path, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid();
}

void template_copy(struct cluster *cluster) {
    char path[PATH_MAX], family[128], lock_path[PATH_MAX + 8];
    int lock;

    name_template(path, family);
    path_format(lock_path, sizeof(lock_path), "%s/%.60slock", cluster_tmp(), family);
    lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0 || flock(lock, LOCK_EX) < 0)
        bail("%s: %s", lock_path, strerror(errno));
    if (!is_ours(path)) {
        remove_older(family);
        make_template(path);
    }
    {
        char from[PATH_MAX + 8];
        const char *argv[] = {"/bin/cp", "-a", "--reflink=auto", from, cluster->data, NULL};
        struct process_spec spec = {.argv = argv};

        path_format(from, sizeof(from), "%s/data", path);
        process_run(&spec, PROGRAM_MS);
    }
    close(lock);
}

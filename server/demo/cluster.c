#include "server/demo/cluster.h"

#include "server/demo/process.h"
#include "server/demo/say.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { INITDB_SECONDS = 180, START_SECONDS = 60, QUERY_SECONDS = 30, RELEASE_MIN = 15 };

static bool has_programs(const char *dir) {
    char path[PATH_MAX];

    snprintf(path, sizeof(path), "%.*s/initdb", PATH_MAX - 16, dir);
    if (access(path, X_OK) < 0)
        return false;
    snprintf(path, sizeof(path), "%.*s/postgres", PATH_MAX - 16, dir);
    return access(path, X_OK) == 0;
}

/* Debian keeps every release's programs in /usr/lib/postgresql/RELEASE/bin, off the PATH. KAM_PG_BIN says otherwise. */
static int find_programs(char ret_dir[static PATH_MAX]) {
    const char *chosen = getenv("KAM_PG_BIN");
    struct dirent *entry;
    DIR *releases;
    long best = 0;

    if (chosen && chosen[0]) {
        snprintf(ret_dir, PATH_MAX, "%s", chosen);
        return has_programs(ret_dir) ? DEMO_OK : demo_fail("KAM_PG_BIN=%s 里没有 initdb / holds no initdb and postgres", chosen);
    }
    releases = opendir("/usr/lib/postgresql");
    while (releases && (entry = readdir(releases))) {
        long release = strtol(entry->d_name, NULL, 10);
        char dir[PATH_MAX];

        snprintf(dir, sizeof(dir), "/usr/lib/postgresql/%ld/bin", release);
        if (release >= RELEASE_MIN && release > best && has_programs(dir)) {
            best = release;
            snprintf(ret_dir, PATH_MAX, "%s", dir);
        }
    }
    if (releases)
        closedir(releases);
    if (!best)
        return demo_fail(
            "找不到 PostgreSQL %d / no PostgreSQL %d or later: apt-get install postgresql-15, or set KAM_PG_BIN to its bin folder",
            RELEASE_MIN, RELEASE_MIN);
    return DEMO_OK;
}

static int write_text(const char *path, const char *mode, const char *text) {
    FILE *file = fopen(path, mode);

    if (!file)
        return demo_fail("%s: %s", path, strerror(errno));
    fputs(text, file);
    return fclose(file) == 0 ? DEMO_OK : demo_fail("%s: %s", path, strerror(errno));
}

/* The settings that make it private, and who gets in: the state directory's owner, as either of two database users. */
static int configure(const struct demo_place *place) {
    char path[DEMO_PATH_BYTES + 32], text[1024];

    snprintf(text, sizeof(text),
             "# Written by kamd demo.\n"
             "listen_addresses = ''\n"
             "unix_socket_directories = '%s'\n"
             "unix_socket_permissions = 0700\n"
             "fsync = on\nfull_page_writes = on\nsynchronous_commit = on\n"
             "max_connections = 60\njit = off\n"
             "timezone = 'Asia/Shanghai'\nlog_timezone = 'Asia/Shanghai'\n",
             place->run);
    snprintf(path, sizeof(path), "%s/kam.conf", place->data);
    if (write_text(path, "we", text) != DEMO_OK)
        return DEMO_TOLD;
    snprintf(path, sizeof(path), "%s/pg_hba.conf", place->data);
    if (write_text(path, "we", "local all all peer map=kam\n") != DEMO_OK)
        return DEMO_TOLD;
    snprintf(text, sizeof(text), "kam %s kam_dba\nkam %s kam_app\n", place->user, place->user);
    snprintf(path, sizeof(path), "%s/pg_ident.conf", place->data);
    if (write_text(path, "we", text) != DEMO_OK)
        return DEMO_TOLD;
    snprintf(path, sizeof(path), "%s/postgresql.conf", place->data);
    return write_text(path, "ae", "include 'kam.conf'\n");
}

/* initdb into a folder beside it and rename: a run that dies half-way leaves nothing that looks finished. */
static int make_cluster(const struct demo_place *place, const char *bin) {
    char initdb[PATH_MAX], aside[DEMO_PATH_BYTES];
    struct demo_place unfinished = *place;

    demo_place_path(place, "postgres.new", aside);
    snprintf(initdb, sizeof(initdb), "%.*s/initdb", PATH_MAX - 16, bin);
    demo_say("创建私有数据库 / making a private PostgreSQL in %s", place->data);
    if (access(aside, F_OK) == 0) {
        char *const remove[] = {"/bin/rm", "-rf", "--", aside, NULL};

        if (demo_run(place, remove, QUERY_SECONDS, NULL, 0) != DEMO_OK)
            return DEMO_TOLD;
    }
    {
        char *const argv[] = {initdb, "-D", aside, "-U", "kam_dba", "-E", "UTF8", "--locale=C.UTF-8", "--auth=peer", "--data-checksums",
                              NULL};

        if (demo_run(place, argv, INITDB_SECONDS, NULL, 0) != DEMO_OK)
            return DEMO_TOLD;
    }
    memcpy(unfinished.data, aside, sizeof(aside));
    if (configure(&unfinished) != DEMO_OK)
        return DEMO_TOLD;
    if (rename(aside, place->data) < 0)
        return demo_fail("%s: %s", place->data, strerror(errno));
    return DEMO_OK;
}

int demo_cluster_pid(const struct demo_place *place) {
    char path[DEMO_PATH_BYTES + 32];
    int pid = 0;
    FILE *file;

    snprintf(path, sizeof(path), "%s/postmaster.pid", place->data);
    file = fopen(path, "re");
    if (!file)
        return 0;
    if (fscanf(file, "%d", &pid) != 1)
        pid = 0;
    fclose(file);
    /* EPERM: it runs, as another user. */
    return pid > 0 && (kill(pid, 0) == 0 || errno == EPERM) ? pid : 0;
}

static int control(const struct demo_place *place, const char *bin, char *action, bool fast) {
    char pg_ctl[PATH_MAX], log[DEMO_PATH_BYTES], seconds[16];
    char *argv[16];
    size_t n = 0;

    demo_place_path(place, "postgres.log", log);
    snprintf(pg_ctl, sizeof(pg_ctl), "%.*s/pg_ctl", PATH_MAX - 16, bin);
    snprintf(seconds, sizeof(seconds), "%d", START_SECONDS);
    argv[n++] = pg_ctl;
    argv[n++] = action;
    argv[n++] = "-D";
    argv[n++] = (char *)place->data;
    argv[n++] = "-w";
    argv[n++] = "-t";
    argv[n++] = seconds;
    argv[n++] = fast ? "-m" : "-l";
    argv[n++] = fast ? "fast" : log;
    argv[n] = NULL;
    return demo_run(place, argv, START_SECONDS + 10, NULL, 0);
}

static int make_database(const struct demo_place *place, const char *bin) {
    char psql[PATH_MAX], createdb[PATH_MAX], found[16];

    snprintf(psql, sizeof(psql), "%.*s/psql", PATH_MAX - 16, bin);
    snprintf(createdb, sizeof(createdb), "%.*s/createdb", PATH_MAX - 16, bin);
    {
        char *const ask[] = {psql,
                             "-X",
                             "-At",
                             "-h",
                             (char *)place->run,
                             "-U",
                             "kam_dba",
                             "-d",
                             "postgres",
                             "-c",
                             "select 1 from pg_database where datname = 'kam'",
                             NULL};

        if (demo_run(place, ask, QUERY_SECONDS, found, sizeof(found)) != DEMO_OK)
            return DEMO_TOLD;
    }
    if (found[0] == '1')
        return DEMO_OK;
    {
        char *const make[] = {createdb, "-h", (char *)place->run, "-U", "kam_dba", "kam", NULL};

        return demo_run(place, make, QUERY_SECONDS, NULL, 0);
    }
}

int demo_cluster_start(const struct demo_place *place) {
    char bin[PATH_MAX];
    int pid;

    if (find_programs(bin) != DEMO_OK)
        return DEMO_TOLD;
    if (access(place->data, F_OK) < 0 && make_cluster(place, bin) != DEMO_OK)
        return DEMO_TOLD;
    pid = demo_cluster_pid(place);
    if (!pid && control(place, bin, "start", false) != DEMO_OK)
        return demo_fail("数据库未能启动 / PostgreSQL did not start: see %s/postgres.log, or begin anew with --reset", place->state);
    demo_say("数据库%s / PostgreSQL %s: pid %d, %s", pid ? "已在运行" : "已启动", pid ? "runs already" : "started", demo_cluster_pid(place),
             place->run);
    return make_database(place, bin);
}

int demo_cluster_stop(const struct demo_place *place) {
    char bin[PATH_MAX];

    if (!demo_cluster_pid(place))
        return DEMO_OK;
    if (find_programs(bin) != DEMO_OK)
        return DEMO_TOLD;
    if (control(place, bin, "stop", true) != DEMO_OK)
        return DEMO_TOLD;
    demo_say("数据库已停止 / PostgreSQL stopped");
    return DEMO_OK;
}

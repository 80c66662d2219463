/*
 * `kamd check`, `kamd migrate` and `kamd first-admin`: what an administrator runs beside the server.
 */
#include "server/admin/commands.h"

#include "server/admin/check.h"
#include "server/admin/migrate.h"
#include "server/config/config.h"
#include "server/db/direct.h"
#include "server/rpc/verify.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_DONE = 0, EXIT_TOLD = 1, EXIT_USAGE = 2 };

static void freep(char **text) {
    free(*text);
}

static int complain(const char *text) {
    size_t bytes = strlen(text);
    fprintf(stderr, "kamd: %s%s", text, bytes && text[bytes - 1] == '\n' ? "" : "\n");
    return EXIT_TOLD;
}

/* -c FILE and so many more arguments, which start at argv[optind]. EXIT_DONE with a configuration, otherwise the exit code. */
static int take_arguments(int argc, char **argv, int more, const char *usage, struct config **ret_config) {
    const char *file = NULL;
    int option;
    optind = 1;
    while ((option = getopt(argc, argv, "c:")) == 'c') {
        file = optarg;
    }
    if (option != -1 || !file || argc - optind != more) {
        fprintf(stderr, "%s\n", usage);
        return EXIT_USAGE;
    }
    _cleanup_(freep) char *error = NULL;
    int r = config_load(file, ret_config, &error);
    return r < 0 ? complain(error ? error : strerror(-r)) : EXIT_DONE;
}

static int connect_admin(const struct config *c, PGconn **ret_pg) {
    _cleanup_(freep) char *error = NULL;
    if (!c->database_admin_url[0]) {
        return complain("database.admin_url is needed");
    }
    return db_direct_connect(c->database_admin_url, &error, ret_pg) < 0 ? complain(error) : EXIT_DONE;
}

int check_main(int argc, char **argv) {
    _cleanup_(config_freep) struct config *config = NULL;
    int code = take_arguments(argc, argv, 0, "kamd check -c FILE", &config);
    if (code != EXIT_DONE) {
        return code;
    }
    _cleanup_(freep) char *error = NULL;
    _cleanup_(report_deinit) struct report report = {0};
    _cleanup_(bindings_freep) struct bindings *bindings = NULL;
    _cleanup_(errors_freep) struct errors *errors = NULL;
    _cleanup_(db_connp) PGconn *pg = NULL;
    int r = verify(config->database_url, &report, &error, &bindings, &errors);
    r = r ? r : db_direct_connect(config->database_url, &error, &pg);
    r = r ? r : check_database(pg, bindings, errors, &report, &error);
    if (report.count) {
        fputs(report.text, stdout);
    }
    if (r != 0) {
        return complain(error);
    }
    if (report.count) {
        fprintf(stderr, "kamd: %zu 处不符 / findings\n", report.count);
        return EXIT_TOLD;
    }
    puts("数据库与程序一致 / the database and this kamd fit");
    return EXIT_DONE;
}

static void say_applying(const char *what) {
    printf("应用 / applying: %s\n", what);
}

int migrate_main(int argc, char **argv) {
    _cleanup_(config_freep) struct config *config = NULL;
    _cleanup_(db_connp) PGconn *pg = NULL;
    _cleanup_(freep) char *error = NULL;
    int code = take_arguments(argc, argv, 0, "kamd migrate -c FILE", &config);
    code = code ? code : connect_admin(config, &pg);
    if (code != EXIT_DONE) {
        return code;
    }
    if (migrate(pg, say_applying, &error) < 0) {
        return complain(error);
    }
    puts("数据库已是最新 / the database is up to date");
    return EXIT_DONE;
}

int first_admin_main(int argc, char **argv) {
    _cleanup_(config_freep) struct config *config = NULL;
    _cleanup_(db_connp) PGconn *pg = NULL;
    _cleanup_(db_resultp) PGresult *rows = NULL;
    _cleanup_(freep) char *error = NULL;
    int code = take_arguments(argc, argv, 2, "kamd first-admin -c FILE LOGIN NAME", &config);
    code = code ? code : connect_admin(config, &pg);
    if (code != EXIT_DONE) {
        return code;
    }
    const char *const values[] = {argv[optind], argv[optind + 1]};
    if (db_direct_run(pg, "select auth.first_admin($1, $2)", 2, values, &error, &rows) < 0) {
        return complain(error);
    }
    /* The one time this token is seen; the database keeps its hash. */
    printf("一次性令牌（72 小时内有效，只显示这一次） / one-time token, valid 72 hours, shown only now:\n%s\n", PQgetvalue(rows, 0, 0));
    return EXIT_DONE;
}

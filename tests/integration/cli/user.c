#include "tests/integration/cli/user.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/bail.h"
#include "tests/harness/fixture.h"
#include "tests/harness/path.h"
#include "tests/harness/process.h"

enum { WORDS_MAX = 32, RUN_MS = 60000 };

const char *user_path(const struct user *user, const char *name) {
    static char path[256];

    path_format(path, sizeof(path), "%s/%s", user->home, name);
    return path;
}

const char *user_file(const struct user *user, const char *name, const char *content, size_t bytes) {
    const char *path = user_path(user, name);
    FILE *stream = fopen(path, "w");

    if (!stream || fwrite(content, 1, bytes, stream) != bytes || fclose(stream) != 0)
        bail("cannot write %s", path);
    return path;
}

char *user_read(const struct user *user, const char *name) {
    FILE *stream = fopen(user_path(user, name), "r");
    char *content = NULL;
    size_t room = 0;
    ssize_t bytes;

    if (!stream)
        bail("cannot read %s", user_path(user, name));
    bytes = getdelim(&content, &room, '\0', stream);
    if (bytes < 0) { /* an empty file */
        free(content);
        content = strdup("");
    }
    fclose(stream);
    if (!content)
        bail("out of memory");
    return content;
}

pid_t user_start(struct user *user, const char *const *words) {
    const char *argv[WORDS_MAX + 4] = {getenv("KAM_CLI")};
    char config[CLUSTER_FOLDER_BYTES + 32], log[CLUSTER_FOLDER_BYTES + 8];
    const char *environment[] = {config, "TZ=Asia/Shanghai", "LC_ALL=C", "KAM_CONTEXT=", NULL};
    struct process_spec spec = {.argv = argv, .environment = environment, .log_path = log};
    size_t count = 1;
    pid_t pid;

    if (!argv[0])
        bail("KAM_CLI is not set");
    while (*words && count < WORDS_MAX)
        argv[count++] = *words++;
    path_format(config, sizeof(config), "XDG_CONFIG_HOME=%s", user->home);
    path_format(log, sizeof(log), "%s/err", user->home);
    unlink(log);
    spec.output_fd = open(user_path(user, "out"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (spec.output_fd < 0)
        bail("cannot write %s", user_path(user, "out"));
    pid = process_start(&spec);
    close(spec.output_fd);
    return pid;
}

struct said user_wait(struct user *user, pid_t pid) {
    struct said said = {0};
    int status;

    if (!process_wait(pid, RUN_MS, &status))
        bail("kam does not end");
    said.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    said.out = user_read(user, "out");
    said.err = user_read(user, "err");
    return said;
}

struct said user_run(struct user *user, const char *const *words) {
    return user_wait(user, user_start(user, words));
}

void said_free(struct said *said) {
    free(said->out);
    free(said->err);
    *said = (struct said){0};
}

void user_open(struct user *user, const struct kamd *kamd, const char *login, const char *language) {
    char server[64], ca[CLUSTER_FOLDER_BYTES + 16];

    *user = (struct user){.kamd = kamd, .language = language};
    path_format(user->home, sizeof(user->home), "%s/kam-cli-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    if (!mkdtemp(user->home))
        bail("mkdtemp");
    snprintf(server, sizeof(server), "127.0.0.1:%u", kamd->port);
    path_format(ca, sizeof(ca), "%s/ca.pem", kamd->cluster->folder);
    expect_parts(kam(user, "context", "set", "test", "--server", server, "--ca", ca, "--lang", language), 0, NULL, server);
    if (!login)
        return;
    user_file(user, "password", FIXTURE_PASSWORD "\n", strlen(FIXTURE_PASSWORD) + 1);
    {
        char password[CLUSTER_FOLDER_BYTES + 16];

        path_format(password, sizeof(password), "%s/password", user->home);
        expect_parts(kam(user, "login", login, "--password-file", password), 0, NULL, NULL);
    }
}

void user_close(struct user *user) {
    const char *const argv[] = {"/bin/rm", "-rf", user->home, NULL};
    struct process_spec spec = {.argv = argv};

    process_run(&spec, RUN_MS);
}

static void show(const struct said *said, const char *file, int line) {
    print_error("exit code %d\nout:\n%serr:\n%s", said->exit_code, said->out, said->err);
    _fail(file, line);
}

void said_expect(struct said said, int code, const char *out, const char *err, const char *file, int line) {
    if (said.exit_code != code || (out && strcmp(said.out, out) != 0) || (err && strcmp(said.err, err) != 0)) {
        print_error("wanted %d\nout:\n%serr:\n%s\n", code, out ? out : "…\n", err ? err : "…");
        show(&said, file, line);
    }
    said_free(&said);
}

void said_expect_parts(struct said said, int code, const char *out, const char *err, const char *file, int line) {
    if (said.exit_code != code || (out && !strstr(said.out, out)) || (err && !strstr(said.err, err))) {
        print_error("wanted %d, “%s”, “%s”\n", code, out ? out : "", err ? err : "");
        show(&said, file, line);
    }
    said_free(&said);
}

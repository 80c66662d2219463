#include "tests/harness/kamd.h"

#include "tests/harness/bail.h"
#include "tests/harness/path.h"
#include "tests/harness/process.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define READY_MS 30000
#define DRAIN_MS 30000
#define RUN_MS 120000
#define PREFIX_MAX 4

static const char *program(void) {
    const char *path = getenv("KAM_KAMD");

    if (!path)
        bail("KAM_KAMD does not name the kamd to test");
    return path;
}

static void write_config(const char *path, const struct cluster *cluster, const char *database, unsigned port,
                         const struct kamd_options *options) {
    FILE *file = fopen(path, "we");

    if (!file)
        bail("%s: %s", path, strerror(errno));
    fprintf(file, "[server]\nlisten = 127.0.0.1:%u\ntls_cert = %s/server.pem\ntls_key = %s/server.key\n", port, cluster->folder,
            cluster->folder);
    fprintf(file, "[database]\nurl = host=%s dbname=%s user=kam_app\n",
            options && options->database_host ? options->database_host : cluster->folder, database);
    fprintf(file, "admin_url = host=%s dbname=%s user=%s\n", cluster->folder, database, CLUSTER_ADMIN);
    fprintf(file, "[second_factor]\nkey_file = %s/factor.key\n", cluster->folder);
    if (options && options->settings)
        fprintf(file, "%s\n", options->settings);
    if (fclose(file) != 0)
        bail("%s: %s", path, strerror(errno));
}

/* The port of "ready 127.0.0.1:PORT". */
static unsigned read_ready(int fd, pid_t pid, const char *log) {
    long long until = monotonic_ms() + READY_MS;
    char text[512];
    size_t bytes = 0;

    for (;;) {
        struct pollfd waiting = {.fd = fd, .events = POLLIN};
        char *line;
        ssize_t n = 0;

        if (poll(&waiting, 1, 100) > 0)
            n = read(fd, text + bytes, sizeof(text) - 1 - bytes);
        if (n > 0)
            bytes += (size_t)n;
        text[bytes] = 0;
        line = strstr(text, "ready ");
        if (line && strchr(line, '\n')) {
            char *colon = strrchr(line, ':');

            return colon ? (unsigned)strtoul(colon + 1, NULL, 10) : 0;
        }
        if ((waiting.revents & POLLHUP && n == 0) || monotonic_ms() > until) {
            char command[256];

            snprintf(command, sizeof(command), "tail -n 20 '%s' >&2", log);
            (void)!system(command);
            kill(pid, SIGKILL);
            bail("kamd did not become ready, see its log above");
        }
    }
}

static void launch(struct kamd *kamd, const char *const *environment) {
    const char *argv[PREFIX_MAX + 5] = {NULL};
    struct process_spec spec = {.argv = argv, .environment = environment, .log_path = kamd->log};
    size_t words = 0;
    int ends[2];

    for (; kamd->prefix && kamd->prefix[words] && words < PREFIX_MAX; words++)
        argv[words] = kamd->prefix[words];
    memcpy(argv + words, (const char *[]){program(), "serve", "-c", kamd->config}, 4 * sizeof(*argv));
    if (pipe2(ends, O_CLOEXEC) < 0)
        bail("pipe: %s", strerror(errno));
    spec.output_fd = ends[1];
    kamd->pid = process_start(&spec);
    close(ends[1]);
    kamd->port = read_ready(ends[0], kamd->pid, kamd->log);
    close(ends[0]);
    if (kamd->port == 0)
        bail("kamd named no port");
}

void kamd_start(struct kamd *kamd, struct cluster *cluster, const char *database, const struct kamd_options *options) {
    static unsigned started;

    *kamd = (struct kamd){.cluster = cluster};
    started++;
    snprintf(kamd->database, sizeof(kamd->database), "%s", database);
    path_format(kamd->config, sizeof(kamd->config), "%s/kamd-%u.ini", cluster->folder, started);
    path_format(kamd->log, sizeof(kamd->log), "%s/kamd-%u.log", cluster->folder, started);
    write_config(kamd->config, cluster, database, options ? options->port : 0, options);
    launch(kamd, options ? options->environment : NULL);
    /* The same port at a restart, so that clients find it again. */
    write_config(kamd->config, cluster, database, kamd->port, options);
}

void kamd_restart(struct kamd *kamd) {
    launch(kamd, NULL);
}

void kamd_stop(struct kamd *kamd, int signal_number) {
    int status;

    if (kamd->pid == 0)
        return;
    if (kill(kamd->pid, signal_number) < 0)
        bail("kill kamd: %s", strerror(errno));
    if (!process_wait(kamd->pid, DRAIN_MS, &status)) {
        kill(kamd->pid, SIGKILL);
        bail("kamd did not end within %d ms of signal %d", DRAIN_MS, signal_number);
    }
    kamd->pid = 0;
    if (signal_number == SIGTERM && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
        bail("kamd ended with status 0x%x after SIGTERM, see %s", (unsigned)status, kamd->log);
}

void kamd_run(struct cluster *cluster, const char *database, const char *const *command, char **ret_output) {
    char config[CLUSTER_FOLDER_BYTES + 32], log[CLUSTER_FOLDER_BYTES + 32], *output = NULL;
    const char *argv[12] = {program(), command[0], "-c", config};
    struct process_spec spec = {.argv = argv, .log_path = log};
    size_t n = 4, bytes = 0, room = 65536;
    FILE *file;

    path_format(config, sizeof(config), "%s/run.ini", cluster->folder);
    path_format(log, sizeof(log), "%s/run.log", cluster->folder);
    unlink(log);
    write_config(config, cluster, database, 0, NULL);
    for (size_t i = 1; command[i] && n < 11; i++)
        argv[n++] = command[i];
    argv[n] = NULL;
    process_run(&spec, RUN_MS);
    if (!ret_output)
        return;
    output = calloc(1, room);
    file = fopen(log, "re");
    if (!output || !file)
        bail("%s: %s", log, strerror(errno));
    bytes = fread(output, 1, room - 1, file);
    output[bytes] = 0;
    fclose(file);
    *ret_output = output;
}

kam_client *kamd_client_for(const struct kamd *const *kamds, size_t count, struct kam_options options) {
    char endpoints[256] = "", ca[CLUSTER_FOLDER_BYTES + 16];
    size_t used = 0;
    kam_client *client;

    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(endpoints + used, sizeof(endpoints) - used, "%s127.0.0.1:%u", i ? "," : "", kamds[i]->port);
    path_format(ca, sizeof(ca), "%s/ca.pem", kamds[0]->cluster->folder);
    if (!options.endpoints)
        options.endpoints = endpoints;
    if (!options.ca_file)
        options.ca_file = ca;
    options.client_name = "kam-test";
    client = kam_client_new(&options);
    if (!client)
        bail("out of memory");
    return client;
}

kam_client *kamd_client(const struct kamd *kamd, const char *language) {
    struct kam_options options;

    kam_options_init(&options);
    options.language = language;
    return kamd_client_for(&kamd, 1, options);
}

int kamd_log_count(const struct kamd *kamd, const char *text) {
    FILE *file = fopen(kamd->log, "re");
    char *line = NULL;
    size_t room = 0;
    int count = 0;

    if (!file)
        return 0;
    while (getline(&line, &room, file) >= 0)
        count += strstr(line, text) != NULL;
    free(line);
    fclose(file);
    return count;
}

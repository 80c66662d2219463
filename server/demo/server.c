#include "server/demo/server.h"

#include "server/demo/process.h"
#include "server/demo/say.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PORTS_TRIED = 50, COMMAND_SECONDS = 300, READY_SECONDS = 60, DRAIN_SECONDS = 40, LOG_SHOWN_BYTES = 2000 };

static bool port_is_free(uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    bool is_free;

    if (fd < 0)
        return false;
    /* As kamd binds: a port in TIME_WAIT is free. */
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    is_free = bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, 1) == 0;
    close(fd);
    return is_free;
}

static uint16_t port_before(const struct demo_place *place) {
    char line[256];
    unsigned port = 0;
    FILE *file = fopen(place->config, "re");

    if (!file)
        return 0;
    while (fgets(line, sizeof(line), file)) {
        if (sscanf(line, "listen = 127.0.0.1:%u", &port) == 1)
            break;
    }
    fclose(file);
    return port <= UINT16_MAX ? (uint16_t)port : 0;
}

static int write_config(const struct demo_place *place, uint16_t port) {
    char aside[DEMO_PATH_BYTES + 8];
    FILE *file;

    snprintf(aside, sizeof(aside), "%s.new", place->config);
    file = fopen(aside, "we");
    if (!file)
        return demo_fail("%s: %s", aside, strerror(errno));
    fprintf(file,
            "; Written by kamd demo on every start: changes here are lost. docs/OPERATIONS.md describes every key.\n"
            "[server]\n"
            "listen = 127.0.0.1:%u\n"
            "tls_cert = %s/server.pem\n"
            "tls_key = %s/server.key\n"
            "\n"
            "[database]\n"
            "url = host=%s dbname=kam user=kam_app\n"
            "admin_url = host=%s dbname=kam user=kam_dba\n"
            "\n"
            "[second_factor]\n"
            "key_file = %s/factor.key\n",
            port, place->state, place->state, place->run, place->run, place->state);
    if (fclose(file) != 0 || rename(aside, place->config) < 0)
        return demo_fail("%s: %s", place->config, strerror(errno));
    return DEMO_OK;
}

int demo_server_configure(const struct demo_place *place, uint16_t port, uint16_t *ret_port) {
    uint16_t wanted = port ? port : port_before(place), chosen;

    if (!wanted)
        wanted = DEMO_PORT_DEFAULT;
    for (chosen = wanted; !port_is_free(chosen); chosen++) {
        if (port)
            return demo_fail("端口 %u 已被占用 / port %u is taken: choose another with --port, or leave it out", port, port);
        if (chosen == UINT16_MAX || chosen - wanted >= PORTS_TRIED)
            return demo_fail("端口 %u–%u 均被占用 / no free port from %u to %u: choose one with --port", wanted, chosen, wanted, chosen);
    }
    if (chosen != wanted)
        demo_say("端口 %u 已被占用, 改用 %u / port %u is taken, using %u", wanted, chosen, wanted, chosen);
    *ret_port = chosen;
    return write_config(place, chosen);
}

int demo_server_command(const struct demo_place *place, const char *command, const char *first, const char *second, char *ret_output,
                        size_t output_bytes) {
    char *const argv[] = {(char *)place->program, (char *)command, "-c", (char *)place->config, (char *)first, (char *)second, NULL};

    return demo_run(place, argv, COMMAND_SECONDS, ret_output, output_bytes);
}

static void pid_path(const struct demo_place *place, char ret_path[static DEMO_PATH_BYTES]) {
    demo_place_path(place, "kamd.pid", ret_path);
}

/* Size and time of a program: another build differs. */
static void program_stamp(const struct demo_place *place, char *ret_stamp, size_t bytes) {
    struct stat status = {0};

    if (stat(place->program, &status) < 0)
        status.st_size = -1;
    snprintf(ret_stamp, bytes, "%lld %lld.%09ld", (long long)status.st_size, (long long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

bool demo_server_is_current(const struct demo_place *place) {
    char path[DEMO_PATH_BYTES], stamp[128], kept[128] = "";
    FILE *file;

    demo_place_path(place, "kamd.build", path);
    program_stamp(place, stamp, sizeof(stamp));
    file = fopen(path, "re");
    if (!file)
        return false;
    if (!fgets(kept, sizeof(kept), file))
        kept[0] = 0;
    fclose(file);
    return strcmp(stamp, kept) == 0;
}

static int keep_stamp(const struct demo_place *place) {
    char path[DEMO_PATH_BYTES], stamp[128];
    FILE *file;

    demo_place_path(place, "kamd.build", path);
    program_stamp(place, stamp, sizeof(stamp));
    file = fopen(path, "we");
    if (!file)
        return demo_fail("%s: %s", path, strerror(errno));
    fputs(stamp, file);
    return fclose(file) == 0 ? DEMO_OK : demo_fail("%s: %s", path, strerror(errno));
}

struct demo_server demo_server_find(const struct demo_place *place) {
    char path[DEMO_PATH_BYTES];
    struct demo_process process;

    pid_path(place, path);
    process = demo_process_load(path);
    return (struct demo_server){.pid = demo_process_alive(&process) ? process.pid : 0, .port = port_before(place)};
}

static bool read_ready(const char *path, uint16_t *ret_port) {
    char line[256], *colon;
    FILE *file = fopen(path, "re");
    bool found = false;

    while (file && !found && fgets(line, sizeof(line), file)) {
        colon = strrchr(line, ':');
        if (strncmp(line, "ready ", 6) == 0 && colon && strchr(line, '\n')) {
            *ret_port = (uint16_t)strtoul(colon + 1, NULL, 10);
            found = true;
        }
    }
    if (file)
        fclose(file);
    return found;
}

static void show_log_end(const struct demo_place *place) {
    char *const argv[] = {"/usr/bin/tail", "-n", "20", (char *)place->log, NULL};
    char text[LOG_SHOWN_BYTES];

    if (demo_run(place, argv, 5, text, sizeof(text)) == DEMO_OK)
        fprintf(stderr, "%s", text);
}

int demo_server_start(const struct demo_place *place, struct demo_server *ret_server) {
    char ready[DEMO_PATH_BYTES], pid_file[DEMO_PATH_BYTES];
    char *const argv[] = {(char *)place->program, "serve", "-c", (char *)place->config, NULL};
    struct demo_process process;
    uint16_t port = 0;

    demo_place_path(place, "ready", ready);
    pid_path(place, pid_file);
    unlink(ready);
    if (demo_start(argv, ready, place->log, &process) != DEMO_OK || demo_process_save(&process, pid_file) != DEMO_OK ||
        keep_stamp(place) != DEMO_OK)
        return DEMO_TOLD;
    for (unsigned waited_ms = 0; !read_ready(ready, &port); waited_ms += 50) {
        if (!demo_process_alive(&process)) {
            show_log_end(place);
            return demo_fail("kamd 未能启动 / kamd did not start: see %s", place->log);
        }
        if (waited_ms >= READY_SECONDS * 1000) {
            demo_process_end(&process, "kamd", 5);
            show_log_end(place);
            return demo_fail("kamd 在 %d 秒内未就绪 / kamd was not ready within %d s: see %s", READY_SECONDS, READY_SECONDS, place->log);
        }
        if (waited_ms && waited_ms % 5000 == 0)
            demo_say("  等待 kamd 就绪 / waiting for kamd … %u s", waited_ms / 1000);
        demo_sleep_ms(50);
    }
    *ret_server = (struct demo_server){.pid = process.pid, .port = port};
    demo_say("kamd 已启动 / kamd started: pid %d, 127.0.0.1:%u", process.pid, port);
    return DEMO_OK;
}

int demo_server_stop(const struct demo_place *place) {
    char path[DEMO_PATH_BYTES];
    struct demo_process process;

    pid_path(place, path);
    process = demo_process_load(path);
    if (!demo_process_alive(&process))
        return DEMO_OK;
    if (demo_process_end(&process, "kamd", DRAIN_SECONDS) != DEMO_OK)
        return DEMO_TOLD;
    unlink(path);
    demo_say("kamd 已停止 / kamd stopped");
    return DEMO_OK;
}

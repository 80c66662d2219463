#include "server/demo/demo.h"

#include "server/demo/certs.h"
#include "server/demo/cluster.h"
#include "server/demo/group.h"
#include "server/demo/place.h"
#include "server/demo/say.h"
#include "server/demo/server.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum action { ACTION_START, ACTION_STOP, ACTION_RESET, ACTION_STATUS, ACTION_PRINT };

struct arguments {
    enum action action;
    const char *state;
    const char *sample;
    const char *print;
    uint16_t port;
};

static const char help[] =
    "kamd demo                    起一套演示环境 / bring a demo environment up (again: goes on with what is there)\n"
    "kamd demo --status           看看在运行什么 / what runs, and where\n"
    "kamd demo --stop             停止，数据保留 / stop it, keep the data\n"
    "kamd demo --reset            停止并删除全部演示数据 / stop it and delete all of it\n"
    "\n"
    "  --state DIRECTORY   放在哪里 / where it lives ($XDG_STATE_HOME/kam-demo; ~/.local/state/kam-demo; root: /var/lib/kam-demo)\n"
    "  --port NUMBER       127.0.0.1 上的端口 / port on 127.0.0.1 (7443, or the next free one)\n"
    "  --sample DIRECTORY  样例集团 / the sample group (" KAM_SAMPLE_DIR ")\n"
    "  --print NAME        给脚本用 / for scripts: address, ca, config, log, password, pid, state\n"
    "  KAM_PG_BIN          PostgreSQL 程序所在目录 / folder of PostgreSQL's programs\n";

static int wrong(const char *what) {
    demo_fail("%s", what);
    fputs(help, stderr);
    return 2;
}

/* 0: go on. 1: help was shown. 2: wrong arguments, told. */
static int parse(int argc, char **argv, struct arguments *ret_arguments) {
    static const struct option options[] = {
        {"status", no_argument, NULL, 's'},      {"stop", no_argument, NULL, 'x'},       {"reset", no_argument, NULL, 'r'},
        {"state", required_argument, NULL, 'd'}, {"port", required_argument, NULL, 'p'}, {"sample", required_argument, NULL, 'g'},
        {"print", required_argument, NULL, 'P'}, {"help", no_argument, NULL, 'h'},       {NULL, 0, NULL, 0},
    };
    struct arguments a = {.action = ACTION_START, .sample = KAM_SAMPLE_DIR};
    char *end;
    long port;
    int o;

    opterr = 0;
    optind = 1;
    while ((o = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        switch (o) {
        case 's':
            a.action = ACTION_STATUS;
            break;
        case 'x':
            a.action = ACTION_STOP;
            break;
        case 'r':
            a.action = ACTION_RESET;
            break;
        case 'P':
            a.action = ACTION_PRINT;
            a.print = optarg;
            break;
        case 'd':
            a.state = optarg;
            break;
        case 'g':
            a.sample = optarg;
            break;
        case 'p':
            port = strtol(optarg, &end, 10);
            if (*end || port < 1 || port > UINT16_MAX)
                return wrong("--port: 1 … 65535");
            a.port = (uint16_t)port;
            break;
        case 'h':
            fputs(help, stdout);
            return 1;
        default:
            return wrong("参数不对 / wrong arguments");
        }
    }
    if (optind < argc)
        return wrong("参数不对 / wrong arguments");
    *ret_arguments = a;
    return 0;
}

static void show(const struct demo_place *place, const struct demo_server *server) {
    demo_say("  地址 / address   127.0.0.1:%u", server->port);
    demo_say("  证书 / CA        %s", place->ca);
    demo_say("  配置 / config    %s", place->config);
    demo_say("  日志 / log       %s", place->log);
    demo_say("  密码 / password  %s (演示用，所有用户相同 / the same for every demo user)", DEMO_PASSWORD);
}

static int start(struct demo_place *place, const struct arguments *a, const struct demo_group *group) {
    struct demo_server server;

    if (demo_place_enter(place, true) != DEMO_OK || demo_cluster_start(place) != DEMO_OK || demo_certs_ensure(place) != DEMO_OK)
        return DEMO_TOLD;
    server = demo_server_find(place);
    if (server.pid && ((a->port && a->port != server.port) || !demo_server_is_current(place))) {
        demo_say("kamd 有变化，重新启动 / kamd or its port has changed: starting it again");
        if (demo_server_stop(place) != DEMO_OK)
            return DEMO_TOLD;
        server.pid = 0;
    }
    if (server.pid) {
        demo_say("kamd 已在运行 / kamd runs already: pid %d, 127.0.0.1:%u", server.pid, server.port);
    } else {
        if (demo_server_configure(place, a->port, &server.port) != DEMO_OK ||
            demo_server_command(place, "migrate", NULL, NULL, NULL, 0) != DEMO_OK || demo_server_start(place, &server) != DEMO_OK)
            return DEMO_TOLD;
    }
    if (demo_group_load(place, group, server.port) != DEMO_OK)
        return DEMO_TOLD;
    show(place, &server);
    return DEMO_OK;
}

static int stop(const struct demo_place *place) {
    if (demo_server_stop(place) != DEMO_OK)
        return DEMO_TOLD;
    return demo_cluster_stop(place);
}

static int status(const struct demo_place *place) {
    struct demo_server server = demo_server_find(place);
    int cluster = demo_cluster_pid(place);

    if (cluster)
        demo_say("数据库在运行 / PostgreSQL runs: pid %d", cluster);
    else
        demo_say("数据库未运行 / PostgreSQL does not run");
    if (!server.pid) {
        demo_say("kamd 未运行 / kamd does not run");
        return DEMO_TOLD;
    }
    demo_say("kamd 在运行 / kamd runs: pid %d", server.pid);
    show(place, &server);
    return cluster ? DEMO_OK : DEMO_TOLD;
}

static int print(const struct demo_place *place, const char *name) {
    struct demo_server server = demo_server_find(place);

    if (strcmp(name, "address") == 0)
        demo_say("127.0.0.1:%u", server.port);
    else if (strcmp(name, "ca") == 0)
        demo_say("%s", place->ca);
    else if (strcmp(name, "config") == 0)
        demo_say("%s", place->config);
    else if (strcmp(name, "log") == 0)
        demo_say("%s", place->log);
    else if (strcmp(name, "password") == 0)
        demo_say("%s", DEMO_PASSWORD);
    else if (strcmp(name, "pid") == 0)
        demo_say("%d", server.pid);
    else if (strcmp(name, "state") == 0)
        demo_say("%s", place->state);
    else
        return demo_fail("--print: address, ca, config, log, password, pid, state");
    return DEMO_OK;
}

int demo_main(int argc, char **argv) {
    struct arguments a = {0};
    struct demo_place place;
    struct demo_group group = {0};
    int r = parse(argc, argv, &a);

    if (r != 0)
        return r == 1 ? 0 : r;
    if (demo_place_init(&place, a.state) != DEMO_OK)
        return 1;
    if (a.action == ACTION_START) {
        /* Read before root becomes somebody who may not. */
        r = demo_group_read(a.sample, &group);
        if (r == DEMO_OK)
            r = start(&place, &a, &group);
        demo_group_clear(&group);
        return r == DEMO_OK ? 0 : 1;
    }
    if (!demo_place_exists(&place))
        return a.action == ACTION_RESET || a.action == ACTION_STOP ? (demo_say("没有演示环境 / no demo in %s", place.state), 0)
                                                                   : demo_fail("没有演示环境 / no demo in %s", place.state);
    if (a.action == ACTION_STATUS)
        r = status(&place);
    else if (a.action == ACTION_PRINT)
        r = print(&place, a.print);
    else
        r = demo_place_enter(&place, false);
    if (r == DEMO_OK && (a.action == ACTION_STOP || a.action == ACTION_RESET))
        r = stop(&place);
    if (r == DEMO_OK && a.action == ACTION_RESET)
        r = demo_place_erase(&place);
    if (r == DEMO_OK && a.action == ACTION_RESET)
        demo_say("演示数据已删除 / the demo's data is deleted: %s", place.state);
    return r == DEMO_OK ? 0 : 1;
}

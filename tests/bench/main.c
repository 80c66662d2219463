/*
 * kam-bench: the load generator behind tests/bench/run, which says how its figures are taken and prints them.
 */
#include "tests/bench/load.h"

#include <arpa/inet.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static int usage(void) {
    fputs("kam-bench load       --address IP:PORT --tokens FILE --job R|L|W|M|S [--queries FILE] --connections N --seconds S\n"
          "                     [--warmup-ms MS] --accounts N --units N\n"
          "kam-bench idle       --address IP:PORT --tokens FILE --connections N\n"
          "kam-bench handshakes --address IP:PORT --connections N --seconds S\n"
          "kam-bench server     CERTIFICATE KEY\n"
          "kam-bench command    RUNS COMMAND…\n",
          stderr);
    return 2;
}

static int parse_address(const char *text, struct sockaddr_in *ret_address) {
    char host[64];
    unsigned port;

    if (sscanf(text, "%63[0-9.]:%u", host, &port) != 2 || port == 0 || port > 65535)
        return -1;
    *ret_address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    return inet_pton(AF_INET, host, &ret_address->sin_addr) == 1 ? 0 : -1;
}

static int parse(int argc, char **argv, struct load_options *ret_options) {
    static const struct option options[] = {
        {"address", required_argument, NULL, 'a'},     {"tokens", required_argument, NULL, 't'},
        {"job", required_argument, NULL, 'j'},         {"queries", required_argument, NULL, 'q'},
        {"connections", required_argument, NULL, 'c'}, {"seconds", required_argument, NULL, 's'},
        {"warmup-ms", required_argument, NULL, 'w'},   {"accounts", required_argument, NULL, 'n'},
        {"units", required_argument, NULL, 'u'},       {NULL, 0, NULL, 0},
    };
    struct load_options o = {.job = 'R', .connections = 1, .seconds = 1, .warmup_ms = 300, .units = 1, .accounts = 1};
    int letter;

    while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (letter) {
        case 'a':
            if (parse_address(optarg, &o.address) < 0)
                return -1;
            break;
        case 't':
            o.tokens_path = optarg;
            break;
        case 'j':
            o.job = optarg[0];
            break;
        case 'q':
            o.queries_path = optarg;
            break;
        case 'c':
            o.connections = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 's':
            o.seconds = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'w':
            o.warmup_ms = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'n':
            o.accounts = strtoull(optarg, NULL, 10);
            break;
        case 'u':
            o.units = (unsigned)strtoul(optarg, NULL, 10);
            break;
        default:
            return -1;
        }
    }
    if (!o.address.sin_port || !o.connections || o.connections > LOAD_CONNECTIONS_MAX || !o.units || !strchr("RLWMS", o.job))
        return -1;
    *ret_options = o;
    return 0;
}

int main(int argc, char **argv) {
    struct load_options options;
    struct rlimit files;

    signal(SIGPIPE, SIG_IGN);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (argc < 2)
        return usage();
    if (strcmp(argv[1], "server") == 0)
        return argc == 4 ? bare_server_run(argv[2], argv[3]) : usage();
    if (strcmp(argv[1], "command") == 0)
        return argc > 3 ? command_run((unsigned)strtoul(argv[2], NULL, 10), argv + 3) : usage();
    if (parse(argc - 1, argv + 1, &options) < 0)
        return usage();
    if (strcmp(argv[1], "handshakes") == 0)
        return handshake_run(&options);
    if (!options.tokens_path)
        return usage();
    if (strcmp(argv[1], "idle") == 0)
        return idle_run(&options);
    if (strcmp(argv[1], "load") == 0 && (options.job != 'S' || options.queries_path))
        return load_run(&options);
    return usage();
}

/*
 * A closed loop over many connections from one process: every connection sends its next call when the answer to the last one is in.
 */
#ifndef KAM_TESTS_BENCH_LOAD_H
#define KAM_TESTS_BENCH_LOAD_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

enum { LOAD_CONNECTIONS_MAX = 10000 };

/* R reads one account, L lists a page of 50, W registers an interaction, M is 80 R / 10 L / 10 W, S searches. */
struct load_options {
    struct sockaddr_in address;
    const char *tokens_path;  /* one session token in hexadecimal a line: of the person with this number */
    const char *queries_path; /* S: one query a line */
    char job;
    unsigned connections;
    unsigned seconds;
    unsigned warmup_ms; /* answers of the beginning do not count as latencies */
    /* Accounts have the ids 1 … accounts; the person of line n sees those with (id - 1) % units == n % units. */
    uint64_t accounts;
    unsigned units;
};

/* Runs it and prints one line: "requests=… errors=… seconds=… p50_us=… p90_us=… p99_us=… max_us=… cpu_us=…". Exit code. */
int load_run(const struct load_options *options);

/* Opens that many sessions, prints "open N", holds them until standard input ends, prints "closed N" with how many were lost. */
int idle_run(const struct load_options *options);

/* Full handshakes for the given seconds, `connections` under way at once. Prints "handshakes=… seconds=… cpu_us=…". */
int handshake_run(const struct load_options *options);

/* A server in plain OpenSSL that accepts, shakes hands and reads until the peer goes: what kamd's handshakes are compared with.
 * Prints "ready 127.0.0.1:PORT" and runs until it is killed. */
int bare_server_run(const char *certificate, const char *key);

/* Runs a command several times and prints "median_us=… min_us=…"; fails when the command does. */
int command_run(unsigned runs, char **argv);

#endif

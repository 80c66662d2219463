#include "tests/bench/load.h"

#include "tests/bench/histogram.h"
#include "tests/bench/jobs.h"
#include "tests/bench/link.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS_MAX = 256, TOKENS_MAX = 20000, OPEN_SECONDS_MAX = 120, OPENING_AT_ONCE = 64 };

/* A connection with its job. */
struct worker {
    struct link link;
    struct job job;
    const uint8_t *token;
    uint64_t sent_at_us;
    struct fleet *fleet;
};

/* All connections of a run, what they have done, and the tokens they say Hello with. */
struct fleet {
    const struct load_options *options;
    struct worker *workers;
    uint8_t (*tokens)[LINK_TOKEN_BYTES];
    size_t tokens_count;
    struct job_queries queries;
    SSL_CTX *context;
    int epoll;
    unsigned ready;
    unsigned lost;
    bool working; /* false: sessions are being opened or kept idle */
    uint64_t counted_from_us;
    uint64_t requests;
    uint64_t errors;
    struct histogram latencies;
};

static uint64_t now_us(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static uint64_t own_cpu_us(void) {
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
           (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static int read_tokens(struct fleet *fleet) {
    FILE *file = fopen(fleet->options->tokens_path, "re");
    char line[2 * LINK_TOKEN_BYTES + 2];

    if (!file) {
        fprintf(stderr, "%s: %s\n", fleet->options->tokens_path, strerror(errno));
        return -errno;
    }
    fleet->tokens = calloc(TOKENS_MAX, sizeof(*fleet->tokens));
    while (fleet->tokens && fleet->tokens_count < TOKENS_MAX && fgets(line, sizeof(line), file)) {
        uint8_t *token = fleet->tokens[fleet->tokens_count];
        unsigned i = 0;

        while (i < LINK_TOKEN_BYTES && sscanf(line + 2 * i, "%2hhx", &token[i]) == 1)
            i++;
        if (i == LINK_TOKEN_BYTES)
            fleet->tokens_count++;
    }
    fclose(file);
    if (!fleet->tokens_count)
        fprintf(stderr, "%s: no tokens\n", fleet->options->tokens_path);
    return fleet->tokens_count ? 0 : -ENODATA;
}

static void lose(struct worker *worker, const char *why, int r) {
    struct fleet *fleet = worker->fleet;

    if (fleet->lost++ == 0)
        fprintf(stderr, "first lost connection: %s: %s\n", why, r < 0 ? strerror(-r) : "");
    if (worker->link.state == LINK_READY)
        fleet->ready--;
    link_close(&worker->link);
}

static int send_next(struct worker *worker) {
    worker->sent_at_us = now_us();
    return job_send(&worker->job, &worker->link);
}

static int on_envelope(void *context, struct link *link, const Kam__V1__Envelope *envelope) {
    struct worker *worker = context;
    struct fleet *fleet = worker->fleet;

    switch (envelope->body_case) {
    case KAM__V1__ENVELOPE__BODY_WELCOME:
        if (!envelope->welcome->session_resumed) {
            fprintf(stderr, "the server did not take the session up\n");
            return -EACCES;
        }
        link->state = LINK_READY;
        fleet->ready++;
        return 0;
    case KAM__V1__ENVELOPE__BODY_PING: {
        Kam__V1__Envelope answer = KAM__V1__ENVELOPE__INIT;
        Kam__V1__Pong pong = KAM__V1__PONG__INIT;

        pong.payload = envelope->ping->payload;
        answer.body_case = KAM__V1__ENVELOPE__BODY_PONG;
        answer.pong = &pong;
        return link_send(link, &answer);
    }
    case KAM__V1__ENVELOPE__BODY_RESPONSE: {
        uint64_t now = now_us();

        if (job_answer(&worker->job, envelope))
            fleet->requests++;
        else
            fleet->errors++;
        if (worker->sent_at_us >= fleet->counted_from_us)
            histogram_record(&fleet->latencies, now - worker->sent_at_us);
        return fleet->working ? send_next(worker) : 0;
    }
    default:
        return -ECONNRESET;
    }
}

/* Tells epoll when the interest in writing has changed. */
static void watch(struct worker *worker) {
    struct epoll_event event = {.events = EPOLLIN | (worker->link.wants_write ? EPOLLOUT : 0u), .data.ptr = worker};

    if (worker->link.wants_write == worker->link.watched_write)
        return;
    worker->link.watched_write = worker->link.wants_write;
    epoll_ctl(worker->fleet->epoll, EPOLL_CTL_MOD, worker->link.fd, &event);
}

static int start_worker(struct fleet *fleet, unsigned i) {
    struct worker *worker = &fleet->workers[i];
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = worker};
    size_t person = i % fleet->tokens_count;
    int r;

    worker->fleet = fleet;
    worker->token = fleet->tokens[person];
    job_init(&worker->job, fleet->options, &fleet->queries, (unsigned)person, (uint64_t)time(NULL) * LOAD_CONNECTIONS_MAX + i);
    r = link_open(&worker->link, fleet->context, &fleet->options->address);
    if (r < 0) {
        fprintf(stderr, "connect: %s\n", strerror(-r));
        return r;
    }
    worker->link.watched_write = true;
    return epoll_ctl(fleet->epoll, EPOLL_CTL_ADD, worker->link.fd, &event) < 0 ? -errno : 0;
}

static void on_event(struct worker *worker, uint32_t events) {
    struct link *link = &worker->link;
    int r = 0;

    if (link->state == LINK_CLOSED)
        return;
    if (link->state == LINK_CONNECTING || link->state == LINK_HANDSHAKING) {
        r = link_advance(link);
        if (r == 1)
            r = link_greet(link, worker->token);
    } else {
        if (events & EPOLLOUT)
            r = link_flush(link);
        if (r == 0 && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
            r = link_receive(link, on_envelope, worker);
    }
    if (r < 0)
        lose(worker, "session", r);
    else if (link->state != LINK_CLOSED)
        watch(worker);
}

/* Handles what happens until the deadline, or until all who were started are ready when wait_ready says how many. */
static void turn_until(struct fleet *fleet, uint64_t deadline_us, unsigned wait_ready) {
    struct epoll_event events[EVENTS_MAX];
    uint64_t now;

    while ((now = now_us()) < deadline_us && !(wait_ready && fleet->ready + fleet->lost >= wait_ready)) {
        int n = epoll_wait(fleet->epoll, events, EVENTS_MAX, (int)((deadline_us - now) / 1000 + 1));

        for (int i = 0; i < n; i++)
            on_event(events[i].data.ptr, events[i].events);
    }
}

static void fleet_close(struct fleet *fleet) {
    for (unsigned i = 0; fleet->workers && i < fleet->options->connections; i++)
        link_close(&fleet->workers[i].link);
    free(fleet->workers);
    free(fleet->tokens);
    free(fleet->queries.texts);
    SSL_CTX_free(fleet->context);
    if (fleet->epoll >= 0)
        close(fleet->epoll);
}

/* Every session of the run, a few at a time so that no handshake waits past the server's deadline. */
static int fleet_open(struct fleet *fleet, const struct load_options *options) {
    uint64_t deadline = now_us() + OPEN_SECONDS_MAX * 1000000ull;

    fleet->options = options;
    fleet->epoll = epoll_create1(EPOLL_CLOEXEC);
    fleet->context = link_context_new();
    fleet->workers = calloc(options->connections, sizeof(*fleet->workers));
    if (fleet->epoll < 0 || !fleet->context || !fleet->workers || read_tokens(fleet) < 0)
        return -1;
    if (options->job == 'S' && job_queries_read(options->queries_path, &fleet->queries) < 0) {
        fprintf(stderr, "%s: no queries\n", options->queries_path);
        return -1;
    }
    for (unsigned i = 0; i < options->connections; i++) {
        if (start_worker(fleet, i) < 0)
            return -1;
        if ((i + 1) % OPENING_AT_ONCE == 0 || i + 1 == options->connections)
            turn_until(fleet, deadline, i + 1);
    }
    if (fleet->ready < options->connections) {
        fprintf(stderr, "only %u of %u sessions could be opened\n", fleet->ready, options->connections);
        return -1;
    }
    return 0;
}

int load_run(const struct load_options *options) {
    struct fleet *fleet = calloc(1, sizeof(*fleet));
    uint64_t started, ended, cpu;
    int code = 1;

    if (fleet && fleet_open(fleet, options) == 0) {
        cpu = own_cpu_us();
        started = now_us();
        fleet->counted_from_us = started + options->warmup_ms * 1000ull;
        fleet->working = true;
        for (unsigned i = 0; i < options->connections; i++) {
            int r = send_next(&fleet->workers[i]);

            if (r < 0)
                lose(&fleet->workers[i], "send", r);
            else
                watch(&fleet->workers[i]);
        }
        turn_until(fleet, started + options->seconds * 1000000ull, 0);
        ended = now_us();
        cpu = own_cpu_us() - cpu;
        printf("requests=%llu errors=%llu lost=%u seconds=%.3f p50_us=%llu p90_us=%llu p99_us=%llu max_us=%llu cpu_us=%llu\n",
               (unsigned long long)fleet->requests, (unsigned long long)fleet->errors, fleet->lost, (double)(ended - started) / 1e6,
               (unsigned long long)histogram_quantile(&fleet->latencies, 0.5),
               (unsigned long long)histogram_quantile(&fleet->latencies, 0.9),
               (unsigned long long)histogram_quantile(&fleet->latencies, 0.99), (unsigned long long)fleet->latencies.max_us,
               (unsigned long long)cpu);
        code = fleet->requests && !fleet->lost ? 0 : 1;
    }
    if (fleet)
        fleet_close(fleet);
    free(fleet);
    return code;
}

int idle_run(const struct load_options *options) {
    struct fleet *fleet = calloc(1, sizeof(*fleet));
    int code = 1;

    if (fleet && fleet_open(fleet, options) == 0) {
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        char byte;

        printf("open %u\n", fleet->ready);
        fflush(stdout);
        /* Pings are answered meanwhile; the end of standard input is the end of the run. */
        while (!(poll(&input, 1, 0) > 0 && read(STDIN_FILENO, &byte, 1) <= 0))
            turn_until(fleet, now_us() + 100000, 0);
        printf("closed %u lost %u\n", fleet->ready, fleet->lost);
        code = fleet->lost ? 1 : 0;
    }
    if (fleet)
        fleet_close(fleet);
    free(fleet);
    return code;
}

/*
 * A TCP proxy on the loopback that passes bytes on until it is told to spoil something: after so many bytes in one direction it ends
 * the connection that carried the last of them, by FIN, by RST, or by silence.
 */
#ifndef KAM_TESTS_HARNESS_PROXY_H
#define KAM_TESTS_HARNESS_PROXY_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum proxy_fault {
    PROXY_FIN,   /* close both sides */
    PROXY_RST,   /* reset both sides */
    PROXY_STALL, /* pass nothing on any more, either way; both sides stay open */
};

enum proxy_direction {
    PROXY_TO_SERVER,
    PROXY_TO_CLIENT,
};

struct proxy_pair;

struct proxy {
    unsigned port;
    char target[128]; /* "127.0.0.1:PORT", or the path of a unix socket */
    int listener;
    int wake; /* an eventfd */
    pthread_t thread;
    pthread_mutex_t lock; /* over what follows */
    bool stop;
    bool armed;
    enum proxy_direction direction;
    enum proxy_fault fault;
    size_t bytes_left; /* until the fault */
    unsigned faults;   /* done so far */
    size_t passed[2];  /* bytes, by direction */
    bool refusing;     /* new connections are closed at once */
    bool cut_all;      /* every connection is to be reset */
    struct proxy_pair *pairs;
};

void proxy_open(struct proxy *proxy, const char *target);
void proxy_close(struct proxy *proxy);

/* The next `after_bytes` bytes in this direction pass, counted over all connections; the connection that would carry one more is spoilt.
 * Once; a new order replaces the one before. */
void proxy_arm(struct proxy *proxy, enum proxy_direction direction, size_t after_bytes, enum proxy_fault fault);
/* Whether the order has been carried out. */
bool proxy_faulted(struct proxy *proxy);
/* Takes the order back. True: the fault had been done. */
bool proxy_disarm(struct proxy *proxy);

/* Resets every connection, and refuses new ones or takes them again. */
void proxy_cut_all(struct proxy *proxy, bool refusing);

/* Bytes passed in a direction since the beginning. */
size_t proxy_passed(struct proxy *proxy, enum proxy_direction direction);

#endif

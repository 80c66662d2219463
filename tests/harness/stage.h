/*
 * A server on the loopback that does what a test says: it accepts connections one after the other in a thread of its own and hands
 * every envelope to the test's function.
 */
#ifndef KAM_TESTS_HARNESS_STAGE_H
#define KAM_TESTS_HARNESS_STAGE_H

#include "tests/harness/peer.h"
#include <kam/kam.h>
#include <pthread.h>

struct stage;

/* What the server does after an envelope. */
enum stage_act {
    STAGE_GO_ON,
    STAGE_CLOSE, /* send what is queued, then FIN */
    STAGE_RESET, /* RST at once */
};

typedef enum stage_act (*stage_script)(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope);

struct stage {
    char folder[64]; /* certificates */
    unsigned port;
    int listener;
    int stop; /* an eventfd */
    pthread_t thread;
    struct tls_context *context;
    stage_script script;
    void *ctx;           /* the test's */
    unsigned connection; /* 1 for the first */
    unsigned requests;   /* seen so far, on all connections */
};

/* certificate is "server" or "expired". Bails out when it cannot. */
void stage_open(struct stage *stage, const char *certificate, stage_script script, void *ctx);
void stage_close(struct stage *stage);

/* A client of it; options as the caller wants them, endpoints and ca_file filled in when NULL. */
kam_client *stage_client(const struct stage *stage, struct kam_options options);

#endif

/*
 * What stands behind a kam_client: its settings, its calls, at most one connection, and the one function that moves all of it.
 */
#ifndef KAM_CLIENT_CLIENT_H
#define KAM_CLIENT_CLIENT_H

#include "client/lib/calls.h"
#include "client/lib/core.h"
#include "client/lib/endpoint.h"
#include "client/lib/link.h"

/* Silence, with calls under way, after which the server is asked for a sign of life, and how long that may take. */
#define CLIENT_PING_AFTER_MS 5000
#define CLIENT_PONG_WITHIN_MS 5000

struct kam_client {
    /* Settings; none changes after kam_client_new(). */
    struct endpoint_list endpoints;
    char *server_name; /* or NULL: the endpoint's host */
    char *client_name;
    char language[3];
    uint32_t connect_timeout_ms;
    uint32_t call_timeout_ms;
    uint32_t retries_max;
    char *pending_folder; /* or NULL */
    char *endpoints_text; /* as given; written beside pending writes */
    struct tls_context *tls;
    struct fault unusable; /* not KAM_OK: a fault in the options; every call answers with it */

    bool has_session;
    uint8_t session_token[KAM_SESSION_TOKEN_BYTES];

    struct calls calls;
    struct fault error; /* of the last call */

    /* The connection and the way to it. */
    struct link link;
    struct core core;
    bool connect_wanted;     /* kam_client_connect() waits */
    bool attempt;            /* a connection is being made: link and core are in use, core is not READY */
    bool established;        /* core is READY or DRAINING */
    size_t endpoint;         /* the one in use or tried next */
    size_t endpoints_left;   /* in this round, the present one not counted */
    int64_t attempt_ends_ms; /* deadline of the present attempt */
    int64_t connect_not_before_ms;
    uint32_t losses;            /* since a call was last answered; makes the pauses grow */
    bool round_transient;       /* some failure of this round may pass by itself */
    struct fault connect_fault; /* why the last round failed */
    uint64_t rounds_failed;
    int64_t heard_ms;  /* when bytes last came, or a call was sent after silence */
    int64_t pinged_ms; /* 0: no ping is out */
};

/* Monotonic milliseconds. */
int64_t client_now_ms(void);

/* Does all that can be done without waiting: reads, answers, sends, connects, gives up what is late. */
void client_pump(struct kam_client *client);

/* When client_pump() must run again though nothing came: milliseconds from now, -1 for never. */
int client_timeout_ms(const struct kam_client *client);

/* Waits in poll() until there is something for client_pump() to do. */
void client_wait(const struct kam_client *client);

/* Ends the present connection or the attempt at one from this side. */
void client_disconnect(struct kam_client *client);

/* outcome.c: what a call comes to. */

/* An answer to a call that is SENT. */
void outcome_answer(struct kam_client *client, struct call *call, const Kam__V1__Response *response);

/* The connection was lost with the call SENT. */
void outcome_lost(struct kam_client *client, struct call *call, enum failure failure, const char *detail);

/* A round over all endpoints failed with the call QUEUED; client->connect_fault says why. */
void outcome_no_connection(struct kam_client *client, struct call *call);

/* The deadline has passed. */
void outcome_late(struct kam_client *client, struct call *call);

/* The call cannot be sent at all. */
void outcome_refused(struct kam_client *client, struct call *call, enum failure failure, const char *detail);

/* Withdrawn before it was sent. */
void outcome_cancelled(struct kam_client *client, struct call *call);

#endif

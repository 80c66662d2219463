/*
 * The socket under a core: name lookup, connecting to one address after the other, moving bytes. Nothing here waits but the lookup.
 *
 * A link owns its socket and the addresses it has not tried yet.
 */
#ifndef KAM_CLIENT_LINK_H
#define KAM_CLIENT_LINK_H

#include "client/lib/core.h"
#include "client/lib/endpoint.h"

struct addrinfo;

struct link {
    int fd; /* -1: none */
    bool connecting;
    struct addrinfo *addresses; /* of the endpoint being tried */
    struct addrinfo *trying;    /* of those, the one fd connects to */
    struct addrinfo *next;      /* not tried yet */
    enum failure failure;       /* of the last attempt that failed */
    char detail[320];           /* "127.0.0.1:7443: Connection refused" */
};

void link_init(struct link *link);
void link_deinit(struct link *link);

/* Looks an endpoint up; its addresses can be tried then. False: failure and detail say why. Blocks in getaddrinfo(). */
bool link_lookup(struct link *link, const struct endpoint *endpoint);

/* Begins to connect to the next address that takes it. False: none is left; failure and detail say what the last one said. */
bool link_try_next(struct link *link);

/* After the socket became writable: whether the connection stands now. False: failure and detail. */
bool link_finish_connect(struct link *link);

void link_close(struct link *link);

enum link_progress {
    LINK_WOULD_BLOCK = 0, /* nothing more to move now */
    LINK_MOVED = 1,       /* a bounded portion was moved, there may be more */
    LINK_BROKEN = 2,      /* no more will be moved; errno text in detail */
};

/* Reads one portion into the core; the end of the stream is told to it. -ENOMEM or an enum link_progress. */
_must_check_ int link_read(struct link *link, struct core *core);

/* Writes what the core has for the server. */
enum link_progress link_write(struct link *link, struct core *core);

#endif

/*
 * The demo's kamd: its config file, its port, and the process in the background.
 */
#ifndef KAM_SERVER_DEMO_SERVER_H
#define KAM_SERVER_DEMO_SERVER_H

#include "server/demo/place.h"

#include <stddef.h>
#include <stdint.h>

enum { DEMO_PORT_DEFAULT = 7443 };

struct demo_server {
    int pid; /* 0: not running */
    uint16_t port;
};

/* Writes the config file for a port (0: the port used before, else the default) or, when that is taken by somebody else, the next
 * free one, and says so. */
int demo_server_configure(const struct demo_place *place, uint16_t port, uint16_t *ret_port);

/* Runs one of kamd's own commands on the demo's config file: "migrate", or "first-admin" with two arguments. Output as text when
 * ret_output is given. */
int demo_server_command(const struct demo_place *place, const char *command, const char *first, const char *second, char *ret_output,
                        size_t output_bytes);

/* Starts kamd in the background and waits until it serves. */
int demo_server_start(const struct demo_place *place, struct demo_server *ret_server);

int demo_server_stop(const struct demo_place *place);

/* What runs now, by the pid file. */
struct demo_server demo_server_find(const struct demo_place *place);

/* Whether the running server is this very program; after a new build it is not. */
bool demo_server_is_current(const struct demo_place *place);

#endif

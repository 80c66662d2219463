/*
 * Where the demo environment lives: one state directory with PostgreSQL's data, the socket, keys, the config file and logs, and the
 * user it belongs to. Started by root, the demo gives the directory to an ordinary user (postgres, else nobody) and becomes that user
 * for good, because initdb and postgres refuse root and kamd needs no more either.
 */
#ifndef KAM_SERVER_DEMO_PLACE_H
#define KAM_SERVER_DEMO_PLACE_H

#include <stdbool.h>

/* A unix socket's path holds 107 bytes; PostgreSQL adds "/run/.s.PGSQL.5432.lock" to the state directory. */
enum { DEMO_STATE_BYTES_MAX = 80, DEMO_PATH_BYTES = 160 };

struct demo_place {
    char state[DEMO_PATH_BYTES];
    char data[DEMO_PATH_BYTES];   /* PostgreSQL's cluster */
    char run[DEMO_PATH_BYTES];    /* unix socket; only its owner gets in */
    char config[DEMO_PATH_BYTES]; /* kamd.ini */
    char ca[DEMO_PATH_BYTES];     /* ca.pem: what clients verify the server with */
    char log[DEMO_PATH_BYTES];    /* kamd.log */
    char program[4096];           /* the kamd to run: this one, or root's copy of it in the state directory */
    char user[64];                /* whom it all belongs to */
    bool by_root;
};

/* The directory (state, or NULL for the default) and every path in it; touches nothing. */
int demo_place_init(struct demo_place *place, const char *state);

bool demo_place_exists(const struct demo_place *place);

/* Makes the directory, becomes its owner, and holds its lock until the process ends, so that two runs cannot meddle with each other.
 * Refuses a directory that holds something else. starting: servers will be started from it. */
int demo_place_enter(struct demo_place *place, bool starting);

/* Deletes everything in the directory, which must be a demo's. */
int demo_place_erase(const struct demo_place *place);

/* "STATE/name". */
void demo_place_path(const struct demo_place *place, const char *name, char ret_path[static DEMO_PATH_BYTES]);

#endif

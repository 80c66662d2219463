/*
 * First passwords: who has redeemed the one-time token is kept in the state directory, because a token is shown once and a load may
 * be cut short between a user's creation and the password.
 */
#ifndef KAM_SERVER_DEMO_PEOPLE_H
#define KAM_SERVER_DEMO_PEOPLE_H

#include "server/demo/group.h"

#include <kam/kam.h>

/* A client of the demo's server, without a session. NULL, after telling, when there is none to be had. */
kam_client *demo_client_new(const struct demo_place *place, uint16_t port);

/* Says what failed and the server's own words for it; returns DEMO_TOLD. */
int demo_call_fail(const kam_client *client, const char *what);

/* Whether this login has its password already. */
bool demo_person_has_password(const struct demo_place *place, const char *login);

/* Sets DEMO_PASSWORD with a one-time token and notes it. */
int demo_person_set_password(const struct demo_place *place, uint16_t port, const char *login, const char *token);

/* Makes the first administrator when there is none, and sets the password. */
int demo_admin_ensure(const struct demo_place *place, uint16_t port);

#endif

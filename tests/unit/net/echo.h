/*
 * A server in a thread of the test: the connections of kamd with methods that need no database. "login" logs in, "echo" gives the body
 * back, "large" answers as many bytes as the body says in decimal, "never" never answers. Answers come in a later turn of the loop.
 */
#ifndef KAM_TESTS_UNIT_NET_ECHO_H
#define KAM_TESTS_UNIT_NET_ECHO_H

#include "server/net/net.h"

struct echo;

/* Defaults in *limits, as config.def has them; the test lowers what it wants to meet. */
void echo_limits(struct net_limits *limits);
struct echo *echo_start(struct tls_context *tls, const struct net_limits *limits, uint16_t *ret_port);
/* Drains, closes, and checks that nothing is left: no handle, no connection. Returns the last counters. */
struct net_counters echo_stop(struct echo *e);
/* The counters as of now, from the loop's own thread. */
struct net_counters echo_counters(struct echo *e);

#endif

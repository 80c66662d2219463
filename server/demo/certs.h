/*
 * A certificate authority for this demo alone and the server certificate it signs (P-256; localhost, 127.0.0.1, ::1). Keys are
 * readable by their owner only. So is factor.key, which seals second factors.
 */
#ifndef KAM_SERVER_DEMO_CERTS_H
#define KAM_SERVER_DEMO_CERTS_H

#include "server/demo/place.h"

/* Makes what is missing or ends within a month, keeps the rest. ca.pem, ca.key, server.pem, server.key and factor.key in the state directory. */
int demo_certs_ensure(const struct demo_place *place);

#endif

/*
 * A certificate authority for one test run and server certificates signed by it, made in memory and written as PEM files.
 */
#ifndef KAM_TESTS_HARNESS_CERTS_H
#define KAM_TESTS_HARNESS_CERTS_H

#include <stdint.h>

#define CERTS_FACTOR_KEY_BYTES 32

/*
 * Writes ca.pem, server.pem and server.key (localhost, 127.0.0.1, ::1), expired.pem and expired.key (the same, ended yesterday),
 * other-ca.pem (an authority nobody trusts) and factor.key (what kamd seals second factors with) into the folder; and for
 * clients client-ca.pem, and by it client-service (spiffe://pt.example/outbox and outbox.pt.example), client-person (sp1@kam.example),
 * client-both (a name of each), client-expired, client-revoked (which stands in client.crl), and client-foreign of the authority that
 * signed nothing else; .pem and .key. Bails out when it cannot.
 */
void certs_make(const char *folder);

/* Removes the folder with all of it. */
void certs_remove(const char *folder);

/* What factor.key holds. */
void certs_factor_key(uint8_t ret_key[CERTS_FACTOR_KEY_BYTES]);

#endif

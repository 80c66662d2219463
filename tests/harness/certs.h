/*
 * A certificate authority for one test run and server certificates signed by it, made in memory and written as PEM files.
 */
#ifndef KAM_TESTS_HARNESS_CERTS_H
#define KAM_TESTS_HARNESS_CERTS_H

/*
 * Writes ca.pem, server.pem and server.key (localhost, 127.0.0.1, ::1), expired.pem and expired.key (the same, ended yesterday),
 * and other-ca.pem (an authority that signed nothing) into the folder. Bails out when it cannot.
 */
void certs_make(const char *folder);

#endif

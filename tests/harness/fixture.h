/*
 * The small group every test database begins with, made through kam's own API: two companies, their teams, one person for each role
 * that matters.
 *
 *   C1 甲公司 ─ C1-KA 集团客户部 (vp: VP, mgr: MGR) ─ C1-KA-1 一组 (lead: DEV, sp1 and sp1b: SP_DEV)
 *                                                  └ C1-KA-2 二组 (sp2: SP_DEV)
 *   C2 乙公司 ─ C2-KA 集团客户部 (other: MGR)
 *   admin: ADM of the group; audit: AUD
 */
#ifndef KAM_TESTS_HARNESS_FIXTURE_H
#define KAM_TESTS_HARNESS_FIXTURE_H

#include "tests/harness/kamd.h"

#define FIXTURE_VERSION 1 /* raised when the fixture changes: makes every template anew */
#define FIXTURE_PASSWORD "Kam-Test-2026"

/* Fills a migrated database. */
void fixture_make(struct cluster *cluster, const char *database);

/* A client that is logged in as one of them. Bails out when that fails. */
kam_client *fixture_client(const struct kamd *kamd, const char *login);

/* Logs an existing client in; KAM_OK or the status of the failure. */
int fixture_login(kam_client *client, const char *login, const char *password);

/* The one-time token in what `kamd first-admin` printed. */
void fixture_token(const char *output, char ret_token[64]);

/* The person's id. */
int64_t fixture_person(const struct kamd *kamd, const char *login);

/* Opens an account of this name as the client's user and returns its id; bails out when that fails. */
int64_t fixture_account(kam_client *client, const char *name);

#endif

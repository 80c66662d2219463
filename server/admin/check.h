/*
 * What `kamd check` looks for beyond what every start verifies: reads that are not inlined, tables without forced row security, a login
 * role that owns or writes something, constraints nobody explains. Reads only.
 */
#ifndef KAM_SERVER_ADMIN_CHECK_H
#define KAM_SERVER_ADMIN_CHECK_H

#include "server/rpc/binding.h"
#include "server/rpc/errors.h"
#include "server/rpc/report.h"

/* pg is logged in as kamd logs in. -EIO with *ret_error when the database does not answer; findings go to the report. */
_must_check_ int check_database(PGconn *pg, const struct bindings *bindings, const struct errors *errors, struct report *report,
                                char **ret_error);

#endif

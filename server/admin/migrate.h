/*
 * Brings a database to what this binary carries: roles, then in one transaction numbered migrations (each applied once and locked by its
 * hash) and, whenever its hash changed, everything that can be made anew (functions, policies, the release's schema, errors, reference
 * data). An advisory lock keeps two of these apart. Applying twice changes nothing.
 */
#ifndef KAM_SERVER_ADMIN_MIGRATE_H
#define KAM_SERVER_ADMIN_MIGRATE_H

#include "common/cleanup.h"

#include <libpq-fe.h>

/* `say` gets one line for each thing it applies, which counts once it has returned 0. -EIO or -EINVAL with *ret_error, freed by the caller. */
_must_check_ int migrate(PGconn *pg, void (*say)(const char *line), char **ret_error);

#endif

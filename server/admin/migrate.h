/*
 * Brings a database to what this binary carries: roles, numbered migrations (each applied once and locked by its hash), then everything
 * that can be made anew (functions, policies, the release's schema, errors, reference data) in one transaction whenever its hash changed.
 * An advisory lock keeps two of these apart. Applying twice changes nothing.
 */
#ifndef KAM_SERVER_ADMIN_MIGRATE_H
#define KAM_SERVER_ADMIN_MIGRATE_H

#include "common/cleanup.h"

#include <libpq-fe.h>

/* `say` gets one line for each thing applied. -EIO or -EINVAL with *ret_error, freed by the caller. */
_must_check_ int migrate(PGconn *pg, void (*say)(const char *line), char **ret_error);

#endif

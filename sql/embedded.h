/*
 * The SQL files this binary carries, in the order of sql/manifest. They are what `kamd migrate` applies, so that a binary and its
 * database can always be told apart or brought together without a copy of the source tree.
 */
#ifndef KAM_SQL_EMBEDDED_H
#define KAM_SQL_EMBEDDED_H

#include <stddef.h>

enum sql_part {
    SQL_PART_ROLES,        /* roles and schemas; may be applied again */
    SQL_PART_MIGRATION,    /* numbered, applied once, locked by their hash */
    SQL_PART_CORE,         /* functions and triggers; applied again when changed, as are all parts below */
    SQL_PART_POLICY,       /* row security */
    SQL_PART_API_TYPE,     /* composite types of the messages, in the release's schema */
    SQL_PART_API_FUNCTION, /* one function per method */
    SQL_PART_ERRORS,       /* constraint name → status and message */
    SQL_PART_REFERENCE,    /* rights, roles, readings of characters: data that comes with the release */
    SQL_PART_SEAL,         /* owners and grants; after everything else */
    SQL_PART_STATEMENT,    /* not applied: statements kamd prepares */
};

struct sql_file {
    enum sql_part part;
    const char *path; /* from sql/: "api/accounts/get_account.sql" */
    const char *text; /* ends with NUL, which bytes does not count */
    size_t bytes;
};

extern const struct sql_file sql_files[];
extern const size_t sql_files_count;

#endif

/*
 * Whether a libpq connection string can be used on the loop. libpq looks names up with a blocking call, so only socket directories and
 * IP addresses are accepted (a name may be kept beside hostaddr, for verification of the server's certificate).
 */
#ifndef KAM_SERVER_DB_ADDRESS_H
#define KAM_SERVER_DB_ADDRESS_H

#include "common/cleanup.h"

/* 0; -EINVAL with *ret_error a text that the caller frees. */
_must_check_ int db_address_check(const char *url, char **ret_error);

#endif

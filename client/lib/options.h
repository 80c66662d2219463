/*
 * Structs of kam.h that programs fill in: each says how large the program knew it to be, so that program and library may be of different
 * releases. What the program did not know is as if it had said nothing; what the library does not know must be nothing.
 */
#ifndef KAM_CLIENT_OPTIONS_H
#define KAM_CLIENT_OPTIONS_H

#include <stdbool.h>

#include "kam/kam.h"

/* False, with nothing taken: not set up by its init function, or it asks for what this library cannot do. */
bool options_take(const struct kam_options *given, struct kam_options *ret_taken);
/* The same; given may be NULL. */
bool call_options_take(const struct kam_call_options *given, struct kam_call_options *ret_taken);

#endif

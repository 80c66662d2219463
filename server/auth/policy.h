/*
 * Which new passwords are accepted. "mlps3" after GB/T 22239 asks for kinds of characters; "nist" after SP 800-63B forbids that and asks
 * for length. Both refuse the login name and what everybody tries first.
 */
#ifndef KAM_SERVER_AUTH_POLICY_H
#define KAM_SERVER_AUTH_POLICY_H

#include <stdbool.h>

/* NULL: accepted. Otherwise what is wrong, in the language; static text. */
const char *policy_fault(const char *policy, const char *language, const char *login, const char *password);

/* "mlps3" or "nist"? */
bool policy_is_known(const char *policy);

#endif

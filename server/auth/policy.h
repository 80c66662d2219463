/*
 * Which new passwords are accepted. "mlps3" after GB/T 22239 asks for kinds of characters; "nist" after SP 800-63B forbids that and asks
 * for length. Both refuse the login name, what everybody tries first, the installation's own list, and a few characters over and over.
 */
#ifndef KAM_SERVER_AUTH_POLICY_H
#define KAM_SERVER_AUTH_POLICY_H

#include "server/auth/wordlist.h"

#include <stdbool.h>

struct policy {
    bool nist;               /* otherwise mlps3 */
    unsigned characters_min; /* 0: what the policy says, 8 or 15 */
    const struct wordlist *list; /* borrowed; may be NULL */
};

/* NULL: accepted. Otherwise what is wrong, in the language; valid until the next call. */
const char *policy_fault(const struct policy *policy, const char *language, const char *login, const char *password);
/* What is wrong with one that was used before. */
const char *policy_used_before(const char *language);

/* "mlps3" or "nist"? */
bool policy_is_known(const char *policy);

#endif

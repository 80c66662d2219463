#include "server/auth/policy.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define MLPS3_CHARACTERS_MIN 8
#define MLPS3_KINDS_MIN 3
#define NIST_CHARACTERS_MIN 15 /* a password that is the only factor */
#define DIFFERENT_MIN 5
#define PASSWORD_BYTES_MAX 256

enum fault { FAULT_KINDS, FAULT_LOGIN, FAULT_COMMON, FAULT_LISTED, FAULT_MONOTONOUS, FAULT_USED };

static const char *text_of(enum fault fault, const char *language) {
    static const char *const texts[][2] = {
        [FAULT_KINDS] = {"须含大写字母、小写字母、数字、符号中的三类", "three of capital letters, small letters, digits and signs"},
        [FAULT_LOGIN] = {"不能包含登录名", "it must not contain the login name"},
        [FAULT_COMMON] = {"过于常见", "it is too common"},
        [FAULT_LISTED] = {"在已泄露或禁用的密码之列", "it is on the list of known or forbidden passwords"},
        [FAULT_MONOTONOUS] = {"不同的字符太少", "it has too few different characters"},
        [FAULT_USED] = {"近期用过，不能再用", "it was used before"},
    };
    return texts[fault][strcmp(language, "en") == 0];
}

static size_t characters(const char *text) {
    size_t n = 0;
    for (; *text; text++) {
        n += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return n;
}

/* Characters outside ASCII count as signs. */
static unsigned kinds(const char *text) {
    unsigned seen = 0;
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        seen |= isupper(c) ? 1u : islower(c) ? 2u : isdigit(c) ? 4u : 8u;
    }
    return (seen & 1) + (seen >> 1 & 1) + (seen >> 2 & 1) + (seen >> 3 & 1);
}

static void lower(const char *text, char out[PASSWORD_BYTES_MAX + 1]) {
    size_t n = 0;
    for (; *text && n < PASSWORD_BYTES_MAX; text++) {
        out[n++] = (char)tolower((unsigned char)*text);
    }
    out[n] = '\0';
}

static bool is_common(const char *lowered) {
    static const char *const words[] = {
#define COMMON(text) text,
#include "server/auth/common_passwords.def"
#undef COMMON
    };
    /* Only digits and signs: as long as it may be, it is a date or a telephone number. */
    const char *first = lowered + strcspn(lowered, "abcdefghijklmnopqrstuvwxyz");
    size_t bytes = strlen(first);
    while (bytes && !islower((unsigned char)first[bytes - 1])) {
        if ((unsigned char)first[bytes - 1] >= 0x80) {
            return false;
        }
        bytes--;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i]) == bytes && memcmp(words[i], first, bytes) == 0) {
            return true;
        }
    }
    return false;
}

/* Different bytes, which is all that matters here. */
static unsigned different(const char *text) {
    bool seen[256] = {false};
    unsigned n = 0;
    for (; *text; text++) {
        n += !seen[(unsigned char)*text];
        seen[(unsigned char)*text] = true;
    }
    return n;
}

static const char *too_short(unsigned characters_min, const char *language) {
    static char text[64];
    bool en = strcmp(language, "en") == 0;
    snprintf(text, sizeof text, en ? "at least %u characters" : "至少 %u 个字符", characters_min);
    return text;
}

const char *policy_fault(const struct policy *policy, const char *language, const char *login, const char *password) {
    char lowered[PASSWORD_BYTES_MAX + 1];
    char name[PASSWORD_BYTES_MAX + 1];
    unsigned standard = policy->nist ? NIST_CHARACTERS_MIN : MLPS3_CHARACTERS_MIN;
    unsigned characters_min = policy->characters_min ? policy->characters_min : standard;
    lower(password, lowered);
    lower(login, name);
    if (characters(password) < characters_min) {
        return too_short(characters_min, language);
    }
    if (!policy->nist && kinds(password) < MLPS3_KINDS_MIN) {
        return text_of(FAULT_KINDS, language);
    }
    if (strlen(name) >= 3 && strstr(lowered, name)) {
        return text_of(FAULT_LOGIN, language);
    }
    if (different(lowered) < DIFFERENT_MIN) {
        return text_of(FAULT_MONOTONOUS, language);
    }
    if (wordlist_holds(policy->list, password)) {
        return text_of(FAULT_LISTED, language);
    }
    return is_common(lowered) ? text_of(FAULT_COMMON, language) : NULL;
}

const char *policy_used_before(const char *language) {
    return text_of(FAULT_USED, language);
}

bool policy_is_known(const char *policy) {
    return strcmp(policy, "mlps3") == 0 || strcmp(policy, "nist") == 0;
}

/*
 * A file of passwords nobody may take, one a line: those of known breaches, the words of the house. Kept as hashes in a sorted array,
 * eight bytes each, so that a list of millions has room.
 */
#ifndef KAM_SERVER_AUTH_WORDLIST_H
#define KAM_SERVER_AUTH_WORDLIST_H

#include "common/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

#define WORDLIST_WORDS_MAX 20000000u
#define WORDLIST_ERROR_BYTES 320

struct wordlist;

/* Capital letters (of ASCII) do not matter; empty lines are skipped. 0, or -EINVAL with the reason in ret_error. */
int wordlist_load(const char *path, struct wordlist **ret_list, char ret_error[WORDLIST_ERROR_BYTES]) __attribute__((warn_unused_result));
struct wordlist *wordlist_free(struct wordlist *list);
DEFINE_FREEP(struct wordlist, wordlist)

/* Is it one of them? NULL: an empty list. */
bool wordlist_holds(const struct wordlist *list, const char *password);
size_t wordlist_words(const struct wordlist *list);

#endif

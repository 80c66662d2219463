#include "server/auth/wordlist.h"

#include <ctype.h>
#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES_MAX 1024

struct wordlist {
    uint64_t *hashes; /* ascending */
    size_t count;
    size_t room;
};

/* The list is no secret, so neither is the key. One false alarm in 2^64 over the number of words. */
static uint64_t hash_of(const char *word, size_t bytes) {
    static const unsigned char key[crypto_shorthash_KEYBYTES] = "kam word list";
    char lowered[WORD_BYTES_MAX];
    uint64_t hash = 0;
    for (size_t i = 0; i < bytes && i < sizeof lowered; i++) {
        lowered[i] = (char)tolower((unsigned char)word[i]);
    }
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)lowered, bytes < sizeof lowered ? bytes : sizeof lowered, key);
    sodium_memzero(lowered, sizeof lowered);
    return hash;
}

static int compare(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool add(struct wordlist *list, uint64_t hash) {
    if (list->count == list->room) {
        size_t room = list->room ? 2 * list->room : 4096;
        uint64_t *grown = list->count < WORDLIST_WORDS_MAX ? realloc(list->hashes, room * sizeof *grown) : NULL;
        if (!grown) {
            return false;
        }
        list->hashes = grown;
        list->room = room;
    }
    list->hashes[list->count++] = hash;
    return true;
}

static const char *read_words(FILE *file, struct wordlist *list) {
    char *line = NULL;
    size_t room = 0;
    ssize_t bytes;
    const char *fault = NULL;
    while (!fault && (bytes = getline(&line, &room, file)) > 0) {
        size_t word = strcspn(line, "\r\n");
        if (word > 0 && !add(list, hash_of(line, word))) {
            fault = "there are too many words";
        }
    }
    if (!fault && ferror(file)) {
        fault = strerror(errno);
    }
    free(line);
    return fault;
}

int wordlist_load(const char *path, struct wordlist **ret_list, char ret_error[WORDLIST_ERROR_BYTES]) {
    _cleanup_(wordlist_freep) struct wordlist *list = calloc(1, sizeof *list);
    FILE *file = fopen(path, "re");
    const char *fault = list && file ? NULL : strerror(errno);
    if (!fault) {
        fault = read_words(file, list);
    }
    if (file) {
        fclose(file);
    }
    if (fault) {
        snprintf(ret_error, WORDLIST_ERROR_BYTES, "password.list_file %.180s: %s", path, fault);
        return -EINVAL;
    }
    if (list->count) {
        qsort(list->hashes, list->count, sizeof *list->hashes, compare);
    }
    *ret_list = steal(list);
    return 0;
}

struct wordlist *wordlist_free(struct wordlist *list) {
    if (list) {
        free(list->hashes);
        free(list);
    }
    return NULL;
}

bool wordlist_holds(const struct wordlist *list, const char *password) {
    uint64_t hash = hash_of(password, strlen(password));
    return list && list->count && bsearch(&hash, list->hashes, list->count, sizeof hash, compare) != NULL;
}

size_t wordlist_words(const struct wordlist *list) {
    return list ? list->count : 0;
}

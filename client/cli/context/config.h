/*
 * Contexts: which server, trusted how, in which language. Kept in $XDG_CONFIG_HOME/kam/config, an ini file of mode 0600 that is always
 * replaced as a whole.
 */
#ifndef CLI_CONTEXT_CONFIG_H
#define CLI_CONTEXT_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "client/cli/base/complaint.h"

enum { CONTEXT_NAME_MAX = 64, CONTEXTS_MAX = 256 };

/* Owns its strings; any but name may be NULL. */
struct context {
    char *name;
    char *server;      /* "host:port,host:port" */
    char *ca_file;     /* absolute path */
    char *cert_file;   /* of this client's own certificate and key; absolute paths */
    char *key_file;
    char *server_name; /* on the certificate, when it is not the host */
    char *language;    /* "zh" or "en" */
    char *login;       /* who logged in last */
};

/* Owns everything in it. */
struct config {
    char *folder; /* $XDG_CONFIG_HOME/kam */
    char *current;
    struct context *contexts;
    size_t count;
};

/* Reads the file; that there is none is fine. 0, or EXIT_FILE with the complaint. */
int config_load(struct config *ret_config, struct complaint *complaint) __attribute__((warn_unused_result));
/* The same from text, for tests; `origin` names it in complaints. */
int config_parse(struct config *config, const char *ini_text, const char *origin, struct complaint *complaint)
    __attribute__((warn_unused_result));
int config_save(const struct config *config, struct complaint *complaint) __attribute__((warn_unused_result));
void config_deinit(struct config *config);

/* Borrowed; NULL when there is none of this name. */
struct context *config_find(const struct config *config, const char *name);
/* The same, made when missing; NULL when there are too many. */
struct context *config_make(struct config *config, const char *name);
bool config_remove(struct config *config, const char *name);

/* Letters, digits, dot, dash, underscore; it names files. */
bool context_name_is_valid(const char *name);
void context_set(char **field, const char *value);

/* Writes a file of mode 0600 in the folder (made with mode 0700 if missing) by a temporary file and a rename. */
int config_write_file(const char *folder, const char *name, const char *content, size_t bytes, struct complaint *complaint)
    __attribute__((warn_unused_result));

#endif

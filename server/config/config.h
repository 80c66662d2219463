/*
 * The configuration file of kamd: an ini file whose keys are the rows of config.def, each with its type, default and bounds. A file
 * with any fault is refused as a whole, with every fault named by file and line; so nothing is ever half configured.
 *
 * A config owns its texts. It is constant after loading, but for config_take_live().
 */
#ifndef KAM_SERVER_CONFIG_CONFIG_H
#define KAM_SERVER_CONFIG_CONFIG_H

#include "common/cleanup.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define CONFIG_LIST_MAX 8

struct config_list {
    size_t count;
    char *items[CONFIG_LIST_MAX];
};

/* One member for each key: config->limits_idle_ms for idle_ms in [limits]. Texts are never NULL. */
struct config {
#define NUMBER(section, key, when, otherwise, min, max, unit, what) uint32_t section##_##key;
#define TEXT(section, key, when, otherwise, bytes_max, what) char *section##_##key;
#define CHOICE(section, key, when, otherwise, choices, what) char *section##_##key;
#define LIST(section, key, when, otherwise, items_max, what) struct config_list section##_##key;
#include "server/config/config.def"
#undef NUMBER
#undef TEXT
#undef CHOICE
#undef LIST
};

/* Reads a file. 0; -EINVAL: *ret_error tells each fault on a line of its own ("kam.ini:12: …"), to be freed by the caller; or the
 * errno of opening it, with *ret_error too; -ENOMEM without. */
_must_check_ int config_load(const char *file, struct config **ret_config, char **ret_error);
/* Nothing but defaults. NULL: no memory. */
struct config *config_new(void);
struct config *config_free(struct config *c);
DEFINE_FREEP(struct config, config)

/* Replaces one value from the command line, such as "server.listen"; a list is begun anew or gets one more. Errors as config_load. */
_must_check_ int config_override(struct config *c, const char *name, const char *value, bool first, char **ret_error);

/* Takes the LIVE values of `from`. The names of RESTART keys that differ go to *ret_restart (", " between them; NULL when none), which
 * the caller frees. */
_must_check_ int config_take_live(struct config *c, const struct config *from, char **ret_restart);

/* The whole table as a commented file of defaults. */
void config_print(FILE *out);

#endif

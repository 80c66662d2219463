/*
 * A list of findings, one line each, for start-up and `kamd check`.
 */
#ifndef KAM_SERVER_RPC_REPORT_H
#define KAM_SERVER_RPC_REPORT_H

#include "common/cleanup.h"

#include <stddef.h>

/* Owns its text. Zeroed is empty. */
struct report {
    char *text; /* lines, each ended by a line feed; NULL when there are none */
    size_t bytes;
    size_t count;
};

void report_add(struct report *r, const char *format, ...) _printf_(2, 3);
void report_deinit(struct report *r);

#endif

/*
 * Where a service can be reached: the list "host:port,198.51.100.7:7443,[2001:db8::1]:7443" of the options, taken apart.
 */
#ifndef KAM_CLIENT_ENDPOINT_H
#define KAM_CLIENT_ENDPOINT_H

#include "common/cleanup.h"
#include <stddef.h>

#define ENDPOINTS_MAX 16

enum endpoint_fault {
    ENDPOINT_SYNTAX = 1,   /* not host:port, or a port that is none */
    ENDPOINT_TOO_MANY = 2, /* more than ENDPOINTS_MAX */
};

struct endpoint {
    char host[256]; /* without brackets */
    char port[6];
};

/* Plain memory: owns nothing. */
struct endpoint_list {
    struct endpoint items[ENDPOINTS_MAX];
    size_t count;
};

/* 0, or an enum endpoint_fault with *ret_list untouched. Blanks around the commas are allowed, empty entries and an empty list are not. */
_must_check_ int endpoint_list_parse(const char *text, struct endpoint_list *ret_list);

#endif

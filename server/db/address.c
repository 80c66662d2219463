#include "server/db/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void optionsp(PQconninfoOption **options) {
    PQconninfoFree(*options);
}

static void pq_textp(char **text) {
    PQfreemem(*text);
}

static bool is_local_or_ip(const char *host) {
    unsigned char address[sizeof(struct in6_addr)];
    return host[0] == '/' || host[0] == '@' || inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
}

/* A connection string may list several hosts. NULL when all of them will do, otherwise the first that will not (to be freed). */
static char *first_name(const char *hosts) {
    while (*hosts) {
        size_t bytes = strcspn(hosts, ",");
        char *host = strndup(hosts, bytes);
        if (!host || (*host && !is_local_or_ip(host))) {
            return host ? host : strdup("");
        }
        free(host);
        hosts += bytes + (hosts[bytes] == ',');
    }
    return NULL;
}

int db_address_check(const char *url, char **ret_error) {
    _cleanup_(pq_textp) char *error = NULL;
    _cleanup_(optionsp) PQconninfoOption *options = PQconninfoParse(url, &error);
    if (!options) {
        if (asprintf(ret_error, "the database URL cannot be read: %s", error ? error : "out of memory") < 0) {
            abort();
        }
        return -EINVAL;
    }
    const char *host = NULL;
    const char *hostaddr = NULL;
    for (const PQconninfoOption *o = options; o->keyword; o++) {
        if (strcmp(o->keyword, "host") == 0) {
            host = o->val;
        } else if (strcmp(o->keyword, "hostaddr") == 0) {
            hostaddr = o->val;
        }
    }
    if (hostaddr || !host) {
        return 0;
    }
    char *name = first_name(host);
    if (!name) {
        return 0;
    }
    int r = asprintf(ret_error,
                     "the database host \"%s\" is a name: give the directory of the socket, an IP address, or hostaddr beside it, "
                     "because looking a name up would stop the server",
                     name);
    free(name);
    if (r < 0) {
        abort();
    }
    return -EINVAL;
}

#include "client/lib/endpoint.h"

#include <stdbool.h>
#include <string.h>

static bool port_valid(const char *port, size_t bytes) {
    unsigned number = 0;

    if (bytes == 0 || bytes > 5)
        return false;
    for (size_t i = 0; i < bytes; i++) {
        if (port[i] < '0' || port[i] > '9')
            return false;
        number = number * 10 + (unsigned)(port[i] - '0');
    }
    return number >= 1 && number <= 65535;
}

/* Splits "host:port" or "[address]:port" of exactly these bytes. */
static int parse_one(const char *text, size_t bytes, struct endpoint *ret_endpoint) {
    const char *end = text + bytes, *host = text, *host_end, *colon = memrchr(text, ':', bytes);
    size_t host_bytes, port_bytes;

    if (!colon)
        return ENDPOINT_SYNTAX;
    host_end = colon;
    if (*text == '[') {
        if (colon[-1] != ']')
            return ENDPOINT_SYNTAX;
        host++;
        host_end--;
    } else if (memchr(text, ':', (size_t)(colon - text))) {
        return ENDPOINT_SYNTAX; /* an IPv6 address without brackets: which colon begins the port is anybody's guess */
    }
    host_bytes = host_end > host ? (size_t)(host_end - host) : 0;
    port_bytes = (size_t)(end - colon) - 1;
    if (host_bytes == 0 || host_bytes >= sizeof(ret_endpoint->host) || !port_valid(colon + 1, port_bytes))
        return ENDPOINT_SYNTAX;
    memcpy(ret_endpoint->host, host, host_bytes);
    ret_endpoint->host[host_bytes] = 0;
    memcpy(ret_endpoint->port, colon + 1, port_bytes);
    ret_endpoint->port[port_bytes] = 0;
    return 0;
}

int endpoint_list_parse(const char *text, struct endpoint_list *ret_list) {
    struct endpoint_list list = {.count = 0};

    for (;;) {
        size_t bytes, rest;
        int r;

        text += strspn(text, " \t");
        bytes = strcspn(text, ",");
        rest = bytes;
        while (bytes > 0 && (text[bytes - 1] == ' ' || text[bytes - 1] == '\t'))
            bytes--;
        if (list.count == ENDPOINTS_MAX)
            return ENDPOINT_TOO_MANY;
        r = parse_one(text, bytes, &list.items[list.count]);
        if (r != 0)
            return r;
        list.count++;
        text += rest;
        if (!*text)
            break;
        text++;
    }
    *ret_list = list;
    return 0;
}

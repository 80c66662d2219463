#include "server/net/address.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int parse_port(const char *text, in_port_t *ret_port) {
    unsigned long port;
    char *end;

    if (text[0] < '0' || text[0] > '9')
        return -EINVAL;
    port = strtoul(text, &end, 10);
    if (*end != '\0' || port > UINT16_MAX)
        return -EINVAL;
    *ret_port = htons((uint16_t)port);
    return 0;
}

int address_parse(const char *text, struct sockaddr_storage *ret_address, socklen_t *ret_bytes) {
    const char *colon = strrchr(text, ':');
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_storage out = {0};
    char host[ADDRESS_TEXT_BYTES];
    size_t bytes;
    int r;

    if (!colon || (size_t)(colon - text) >= sizeof host)
        return -EINVAL;
    bytes = (size_t)(colon - text);
    memcpy(host, text, bytes);
    host[bytes] = '\0';
    if (host[0] == '[' && bytes > 2 && host[bytes - 1] == ']') {
        host[bytes - 1] = '\0';
        r = parse_port(colon + 1, &six.sin6_port);
        if (r < 0 || inet_pton(AF_INET6, host + 1, &six.sin6_addr) != 1)
            return -EINVAL;
        memcpy(&out, &six, sizeof six);
        *ret_bytes = sizeof six;
    } else {
        r = parse_port(colon + 1, &four.sin_port);
        if (r < 0 || inet_pton(AF_INET, host, &four.sin_addr) != 1)
            return -EINVAL;
        memcpy(&out, &four, sizeof four);
        *ret_bytes = sizeof four;
    }
    *ret_address = out;
    return 0;
}

void address_format(const struct sockaddr_storage *address, char out[ADDRESS_TEXT_BYTES]) {
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;
    const struct sockaddr_in *four = (const struct sockaddr_in *)address;
    const char *done = NULL;

    if (address->ss_family == AF_INET)
        done = inet_ntop(AF_INET, &four->sin_addr, out, ADDRESS_TEXT_BYTES);
    else if (address->ss_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
        done = inet_ntop(AF_INET, &six->sin6_addr.s6_addr[12], out, ADDRESS_TEXT_BYTES);
    else if (address->ss_family == AF_INET6)
        done = inet_ntop(AF_INET6, &six->sin6_addr, out, ADDRESS_TEXT_BYTES);
    if (!done)
        (void)snprintf(out, ADDRESS_TEXT_BYTES, "?");
}

uint16_t address_port(const struct sockaddr_storage *address) {
    if (address->ss_family == AF_INET6)
        return ntohs(((const struct sockaddr_in6 *)address)->sin6_port);
    return ntohs(((const struct sockaddr_in *)address)->sin_port);
}

void address_source(const struct sockaddr_storage *address, uint8_t out[ADDRESS_SOURCE_BYTES]) {
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;
    const struct sockaddr_in *four = (const struct sockaddr_in *)address;

    memset(out, 0, ADDRESS_SOURCE_BYTES);
    if (address->ss_family == AF_INET) {
        out[10] = out[11] = 0xff;
        memcpy(out + 12, &four->sin_addr, 4);
    } else if (address->ss_family == AF_INET6) {
        memcpy(out, &six->sin6_addr, IN6_IS_ADDR_V4MAPPED(&six->sin6_addr) ? 16 : 8);
    }
}

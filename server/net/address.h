/*
 * Socket addresses as text and back. No names are looked up: what is written is an address.
 */
#ifndef KAM_SERVER_NET_ADDRESS_H
#define KAM_SERVER_NET_ADDRESS_H

#include "common/cleanup.h"
#include <stdint.h>
#include <sys/socket.h>

#define ADDRESS_TEXT_BYTES 48 /* the longest IPv6 address, without port */
#define ADDRESS_SOURCE_BYTES 16

/* "127.0.0.1:7443" or "[::1]:7443". -EINVAL: neither. */
_must_check_ int address_parse(const char *text, struct sockaddr_storage *ret_address, socklen_t *ret_bytes);
/* "192.0.2.7": without port; "?" for other families. IPv4 in IPv6 is written as IPv4. */
void address_format(const struct sockaddr_storage *address, char out[ADDRESS_TEXT_BYTES]);
uint16_t address_port(const struct sockaddr_storage *address);
/* What limits per source count by: the IPv4 address, or the first 64 bits of an IPv6 one, which is what one customer gets. */
void address_source(const struct sockaddr_storage *address, uint8_t out[ADDRESS_SOURCE_BYTES]);

#endif

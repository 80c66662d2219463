/*
 * How many connections each source address has open. The hash is keyed at random: a peer that may choose its address cannot choose
 * its bucket. Entries exist only while a source has connections, so there are never more of them than connections.
 */
#ifndef KAM_SERVER_NET_SOURCES_H
#define KAM_SERVER_NET_SOURCES_H

#include "common/cleanup.h"
#include "server/net/address.h"
#include <stddef.h>
#include <stdint.h>

struct sources;

struct sources *sources_new(void);
struct sources *sources_free(struct sources *s);

/* One more connection from there: 0, -ENOMEM, or -EDQUOT when it has `max` already. */
_must_check_ int sources_add(struct sources *s, const uint8_t source[ADDRESS_SOURCE_BYTES], uint32_t max);
/* One less. Must have been added. */
void sources_remove(struct sources *s, const uint8_t source[ADDRESS_SOURCE_BYTES]);
uint32_t sources_count(const struct sources *s, const uint8_t source[ADDRESS_SOURCE_BYTES]);

#endif

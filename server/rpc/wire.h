/*
 * Numbers as PostgreSQL sends them: big-endian, on any alignment.
 */
#ifndef KAM_SERVER_RPC_WIRE_H
#define KAM_SERVER_RPC_WIRE_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

static inline void put_be32(uint8_t *at, uint32_t value) {
    value = htobe32(value);
    memcpy(at, &value, sizeof value);
}

static inline void put_be64(uint8_t *at, uint64_t value) {
    value = htobe64(value);
    memcpy(at, &value, sizeof value);
}

static inline uint32_t get_be32(const void *at) {
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return be32toh(value);
}

static inline uint64_t get_be64(const void *at) {
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return be64toh(value);
}

#endif

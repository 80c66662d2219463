/*
 * Keyset pages. A token is the base64url text of: one byte version, eight bytes of a hash over method and filters, then each key of
 * the last row as two bytes length and PostgreSQL's binary value. It carries no right: row security decides what a page shows,
 * whatever keys somebody makes up.
 */
#ifndef KAM_SERVER_RPC_PAGE_H
#define KAM_SERVER_RPC_PAGE_H

#include "server/rpc/plan.h"

#define PAGE_SIZE_DEFAULT 50
#define PAGE_SIZE_MAX 200
#define PAGE_TOKEN_BYTES_MAX 512
#define PAGE_FILTER_BYTES 8

struct page_key {
    uint16_t bytes;
    const uint8_t *value; /* NULL: first page */
};

/* What a request asks for. The keys point into `raw`. */
struct page_request {
    uint32_t size;
    struct page_key keys[PLAN_KEYS_MAX];
    bool has_token;
    uint8_t token_filter[PAGE_FILTER_BYTES]; /* what the token was made for */
    uint8_t filter[PAGE_FILTER_BYTES];       /* of this request; encode_params() fills it and compares */
    uint8_t raw[PAGE_TOKEN_BYTES_MAX];
};

enum page_error {
    PAGE_OK = 0,
    PAGE_SIZE = 1,  /* negative */
    PAGE_TOKEN = 2, /* not a token of this method */
};

/* Reads page_size and page_token of a request. */
enum page_error page_parse(const struct method_plan *plan, const ProtobufCMessage *request, struct page_request *ret_page);

/* The token that continues after `row`, without NUL; 0 when the keys are too long for one. `out` has PAGE_TOKEN_BYTES_MAX bytes. */
size_t page_token(const struct method_plan *plan, const PGresult *rows, int row, const uint8_t filter[PAGE_FILTER_BYTES], char *out);

/* Hash of the method and its filters as encoded. */
void page_filter(const struct method_plan *plan, const uint8_t *params, size_t bytes, uint8_t ret_filter[PAGE_FILTER_BYTES]);

/* The number of bytes a value of this codec always has, or -1. */
int page_key_bytes(enum codec codec);

#endif

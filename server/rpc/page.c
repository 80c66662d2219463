#include "server/rpc/page.h"

#include "common/digest.h"
#include "common/utf8.h"
#include "server/rpc/wire.h"

#include <string.h>

#define TOKEN_VERSION 1
#define HEAD_BYTES (1 + PAGE_FILTER_BYTES)

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static size_t base64_encode(const uint8_t *in, size_t bytes, char *out) {
    size_t n = 0;
    for (size_t i = 0; i < bytes; i += 3) {
        uint32_t v = (uint32_t)in[i] << 16 | (i + 1 < bytes ? (uint32_t)in[i + 1] << 8 : 0) | (i + 2 < bytes ? in[i + 2] : 0);
        out[n++] = alphabet[v >> 18];
        out[n++] = alphabet[v >> 12 & 63];
        if (i + 1 < bytes) {
            out[n++] = alphabet[v >> 6 & 63];
        }
        if (i + 2 < bytes) {
            out[n++] = alphabet[v & 63];
        }
    }
    return n;
}

static int base64_value(char c) {
    const char *at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

/* Accepts only what base64_encode() makes: one spelling per token. -1 otherwise. */
static int base64_decode(const char *in, size_t bytes, uint8_t *out, size_t out_max) {
    size_t n = 0;
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < bytes; i++) {
        int v = base64_value(in[i]);
        if (v < 0) {
            return -1;
        }
        bits = bits << 6 | (uint32_t)v;
        held += 6;
        if (held >= 8) {
            if (n == out_max) {
                return -1;
            }
            held -= 8;
            out[n++] = (uint8_t)(bits >> held);
            bits &= (1u << held) - 1;
        }
    }
    return bits == 0 && held < 6 ? (int)n : -1;
}

int page_key_bytes(enum codec codec) {
    switch (codec) {
    case CODEC_INT64:
    case CODEC_UINT32:
    case CODEC_DOUBLE:
    case CODEC_TIMESTAMP:
        return 8;
    case CODEC_INT32:
    case CODEC_DATE:
        return 4;
    case CODEC_BOOL:
        return 1;
    default:
        return -1;
    }
}

static bool parse_keys(const struct method_plan *plan, const uint8_t *at, size_t bytes, struct page_request *page) {
    for (unsigned i = 0; i < plan->keys_count; i++) {
        if (bytes < 2) {
            return false;
        }
        uint16_t length = (uint16_t)(at[0] << 8 | at[1]);
        at += 2;
        bytes -= 2;
        int fixed = page_key_bytes(plan->columns[plan->key_columns[i]].codec);
        size_t fault_at;
        if (length > bytes || (fixed >= 0 && length != fixed) || (fixed < 0 && utf8_check(at, length, &fault_at) != UTF8_OK)) {
            return false;
        }
        page->keys[i] = (struct page_key){.bytes = length, .value = at};
        at += length;
        bytes -= length;
    }
    return bytes == 0;
}

enum page_error page_parse(const struct method_plan *plan, const ProtobufCMessage *request, struct page_request *ret_page) {
    int32_t size;
    memcpy(&size, (const uint8_t *)request + plan->page_size_offset, sizeof size);
    const char *token;
    memcpy(&token, (const uint8_t *)request + plan->page_token_offset, sizeof token);
    if (size < 0) {
        return PAGE_SIZE;
    }
    ret_page->size = size == 0 ? PAGE_SIZE_DEFAULT : size > PAGE_SIZE_MAX ? PAGE_SIZE_MAX : (uint32_t)size;
    ret_page->has_token = token && *token;
    memset(ret_page->keys, 0, sizeof ret_page->keys);
    if (!ret_page->has_token) {
        return PAGE_OK;
    }
    int bytes = base64_decode(token, strlen(token), ret_page->raw, sizeof ret_page->raw);
    if (bytes < HEAD_BYTES || ret_page->raw[0] != TOKEN_VERSION) {
        return PAGE_TOKEN;
    }
    memcpy(ret_page->token_filter, ret_page->raw + 1, PAGE_FILTER_BYTES);
    return parse_keys(plan, ret_page->raw + HEAD_BYTES, (size_t)bytes - HEAD_BYTES, ret_page) ? PAGE_OK : PAGE_TOKEN;
}

size_t page_token(const struct method_plan *plan, const PGresult *rows, int row, const uint8_t filter[PAGE_FILTER_BYTES], char *out) {
    uint8_t raw[PAGE_TOKEN_BYTES_MAX * 3 / 4];
    size_t n = HEAD_BYTES;
    raw[0] = TOKEN_VERSION;
    memcpy(raw + 1, filter, PAGE_FILTER_BYTES);
    for (unsigned i = 0; i < plan->keys_count; i++) {
        int column = (int)plan->key_columns[i];
        size_t length = (size_t)PQgetlength(rows, row, column);
        if (PQgetisnull(rows, row, column) || n + 2 + length > sizeof raw) {
            return 0;
        }
        raw[n++] = (uint8_t)(length >> 8);
        raw[n++] = (uint8_t)length;
        memcpy(raw + n, PQgetvalue(rows, row, column), length);
        n += length;
    }
    return base64_encode(raw, n, out);
}

void page_filter(const struct method_plan *plan, const uint8_t *params, size_t bytes, uint8_t ret_filter[PAGE_FILTER_BYTES]) {
    uint8_t digest[DIGEST_BYTES];
    uint8_t both[2 * DIGEST_BYTES];
    digest_sha256(plan->method->path, strlen(plan->method->path), both);
    digest_sha256(params, bytes, both + DIGEST_BYTES);
    digest_sha256(both, sizeof both, digest);
    memcpy(ret_filter, digest, PAGE_FILTER_BYTES);
}

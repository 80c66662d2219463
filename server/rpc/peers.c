#include "server/rpc/dispatcher.h"

#include <string.h>

#define HEX_BYTES (2 * DIGEST_BYTES)

struct peer *peer_find(struct dispatcher *d, uint64_t conn_id) {
    uint64_t hash = table_hash(conn_id, 0);
    for (struct table_node *n = table_bucket(&d->peers, hash); n; n = n->next) {
        struct peer *p = (struct peer *)((char *)n - offsetof(struct peer, by_id));
        if (n->hash == hash && p->conn_id == conn_id) {
            return p;
        }
    }
    return NULL;
}

struct peer *peer_get(struct dispatcher *d, uint64_t conn_id) {
    struct peer *p = peer_find(d, conn_id);
    if (!p) {
        p = calloc(1, sizeof *p);
        if (!p) {
            abort(); /* small */
        }
        p->conn_id = conn_id;
        table_insert(&d->peers, &p->by_id, table_hash(conn_id, 0));
    }
    return p;
}

void peer_release(struct dispatcher *d, struct peer *peer) {
    if (peer && !peer->calls && !peer->has_session) {
        table_remove(&d->peers, &peer->by_id);
        free(peer);
    }
}

void peer_link(struct call *call) {
    struct peer *p = peer_get(call->d, call->conn_id);
    call->peer_next = p->calls;
    call->peer_at = &p->calls;
    if (call->peer_next) {
        call->peer_next->peer_at = &call->peer_next;
    }
    p->calls = call;
}

void peer_unlink(struct call *call) {
    if (!call->peer_at) {
        return;
    }
    *call->peer_at = call->peer_next;
    if (call->peer_next) {
        call->peer_next->peer_at = call->peer_at;
    }
    call->peer_at = NULL;
    peer_release(call->d, peer_find(call->d, call->conn_id));
}

bool peer_english(const struct dispatch_peer *peer) {
    return peer->language && strcmp(peer->language, "en") == 0;
}

void peer_session(struct dispatcher *d, uint64_t conn_id, const uint8_t token_hash[DIGEST_BYTES], bool english) {
    struct peer *p = peer_get(d, conn_id);
    p->has_session = true;
    p->english = english;
    memcpy(p->token_hash, token_hash, DIGEST_BYTES);
}

void peer_session_gone(struct dispatcher *d, uint64_t conn_id) {
    struct peer *p = peer_find(d, conn_id);
    if (p) {
        p->has_session = false;
        peer_release(d, p);
    }
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_hash(const char *text, uint8_t ret_hash[DIGEST_BYTES]) {
    if (strlen(text) != HEX_BYTES) {
        return false;
    }
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        int high = hex_value(text[2 * i]);
        int low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        ret_hash[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* Sessions end rarely, so all connections are walked; an index by session would have to be kept right for nothing. */
void peer_session_ended(void *ctx, const char *payload) {
    struct dispatcher *d = ctx;
    uint8_t hash[DIGEST_BYTES];
    if (d->closing || !parse_hash(payload, hash)) {
        return;
    }
    struct refusal refusal;
    for (size_t i = 0; i <= d->peers.mask; i++) {
        struct table_node *next;
        for (struct table_node *n = d->peers.buckets[i]; n; n = next) {
            next = n->next;
            struct peer *p = (struct peer *)((char *)n - offsetof(struct peer, by_id));
            if (p->has_session && memcmp(p->token_hash, hash, DIGEST_BYTES) == 0) {
                uint64_t conn_id = p->conn_id;
                p->has_session = false;
                refusal_make(&refusal, MESSAGE_SESSION_ENDED, p->english ? "en" : "zh", NULL, NULL, NULL);
                peer_release(d, p);
                d->host.go_away(d->host.ctx, conn_id, &refusal.status);
            }
        }
    }
}

#include "tests/integration/raw.h"

#include "tests/harness/bail.h"
#include "tests/harness/path.h"
#include "tests/harness/process.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void raw_connect(struct raw *raw, const struct kamd *kamd) {
    raw_connect_from(raw, kamd, 0);
}

void raw_connect_from(struct raw *raw, const struct kamd *kamd, unsigned source) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK + source)};
    int one = 1;

    *raw = (struct raw){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    address.sin_port = htons((uint16_t)kamd->port);
    if (raw->fd < 0 || bind(raw->fd, (struct sockaddr *)&own, sizeof(own)) < 0 || connect(raw->fd, (struct sockaddr *)&address, sizeof(address)) < 0)
        bail("raw: %s", strerror(errno));
    setsockopt(raw->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
}

bool raw_handshake(struct raw *raw, const struct kamd *kamd, const char *alpn, int version_max) {
    char ca[128], wire[64];
    struct timeval patience = {.tv_sec = 5};

    path_format(ca, sizeof(ca), "%s/ca.pem", kamd->cluster->folder);
    raw->context = SSL_CTX_new(TLS_client_method());
    if (!raw->context || SSL_CTX_load_verify_file(raw->context, ca) != 1)
        bail("raw: TLS");
    SSL_CTX_set_verify(raw->context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_max_proto_version(raw->context, version_max);
    raw->ssl = SSL_new(raw->context);
    if (!raw->ssl || SSL_set_fd(raw->ssl, raw->fd) != 1)
        bail("raw: TLS");
    if (alpn) {
        wire[0] = (char)strlen(alpn);
        memcpy(wire + 1, alpn, strlen(alpn));
        SSL_set_alpn_protos(raw->ssl, (const unsigned char *)wire, (unsigned)strlen(alpn) + 1);
    }
    setsockopt(raw->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    return SSL_connect(raw->ssl) == 1;
}

void raw_open(struct raw *raw, const struct kamd *kamd) {
    raw_connect(raw, kamd);
    if (!raw_handshake(raw, kamd, "kam/1", TLS1_3_VERSION))
        bail("raw: no TLS with kamd");
}

bool raw_send(struct raw *raw, const void *bytes, size_t count) {
    const char *at = bytes;

    while (count > 0) {
        ssize_t n = raw->ssl ? SSL_write(raw->ssl, at, (int)count) : send(raw->fd, at, count, MSG_NOSIGNAL);

        if (n <= 0)
            return false;
        at += n;
        count -= (size_t)n;
    }
    return true;
}

bool raw_send_envelope(struct raw *raw, const Kam__V1__Envelope *envelope) {
    size_t count = kam__v1__envelope__get_packed_size(envelope);
    uint8_t *frame = malloc(count + 4);
    uint32_t length = htonl((uint32_t)count);
    bool sent;

    if (!frame)
        bail("out of memory");
    memcpy(frame, &length, 4);
    kam__v1__envelope__pack(envelope, frame + 4);
    sent = raw_send(raw, frame, count + 4);
    free(frame);
    return sent;
}

bool raw_send_hello(struct raw *raw) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Hello hello = KAM__V1__HELLO__INIT;

    hello.protocol = 1;
    hello.client = "raw";
    hello.language = "en";
    envelope.body_case = KAM__V1__ENVELOPE__BODY_HELLO;
    envelope.hello = &hello;
    return raw_send_envelope(raw, &envelope);
}

bool raw_send_login(struct raw *raw, uint64_t call_id, const char *login, const char *password) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Request request = KAM__V1__REQUEST__INIT;
    Kam__V1__LoginRequest who = KAM__V1__LOGIN_REQUEST__INIT;
    uint8_t body[512];

    who.login = (char *)login;
    who.password = (char *)password;
    request.method = "kam.v1.Sessions/Login";
    request.body.len = kam__v1__login_request__pack(&who, body);
    request.body.data = body;
    envelope.call_id = call_id;
    envelope.body_case = KAM__V1__ENVELOPE__BODY_REQUEST;
    envelope.request = &request;
    return raw_send_envelope(raw, &envelope);
}

/* Exactly so many bytes before the time is over. */
static bool receive(struct raw *raw, void *into, size_t count, long long until) {
    char *at = into;

    while (count > 0) {
        struct pollfd waiting = {.fd = raw->fd, .events = POLLIN};
        long long left = until - monotonic_ms();
        int n;

        if (SSL_pending(raw->ssl) == 0 && (left <= 0 || poll(&waiting, 1, (int)left) <= 0))
            return false;
        n = SSL_read(raw->ssl, at, (int)count);
        if (n <= 0)
            return false;
        at += n;
        count -= (size_t)n;
    }
    return true;
}

Kam__V1__Envelope *raw_receive(struct raw *raw, int timeout_ms) {
    long long until = monotonic_ms() + timeout_ms;
    Kam__V1__Envelope *envelope = NULL;
    uint32_t length;
    uint8_t *payload;

    if (!receive(raw, &length, sizeof(length), until))
        return NULL;
    length = ntohl(length);
    payload = malloc(length);
    if (payload && receive(raw, payload, length, until))
        envelope = kam__v1__envelope__unpack(NULL, length, payload);
    free(payload);
    return envelope;
}

bool raw_ends_within(struct raw *raw, int timeout_ms) {
    long long until = monotonic_ms() + timeout_ms;
    char bytes[4096];

    for (;;) {
        struct pollfd waiting = {.fd = raw->fd, .events = POLLIN};
        long long left = until - monotonic_ms();

        if (left <= 0 || poll(&waiting, 1, (int)left) <= 0)
            return false;
        /* What comes before the end (a go_away, an alert) does not matter. */
        if (recv(raw->fd, bytes, sizeof(bytes), 0) <= 0)
            return true;
    }
}

void raw_close(struct raw *raw, bool reset) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};

    if (reset)
        setsockopt(raw->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
    SSL_free(raw->ssl);
    SSL_CTX_free(raw->context);
    close(raw->fd);
    raw->fd = -1;
}

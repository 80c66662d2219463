#include "tests/harness/stage.h"

#include "tests/harness/bail.h"
#include "tests/harness/certs.h"
#include "tests/harness/janitor.h"
#include "tests/harness/path.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

static void flush_out(struct peer *peer, int fd) {
    uint8_t bytes[16384];
    size_t count;

    while ((count = peer_drain(peer, bytes, sizeof(bytes))) > 0)
        for (size_t sent = 0; sent < count;) {
            ssize_t n = send(fd, bytes + sent, count - sent, MSG_NOSIGNAL);

            if (n <= 0)
                return; /* the client has gone; reading will tell */
            sent += (size_t)n;
        }
}

static void reset_on_close(int fd) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};

    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
}

/* Waits for bytes; false when the stage is to stop. What was sent before that is still read, so that no test races with its server. */
static bool readable(struct stage *stage, int fd) {
    struct pollfd waiting[2] = {{.fd = fd, .events = POLLIN}, {.fd = stage->stop, .events = POLLIN}};

    while (poll(waiting, 2, -1) < 0 && errno == EINTR)
        ;
    return waiting[0].revents != 0;
}

static void serve(struct stage *stage, int fd) {
    struct peer peer;
    enum stage_act act = STAGE_GO_ON;

    peer_init(&peer, stage->context);
    while (act == STAGE_GO_ON && readable(stage, fd)) {
        const Kam__V1__Envelope *envelope;
        uint8_t bytes[16384];
        ssize_t n = recv(fd, bytes, sizeof(bytes), 0);

        if (n <= 0)
            break;
        peer_feed(&peer, bytes, (size_t)n);
        while (act == STAGE_GO_ON && (envelope = peer_next(&peer))) {
            if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST)
                stage->requests++;
            act = stage->script(stage, &peer, envelope);
        }
        if (act == STAGE_RESET)
            reset_on_close(fd);
        else
            flush_out(&peer, fd);
    }
    peer_deinit(&peer);
}

static void *run(void *ctx) {
    struct stage *stage = ctx;

    while (readable(stage, stage->listener)) {
        int fd = accept4(stage->listener, NULL, NULL, SOCK_CLOEXEC);

        if (fd < 0)
            continue;
        stage->connection++;
        serve(stage, fd);
        close(fd);
    }
    return NULL;
}

void stage_open(struct stage *stage, const char *certificate, stage_script script, void *ctx) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t bytes = sizeof(address);
    char pem[128], key[128], reason[TLS_ERROR_BYTES];
    const char *tmp = getenv("TMPDIR");

    *stage = (struct stage){.script = script, .ctx = ctx};
    path_format(stage->folder, sizeof(stage->folder), "%s/kam-stage.XXXXXX", tmp && strlen(tmp) < 40 ? tmp : "/tmp");
    if (!mkdtemp(stage->folder))
        bail("%s: %s", stage->folder, strerror(errno));
    janitor_start(stage->folder);
    certs_make(stage->folder);
    path_format(pem, sizeof(pem), "%s/%s.pem", stage->folder, certificate);
    path_format(key, sizeof(key), "%s/%s.key", stage->folder, certificate);
    if (tls_context_new_server(&(struct tls_server_files){.certificate = pem, .key = key}, &stage->context, reason) != 0)
        bail("%s: %s", pem, reason);
    stage->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    stage->stop = eventfd(0, EFD_CLOEXEC);
    if (stage->listener < 0 || stage->stop < 0 || bind(stage->listener, (struct sockaddr *)&address, sizeof(address)) < 0 ||
        listen(stage->listener, 16) < 0 || getsockname(stage->listener, (struct sockaddr *)&address, &bytes) < 0)
        bail("stage: %s", strerror(errno));
    stage->port = ntohs(address.sin_port);
    if (pthread_create(&stage->thread, NULL, run, stage) != 0)
        bail("stage: no thread");
}

void stage_close(struct stage *stage) {
    uint64_t one = 1;

    if (write(stage->stop, &one, sizeof(one)) != sizeof(one))
        bail("stage: %s", strerror(errno));
    pthread_join(stage->thread, NULL);
    close(stage->listener);
    close(stage->stop);
    tls_context_free(stage->context);
}

kam_client *stage_client(const struct stage *stage, struct kam_options options) {
    char endpoint[64], ca[96];
    kam_client *client;

    snprintf(endpoint, sizeof(endpoint), "127.0.0.1:%u", stage->port);
    path_format(ca, sizeof(ca), "%s/ca.pem", stage->folder);
    if (!options.endpoints)
        options.endpoints = endpoint;
    if (!options.ca_file)
        options.ca_file = ca;
    client = kam_client_new(&options);
    if (!client)
        bail("out of memory");
    return client;
}

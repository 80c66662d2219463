#include "client/lib/link.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_BYTES ((size_t)32 << 10)

void link_init(struct link *link) {
    *link = (struct link){.fd = -1};
}

void link_close(struct link *link) {
    if (link->fd >= 0)
        close(link->fd);
    link->fd = -1;
    link->connecting = false;
}

void link_deinit(struct link *link) {
    link_close(link);
    if (link->addresses)
        freeaddrinfo(link->addresses);
    link_init(link);
}

bool link_lookup(struct link *link, const struct endpoint *endpoint) {
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV};
    struct addrinfo *addresses = NULL;
    int r;

    if (link->addresses)
        freeaddrinfo(link->addresses);
    link->addresses = link->trying = link->next = NULL;
    r = getaddrinfo(endpoint->host, endpoint->port, &hints, &addresses);
    if (r == EAI_ADDRFAMILY || r == EAI_NONAME) {
        /* AI_ADDRCONFIG does not count the loopback: on a machine with no other interface it would hide ::1. */
        hints.ai_flags = AI_NUMERICSERV;
        r = getaddrinfo(endpoint->host, endpoint->port, &hints, &addresses);
    }
    if (r != 0) {
        link->failure = FAILURE_NAME_LOOKUP_FAILED;
        snprintf(link->detail, sizeof(link->detail), "%s: %s", endpoint->host, r == EAI_SYSTEM ? strerror(errno) : gai_strerror(r));
        return false;
    }
    link->addresses = link->next = addresses;
    return true;
}

static void note_failure(struct link *link, int error) {
    char host[NI_MAXHOST], port[NI_MAXSERV];

    link->failure = FAILURE_CONNECT_FAILED;
    if (getnameinfo(link->trying->ai_addr, link->trying->ai_addrlen, host, sizeof(host), port, sizeof(port),
                    NI_NUMERICHOST | NI_NUMERICSERV) == 0)
        snprintf(link->detail, sizeof(link->detail), "%.200s:%s: %s", host, port, strerror(error));
    else
        snprintf(link->detail, sizeof(link->detail), "%s", strerror(error));
}

bool link_try_next(struct link *link) {
    link_close(link);
    while (link->next) {
        int fd, one = 1;

        link->trying = link->next;
        link->next = link->next->ai_next;
        fd = socket(link->trying->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, link->trying->ai_protocol);
        if (fd < 0) {
            note_failure(link, errno);
            continue;
        }
        /* A call is one small write and waits for its answer: never let the kernel hold it back. Failing here only costs time. */
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
        if (connect(fd, link->trying->ai_addr, link->trying->ai_addrlen) == 0 || errno == EINPROGRESS) {
            link->fd = fd;
            link->connecting = true;
            return true;
        }
        note_failure(link, errno);
        close(fd);
    }
    return false;
}

bool link_finish_connect(struct link *link) {
    struct sockaddr_storage peer;
    socklen_t bytes = sizeof(int), peer_bytes = sizeof(peer);
    int error = 0;

    if (getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &error, &bytes) < 0)
        error = errno;
    if (error == 0 && getpeername(link->fd, (struct sockaddr *)&peer, &peer_bytes) < 0) {
        if (errno == ENOTCONN)
            return true; /* woken too early: still connecting */
        error = errno;
    }
    if (error != 0) {
        note_failure(link, error);
        return false;
    }
    link->connecting = false;
    return true;
}

int link_read(struct link *link, struct core *core) {
    uint8_t bytes[READ_BYTES];
    ssize_t n;
    int r;

    do
        n = recv(link->fd, bytes, sizeof(bytes), 0);
    while (n < 0 && errno == EINTR);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return LINK_WOULD_BLOCK;
    if (n <= 0) {
        snprintf(link->detail, sizeof(link->detail), "%s", n < 0 ? strerror(errno) : "");
        core_receive_end(core);
        return LINK_BROKEN;
    }
    r = core_receive(core, bytes, (size_t)n);
    return r < 0 ? r : LINK_MOVED;
}

enum link_progress link_write(struct link *link, struct core *core) {
    for (;;) {
        const uint8_t *bytes;
        size_t count = core_output(core, &bytes);
        ssize_t n;

        if (count == 0)
            return LINK_WOULD_BLOCK;
        do
            n = send(link->fd, bytes, count, MSG_NOSIGNAL);
        while (n < 0 && errno == EINTR);
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return LINK_WOULD_BLOCK;
        if (n < 0) {
            snprintf(link->detail, sizeof(link->detail), "%s", strerror(errno));
            return LINK_BROKEN;
        }
        core_output_sent(core, (size_t)n);
    }
}

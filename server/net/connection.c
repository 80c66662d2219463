#include "common/log.h"
#include "server/net/internal.h"
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a peer may still send us while we wait for it to close. */
#define LINGER_BYTES_MAX ((size_t)1 << 20)
#define KEEPALIVE_IDLE_S 60
#define KEEPALIVE_INTERVAL_S 10
#define KEEPALIVE_PROBES 3

static void on_poll(uv_poll_t *poll, int status, int events);
static void on_timer(uv_timer_t *timer);

static uint64_t now_ms(const struct connection *c) {
    return uv_now(c->net->loop);
}

static void log_end_of(const struct connection *c, enum session_state last) {
    struct log_line l;

    log_begin(&l, LOG_INFO, "connection");
    log_number(&l, "conn", (int64_t)c->id);
    log_text(&l, "address", c->address);
    log_text(&l, "client", c->session.client);
    log_text(&l, "state", session_state_name(last));
    log_text(&l, "end", session_end_name(c->session.end));
    if (tls_error(c->tls)[0])
        log_text(&l, "tls", tls_error(c->tls));
    log_number(&l, "calls", (int64_t)c->calls);
    log_number(&l, "in", (int64_t)c->bytes_in);
    log_number(&l, "out", (int64_t)c->bytes_out);
    log_number(&l, "ms", (int64_t)(now_ms(c) - c->accepted_at));
    log_end(&l);
}

static void on_handle_closed(uv_handle_t *handle) {
    struct connection *c = handle->data;
    struct net *n = c->net;

    if (--c->handles_open > 0)
        return;
    tls_free(c->tls);
    session_deinit(&c->session);
    free(c);
    net_handle_closed(n);
}

void connection_count_output(struct connection *c) {
    size_t bytes;

    (void)session_output(&c->session, &bytes);
    c->net->counters.output_bytes += bytes;
    c->net->counters.output_bytes -= c->output_bytes;
    c->output_bytes = bytes;
}

/* Leaves the net now; the memory goes with the last close callback. */
static void finish(struct connection *c) {
    if (c->transport == TRANSPORT_CLOSING)
        return;
    c->transport = TRANSPORT_CLOSING;
    log_end_of(c, c->session.state);
    session_lost(&c->session, SESSION_END_TRANSPORT);
    connection_count_output(c);
    net_remove(c->net, c);
    sources_remove(c->net->sources, c->source);
    uv_close((uv_handle_t *)&c->poll, on_handle_closed);
    uv_close((uv_handle_t *)&c->timer, on_handle_closed);
    (void)close(c->fd);
    c->fd = -1;
}

void connection_abort(struct connection *c, enum session_end end) {
    session_lost(&c->session, end);
    finish(c);
}

/* Closing a socket with unread input makes the kernel send RST, which may destroy our last words (an alert, a go_away) before the peer
 * has read them. So we say we are done, and read what still comes for a while. */
static void linger(struct connection *c) {
    enum session_end end = c->session.end;
    bool broken = end == SESSION_END_TRANSPORT && c->transport == TRANSPORT_OPEN;
    int goodbye;

    if (!broken) {
        goodbye = tls_shutdown(c->tls);
        (void)goodbye; /* a peer whose window is full will not miss it */
    }
    if (broken || c->net->limits->linger_ms == 0 || end == SESSION_END_PEER || end == SESSION_END_UNREAD || end == SESSION_END_MEMORY ||
        shutdown(c->fd, SHUT_WR) < 0)
        finish(c);
    else
        c->transport = TRANSPORT_LINGER;
}

static void set_events(struct connection *c, int events) {
    if (events == c->events)
        return;
    c->events = events;
    if (events == 0)
        (void)uv_poll_stop(&c->poll);
    else if (uv_poll_start(&c->poll, events, on_poll) < 0)
        connection_abort(c, SESSION_END_TRANSPORT);
}

/* The timer is moved only when the deadline comes nearer: one that went further away is found out when it fires. */
static void set_timer(struct connection *c) {
    uint64_t at = c->transport == TRANSPORT_LINGER ? now_ms(c) + c->net->limits->linger_ms : session_deadline(&c->session);

    if (at >= c->timer_at && c->transport != TRANSPORT_LINGER)
        return;
    c->timer_at = at;
    (void)uv_timer_start(&c->timer, on_timer, at > now_ms(c) ? at - now_ms(c) : 0, 0);
}

/* After anything that may have changed the session: what to wait for, until when, or the end. */
static void settle(struct connection *c) {
    int events = 0;

    if (c->transport == TRANSPORT_CLOSING)
        return;
    connection_count_output(c);
    if (c->session.state == SESSION_CLOSED && c->transport != TRANSPORT_LINGER) {
        linger(c);
        if (c->transport == TRANSPORT_CLOSING)
            return;
        set_timer(c);
    }
    if (c->transport == TRANSPORT_LINGER) {
        set_events(c, UV_READABLE);
        return;
    }
    if (c->transport == TRANSPORT_HANDSHAKE || session_room(&c->session) > 0)
        events |= UV_READABLE;
    if (c->write_blocked || c->read_wants_write)
        events |= UV_WRITABLE;
    set_events(c, events);
    set_timer(c);
}

static void transport_failed(struct connection *c, int result) {
    if (result == TLS_CLOSED && tls_closed_cleanly(c->tls))
        session_input_ended(&c->session, now_ms(c));
    else
        session_lost(&c->session, result == TLS_CLOSED ? SESSION_END_PEER : SESSION_END_TRANSPORT);
}

static void handshake(struct connection *c) {
    int r;

    if (c->net->handshakes_left == 0) {
        c->input_waiting = true;
        net_mark_ready(c->net, c);
        return;
    }
    c->net->handshakes_left--;
    r = tls_handshake(c->tls);
    c->write_blocked = r == TLS_WANT_WRITE;
    if (r == TLS_WANT_READ || r == TLS_WANT_WRITE)
        return;
    if (r != 0) {
        c->net->counters.failed_handshakes++;
        session_lost(&c->session, r == TLS_CLOSED ? SESSION_END_PEER : SESSION_END_TRANSPORT);
        return;
    }
    c->transport = TRANSPORT_OPEN;
    c->input_waiting = true;
    session_secured(&c->session, now_ms(c));
}

/* Reads until TLS has no more, the session takes no more, or the turn is over. Only the first of these will be announced by a poll;
 * otherwise input_waiting stays. */
static void read_input(struct connection *c) {
    size_t room, bytes;
    int r;

    for (unsigned i = 0; i < READS_PER_TURN; i++) {
        room = session_room(&c->session);
        if (room == 0) {
            c->input_waiting = true;
            return;
        }
        if (room > sizeof c->net->chunk)
            room = sizeof c->net->chunk;
        r = tls_read(c->tls, c->net->chunk, room, &bytes);
        c->read_wants_write = r == TLS_WANT_WRITE;
        if (r == TLS_WANT_READ || r == TLS_WANT_WRITE) {
            c->input_waiting = false;
            return;
        }
        if (r != 0) {
            c->input_waiting = false;
            transport_failed(c, r);
            return;
        }
        c->bytes_in += bytes;
        session_feed(&c->session, c->net->chunk, bytes, now_ms(c));
        explicit_bzero(c->net->chunk, bytes); /* a password may have been among it */
        if (!tls_holds_input(c->tls)) {
            c->input_waiting = false;
            return;
        }
    }
    c->input_waiting = true;
}

static void write_output(struct connection *c) {
    const uint8_t *bytes;
    size_t count, written;
    int r;

    for (;;) {
        bytes = session_output(&c->session, &count);
        if (count == 0)
            return;
        r = tls_write(c->tls, bytes, count, &written);
        c->write_blocked = r == TLS_WANT_WRITE;
        if (r == TLS_WANT_WRITE || r == TLS_WANT_READ)
            return;
        if (r != 0) {
            session_lost(&c->session, r == TLS_CLOSED ? SESSION_END_PEER : SESSION_END_TRANSPORT);
            return;
        }
        c->bytes_out += written;
        session_sent(&c->session, written, now_ms(c));
    }
}

static bool has_output(const struct connection *c) {
    size_t count;

    (void)session_output(&c->session, &count);
    return count > 0;
}

void connection_changed(struct connection *c) {
    if (c->transport == TRANSPORT_CLOSING)
        return;
    net_mark_ready(c->net, c);
}

static void read_or_shake(struct connection *c) {
    if (c->transport == TRANSPORT_HANDSHAKE)
        handshake(c);
    if (c->transport == TRANSPORT_OPEN)
        read_input(c);
}

void connection_turn(struct connection *c) {
    if (c->transport == TRANSPORT_OPEN && has_output(c) && !c->write_blocked)
        write_output(c);
    if (c->input_waiting && (c->transport == TRANSPORT_HANDSHAKE || session_room(&c->session) > 0)) {
        c->input_waiting = false;
        read_or_shake(c);
    }
    /* What reading brought about is sent in the next turn, with what others answer until then. */
    if ((c->transport == TRANSPORT_OPEN && has_output(c) && !c->write_blocked) || (c->input_waiting && session_room(&c->session) > 0))
        net_mark_ready(c->net, c);
    settle(c);
}

static void discard_input(struct connection *c) {
    ssize_t r = 0;

    while (c->linger_bytes < LINGER_BYTES_MAX) {
        r = read(c->fd, c->net->chunk, sizeof c->net->chunk);
        if (r <= 0)
            break;
        c->linger_bytes += (size_t)r;
    }
    if (r < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    finish(c);
}

static void on_poll(uv_poll_t *poll, int status, int events) {
    struct connection *c = poll->data;

    if (c->transport == TRANSPORT_CLOSING)
        return;
    if (status < 0) {
        connection_abort(c, SESSION_END_TRANSPORT);
        return;
    }
    if (c->transport == TRANSPORT_LINGER) {
        discard_input(c);
        return;
    }
    if (events & UV_WRITABLE)
        c->write_blocked = false;
    if ((events & UV_READABLE) || c->read_wants_write || c->transport == TRANSPORT_HANDSHAKE)
        read_or_shake(c);
    if (has_output(c) || c->input_waiting)
        net_mark_ready(c->net, c);
    settle(c);
}

static void on_timer(uv_timer_t *timer) {
    struct connection *c = timer->data;

    if (c->transport == TRANSPORT_CLOSING)
        return;
    c->timer_at = SESSION_NEVER;
    if (c->transport == TRANSPORT_LINGER) {
        finish(c);
        return;
    }
    session_tick(&c->session, now_ms(c));
    if (has_output(c))
        net_mark_ready(c->net, c);
    settle(c);
}

static void set_socket_options(int fd, uint32_t unread_ms) {
    const struct {
        int level, name, value;
    } options[] = {
        {IPPROTO_TCP, TCP_NODELAY, 1},
        {SOL_SOCKET, SO_KEEPALIVE, 1},
        {IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_S},
        {IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_INTERVAL_S},
        {IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES},
        {IPPROTO_TCP, TCP_USER_TIMEOUT, (int)unread_ms},
    };

    /* None of them is worth refusing a peer for. */
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        (void)setsockopt(fd, options[i].level, options[i].name, &options[i].value, sizeof options[i].value);
}

/* Before a new guest is let in: is there room, and if not, can room be made? */
static int admit(struct net *n, const uint8_t source[ADDRESS_SOURCE_BYTES]) {
    int r;

    if (n->counters.open >= n->limits->connections_max) {
        n->counters.refused_full++;
        return -EBUSY;
    }
    r = sources_add(n->sources, source, n->limits->connections_per_address_max);
    if (r == -EDQUOT)
        n->counters.refused_address++;
    if (r < 0)
        return r;
    /* The oldest guest has had the most time to log in, and a flood of guests is mostly its own victim. */
    if (n->counters.guests >= n->limits->guests_max && !list_is_empty(&n->guests)) {
        n->counters.evicted_guests++;
        connection_abort(list_member(n->guests.next, struct connection, guest), SESSION_END_DEADLINE);
    }
    return 0;
}

/* Ends a socket so that the peer learns at once and the kernel keeps nothing. */
static void turn_away(int fd) {
    const struct linger reset = {.l_onoff = 1, .l_linger = 0};

    (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    (void)close(fd);
}

static int connection_new(struct net *n, int fd, struct connection **ret_connection) {
    struct connection *c = calloc(1, sizeof *c);
    int r;

    if (!c)
        return -ENOMEM;
    c->net = n;
    c->fd = fd;
    c->timer_at = SESSION_NEVER;
    list_init(&c->everyone);
    list_init(&c->guest);
    list_init(&c->ready);
    r = tls_new_server_fd(n->tls, fd, &c->tls);
    if (r == 0)
        r = uv_poll_init(n->loop, &c->poll, fd);
    if (r < 0) {
        tls_free(c->tls);
        free(c);
        return r;
    }
    (void)uv_timer_init(n->loop, &c->timer);
    c->poll.data = c->timer.data = c;
    c->handles_open = 2;
    n->handles_open++;
    session_init(&c->session, &n->limits->session, &n->session_host, uv_now(n->loop));
    *ret_connection = c;
    return 0;
}

int connection_accept(struct net *n, int fd, const struct sockaddr_storage *address) {
    uint8_t source[ADDRESS_SOURCE_BYTES];
    struct connection *c;
    int r;

    address_source(address, source);
    r = admit(n, source);
    if (r < 0) {
        turn_away(fd);
        return r;
    }
    r = connection_new(n, fd, &c);
    if (r < 0) {
        sources_remove(n->sources, source);
        turn_away(fd);
        return r;
    }
    memcpy(c->source, source, sizeof source);
    address_format(address, c->address);
    c->accepted_at = uv_now(n->loop);
    set_socket_options(fd, n->limits->session.unread_ms);
    r = net_add(n, c);
    if (r < 0) {
        sources_remove(n->sources, source);
        uv_close((uv_handle_t *)&c->poll, on_handle_closed);
        uv_close((uv_handle_t *)&c->timer, on_handle_closed);
        c->transport = TRANSPORT_CLOSING;
        turn_away(fd);
        return r;
    }
    n->counters.accepted++;
    settle(c);
    return 0;
}

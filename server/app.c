#include "server/app.h"
#include "common/log.h"
#include "common/tls.h"
#include "server/config/config.h"
#include "server/jobs/jobs.h"
#include "server/net/lag.h"
#include "server/net/net.h"
#include "server/rpc/dispatch.h"
#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <uv.h>

#define API_RELEASE 1
/* After the drain of the connections, for writes whose callers have gone. */
#define DISPATCHER_DRAIN_MS 10000
/* Descriptors beside the connections: listeners, database, signals, files being read. */
#define DESCRIPTORS_OWN 512

enum stage {
    STAGE_SERVING,
    STAGE_DRAINING_NET,
    STAGE_DRAINING_CALLS,
    STAGE_CLOSING,
};

/* Lives on the stack of serve_main, which frees what it points at. */
struct app {
    const char *config_file;
    struct config *config;
    struct net_limits limits;
    struct tls_context *tls;
    struct net *net;
    struct dispatcher *dispatcher;
    struct jobs *jobs; /* NULL: another process runs them */
    uv_loop_t loop;
    uv_signal_t on_term;
    uv_signal_t on_int;
    uv_signal_t on_hup;
    uv_timer_t deadline; /* of the stage of a stop */
    struct lag lag;
    enum stage stage;
    unsigned closings; /* of net, dispatcher, jobs and own handles still to come */
};

struct arguments {
    const char *config_file;
    const char *listen[CONFIG_LIST_MAX];
    size_t listen_count;
    int ready_fd;
};

static void take_limits(struct app *a) {
    const struct config *c = a->config;

    a->limits = (struct net_limits){
        .session =
            {
                .handshake_ms = c->limits_handshake_ms,
                .hello_ms = c->limits_hello_ms,
                .resume_ms = c->limits_resume_ms,
                .guest_ms = c->limits_guest_ms,
                .frame_ms = c->limits_frame_ms,
                .unread_ms = c->limits_unread_ms,
                .ping_ms = c->limits_ping_ms,
                .idle_ms = c->limits_idle_ms,
                .drain_ms = c->server_drain_ms,
                .guest_frame_bytes = c->limits_guest_frame_bytes,
                .guest_calls = c->limits_guest_calls_max,
                .guest_calls_total = c->limits_guest_calls_total,
                .member_frame_bytes = c->limits_member_frame_bytes,
                .member_calls = c->limits_member_calls_max,
                .output_bytes_max = c->limits_output_bytes_max,
                .release = API_RELEASE,
            },
        .connections_max = c->limits_connections_max,
        .connections_per_address_max = c->limits_connections_per_address_max,
        .guests_max = c->limits_guests_max,
        .accepts_per_turn_max = c->limits_accepts_per_turn_max,
        .linger_ms = c->limits_linger_ms,
        .output_total_bytes_max = c->limits_output_total_bytes_max,
        .backlog = c->server_backlog,
    };
}

static struct tls_server_files tls_files(const struct config *c) {
    return (struct tls_server_files){.certificate = c->server_tls_cert,
                                     .key = c->server_tls_key,
                                     .client_ca = c->server_client_ca,
                                     .client_crl = c->server_client_crl};
}

static void take_log_level(const struct config *c) {
    static const char *const names[] = {"debug", "info", "warning", "error"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(c->server_log_level, names[i]) == 0)
            log_set_level((enum log_level)i);
}

/* From the connections up to the methods. */

static struct dispatch_peer to_dispatch(const struct net_peer *p) {
    struct dispatch_peer peer = {
        .conn_id = p->conn_id, .address = p->address, .language = p->language, .client = p->client, .has_token = p->has_token};

    memcpy(peer.token_hash, p->token_hash, sizeof peer.token_hash);
    return peer;
}

static void on_resume_done(void *ctx, uint64_t conn_id, bool ok) {
    struct app *a = ctx;

    net_resumed(a->net, conn_id, ok);
}

static void on_resume(void *ctx, const struct net_peer *p) {
    struct app *a = ctx;
    struct dispatch_peer peer = to_dispatch(p);

    peer.has_token = true;
    dispatcher_resume(a->dispatcher, &peer, on_resume_done, a);
}

static void on_request(void *ctx, const struct net_peer *p, const struct session_request *r) {
    struct app *a = ctx;
    struct dispatch_peer peer = to_dispatch(p);
    const struct dispatch_call call = {
        .call_id = r->call_id,
        .method = r->method,
        .body = r->body,
        .body_bytes = r->body_bytes,
        .timeout_ms = r->timeout_ms,
        .request_id = r->request_id,
        .request_id_bytes = r->request_id_bytes,
    };

    dispatcher_submit(a->dispatcher, &peer, &call);
}

static void on_cancel(void *ctx, uint64_t conn_id, uint64_t call_id) {
    struct app *a = ctx;

    dispatcher_cancel(a->dispatcher, conn_id, call_id);
}

static void on_gone(void *ctx, uint64_t conn_id) {
    struct app *a = ctx;

    dispatcher_peer_gone(a->dispatcher, conn_id);
}

/* From the methods down to the connections. */

static void on_answer(void *ctx, uint64_t conn_id, uint64_t call_id, const struct dispatch_answer *answer) {
    struct app *a = ctx;

    net_answer(a->net, conn_id, call_id, answer->status, answer->body, answer->body_bytes, answer->replayed);
}

static void on_identify(void *ctx, uint64_t conn_id, const uint8_t token_hash[32]) {
    struct app *a = ctx;

    net_identify(a->net, conn_id, token_hash);
}

static void on_forget(void *ctx, uint64_t conn_id) {
    struct app *a = ctx;

    net_forget(a->net, conn_id);
}

static bool on_certificate(void *ctx, uint64_t conn_id, char *out, size_t room) {
    struct app *a = ctx;

    return net_client_names(a->net, conn_id, out, room);
}

static void on_go_away(void *ctx, uint64_t conn_id, const Kam__V1__Status *status) {
    struct app *a = ctx;

    net_go_away(a->net, conn_id, status);
}

/* The stop, in stages: each is entered once, by what the one before waited for or by the deadline. */

static void enter(struct app *a, enum stage stage);

static void on_deadline(uv_timer_t *timer) {
    struct app *a = timer->data;

    log_event(LOG_WARNING, "stop", "stage", "deadline");
    enter(a, a->stage + 1);
}

static void on_net_drained(void *ctx) {
    enter(ctx, STAGE_DRAINING_CALLS);
}

static void on_calls_drained(void *ctx) {
    enter(ctx, STAGE_CLOSING);
}

static void on_closed(void *ctx) {
    struct app *a = ctx;

    assert(a->closings > 0);
    a->closings--;
}

static void on_handle_closed(uv_handle_t *handle) {
    on_closed(handle->data);
}

static void close_all(struct app *a) {
    uv_handle_t *const own[] = {(uv_handle_t *)&a->on_term, (uv_handle_t *)&a->on_int, (uv_handle_t *)&a->on_hup,
                                (uv_handle_t *)&a->deadline};

    a->closings = sizeof own / sizeof *own + 1 + (a->dispatcher ? 1 : 0) + (a->net ? 1 : 0) + (a->jobs ? 1 : 0);
    lag_close(&a->lag, on_closed, a);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        uv_close(own[i], on_handle_closed);
    if (a->jobs)
        jobs_close(a->jobs, on_closed, a);
    /* The dispatcher first: it answers what is open, and the net is still there to take it. */
    if (a->dispatcher)
        dispatcher_close(a->dispatcher, on_closed, a);
    if (a->net)
        net_close(a->net, on_closed, a);
}

static void enter(struct app *a, enum stage stage) {
    if (stage <= a->stage)
        return;
    a->stage = stage;
    switch (stage) {
    case STAGE_DRAINING_NET:
        log_event(LOG_INFO, "stop", "stage", "draining");
        (void)uv_timer_start(&a->deadline, on_deadline, (uint64_t)a->config->server_drain_ms + a->config->limits_linger_ms, 0);
        dispatcher_wait_no_more(a->dispatcher);
        net_drain(a->net, on_net_drained, a);
        return;
    case STAGE_DRAINING_CALLS:
        (void)uv_timer_start(&a->deadline, on_deadline, DISPATCHER_DRAIN_MS, 0);
        dispatcher_drain(a->dispatcher, on_calls_drained, a);
        return;
    default:
        close_all(a);
    }
}

/* The first signal drains, another one of the same kind does not wait. */
static void on_stop_signal(uv_signal_t *handle, int signal) {
    struct app *a = handle->data;

    (void)signal;
    enter(a, a->stage == STAGE_SERVING ? STAGE_DRAINING_NET : STAGE_CLOSING);
}

/* A file with any fault changes nothing; neither does a certificate that cannot be read. */
static void on_hangup(uv_signal_t *handle, int signal) {
    struct app *a = handle->data;
    struct tls_server_files files;
    _cleanup_(config_freep) struct config *fresh = NULL;
    char *error = NULL, *restart = NULL, tls_fault[TLS_ERROR_BYTES];

    (void)signal;
    if (config_load(a->config_file, &fresh, &error) < 0) {
        log_event(LOG_ERROR, "reload_refused", "error", error ? error : "out of memory");
        free(error);
        return;
    }
    files = tls_files(fresh);
    if (tls_context_reload(a->tls, &files, tls_fault) < 0) {
        log_event(LOG_ERROR, "reload_refused", "error", tls_fault);
        return;
    }
    if (config_take_live(a->config, fresh, &restart) < 0) {
        log_event(LOG_ERROR, "reload_refused", "error", "out of memory");
        return;
    }
    take_limits(a);
    take_log_level(a->config);
    net_limits_changed(a->net);
    log_event(LOG_INFO, "reloaded", "needs_restart", restart ? restart : "");
    free(restart);
}

/* Start: everything that can be wrong is found before the first address is bound. */

static int complain(const char *what, const char *error) {
    fprintf(stderr, "kamd: %s%s%s\n", what, what[0] ? ": " : "", error);
    return 1;
}

/* Every connection is a descriptor; the soft limit is a default for other programs. */
static int raise_descriptors(const struct config *c) {
    rlim_t wanted = (rlim_t)c->limits_connections_max + DESCRIPTORS_OWN;
    struct rlimit limit;
    char text[160];

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return complain("RLIMIT_NOFILE", strerror(errno));
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < wanted) {
        (void)snprintf(text, sizeof text, "limits.connections_max = %" PRIu32 " needs %ju open files, the system allows %ju",
                       c->limits_connections_max, (uintmax_t)wanted, (uintmax_t)limit.rlim_max);
        log_event(LOG_WARNING, "descriptors", "text", text);
        wanted = limit.rlim_max;
    }
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = wanted;
        if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
            return complain("RLIMIT_NOFILE", strerror(errno));
    }
    return 0;
}

static int start_dispatcher(struct app *a) {
    const struct config *c = a->config;
    const struct dispatch_options options = {
        .database_url = c->database_url,
        .read_connections = c->database_read_connections,
        .write_connections = c->database_write_connections,
        .read_in_flight_max = c->database_read_in_flight_max,
        .queue_max = c->database_queue_max,
        .database_connect_ms = c->database_connect_ms,
        .call_timeout_ms = c->limits_call_timeout_ms,
        .call_timeout_max_ms = c->limits_call_timeout_max_ms,
        .call_bytes_max = c->limits_call_bytes_max,
        .calls_max = c->limits_calls_max,
        .retries_max = c->database_retries_max,
        .password_queue_max = c->password_queue_max,
        .password_policy = c->password_policy,
        .password_characters_min = c->password_characters_min,
        .password_max_days = c->password_max_days ? (int32_t)c->password_max_days : -1,
        .password_history = c->password_history ? (int32_t)c->password_history : -1,
        .password_list_file = c->password_list_file,
        .session_idle_minutes = c->session_idle_minutes,
        .session_absolute_hours = c->session_absolute_hours,
        .document_bytes_max = c->documents_bytes_max,
        .factor_key_file = c->second_factor_key_file,
        .factor_issuer = c->second_factor_issuer,
    };
    const struct dispatch_host host = {.ctx = a, .answer = on_answer, .identify = on_identify, .forget = on_forget, .go_away = on_go_away, .certificate = on_certificate};
    char *error = NULL;
    int r;

    r = dispatcher_new(&a->loop, &options, &host, &error, &a->dispatcher);
    if (r < 0) {
        complain("", error ? error : strerror(-r));
        free(error);
        return 1;
    }
    return 0;
}

static int start_jobs(struct app *a) {
    const struct config *c = a->config;
    const struct jobs_options options = {
        .url = c->database_url, .connect_timeout_ms = c->database_connect_ms, .timeout_ms = c->jobs_timeout_ms};
    int r = 0;

    if (strcmp(c->jobs_run, "yes") == 0)
        r = jobs_new(&a->loop, &options, &a->jobs);
    return r < 0 ? complain("jobs", strerror(-r)) : 0;
}

static int start_net(struct app *a, uint16_t ports[CONFIG_LIST_MAX]) {
    const struct net_host host = {.ctx = a, .resume = on_resume, .request = on_request, .cancel = on_cancel, .gone = on_gone};
    const struct config_list *addresses = &a->config->server_listen;
    int r;

    r = net_new(&a->loop, a->tls, &a->limits, &host, &a->net);
    if (r < 0)
        return complain("", strerror(-r));
    for (size_t i = 0; i < addresses->count; i++) {
        r = net_listen(a->net, addresses->items[i], &ports[i]);
        if (r < 0)
            return complain(addresses->items[i], r == -EINVAL ? "not ADDRESS:PORT" : strerror(-r));
    }
    return 0;
}

static void start_handles(struct app *a) {
    a->on_term.data = a->on_int.data = a->on_hup.data = a->deadline.data = a;
    (void)uv_signal_init(&a->loop, &a->on_term);
    (void)uv_signal_init(&a->loop, &a->on_int);
    (void)uv_signal_init(&a->loop, &a->on_hup);
    (void)uv_timer_init(&a->loop, &a->deadline);
    (void)uv_signal_start(&a->on_term, on_stop_signal, SIGTERM);
    (void)uv_signal_start(&a->on_int, on_stop_signal, SIGINT);
    (void)uv_signal_start(&a->on_hup, on_hangup, SIGHUP);
}

/* One line for each address, the port as the kernel chose it: whoever started us may now connect. */
static void say_ready(const struct app *a, const uint16_t ports[CONFIG_LIST_MAX], int fd) {
    for (size_t i = 0; i < a->config->server_listen.count; i++) {
        const char *address = a->config->server_listen.items[i];

        dprintf(fd, "ready %.*s:%u\n", (int)(strrchr(address, ':') - address), address, ports[i]);
    }
    if (fd > STDERR_FILENO)
        (void)close(fd);
}

static void log_totals(const struct app *a) {
    const struct net_counters *n = net_counters(a->net);
    struct log_line l;

    log_begin(&l, LOG_INFO, "served");
    log_number(&l, "connections", (int64_t)n->accepted);
    log_number(&l, "refused_full", (int64_t)n->refused_full);
    log_number(&l, "refused_address", (int64_t)n->refused_address);
    log_number(&l, "evicted_guests", (int64_t)n->evicted_guests);
    log_number(&l, "failed_handshakes", (int64_t)n->failed_handshakes);
    log_number(&l, "closed_unread", (int64_t)n->closed_unread);
    log_number(&l, "calls", (int64_t)n->calls);
    log_end(&l);
    lag_log(&a->lag);
}

static int serve(struct app *a, int ready_fd) {
    const struct tls_server_files files = tls_files(a->config);
    uint16_t ports[CONFIG_LIST_MAX] = {0};
    char tls_fault[TLS_ERROR_BYTES];
    int code, r;

    if (a->config->server_tls_cert[0] == '\0')
        return complain(a->config_file, "server.tls_cert and server.tls_key are needed");
    if (a->config->database_url[0] == '\0')
        return complain(a->config_file, "database.url is needed");
    if (tls_context_new_server(&files, &a->tls, tls_fault) < 0)
        return complain(a->config->server_tls_cert, tls_fault);
    take_limits(a);
    if (raise_descriptors(a->config) != 0)
        return 1;
    r = uv_loop_init(&a->loop);
    if (r < 0)
        return complain("", uv_strerror(r));
    start_handles(a);
    code = start_dispatcher(a);
    if (code == 0)
        code = start_net(a, ports);
    if (code == 0)
        code = start_jobs(a);
    lag_start(&a->lag, &a->loop);
    if (code == 0)
        say_ready(a, ports, ready_fd);
    else
        enter(a, STAGE_CLOSING);
    (void)uv_run(&a->loop, UV_RUN_DEFAULT);
    assert(a->closings == 0);
    if (code == 0)
        log_totals(a);
    log_flush();
    dispatcher_free(a->dispatcher);
    net_free(a->net);
    jobs_free(a->jobs);
    r = uv_loop_close(&a->loop);
    /* A handle nobody closed is a leak of ours, whatever else went well. */
    if (r < 0 && code == 0)
        return complain("loop", uv_strerror(r));
    return code;
}

static int usage(void) {
    fprintf(stderr, "kamd serve -c FILE [--listen ADDRESS:PORT]... [--ready-fd N]\n");
    return 2;
}

static int parse_arguments(int argc, char **argv, struct arguments *ret_arguments) {
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'},
        {"listen", required_argument, NULL, 'l'},
        {"ready-fd", required_argument, NULL, 'r'},
        {0},
    };
    struct arguments out = {.ready_fd = STDOUT_FILENO};
    char *end;
    int o;

    while ((o = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
        if (o == 'c') {
            out.config_file = optarg;
        } else if (o == 'l' && out.listen_count < CONFIG_LIST_MAX) {
            out.listen[out.listen_count++] = optarg;
        } else if (o == 'r') {
            out.ready_fd = (int)strtol(optarg, &end, 10);
            if (*end != '\0' || out.ready_fd < 0)
                return usage();
        } else {
            return usage();
        }
    }
    if (!out.config_file || optind != argc)
        return usage();
    *ret_arguments = out;
    return 0;
}

static int load(const struct arguments *arguments, struct config **ret_config) {
    _cleanup_(config_freep) struct config *config = NULL;
    char *error = NULL;
    int r;

    r = config_load(arguments->config_file, &config, &error);
    for (size_t i = 0; r == 0 && i < arguments->listen_count; i++)
        r = config_override(config, "server.listen", arguments->listen[i], i == 0, &error);
    if (r < 0) {
        fprintf(stderr, "%s\n", error ? error : "kamd: out of memory");
        free(error);
        return 1;
    }
    *ret_config = steal(config);
    return 0;
}

int serve_main(int argc, char **argv) {
    _cleanup_(config_freep) struct config *config = NULL;
    struct arguments arguments;
    struct app app = {0};
    int code;

    code = parse_arguments(argc, argv, &arguments);
    if (code == 0)
        code = load(&arguments, &config);
    if (code != 0)
        return code;
    (void)signal(SIGPIPE, SIG_IGN);
    take_log_level(config);
    app.config_file = arguments.config_file;
    app.config = config;
    code = serve(&app, arguments.ready_fd);
    tls_context_free(app.tls);
    return code;
}

int config_main(int argc, char **argv) {
    (void)argv;
    if (argc != 1) {
        fprintf(stderr, "kamd config\n");
        return 2;
    }
    config_print(stdout);
    return 0;
}

/* Making, asking and ending a client. What moves it is in pump.c, its calls are in call.c. */
#include "client/lib/client.h"
#include "client/lib/options.h"
#include "client/lib/pending.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "common/tls.h"

#define CLIENT_NAME_BYTES_MAX 64

static void refuse(struct kam_client *client, enum failure failure, const char *detail) {
    if (client->unusable.error.code == KAM_OK)
        fault_set_local(&client->unusable, failure, client->language, detail);
}

static void take_language(struct kam_client *client, const char *language) {
    const char *known = language && strcmp(language, "en") == 0 ? "en" : "zh";

    memcpy(client->language, known, sizeof(client->language));
    if (language && *language && strcmp(language, known) != 0)
        refuse(client, FAILURE_LANGUAGE_UNKNOWN, language);
}

static bool copy_text(char **to, const char *from) {
    *to = from ? strdup(from) : NULL;
    return !from || *to;
}

/* False only without memory; whatever else is wrong is kept for the first call. */
static bool take_options(struct kam_client *client, const struct kam_options *options) {
    char reason[TLS_ERROR_BYTES] = "";
    const char *name = options->client_name && *options->client_name ? options->client_name : "libkam";
    int r;

    take_language(client, options->language);
    client->connect_timeout_ms = options->connect_timeout_ms;
    client->call_timeout_ms = options->call_timeout_ms;
    client->retries_max = options->retries_max;
    if (!options->endpoints || endpoint_list_parse(options->endpoints, &client->endpoints) != 0)
        refuse(client, FAILURE_ENDPOINTS_INVALID, options->endpoints);
    if (strlen(name) > CLIENT_NAME_BYTES_MAX)
        refuse(client, FAILURE_CLIENT_NAME_TOO_LONG, NULL);
    if (!copy_text(&client->client_name, name) || !copy_text(&client->server_name, options->server_name) ||
        !copy_text(&client->endpoints_text, options->endpoints) || !copy_text(&client->pending_folder, options->pending_folder))
        return false;
    r = client->pending_folder ? pending_open(client->pending_folder) : 0;
    if (r < 0)
        refuse(client, FAILURE_PENDING_FOLDER, strerror(-r));
    r = tls_context_new_client(options->ca_file, &client->tls, reason);
    if (r == -ENOMEM)
        return false;
    if (r < 0)
        refuse(client, FAILURE_CA_FILE_UNREADABLE, options->ca_file ? options->ca_file : reason);
    else if ((options->cert_file || options->key_file) &&
             (!options->cert_file || !options->key_file ||
              tls_context_show(client->tls, options->cert_file, options->key_file, reason) < 0))
        refuse(client, FAILURE_CERT_FILE_UNREADABLE, options->cert_file ? options->cert_file : options->key_file);
    return true;
}

kam_client *kam_client_new(const struct kam_options *options) {
    struct kam_client *client = calloc(1, sizeof(*client));
    struct kam_options taken;

    if (!client)
        return NULL;
    fault_init(&client->unusable);
    fault_init(&client->error);
    fault_init(&client->connect_fault);
    calls_init(&client->calls);
    link_init(&client->link);
    core_init(&client->core);
    memcpy(client->language, "zh", sizeof(client->language));
    if (!options_take(options, &taken))
        refuse(client, FAILURE_OPTIONS_SIZE, NULL);
    else if (!take_options(client, &taken))
        return kam_client_free(client);
    return client;
}

kam_client *kam_client_free(kam_client *client) {
    if (!client)
        return NULL;
    client_disconnect(client);
    core_deinit(&client->core);
    link_deinit(&client->link);
    calls_deinit(&client->calls);
    fault_deinit(&client->unusable);
    fault_deinit(&client->error);
    fault_deinit(&client->connect_fault);
    tls_context_free(client->tls);
    free(client->server_name);
    free(client->client_name);
    free(client->endpoints_text);
    free(client->pending_folder);
    explicit_bzero(client->session_token, sizeof(client->session_token));
    free(client);
    return NULL;
}

int kam_client_connect(kam_client *client) {
    uint64_t rounds = client->rounds_failed;

    fault_deinit(&client->error);
    if (client->unusable.error.code != KAM_OK)
        return client->unusable.error.code;
    client->connect_wanted = true;
    client->connect_not_before_ms = 0;
    for (;;) {
        client_pump(client);
        if (client->established && client->core.state == CORE_READY)
            break;
        if (client->rounds_failed != rounds) {
            client->connect_wanted = false;
            fault_move(&client->error, &client->connect_fault);
            return client->error.error.code;
        }
        client_wait(client);
    }
    client->connect_wanted = false;
    return KAM_OK;
}

int kam_client_set_session(kam_client *client, const uint8_t token[KAM_SESSION_TOKEN_BYTES]) {
    fault_deinit(&client->error);
    /* A Hello that has been said cannot be taken back: the next call says another one, on a new connection. */
    if ((client->attempt || client->established) && client->core.flights_count == 0)
        client_disconnect(client);
    explicit_bzero(client->session_token, sizeof(client->session_token));
    client->has_session = token != NULL;
    if (token)
        memcpy(client->session_token, token, KAM_SESSION_TOKEN_BYTES);
    return KAM_OK;
}

bool kam_client_session(const kam_client *client, uint8_t ret_token[KAM_SESSION_TOKEN_BYTES]) {
    if (!client->has_session)
        return false;
    memcpy(ret_token, client->session_token, KAM_SESSION_TOKEN_BYTES);
    return true;
}

bool kam_client_connected(const kam_client *client) {
    return client->established;
}

bool kam_client_resumed(const kam_client *client) {
    return client->established && client->core.session_resumed;
}

uint32_t kam_client_calls_max(const kam_client *client) {
    return client->established ? client->core.calls_max : 1;
}

int kam_client_fd(const kam_client *client) {
    return client->link.fd;
}

short kam_client_events(const kam_client *client) {
    struct kam_client *own = (struct kam_client *)client; /* taking output out of TLS changes only where it lies */
    const uint8_t *bytes;

    if (client->link.fd < 0)
        return 0;
    if (client->link.connecting)
        return POLLOUT;
    return core_output(&own->core, &bytes) > 0 ? POLLIN | POLLOUT : POLLIN;
}

bool kam_client_done(const kam_client *client, uint64_t *ret_ticket) {
    const struct call *first = client->calls.lists[CALL_DONE].first;

    if (first)
        *ret_ticket = first->ticket;
    return first != NULL;
}

int kam_client_next_timeout_ms(const kam_client *client) {
    return client_timeout_ms(client);
}

int kam_client_handle(kam_client *client) {
    if (client->unusable.error.code == KAM_OK)
        client_pump(client);
    return client->unusable.error.code;
}

const struct kam_error *kam_client_error(const kam_client *client) {
    return client->unusable.error.code != KAM_OK ? &client->unusable.error : &client->error.error;
}

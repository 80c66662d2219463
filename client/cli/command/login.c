#include "client/cli/command/login.h"

#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/context/secret.h"
#include "client/cli/context/token.h"
#include "client/cli/output/cell.h"
#include "client/cli/output/failure.h"

static void wipe_json(json_t *request) {
    const char *key;
    json_t *value;

    json_object_foreach(request, key, value) {
        if (json_is_string(value))
            explicit_bzero((char *)json_string_value(value), json_string_length(value));
    }
    json_decref(request);
}

int login_call(struct app *app, const char *path, json_t *request, ProtobufCMessage **ret_response) {
    int fault = app_call(app, kam_method_find(path), request, ret_response);

    wipe_json(request);
    return fault;
}

int login_call_with_code(struct app *app, struct secret_source *source, const char *path, json_t *request,
                         ProtobufCMessage **ret_response) {
    const struct kam_method *method = kam_method_find(path);
    char code[SECRET_BYTES_MAX] = "";
    struct complaint complaint = {0};
    int fault;

    app->awaited = "SECOND_FACTOR_REQUIRED";
    fault = app_call(app, method, request, ret_response);
    if (fault == EXIT_LOGIN && strcmp(kam_client_error(app->client)->reason, app->awaited) == 0) {
        app->awaited = NULL;
        if (secret_read(source, text_of(TEXT_PROMPT_CODE), true, code, &complaint) == 0) {
            json_object_set_new(request, "code", xjson(json_string(code)));
            fault = app_call(app, method, request, ret_response);
        } else if (source->stream) {
            /* A file without the code: the server's words say more than that a line is missing. */
            complaint_deinit(&complaint);
            failure_print(stderr, app->color_errors, method, kam_client_error(app->client), app->has_session);
        } else {
            fault = app_complain(app, &complaint);
        }
    }
    app->awaited = NULL;
    secret_wipe(code);
    wipe_json(request);
    return fault;
}

/* Keeps what a login gave: the token, who it was, and the context if the server was named on the command line. */
static int keep_session(struct app *app, const char *login) {
    uint8_t token[KAM_SESSION_TOKEN_BYTES];
    struct complaint complaint = {0};
    struct context *context = config_make(&app->config, app->context_name);
    int fault = 0;

    if (!context) {
        complain(&complaint, EXIT_FILE, xstrdup(text_of(TEXT_CONTEXT_MANY)), NULL);
        return app_complain(app, &complaint);
    }
    if (!context->server) {
        context_set(&context->server, app->server);
        context_set(&context->ca_file, app->ca_file);
        context_set(&context->cert_file, app->cert_file);
        context_set(&context->key_file, app->key_file);
        context_set(&context->server_name, app->server_name);
        app->server = context->server;
    }
    context_set(&context->login, login);
    if (!app->config.current)
        context_set(&app->config.current, app->context_name);
    if (config_save(&app->config, &complaint) != 0)
        return app_complain(app, &complaint);
    if (kam_client_session(app->client, token))
        fault = token_save(&app->config, app->context_name, app->server, token, &complaint);
    explicit_bzero(token, sizeof(token));
    return fault == 0 ? 0 : app_complain(app, &complaint);
}

static void welcome(const struct app *app, const ProtobufCMessage *response) {
    const ProtobufCFieldDescriptor *expired = cell_field(response->descriptor, "password_expired");
    _cleanup_(freep) char *until = cell_text(response, cell_field(response->descriptor, "expires_at"), CELL_HUMAN);
    const ProtobufCFieldDescriptor *made_room = cell_field(response->descriptor, "sessions_ended");
    _cleanup_(freep) char *ended = made_room ? cell_text(response, made_room, CELL_PLAIN) : NULL;

    app_note(app, text_fill(TEXT_LOGGED_IN, cell_string(response, cell_field(response->descriptor, "name")), until ? until : "—"));
    if (expired) {
        _cleanup_(freep) char *value = cell_text(response, expired, CELL_PLAIN);

        if (value && strcmp(value, "true") == 0)
            app_note(app, xstrdup(text_of(TEXT_HINT_PASSWORD_EXPIRED)));
    }
    if (ended && strcmp(ended, "0") != 0)
        app_note(app, text_fill(TEXT_SESSIONS_ENDED, ended));
}

/* A session that is about to be replaced is not sent along: the login must also work when it has ended. */
static int fresh_client(struct app *app) {
    kam_client *client;
    int fault = app_client(app, &client);

    if (fault == 0)
        kam_client_set_session(client, NULL);
    return fault;
}

static int login_by_certificate(struct app *app, struct secret_source *source) {
    ProtobufCMessage *response = NULL;
    int fault = login_call_with_code(app, source, "kam.v1.Sessions/LoginByCertificate", xjson(json_object()), &response);

    if (fault == 0)
        fault = keep_session(app, cell_string(response, cell_field(response->descriptor, "login")));
    if (fault == 0)
        welcome(app, response);
    kam_message_free(response);
    return fault;
}

int login_run(struct app *app) {
    bool by_certificate = arguments_take_flag(&app->arguments, "certificate", true) != NULL;
    const char *file = arguments_take_flag(&app->arguments, "password-file", false);
    const char *login = arguments_take_word(&app->arguments);
    const struct context *context = config_find(&app->config, app->context_name);
    char password[SECRET_BYTES_MAX] = "", typed[SECRET_BYTES_MAX] = "";
    struct secret_source source = {0};
    struct complaint complaint = {0};
    ProtobufCMessage *response = NULL;
    int fault = app_expect_no_more(app);

    if (fault == 0)
        fault = fresh_client(app);
    if (fault != 0)
        return fault;
    fault = secret_open(&source, file, &complaint);
    if (fault == 0 && by_certificate) {
        fault = login_by_certificate(app, &source);
        secret_close(&source);
        return fault;
    }
    if (!login && context && context->login)
        login = context->login;
    if (fault == 0 && !login) {
        fault = secret_read(&source, text_of(TEXT_PROMPT_LOGIN), true, typed, &complaint);
        login = typed;
    }
    if (fault == 0) {
        _cleanup_(freep) char *prompt = text_fill(TEXT_PROMPT_PASSWORD, login);

        fault = secret_read(&source, prompt, false, password, &complaint);
    }
    if (fault == 0)
        fault = login_call_with_code(app, &source, "kam.v1.Sessions/Login",
                                     xjson(json_pack("{s:s,s:s}", "login", login, "password", password)), &response);
    else
        fault = app_complain(app, &complaint);
    secret_close(&source);
    secret_wipe(password);
    if (fault != 0)
        return fault;
    fault = keep_session(app, login);
    if (fault == 0)
        welcome(app, response);
    kam_message_free(response);
    return fault;
}

int redeem_run(struct app *app) {
    const char *file = arguments_take_flag(&app->arguments, "password-file", false);
    char token[SECRET_BYTES_MAX] = "", password[SECRET_BYTES_MAX] = "";
    struct secret_source source = {0};
    struct complaint complaint = {0};
    ProtobufCMessage *response = NULL;
    int fault;

    if (arguments_peek_word(&app->arguments))
        return app_usage(app, xstrdup(text_of(TEXT_TOKEN_IN_ARGV)), xstrdup(text_of(TEXT_HINT_SECRET)));
    fault = app_expect_no_more(app);
    if (fault == 0)
        fault = fresh_client(app);
    if (fault != 0)
        return fault;
    fault = secret_open(&source, file, &complaint);
    if (fault == 0)
        fault = secret_read(&source, text_of(TEXT_PROMPT_TOKEN), true, token, &complaint);
    if (fault == 0)
        fault = secret_read_new(&source, text_of(TEXT_PROMPT_NEW), text_of(TEXT_PROMPT_AGAIN), password, &complaint);
    if (fault == 0)
        fault = login_call_with_code(app, &source, "kam.v1.Sessions/RedeemToken",
                                     xjson(json_pack("{s:s,s:s}", "token", token, "password", password)), &response);
    else
        fault = app_complain(app, &complaint);
    secret_close(&source);
    secret_wipe(token);
    secret_wipe(password);
    if (fault != 0)
        return fault;
    fault = keep_session(app, cell_string(response, cell_field(response->descriptor, "login")));
    if (fault == 0)
        welcome(app, response);
    kam_message_free(response);
    return fault;
}

int passwd_run(struct app *app) {
    const char *file = arguments_take_flag(&app->arguments, "password-file", false);
    char old[SECRET_BYTES_MAX] = "", fresh[SECRET_BYTES_MAX] = "";
    struct secret_source source = {0};
    struct complaint complaint = {0};
    ProtobufCMessage *response = NULL;
    int fault = app_expect_no_more(app);

    if (fault != 0)
        return fault;
    fault = secret_open(&source, file, &complaint);
    if (fault == 0)
        fault = secret_read(&source, text_of(TEXT_PROMPT_OLD), false, old, &complaint);
    if (fault == 0)
        fault = secret_read_new(&source, text_of(TEXT_PROMPT_NEW), text_of(TEXT_PROMPT_AGAIN), fresh, &complaint);
    secret_close(&source);
    if (fault == 0)
        fault = login_call(app, "kam.v1.Sessions/ChangePassword", xjson(json_pack("{s:s,s:s}", "old_password", old, "new_password", fresh)),
                          &response);
    else
        fault = app_complain(app, &complaint);
    secret_wipe(old);
    secret_wipe(fresh);
    if (fault == 0)
        app_note(app, xstrdup(text_of(TEXT_PASSWORD_CHANGED)));
    kam_message_free(response);
    return fault;
}

int logout_run(struct app *app) {
    ProtobufCMessage *response = NULL;
    int fault = app_expect_no_more(app);

    if (fault == 0)
        fault = login_call(app, "kam.v1.Sessions/Logout", xjson(json_object()), &response);
    kam_message_free(response);
    /* A session the server no longer knows is as good as logged out; one it could not be asked about is kept. */
    if (fault == 0 || fault == EXIT_LOGIN) {
        token_forget(&app->config, app->context_name);
        app->has_session = false;
        if (fault == 0)
            app_note(app, xstrdup(text_of(TEXT_LOGGED_OUT)));
    }
    return fault;
}

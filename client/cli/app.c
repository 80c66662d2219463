#include "client/cli/app.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/base/width.h"
#include "client/cli/command/builtin.h"
#include "client/cli/command/call.h"
#include "client/cli/command/help.h"
#include "client/cli/command/pending.h"
#include "client/cli/context/token.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/failure.h"

enum { DATA_BYTES_MAX = PROTOJSON_TEXT_BYTES_MAX, TIMEOUT_S_MAX = 600 };

struct print_style app_style(const struct app *app) {
    return (struct print_style){
        .stream = stdout, .format = app->format, .color = app->color, .columns = app->arguments.option[OPTION_COLUMNS]};
}

void app_note(const struct app *app, char *text) {
    if (!app->quiet) {
        _cleanup_(freep) char *safe = width_safe(text, 1);

        fprintf(stderr, "%s\n", safe);
    }
    free(text);
}

int app_complain(const struct app *app, struct complaint *complaint) {
    int code = (int)complaint->exit;

    failure_print_complaint(stderr, app->color_errors, complaint);
    complaint_deinit(complaint);
    return code;
}

int app_usage(const struct app *app, char *message, char *hint) {
    struct complaint complaint = {0};

    complain(&complaint, EXIT_USAGE, message, hint);
    return app_complain(app, &complaint);
}

int app_expect_no_more(struct app *app) {
    _cleanup_(freep) char *flag = arguments_leftover_flag(&app->arguments);
    const char *word = arguments_peek_word(&app->arguments);

    if (flag) {
        _cleanup_(freep) char *dashed = xasprintf("--%s", flag);

        return app_usage(app, text_fill(TEXT_FLAG_UNKNOWN, dashed), xstrdup(text_of(TEXT_HINT_HELP)));
    }
    if (word)
        return app_usage(app, text_fill(TEXT_WORD_SURPLUS, word), xstrdup(text_of(TEXT_HINT_HELP)));
    return 0;
}

void app_session_deinit(struct app_session *session) {
    kam_client_free(session->client);
    free(session->wanted);
    *session = (struct app_session){.is_shell = session->is_shell, .reminded = session->reminded};
}

/* Takes the session's client if it was made for the same; true: it is there. */
static bool take_client(struct app *app) {
    const struct context *context = config_find(&app->config, app->context_name);
    const char *of[] = {
        app->context_name, context ? context->login : NULL, app->server, app->server_name, app->ca_file, app->cert_file, app->key_file,
        language_code()};
    struct app_session *session = app->session;
    char *wanted = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&wanted, &bytes);

    for (size_t i = 0; i < ARRAY_SIZE(of); i++)
        fprintf(stream, "%s\n", of[i] ? of[i] : "");
    fprintf(stream, "%ld", app->timeout_s);
    fclose(stream);

    if (session->client && strcmp(session->wanted, wanted) == 0) {
        free(wanted);
        app->client = session->client;
        app->has_session = session->has_session;
        return true;
    }
    app_session_deinit(session);
    session->wanted = wanted;
    return false;
}

int app_client(struct app *app, kam_client **ret_client) {
    struct complaint complaint = {0};
    struct kam_options options;
    uint8_t token[TOKEN_BYTES];
    _cleanup_(freep) char *pending = NULL;
    bool found = false;

    if (app->client) {
        *ret_client = app->client;
        return 0;
    }
    if (!app->server) {
        complain(&complaint, EXIT_FILE, xstrdup(text_of(TEXT_SERVER_UNSET)), xstrdup(text_of(TEXT_HINT_SERVER_UNSET)));
        return app_complain(app, &complaint);
    }
    if (take_client(app)) {
        *ret_client = app->client;
        return 0;
    }
    if (token_load(&app->config, app->context_name, app->server, token, &found, &complaint) != 0)
        return app_complain(app, &complaint);
    pending = pending_folder(app);
    kam_options_init(&options);
    options.pending_folder = pending;
    options.endpoints = app->server;
    options.server_name = app->server_name;
    options.ca_file = app->ca_file;
    options.cert_file = app->cert_file;
    options.key_file = app->key_file;
    options.client_name = "kam/" KAM_CLI_VERSION;
    options.language = language_code();
    if (app->timeout_s)
        options.call_timeout_ms = (uint32_t)app->timeout_s * 1000;
    app->client = app->session->client = kam_client_new(&options);
    if (app->client && found)
        app->has_session = kam_client_set_session(app->client, token) == KAM_OK;
    explicit_bzero(token, sizeof(token));
    if (!app->client) {
        complain(&complaint, EXIT_GENERAL, xstrdup(text_of(TEXT_MEMORY)), NULL);
        return app_complain(app, &complaint);
    }
    *ret_client = app->client;
    return 0;
}

static int repeat_id(const struct app *app, uint8_t ret_id[KAM_REQUEST_ID_BYTES]) {
    const char *digits = app->arguments.option[OPTION_REPEAT];

    if (strlen(digits) != 2 * KAM_REQUEST_ID_BYTES || strspn(digits, "0123456789abcdefABCDEF") != strlen(digits))
        return app_usage(app, text_fill(TEXT_REPEAT_INVALID, digits), NULL);
    for (size_t i = 0; i < KAM_REQUEST_ID_BYTES; i++) {
        char pair[3] = {digits[2 * i], digits[2 * i + 1], 0};

        ret_id[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return 0;
}

int app_call_message(struct app *app, const struct kam_method *method, const ProtobufCMessage *request, ProtobufCMessage **ret_response) {
    struct kam_call_options options;
    uint8_t request_id[KAM_REQUEST_ID_BYTES];
    bool replayed = false;
    kam_client *client = NULL;
    int fault = app_client(app, &client);

    if (fault != 0)
        return fault;
    kam_call_options_init(&options);
    options.ret_replayed = &replayed;
    if (arguments_has(&app->arguments, OPTION_REPEAT) && method->kind == KAM_METHOD_WRITE) {
        fault = repeat_id(app, request_id);
        if (fault != 0)
            return fault;
        options.request_id = request_id;
    }
    if (kam_call(client, method, request, &options, ret_response) != KAM_OK) {
        const struct kam_error *error = kam_client_error(client);

        if (!app->awaited || strcmp(error->reason, app->awaited) != 0)
            failure_print(stderr, app->color_errors, method, error, app->has_session);
        return (int)failure_exit(error);
    }
    if (replayed && options.request_id)
        app_note(app, xstrdup(text_of(TEXT_REPLAYED)));
    return 0;
}

int app_call(struct app *app, const struct kam_method *method, const json_t *request, ProtobufCMessage **ret_response) {
    struct protojson_fault fault;
    ProtobufCMessage *message = NULL;
    int code;

    if (protojson_decode(request, method->request, &message, &fault) != PROTOJSON_OK) {
        char why[512];

        protojson_fault_text(&fault, language_code(), why, sizeof(why));
        return app_usage(app, xstrdup(why), *method->noun ? text_fill(TEXT_HINT_DESCRIBE, method->path) : NULL);
    }
    code = app_call_message(app, method, message, ret_response);
    protobuf_c_message_free_unpacked(message, NULL);
    return code;
}

int app_data(struct app *app, json_t **ret_data) {
    const char *given = app->arguments.option[OPTION_DATA];
    struct complaint complaint = {0};
    json_error_t error;
    json_t *value;

    *ret_data = NULL;
    if (!given)
        return 0;
    if (strcmp(given, "-") == 0) {
        value = json_loadf(stdin, JSON_REJECT_DUPLICATES, &error);
    } else if (*given == '@') {
        FILE *stream = fopen(given + 1, "re");

        if (!stream) {
            complain(&complaint, EXIT_FILE, text_fill(TEXT_FILE_READ, given + 1, strerror(errno)), NULL);
            return app_complain(app, &complaint);
        }
        value = json_loadf(stream, JSON_REJECT_DUPLICATES, &error);
        fclose(stream);
    } else {
        value = json_loads(given, JSON_REJECT_DUPLICATES, &error);
    }
    if (!value || !json_is_object(value)) {
        char line[16], column[16];

        snprintf(line, sizeof(line), "%d", value ? 1 : error.line);
        snprintf(column, sizeof(column), "%d", value ? 1 : error.column);
        json_decref(value);
        return app_usage(app, text_fill(TEXT_DATA_INVALID, line, column, value ? text_of(TEXT_DATA_OBJECT) : error.text), NULL);
    }
    *ret_data = value;
    return 0;
}

/* Language first, since everything after it may have to complain: --lang, else the context's, else the environment's. */
static void choose_language(const struct app *app, const struct context *context) {
    enum language language = language_from_environment();
    const char *asked = app->arguments.option[OPTION_LANG];

    if ((!asked || language_parse(asked, &language) != 0) && context && context->language)
        if (language_parse(context->language, &language) != 0)
            language = language_from_environment();
    language_set(language);
}

static bool wants_color(const struct app *app, int fd) {
    const char *asked = app->arguments.option[OPTION_COLOR], *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

    if (asked && strcmp(asked, "always") == 0)
        return true;
    if (asked && strcmp(asked, "never") == 0)
        return false;
    return isatty(fd) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

static int check_options(struct app *app) {
    static const char *const colors[] = {"auto", "always", "never"};
    const char *const *given = app->arguments.option;
    enum language language;
    bool known = false;
    char *end;

    if (given[OPTION_LANG] && language_parse(given[OPTION_LANG], &language) != 0)
        return app_usage(app, text_fill(TEXT_OPTION_VALUE, "lang", given[OPTION_LANG], "zh, en"), NULL);
    if (given[OPTION_OUTPUT] && output_format_parse(given[OPTION_OUTPUT], &app->format) != 0)
        return app_usage(app, text_fill(TEXT_OPTION_VALUE, "output", given[OPTION_OUTPUT], "table, json, jsonl, csv"), NULL);
    for (size_t i = 0; given[OPTION_COLOR] && i < ARRAY_SIZE(colors); i++)
        known = known || strcmp(given[OPTION_COLOR], colors[i]) == 0;
    if (given[OPTION_COLOR] && !known)
        return app_usage(app, text_fill(TEXT_OPTION_VALUE, "color", given[OPTION_COLOR], "auto, always, never"), NULL);
    if (given[OPTION_TIMEOUT]) {
        app->timeout_s = strtol(given[OPTION_TIMEOUT], &end, 10);
        if (*end || app->timeout_s < 1 || app->timeout_s > TIMEOUT_S_MAX)
            return app_usage(app, text_fill(TEXT_OPTION_VALUE, "timeout", given[OPTION_TIMEOUT], "1 - 600"), NULL);
    }
    return 0;
}

static void choose_server(struct app *app, const struct context *context) {
    const char *const *given = app->arguments.option;

    app->server = given[OPTION_SERVER] ? given[OPTION_SERVER] : context ? context->server : NULL;
    app->ca_file = given[OPTION_CA] ? given[OPTION_CA] : context ? context->ca_file : NULL;
    app->cert_file = given[OPTION_CERT] ? given[OPTION_CERT] : context ? context->cert_file : NULL;
    app->key_file = given[OPTION_KEY] ? given[OPTION_KEY] : context ? context->key_file : NULL;
    app->server_name = given[OPTION_SERVER_NAME] ? given[OPTION_SERVER_NAME] : context ? context->server_name : NULL;
}

int app_load_context(struct app *app) {
    struct complaint complaint = {0};
    const struct context *context;
    const char *asked = app->arguments.option[OPTION_CONTEXT], *environment = getenv("KAM_CONTEXT");
    int fault;

    config_deinit(&app->config);
    free(app->context_name);
    app->context_name = NULL;
    app->server = app->ca_file = app->server_name = NULL;
    if (config_load(&app->config, &complaint) != 0)
        return app_complain(app, &complaint);
    if (!asked && environment && *environment)
        asked = environment;
    app->context_name = xstrdup(asked ? asked : app->config.current ? app->config.current : "default");
    context = config_find(&app->config, app->context_name);
    choose_language(app, context);
    fault = check_options(app);
    if (fault != 0)
        return fault;
    /* `kam context …` may be about to make the context that is asked for. */
    if (asked && !context && !arguments_has(&app->arguments, OPTION_SERVER) &&
        !(arguments_peek_word(&app->arguments) && strcmp(arguments_peek_word(&app->arguments), "context") == 0))
        return app_usage(app, text_fill(TEXT_CONTEXT_UNKNOWN, asked), xstrdup(text_of(TEXT_HINT_CONTEXT_LIST)));
    if (!context_name_is_valid(app->context_name))
        return app_usage(app, text_fill(TEXT_CONTEXT_NAME, app->context_name), NULL);
    choose_server(app, context);
    return 0;
}

/* Reads arguments and configuration; an exit code. */
static int app_init(struct app *app, int argc, char **argv) {
    char *why = NULL;
    int wrong = arguments_parse(&app->arguments, argc, argv, &why);

    choose_language(app, NULL);
    app->color = wants_color(app, STDOUT_FILENO);
    app->color_errors = wants_color(app, STDERR_FILENO);
    app->quiet = arguments_has(&app->arguments, OPTION_QUIET);
    if (wrong)
        return app_usage(app, why, xstrdup(text_of(TEXT_HINT_HELP)));
    return app_load_context(app);
}

static int app_run(struct app *app) {
    const char *noun = arguments_peek_word(&app->arguments);
    const struct builtin *builtin;

    if (arguments_has(&app->arguments, OPTION_VERSION)) {
        printf("kam %s\n", KAM_CLI_VERSION);
        return 0;
    }
    if (!noun) {
        _cleanup_(freep) char *flag = arguments_leftover_flag(&app->arguments);

        if (flag)
            return app_expect_no_more(app);
        return help_overview(app);
    }
    builtin = builtin_take(&app->arguments);
    if (!builtin)
        return call_command(app);
    if (arguments_has(&app->arguments, OPTION_HELP))
        return help_builtin(app, builtin);
    return builtin->run(app);
}

/* A stream that was closed for us must not become the number of a socket or a file, which would then get what is printed. Opened the
 * wrong way round, so that printing fails and is reported. */
static void fill_streams(void) {
    static const int ways[] = {O_WRONLY, O_RDONLY, O_RDONLY};

    for (int stream = 0; stream < (int)ARRAY_SIZE(ways); stream++)
        if (fcntl(stream, F_GETFD) < 0 && errno == EBADF && open("/dev/null", ways[stream]) != stream)
            exit(EXIT_FILE);
}

int app_line(int argc, char **argv, struct app_session *session) {
    struct app app = {.session = session};
    int code = app_init(&app, argc, argv);

    if (code == 0)
        code = app_run(&app);
    if (app.client && !session->reminded && code != EXIT_OUTCOME_UNKNOWN) {
        pending_remind(&app);
        session->reminded = true;
    }
    session->has_session = app.has_session;
    /* A session that has ended is looked for anew by the next line: somebody may have logged in elsewhere. */
    if (code == EXIT_LOGIN)
        app_session_deinit(session);
    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout)) {
        /* A full disk must not look like success to whoever redirected us. */
        fprintf(stderr, "kam: %s%s%s\n", text_of(TEXT_STDOUT), errno ? ": " : "", errno ? strerror(errno) : "");
        code = code ? code : EXIT_FILE;
    }
    config_deinit(&app.config);
    arguments_deinit(&app.arguments);
    free(app.context_name);
    return code;
}

int app_main(int argc, char **argv) {
    struct app_session session = {.client = NULL};
    int code;

    fill_streams();
    /* Widths and letters are UTF-8 whatever the machine's locale says; the language is our own choice. */
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        setlocale(LC_CTYPE, "en_US.UTF-8");
    code = app_line(argc, argv, &session);
    app_session_deinit(&session);
    return code;
}

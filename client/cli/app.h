/*
 * One run of kam: what the command line, the configuration and the environment say, and the client made from it when first needed.
 *
 * Functions that return "an exit code" have said on standard error why it is not 0.
 */
#ifndef CLI_APP_H
#define CLI_APP_H

#include <jansson.h>
#include <stdbool.h>

#include "client/cli/base/complaint.h"
#include "client/cli/context/config.h"
#include "client/cli/grammar/arguments.h"
#include "client/cli/output/printer.h"
#include "kam/kam.h"

#define KAM_CLI_VERSION "0.1.0"

/*
 * What outlives a line of `kam shell`: the client, as long as the lines want the same one. Owns it.
 */
struct app_session {
    kam_client *client;
    char *wanted;     /* what the client was made from */
    bool has_session; /* a session of an earlier login was given to it */
    bool is_shell;
    bool reminded; /* of writes without an outcome */
};

/* Owns its arguments and configuration; the texts of `server` and those after it are borrowed from those two. */
struct app {
    struct arguments arguments;
    struct config config;
    char *context_name;
    const char *server;
    const char *ca_file;
    const char *server_name;
    const char *cert_file;
    const char *key_file;
    enum output_format format;
    bool color;        /* on standard output */
    bool color_errors; /* on standard error */
    bool quiet;
    long timeout_s;      /* 0: the library's default */
    const char *awaited; /* reason of a refusal the caller deals with itself: it is not shown; or NULL */
    struct app_session *session;
    kam_client *client; /* the session's, once it is needed */
    bool has_session;
};

/* The whole program; returns the exit code. argv[0] is the program's name. */
int app_main(int argc, char **argv);

/* One command line over a session that may have a client already. An exit code. */
int app_line(int argc, char **argv, struct app_session *session);
void app_session_deinit(struct app_session *session);

/* Reads the configuration (again) and sees which context and server are meant. An exit code. */
int app_load_context(struct app *app) __attribute__((warn_unused_result));

/* The client with the session of the context, if there is one. An exit code. */
int app_client(struct app *app, kam_client **ret_client) __attribute__((warn_unused_result));

/* Calls a method with a request in JSON; the response is freed by kam_message_free(). An exit code. */
int app_call(struct app *app, const struct kam_method *method, const json_t *request, ProtobufCMessage **ret_response)
    __attribute__((warn_unused_result));
/* The same with the request as a message. */
int app_call_message(struct app *app, const struct kam_method *method, const ProtobufCMessage *request, ProtobufCMessage **ret_response)
    __attribute__((warn_unused_result));

/* JSON of --data: a text, @file or "-". *ret_data is NULL when there is none. An exit code. */
int app_data(struct app *app, json_t **ret_data) __attribute__((warn_unused_result));

struct print_style app_style(const struct app *app);

/* A line on standard error for people; silent with --quiet. Takes the text over. */
void app_note(const struct app *app, char *text);
/* Prints and clears the complaint; returns its exit code. */
int app_complain(const struct app *app, struct complaint *complaint);
/* The same for a usage fault made on the spot; takes both texts over. */
int app_usage(const struct app *app, char *message, char *hint);
/* Refuses words and flags nobody took. An exit code. */
int app_expect_no_more(struct app *app) __attribute__((warn_unused_result));

#endif

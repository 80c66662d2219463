#include "client/cli/command/contexts.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/suggest.h"
#include "client/cli/base/text.h"
#include "client/cli/context/token.h"
#include "client/cli/output/listing.h"

int contexts_list(struct app *app) {
    const struct listing_column columns[] = {{"current", ""},
                                             {"name", text_of(TEXT_COLUMN_CONTEXT)},
                                             {"server", text_of(TEXT_COLUMN_SERVER)},
                                             {"login", text_of(TEXT_COLUMN_LOGIN)},
                                             {"language", text_of(TEXT_COLUMN_LANGUAGE)},
                                             {"ca", text_of(TEXT_COLUMN_CA)},
                                             {0}};
    struct print_style style = app_style(app);
    int fault = app_expect_no_more(app);
    struct listing *listing;

    if (fault != 0)
        return fault;
    if (app->config.count == 0) {
        app_note(app, xstrdup(text_of(TEXT_HINT_SERVER_UNSET)));
        return 0;
    }
    listing = listing_new(&style, columns);
    for (size_t i = 0; i < app->config.count; i++) {
        const struct context *context = &app->config.contexts[i];
        const char *mark = strcmp(context->name, app->context_name) == 0 ? "*" : "";

        listing_row(listing, (const char *[]){mark, context->name, context->server, context->login, context->language, context->ca_file});
    }
    listing_end(listing);
    return 0;
}

static int unknown(const struct app *app, const char *name) {
    _cleanup_(freep) const char **names = xcalloc(app->config.count, sizeof(*names));
    const char *meant;

    for (size_t i = 0; i < app->config.count; i++)
        names[i] = app->config.contexts[i].name;
    meant = suggest_nearest(name, names, app->config.count);
    return app_usage(app, meant ? text_fill(TEXT_CONTEXT_UNKNOWN_MEANT, name, meant) : text_fill(TEXT_CONTEXT_UNKNOWN, name),
                     xstrdup(text_of(TEXT_HINT_CONTEXT_LIST)));
}

/* The one name these commands take. */
static int take_name(struct app *app, const char **ret_name) {
    const char *name = arguments_take_word(&app->arguments);

    if (!name)
        return app_usage(app, xstrdup(text_of(TEXT_CONTEXT_NAME_MISSING)), xstrdup(text_of(TEXT_HINT_CONTEXT_LIST)));
    if (!context_name_is_valid(name))
        return app_usage(app, text_fill(TEXT_CONTEXT_NAME, name), NULL);
    *ret_name = name;
    return 0;
}

static int save(struct app *app) {
    struct complaint complaint = {0};

    return config_save(&app->config, &complaint) == 0 ? 0 : app_complain(app, &complaint);
}

int contexts_use(struct app *app) {
    const char *name = NULL;
    int fault = take_name(app, &name);

    if (fault == 0)
        fault = app_expect_no_more(app);
    if (fault != 0)
        return fault;
    if (!config_find(&app->config, name))
        return unknown(app, name);
    context_set(&app->config.current, name);
    fault = save(app);
    if (fault == 0)
        app_note(app, text_fill(TEXT_CONTEXT_USED, name));
    return fault;
}

int contexts_delete(struct app *app) {
    const char *name = NULL;
    int fault = take_name(app, &name);

    if (fault == 0)
        fault = app_expect_no_more(app);
    if (fault != 0)
        return fault;
    if (!config_remove(&app->config, name))
        return unknown(app, name);
    token_forget(&app->config, name);
    return save(app);
}

/* A file that is named from here must be found from anywhere. */
static int set_file(struct app *app, char **field, const char *path) {
    struct complaint complaint = {0};
    char resolved[PATH_MAX];

    if (*path && (!realpath(path, resolved) || access(resolved, R_OK) != 0)) {
        complain(&complaint, EXIT_FILE, text_fill(TEXT_FILE_READ, path, strerror(errno)), NULL);
        return app_complain(app, &complaint);
    }
    context_set(field, *path ? resolved : NULL);
    return 0;
}

int contexts_set(struct app *app) {
    const char *const *given = app->arguments.option;
    struct complaint complaint = {0};
    struct context *context;
    const char *name = NULL;
    int fault = take_name(app, &name);

    if (fault == 0)
        fault = app_expect_no_more(app);
    if (fault != 0)
        return fault;
    context = config_make(&app->config, name);
    if (!context) {
        complain(&complaint, EXIT_FILE, xstrdup(text_of(TEXT_CONTEXT_MANY)), NULL);
        return app_complain(app, &complaint);
    }
    if (!context->server && !given[OPTION_SERVER])
        return app_usage(app, text_fill(TEXT_CONTEXT_SERVER_MISSING, name), NULL);
    if (given[OPTION_CA])
        fault = set_file(app, &context->ca_file, given[OPTION_CA]);
    if (fault == 0 && given[OPTION_CERT])
        fault = set_file(app, &context->cert_file, given[OPTION_CERT]);
    if (fault == 0 && given[OPTION_KEY])
        fault = set_file(app, &context->key_file, given[OPTION_KEY]);
    if (fault != 0)
        return fault;
    if (given[OPTION_SERVER])
        context_set(&context->server, given[OPTION_SERVER]);
    if (given[OPTION_SERVER_NAME])
        context_set(&context->server_name, given[OPTION_SERVER_NAME]);
    if (given[OPTION_LANG])
        context_set(&context->language, language_code());
    if (!app->config.current)
        context_set(&app->config.current, name);
    fault = save(app);
    if (fault == 0)
        app_note(app, text_fill(TEXT_CONTEXT_SET, name, context->server));
    return fault;
}

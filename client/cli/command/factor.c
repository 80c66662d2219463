#include "client/cli/command/factor.h"

#include <stdio.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/command/login.h"
#include "client/cli/output/cell.h"
#include "kam/v1/sessions.pb-c.h"

/* Opens where secrets come from, after everything else on the command line was looked at. An exit code. */
static int open_source(struct app *app, struct secret_source *ret_source) {
    const char *file = arguments_take_flag(&app->arguments, "password-file", false);
    struct complaint complaint = {0};
    int fault = app_expect_no_more(app);

    if (fault == 0 && secret_open(ret_source, file, &complaint) != 0)
        fault = app_complain(app, &complaint);
    return fault;
}

static int ask(struct app *app, struct secret_source *source, enum text_id prompt, bool echo, char ret_secret[SECRET_BYTES_MAX]) {
    struct complaint complaint = {0};

    return secret_read(source, text_of(prompt), echo, ret_secret, &complaint) == 0 ? 0 : app_complain(app, &complaint);
}

static int confirm(struct app *app, struct secret_source *source) {
    char code[SECRET_BYTES_MAX] = "";
    ProtobufCMessage *response = NULL;
    int fault = ask(app, source, TEXT_PROMPT_CODE, true, code);

    if (fault == 0)
        fault = login_call(app, "kam.v1.Sessions/ConfirmSecondFactor", xjson(json_pack("{s:s}", "code", code)), &response);
    secret_wipe(code);
    if (fault == 0) {
        const Kam__V1__ConfirmSecondFactorResponse *confirmed = (const Kam__V1__ConfirmSecondFactorResponse *)response;

        app_note(app, xstrdup(text_of(TEXT_FACTOR_CODES)));
        for (size_t i = 0; i < confirmed->n_recovery_codes; i++)
            printf("%s\n", confirmed->recovery_codes[i]);
    }
    kam_message_free(response);
    return fault;
}

int factor_enrol_run(struct app *app) {
    char password[SECRET_BYTES_MAX] = "";
    struct secret_source source = {0};
    ProtobufCMessage *response = NULL;
    int fault = open_source(app, &source);

    if (fault != 0)
        return fault;
    fault = ask(app, &source, TEXT_PROMPT_PASSWORD_OWN, false, password);
    if (fault == 0)
        fault = login_call(app, "kam.v1.Sessions/EnrolSecondFactor", xjson(json_pack("{s:s}", "password", password)), &response);
    secret_wipe(password);
    if (fault == 0) {
        const Kam__V1__EnrolSecondFactorResponse *enrolled = (const Kam__V1__EnrolSecondFactorResponse *)response;

        app_note(app, xstrdup(text_of(TEXT_FACTOR_SECRET)));
        printf("%s\n%s\n", enrolled->secret, enrolled->uri);
        fflush(stdout);
        if (source.stream)
            app_note(app, xstrdup(text_of(TEXT_FACTOR_CONFIRM_LATER)));
        else
            fault = confirm(app, &source);
    }
    secret_close(&source);
    kam_message_free(response);
    return fault;
}

int factor_confirm_run(struct app *app) {
    struct secret_source source = {0};
    int fault = open_source(app, &source);

    if (fault != 0)
        return fault;
    fault = confirm(app, &source);
    secret_close(&source);
    return fault;
}

int factor_remove_run(struct app *app) {
    char password[SECRET_BYTES_MAX] = "";
    struct secret_source source = {0};
    ProtobufCMessage *response = NULL;
    int fault = open_source(app, &source);

    if (fault != 0)
        return fault;
    fault = ask(app, &source, TEXT_PROMPT_PASSWORD_OWN, false, password);
    if (fault == 0)
        fault = login_call_with_code(app, &source, "kam.v1.Sessions/RemoveSecondFactor", xjson(json_pack("{s:s}", "password", password)),
                                     &response);
    secret_close(&source);
    secret_wipe(password);
    if (fault == 0)
        app_note(app, xstrdup(text_of(TEXT_FACTOR_REMOVED)));
    kam_message_free(response);
    return fault;
}

#include "client/cli/import/export.h"

#include <inttypes.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/newfile.h"
#include "client/cli/base/text.h"
#include "client/cli/import/columns.h"
#include "client/cli/import/progress.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"
#include "client/cli/output/csv.h"

enum { PAGE_ROWS = 200 };

/* Columns of an account; contacts are not exported. */
static const enum column export_columns[] = {
    COLUMN_CODE,     COLUMN_NAME,         COLUMN_SHORT_NAME,        COLUMN_FORMER_NAMES, COLUMN_KIND,
    COLUMN_INDUSTRY, COLUMN_REGION,       COLUMN_ADDRESS,           COLUMN_PARENT_CODE,  COLUMN_OWNER_LOGIN,
    COLUMN_USCC,     COLUMN_REGISTRATION, COLUMN_FINANCIAL_LICENCE, COLUMN_SOURCE,       COLUMN_NOTE};

struct name_of_id {
    int64_t id;
    char *name;
};

/* Codes and logins by id, open addressing; 0 is no id. Owns the names. */
struct names {
    struct name_of_id *slots;
    size_t room, used;
};

struct export {
    struct app *app;
    FILE *stream;
    struct names codes, logins;
    size_t rows;
};

static struct name_of_id *slot_of(const struct names *names, int64_t id) {
    size_t at = ((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15)) >> 16 & (names->room - 1);

    while (names->slots[at].id && names->slots[at].id != id)
        at = (at + 1) & (names->room - 1);
    return &names->slots[at];
}

static void names_set(struct names *names, int64_t id, const char *name) {
    struct name_of_id *slot;

    if (names->used * 2 >= names->room) {
        struct names wider = {.room = names->room ? names->room * 2 : 1024, .used = names->used};

        wider.slots = xcalloc(wider.room, sizeof(*wider.slots));
        for (size_t i = 0; i < names->room; i++)
            if (names->slots[i].id)
                *slot_of(&wider, names->slots[i].id) = names->slots[i];
        free(names->slots);
        *names = wider;
    }
    slot = slot_of(names, id);
    if (slot->id)
        return;
    *slot = (struct name_of_id){id, xstrdup(name)};
    names->used++;
}

static const char *names_get(const struct names *names, int64_t id) {
    return names->room ? slot_of(names, id)->name : NULL;
}

static void names_deinit(struct names *names) {
    for (size_t i = 0; i < names->room; i++)
        free(names->slots[i].name);
    free(names->slots);
    *names = (struct names){0};
}

static int64_t integer_of(const ProtobufCMessage *message, const char *field) {
    return cell_integer(message, cell_field(message->descriptor, field));
}

static const char *string_of(const ProtobufCMessage *message, const char *field) {
    return cell_string(message, cell_field(message->descriptor, field));
}

/*
 * The code of a parent or the login of an owner that no page has shown yet. One the caller may not see stays empty: an export shows no
 * more than its scope.
 */
static const char *ask_name(struct export *export, struct names *names, const char *path, const char *message_field, const char *name_field,
                            int64_t id) {
    const struct kam_method *method = kam_method_find(path);
    ProtobufCMessage *request = NULL, *response = NULL;
    struct protojson_fault fault;
    json_t *value;

    if (!id)
        return "";
    if (names_get(names, id))
        return names_get(names, id);
    value = xjson(json_pack("{s:I}", "id", (json_int_t)id));
    if (protojson_decode(value, method->request, &request, &fault) == PROTOJSON_OK &&
        kam_call(export->app->client, method, request, NULL, &response) == KAM_OK) {
        const ProtobufCMessage *found = cell_message(response, cell_field(response->descriptor, message_field), 0);

        if (found)
            names_set(names, id, string_of(found, name_field));
    }
    json_decref(value);
    if (request)
        protobuf_c_message_free_unpacked(request, NULL);
    kam_message_free(response);
    if (!names_get(names, id))
        names_set(names, id, "");
    return names_get(names, id);
}

static char *identifier_of(const ProtobufCMessage *account, const char *kind) {
    const ProtobufCFieldDescriptor *list = cell_field(account->descriptor, "identifiers");

    for (size_t i = 0; i < cell_count(account, list); i++) {
        const ProtobufCMessage *identifier = cell_message(account, list, i);
        _cleanup_(freep) char *label = cell_text(identifier, cell_field(identifier->descriptor, "kind"), CELL_PLAIN);

        if (label && strcmp(label, kind) == 0)
            return xstrdup(string_of(identifier, "value"));
    }
    return NULL;
}

static char *export_cell(struct export *export, const ProtobufCMessage *account, enum column column) {
    struct field_path path = {0};

    switch (column) {
    case COLUMN_PARENT_CODE:
        return xstrdup(ask_name(export, &export->codes, "kam.v1.Accounts/GetAccount", "account", "code", integer_of(account, "parent_id")));
    case COLUMN_OWNER_LOGIN:
        return xstrdup(ask_name(export, &export->logins, "kam.v1.Users/GetUser", "user", "login", integer_of(account, "owner_id")));
    case COLUMN_USCC:
        return identifier_of(account, "uscc");
    case COLUMN_REGISTRATION:
        return identifier_of(account, "registration");
    case COLUMN_FINANCIAL_LICENCE:
        return identifier_of(account, "financial_licence");
    default:
        if (!column_field(column, &path))
            return NULL;
        return cell_text(account, cell_field(account->descriptor, field_last(&path)->name), CELL_PLAIN);
    }
}

static void print_header(const struct export *export) {
    if (export->app->format == OUTPUT_JSON) {
        fputs("[\n", export->stream);
        return;
    }
    fputs(CSV_BOM, export->stream);
    for (size_t i = 0; i < ARRAY_SIZE(export_columns); i++) {
        _cleanup_(freep) char *title = column_title(export_columns[i]);

        csv_print_cell(export->stream, title, i == 0);
    }
    csv_print_end(export->stream);
}

static void print_account(struct export *export, const ProtobufCMessage *account) {
    names_set(&export->codes, integer_of(account, "id"), string_of(account, "code"));
    if (export->app->format == OUTPUT_JSON) {
        _cleanup_(json_decrefp) json_t *value = xjson(protojson_encode(account, PROTOJSON_HIDE_SECRETS));

        fputs(export->rows ? ",\n" : "", export->stream);
        json_dumpf(value, export->stream, JSON_COMPACT);
    } else {
        for (size_t i = 0; i < ARRAY_SIZE(export_columns); i++) {
            _cleanup_(freep) char *cell = export_cell(export, account, export_columns[i]);

            csv_print_cell(export->stream, cell, i == 0);
        }
        csv_print_end(export->stream);
    }
    export->rows++;
}

static int export_pages(struct export *export, const char *reason, bool is_revealed) {
    const struct kam_method *method = kam_method_find("kam.v1.Accounts/ExportAccounts");
    _cleanup_(json_decrefp) json_t *request = xjson(json_pack("{s:s,s:i,s:b}", "reason", reason, "page_size", PAGE_ROWS, "revealed", is_revealed));
    struct progress progress;
    bool more = true;

    progress_init(&progress, stderr, 0, export->app->quiet, export->app->color_errors);
    while (more) {
        const ProtobufCFieldDescriptor *accounts = cell_field(method->response, "accounts");
        ProtobufCMessage *response = NULL;
        const char *next;
        int fault;

        progress_show(&progress, export->rows, text_of(TEXT_EXPORT_DETAIL));
        fault = app_call(export->app, method, request, &response);
        if (fault != 0) {
            progress_end(&progress);
            return fault;
        }
        for (size_t i = 0; i < cell_count(response, accounts); i++)
            print_account(export, cell_message(response, accounts, i));
        next = string_of(response, "next_page_token");
        more = *next != '\0';
        json_object_set_new(request, "page_token", xjson(json_string(next)));
        kam_message_free(response);
        if (ferror(export->stream))
            break; /* a full disk is found out below; no further page need be read and journalled */
    }
    if (export->app->format == OUTPUT_JSON)
        fputs("\n]\n", export->stream);
    progress_end(&progress);
    return 0;
}

/* The file appears only when it is whole, with mode 0600: it holds what the reason was asked for. */
static int export_to_file(struct export *export, const char *path, const char *reason, bool is_revealed) {
    struct complaint complaint = {0};
    struct newfile file;
    int fault, broken = newfile_open(&file, path, false);

    if (broken == 0) {
        export->stream = file.stream;
        print_header(export);
        fault = export_pages(export, reason, is_revealed);
        if (fault == 0)
            broken = newfile_commit(&file);
        newfile_drop(&file);
        if (fault != 0)
            return fault;
    }
    if (broken == 0)
        return 0;
    complain(&complaint, EXIT_FILE, text_fill(TEXT_FILE_WRITE, path, strerror(-broken)), NULL);
    return app_complain(export->app, &complaint);
}

int export_run(struct app *app) {
    const char *reason = arguments_take_flag(&app->arguments, "reason", false);
    bool is_revealed = arguments_take_flag(&app->arguments, "revealed", true) != NULL;
    const char *path = arguments_take_word(&app->arguments);
    struct export export = {.app = app};
    kam_client *client;
    int fault = app_expect_no_more(app);

    if (fault != 0)
        return fault;
    if (!path)
        return app_usage(app, xstrdup(text_of(TEXT_EXPORT_FILE_MISSING)), xstrdup(text_of(TEXT_HINT_EXPORT_HELP)));
    if (!reason || !*reason)
        return app_usage(app, xstrdup(text_of(TEXT_EXPORT_REASON_MISSING)), xstrdup(text_of(TEXT_HINT_EXPORT_HELP)));
    if (app->format == OUTPUT_TABLE)
        app->format = OUTPUT_CSV;
    if (app->format == OUTPUT_JSONL)
        return app_usage(app, text_fill(TEXT_OPTION_VALUE, "output", "jsonl", "csv, json"), NULL);
    fault = app_client(app, &client);
    if (fault != 0)
        return fault;
    if (strcmp(path, "-") == 0) {
        export.stream = stdout;
        print_header(&export);
        fault = export_pages(&export, reason, is_revealed);
    } else {
        fault = export_to_file(&export, path, reason, is_revealed);
    }
    if (fault == 0) {
        char rows[24];

        snprintf(rows, sizeof(rows), "%zu", export.rows);
        app_note(app, text_fill(TEXT_EXPORT_DONE, rows, path));
    }
    names_deinit(&export.codes);
    names_deinit(&export.logins);
    return fault;
}

#include "client/cli/import/reference.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "client/cli/base/memory.h"
#include "client/cli/import/progress.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"
#include "client/cli/output/failure.h"

enum { PATIENCE_MS = 300000, PAUSE_MS = 1000, CONTACTS_PAGE = 200 };

void references_init(struct references *references, struct app *app) {
    *references = (struct references){.app = app};
}

void references_deinit(struct references *references) {
    for (size_t i = 0; i < references->count; i++) {
        free(references->entries[i].key);
        free(references->entries[i].name);
    }
    free(references->entries);
    *references = (struct references){0};
}

/* Reads are asked again as long as the server may come back. NULL: not found, or `stop` is set. */
static ProtobufCMessage *ask(struct references *references, const char *path, json_t *request) {
    const struct kam_method *method = kam_method_find(path);
    int64_t since_ms = progress_now_ms();
    ProtobufCMessage *message = NULL, *response = NULL;
    const struct kam_error *error;
    struct protojson_fault fault;

    if (!method || protojson_decode(request, method->request, &message, &fault) != PROTOJSON_OK) {
        json_decref(request);
        return NULL; /* longer than any code or login can be */
    }
    json_decref(request);
    while (kam_call(references->app->client, method, message, NULL, &response) != KAM_OK) {
        struct timespec pause = {.tv_sec = PAUSE_MS / 1000};

        error = kam_client_error(references->app->client);
        response = NULL;
        if (error->code == KAM_NOT_FOUND || error->code == KAM_INVALID_ARGUMENT)
            break;
        if ((error->code == KAM_DEADLINE_EXCEEDED || error->retryable) && progress_now_ms() - since_ms < PATIENCE_MS &&
            nanosleep(&pause, NULL) == 0)
            continue;
        failure_print(stderr, references->app->color_errors, method, error, references->app->has_session);
        references->stop = (int)failure_exit(error);
        break;
    }
    protobuf_c_message_free_unpacked(message, NULL);
    return response;
}

static struct reference_entry *remembered(struct references *references, const char *key) {
    for (size_t i = 0; i < references->count; i++)
        if (strcmp(references->entries[i].key, key) == 0)
            return &references->entries[i];
    return NULL;
}

static struct reference_entry *remember(struct references *references, const char *key, bool found, int64_t id, const char *name) {
    references->entries = xgrow(references->entries, references->count, sizeof(*references->entries));
    references->entries[references->count] = (struct reference_entry){.key = xstrdup(key), .found = found, .id = id, .name = xstrdup(name)};
    return &references->entries[references->count++];
}

bool reference_account(struct references *references, const char *code, int64_t *ret_id, char **ret_name) {
    _cleanup_(freep) char *key = xasprintf("a%s", code);
    struct reference_entry *entry = remembered(references, key);

    if (!entry) {
        ProtobufCMessage *response = ask(references, "kam.v1.Accounts/GetAccount", xjson(json_pack("{s:s}", "code", code)));
        const ProtobufCMessage *account = response ? cell_message(response, cell_field(response->descriptor, "account"), 0) : NULL;

        if (references->stop)
            return false;
        if (account)
            entry = remember(references, key, true, cell_integer(account, cell_field(account->descriptor, "id")),
                             cell_string(account, cell_field(account->descriptor, "name")));
        else
            entry = remember(references, key, false, 0, "");
        kam_message_free(response);
    }
    if (!entry->found)
        return false;
    *ret_id = entry->id;
    if (ret_name)
        *ret_name = xstrdup(entry->name);
    return true;
}

bool reference_person(struct references *references, const char *login, int64_t *ret_id) {
    _cleanup_(freep) char *key = xasprintf("p%s", login);
    struct reference_entry *entry = remembered(references, key);

    if (!entry) {
        ProtobufCMessage *response = ask(references, "kam.v1.Users/SearchUsers", xjson(json_pack("{s:s}", "query", login)));
        const ProtobufCFieldDescriptor *users = response ? cell_field(response->descriptor, "users") : NULL;
        int64_t id = 0;

        if (references->stop)
            return false;
        for (size_t i = 0; users && i < cell_count(response, users); i++) {
            const ProtobufCMessage *user = cell_message(response, users, i);

            if (strcasecmp(cell_string(user, cell_field(user->descriptor, "login")), login) == 0)
                id = cell_integer(user, cell_field(user->descriptor, "id"));
        }
        entry = remember(references, key, id != 0, id, login);
        kam_message_free(response);
    }
    if (entry->found)
        *ret_id = entry->id;
    return entry->found;
}

bool reference_contact(struct references *references, int64_t account_id, const char *name) {
    ProtobufCMessage *response = ask(references, "kam.v1.Contacts/ListContacts",
                                     xjson(json_pack("{s:I,s:i}", "account_id", (json_int_t)account_id, "page_size", CONTACTS_PAGE)));
    const ProtobufCFieldDescriptor *contacts = response ? cell_field(response->descriptor, "contacts") : NULL;
    bool found = false;

    for (size_t i = 0; contacts && i < cell_count(response, contacts); i++) {
        const ProtobufCMessage *contact = cell_message(response, contacts, i);

        found = found || strcmp(cell_string(contact, cell_field(contact->descriptor, "name")), name) == 0;
    }
    kam_message_free(response);
    return found;
}

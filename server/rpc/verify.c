#include "server/rpc/verify.h"

#include "server/db/address.h"
#include "server/db/direct.h"
#include "server/db/fitness.h"
#include "server/rpc/fixed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct handler *verify_handler(const struct kam_method *method) {
    for (const struct handler *h = handlers; h->path; h++) {
        if (strcmp(h->path, method->path) == 0) {
            return h;
        }
    }
    return NULL;
}

static void check_handlers(struct report *report) {
    for (size_t i = 0; i < kam_methods_count; i++) {
        if ((kam_methods[i].kind == KAM_METHOD_HANDLER) != (verify_handler(&kam_methods[i]) != NULL)) {
            report_add(report, "%s: a method needs a handler in C if and only if its kind is HANDLER", kam_methods[i].path);
        }
    }
}

static int check_fitness(PGconn *pg, char **ret_error) {
    _cleanup_(db_resultp) PGresult *settings = NULL;
    int r = db_direct_run(pg, db_fitness_sql, 0, NULL, ret_error, &settings);
    const char *fault = r == 0 ? db_fitness_fault(settings) : NULL;
    if (fault) {
        *ret_error = strdup(fault);
        return *ret_error ? -EINVAL : -ENOMEM;
    }
    return r;
}

int verify(const char *url, struct report *report, char **ret_error, struct bindings **ret_bindings, struct errors **ret_errors) {
    _cleanup_(db_connp) PGconn *pg = NULL;
    _cleanup_(errors_freep) struct errors *errors = NULL;
    int r = db_address_check(url, ret_error);
    r = r ? r : db_direct_connect(url, ret_error, &pg);
    r = r ? r : check_fitness(pg, ret_error);
    r = r ? r : errors_load(pg, ret_error, &errors);
    r = r ? r : fixed_verify(pg, report, ret_error);
    r = r ? r : bindings_new(pg, API_SCHEMA, kam_methods, kam_methods_count, report, ret_error, ret_bindings);
    if (r == 0) {
        check_handlers(report);
        *ret_errors = steal(errors);
    }
    return r;
}

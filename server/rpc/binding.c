#include "server/rpc/binding.h"

#include "common/wirecheck.h"
#include "google/protobuf/field_mask.pb-c.h"
#include "google/protobuf/timestamp.pb-c.h"
#include "kam/v1/common.pb-c.h"
#include "server/db/direct.h"
#include "server/rpc/compiler.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void where_of(const struct compiler *c, const char *what, const char *name, char *out, size_t out_bytes) {
    snprintf(out, out_bytes, "%s: %s %s", c->method->path, what, name);
}

static bool is_page(const struct kam_method *m) {
    return m->cardinality == KAM_CARDINALITY_PAGE;
}

static bool is_page_field(const struct kam_method *m, const char *name) {
    return is_page(m) && (strcmp(name, "page_size") == 0 || strcmp(name, "page_token") == 0);
}

static int key_number(const struct kam_method *m, const char *name) {
    for (int i = 0; m->keys && m->keys[i]; i++) {
        if (strcmp(m->keys[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static void bind_param(struct compiler *c, const struct catalog_param *param, struct param_plan *ret_plan) {
    const struct kam_method *m = c->method;
    char where[COMPILER_WHERE_BYTES];
    where_of(c, "parameter", param->name, where, sizeof where);
    const char *name = strncmp(param->name, "p_", 2) == 0 ? param->name + 2 : NULL;
    if (name && is_page(m) && strcmp(name, "limit") == 0) {
        ret_plan->source = PARAM_LIMIT;
        if (strcmp(compiler_type_name(c, param->type), "int4") != 0) {
            report_add(c->report, "%s: must be int4", where);
        }
        return;
    }
    int key = name && is_page(m) && strncmp(name, "after_", 6) == 0 ? key_number(m, name + 6) : -1;
    if (key >= 0) {
        ret_plan->source = PARAM_AFTER;
        ret_plan->key = (unsigned)key;
        ret_plan->field.type = param->type;
        return;
    }
    const ProtobufCFieldDescriptor *field = name ? protobuf_c_message_descriptor_get_field_by_name(m->request, name) : NULL;
    if (!field || is_page_field(m, name)) {
        report_add(c->report, "%s: no such field in %s", where, m->request->name);
        return;
    }
    ret_plan->source = PARAM_FIELD;
    compiler_bind_field(c, where, field, param->type, 0, &ret_plan->field);
}

/* Is there a parameter of this name? */
static bool has_param(const struct catalog_function *f, const char *prefix, const char *name) {
    size_t bytes = strlen(prefix);
    for (size_t i = 0; i < f->params_count; i++) {
        if (strncmp(f->params[i].name, prefix, bytes) == 0 && strcmp(f->params[i].name + bytes, name) == 0) {
            return true;
        }
    }
    return false;
}

static void bind_params(struct compiler *c, const struct catalog_function *f, struct method_plan *plan) {
    const struct kam_method *m = c->method;
    if (f->params_count > DB_STATEMENT_PARAMS_MAX) {
        report_add(c->report, "%s: more than %d parameters", m->path, DB_STATEMENT_PARAMS_MAX);
        return;
    }
    plan->params_count = f->params_count;
    plan->params = compiler_calloc(f->params_count, sizeof *plan->params);
    Oid *types = compiler_calloc(f->params_count, sizeof *types);
    for (size_t i = 0; i < f->params_count; i++) {
        bind_param(c, &f->params[i], &plan->params[i]);
        types[i] = f->params[i].type;
    }
    plan->statement.types = types;
    plan->statement.params_count = (int)f->params_count;
    for (unsigned i = 0; i < m->request->n_fields; i++) {
        const char *name = m->request->fields[i].name;
        if (!is_page_field(m, name) && !has_param(f, "p_", name)) {
            report_add(c->report, "%s: the function has no parameter p_%s", m->path, name);
        }
    }
    for (int i = 0; is_page(m) && m->keys[i]; i++) {
        if (!has_param(f, "p_after_", m->keys[i])) {
            report_add(c->report, "%s: the function has no parameter p_after_%s", m->path, m->keys[i]);
        }
    }
    if (is_page(m) && !has_param(f, "p_", "limit")) {
        report_add(c->report, "%s: the function has no parameter p_limit", m->path);
    }
}

/* select * from api_1.get_account(p_id => $1, …) r, or "select r" for the whole row. */
static char *statement_text(const struct compiler *c, const struct catalog_function *f, const char *what) {
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    if (!out) {
        abort();
    }
    fprintf(out, "select %s from %s.%s(", what, c->api_schema, f->name);
    for (size_t i = 0; i < f->params_count; i++) {
        fprintf(out, "%s%s => $%zu", i ? ", " : "", f->params[i].name, i + 1);
    }
    fputs(") r", out);
    if (fclose(out) != 0) {
        abort();
    }
    return text;
}

/* The message whose fields the columns are, and by which rule. */
static const ProtobufCMessageDescriptor *row_message(const struct kam_method *m, struct method_plan *plan) {
    const ProtobufCFieldDescriptor *only = NULL;
    unsigned count = 0;
    for (unsigned i = 0; i < m->response->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &m->response->fields[i];
        if (is_page(m) && strcmp(field->name, "next_page_token") == 0) {
            plan->next_token_id = field->id;
            continue;
        }
        only = field;
        count++;
    }
    plan->rows = ROW_IS_RESPONSE;
    if (count == 1 && only->type == PROTOBUF_C_TYPE_MESSAGE && only->descriptor != &google__protobuf__timestamp__descriptor &&
        only->descriptor != &kam__v1__date__descriptor && only->descriptor != &google__protobuf__field_mask__descriptor) {
        plan->rows = only->label == PROTOBUF_C_LABEL_REPEATED ? ROWS_ARE_ITEMS : ROW_IS_ITEM;
        plan->item_id = only->id;
        return only->descriptor;
    }
    return m->response;
}

static void bind_columns(struct compiler *c, struct method_plan *plan, const PGresult *description) {
    const ProtobufCMessageDescriptor *message = row_message(c->method, plan);
    int count = PQnfields(description);
    plan->columns_count = (size_t)count;
    plan->columns = compiler_calloc((size_t)count, sizeof *plan->columns);
    for (int i = 0; i < count; i++) {
        char where[COMPILER_WHERE_BYTES];
        where_of(c, "column", PQfname(description, i), where, sizeof where);
        const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(message, PQfname(description, i));
        if (field) {
            compiler_bind_field(c, where, field, PQftype(description, i), 0, &plan->columns[i]);
        } else {
            report_add(c->report, "%s: no such field in %s", where, message->name);
        }
    }
    for (unsigned i = 0; i < message->n_fields; i++) {
        bool skipped = message == c->method->response && message->fields[i].id == plan->next_token_id;
        if (!skipped && PQfnumber(description, message->fields[i].name) < 0) {
            report_add(c->report, "%s: the function has no column %s", c->method->path, message->fields[i].name);
        }
    }
}

static void bind_page(struct compiler *c, struct method_plan *plan, const PGresult *description) {
    const struct kam_method *m = c->method;
    const ProtobufCFieldDescriptor *size = protobuf_c_message_descriptor_get_field_by_name(m->request, "page_size");
    const ProtobufCFieldDescriptor *token = protobuf_c_message_descriptor_get_field_by_name(m->request, "page_token");
    if (!size || size->type != PROTOBUF_C_TYPE_INT32 || !token || token->type != PROTOBUF_C_TYPE_STRING || !plan->next_token_id ||
        plan->rows != ROWS_ARE_ITEMS) {
        report_add(c->report, "%s: a page needs page_size, page_token, one repeated message and next_page_token", m->path);
        return;
    }
    plan->page_size_offset = size->offset;
    plan->page_token_offset = token->offset;
    for (int i = 0; m->keys[i]; i++) {
        int column = PQfnumber(description, m->keys[i]);
        if (column < 0 || i == PLAN_KEYS_MAX) {
            report_add(c->report, "%s: key %s is not a column, or there are more than %d", m->path, m->keys[i], PLAN_KEYS_MAX);
            return;
        }
        plan->key_columns[plan->keys_count++] = (unsigned)column;
    }
    for (size_t i = 0; i < plan->params_count; i++) {
        const struct param_plan *p = &plan->params[i];
        if (p->source == PARAM_AFTER && p->field.type != PQftype(description, (int)plan->key_columns[p->key])) {
            report_add(c->report, "%s: p_after_%s has another type than column %s", m->path, m->keys[p->key], m->keys[p->key]);
        }
    }
}

/* An answer of one row that may be waited for. */
static void bind_wait(struct compiler *c, struct method_plan *plan) {
    const ProtobufCFieldDescriptor *wait = protobuf_c_message_descriptor_get_field_by_name(c->method->request, "wait_ms");
    if (!wait) {
        return;
    }
    if (wait->type != PROTOBUF_C_TYPE_INT32 || c->method->kind != KAM_METHOD_READ || plan->rows == ROWS_ARE_ITEMS) {
        report_add(c->report, "%s: wait_ms is an int32 of a read that answers one row", c->method->path);
        return;
    }
    plan->wait_offset = wait->offset;
}

static void bind_subject(struct compiler *c, struct method_plan *plan) {
    const ProtobufCMessageDescriptor *message = c->method->request;
    const char *path = c->method->subject;
    while (path && *path) {
        char name[COMPILER_NAME_BYTES];
        size_t bytes = strcspn(path, ".");
        snprintf(name, sizeof name, "%.*s", (int)bytes, path);
        const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(message, name);
        bool last = path[bytes] == '\0';
        if (!field || field->label == PROTOBUF_C_LABEL_REPEATED || plan->subject.depth == PLAN_SUBJECT_DEPTH_MAX ||
            field->type != (last ? PROTOBUF_C_TYPE_INT64 : PROTOBUF_C_TYPE_MESSAGE)) {
            report_add(c->report, "%s: subject %s is not the path of an int64", c->method->path, c->method->subject);
            plan->subject.depth = 0;
            return;
        }
        plan->subject.offsets[plan->subject.depth++] = field->offset;
        plan->subject.optional = (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
        plan->subject.quantifier = field->quantifier_offset;
        plan->subject.id = field->id;
        message = last ? message : field->descriptor;
        path += bytes + !last;
    }
}

/* What keeps a read inlinable, and a definer's function safe from its caller's settings. */
static void check_function(struct compiler *c, const struct catalog_function *f) {
    const struct kam_method *m = c->method;
    if (f->overloaded || f->is_procedure) {
        report_add(c->report, "%s: %s.%s must be one function, without overloads", m->path, c->api_schema, f->name);
    }
    if (m->kind == KAM_METHOD_READ) {
        if (strcmp(f->language, "sql") != 0 || f->volatility == 'v' || f->definer || f->has_settings || !f->returns_set) {
            report_add(c->report, "%s: a read must be LANGUAGE sql STABLE, return a set, and have neither SECURITY DEFINER nor SET",
                       m->path);
        }
    } else if (!f->definer || !f->has_settings) {
        report_add(c->report, "%s: must be SECURITY DEFINER with SET search_path", m->path);
    }
}

static int bind_method(struct compiler *c, size_t number, struct method_plan *plan, char **ret_error) {
    const struct kam_method *m = c->method;
    size_t findings = c->report->count;
    if (!wirecheck_supports(m->request, WIRECHECK_DEPTH_MAX)) {
        report_add(c->report, "%s: %s is recursive, too deep or has too many fields", m->path, m->request->name);
    }
    if (m->kind == KAM_METHOD_HANDLER) {
        return 0;
    }
    const struct catalog_function *f = catalog_function(c->catalog, m->function);
    if (!f) {
        report_add(c->report, "%s: there is no function %s.%s", m->path, c->api_schema, m->function);
        return 0;
    }
    check_function(c, f);
    bind_params(c, f, plan);
    char *name;
    if (asprintf(&name, "m%zu", number) < 0) {
        abort();
    }
    plan->statement.name = name;
    plan->statement.sql = statement_text(c, f, "*");
    plan->statement.sets = 1u << (m->kind == KAM_METHOD_READ ? DB_SET_READ : DB_SET_WRITE);
    plan->statement.echo_column = -1;
    if (!plan->params) {
        return 0;
    }
    _cleanup_(db_resultp) PGresult *prepared =
        PQprepare(c->pg, name, plan->statement.sql, plan->statement.params_count, plan->statement.types);
    _cleanup_(db_resultp) PGresult *description = PQdescribePrepared(c->pg, name);
    if (PQstatus(c->pg) != CONNECTION_OK) {
        return db_direct_fail(c->pg, "the database went away", ret_error);
    }
    if (PQresultStatus(prepared) != PGRES_COMMAND_OK || PQresultStatus(description) != PGRES_COMMAND_OK) {
        report_add(c->report, "%s: cannot be prepared: %s", m->path, PQresultErrorField(prepared, PG_DIAG_MESSAGE_PRIMARY));
        return 0;
    }
    bind_columns(c, plan, description);
    plan->whole_row = plan->columns_count > 1 && plan->rows != ROWS_ARE_ITEMS;
    if (plan->whole_row) {
        free((void *)plan->statement.sql);
        plan->statement.sql = statement_text(c, f, "r");
    }
    if (is_page(m)) {
        bind_page(c, plan, description);
    }
    bind_wait(c, plan);
    bind_subject(c, plan);
    plan->method = c->report->count == findings ? m : NULL;
    return 0;
}

int bindings_new(PGconn *pg, const char *api_schema, const struct kam_method *methods, size_t methods_count, struct report *report,
                 char **ret_error, struct bindings **ret_bindings) {
    _cleanup_(bindings_freep) struct bindings *b = compiler_calloc(1, sizeof *b);
    b->methods_count = methods_count;
    b->plans = compiler_calloc(methods_count, sizeof *b->plans);
    _cleanup_(catalog_freep) struct catalog *catalog = NULL;
    int r = catalog_load(pg, api_schema, ret_error, &catalog);
    struct compiler c = {.pg = pg, .api_schema = api_schema, .catalog = catalog, .bindings = b, .report = report};
    for (size_t i = 0; r == 0 && i < methods_count; i++) {
        c.method = &methods[i];
        r = bind_method(&c, i, &b->plans[i], ret_error);
    }
    if (r != 0) {
        return r;
    }
    *ret_bindings = steal(b);
    return 0;
}

struct bindings *bindings_free(struct bindings *b) {
    if (!b) {
        return NULL;
    }
    for (size_t i = 0; i < b->methods_count; i++) {
        free((void *)b->plans[i].statement.name);
        free((void *)b->plans[i].statement.sql);
        free((void *)b->plans[i].statement.types);
        free(b->plans[i].params);
        free(b->plans[i].columns);
    }
    for (size_t i = 0; i < b->messages_count; i++) {
        free(b->messages[i]->fields);
        free(b->messages[i]);
    }
    for (size_t i = 0; i < b->labels_count; i++) {
        for (size_t k = 0; k < b->labels[i]->count; k++) {
            free((void *)b->labels[i]->labels[k].text);
        }
        free(b->labels[i]->labels);
        free(b->labels[i]);
    }
    free(b->plans);
    free(b);
    return NULL;
}

const struct method_plan *bindings_plan(const struct bindings *b, size_t method) {
    return method < b->methods_count && b->plans[method].method ? &b->plans[method] : NULL;
}

size_t bindings_count(const struct bindings *b) {
    return b->methods_count;
}

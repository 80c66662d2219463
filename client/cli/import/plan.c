#include "client/cli/import/plan.h"

#include <string.h>
#include <strings.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/grammar/command.h"
#include "client/cli/import/columns.h"
#include "client/cli/output/shape.h"

enum plan_id {
#define PLAN(id, noun, zh, en, kind) PLAN_##id,
#define CALL(plan, method, taken, update)
#define CELL(plan, method, headers, field, what, need)
#include "client/cli/import/plan.def"
    PLAN_COUNT,
};
#undef PLAN
#undef CALL
#undef CELL

enum need { NEED_MAY, NEED_NEED, NEED_WHEN, NEED_KEY };
enum { CODE_VALUE = CODE_NONE };

static const struct {
    const char *noun, *zh, *en;
    enum code_kind kind;
} plans[PLAN_COUNT] = {
#define PLAN(id, noun, zh, en, kind) [PLAN_##id] = {noun, zh, en, CODE_##kind},
#define CALL(plan, method, taken, update)
#define CELL(plan, method, headers, field, what, need)
#include "client/cli/import/plan.def"
};
#undef PLAN
#undef CALL

static const struct {
    enum plan_id plan;
    const char *method, *taken, *update;
} calls[] = {
#define PLAN(id, noun, zh, en, kind)
#define CALL(plan, method, taken, update) {PLAN_##plan, method, taken, update},
#include "client/cli/import/plan.def"
};
#undef CALL
#undef CELL

static const struct {
    enum plan_id plan;
    const char *method, *headers, *field;
    enum code_kind kind;
    enum need need;
} cells[] = {
#define CALL(plan, method, taken, update)
#define CELL(plan, method, headers, field, what, need) {PLAN_##plan, method, headers, field, (enum code_kind)CODE_##what, NEED_##need},
#include "client/cli/import/plan.def"
};
#undef PLAN
#undef CALL
#undef CELL

static bool names(const char *list, const char *header) {
    size_t bytes = strlen(header);

    for (const char *at = list; *at; at += strcspn(at, "|"), at += *at == '|')
        if (strcspn(at, "|") == bytes && strncasecmp(at, header, bytes) == 0)
            return true;
    return false;
}

static size_t column_of(const struct sheet_row *header, const char *list) {
    for (size_t i = 0; i < header->count; i++)
        if (names(list, header->cells[i]))
            return i;
    return PLAN_NO_COLUMN;
}

static void add_field(struct plan_call *call, size_t column, const char *flag, enum code_kind kind) {
    if (call->count < SHEET_CELLS_MAX)
        call->fields[call->count++] = (struct plan_field){.column = column, .flag = flag, .kind = kind};
}

/* The cells of plan.def for one call; false when a column it needs is not there. */
static bool fit_call(struct plan *plan, size_t which, const struct sheet_row *header) {
    struct plan_call *call = &plan->calls[plan->calls_count++];

    *call = (struct plan_call){.method = kam_method_find(calls[which].method),
                               .taken = calls[which].taken,
                               .update = calls[which].update ? kam_method_find(calls[which].update) : NULL};
    for (size_t c = 0; c < ARRAY_SIZE(cells); c++) {
        size_t column = column_of(header, cells[c].headers);

        if (cells[c].plan != calls[which].plan || strcmp(cells[c].method, calls[which].method) != 0)
            continue;
        if (cells[c].need == NEED_WHEN) {
            call->is_optional = true;
            call->when_column = column;
        }
        if (column == PLAN_NO_COLUMN) {
            if (cells[c].need == NEED_NEED || cells[c].need == NEED_KEY)
                return false;
            continue;
        }
        if (cells[c].need == NEED_KEY) {
            plan->key_column = column;
            plan->key = strchr(cells[c].field, '.') + 1;
        }
        add_field(call, column, cells[c].field, cells[c].kind);
    }
    return true;
}

static bool is_listed(enum plan_id id, const char *header) {
    for (size_t c = 0; c < ARRAY_SIZE(cells); c++)
        if (cells[c].plan == id && names(cells[c].headers, header))
            return true;
    return false;
}

/* What is not in plan.def: columns of a reject file, other fields of the first call, what an export has besides and says nothing here, and what
 * nobody knows. */
static void map_others(const struct app *app, enum plan_id id, const struct sheet_row *header, struct plan *plan) {
    const ProtobufCMessageDescriptor *shown = shape_of(plan->calls[0].method->response).type;

    for (size_t i = 0; i < header->count; i++) {
        struct field_path path = {0};
        int found;

        for (size_t j = 0; j < REJECT_COUNT; j++)
            plan->is_ours[i] = plan->is_ours[i] || strcasecmp(header->cells[i], column_reject_name(j)) == 0;
        if (plan->is_ours[i] || is_listed(id, header->cells[i]))
            continue;
        found = field_resolve(plan->calls[0].method->request, header->cells[i], &path);
        if (found == 0 && !command_hides(plan->calls[0].method, &path))
            add_field(&plan->calls[0], i, header->cells[i], CODE_NONE);
        else if (found == FIELD_UNKNOWN && *header->cells[i] && !protobuf_c_message_descriptor_get_field_by_name(shown, header->cells[i]))
            app_note(app, text_fill(TEXT_IMPORT_COLUMN_IGNORED, header->cells[i]));
    }
}

bool plan_fit(const struct app *app, const char *noun, const struct sheet_row *header, struct plan *ret_plan) {
    for (int id = 0; id < PLAN_COUNT; id++) {
        bool fits = strcmp(plans[id].noun, noun) == 0;

        *ret_plan = (struct plan){.zh = plans[id].zh, .en = plans[id].en, .kind = plans[id].kind, .key_column = PLAN_NO_COLUMN};
        for (size_t i = 0; i < ARRAY_SIZE(calls) && fits; i++)
            fits = (int)calls[i].plan != id || fit_call(ret_plan, i, header);
        if (fits) {
            map_others(app, (enum plan_id)id, header, ret_plan);
            return true;
        }
    }
    return false;
}

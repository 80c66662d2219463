#include "tests/model/model.h"

#include <stdio.h>
#include <string.h>

const char *const model_subjects[MODEL_SUBJECTS] = {"promotion", "travel"};
const char *const model_op_names[MODEL_OPS] = {"request", "act", "bill", "release", "transfer", "supplement", "grant"};

static unsigned pick(struct model_worker *w, unsigned below) {
    w->seed = (int64_t)((uint64_t)w->seed * 6364136223846793005u + 1442695040888963407u);
    return (unsigned)(((uint64_t)w->seed >> 33) % below);
}

static void put(struct model_ring *ring, int64_t id) {
    atomic_store(&ring->ids[atomic_fetch_add(&ring->next, 1) % MODEL_RING], id);
}

static int64_t any(struct model_worker *w, struct model_ring *ring) {
    return atomic_load(&ring->ids[pick(w, MODEL_RING)]);
}

/* Notes what was told of an operation; what is neither done nor refused nor unknown is a fault of the server. */
static void note(struct model_worker *w, enum model_op op, int status, int64_t id, int64_t amount, const char *act) {
    const struct kam_error *e = kam_client_error(w->client);

    w->tried[op]++;
    switch (status) {
    case KAM_OK:
        w->told[w->told_count++] = (struct model_told){op, id, amount, act};
        return;
    case KAM_INVALID_ARGUMENT:
    case KAM_NOT_FOUND:
    case KAM_PERMISSION_DENIED:
    case KAM_FAILED_PRECONDITION:
    case KAM_ALREADY_EXISTS:
    case KAM_ABORTED:
    case KAM_RESOURCE_EXHAUSTED:
    case KAM_UNAVAILABLE:
        w->refused++;
        return;
    default:
        w->unknown += status == KAM_UNKNOWN;
        w->broken += status != KAM_UNKNOWN;
        snprintf(w->broken_text, sizeof(w->broken_text), "%s: %s %s %s", model_op_names[op], kam_status_name((enum kam_status)status), e->reason,
                 e->message);
    }
}

/*
 * A write under a key of its own. What the client could not find out in its time is asked for once more with the key, until there is an answer: a
 * refusal after a cut is not known to be the outcome of what was sent before the cut.
 */
#define ASK(w, status, call)                                                                                                                      \
    do {                                                                                                                                          \
        int tries_ = 0;                                                                                                                           \
        new_key(w);                                                                                                                               \
        while (((status) = (call)) == KAM_UNKNOWN && tries_++ < 10)                                                                               \
            continue;                                                                                                                             \
    } while (0)

static void new_key(struct model_worker *w) {
    uint32_t n = ++w->keys;

    memset(w->key, 0, sizeof(w->key));
    memcpy(w->key, "model", 5);
    w->key[5] = (uint8_t)w->number;
    memcpy(w->key + 8, &n, sizeof(n));
    kam_call_options_init(&w->options);
    w->options.request_id = w->key;
}

/* Mostly little, at times more than a line holds. */
static int64_t amount_of(struct model_worker *w) {
    return 1 + (int64_t)pick(w, pick(w, 20) == 0 ? 200000 : 3000);
}

static void request_spend(struct model_worker *w) {
    Kam__V1__RequestSpendRequest request = KAM__V1__REQUEST_SPEND_REQUEST__INIT;
    Kam__V1__RequestSpendResponse *response;
    int status;

    request.unit_id = w->model->units[pick(w, MODEL_UNITS)];
    request.subject = (char *)model_subjects[pick(w, MODEL_SUBJECTS)];
    request.month = w->model->months[pick(w, MODEL_MONTHS)];
    request.amount = amount_of(w);
    request.title = "模型";
    request.reason = "模型";
    request.beyond = pick(w, 8) == 0;
    ASK(w, status, kam_spends_request_spend(w->client, &request, &w->options, &response));
    note(w, MODEL_REQUEST, status, status == KAM_OK ? response->spend->id : 0, request.amount, "");
    if (status != KAM_OK)
        return;
    put(&w->model->spends, response->spend->id);
    put(&w->model->items, response->spend->item_id);
    kam_message_free(&response->base);
}

/* An item that waits for the caller, else any. */
static int64_t choose_item(struct model_worker *w) {
    Kam__V1__ListInboxRequest request = KAM__V1__LIST_INBOX_REQUEST__INIT;
    Kam__V1__ListInboxResponse *response;
    unsigned which = pick(w, 10);
    int64_t id = any(w, &w->model->items);

    if (pick(w, 3) == 0)
        return id;
    request.page_size = 10;
    if (kam_approvals_list_inbox(w->client, &request, NULL, &response) != KAM_OK)
        return id;
    if (response->n_items > 0)
        id = response->items[which % response->n_items]->id;
    kam_message_free(&response->base);
    return id;
}

static void act(struct model_worker *w) {
    static const char *const acts[] = {"review", "approve", "approve", "review", "approve", "return", "submit", "withdraw", "veto", "approve"};
    Kam__V1__ActOnItemRequest request = KAM__V1__ACT_ON_ITEM_REQUEST__INIT;
    Kam__V1__ActOnItemResponse *response;
    int status;

    request.id = choose_item(w);
    request.act = (char *)acts[pick(w, sizeof(acts) / sizeof(acts[0]))];
    request.remark = "模型";
    ASK(w, status, kam_approvals_act_on_item(w->client, &request, &w->options, &response));
    note(w, MODEL_ACT, status, request.id, 0, request.act);
    if (status == KAM_OK)
        kam_message_free(&response->base);
}

static void bill(struct model_worker *w) {
    Kam__V1__BillSpendRequest request = KAM__V1__BILL_SPEND_REQUEST__INIT;
    Kam__V1__BillSpendResponse *response;
    int status;

    request.id = any(w, &w->model->spends);
    request._amount_case = KAM__V1__BILL_SPEND_REQUEST___AMOUNT_AMOUNT;
    request.amount = amount_of(w);
    ASK(w, status, kam_spends_bill_spend(w->client, &request, &w->options, &response));
    note(w, MODEL_BILL, status, request.id, request.amount, "");
    if (status == KAM_OK)
        kam_message_free(&response->base);
}

static void release(struct model_worker *w) {
    Kam__V1__ReleaseSpendRequest request = KAM__V1__RELEASE_SPEND_REQUEST__INIT;
    Kam__V1__ReleaseSpendResponse *response;
    int status;

    request.id = any(w, &w->model->spends);
    request._amount_case = KAM__V1__RELEASE_SPEND_REQUEST___AMOUNT_AMOUNT;
    request.amount = amount_of(w);
    ASK(w, status, kam_spends_release_spend(w->client, &request, &w->options, &response));
    note(w, MODEL_RELEASE, status, request.id, request.amount, "");
    if (status == KAM_OK)
        kam_message_free(&response->base);
}

static void transfer(struct model_worker *w) {
    Kam__V1__TransferBudgetRequest request = KAM__V1__TRANSFER_BUDGET_REQUEST__INIT;
    Kam__V1__TransferBudgetResponse *response;
    int status;

    request.unit_id = w->model->units[pick(w, MODEL_UNITS)];
    request.subject = (char *)model_subjects[pick(w, MODEL_SUBJECTS)];
    request.month = w->model->months[pick(w, MODEL_MONTHS)];
    request._to_unit_id_case = KAM__V1__TRANSFER_BUDGET_REQUEST___TO_UNIT_ID_TO_UNIT_ID;
    request.to_unit_id = w->model->units[pick(w, MODEL_UNITS)];
    request.to_subject = (char *)model_subjects[pick(w, MODEL_SUBJECTS)];
    request.to_month = w->model->months[pick(w, MODEL_MONTHS)];
    request.amount = amount_of(w);
    request.reason = "模型";
    ASK(w, status, kam_budgets_transfer_budget(w->client, &request, &w->options, &response));
    note(w, MODEL_TRANSFER, status, status == KAM_OK ? response->budget->id : 0, request.amount, "");
    if (status != KAM_OK)
        return;
    put(&w->model->items, response->budget->item_id);
    kam_message_free(&response->base);
}

static void supplement(struct model_worker *w) {
    Kam__V1__SupplementBudgetRequest request = KAM__V1__SUPPLEMENT_BUDGET_REQUEST__INIT;
    Kam__V1__SupplementBudgetResponse *response;
    int status;

    request.unit_id = w->model->units[pick(w, MODEL_UNITS)];
    request.subject = (char *)model_subjects[pick(w, MODEL_SUBJECTS)];
    request.month = w->model->months[pick(w, MODEL_MONTHS)];
    request.amount = amount_of(w);
    request.reason = "模型";
    ASK(w, status, kam_budgets_supplement_budget(w->client, &request, &w->options, &response));
    note(w, MODEL_SUPPLEMENT, status, status == KAM_OK ? response->budget->id : 0, request.amount, "");
    if (status != KAM_OK)
        return;
    put(&w->model->items, response->budget->item_id);
    kam_message_free(&response->base);
}

/* Somebody lends a right to somebody, which may make a chain or a circle. */
static void grant(struct model_worker *w) {
    static char *const rights[] = {"finance.spend.approve", "finance.spend.review", "finance.department_budget.approve", "finance.lower_budget.approve"};
    Kam__V1__GrantRightsRequest request = KAM__V1__GRANT_RIGHTS_REQUEST__INIT;
    Kam__V1__GrantRightsResponse *response;
    Kam__V1__Date ends = KAM__V1__DATE__INIT;
    char *right = rights[pick(w, sizeof(rights) / sizeof(rights[0]))];
    int status;

    ends.year = w->model->year + 1;
    ends.month = ends.day = 1;
    request.deputy_id = w->model->people[pick(w, MODEL_PEOPLE)];
    request.rights = &right;
    request.n_rights = 1;
    request.ends_on = &ends;
    ASK(w, status, kam_deputies_grant_rights(w->client, &request, &w->options, &response));
    note(w, MODEL_GRANT, status, 0, 0, "");
    if (status == KAM_OK)
        kam_message_free(&response->base);
}

void *model_work(void *worker) {
    struct model_worker *w = worker;

    for (unsigned i = 0; i < w->operations; i++) {
        unsigned what = pick(w, 100);

        if (what < 30)
            request_spend(w);
        else if (what < 70)
            act(w);
        else if (what < 82)
            bill(w);
        else if (what < 90)
            release(w);
        else if (what < 95)
            transfer(w);
        else if (what < 98)
            supplement(w);
        else
            grant(w);
    }
    return NULL;
}

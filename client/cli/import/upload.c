#include "client/cli/import/upload.h"

#include <signal.h>
#include <string.h>
#include <time.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/import/customer.h"
#include "client/cli/import/progress.h"
#include "client/cli/import/reference.h"
#include "client/cli/output/failure.h"

enum {
    WINDOW_MAX = 32,      /* calls under way at once, within what the server allows */
    PAUSE_FIRST_MS = 200, /* after a failure that may pass; doubled up to … */
    PAUSE_MAX_MS = 5000,
    PATIENCE_MS = 300000, /* how long a server may stay away without any progress */
};

/* One call under way. Lives until it has been waited for; owns its request. */
struct job {
    struct job *next;
    struct import_row *row;
    enum key_step step;
    ProtobufCMessage *request;
    uint64_t ticket;
    int64_t started_ms;
    bool replayed;
};

struct upload {
    struct app *app;
    kam_client *client;
    struct rows *rows;
    const uint8_t *file_hash;
    struct references references;
    struct progress progress;
    struct job *first, **last; /* under way, oldest first */
    size_t under_way, settled;
    struct upload_counts counts;
    int64_t paused_ms, progressed_ms;
    unsigned pauses;
    int stop; /* exit code that ends the run; 0: go on */
};

static volatile sig_atomic_t interrupted;

static void note_interrupt(int number) {
    (void)number;
    interrupted = 1;
}

static void show(struct upload *upload) {
    char created[24], present[24], rejected[24];
    _cleanup_(freep) char *detail = NULL;

    snprintf(created, sizeof(created), "%zu", upload->counts.created);
    snprintf(present, sizeof(present), "%zu", upload->counts.present);
    snprintf(rejected, sizeof(rejected), "%zu", upload->counts.rejected);
    detail = text_fill(TEXT_IMPORT_DETAIL, created, present, rejected);
    progress_show(&upload->progress, upload->settled, detail);
}

static void settle(struct upload *upload, struct import_row *row, enum row_state state) {
    if (row->state != ROW_REJECTED)
        row->state = state;
    upload->counts.created += row->state == ROW_CREATED;
    upload->counts.present += row->state == ROW_PRESENT;
    upload->counts.rejected += row->state == ROW_REJECTED;
    upload->settled++;
    upload->progressed_ms = progress_now_ms();
    show(upload);
}

static void settle_rejected(struct upload *upload, struct import_row *row, enum column column, char *fault) {
    row->state = ROW_SENT; /* its state may say created or present already, of its account */
    row_reject(row, column, fault);
    settle(upload, row, ROW_REJECTED);
}

static void stop_with_error(struct upload *upload, const struct kam_method *method, const struct kam_error *error) {
    if (upload->stop)
        return;
    progress_end(&upload->progress);
    failure_print(stderr, upload->app->color_errors, method, error, upload->app->has_session);
    upload->stop = (int)failure_exit(error);
}

static const struct kam_method *method_of(enum key_step step) {
    return kam_method_find(step == KEY_STEP_ACCOUNT ? "kam.v1.Accounts/CreateAccount" : "kam.v1.Contacts/CreateContact");
}

/* Puts the job at the end of those under way; its ticket may already carry a failure, which waiting will tell. */
static void start(struct upload *upload, struct job *job) {
    struct kam_call_options options;
    uint8_t key[KEY_BYTES];

    kam_call_options_init(&options);
    key_make(upload->file_hash, job->row->number, job->step, key);
    options.request_id = key;
    options.ret_replayed = &job->replayed;
    job->replayed = false;
    job->started_ms = progress_now_ms();
    if (kam_call_start(upload->client, method_of(job->step), job->request, &options, &job->ticket) != KAM_OK) {
        stop_with_error(upload, method_of(job->step), kam_client_error(upload->client));
        job->row->state = ROW_WAITING;
        customer_free(job->request);
        free(job);
        return;
    }
    job->next = NULL;
    *upload->last = job;
    upload->last = &job->next;
    upload->under_way++;
}

static void start_step(struct upload *upload, struct import_row *row, enum key_step step, ProtobufCMessage *request) {
    struct job *job = xcalloc(1, sizeof(*job));

    *job = (struct job){.row = row, .step = step, .request = request};
    start(upload, job);
}

/* The account stands; its contact follows, unless there is none or it is there. */
static void account_done(struct upload *upload, struct import_row *row, enum row_state state, bool contact_may_exist) {
    bool exists = false;

    row->state = state;
    if (*row->cell[COLUMN_CONTACT_NAME] && contact_may_exist)
        exists = reference_contact(&upload->references, row->account_id, row->cell[COLUMN_CONTACT_NAME]);
    if (!*row->cell[COLUMN_CONTACT_NAME] || exists)
        settle(upload, row, state);
    else
        start_step(upload, row, KEY_STEP_CONTACT, customer_contact(row));
}

static bool may_pass(const struct kam_error *error) {
    switch (error->code) {
    case KAM_DEADLINE_EXCEEDED:
    case KAM_UNKNOWN: /* the same key asks again what became of it */
    case KAM_CANCELLED:
        return true;
    case KAM_UNAVAILABLE: /* but a certificate that is not accepted stays so */
    case KAM_ABORTED:
    case KAM_RESOURCE_EXHAUSTED:
        return error->retryable;
    default:
        return false;
    }
}

static void sleep_ms(int64_t pause_ms) {
    struct timespec pause = {.tv_sec = pause_ms / 1000, .tv_nsec = pause_ms % 1000 * 1000000};

    nanosleep(&pause, NULL); /* a signal ends it early, which is right */
}

/*
 * A failure that may pass: wait, then send the same again. All calls under way fail together when a server goes, and wait together:
 * those sent before the pause do not pause again.
 */
static void try_again(struct upload *upload, struct job *job, const struct kam_error *error) {
    int64_t now_ms = progress_now_ms(), pause_ms = PAUSE_FIRST_MS;

    if (interrupted) {
        upload->stop = EXIT_INTERRUPTED;
    } else if (now_ms - upload->progressed_ms > PATIENCE_MS) {
        stop_with_error(upload, method_of(job->step), error);
    } else if (job->started_ms >= upload->paused_ms) {
        if (upload->pauses == 0) {
            _cleanup_(freep) char *line = text_fill(TEXT_IMPORT_WAITING, error->message);

            progress_note(&upload->progress, line);
        }
        for (unsigned i = 0; i < upload->pauses && pause_ms < PAUSE_MAX_MS; i++)
            pause_ms *= 2;
        pause_ms = pause_ms < PAUSE_MAX_MS ? pause_ms : PAUSE_MAX_MS;
        if (pause_ms < (int64_t)error->retry_after_ms)
            pause_ms = error->retry_after_ms < PATIENCE_MS ? error->retry_after_ms : PATIENCE_MS;
        upload->pauses++;
        sleep_ms(pause_ms);
        upload->paused_ms = progress_now_ms();
    }
    if (upload->stop) {
        job->row->state = ROW_WAITING;
        customer_free(job->request);
        free(job);
        return;
    }
    start(upload, job);
}

/* The answer's own words, with the field they are about. */
static void refused(struct upload *upload, struct import_row *row, enum key_step step, const struct kam_error *error) {
    enum column column = COLUMN_UNKNOWN;
    const char *message = error->message;

    for (size_t i = 0; i < error->violations_count && column == COLUMN_UNKNOWN; i++) {
        column = column_of_field(error->violations[i].field);
        if (column != COLUMN_UNKNOWN && *error->violations[i].message)
            message = error->violations[i].message;
    }
    if (column == COLUMN_UNKNOWN && strcmp(error->reason, "ACCOUNT_CODE_TAKEN") == 0)
        column = COLUMN_CODE;
    if (column == COLUMN_UNKNOWN && step == KEY_STEP_CONTACT)
        column = COLUMN_CONTACT_NAME;
    settle_rejected(upload, row, column, xstrdup(message));
}

/* Somebody has this code already: the same customer by an earlier file, or another one. */
static void code_taken(struct upload *upload, struct import_row *row, const struct kam_error *error) {
    _cleanup_(freep) char *message = xstrdup(error->message);
    _cleanup_(freep) char *name = NULL;
    int64_t id;

    if (reference_account(&upload->references, row->cell[COLUMN_CODE], &id, &name) && strcmp(name, row->cell[COLUMN_NAME]) == 0) {
        row->account_id = id;
        account_done(upload, row, ROW_PRESENT, true);
        return;
    }
    settle_rejected(upload, row, COLUMN_CODE, name ? text_fill(TEXT_IMPORT_CODE_OTHER, name) : steal(message));
}

static void failed(struct upload *upload, struct job *job) {
    const struct kam_error *error = kam_client_error(upload->client);
    struct import_row *row = job->row;
    enum key_step step = job->step;

    if (may_pass(error)) {
        try_again(upload, job, error);
        return;
    }
    /* What would refuse every row alike ends the run rather than filling the reject file. */
    if (error->code == KAM_UNAUTHENTICATED || error->code == KAM_UNIMPLEMENTED ||
        (error->code == KAM_PERMISSION_DENIED && step == KEY_STEP_ACCOUNT && error->violations_count == 0 &&
         upload->counts.created + upload->counts.present == 0)) {
        stop_with_error(upload, method_of(step), error);
        row->state = ROW_WAITING;
    } else if (step == KEY_STEP_ACCOUNT && strcmp(error->reason, "ACCOUNT_CODE_TAKEN") == 0) {
        code_taken(upload, row, error);
    } else {
        refused(upload, row, step, error);
    }
    customer_free(job->request);
    free(job);
}

static void wait_for_oldest(struct upload *upload) {
    struct job *job = upload->first;
    struct import_row *row = job->row;
    ProtobufCMessage *response = NULL;
    bool replayed;

    upload->first = job->next;
    if (!upload->first)
        upload->last = &upload->first;
    upload->under_way--;
    if (kam_call_wait(upload->client, job->ticket, &response) != KAM_OK) {
        failed(upload, job);
        return;
    }
    replayed = job->replayed;
    upload->pauses = 0;
    upload->progressed_ms = progress_now_ms();
    if (job->step == KEY_STEP_ACCOUNT) {
        customer_learn(row, response);
        account_done(upload, row, replayed ? ROW_PRESENT : ROW_CREATED, false);
    } else {
        /* An account of an earlier run whose contact is new counts as created: something was. */
        settle(upload, row, replayed ? row->state : ROW_CREATED);
    }
    kam_message_free(response);
    customer_free(job->request);
    free(job);
}

static size_t window(const struct upload *upload) {
    uint32_t allowed = kam_client_calls_max(upload->client);

    return allowed < 1 ? 1 : allowed < WINDOW_MAX ? allowed : WINDOW_MAX;
}

static bool is_settled(const struct import_row *row) {
    return row->state == ROW_CREATED || row->state == ROW_PRESENT || row->state == ROW_REJECTED;
}

/* Sends one row when its parent is known; waits for older calls until then. */
static void send_row(struct upload *upload, struct import_row *row) {
    int64_t parent_id = 0, owner_id = 0;
    char *fault = NULL;
    int stop;

    while (upload->under_way > 0 && !upload->stop &&
           (upload->under_way >= window(upload) || (row->parent != ROW_NO_PARENT && !upload->rows->rows[row->parent].account_id &&
                                                    upload->rows->rows[row->parent].state != ROW_REJECTED)))
        wait_for_oldest(upload);
    if (upload->stop)
        return;
    if (row_reject_orphan(upload->rows, row)) {
        settle(upload, row, ROW_REJECTED);
        return;
    }
    if (row->parent != ROW_NO_PARENT)
        parent_id = upload->rows->rows[row->parent].account_id;
    else if (*row->cell[COLUMN_PARENT_CODE] && !reference_account(&upload->references, row->cell[COLUMN_PARENT_CODE], &parent_id, NULL))
        fault = text_fill(TEXT_IMPORT_PARENT_UNKNOWN, row->cell[COLUMN_PARENT_CODE]);
    stop = upload->references.stop;
    if (!stop && fault) {
        settle_rejected(upload, row, COLUMN_PARENT_CODE, fault);
        return;
    }
    if (!stop && *row->cell[COLUMN_OWNER_LOGIN] && !reference_person(&upload->references, row->cell[COLUMN_OWNER_LOGIN], &owner_id))
        fault = text_fill(TEXT_IMPORT_OWNER_UNKNOWN, row->cell[COLUMN_OWNER_LOGIN]);
    stop = upload->references.stop;
    if (stop) {
        free(fault);
        upload->stop = stop;
        return;
    }
    if (fault) {
        settle_rejected(upload, row, COLUMN_OWNER_LOGIN, fault);
        return;
    }
    row->state = ROW_SENT;
    start_step(upload, row, KEY_STEP_ACCOUNT, customer_account(row, parent_id, owner_id));
}

void upload_count(const struct rows *rows, struct upload_counts *ret_counts) {
    struct upload_counts counts = {0};

    for (size_t i = 0; i < rows->count; i++) {
        counts.created += rows->rows[i].state == ROW_CREATED;
        counts.present += rows->rows[i].state == ROW_PRESENT;
        counts.rejected += rows->rows[i].state == ROW_REJECTED;
    }
    *ret_counts = counts;
}

static void run(struct upload *upload, const size_t *order) {
    for (size_t i = 0; i < upload->rows->count && !upload->stop; i++) {
        struct import_row *row = &upload->rows->rows[order[i]];

        if (interrupted)
            upload->stop = EXIT_INTERRUPTED;
        else if (!is_settled(row))
            send_row(upload, row);
        else
            show(upload);
    }
    /* Every call under way is waited for, also after Ctrl-C: what was sent may have been done, and the count should say so. */
    while (upload->under_way > 0)
        wait_for_oldest(upload);
}

int upload_rows(struct app *app, struct rows *rows, const size_t *order, const uint8_t file_hash[FILE_HASH_BYTES],
                struct upload_counts *ret_counts) {
    /* The first Ctrl-C ends the run in good order, the second one at once; both leave what can be gone on with. */
    struct sigaction watch = {.sa_handler = note_interrupt, .sa_flags = (int)SA_RESETHAND}, before;
    struct upload upload = {.app = app, .rows = rows, .file_hash = file_hash, .progressed_ms = progress_now_ms()};
    int fault = app_client(app, &upload.client);

    if (fault != 0)
        return fault;
    upload.last = &upload.first;
    references_init(&upload.references, app);
    upload_count(rows, &upload.counts);
    upload.settled = upload.counts.rejected;
    progress_init(&upload.progress, stderr, rows->count, app->quiet, app->color_errors);
    interrupted = 0;
    sigaction(SIGINT, &watch, &before);
    run(&upload, order);
    sigaction(SIGINT, &before, NULL);
    progress_end(&upload.progress);
    references_deinit(&upload.references);
    upload_count(rows, ret_counts);
    return upload.stop;
}

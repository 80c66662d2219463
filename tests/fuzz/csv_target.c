/*
 * Import files: any bytes, as UTF-8, GBK or UTF-16, cut into rows, mapped, checked and put in order, then written as a reject file, which
 * must be readable itself. Whatever comes in, each row is either taken or refused with a reason, parents stand before children, and what
 * is refused can be fed back.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/import/customer.h"
#include "client/cli/import/import.h"
#include "client/cli/output/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

static void check_order(const struct import_file *file) {
    size_t *place = xcalloc(file->rows.count, sizeof(*place));

    for (size_t i = 0; i < file->rows.count; i++)
        place[file->order[i]] = i;
    for (size_t i = 0; i < file->rows.count; i++) {
        const struct import_row *row = &file->rows.rows[i];

        assert((row->state == ROW_REJECTED) == (row->fault != NULL));
        if (row->state == ROW_REJECTED || row->parent == ROW_NO_PARENT)
            continue;
        assert(file->rows.rows[row->parent].state != ROW_REJECTED);
        assert(place[row->parent] < place[i]);
    }
    free(place);
}

/* Every row that is taken becomes its requests; those abort on a value that was not checked. */
static void make_requests(struct import_file *file) {
    for (size_t i = 0; i < file->rows.count; i++) {
        struct import_row *row = &file->rows.rows[i];

        if (row->state == ROW_REJECTED)
            continue;
        customer_free(customer_account(row, 1, 2));
        row->account_id = 3;
        if (*row->cell[COLUMN_CONTACT_NAME])
            customer_free(customer_contact(row));
    }
}

static void check_guards(const struct import_file *file) {
    for (size_t i = 0; i < file->sheet.count; i++)
        for (size_t j = 0; j < file->sheet.rows[i].count; j++) {
            char *guarded = csv_guard(file->sheet.rows[i].cells[j]), *back = csv_unguard(guarded);

            assert(strcmp(back, file->sheet.rows[i].cells[j]) == 0);
            free(guarded);
            free(back);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes) {
    struct complaint complaint = {0};
    struct import_file file;

    if (import_read(data, bytes, &file, &complaint) == 0) {
        check_order(&file);
        make_requests(&file);
        check_guards(&file);
        import_file_deinit(&file);
    } else {
        assert(complaint.message);
        complaint_deinit(&complaint);
    }
    return 0;
}

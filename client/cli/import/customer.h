/*
 * A row of an import file as the requests it becomes. The same row makes the same bytes every time: its key stands for them.
 */
#ifndef CLI_IMPORT_CUSTOMER_H
#define CLI_IMPORT_CUSTOMER_H

#include "client/cli/import/rows.h"

/* A CreateAccountRequest; 0 for ids that are not given. Free with customer_free(), which accepts NULL. */
ProtobufCMessage *customer_account(const struct import_row *row, int64_t parent_id, int64_t owner_id);
/* A CreateContactRequest for the row's account, which must be known. */
ProtobufCMessage *customer_contact(const struct import_row *row);
void customer_free(ProtobufCMessage *request);

/* Takes the account's id, and the code the server gave it, from the answer. */
void customer_learn(struct import_row *row, const ProtobufCMessage *response);

#endif

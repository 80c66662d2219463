/*
 * Names in C and in the database for names in the protos. The C names must be those protoc-gen-c gives, so its rules are repeated here.
 */
#ifndef PROTO_GEN_NAMES_H
#define PROTO_GEN_NAMES_H

#include "proto/gen/pool.h"

/* "kam.v1.GetAccountRequest" → "Kam__V1__GetAccountRequest" */
char *names_c_type(struct pool *p, const char *full_name);
/* "kam.v1.GetAccountRequest" → "kam__v1__get_account_request" */
char *names_c_lower(struct pool *p, const char *full_name);
/* "GetAccount" → "get_account" */
char *names_snake(struct pool *p, const char *name);
/* AccountKind, "ACCOUNT_KIND_BANK" → "bank"; NULL when the value lacks the enum's prefix. */
char *names_value_label(struct pool *p, const char *enum_name, const char *value_name);
/* "kam/v1/accounts.proto" → "kam/v1/accounts.pb-c.h" */
char *names_header(struct pool *p, const char *proto_path);

#endif

/* Made by protoc-gen-kam from the protos; changes here are lost. */
#include "proto/rules.h"

#include "things.pb-c.h"

const struct kam_method kam_methods[] = {
    {
        .path = "t.v1.Things/CreateThing",
        .function = "create_thing",
        .kind = KAM_METHOD_WRITE,
        .cardinality = KAM_CARDINALITY_ONE,
        .audit = KAM_AUDIT_WRITE,
        .is_public = false,
        .right = "thing.create",
        .subject = "thing.parent_id",
        .subject_kind = "thing",
        .keys = (const char *const[]){NULL},
        .descending = false,
        .noun = "things",
        .verb = "create",
        .args = (const char *const[]){"thing.name", NULL},
        .zh = "新建",
        .en = "Create a thing",
        .request = &t__v1__create_thing_request__descriptor,
        .response = &t__v1__create_thing_response__descriptor,
    },
    {
        .path = "t.v1.Things/Knock",
        .function = "knock",
        .kind = KAM_METHOD_HANDLER,
        .cardinality = KAM_CARDINALITY_ONE,
        .audit = KAM_AUDIT_NONE,
        .is_public = true,
        .right = "",
        .subject = "",
        .subject_kind = "",
        .keys = (const char *const[]){NULL},
        .descending = false,
        .noun = "door",
        .verb = "knock",
        .args = (const char *const[]){NULL},
        .zh = "敲门",
        .en = "Knock",
        .request = &t__v1__knock_request__descriptor,
        .response = &t__v1__knock_response__descriptor,
    },
    {
        .path = "t.v1.Things/ListThings",
        .function = "list_things",
        .kind = KAM_METHOD_READ,
        .cardinality = KAM_CARDINALITY_PAGE,
        .audit = KAM_AUDIT_NONE,
        .is_public = false,
        .right = "thing.read",
        .subject = "",
        .subject_kind = "",
        .keys = (const char *const[]){"made_at", "id", NULL},
        .descending = true,
        .noun = "things",
        .verb = "list",
        .args = (const char *const[]){NULL},
        .zh = "列出",
        .en = "List things",
        .request = &t__v1__list_things_request__descriptor,
        .response = &t__v1__list_things_response__descriptor,
    },
    {
        .path = "t.v1.Things/SearchThings",
        .function = "search_things",
        .kind = KAM_METHOD_QUERY,
        .cardinality = KAM_CARDINALITY_BOUNDED,
        .audit = KAM_AUDIT_CONFIDENTIAL,
        .is_public = false,
        .right = "",
        .subject = "",
        .subject_kind = "",
        .keys = (const char *const[]){NULL},
        .descending = false,
        .noun = "things",
        .verb = "search",
        .args = (const char *const[]){"query", NULL},
        .zh = "搜索",
        .en = "Search \"things\"\077",
        .request = &t__v1__search_things_request__descriptor,
        .response = &t__v1__search_things_response__descriptor,
    },
};

const size_t kam_methods_count = 4;

static const struct kam_field_rule fields_of_t__v1__create_thing_request[] = {
    {.zh = "东西", .en = "thing", .bytes_max = 1024, .items_max = 100, .required = true}, /* thing */
};

static const struct kam_field_rule fields_of_t__v1__create_thing_response[] = {
    {.zh = "thing", .en = "thing", .bytes_max = 1024, .items_max = 100}, /* thing */
};

static const struct kam_field_rule fields_of_t__v1__knock_request[] = {
    {0}, /* no fields */
};

static const struct kam_field_rule fields_of_t__v1__knock_response[] = {
    {0}, /* no fields */
};

static const struct kam_field_rule fields_of_t__v1__list_things_request[] = {
    {.zh = "page_size", .en = "page_size", .bytes_max = 1024, .items_max = 100}, /* page_size */
    {.zh = "page_token", .en = "page_token", .bytes_max = 1024, .items_max = 100}, /* page_token */
};

static const struct kam_field_rule fields_of_t__v1__list_things_response[] = {
    {.zh = "things", .en = "things", .bytes_max = 1024, .items_max = 100}, /* things */
    {.zh = "next_page_token", .en = "next_page_token", .bytes_max = 1024, .items_max = 100}, /* next_page_token */
};

static const struct kam_field_rule fields_of_t__v1__search_things_request[] = {
    {.zh = "query", .en = "query", .bytes_max = 1024, .items_max = 100}, /* query */
};

static const struct kam_field_rule fields_of_t__v1__search_things_response[] = {
    {.zh = "things", .en = "things", .bytes_max = 1024, .items_max = 100}, /* things */
};

static const struct kam_field_rule fields_of_t__v1__thing[] = {
    {.zh = "标识", .en = "id", .bytes_max = 1024, .items_max = 100, .output_only = true}, /* id */
    {.zh = "上级", .en = "parent", .bytes_max = 1024, .items_max = 100, .lookup = "t.v1.Things/SearchThings"}, /* parent_id */
    {.zh = "名称", .en = "name", .bytes_max = 64, .items_max = 100, .column = true, .required = true}, /* name */
    {.zh = "colour", .en = "colour", .bytes_max = 1024, .items_max = 100}, /* colour */
    {.zh = "标签", .en = "tags", .bytes_max = 1024, .items_max = 7}, /* tags */
    {.zh = "made_at", .en = "made_at", .bytes_max = 1024, .items_max = 100}, /* made_at */
    {.zh = "parts", .en = "parts", .bytes_max = 1024, .items_max = 100}, /* parts */
};

static const struct kam_field_rule fields_of_t__v1__thing__part[] = {
    {.zh = "size", .en = "size", .bytes_max = 1024, .items_max = 100}, /* size */
    {.zh = "密钥", .en = "key", .bytes_max = 1024, .items_max = 100, .secret = true}, /* key */
};

const struct kam_message_rules kam_message_rules[] = {
    {&t__v1__create_thing_request__descriptor, fields_of_t__v1__create_thing_request},
    {&t__v1__create_thing_response__descriptor, fields_of_t__v1__create_thing_response},
    {&t__v1__knock_request__descriptor, fields_of_t__v1__knock_request},
    {&t__v1__knock_response__descriptor, fields_of_t__v1__knock_response},
    {&t__v1__list_things_request__descriptor, fields_of_t__v1__list_things_request},
    {&t__v1__list_things_response__descriptor, fields_of_t__v1__list_things_response},
    {&t__v1__search_things_request__descriptor, fields_of_t__v1__search_things_request},
    {&t__v1__search_things_response__descriptor, fields_of_t__v1__search_things_response},
    {&t__v1__thing__descriptor, fields_of_t__v1__thing},
    {&t__v1__thing__part__descriptor, fields_of_t__v1__thing__part},
};

const size_t kam_message_rules_count = 10;

static const struct kam_value_rule values_of_t__v1__colour[] = {
    {.label = NULL, .zh = "", .en = ""},
    {.label = "red", .zh = "红", .en = "red"},
    {.label = "green", .zh = "绿", .en = "green"},
};

static const struct kam_value_rule values_of_t__v1__thing__part__size[] = {
    {.label = NULL, .zh = "", .en = ""},
    {.label = "large", .zh = "大", .en = "large"},
};

const struct kam_enum_rules kam_enum_rules[] = {
    {&t__v1__colour__descriptor, values_of_t__v1__colour},
    {&t__v1__thing__part__size__descriptor, values_of_t__v1__thing__part__size},
};

const size_t kam_enum_rules_count = 2;

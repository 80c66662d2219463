/*
 * From a message to what is printed: cells, tables with Hanzi, records, trees, CSV that spreadsheets do not run.
 */
#include "tests/unit/cli/cli_test.h"

#include <locale.h>
#include <time.h>

#include "client/cli/output/cell.h"
#include "client/cli/output/csv.h"
#include "client/cli/output/failure.h"
#include "client/cli/output/printer.h"

#include "google/protobuf/timestamp.pb-c.h"
#include "kam/v1/accounts.pb-c.h"
#include "kam/v1/merges.pb-c.h"
#include "kam/v1/org.pb-c.h"
#include "kam/v1/sessions.pb-c.h"

static int set_up(void **state) {
    (void)state;
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : 1;
}

static const ProtobufCFieldDescriptor *field(const ProtobufCMessage *message, const char *name) {
    const ProtobufCFieldDescriptor *found = cell_field(message->descriptor, name);

    assert_non_null(found);
    return found;
}

static void cells(void **state) {
    Google__Protobuf__Timestamp at = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
    Kam__V1__Identifier uscc = KAM__V1__IDENTIFIER__INIT;
    Kam__V1__Identifier *identifiers[] = {&uscc};
    char *former[] = {"甲", "a;b"};
    Kam__V1__Account account = KAM__V1__ACCOUNT__INIT;
    const ProtobufCMessage *message = &account.base;

    (void)state;
    language_set(LANGUAGE_ZH);
    at.seconds = 1795415400;
    uscc.kind = KAM__V1__IDENTIFIER_KIND__IDENTIFIER_KIND_USCC;
    uscc.value = "91";
    account.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    account.created_at = &at;
    account.identifiers = identifiers;
    account.n_identifiers = 1;
    account.former_names = former;
    account.n_former_names = 2;
    assert_text(cell_text(message, field(message, "kind"), CELL_HUMAN), "银行");
    assert_text(cell_text(message, field(message, "kind"), CELL_PLAIN), "bank");
    assert_text(cell_text(message, field(message, "created_at"), CELL_HUMAN), "2026-11-23 14:30");
    assert_text(cell_text(message, field(message, "created_at"), CELL_PLAIN), "2026-11-23T06:30:00Z");
    assert_text(cell_text(message, field(message, "identifiers"), CELL_HUMAN), "统一社会信用代码 91");
    assert_text(cell_text(message, field(message, "identifiers"), CELL_PLAIN), "uscc=91");
    assert_text(cell_text(message, field(message, "former_names"), CELL_HUMAN), "甲、a;b");
    assert_text(cell_text(message, field(message, "former_names"), CELL_PLAIN), "甲;a\\;b");
    assert_null(cell_text(message, field(message, "id"), CELL_PLAIN));
    assert_null(cell_text(message, field(message, "parent_id"), CELL_PLAIN));
    assert_null(cell_text(message, field(message, "name"), CELL_PLAIN));
    assert_null(cell_text(message, field(message, "state"), CELL_PLAIN));
    account.kind = 99; /* of a newer release */
    assert_text(cell_text(message, field(message, "kind"), CELL_HUMAN), "99");
}

static void secrets_are_never_shown(void **state) {
    Kam__V1__LoginResponse login = KAM__V1__LOGIN_RESPONSE__INIT;
    uint8_t token[] = {1, 2};

    (void)state;
    login.session_token.data = token;
    login.session_token.len = sizeof(token);
    assert_null(cell_text(&login.base, field(&login.base, "session_token"), CELL_PLAIN));
}

/* What a printer writes for these rows. */
static char *print(const ProtobufCMessageDescriptor *response, const ProtobufCMessage *const *rows, size_t count, enum output_format format,
                   const char *columns) {
    struct shape shape = shape_of(response);
    struct complaint complaint = {0};
    struct printer *printer;
    FILE *stream = tmpfile();
    struct print_style style = {.stream = stream, .format = format, .columns = columns};
    char *written;
    long bytes;

    assert_non_null(stream);
    printer = printer_new(&style, &shape, &complaint);
    if (!printer) {
        written = complaint.message;
        complaint.message = NULL;
        complaint_deinit(&complaint);
        fclose(stream);
        return written;
    }
    for (size_t i = 0; i < count; i++)
        printer_row(printer, rows[i]);
    assert_int_equal(printer_end(printer), count);
    printer_free(printer);
    bytes = ftell(stream);
    rewind(stream);
    written = xcalloc((size_t)bytes + 1, 1);
    assert_int_equal(fread(written, 1, (size_t)bytes, stream), bytes);
    fclose(stream);
    return written;
}

static void tables(void **state) {
    Kam__V1__AccountSummary a = KAM__V1__ACCOUNT_SUMMARY__INIT, b = KAM__V1__ACCOUNT_SUMMARY__INIT;
    const ProtobufCMessage *rows[] = {&a.base, &b.base};

    (void)state;
    language_set(LANGUAGE_ZH);
    a.id = 1;
    a.code = "KA1";
    a.name = "重庆银行";
    a.kind = KAM__V1__ACCOUNT_KIND__ACCOUNT_KIND_BANK;
    b.id = 2;
    b.code = "KA22";
    b.name = "x\x1b[31m";
    b.region = "渝中区";
    assert_text(print(&kam__v1__list_accounts_response__descriptor, rows, 2, OUTPUT_TABLE, "code,name,region"),
                "客户编号 名称      地区\n"
                "KA1      重庆银行  \n"
                "KA22     x\\x1B[31m 渝中区\n");
    assert_text(print(&kam__v1__list_accounts_response__descriptor, rows, 2, OUTPUT_CSV, "id,name,类型"),
                "id,name,kind\r\n1,重庆银行,bank\r\n2,x\x1b[31m,\r\n");
    assert_text(print(&kam__v1__list_accounts_response__descriptor, rows, 1, OUTPUT_JSONL, NULL),
                "{\"id\":\"1\",\"code\":\"KA1\",\"name\":\"重庆银行\",\"kind\":\"ACCOUNT_KIND_BANK\"}\n");
    assert_text(print(&kam__v1__list_accounts_response__descriptor, rows, 0, OUTPUT_JSON, NULL), "[]\n");
    assert_text(print(&kam__v1__list_accounts_response__descriptor, rows, 0, OUTPUT_TABLE, NULL), "");
    assert_text(print(&kam__v1__list_accounts_response__descriptor, rows, 0, OUTPUT_TABLE, "nmae"), "没有列“nmae”，是否指“name”？");
}

static void trees(void **state) {
    Kam__V1__AccountNode a = KAM__V1__ACCOUNT_NODE__INIT, b = KAM__V1__ACCOUNT_NODE__INIT, c = KAM__V1__ACCOUNT_NODE__INIT,
                         d = KAM__V1__ACCOUNT_NODE__INIT;
    const ProtobufCMessage *rows[] = {&a.base, &b.base, &c.base, &d.base};

    (void)state;
    language_set(LANGUAGE_ZH);
    a.id = 1;
    a.name = "工商银行";
    b.id = 2;
    b.name = "重庆市分行";
    c.id = 3;
    c.name = "渝中支行";
    d.id = 4;
    d.name = "两江分行";
    b._parent_id_case = c._parent_id_case = d._parent_id_case = KAM__V1__ACCOUNT_NODE___PARENT_ID_PARENT_ID;
    b.parent_id = d.parent_id = 1;
    c.parent_id = 2;
    assert_text(print(&kam__v1__get_account_tree_response__descriptor, rows, 4, OUTPUT_TABLE, "name"), "名称\n"
                                                                                                       "工商银行\n"
                                                                                                       "├─重庆市分行\n"
                                                                                                       "│ └─渝中支行\n"
                                                                                                       "└─两江分行\n");
}

static void records(void **state) {
    Kam__V1__Unit unit = KAM__V1__UNIT__INIT;
    struct print_style style = {.format = OUTPUT_TABLE};
    struct complaint complaint = {0};
    char *written = NULL;
    size_t bytes;

    (void)state;
    language_set(LANGUAGE_ZH);
    unit.code = "C1";
    unit.name = "一行\n二行";
    unit.kind = KAM__V1__UNIT_KIND__UNIT_KIND_TEAM;
    style.stream = xmemstream(&written, &bytes);
    assert_int_equal(print_record(&style, &unit.base, &complaint), 0);
    fclose(style.stream);
    assert_text(written, "编号  C1\n名称  一行\n      二行\n类别  团队\n层级  0\n");
}

/* A record inside a response is printed like one by itself: its labels make the column, and an id has its name beside it. */
static void records_inside(void **state) {
    Kam__V1__UnmergeAccountResponse response = KAM__V1__UNMERGE_ACCOUNT_RESPONSE__INIT;
    Kam__V1__Merge merge = KAM__V1__MERGE__INIT;
    struct print_style style = {.format = OUTPUT_TABLE};
    struct complaint complaint = {0};
    char *written = NULL;
    size_t bytes;

    (void)state;
    language_set(LANGUAGE_ZH);
    merge.id = 3;
    merge.account_id = 21;
    merge.account_name = "甲银行";
    merge.account_code = "A1";
    response.merge = &merge;
    style.stream = xmemstream(&written, &bytes);
    assert_int_equal(print_record(&style, &response.base, &complaint), 0);
    fclose(style.stream);
    assert_text(written, "合并编号      3\n保留的客户    甲银行（21）\n保留客户编号  A1\n");
}

static void shapes(void **state) {
    struct shape list = shape_of(&kam__v1__list_accounts_response__descriptor);
    struct shape single = shape_of(&kam__v1__get_account_response__descriptor);
    struct shape itself = shape_of(&kam__v1__get_session_response__descriptor);
    struct shape mixed = shape_of(&kam__v1__create_user_response__descriptor);

    (void)state;
    assert_non_null(list.rows);
    assert_non_null(list.next_page);
    assert_false(list.is_tree);
    assert_non_null(single.record);
    assert_ptr_equal(single.type, &kam__v1__account__descriptor);
    assert_null(itself.rows);
    assert_null(itself.record);
    assert_null(mixed.record);
    assert_true(shape_of(&kam__v1__list_units_response__descriptor).is_tree);
}

/* Nothing a spreadsheet would run, and nothing lost on the way back. */
static void guards(void **state) {
    static const char *const formulas[] = {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "＝1", "'=1", "''+x", "-", "+86 138"};
    static const char *const plain[] = {"重庆", "", "a=b", "'quoted'", "'", "-12.5", "0"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(formulas); i++) {
        _cleanup_(freep) char *guarded = csv_guard(formulas[i]);

        assert_int_equal(guarded[0], '\'');
        assert_text(csv_unguard(guarded), formulas[i]);
    }
    for (size_t i = 0; i < ARRAY_SIZE(plain); i++) {
        assert_text(csv_guard(plain[i]), plain[i]);
        assert_text(csv_unguard(plain[i]), plain[i]);
    }
}

static void failures(void **state) {
    struct kam_violation violations[] = {{"account.identifiers[2].value", "太长"}, {"elsewhere", "x"}};
    struct kam_holder holders[] = {{1, "王强", "集团客户部经理"}, {2, "李四", ""}};
    struct kam_error error = {.code = KAM_PERMISSION_DENIED,
                              .reason = "RIGHT_MISSING",
                              .message = "没有权限",
                              .violations = violations,
                              .violations_count = 2,
                              .required_right = "account.assign",
                              .holders = holders,
                              .holders_count = 2};
    char *written = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&written, &bytes);

    (void)state;
    language_set(LANGUAGE_ZH);
    failure_print(stream, false, kam_method_find("kam.v1.Accounts/CreateAccount"), &error, true);
    fclose(stream);
    assert_text(written, "错误：没有权限\n"
                         "  字段      证照号码（account.identifiers[2].value）：太长\n"
                         "  字段      elsewhere: x\n"
                         "  缺少权限  account.assign\n"
                         "  可以办理  王强（集团客户部经理）、李四\n"
                         "  代码      PERMISSION_DENIED/RIGHT_MISSING\n");
    assert_int_equal(failure_exit(&error), EXIT_DENIED);
}

static void every_status_has_its_exit_code(void **state) {
    static const struct {
        enum kam_status code;
        enum exit_code exit;
    } pairs[] = {{KAM_OK, EXIT_DONE},
                 {KAM_NOT_FOUND, EXIT_NOT_FOUND},
                 {KAM_UNAUTHENTICATED, EXIT_LOGIN},
                 {KAM_ALREADY_EXISTS, EXIT_CONFLICT},
                 {KAM_ABORTED, EXIT_CONFLICT},
                 {KAM_FAILED_PRECONDITION, EXIT_STATE},
                 {KAM_INVALID_ARGUMENT, EXIT_INVALID},
                 {KAM_UNAVAILABLE, EXIT_UNAVAILABLE},
                 {KAM_UNKNOWN, EXIT_OUTCOME_UNKNOWN},
                 {KAM_DEADLINE_EXCEEDED, EXIT_DEADLINE},
                 {KAM_RESOURCE_EXHAUSTED, EXIT_LIMIT},
                 {KAM_INTERNAL, EXIT_GENERAL}};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
        struct kam_error error = {.code = pairs[i].code, .reason = "", .message = "", .required_right = ""};

        assert_int_equal(failure_exit(&error), pairs[i].exit);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells),
        cmocka_unit_test(secrets_are_never_shown),
        cmocka_unit_test(tables),
        cmocka_unit_test(trees),
        cmocka_unit_test(records),
        cmocka_unit_test(records_inside),
        cmocka_unit_test(shapes),
        cmocka_unit_test(guards),
        cmocka_unit_test(failures),
        cmocka_unit_test(every_status_has_its_exit_code),
    };
    return cmocka_run_group_tests_name("cli output", tests, set_up, NULL);
}

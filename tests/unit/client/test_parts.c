/* The pieces of libkam that need no connection: endpoints, pauses, faults, and above all what may be sent again. */
#include "client/lib/backoff.h"
#include "client/lib/endpoint.h"
#include "client/lib/fault.h"
#include "client/lib/retry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void test_endpoints(void **state) {
    struct endpoint_list list;

    assert_int_equal(endpoint_list_parse("kam.example:7443", &list), 0);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].host, "kam.example");
    assert_string_equal(list.items[0].port, "7443");
    assert_int_equal(endpoint_list_parse(" a:1 , [::1]:2,192.0.2.1:65535 ", &list), 0);
    assert_int_equal(list.count, 3);
    assert_string_equal(list.items[1].host, "::1");
    assert_string_equal(list.items[1].port, "2");
    assert_string_equal(list.items[2].port, "65535");
}

static void test_endpoints_refused(void **state) {
    static const char *const wrong[] = {"",      "a",      "a:",     ":1",   "a:0",  "a:65536", "a:1x",     "a:-1",
                                        "::1:5", "[::1]5", "[::1:5", "[]:5", "a:1,", ",a:1",    "a:1,,b:2", "[a:1"};
    struct endpoint_list list = {.count = 77};
    char long_host[400];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(endpoint_list_parse(wrong[i], &list), ENDPOINT_SYNTAX);
    memset(long_host, 'h', sizeof(long_host));
    snprintf(long_host + 390, 10, ":1");
    assert_int_equal(endpoint_list_parse(long_host, &list), ENDPOINT_SYNTAX);
    assert_int_equal(endpoint_list_parse("a:1,a:2,a:3,a:4,a:5,a:6,a:7,a:8,a:9,a:10,a:11,a:12,a:13,a:14,a:15,a:16,a:17", &list),
                     ENDPOINT_TOO_MANY);
    assert_int_equal(list.count, 77);
}

static void test_backoff(void **state) {
    assert_int_equal(backoff_ms(0, 0), 50);
    assert_int_equal(backoff_ms(0, UINT32_MAX), 149);
    assert_int_equal(backoff_ms(3, UINT32_MAX / 2 + 1), 800);
    for (uint32_t tries = 0; tries < 100; tries++) {
        assert_true(backoff_ms(tries, 0) >= 50);
        assert_true(backoff_ms(tries, UINT32_MAX) <= 15000);
    }
    assert_int_equal(backoff_ms(UINT32_MAX, 0), 5000);
}

static void test_local_fault(void **state) {
    struct fault fault, other;
    static const uint8_t id[KAM_REQUEST_ID_BYTES] = {1, 2, 3};

    fault_init(&fault);
    fault_init(&other);
    assert_int_equal(fault.error.code, KAM_OK);
    fault_set_local(&fault, FAILURE_CONNECT_FAILED, "en", "127.0.0.1:1: Connection refused");
    assert_int_equal(fault.error.code, KAM_UNAVAILABLE);
    assert_string_equal(fault.error.reason, "CONNECT_FAILED");
    assert_string_equal(fault.error.message, "Cannot connect to the server: 127.0.0.1:1: Connection refused");
    assert_true(fault.error.retryable);
    fault_set_local(&fault, FAILURE_CONNECT_FAILED, "zh", NULL);
    assert_string_equal(fault.error.message, "无法连接服务器");
    fault_set_request_id(&fault, id);
    fault_move(&other, &fault);
    assert_ptr_equal(other.error.request_id, other.request_id);
    assert_memory_equal(other.error.request_id, id, sizeof(id));
    assert_int_equal(fault.error.code, KAM_OK);
    assert_null(fault.error.request_id);
    fault_deinit(&other);
    assert_string_equal(other.error.message, "");
}

static void test_status_fault(void **state) {
    Kam__V1__Status status = KAM__V1__STATUS__INIT;
    Kam__V1__FieldViolation violation = KAM__V1__FIELD_VIOLATION__INIT, *violations[] = {&violation};
    Kam__V1__Holder holder = KAM__V1__HOLDER__INIT, *holders[] = {&holder};
    struct fault fault;

    fault_init(&fault);
    status.code = KAM_PERMISSION_DENIED;
    status.reason = "PERMISSION_DENIED";
    status.required_right = "account.update";
    violation.field = "account.name";
    violation.message = "too long";
    holder.person_id = 7;
    holder.name = "林";
    status.n_violations = status.n_holders = 1;
    status.violations = violations;
    status.holders = holders;
    fault_set_status(&fault, &status, "en");
    assert_int_equal(fault.error.code, KAM_PERMISSION_DENIED);
    assert_string_equal(fault.error.message, "Permission denied"); /* the server gave none: the general one */
    assert_int_equal(fault.error.violations_count, 1);
    assert_string_equal(fault.error.violations[0].field, "account.name");
    assert_int_equal(fault.error.holders[0].person_id, 7);
    assert_string_equal(fault.error.required_right, "account.update");
    status.code = 4711;
    fault_set_status(&fault, &status, "en");
    assert_int_equal(fault.error.code, KAM_UNKNOWN);
    fault_deinit(&fault);
}

static struct retry retry_of(const char *path) {
    const struct kam_method *method = kam_method_find(path);

    assert_non_null(method);
    return retry_for(method, method->kind == KAM_METHOD_WRITE, 2);
}

static void test_retry_read(void **state) {
    struct retry retry = retry_of("kam.v1.Accounts/GetAccount");

    assert_int_equal(retry_after_loss(&retry), RETRY_AGAIN);
    assert_int_equal(retry_after_answer(&retry, KAM_UNAVAILABLE, "", true), RETRY_AGAIN);
    /* Two resends are spent. The outcome of a read is never open. */
    assert_int_equal(retry_after_loss(&retry), RETRY_FINAL);
    assert_int_equal(retry_after_deadline(&retry, true), RETRY_FINAL);
    assert_int_equal(retry_after_answer(&retry, KAM_NOT_FOUND, "", false), RETRY_FINAL);
}

static void test_retry_write(void **state) {
    struct retry retry = retry_of("kam.v1.Accounts/CreateAccount");

    /* Refused at once: known not to be done. */
    assert_int_equal(retry_after_answer(&retry, KAM_UNAUTHENTICATED, "", false), RETRY_FINAL);
    assert_int_equal(retry_after_deadline(&retry, false), RETRY_FINAL);
    assert_int_equal(retry_after_deadline(&retry, true), RETRY_UNKNOWN);
    /* Lost: pursued beyond retries_max, and a refusal that says nothing about the first send leaves it open. */
    for (int i = 0; i < 10; i++)
        assert_int_equal(retry_after_loss(&retry), RETRY_AGAIN);
    assert_int_equal(retry_after_answer(&retry, KAM_UNAVAILABLE, "", true), RETRY_AGAIN);
    assert_int_equal(retry_after_answer(&retry, KAM_UNAUTHENTICATED, "", false), RETRY_UNKNOWN);
    assert_int_equal(retry_after_answer(&retry, KAM_PERMISSION_DENIED, "", false), RETRY_UNKNOWN);
    assert_int_equal(retry_after_answer(&retry, KAM_FAILED_PRECONDITION, "PASSWORD_EXPIRED", false), RETRY_UNKNOWN);
    assert_int_equal(retry_after_deadline(&retry, false), RETRY_UNKNOWN);
    assert_int_equal(retry_after_connect_failure(&retry, 1000, false), RETRY_AGAIN);
    assert_int_equal(retry_after_connect_failure(&retry, 1, true), RETRY_UNKNOWN);
    /* The method itself answered, under the same id: that is the outcome. */
    assert_int_equal(retry_after_answer(&retry, KAM_ALREADY_EXISTS, "", false), RETRY_FINAL);
    assert_int_equal(retry_after_answer(&retry, KAM_OK, "", false), RETRY_FINAL);
}

static void test_retry_outcome_unknown(void **state) {
    struct retry write = retry_of("kam.v1.Accounts/CreateAccount"), never = write;

    never.resends_max = 0;
    assert_int_equal(retry_after_answer(&write, KAM_UNKNOWN, "OUTCOME_UNKNOWN", false), RETRY_AGAIN);
    assert_int_equal(retry_after_deadline(&write, false), RETRY_UNKNOWN);
    assert_int_equal(retry_after_answer(&never, KAM_UNKNOWN, "OUTCOME_UNKNOWN", true), RETRY_UNKNOWN);
    assert_int_equal(retry_after_loss(&never), RETRY_UNKNOWN);
}

static void test_retry_handlers(void **state) {
    struct retry login = retry_of("kam.v1.Sessions/Login"), redeem = retry_of("kam.v1.Sessions/RedeemToken");
    struct retry stranger = retry_for(NULL, false, 5);

    assert_int_equal(retry_after_loss(&login), RETRY_AGAIN);
    /* A one-time token would be spent the second time. */
    assert_int_equal(retry_after_loss(&redeem), RETRY_UNKNOWN);
    assert_int_equal(retry_after_loss(&stranger), RETRY_UNKNOWN);
    stranger = retry_for(NULL, true, 5);
    assert_int_equal(retry_after_loss(&stranger), RETRY_AGAIN);
}

static void test_connect_rounds(void **state) {
    struct retry retry = retry_of("kam.v1.Accounts/CreateAccount");

    assert_int_equal(retry_after_connect_failure(&retry, 1, false), RETRY_AGAIN);
    assert_int_equal(retry_after_connect_failure(&retry, 3, false), RETRY_FINAL);
    assert_int_equal(retry_after_connect_failure(&retry, 1, true), RETRY_FINAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_endpoints),      cmocka_unit_test(test_endpoints_refused),     cmocka_unit_test(test_backoff),
        cmocka_unit_test(test_local_fault),    cmocka_unit_test(test_status_fault),          cmocka_unit_test(test_retry_read),
        cmocka_unit_test(test_retry_write),    cmocka_unit_test(test_retry_outcome_unknown), cmocka_unit_test(test_retry_handlers),
        cmocka_unit_test(test_connect_rounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Login, and what else makes, changes or ends a session: the methods of kam.v1.Sessions that are no plain function of the database. */
#include "server/handlers/steps.h"

static void logged_out(struct call *call, const PGresult *rows) {
    (void)rows;
    Kam__V1__LogoutResponse response = KAM__V1__LOGOUT_RESPONSE__INIT;
    call_answer(call, &response.base);
}

static void logout(struct call *call) {
    const struct call_value values[] = {steps_hash(call_token_hash(call))};
    /* Before the database tells everybody that this session has ended: this connection knows, and stays. */
    call_forget(call);
    call_query(call, FIXED_LOGOUT, values, 1, logged_out);
}

const struct handler handlers[] = {
    {"kam.v1.Sessions/Login", handle_login},
    {"kam.v1.Sessions/LoginByCertificate", handle_login_by_certificate},
    {"kam.v1.Sessions/RedeemToken", handle_redeem_token},
    {"kam.v1.Sessions/ChangePassword", handle_change_password},
    {"kam.v1.Sessions/EnrolSecondFactor", handle_enrol_second_factor},
    {"kam.v1.Sessions/ConfirmSecondFactor", handle_confirm_second_factor},
    {"kam.v1.Sessions/RemoveSecondFactor", handle_remove_second_factor},
    {"kam.v1.Sessions/Logout", logout},
    {NULL, NULL},
};

/* Client certificates over the wire: services and people log in by them; expired, revoked and foreign ones are refused by name. */
#include "tests/harness/path.h"
#include "tests/integration/world.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world world;
static struct kamd plain; /* asks nobody for a certificate */

static kam_client *shower(const struct kamd *kamd, const char *certificate) {
    char pem[CLUSTER_FOLDER_BYTES + 32], key[CLUSTER_FOLDER_BYTES + 32];
    struct kam_options options;

    kam_options_init(&options);
    options.language = "en";
    path_format(pem, sizeof(pem), "%s/%s.pem", world.cluster->folder, certificate);
    path_format(key, sizeof(key), "%s/%s.key", world.cluster->folder, certificate);
    options.cert_file = pem;
    options.key_file = key;
    return kamd_client_for(&kamd, 1, options);
}

static int login(kam_client *client, char ret_login[64]) {
    Kam__V1__LoginByCertificateRequest request = KAM__V1__LOGIN_BY_CERTIFICATE_REQUEST__INIT;
    Kam__V1__LoginByCertificateResponse *response;
    int status = kam_sessions_login_by_certificate(client, &request, NULL, &response);

    if (status != KAM_OK)
        return status;
    if (ret_login)
        snprintf(ret_login, 64, "%s", response->login);
    kam_message_free(&response->base);
    return status;
}

static void test_service(void **state) {
    kam_client *admin = fixture_client(&world.a, "admin"), *service = shower(&world.a, "client-service"), *other;
    Kam__V1__CreateServiceRequest create = KAM__V1__CREATE_SERVICE_REQUEST__INIT;
    Kam__V1__CreateServiceResponse *created;
    Kam__V1__RemoveCertificateRequest remove = KAM__V1__REMOVE_CERTIFICATE_REQUEST__INIT;
    Kam__V1__RemoveCertificateResponse *removed;
    Kam__V1__ResetUserRequest reset = KAM__V1__RESET_USER_REQUEST__INIT;
    Kam__V1__ResetUserResponse *token;
    uint8_t session[KAM_SESSION_TOKEN_BYTES];
    char name[64] = "";

    expect_reason(service, login(service, NULL), KAM_UNAUTHENTICATED, "CERTIFICATE_UNKNOWN");
    create.login = "outbox";
    create.name = "发件程序";
    create.certificate = "uri:spiffe://pt.example/outbox";
    expect_status(admin, kam_certificates_create_service(admin, &create, NULL, &created), KAM_OK);
    remove.id = created->certificate->id;
    reset.id = created->certificate->person_id;
    kam_message_free(&created->base);
    expect_reason(admin, kam_users_reset_user(admin, &reset, NULL, &token), KAM_FAILED_PRECONDITION, "SERVICE_WITHOUT_PASSWORD");

    expect_status(service, login(service, name), KAM_OK);
    assert_string_equal(name, "outbox");
    expect_status(service, get_session(service), KAM_OK);
    /* The session is like any other: taken up elsewhere, and gone with the certificate's name. */
    assert_true(kam_client_session(service, session));
    other = shower(&world.b, "client-service");
    kam_client_set_session(other, session);
    expect_status(other, get_session(other), KAM_OK);
    expect_status(admin, kam_certificates_remove_certificate(admin, &remove, NULL, &removed), KAM_OK);
    kam_message_free(&removed->base);
    expect_status(other, get_session(other), KAM_UNAUTHENTICATED);
    expect_reason(service, login(service, NULL), KAM_UNAUTHENTICATED, "CERTIFICATE_UNKNOWN");
    kam_client_free(other);
    kam_client_free(service);
    kam_client_free(admin);
}

/* A person may have one beside the password; a certificate with the names of two opens neither. */
static void test_person(void **state) {
    kam_client *admin = fixture_client(&world.a, "admin"), *person = shower(&world.a, "client-person"), *both = shower(&world.a, "client-both");
    Kam__V1__AddCertificateRequest add = KAM__V1__ADD_CERTIFICATE_REQUEST__INIT;
    Kam__V1__AddCertificateResponse *added;
    char name[64] = "";

    add.person_id = fixture_person(&world.a, "sp1");
    add.name = "email:sp1@kam.example";
    expect_status(admin, kam_certificates_add_certificate(admin, &add, NULL, &added), KAM_OK);
    kam_message_free(&added->base);
    add.person_id = fixture_person(&world.a, "sp2");
    add.name = "uri:spiffe://pt.example/outbox";
    expect_status(admin, kam_certificates_add_certificate(admin, &add, NULL, &added), KAM_OK);
    kam_message_free(&added->base);
    expect_status(person, login(person, name), KAM_OK);
    assert_string_equal(name, "sp1");
    expect_status(person, fixture_login(person, "sp1", FIXTURE_PASSWORD), KAM_OK);
    expect_reason(both, login(both, NULL), KAM_UNAUTHENTICATED, "CERTIFICATE_UNKNOWN");
    kam_client_free(both);
    kam_client_free(person);
    kam_client_free(admin);
}

static void test_refused(void **state) {
    static const char *const refused[][2] = {
        {"client-expired", "certificate expired"}, {"client-revoked", "certificate revoked"}, {"client-foreign", "unknown ca"}};
    kam_client *client;

    for (size_t i = 0; i < 3; i++) {
        client = shower(&world.a, refused[i][0]);
        expect_reason(client, login(client, NULL), KAM_UNAUTHENTICATED, "CLIENT_CERTIFICATE_REFUSED");
        if (!strstr(kam_client_error(client)->message, refused[i][1]))
            fail_msg("%s: %s", refused[i][0], kam_client_error(client)->message);
        /* Nor by password: who shows a bad certificate is not talked to. */
        expect_reason(client, fixture_login(client, "sp1", FIXTURE_PASSWORD), KAM_UNAUTHENTICATED, "CLIENT_CERTIFICATE_REFUSED");
        kam_client_free(client);
    }
    assert_true(kamd_log_count(&world.a, "certificate has expired") > 0);
    assert_true(kamd_log_count(&world.a, "certificate revoked") > 0);
    /* None is needed for a password, and none is asked for where no authority is configured. */
    client = kamd_client(&world.a, "en");
    expect_reason(client, login(client, NULL), KAM_UNAUTHENTICATED, "CERTIFICATE_MISSING");
    expect_status(client, fixture_login(client, "sp1", FIXTURE_PASSWORD), KAM_OK);
    kam_client_free(client);
    client = shower(&plain, "client-person");
    expect_reason(client, login(client, NULL), KAM_UNAUTHENTICATED, "CERTIFICATE_MISSING");
    kam_client_free(client);
    client = shower(&world.a, "nowhere");
    expect_reason(client, login(client, NULL), KAM_INVALID_ARGUMENT, "CERT_FILE_UNREADABLE");
    kam_client_free(client);
}

static int open_world(void **state) {
    struct cluster *cluster = cluster_get();
    char settings[512];

    snprintf(settings, sizeof(settings), "[server]\nclient_ca = %s/client-ca.pem\nclient_crl = %s/client.crl\n", cluster->folder,
             cluster->folder);
    world_open_with(&world, 2, &(struct kamd_options){.settings = settings});
    kamd_start(&plain, cluster, world.database, NULL);
    return 0;
}

static int close_world(void **state) {
    kamd_stop(&plain, SIGTERM);
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_service),
        cmocka_unit_test(test_person),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}

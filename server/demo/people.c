#include "server/demo/people.h"

#include "server/demo/say.h"
#include "server/demo/server.h"

#include <ctype.h>
#include <errno.h>
#include <kam/client_methods.h>
#include <stdio.h>
#include <string.h>

/* A one-time token has 26 base32 characters, in groups with dashes. */
enum { TOKEN_CHARACTERS_MIN = 26, TOKEN_BYTES = 128 };

kam_client *demo_client_new(const struct demo_place *place, uint16_t port) {
    char endpoint[64];
    struct kam_options options;
    kam_client *client;

    snprintf(endpoint, sizeof(endpoint), "127.0.0.1:%u", port);
    kam_options_init(&options);
    options.endpoints = endpoint;
    options.server_name = "localhost";
    options.ca_file = place->ca;
    options.client_name = "kamd demo";
    client = kam_client_new(&options);
    if (!client)
        demo_fail("%s", strerror(ENOMEM));
    return client;
}

int demo_call_fail(const kam_client *client, const char *what) {
    const struct kam_error *error = kam_client_error(client);

    return demo_fail("%s: %s (%s)", what, error->message, error->reason);
}

static void done_path(const struct demo_place *place, char ret_path[static DEMO_PATH_BYTES]) {
    demo_place_path(place, "passwords-set", ret_path);
}

bool demo_person_has_password(const struct demo_place *place, const char *login) {
    char path[DEMO_PATH_BYTES], line[128];
    bool found = false;
    FILE *file;

    done_path(place, path);
    file = fopen(path, "re");
    while (file && !found && fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\n")] = 0;
        found = strcmp(line, login) == 0;
    }
    if (file)
        fclose(file);
    return found;
}

int demo_person_set_password(const struct demo_place *place, uint16_t port, const char *login, const char *token) {
    Kam__V1__RedeemTokenRequest request = KAM__V1__REDEEM_TOKEN_REQUEST__INIT;
    Kam__V1__RedeemTokenResponse *response = NULL;
    char path[DEMO_PATH_BYTES];
    kam_client *client = demo_client_new(place, port);
    int result = DEMO_OK;
    FILE *file;

    if (!client)
        return DEMO_TOLD;
    request.token = (char *)token;
    request.password = DEMO_PASSWORD;
    if (kam_sessions_redeem_token(client, &request, NULL, &response) != KAM_OK)
        result = demo_call_fail(client, login);
    kam_message_free((ProtobufCMessage *)response);
    kam_client_free(client);
    if (result != DEMO_OK)
        return result;
    done_path(place, path);
    file = fopen(path, "ae");
    if (!file)
        return demo_fail("%s: %s", path, strerror(errno));
    fprintf(file, "%s\n", login);
    return fclose(file) == 0 ? DEMO_OK : demo_fail("%s: %s", path, strerror(errno));
}

/* The token in what `kamd first-admin` printed: the word of base32 characters and dashes that is long enough. */
static bool find_token(const char *text, char ret_token[static TOKEN_BYTES]) {
    for (const char *word = text; *word; word += strcspn(word, " \t\r\n")) {
        size_t bytes, characters = 0;

        word += strspn(word, " \t\r\n");
        bytes = strcspn(word, " \t\r\n");
        for (size_t i = 0; i < bytes; i++) {
            if (isalnum((unsigned char)word[i]))
                characters++;
            else if (word[i] != '-') {
                characters = 0;
                break;
            }
        }
        if (characters >= TOKEN_CHARACTERS_MIN && bytes < TOKEN_BYTES) {
            snprintf(ret_token, TOKEN_BYTES, "%.*s", (int)bytes, word);
            return true;
        }
    }
    return false;
}

int demo_admin_ensure(const struct demo_place *place, uint16_t port) {
    char output[1024], token[TOKEN_BYTES];

    if (demo_person_has_password(place, DEMO_ADMIN))
        return DEMO_OK;
    /* Asked again after a run that was cut short, it gives a new token. */
    if (demo_server_command(place, "first-admin", DEMO_ADMIN, "系统管理员", output, sizeof(output)) != DEMO_OK)
        return DEMO_TOLD;
    if (!find_token(output, token))
        return demo_fail("first-admin 没有给出令牌 / kamd first-admin printed no token");
    demo_say("第一位管理员 / first administrator: %s", DEMO_ADMIN);
    return demo_person_set_password(place, port, DEMO_ADMIN, token);
}

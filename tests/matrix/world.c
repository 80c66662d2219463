#include "tests/matrix/world.h"

#include "common/totp.h"
#include "server/auth/factor.h"
#include "tests/harness/bail.h"
#include "tests/harness/certs.h"
#include "tests/harness/path.h"

#include <ctype.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Ids of world.sql. */
enum {
    FIRST_ROLE = 9000,
    MATE = 9101,
    MATE_TWO = 9102,
    OTHER_TEAM = 9103,
    OTHER_BRANCH = 9104,
    OTHER_COMPANY = 9105,
    ACCOUNTS = 100000,
    CONTACTS = 200000,
    INTERACTIONS = 300000,
    ASSIGNMENTS = 400000,
    POSTS = 500000,
    DOCUMENTS = 700000,
    SECRETS = 800000,
    VISIT_PLANS = 1000000,
    MERGES = 850000,
    HANDOVERS = 860000,
    NOTICES = 2300000,
    VACANCY = 599999,
    GRANTS = 2100000,
    COLLABORATIONS = 2200000,
    MISSING = 777777777,
};

static int64_t role_person(size_t role) {
    /* Whoever has no session names somebody else's rows; any will do. */
    return FIRST_ROLE + (role == CELLS_COLUMNS - 1 ? 0 : (int64_t)role);
}

static int64_t row_person(size_t role, enum row row) {
    switch (row) {
    case ROW_TEAM:
        return MATE;
    case ROW_UNIT:
        return OTHER_TEAM;
    case ROW_BRANCH:
        return OTHER_BRANCH;
    case ROW_COMPANY:
        return OTHER_COMPANY;
    case ROW_NONE:
    case ROW_OWN:
        break;
    }
    return role_person(role);
}

char *world_query(struct world *w, const char *sql) {
    PGresult *r = PQexec(w->admin, sql);
    if (PQresultStatus(r) != PGRES_TUPLES_OK && PQresultStatus(r) != PGRES_COMMAND_OK)
        bail("%s: %s", sql, PQresultErrorMessage(r));
    char *value = strdup(PQntuples(r) > 0 && PQnfields(r) > 0 ? PQgetvalue(r, 0, 0) : "");
    PQclear(r);
    return value;
}

static void run(struct world *w, const char *sql) {
    free(world_query(w, sql));
}

static void run_file(struct world *w, const char *path) {
    char *sql = NULL;
    size_t room = 0;
    FILE *f = fopen(path, "r");
    if (!f || getdelim(&sql, &room, 0, f) < 0)
        bail("%s cannot be read", path);
    fclose(f);
    run(w, "begin");
    run(w, sql);
    run(w, "commit");
    free(sql);
}

/* One hash for all of them: making one takes 30 ms, and the salt is nobody's business here. */
static void set_passwords(struct world *w) {
    char hash[crypto_pwhash_STRBYTES], sql[512];
    if (sodium_init() < 0 ||
        crypto_pwhash_str_alg(hash, WORLD_PASSWORD, strlen(WORLD_PASSWORD), 3, 32 << 20, crypto_pwhash_ALG_ARGON2ID13) != 0)
        bail("no password hash");
    snprintf(
        sql, sizeof(sql),
        "insert into kam.credential (person_id, password_hash, set_at) select id, '%s', now() from kam.person where login like 'mx-%%'",
        hash);
    run(w, sql);
}

void world_make(struct world *w, const char *folder) {
    char path[4096];
    *w = (struct world){.nonce = 1};
    path_format(path, sizeof(path), "%s/expected.csv", folder);
    const char *why = cells_read(path, &w->cells);
    if (why)
        bail("%s: %s", path, why);
    struct cluster *cluster = cluster_get();
    char database[32];
    cluster_create_database(cluster, database);
    w->admin = cluster_connect(cluster, database);
    path_format(path, sizeof(path), "%s/world.sql", folder);
    run_file(w, path);
    set_passwords(w);
    run(w, "select matrix.save()");
    /* Jobs would write between the cells, and wait for locks of what prepares a cell while that waits for theirs. */
    kamd_start(&w->kamd, cluster, database, &(struct kamd_options){.settings = "[jobs]\nrun = no"});
}

void world_free(struct world *w) {
    for (size_t i = 0; i < CELLS_COLUMNS; i++)
        kam_client_free(w->clients[i]);
    kamd_stop(&w->kamd, SIGTERM);
    PQfinish(w->admin);
}

kam_client *world_new_client(struct world *w, size_t role) {
    kam_client *client = kamd_client(&w->kamd, "en");
    if (role == CELLS_COLUMNS - 1)
        return client;
    uint8_t token[KAM_SESSION_TOKEN_BYTES] = {0};
    int64_t id = role_person(role);
    for (size_t i = 0; i < 8; i++)
        token[sizeof(token) - 1 - i] = (uint8_t)(id >> (8 * i));
    if (kam_client_set_session(client, token) != KAM_OK)
        bail("no session for %s", w->cells.roles[role]);
    return client;
}

kam_client *world_client(struct world *w, size_t role) {
    if (!w->clients[role])
        w->clients[role] = world_new_client(w, role);
    return w->clients[role];
}

static void put_login(FILE *f, struct world *w, int64_t person) {
    char sql[96];
    snprintf(sql, sizeof(sql), "select login from kam.person where id = %lld", (long long)person);
    char *login = world_query(w, sql);
    fputs(login, f);
    free(login);
}

static void put_unit(FILE *f, struct world *w, int64_t person) {
    char sql[96];
    snprintf(sql, sizeof(sql), "select unit_id from kam.post where id = %lld", (long long)(POSTS + person));
    char *unit = world_query(w, sql);
    fputs(unit, f);
    free(unit);
}

static void put_today(FILE *f, struct world *w) {
    char *today = world_query(w, "select core.today()");
    fputs(today, f);
    free(today);
}

static const uint8_t factor_secret[FACTOR_SECRET_BYTES] = "an authenticator's";

/* The secret of a second factor as kamd keeps it for this person, in hex. */
static void put_sealed(FILE *f, int64_t person) {
    uint8_t key[CERTS_FACTOR_KEY_BYTES], id[FACTOR_PERSON_BYTES], sealed[FACTOR_SEALED_BYTES];
    for (size_t i = 0; i < sizeof(id); i++)
        id[i] = (uint8_t)(person >> (56 - 8 * i));
    certs_factor_key(key);
    factor_seal(key, id, factor_secret, sealed);
    for (size_t i = 0; i < sizeof(sealed); i++)
        fprintf(f, "%02x", sealed[i]);
}

static void put_code(FILE *f) {
    char code[TOTP_DIGITS + 1];
    totp_code(factor_secret, sizeof(factor_secret), (uint64_t)time(NULL) / TOTP_STEP_SECONDS, code);
    fputs(code, f);
}

/* Writes what the placeholder stands for; the program ends at one that does not exist. */
static void put(FILE *f, struct world *w, const char *name, size_t role, enum row row, bool missing) {
    static const struct {
        const char *name;
        int64_t from;
    } records[] = {{"account", ACCOUNTS},
                   {"contact", CONTACTS},
                   {"interaction", INTERACTIONS},
                   {"assignment", ASSIGNMENTS},
                   {"post", POSTS},
                   {"person", 0},
                   {"document", DOCUMENTS},
                   {"secret_document", SECRETS},
                   {"merge", MERGES},
                   {"handover", HANDOVERS},
                   {"notice", NOTICES},
                   {"grant", GRANTS},
                   {"collaboration", COLLABORATIONS},
                   {"visit_plan", VISIT_PLANS}};
    int64_t person = row_person(role, row);
    for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++)
        if (strcmp(records[i].name, name) == 0) {
            fprintf(f, "%lld", (long long)(missing ? MISSING : records[i].from + person));
            return;
        }
    if (strcmp(name, "self") == 0)
        fprintf(f, "%lld", (long long)role_person(role));
    else if (strcmp(name, "mate_two") == 0)
        fprintf(f, "%d", MATE_TWO);
    else if (strcmp(name, "vacancy") == 0)
        fprintf(f, "%d", VACANCY);
    else if (strcmp(name, "unit") == 0)
        put_unit(f, w, person);
    else if (strcmp(name, "today") == 0)
        put_today(f, w);
    else if (strcmp(name, "login") == 0)
        put_login(f, w, role_person(role));
    else if (strcmp(name, "person_login") == 0)
        put_login(f, w, person);
    else if (strcmp(name, "password") == 0)
        fputs(WORLD_PASSWORD, f);
    else if (strcmp(name, "sealed") == 0)
        put_sealed(f, role_person(role));
    else if (strcmp(name, "code") == 0)
        put_code(f);
    else if (strcmp(name, "nonce") == 0)
        fprintf(f, "%u", w->nonce);
    else if (strcmp(name, "onetime") == 0)
        fprintf(f, "%026u", w->nonce);
    else
        bail("samples.json: $%s stands for nothing", name);
}

char *world_fill(struct world *w, const char *text, size_t role, enum row row, bool missing) {
    char *out = NULL;
    size_t bytes = 0;
    FILE *f = open_memstream(&out, &bytes);
    if (!f)
        bail("out of memory");
    while (*text) {
        if (*text != '$') {
            fputc(*text++, f);
            continue;
        }
        char name[32];
        size_t n = 0;
        for (text++; (islower((unsigned char)*text) || *text == '_') && n < sizeof(name) - 1; text++)
            name[n++] = *text;
        name[n] = 0;
        put(f, w, name, role, row, missing);
    }
    if (fclose(f) != 0)
        bail("out of memory");
    return out;
}

bool world_takes_method(size_t number) {
    const char *part = getenv("MATRIX_PART");
    size_t which = 0, of = 1;
    if (part && (sscanf(part, "%zu/%zu", &which, &of) != 2 || which >= of))
        bail("MATRIX_PART=%s is no part", part);
    return getenv("MATRIX_METHODS") ? which == 0 : number % of == which;
}

#include "server/admin/migrate.h"

#include "common/digest.h"
#include "common/method.h"
#include "server/db/direct.h"
#include "sql/embedded.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define API_SCHEMA "api_1"
#define API_PLACEHOLDER "@api@"
#define HEX_BYTES (2 * DIGEST_BYTES + 1)
#define LOCK_SQL "select pg_catalog.pg_advisory_lock(7020461)"

static void freep(char **text) {
    free(*text);
}

static int fail(char **ret_error, int error, const char *format, ...) _printf_(3, 4);

static int fail(char **ret_error, int error, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int r = vasprintf(ret_error, format, args);
    va_end(args);
    if (r < 0) {
        abort();
    }
    return error;
}

static void to_hex(const uint8_t digest[DIGEST_BYTES], char out[HEX_BYTES]) {
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
    }
}

/* The text with the release's schema in place of @api@. */
static char *with_schema(const char *text) {
    char *out = NULL;
    size_t bytes = 0;
    FILE *stream = open_memstream(&out, &bytes);
    if (!stream) {
        abort();
    }
    for (const char *at; (at = strstr(text, API_PLACEHOLDER)); text = at + strlen(API_PLACEHOLDER)) {
        fwrite(text, 1, (size_t)(at - text), stream);
        fputs(API_SCHEMA, stream);
    }
    fputs(text, stream);
    if (fclose(stream) != 0) {
        abort();
    }
    return out;
}

/* Line of a character position in the text that was sent, for the message. */
static int line_of(const char *text, const char *position) {
    int line = 1;
    long characters = position ? strtol(position, NULL, 10) : 0;
    for (; *text && characters > 1; text++) {
        line += *text == '\n';
        characters -= ((unsigned char)*text & 0xc0) != 0x80;
    }
    return line;
}

static int apply_file(PGconn *pg, const struct sql_file *file, char **ret_error) {
    _cleanup_(freep) char *text = with_schema(file->text);
    _cleanup_(db_resultp) PGresult *result = PQexec(pg, text);
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) {
        return 0;
    }
    char place[256];
    snprintf(place, sizeof place, "sql/%s:%d", file->path, line_of(text, PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION)));
    return fail(ret_error, -EIO, "%s: %s", place, PQresultErrorMessage(result));
}

static int command(PGconn *pg, const char *sql, char **ret_error) {
    return db_direct_run(pg, sql, 0, NULL, ret_error, NULL);
}

/* Runs between BEGIN and COMMIT; rolls back when it fails. */
static int end_transaction(PGconn *pg, int r, char **ret_error) {
    if (r != 0) {
        PQclear(PQexec(pg, "rollback"));
        return r;
    }
    _cleanup_(db_resultp) PGresult *committed = NULL;
    r = db_direct_run(pg, "commit", 0, NULL, ret_error, &committed);
    if (r == 0 && strcmp(PQcmdStatus(committed), "COMMIT") != 0) {
        return fail(ret_error, -EIO, "the transaction was rolled back");
    }
    return r;
}

/* --- numbered migrations ------------------------------------------------------------------------------------------------------------- */

/* Hash of the migration as recorded, in hex; "" when it was not applied. */
static int recorded_hash(PGconn *pg, const char *number, char ret_hex[HEX_BYTES], char **ret_error) {
    _cleanup_(db_resultp) PGresult *exists = NULL;
    _cleanup_(db_resultp) PGresult *rows = NULL;
    const char *const values[] = {number};
    ret_hex[0] = '\0';
    int r = db_direct_run(pg, "select pg_catalog.to_regclass('core.migration') is not null", 0, NULL, ret_error, &exists);
    if (r != 0 || PQgetvalue(exists, 0, 0)[0] != 't') {
        return r;
    }
    r = db_direct_run(pg, "select pg_catalog.encode(sha256, 'hex') from core.migration where number = $1::int4", 1, values, ret_error,
                      &rows);
    if (r == 0 && PQntuples(rows) == 1) {
        snprintf(ret_hex, HEX_BYTES, "%s", PQgetvalue(rows, 0, 0));
    }
    return r;
}

static const char *name_of(const struct sql_file *file) {
    const char *name = strrchr(file->path, '/');
    return name ? name + 1 : file->path;
}

/* Whether the database lacks this migration; -EINVAL when it has another one under its number. */
static int is_pending(PGconn *pg, const struct sql_file *file, bool *ret_pending, char **ret_error) {
    const char *name = name_of(file);
    char number[16];
    char hex[HEX_BYTES];
    char recorded[HEX_BYTES];
    uint8_t digest[DIGEST_BYTES];
    snprintf(number, sizeof number, "%d", atoi(name));
    int r = recorded_hash(pg, number, recorded, ret_error);
    if (r != 0) {
        return r;
    }
    digest_sha256(file->text, file->bytes, digest);
    to_hex(digest, hex);
    if (recorded[0] && strcmp(recorded, hex) != 0) {
        return fail(ret_error, -EINVAL,
                    "migration %s was applied to this database with other contents (%s…): migrations are never changed, add one", name,
                    recorded);
    }
    *ret_pending = !recorded[0];
    return 0;
}

/* A value added to an enum can be used only when the transaction that added it has ended. */
static bool needs_commit(const struct sql_file *file) {
    return strstr(file->text, " add value ");
}

static int apply_migration(PGconn *pg, const struct sql_file *file, void (*say)(const char *line), char **ret_error) {
    const char *name = name_of(file);
    char number[16];
    char hex[HEX_BYTES];
    uint8_t digest[DIGEST_BYTES];
    const char *const values[] = {number, name, hex};
    snprintf(number, sizeof number, "%d", atoi(name));
    digest_sha256(file->text, file->bytes, digest);
    to_hex(digest, hex);
    int r = apply_file(pg, file, ret_error);
    r = r ? r
          : db_direct_run(pg, "insert into core.migration (number, name, sha256) values ($1::int4, $2, pg_catalog.decode($3, 'hex'))", 3,
                          values, ret_error, NULL);
    if (r == 0) {
        say(name);
    }
    return r;
}

/*
 * All that the database lacks, in the transaction that is open. Functions and views of an older build of this release hold on to columns
 * that go: its schema is dropped before, and made anew by what follows in the same transaction.
 */
static int apply_migrations(PGconn *pg, void (*say)(const char *line), char **ret_error) {
    bool dropped = false;
    int r = 0;
    for (size_t i = 0; r == 0 && i < sql_files_count; i++) {
        bool pending = false;
        if (sql_files[i].part != SQL_PART_MIGRATION) {
            continue;
        }
        r = is_pending(pg, &sql_files[i], &pending, ret_error);
        if (r != 0 || !pending) {
            continue;
        }
        if (needs_commit(&sql_files[i])) {
            r = apply_migration(pg, &sql_files[i], say, ret_error);
            r = r ? r : command(pg, "commit and chain", ret_error);
            continue;
        }
        r = dropped ? 0 : command(pg, "drop schema if exists " API_SCHEMA " cascade", ret_error);
        r = r ? r : apply_migration(pg, &sql_files[i], say, ret_error);
        dropped = true;
    }
    return r;
}

/* A database that has migrations we do not carry belongs to a newer release. */
static int refuse_newer(PGconn *pg, char **ret_error) {
    _cleanup_(db_resultp) PGresult *rows = NULL;
    int ours = 0;
    for (size_t i = 0; i < sql_files_count; i++) {
        if (sql_files[i].part == SQL_PART_MIGRATION && atoi(name_of(&sql_files[i])) > ours) {
            ours = atoi(name_of(&sql_files[i]));
        }
    }
    int r = db_direct_run(pg, "select number, name from core.migration order by number desc limit 1", 0, NULL, ret_error, &rows);
    if (r == 0 && PQntuples(rows) == 1 && atoi(PQgetvalue(rows, 0, 0)) > ours) {
        return fail(ret_error, -EINVAL, "the database has migration %s, which this kamd does not know: use the newer one",
                    PQgetvalue(rows, 0, 1));
    }
    return r;
}

/* --- what is made anew --------------------------------------------------------------------------------------------------------------- */

static bool is_repeatable(enum sql_part part) {
    return part != SQL_PART_ROLES && part != SQL_PART_MIGRATION && part != SQL_PART_STATEMENT;
}

/* Over every file that shapes the database: names, lengths and contents. */
static void hash_all(char ret_hex[HEX_BYTES]) {
    uint8_t chain[DIGEST_BYTES + DIGEST_BYTES + DIGEST_BYTES] = {0};
    for (size_t i = 0; i < sql_files_count; i++) {
        if (sql_files[i].part != SQL_PART_STATEMENT) {
            digest_sha256(sql_files[i].path, strlen(sql_files[i].path), chain + DIGEST_BYTES);
            digest_sha256(sql_files[i].text, sql_files[i].bytes, chain + 2 * DIGEST_BYTES);
            uint8_t next[DIGEST_BYTES];
            digest_sha256(chain, sizeof chain, next);
            memcpy(chain, next, DIGEST_BYTES);
        }
    }
    to_hex(chain, ret_hex);
}

static int is_current(PGconn *pg, const char *hex, bool *ret_current, char **ret_error) {
    _cleanup_(db_resultp) PGresult *rows = NULL;
    const char *const values[] = {API_SCHEMA, hex};
    int r = db_direct_run(pg, "select from core.applied where release = $1 and sha256 = pg_catalog.decode($2, 'hex')", 2, values, ret_error,
                          &rows);
    if (r == 0) {
        *ret_current = PQntuples(rows) == 1;
    }
    return r;
}

static int apply_repeatable(PGconn *pg, void (*say)(const char *line), char **ret_error) {
    char hex[HEX_BYTES];
    bool current;
    hash_all(hex);
    int r = is_current(pg, hex, &current, ret_error);
    if (r != 0 || current) {
        return r;
    }
    const char *const values[] = {API_SCHEMA, hex};
    for (size_t i = 0; r == 0 && i < sql_files_count; i++) {
        r = is_repeatable(sql_files[i].part) ? apply_file(pg, &sql_files[i], ret_error) : 0;
    }
    r = r ? r
          : db_direct_run(pg,
                          "insert into core.applied (release, sha256) values ($1, pg_catalog.decode($2, 'hex'))"
                          " on conflict (release) do update set sha256 = excluded.sha256, applied_at = now()",
                          2, values, ret_error, NULL);
    if (r == 0) {
        say(API_SCHEMA);
    }
    return r;
}

static int apply_roles(PGconn *pg, char **ret_error) {
    int r = command(pg, "begin", ret_error);
    for (size_t i = 0; r == 0 && i < sql_files_count; i++) {
        r = sql_files[i].part == SQL_PART_ROLES ? apply_file(pg, &sql_files[i], ret_error) : 0;
    }
    return end_transaction(pg, r, ret_error);
}

static void ignore_notice(void *ctx, const PGresult *result) {
    (void)ctx;
    (void)result;
}

/* Journal and changes have a partition for each month and none by default: every migration makes them reach five years ahead. */
static int extend_partitions(PGconn *pg, char **ret_error) {
    return command(pg, "select core.extend_partitions((now() + interval '5 years')::date)", ret_error);
}

/* The database names the right a method asks for when somebody asks why he may not call it. */
static int keep_methods(PGconn *pg, char **ret_error) {
    char *list = NULL;
    size_t bytes = 0;
    FILE *f = open_memstream(&list, &bytes);

    if (!f) {
        return fail(ret_error, -EIO, "out of memory");
    }
    /* None of these texts has a character that JSON would have to escape: they are names. */
    for (size_t i = 0; i < kam_methods_count; i++) {
        fprintf(f, "%s[\"%s\",\"%s\",\"%s\"]", i ? "," : "[", kam_methods[i].path, kam_methods[i].right, kam_methods[i].subject_kind);
    }
    fputc(']', f);
    int r = fclose(f) == 0 ? 0 : fail(ret_error, -EIO, "out of memory");
    const char *const values[] = {list};
    r = r ? r : db_direct_run(pg, "select core.keep_methods($1::jsonb)", 1, values, ret_error, NULL);
    free(list);
    return r;
}

int migrate(PGconn *pg, void (*say)(const char *line), char **ret_error) {
    PQsetNoticeReceiver(pg, ignore_notice, NULL);
    int r = command(pg, LOCK_SQL, ret_error);
    r = r ? r : apply_roles(pg, ret_error);
    r = r ? r : command(pg, "begin", ret_error);
    if (r != 0) {
        return r;
    }
    r = apply_migrations(pg, say, ret_error);
    r = r ? r : refuse_newer(pg, ret_error);
    r = r ? r : apply_repeatable(pg, say, ret_error);
    r = r ? r : keep_methods(pg, ret_error);
    r = r ? r : extend_partitions(pg, ret_error);
    return end_transaction(pg, r, ret_error);
}

/*
 * Build tool: writes C that holds SQL files as strings.
 *
 *   sql-embed OUTPUT SOURCE_DIR PART file… PART file…
 *
 * PART is a word in capitals, the name of an enum sql_part without its prefix; it holds for the files that follow.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_part(const char *word) {
    return *word && strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == strlen(word);
}

static int fail(const char *path) {
    fprintf(stderr, "sql-embed: %s: %s\n", path, strerror(errno));
    return EXIT_FAILURE;
}

/* One literal per line of SQL. Bytes outside ASCII become octal escapes, always three digits, so that no digit after them joins in. */
static int write_text(FILE *out, const char *path, size_t number) {
    FILE *in = fopen(path, "rb");
    if (!in) {
        return fail(path);
    }
    fprintf(out, "static const char text_%zu[] =\n    \"", number);
    for (int c = getc(in); c != EOF; c = getc(in)) {
        if (c == '\n') {
            fputs("\\n\"\n    \"", out);
        } else if (c == '"' || c == '\\') {
            fprintf(out, "\\%c", c);
        } else if (c == 0) {
            fprintf(stderr, "sql-embed: %s: holds a NUL byte\n", path);
            fclose(in);
            return EXIT_FAILURE;
        } else if (c < ' ' || c > '~' || c == '?') {
            fprintf(out, "\\%03o", (unsigned)c);
        } else {
            putc(c, out);
        }
    }
    fputs("\";\n", out);
    if (ferror(in)) {
        fclose(in);
        return fail(path);
    }
    fclose(in);
    return EXIT_SUCCESS;
}

static int write_all(FILE *out, const char *source_dir, char **words, size_t words_count) {
    fputs("/* Made by sql-embed. */\n#include \"sql/embedded.h\"\n\n", out);
    for (size_t i = 0; i < words_count; i++) {
        if (!is_part(words[i]) && write_text(out, words[i], i) != EXIT_SUCCESS) {
            return EXIT_FAILURE;
        }
    }
    fputs("\nconst struct sql_file sql_files[] = {\n", out);
    size_t prefix = strlen(source_dir);
    const char *part = NULL;
    for (size_t i = 0; i < words_count; i++) {
        if (is_part(words[i])) {
            part = words[i];
            continue;
        }
        /* Meson hands on absolute or build-relative paths; what follows the source folder is the name the file is known by. */
        const char *name = strstr(words[i], source_dir);
        name = name ? name + prefix : strstr(words[i], "sql/") ? strstr(words[i], "sql/") + 3 : words[i];
        while (*name == '/') {
            name++;
        }
        if (!part) {
            fprintf(stderr, "sql-embed: %s comes before any part\n", words[i]);
            return EXIT_FAILURE;
        }
        fprintf(out, "    {SQL_PART_%s, \"%s\", text_%zu, sizeof text_%zu - 1},\n", part, name, i, i);
    }
    fputs("};\nconst size_t sql_files_count = sizeof sql_files / sizeof sql_files[0];\n", out);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fputs("usage: sql-embed OUTPUT SOURCE_DIR PART file... PART file...\n", stderr);
        return EXIT_FAILURE;
    }
    FILE *out = fopen(argv[1], "wb");
    if (!out) {
        return fail(argv[1]);
    }
    int status = write_all(out, argv[2], argv + 3, (size_t)argc - 3);
    if (fclose(out) != 0 && status == EXIT_SUCCESS) {
        status = fail(argv[1]);
    }
    return status;
}

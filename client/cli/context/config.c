#include "client/cli/context/config.h"

#include <errno.h>
#include <ini.h>
#include <string.h>
#include <sys/stat.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/newfile.h"
#include "client/cli/base/suggest.h"
#include "client/cli/base/text.h"

static const char section_prefix[] = "context ";

bool context_name_is_valid(const char *name) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t bytes = strlen(name);

    return bytes > 0 && bytes <= CONTEXT_NAME_MAX && *name != '.' && *name != '-' && strspn(name, letters) == bytes;
}

void context_set(char **field, const char *value) {
    char *copy = value && *value ? xstrdup(value) : NULL;

    free(*field);
    *field = copy;
}

static void context_deinit(struct context *context) {
    free(context->name);
    free(context->server);
    free(context->ca_file);
    free(context->cert_file);
    free(context->key_file);
    free(context->server_name);
    free(context->language);
    free(context->login);
    *context = (struct context){0};
}

void config_deinit(struct config *config) {
    for (size_t i = 0; i < config->count; i++)
        context_deinit(&config->contexts[i]);
    free(config->contexts);
    free(config->current);
    free(config->folder);
    *config = (struct config){0};
}

struct context *config_find(const struct config *config, const char *name) {
    for (size_t i = 0; i < config->count; i++)
        if (strcmp(config->contexts[i].name, name) == 0)
            return &config->contexts[i];
    return NULL;
}

struct context *config_make(struct config *config, const char *name) {
    struct context *context = config_find(config, name);

    if (context || config->count == CONTEXTS_MAX)
        return context;
    config->contexts = xgrow(config->contexts, config->count, sizeof(*config->contexts));
    context = &config->contexts[config->count++];
    *context = (struct context){.name = xstrdup(name)};
    return context;
}

bool config_remove(struct config *config, const char *name) {
    struct context *context = config_find(config, name);

    if (!context)
        return false;
    context_deinit(context);
    memmove(context, context + 1, (size_t)(config->contexts + config->count - (context + 1)) * sizeof(*context));
    config->count--;
    if (config->current && strcmp(config->current, name) == 0)
        context_set(&config->current, NULL);
    return true;
}

static const char *const keys[] = {"server", "ca", "cert", "key", "server_name", "language", "login"};

static char **field_of(struct context *context, const char *key) {
    char **const fields[] = {&context->server,      &context->ca_file,  &context->cert_file, &context->key_file,
                             &context->server_name, &context->language, &context->login};

    for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
        if (strcmp(keys[i], key) == 0)
            return fields[i];
    return NULL;
}

struct reading {
    struct config *config;
    char *why;
};

/* inih's callback: 1 goes on, 0 marks the line as wrong. */
static int take_line(void *user, const char *section, const char *key, const char *value) {
    struct reading *reading = user;
    struct context *context;
    const char *name;
    char **field;

    if (!*section && strcmp(key, "current") == 0) {
        context_set(&reading->config->current, value);
        return 1;
    }
    name = section + strlen(section_prefix);
    if (strncmp(section, section_prefix, strlen(section_prefix)) != 0 || !context_name_is_valid(name))
        return 0;
    context = config_make(reading->config, name);
    field = context ? field_of(context, key) : NULL;
    if (!field) {
        const char *meant = suggest_nearest(key, keys, ARRAY_SIZE(keys));

        if (!reading->why)
            reading->why = meant ? text_fill(TEXT_CONFIG_KEY_MEANT, key, meant) : text_fill(TEXT_CONFIG_KEY, key);
        return 0;
    }
    context_set(field, value);
    return 1;
}

int config_parse(struct config *config, const char *ini_text, const char *origin, struct complaint *complaint) {
    struct reading reading = {.config = config};
    int line = ini_parse_string(ini_text, take_line, &reading);
    _cleanup_(freep) char *why = reading.why;
    char number[16];

    if (line == 0)
        return 0;
    snprintf(number, sizeof(number), "%d", line);
    return complain(complaint, EXIT_FILE, text_fill(TEXT_CONFIG_LINE, origin, number), steal(why));
}

static char *config_folder(void) {
    const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

    if (base && *base == '/')
        return xasprintf("%s/kam", base);
    return xasprintf("%s/.config/kam", home && *home ? home : "");
}

/* The whole file as text, or NULL with errno set. */
static char *read_text(const char *path) {
    FILE *stream = fopen(path, "re");
    char *content = NULL;
    size_t room = 0;
    ssize_t bytes;

    if (!stream)
        return NULL;
    errno = 0;
    bytes = getdelim(&content, &room, '\0', stream);
    if (bytes < 0 && !feof(stream)) {
        int fault = errno;

        fclose(stream);
        free(content);
        errno = fault;
        return NULL;
    }
    fclose(stream);
    if (bytes < 0) {
        free(content);
        return xstrdup("");
    }
    return content;
}

int config_load(struct config *ret_config, struct complaint *complaint) {
    struct config config = {.folder = config_folder()};
    _cleanup_(freep) char *path = xasprintf("%s/config", config.folder);
    _cleanup_(freep) char *content = read_text(path);
    int fault = 0;

    if (content)
        fault = config_parse(&config, content, path, complaint);
    else if (errno != ENOENT)
        fault = complain(complaint, EXIT_FILE, text_fill(TEXT_FILE_READ, path, strerror(errno)), NULL);
    if (fault != 0) {
        config_deinit(&config);
        return fault;
    }
    *ret_config = config;
    return 0;
}

static int make_folder(const char *folder) {
    _cleanup_(freep) char *path = xstrdup(folder);

    for (char *at = path + 1; *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return -errno;
        *at = '/';
    }
    return mkdir(path, 0700) != 0 && errno != EEXIST ? -errno : 0;
}

int config_write_file(const char *folder, const char *name, const char *content, size_t bytes, struct complaint *complaint) {
    _cleanup_(freep) char *path = xasprintf("%s/%s", folder, name);
    int fault = make_folder(folder);
    struct newfile file;

    if (fault == 0)
        fault = newfile_open(&file, path, false);
    if (fault == 0) {
        setvbuf(file.stream, NULL, _IONBF, 0); /* it may hold a token: no second copy in a buffer */
        fwrite(content, 1, bytes, file.stream);
        fault = newfile_commit(&file);
        newfile_drop(&file);
    }
    if (fault != 0)
        return complain(complaint, EXIT_FILE, text_fill(TEXT_FILE_WRITE, path, strerror(-fault)), NULL);
    return 0;
}

static void print_key(FILE *stream, const char *key, const char *value) {
    if (value)
        fprintf(stream, "%s = %s\n", key, value);
}

int config_save(const struct config *config, struct complaint *complaint) {
    _cleanup_(freep) char *content = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&content, &bytes);

    print_key(stream, "current", config->current);
    for (size_t i = 0; i < config->count; i++) {
        const struct context *context = &config->contexts[i];

        fprintf(stream, "\n[%s%s]\n", section_prefix, context->name);
        print_key(stream, "server", context->server);
        print_key(stream, "ca", context->ca_file);
        print_key(stream, "cert", context->cert_file);
        print_key(stream, "key", context->key_file);
        print_key(stream, "server_name", context->server_name);
        print_key(stream, "language", context->language);
        print_key(stream, "login", context->login);
    }
    fclose(stream);
    return config_write_file(config->folder, "config", content, bytes, complaint);
}

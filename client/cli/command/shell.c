#include "client/cli/command/shell.h"

#include <histedit.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/command/completion.h"
#include "client/cli/command/lookup.h"
#include "client/cli/grammar/words.h"
#include "client/cli/output/cell.h"

enum { HISTORY_LINES_MAX = 1000, FIND_MS = 1000 };

/* Candidates of one completion. Owns its words. */
struct candidates {
    struct app *app;
    char **words;
    size_t count;
};

/* The shell at a terminal: what libedit's callbacks work for. */
struct terminal {
    struct app *app;
    char *prompt;
};

/* The options `kam shell` was started with hold for every line, which may say otherwise. */
static void put_before(const struct app *app, struct words *line) {
    struct words whole = {0};

    whole.words = xcalloc(OPTION_COUNT_ + line->count + 1, sizeof(*whole.words));
    whole.words[whole.count++] = line->words[0];
    for (int i = 0; i < OPTION_COUNT_; i++) {
        const char *value = app->arguments.option[i];

        if (value)
            whole.words[whole.count++] =
                option_table[i].takes_value ? xasprintf("--%s=%s", option_table[i].name, value) : xasprintf("--%s", option_table[i].name);
    }
    for (size_t i = 1; i < line->count; i++)
        whole.words[whole.count++] = line->words[i];
    free(line->words);
    *line = whole;
}

static bool is_blank(const char *line) {
    line += strspn(line, " \t\r\n");
    return !*line || *line == '#';
}

static bool is_end(const char *line) {
    line += strspn(line, " \t\r\n");
    return (strncmp(line, "exit", 4) == 0 || strncmp(line, "quit", 4) == 0) && !line[4 + strspn(line + 4, " \t\r\n")];
}

static int run_line(struct app *app, struct app_session *session, const char *line) {
    struct words words;
    int fault = 0;

    if (words_split(line, &words) != 0) {
        fault = app_usage(app, xstrdup(text_of(TEXT_SHELL_QUOTE)), NULL);
    } else {
        if (words.count > 1 && strcmp(words.words[1], "kam") == 0) { /* out of habit */
            free(words.words[1]);
            memmove(words.words + 1, words.words + 2, (words.count - 1) * sizeof(*words.words));
            words.count--;
        }
        put_before(app, &words);
        fault = app_line((int)words.count, words.words, session);
    }
    words_deinit(&words);
    return fault;
}

static int run_script(struct app *app, struct app_session *session) {
    char *line = NULL;
    size_t room = 0;
    int last = 0;

    while (getline(&line, &room, stdin) >= 0 && !is_end(line)) {
        int fault = is_blank(line) ? 0 : run_line(app, session, line);

        last = fault ? fault : last;
    }
    free(line);
    return last;
}

static void keep_candidate(void *context, const char *word, const char *about) {
    struct candidates *found = context;

    (void)about;
    found->words = xgrow(found->words, found->count, sizeof(*found->words));
    found->words[found->count++] = xstrdup(word);
}

/* Records by name, over the connection that stands: a search takes a few milliseconds. Nothing is said when it fails. */
static void find_records(void *context, const char *method_path, const char *typed) {
    static const char *const naming[] = {"name", "login", "code"};
    struct candidates *found = context;
    const struct kam_method *method = kam_method_find(method_path);
    const struct app_session *session = found->app->session;
    ProtobufCMessage *request = NULL, *response;
    struct kam_call_options options;
    struct shape shape;

    kam_call_options_init(&options);
    options.timeout_ms = FIND_MS;
    if (!method || !session->client || lookup_request(method, typed, &request) != 0)
        return;
    shape = shape_of(method->response);
    if (shape.rows && kam_call(session->client, method, request, &options, &response) == KAM_OK) {
        for (size_t i = 0; i < cell_count(response, shape.rows); i++) {
            const ProtobufCMessage *row = cell_message(response, shape.rows, i);
            const ProtobufCFieldDescriptor *field = NULL;

            for (size_t j = 0; j < ARRAY_SIZE(naming) && !field; j++)
                field = cell_field(row->descriptor, naming[j]);
            if (field && field_kind(field) == FIELD_STRING && !strpbrk(cell_string(row, field), " \t'\"\\"))
                keep_candidate(found, cell_string(row, field), "");
        }
        kam_message_free(response);
    }
    protobuf_c_message_free_unpacked(request, NULL);
}

static struct candidates find_candidates(struct app *app, const char *before, const char *typed) {
    struct candidates found = {.app = app};
    struct completing completing = {.visit = keep_candidate, .find = find_records, .context = &found};
    struct words words;

    (void)!words_split(before, &words); /* an open quote leaves what was typed so far */
    words.words = xrealloc(words.words, words.count + 2, sizeof(*words.words));
    words.words[words.count++] = xstrdup(typed);
    completion_fill(app, &completing);
    complete_words(&completing, (const char *const *)words.words + 1, words.count - 1);
    free((void *)completing.commands);
    free((void *)completing.contexts);
    words_deinit(&words);
    return found;
}

static bool is_inside_character(char byte) {
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* How many bytes all candidates begin with alike, whole characters. */
static size_t common_bytes(const struct candidates *found) {
    size_t bytes = strlen(found->words[0]);

    for (size_t i = 1; i < found->count; i++)
        for (size_t at = 0; at < bytes; at++)
            if (found->words[i][at] != found->words[0][at])
                bytes = at;
    while (bytes > 0 && is_inside_character(found->words[0][bytes]))
        bytes--;
    return bytes;
}

/* What could come next, below the line. */
static void show_candidates(const struct candidates *found) {
    putchar('\n');
    for (size_t i = 0; i < found->count; i++)
        printf("%s%s", found->words[i], i + 1 == found->count ? "\n" : "  ");
    fflush(stdout);
}

/* Tab. The word before the cursor grows by what all candidates share; when that is nothing they are shown. */
static unsigned char complete_line(EditLine *editor, int key) {
    const LineInfo *line = el_line(editor);
    _cleanup_(freep) char *before = xstrndup(line->buffer, (size_t)(line->cursor - line->buffer));
    _cleanup_(freep) char *typed = NULL;
    _cleanup_(freep) char *grown = NULL;
    unsigned char result = CC_REFRESH;
    struct terminal *terminal;
    struct candidates found;
    size_t start = strlen(before), letters = 0;

    (void)key;
    el_get(editor, EL_CLIENTDATA, &terminal);
    while (start > 0 && before[start - 1] != ' ' && before[start - 1] != '\t')
        start--;
    typed = xstrdup(before + start);
    before[start] = '\0';
    found = find_candidates(terminal->app, before, typed);
    if (found.count == 0)
        return CC_ERROR;
    grown = xasprintf("%.*s%s", (int)common_bytes(&found), found.words[0], found.count == 1 ? " " : "");
    /* Records found by pinyin do not begin with it: with several of them what was typed stays. */
    if (found.count > 1 && (strncmp(grown, typed, strlen(typed)) != 0 || strcmp(grown, typed) == 0)) {
        show_candidates(&found);
        result = CC_REDISPLAY;
    } else {
        for (const char *at = typed; *at; at++)
            letters += !is_inside_character(*at);
        el_deletestr(editor, (int)letters);
        if (el_insertstr(editor, grown) != 0)
            result = CC_ERROR;
    }
    for (size_t i = 0; i < found.count; i++)
        free(found.words[i]);
    free(found.words);
    return result;
}

static char *prompt_of(EditLine *editor) {
    struct terminal *terminal;

    el_get(editor, EL_CLIENTDATA, &terminal);
    return terminal->prompt;
}

static void make_prompt(struct terminal *terminal) {
    const struct app *app = terminal->app;
    const struct context *context = config_find(&app->config, app->context_name);

    free(terminal->prompt);
    terminal->prompt =
        context && context->login ? xasprintf("%s@%s> ", context->login, app->context_name) : xasprintf("%s> ", app->context_name);
}

static EditLine *editor_new(struct terminal *terminal, History *past) {
    EditLine *editor = el_init("kam", stdin, stdout, stderr);

    if (!editor)
        return NULL;
    el_set(editor, EL_CLIENTDATA, terminal);
    el_set(editor, EL_PROMPT, prompt_of);
    el_set(editor, EL_EDITOR, "emacs");
    el_set(editor, EL_HIST, history, past);
    el_wset(editor, EL_ADDFN, L"kam-complete", L"complete the word", complete_line); /* the narrow form leaks both texts */
    el_set(editor, EL_BIND, "^I", "kam-complete", NULL);
    /* Ctrl-C at the prompt empties the line; only a running command is ended by it. */
    el_set(editor, EL_SETTY, "-d", "-isig", NULL);
    el_set(editor, EL_BIND, "^C", "ed-start-over", NULL);
    (void)el_source(editor, NULL); /* the user's ~/.editrc */
    return editor;
}

static int run_lines(struct terminal *terminal, struct app_session *session, EditLine *editor, History *past) {
    int fault = 0;

    while (fault == 0) {
        HistEvent event;
        const char *line;
        int bytes;

        make_prompt(terminal);
        line = el_gets(editor, &bytes);
        if (!line || is_end(line))
            break;
        if (is_blank(line))
            continue;
        if (*line != ' ')
            history(past, &event, H_ENTER, line);
        (void)run_line(terminal->app, session, line);
        fault = app_load_context(terminal->app); /* the line may have logged in or chosen another one */
    }
    return fault;
}

static int run_terminal(struct app *app, struct app_session *session) {
    _cleanup_(freep) char *file = xasprintf("%s/history", app->config.folder);
    struct terminal terminal = {.app = app};
    History *past = history_init();
    EditLine *editor = past ? editor_new(&terminal, past) : NULL;
    HistEvent event;
    mode_t mask;
    int fault = EXIT_GENERAL;

    if (editor) {
        history(past, &event, H_SETSIZE, HISTORY_LINES_MAX);
        history(past, &event, H_SETUNIQUE, 1);
        history(past, &event, H_LOAD, file); /* there may be none yet */
        app_note(app, xstrdup(text_of(TEXT_SHELL_WELCOME)));
        fault = run_lines(&terminal, session, editor, past);
        mask = umask(077); /* what was typed is nobody else's business */
        history(past, &event, H_SAVE, file);
        umask(mask);
        el_end(editor);
    }
    if (past)
        history_end(past);
    free(terminal.prompt);
    return fault;
}

int shell_run(struct app *app) {
    struct app_session session = {.is_shell = true};
    int fault = app_expect_no_more(app);

    if (fault != 0)
        return fault;
    if (app->session->is_shell)
        return app_usage(app, xstrdup(text_of(TEXT_SHELL_INSIDE)), NULL);
    app->session = &session; /* completion asks over the lines' connection */
    fault = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) ? run_terminal(app, &session) : run_script(app, &session);
    app_session_deinit(&session);
    app->session = NULL;
    return fault;
}

#include "client/cli/command/completion.h"

#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/command/builtin.h"

static const char bash_script[] = "# Completion of kam for bash: source <(kam completion bash)\n"
                                  "_kam() {\n"
                                  "    local line\n"
                                  "    COMPREPLY=()\n"
                                  "    while IFS= read -r line; do\n"
                                  "        COMPREPLY+=(\"${line%%$'\\t'*}\")\n"
                                  "    done < <(\"${COMP_WORDS[0]}\" completion words -- \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)\n"
                                  "}\n"
                                  "complete -o default -F _kam kam\n";

static const char zsh_script[] = "#compdef kam\n"
                                 "# Completion of kam for zsh: source <(kam completion zsh), after compinit\n"
                                 "_kam() {\n"
                                 "    local -a found\n"
                                 "    local line\n"
                                 "    while IFS= read -r line; do\n"
                                 "        found+=(\"${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}\")\n"
                                 "    done < <(\"${words[1]}\" completion words -- \"${(@)words[2,CURRENT]}\" 2>/dev/null)\n"
                                 "    if (( $#found )); then\n"
                                 "        _describe kam found\n"
                                 "    else\n"
                                 "        _files\n"
                                 "    fi\n"
                                 "}\n"
                                 "compdef _kam kam\n";

void completion_fill(const struct app *app, struct completing *completing) {
    struct complete_command *commands = xcalloc(builtin_count, sizeof(*commands));
    const char **contexts = xcalloc(app->config.count + 1, sizeof(*contexts));

    for (size_t i = 0; i < builtin_count; i++)
        commands[i] = (struct complete_command){.noun = builtin_table[i].noun,
                                                .verb = builtin_table[i].verb,
                                                .usage = builtin_table[i].arguments_en,
                                                .about = language_pick(builtin_table[i].zh, builtin_table[i].en)};
    for (size_t i = 0; i < app->config.count; i++)
        contexts[i] = app->config.contexts[i].name;
    completing->commands = commands;
    completing->commands_count = builtin_count;
    completing->contexts = contexts;
}

static void print(void *context, const char *word, const char *about) {
    (void)context;
    printf("%s\t%s\n", word, about);
}

static int print_words(struct app *app) {
    _cleanup_(freep) const char **words = xcalloc(app->arguments.count + 1, sizeof(*words));
    struct completing completing = {.visit = print};
    size_t count = 0;

    for (const char *word; (word = arguments_take_word(&app->arguments));)
        words[count++] = word;
    completion_fill(app, &completing);
    complete_words(&completing, words, count);
    free((void *)completing.commands);
    free((void *)completing.contexts);
    return 0;
}

int completion_run(struct app *app) {
    const char *shell = arguments_take_word(&app->arguments);
    int fault;

    if (shell && strcmp(shell, "words") == 0)
        return print_words(app);
    fault = app_expect_no_more(app);
    if (fault != 0)
        return fault;
    if (!shell || (strcmp(shell, "bash") != 0 && strcmp(shell, "zsh") != 0))
        return app_usage(app, xstrdup(text_of(TEXT_COMPLETION_SHELL)), NULL);
    fputs(*shell == 'b' ? bash_script : zsh_script, stdout);
    return 0;
}

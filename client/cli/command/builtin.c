#include "client/cli/command/builtin.h"

#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/command/call.h"
#include "client/cli/command/completion.h"
#include "client/cli/command/contexts.h"
#include "client/cli/command/factor.h"
#include "client/cli/command/help.h"
#include "client/cli/command/login.h"
#include "client/cli/command/methods.h"
#include "client/cli/command/pending.h"
#include "client/cli/command/shell.h"
#include "client/cli/command/today.h"
#include "client/cli/documents/transfer.h"
#include "client/cli/import/calls.h"
#include "client/cli/import/export.h"
#include "client/cli/import/import.h"
#include "client/cli/journal/journal.h"

static int whoami_run(struct app *app) {
    struct token session[] = {{.text = "session"}, {.text = "show"}};
    int fault = app_expect_no_more(app);

    if (fault != 0)
        return fault;
    free(app->arguments.tokens);
    app->arguments.tokens = xcalloc(ARRAY_SIZE(session), sizeof(*session));
    memcpy(app->arguments.tokens, session, sizeof(session));
    app->arguments.count = ARRAY_SIZE(session);
    app->arguments.next = 0;
    return call_command(app);
}

const struct builtin builtin_table[] = {
    {"login", NULL, login_run, "kam.v1.Sessions/Login", "[<登录名>] [--password-file <文件>] | --certificate",
     "[<login>] [--password-file <file>] | --certificate", "登录", "Log in",
     "密码在终端上输入（不回显），或取自文件的第一行；- 为标准输入。密码不能写在命令行上。\n"
     "有第二因素时还会询问验证码（文件的第二行）。--certificate：凭 --cert 和 --key 的客户端证书登录。",
     "The password is typed on the terminal without echo, or is the first line of a file; - is standard input. Never on the command line.\n"
     "With a second factor the code is asked for as well (the second line of the file).\n"
     "--certificate logs in with the client certificate of --cert and --key."},
    {"logout", NULL, logout_run, "kam.v1.Sessions/Logout", "", "", "退出登录", "Log out", NULL, NULL},
    {"whoami", NULL, whoami_run, NULL, "", "", "我是谁、担任什么岗位、有何权限", "Who you are, by which posts, with which rights", NULL,
     NULL},
    {"passwd", NULL, passwd_run, "kam.v1.Sessions/ChangePassword", "[--password-file <文件>]", "[--password-file <file>]", "修改自己的密码",
     "Change your password", "文件的第一行是原密码，第二行是新密码。您的其他会话随即结束。",
     "The first line of the file is the old password, the second the new one. Your other sessions end at once."},
    {"redeem", NULL, redeem_run, "kam.v1.Sessions/RedeemToken", "[--password-file <文件>]", "[--password-file <file>]",
     "用一次性令牌设置密码", "Set a password with a one-time token", "文件的第一行是令牌，第二行是新密码，有第二因素时第三行是验证码。",
     "The first line of the file is the token, the second the new password, the third the code where there is a second factor."},
    {"second-factor", "enrol", factor_enrol_run, "kam.v1.Sessions/EnrolSecondFactor", "[--password-file <文件>]",
     "[--password-file <file>]", "设置第二因素（验证器）", "Set up a second factor (an authenticator)",
     "在终端上会接着询问第一个验证码并启用；否则之后用 second-factor confirm 启用。",
     "On a terminal the first code is asked for next, which puts it in force; elsewhere second-factor confirm does."},
    {"second-factor", "confirm", factor_confirm_run, "kam.v1.Sessions/ConfirmSecondFactor", "[--password-file <文件>]",
     "[--password-file <file>]", "用第一个验证码启用第二因素", "Put the second factor in force with its first code",
     "文件的第一行是验证码。", "The first line of the file is the code."},
    {"second-factor", "remove", factor_remove_run, "kam.v1.Sessions/RemoveSecondFactor", "[--password-file <文件>]",
     "[--password-file <file>]", "移除自己的第二因素", "Remove your second factor", "文件的第一行是密码，第二行是验证码或恢复码。",
     "The first line of the file is the password, the second a code or a recovery code."},
    {"context", "list", contexts_list, NULL, "", "", "列出服务器配置", "List contexts", NULL, NULL},
    {"context", "use", contexts_use, NULL, "<名称>", "<name>", "切换到另一个配置", "Make a context the current one", NULL, NULL},
    {"context", "set", contexts_set, NULL,
     "<名称> --server <主机:端口> [--ca <文件>] [--cert <文件> --key <文件>] [--server-name <名称>] [--lang zh|en]",
     "<name> --server <host:port> [--ca <file>] [--cert <file> --key <file>] [--server-name <name>] [--lang zh|en]", "新建或修改配置",
     "Make or change a context", "没有 --ca 时信任系统的证书颁发机构。", "Without --ca the system's certificate authorities are trusted."},
    {"context", "delete", contexts_delete, NULL, "<名称>", "<name>", "删除配置及其会话", "Delete a context and its session", NULL, NULL},
    {"accounts", "import", import_run, NULL, "<文件>|- [--dry-run] [--reject <文件>]", "<file>|- [--dry-run] [--reject <file>]",
     "从 CSV 文件导入客户", "Import accounts from a CSV file",
     "UTF-8 或 GBK/GB18030 自动识别；表头可用中文或英文；上级不必排在下级之前。- 为标准输入。\n"
     "任何时候中断，重新运行同一命令即可继续，不会重复。\n"
     "有问题的行写入退回文件（默认 <文件>.rejected.csv），注明行、列和原因；改好后可直接再导入。\n"
     "列：code name short_name former_names kind industry region address parent_code owner_login uscc registration\n"
     "    financial_licence source known_from note force_reason contact_name contact_role contact_title contact_phone contact_email\n"
     "可能已有档案的客户会被退回；确认是另一个客户时，在 force_reason（仍要建档的原因）列写明原因再导入。",
     "UTF-8 or GBK/GB18030 is detected; headers in English or Chinese; parents need not come first. - is standard input.\n"
     "Whenever it is interrupted, run the same command again: it goes on and nothing is done twice.\n"
     "Bad rows go to the reject file (<file>.rejected.csv) with line, column and reason; mend it and import it.\n"
     "Columns: code name short_name former_names kind industry region address parent_code owner_login uscc registration\n"
     "         financial_licence source known_from note force_reason contact_name contact_role contact_title contact_phone contact_email\n"
     "A row that may be of a customer there is already is rejected; if it is another one, say why in the column force_reason and import it again."},
    {"org", "import", org_import_run, NULL, "<文件>|- [--dry-run] [--reject <文件>] [--tokens <文件>]",
     "<file>|- [--dry-run] [--reject <file>] [--tokens <file>]", "从 CSV 文件导入部门、岗位、人员或代理",
     "Import units, posts, people or deputies from a CSV file",
     "按表头识别，中文或英文皆可（编号、名称、部门编号、角色……）；上级不必排在下级之前。已有的编号和登录名按表修改，空格子不改；同一张表再导一次什么也不变。\n"
     "有问题的行写入退回文件（默认 <文件>.rejected.csv），注明行和原因；改好后可直接再导入。\n"
     "--tokens：新用户的一次性令牌写入该文件（只此一次；以后可用 users reset 重发）。\n"
     "部门：code name kind parent_code    岗位：code name unit_code role superior_code headcount duties\n"
     "人员：login name post_code starts_on ends_on    代理：grantor_login deputy_login rights unit_code starts_on ends_on reason",
     "Known by its headers, in English or Chinese; parents need not come first. Codes and logins that are there already are changed to what the sheet says, except\n"
     "where a cell is empty; the same sheet once more changes nothing. Bad rows go to the reject file (<file>.rejected.csv) with line and\n"
     "reason: mend it and import it.\n"
     "--tokens: one-time tokens of new users go to this file (only now; users reset gives new ones).\n"
     "Units: code name kind parent_code    Posts: code name unit_code role superior_code headcount duties\n"
     "People: login name post_code starts_on ends_on\n"
     "Deputies: grantor_login deputy_login rights unit_code starts_on ends_on reason"},
    {"accounts", "export", export_run, "kam.v1.Accounts/ExportAccounts", "<文件> --reason <原因> [--revealed] [-o csv|json]",
     "<file> --reason <reason> [--revealed] [-o csv|json]", "导出客户到文件（记入日志）", "Export accounts to a file (journalled)",
     "- 为标准输出。CSV 可用电子表格打开，也可再导入。\n证照号码和机密客户的内容是遮盖的；加 --revealed 时，在您有权查看的范围内完整导出。",
     "- is standard output. The CSV opens in spreadsheets and can be imported again.\n"
     "Registration numbers and what is confidential are masked; with --revealed they are in full as far as your rights go."},
    {"documents", "upload", upload_run, NULL, "<文件> <客户> [<名称>] --kind <种类> [--number …] [--expires-on …] [--place …]",
     "<file> <account> [<title>] --kind <kind> [--number …] [--expires-on …] [--place …]", "登记资料并上传文件",
     "Register a document and upload its file",
     "选项同 kam documents register。中断后重新运行同一命令即可续传；同一文件、同样的登记内容不会存两份。",
     "Options are those of kam documents register. When it is interrupted, run the same command again: it goes on where it stopped, and\n"
     "the same file with the same particulars is not kept twice."},
    {"documents", "download", download_run, NULL, "<标识> [<文件>] [--reason <原因>]", "<id> [<file>] [--reason <reason>]",
     "下载资料的文件", "Download the file of a document",
     "保密资料须注明原因，原因记入日志。不给文件名时用登记的文件名；- 为标准输出。写完并核对 SHA-256 后文件才出现。",
     "A confidential document needs a reason, which is journalled. Without a name the registered one is taken; - is standard output.\n"
     "The file appears when it is whole and its SHA-256 is right."},
    {"requests", "pending", pending_show, NULL, "", "", "列出还不知道结果的写操作", "List writes without an outcome",
     "kam 或本机在发出之后、收到答复之前中断时，写操作留在这里，内容未加密。",
     "What was sent when kam or this machine went down before the answer came, in clear."},
    {"requests", "resolve", pending_resolve, NULL, "[<请求号>] [--drop]", "[<request id>] [--drop]", "给未决的写操作一个确定的结果",
     "Give writes their one outcome", "先问服务器；没有做过的按原样再发一次，不会重复。--drop：没有做过的就作罢。",
     "Asks the server first; what was not done is sent again as it was, and never done twice. --drop: what was not done is given up."},
    {"today", NULL, today_run, NULL, "[-o json|jsonl]", "[-o json|jsonl]", "今天有什么在等我", "What waits for you", NULL, NULL},
    {"shell", NULL, shell_run, NULL, "", "", "连续输入命令，有历史和补全", "One command after the other, with history and completion",
     "不是终端时逐行执行标准输入。exit 或 Ctrl-D 退出；Ctrl-C 清空正在输入的行。",
     "Without a terminal it runs the lines of standard input. exit or Ctrl-D leaves; Ctrl-C empties the line."},
    {"completion", NULL, completion_run, NULL, "bash | zsh", "bash | zsh", "输出 bash 或 zsh 的补全脚本",
     "Print the completion script for bash or zsh", "bash：在 ~/.bashrc 里写 source <(kam completion bash)",
     "bash: put source <(kam completion bash) into ~/.bashrc"},
    {"journal", "follow", journal_follow_run, "kam.v1.Journal/FollowJournal", "[--after <序号>]", "[--after <seq>]", "跟踪日志，有新记录即显示",
     "Follow the journal", "先显示最近 10 条；Ctrl-C 结束。", "Begins with the last 10 records; Ctrl-C ends it."},
    {"journal", "export", journal_export_run, "kam.v1.Journal/ExportJournal", "<文件> --reason <原因> [--from <序号>]",
     "<file> --reason <reason> [--from <seq>]", "导出日志供离线校验（记入日志）", "Export the journal for verification elsewhere (journalled)",
     "每行一条 JSON，由旧到新；- 为标准输出。完成后显示末端，请另行保存。",
     "One JSON object a line, oldest first; - is standard output. It ends by telling the head: keep that elsewhere."},
    {"journal", "verify", journal_verify_run, "kam.v1.Journal/VerifyJournal", "[--file <文件> [--from <序号:链值>]] [--head <序号:链值>]",
     "[--file <file> [--from <seq:hash>]] [--head <seq:hash>]", "校验日志：在服务器上，或离线校验导出文件", "Verify the journal on the server, or an export of it offline",
     "--head 是另行保存的末端；有了它，结尾被截去或整链被重做也能发现。文件不从第 1 条开始时，以 --from 给出其前一条。"
     "不符时退出码为 16；有只见链值的记录、因而有一段未能证明时为 17。",
     "--head is a head that was kept elsewhere; with it a cut-off end or a chain made anew is found too. --from names the record before a "
     "file that does not begin with number 1. The exit code of a fault is 16; of a part that hidden records leave unproved, 17."},
    {"visit-plans", "import", visit_plans_import_run, NULL, "<文件> [--dry-run] [--reject <文件>]", "<file> [--dry-run] [--reject <file>]",
     "从 CSV 文件导入拜访计划", "Import planned visits from a CSV file",
     "列：account_code（或客户名称）、planned_on、person_login、purpose，表头可用中文或英文；其他列不读。\n"
     "kam visit-plans list --all -o csv 的输出可直接导入。中断后重新运行同一命令即可继续，不会重复。",
     "Columns: account_code (or account, by name), planned_on, person_login, purpose; others are not read.\n"
     "What kam visit-plans list --all -o csv prints can be imported. When it is interrupted, run the same command again: nothing is done "
     "twice."},
    {"budget", "import", budget_import_run, NULL, "<文件> [--dry-run] [--reject <文件>]", "<file> [--dry-run] [--reject <file>]",
     "从 CSV 文件导入预算草稿的行", "Import lines of draft budgets from a CSV file",
     "列：unit_code subject month amount currency，表头可用中文或英文；金额以元为单位；同一行再导入即为修改。\n"
     "没有草稿的部门自动新建草稿。kam budget lines <标识> --all -o csv 的输出可直接导入。",
     "Columns: unit_code subject month amount currency; amounts are yuan; a line that is there already is replaced.\n"
     "A unit without a draft gets one. What kam budget lines ID --all -o csv prints can be imported."},
    {"targets", "import", targets_import_run, NULL, "<文件> [--dry-run] [--reject <文件>]", "<file> [--dry-run] [--reject <file>]",
     "从 CSV 文件导入指标", "Import targets from a CSV file",
     "列：target_id node measure tier month amount kept curve，表头可用中文或英文；金额以元为单位；不写月份为全年，按曲线分摊到月。",
     "Columns: target_id node measure tier month amount kept curve; amounts are yuan; without a month it is the year, spread by the curve."},
    {"methods", NULL, methods_run, NULL, "[<筛选>]", "[<filter>]", "列出全部方法", "List all methods", NULL, NULL},
    {"describe", NULL, describe_run, NULL, "<方法路径> | <名词> <动词>", "<path> | <noun> <verb>", "说明一个方法的字段",
     "Describe the fields of a method", NULL, NULL},
    {"call", NULL, call_path, NULL, "<方法路径> --data <JSON|@文件|->", "<path> --data <JSON|@file|->", "以 JSON 调用任一方法",
     "Call any method with JSON", NULL, NULL},
    {"help", NULL, help_run, NULL, "[<名词> [<动词>]] | exit-codes", "[<noun> [<verb>]] | exit-codes", "帮助", "Help", NULL, NULL},
};
const size_t builtin_count = ARRAY_SIZE(builtin_table);

const struct builtin *builtin_for_method(const char *path) {
    for (size_t i = 0; i < builtin_count; i++)
        if (builtin_table[i].method && strcmp(builtin_table[i].method, path) == 0)
            return &builtin_table[i];
    return NULL;
}

bool builtin_has_noun(const char *noun) {
    for (size_t i = 0; i < builtin_count; i++)
        if (strcmp(builtin_table[i].noun, noun) == 0)
            return true;
    return false;
}

/* The method a noun and a verb stand for may be one a command here does better. */
static const struct builtin *find(const char *noun, const char *verb) {
    const struct builtin *only_noun = NULL;

    for (size_t i = 0; i < builtin_count; i++) {
        const struct builtin *builtin = &builtin_table[i];

        if (strcmp(builtin->noun, noun) != 0)
            continue;
        if (!builtin->verb)
            only_noun = builtin;
        else if (verb && strcmp(builtin->verb, verb) == 0)
            return builtin;
    }
    for (size_t i = 0; !only_noun && verb && i < kam_methods_count; i++)
        if (strcmp(kam_methods[i].noun, noun) == 0 && strcmp(kam_methods[i].verb, verb) == 0)
            return builtin_for_method(kam_methods[i].path);
    return only_noun;
}

const struct builtin *builtin_take(struct arguments *arguments) {
    const char *noun = arguments_peek_word(arguments), *verb = NULL;
    const struct builtin *builtin;

    if (!noun)
        return NULL;
    if (arguments->next + 1 < arguments->count && !arguments->tokens[arguments->next + 1].is_flag)
        verb = arguments->tokens[arguments->next + 1].text;
    builtin = find(noun, verb);
    if (!builtin)
        return NULL;
    arguments_take_word(arguments);
    if (builtin->verb || strcmp(builtin->noun, noun) != 0)
        arguments_take_word(arguments);
    return builtin;
}

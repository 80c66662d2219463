/*
 * The pure parts of the import: encodings, rows and their lines, headers, checks, the order of parents, keys, the reject file.
 */
#include "tests/unit/cli/cli_test.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/cli/base/newfile.h"
#include "client/cli/import/charset.h"
#include "client/cli/import/import.h"
#include "client/cli/import/key.h"
#include "client/cli/import/progress.h"
#include "client/cli/import/reject.h"

static char *encode(const char *text, const char *charset, size_t *ret_bytes) {
    size_t left = strlen(text), room = left * 4 + 8, free_bytes = room;
    char *bytes = xcalloc(room, 1), *out = bytes, *in = (char *)text;
    iconv_t converter = iconv_open(charset, "UTF-8");

    assert_true(converter != (iconv_t)-1);
    assert_int_equal(iconv(converter, &in, &left, &out, &free_bytes), 0);
    iconv_close(converter);
    *ret_bytes = (size_t)(out - bytes);
    return bytes;
}

static void expect_charset(const char *bytes, size_t count, const char *name, const char *text) {
    struct charset_fault fault;
    const char *found;
    size_t text_bytes;
    char *read;

    assert_int_equal(charset_to_utf8(bytes, count, &read, &text_bytes, &found, &fault), 0);
    assert_string_equal(found, name);
    assert_int_equal(text_bytes, strlen(text));
    assert_text(read, text);
}

static void expect_broken(const char *bytes, size_t count, enum charset_fault_kind kind, size_t line) {
    struct charset_fault fault;
    const char *found;
    size_t text_bytes;
    char *read;

    assert_int_equal(charset_to_utf8(bytes, count, &read, &text_bytes, &found, &fault), (int)kind);
    assert_int_equal(fault.kind, kind);
    assert_int_equal(fault.line, line);
}

static void encodings(void **state) {
    static const char text[] = "名称,类型\n重庆银行,银行\n𠮷,x\n";
    _cleanup_(freep) char *gbk = NULL;
    _cleanup_(freep) char *wide = NULL;
    size_t bytes;

    (void)state;
    expect_charset(text, strlen(text), "UTF-8", text);
    expect_charset("\xEF\xBB\xBFname", 7, "UTF-8", "name");
    expect_charset("", 0, "UTF-8", "");
    expect_charset("\xEF\xBB\xBF", 3, "UTF-8", "");
    gbk = encode(text, "GB18030", &bytes);
    expect_charset(gbk, bytes, "GB18030", text);
    wide = encode(text, "UTF-16LE", &bytes);
    memmove(wide + 2, wide, bytes);
    memcpy(wide, "\xFF\xFE", 2);
    expect_charset(wide, bytes + 2, "UTF-16", text);
}

static void broken_encodings(void **state) {
    _cleanup_(freep) char *gbk = NULL;
    size_t bytes;

    (void)state;
    gbk = encode("名称\n重庆", "GBK", &bytes);
    expect_broken(gbk, bytes - 1, CHARSET_TRUNCATED, 2);
    expect_broken("名称\n重\xE5\xBA", 12, CHARSET_TRUNCATED, 2);
    expect_broken("名称\n\xFF\xFF", 9, CHARSET_BROKEN, 2);
    expect_broken("a\nb\0c", 5, CHARSET_NUL, 2);
    expect_broken("\xFF\xFE\x00", 3, CHARSET_TRUNCATED, 1);
}

/* A GBK file cut after every byte is either whole characters or said to be cut; never read as something else. */
static void gbk_cut_anywhere(void **state) {
    static const char text[] = "名称,类型,地区\n重庆农村商业银行,银行,江北区\n";
    _cleanup_(freep) char *gbk = NULL;
    size_t bytes;

    (void)state;
    gbk = encode(text, "GBK", &bytes);
    for (size_t cut = 4; cut < bytes; cut++) {
        struct charset_fault fault;
        const char *name;
        size_t text_bytes;
        char *read = NULL;
        int kind = charset_to_utf8(gbk, cut, &read, &text_bytes, &name, &fault);

        if (kind == 0)
            assert_memory_equal(read, text, text_bytes);
        else
            assert_int_equal(kind, CHARSET_TRUNCATED);
        free(read);
    }
}

static void rows_know_their_lines(void **state) {
    static const char text[] = "a,b\r\n\r\n1,\"x\ny\"\r\n\n, ,\n2,\"he said \"\"hi\"\"\"\n3";
    struct sheet_fault fault;
    struct sheet sheet;

    (void)state;
    assert_int_equal(sheet_parse(text, strlen(text), &sheet, &fault), 0);
    assert_int_equal(sheet.count, 4);
    assert_int_equal(sheet.rows[0].line, 1);
    assert_int_equal(sheet.rows[1].line, 3);
    assert_string_equal(sheet.rows[1].cells[1], "x\ny");
    assert_int_equal(sheet.rows[2].line, 7);
    assert_string_equal(sheet.rows[2].cells[1], "he said \"hi\"");
    assert_int_equal(sheet.rows[3].line, 8);
    assert_int_equal(sheet.rows[3].count, 1);
    sheet_deinit(&sheet);
    assert_int_equal(sheet_parse("a\n\"b\nc\n", 7, &sheet, &fault), SHEET_QUOTE);
    assert_int_equal(fault.line, 2);
    assert_int_equal(sheet_parse("a\tb;c\n1\t2\n", 10, &sheet, &fault), 0);
    assert_int_equal(sheet.delimiter, '\t');
    assert_int_equal(sheet.rows[1].count, 2);
    sheet_deinit(&sheet);
}

static struct import_file read_file(const char *text) {
    struct complaint complaint = {0};
    struct import_file file;

    if (import_read(text, strlen(text), &file, &complaint) != 0)
        fail_msg("%s", complaint.message);
    return file;
}

static void expect_refused(const char *text, const char *part) {
    struct complaint complaint = {0};
    struct import_file file;

    assert_int_equal(import_read(text, strlen(text), &file, &complaint), EXIT_FILE);
    if (!strstr(complaint.message, part) && !(complaint.hint && strstr(complaint.hint, part)))
        fail_msg("%s", complaint.message);
    complaint_deinit(&complaint);
}

static void headers(void **state) {
    struct import_file file;

    (void)state;
    language_set(LANGUAGE_EN);
    file = read_file("Code,NAME,short-name,kind\nA,甲,,bank\n");
    assert_string_equal(file.rows.rows[0].cell[COLUMN_CODE], "A");
    import_file_deinit(&file);
    file = read_file("类型（必填）,客户名称,统一社会信用代码,退回原因,奇怪\nbank,甲,,旧,x\n");
    assert_string_equal(file.rows.rows[0].cell[COLUMN_NAME], "甲");
    assert_int_equal(file.columns.of[3], COLUMN_REJECTED);
    assert_int_equal(file.columns.of[4], COLUMN_UNKNOWN);
    import_file_deinit(&file);
    expect_refused("", "empty");
    expect_refused("甲,乙\n", "name");
    expect_refused("nmae,kind\nx,bank\n", "should “nmae” be “name”?");
    expect_refused("name\nx\n", "kind");
    expect_refused("name,kind,名称\n", "twice");
}

static void checks(void **state) {
    struct import_file file = read_file("name,kind,uscc,contact_name,contact_phone,former_names\n"
                                        ",bank,,,,\n"                        /* no name */
                                        "甲,银杏,,,,\n"                      /* no such kind */
                                        "甲,bank,91100000100003962X,,,\n"    /* check character */
                                        "甲,bank,,,023-1,\n"                 /* a number without a person */
                                        "甲,bank,,,,,surplus\n"              /* more cells than headers */
                                        "甲,银行,91100000100003962T,,,A;B\n" /* right */
                                        "甲,1,,王芳,,\n"                     /* right */
                                        "'=甲,bank,,,,\n");                  /* a guard is taken off */
    static const enum column columns[] = {COLUMN_NAME, COLUMN_KIND, COLUMN_USCC, COLUMN_CONTACT_NAME, COLUMN_UNKNOWN};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
        assert_int_equal(file.rows.rows[i].state, ROW_REJECTED);
        assert_int_equal(file.rows.rows[i].fault_column, columns[i]);
        assert_int_equal(file.rows.rows[i].line, i + 2);
    }
    for (size_t i = ARRAY_SIZE(columns); i < file.rows.count; i++)
        if (file.rows.rows[i].state == ROW_REJECTED)
            fail_msg("%s", file.rows.rows[i].fault);
    assert_string_equal(file.rows.rows[7].cell[COLUMN_NAME], "=甲");
    import_file_deinit(&file);
}

static void social_credit_codes(void **state) {
    (void)state;
    assert_true(uscc_is_valid("91100000100003962T"));
    assert_true(uscc_is_valid("91350100M000100Y43"));
    assert_false(uscc_is_valid("91350100M000100Y44"));
    assert_false(uscc_is_valid("91350100M000100Y4"));
    assert_false(uscc_is_valid("91350100I000100Y43"));
    assert_false(uscc_is_valid(""));
}

static void parents_come_first(void **state) {
    struct import_file file = read_file("code,name,kind,parent_code\n"
                                        "C,丙,bank,B\nB,乙,bank,A\nA,甲,bank,\nD,丁,bank,A\nE,戊,bank,ELSEWHERE\n");
    size_t place[5];

    (void)state;
    for (size_t i = 0; i < 5; i++)
        place[file.order[i]] = i;
    assert_true(place[2] < place[1] && place[1] < place[0] && place[2] < place[3]);
    assert_int_equal(file.rows.rows[0].parent, 1);
    assert_int_equal(file.rows.rows[4].parent, ROW_NO_PARENT);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(file.rows.rows[i].state, ROW_WAITING);
    import_file_deinit(&file);
}

static void circles_and_doubles(void **state) {
    struct import_file file = read_file("code,name,kind,parent_code\n"
                                        "A,甲,bank,B\nB,乙,bank,C\nC,丙,bank,A\nD,丁,bank,A\nE,戊,bank,D\nS,自,bank,S\n"
                                        "F,己,bank,\nF,庚,bank,\nG,辛,bank,F\n");
    const struct import_row *rows = file.rows.rows;

    (void)state;
    assert_string_equal(rows[0].fault, "parents in a circle: A → B → C → A");
    assert_string_equal(rows[2].fault, "parents in a circle: C → A → B → C");
    assert_string_equal(rows[3].fault, "its parent (line 2) was rejected");
    assert_string_equal(rows[4].fault, "its parent (line 5) was rejected");
    assert_string_equal(rows[5].fault, "parents in a circle: S → S");
    assert_int_equal(rows[6].state, ROW_WAITING);
    assert_string_equal(rows[7].fault, "the code is that of line 8");
    assert_int_equal(rows[8].state, ROW_WAITING);
    import_file_deinit(&file);
}

/* Time stays in line with size, also for the shapes that invite squares: one long chain that hangs below a circle. */
static void long_chains(void **state) {
    enum { LINKS = 50000 };
    char *text = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&text, &bytes);
    struct import_file file;

    (void)state;
    fputs("code,name,kind,parent_code\nK0,x,bank,K1\nK1,x,bank,K0\n", stream);
    for (int i = LINKS; i > 1; i--)
        fprintf(stream, "K%d,x,bank,K%d\n", i, i - 1);
    fclose(stream);
    file = read_file(text);
    for (size_t i = 0; i < file.rows.count; i++)
        assert_int_equal(file.rows.rows[i].state, ROW_REJECTED);
    import_file_deinit(&file);
    free(text);
}

static void keys_are_stable(void **state) {
    uint8_t hash[FILE_HASH_BYTES], a[KEY_BYTES], b[KEY_BYTES];
    static const uint8_t expected[KEY_BYTES] = {0x4d, 0xb2, 0x69, 0xa8, 0xf0, 0xd8, 0x03, 0xa0,
                                                0x0d, 0xd6, 0x8f, 0x8f, 0xe3, 0xa9, 0x8c, 0xd9};

    (void)state;
    key_hash_file("name,kind\n", 10, hash);
    key_make(hash, 1, KEY_STEP_ACCOUNT, a);
    assert_memory_equal(a, expected, KEY_BYTES); /* files half imported by one release are finished by the next */
    key_make(hash, 1, KEY_STEP_ACCOUNT, b);
    assert_memory_equal(a, b, KEY_BYTES);
    key_make(hash, 1, KEY_STEP_CONTACT, b);
    assert_memory_not_equal(a, b, KEY_BYTES);
    key_make(hash, 2, KEY_STEP_ACCOUNT, b);
    assert_memory_not_equal(a, b, KEY_BYTES);
    key_hash_file("name,kind\r", 10, hash);
    key_make(hash, 1, KEY_STEP_ACCOUNT, b);
    assert_memory_not_equal(a, b, KEY_BYTES);
}

static char *file_text(const char *path) {
    FILE *stream = fopen(path, "r");
    char *content = xcalloc(1 << 16, 1);

    assert_non_null(stream);
    assert_true(fread(content, 1, (1 << 16) - 1, stream) > 0);
    fclose(stream);
    return content;
}

/* The reject file holds the row as it stood, and is an import file itself. */
static void rejects_can_be_fed_back(void **state) {
    char folder[] = "/tmp/kam-cli-reject-XXXXXX";
    struct import_file file = read_file("name,kind,note\n甲,bank,\n,bank,\"a,b\"\n乙,bnak,'=x\n"), again;
    struct complaint complaint = {0};
    char *path, *aside, *written;

    (void)state;
    assert_non_null(mkdtemp(folder));
    path = xasprintf("%s/客户.rejected.csv", folder);
    aside = xasprintf("%s~", path);
    assert_int_equal(reject_write(path, &file.sheet, &file.columns, &file.rows, &complaint), 0);
    written = file_text(path);
    assert_string_equal(written, "\xEF\xBB\xBFreject_line,reject_column,reject_reason,name,kind,note\r\n"
                                 "3,name,“name” must not be empty,,bank,\"a,b\"\r\n"
                                 "4,kind,“bnak” is none of: bank | institution | enterprise. Did you mean “bank”?,乙,bnak,'=x\r\n");
    again = read_file(written);
    assert_int_equal(again.rows.count, 2);
    assert_string_equal(again.rows.rows[0].cell[COLUMN_NOTE], "a,b");
    assert_string_equal(again.rows.rows[1].cell[COLUMN_NOTE], "=x");
    /* A run without rejects leaves no reject file, but puts aside what may have been mended. */
    file.rows.rows[1].state = file.rows.rows[2].state = ROW_CREATED;
    assert_int_equal(reject_write(path, &file.sheet, &file.columns, &file.rows, &complaint), 0);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(unlink(aside), 0);
    assert_int_equal(rmdir(folder), 0);
    import_file_deinit(&file);
    import_file_deinit(&again);
    free(written);
    free(aside);
    free(path);
}

static int entries_of(const char *folder) {
    _cleanup_(freep) char *command = xasprintf("test $(ls -A '%s' | wc -l) = 1", folder);

    return system(command);
}

/* A file is whole or not there; what is no file is written to, never replaced: as root that would take /dev/null away. */
static void new_files(void **state) {
    char folder[] = "/tmp/kam-cli-newfile-XXXXXX";
    _cleanup_(freep) char *path = NULL;
    _cleanup_(freep) char *text = NULL;
    struct newfile file;

    (void)state;
    assert_non_null(mkdtemp(folder));
    path = xasprintf("%s/x", folder);
    assert_int_equal(newfile_open(&file, path, false), 0);
    fputs("one", file.stream);
    assert_int_equal(newfile_commit(&file), 0);
    newfile_drop(&file);
    assert_int_equal(newfile_open(&file, path, false), 0);
    fputs("two", file.stream);
    newfile_drop(&file);
    text = file_text(path);
    assert_string_equal(text, "one");
    assert_int_equal(entries_of(folder), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    newfile_put_aside(path);
    {
        int reader = open(path, O_RDONLY | O_NONBLOCK);
        char got[8] = "";

        assert_true(reader >= 0);
        assert_int_equal(newfile_open(&file, path, true), 0);
        fputs("three", file.stream);
        assert_int_equal(newfile_commit(&file), 0);
        newfile_drop(&file);
        assert_int_equal(read(reader, got, sizeof(got)), 5);
        close(reader);
    }
    assert_int_equal(entries_of(folder), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(newfile_open(&file, path, false), -ENOENT);
    assert_int_equal(newfile_open(&file, "/dev/full", false), 0);
    fputs("x", file.stream);
    assert_int_equal(newfile_commit(&file), -ENOSPC);
    newfile_drop(&file);
}

static void reject_paths(void **state) {
    (void)state;
    assert_text(reject_path("客户.csv"), "客户.rejected.csv");
    assert_text(reject_path("/a.b/客户"), "/a.b/客户.rejected.csv");
    assert_text(reject_path("./.csv"), "./.csv.rejected.csv");
}

static void bars(void **state) {
    (void)state;
    assert_text(progress_bar(0, 10, 4), "    ");
    assert_text(progress_bar(5, 10, 4), "██  ");
    assert_text(progress_bar(10, 10, 4), "████");
    assert_text(progress_bar(11, 10, 2), "██");
    assert_text(progress_bar(1, 16, 2), "▏ ");
}

static void violations_find_their_column(void **state) {
    (void)state;
    assert_int_equal(column_of_field("account.name"), COLUMN_NAME);
    assert_int_equal(column_of_field("account.code"), COLUMN_CODE);
    assert_int_equal(column_of_field("account.former_names[3]"), COLUMN_FORMER_NAMES);
    assert_int_equal(column_of_field("account.identifiers[0].value"), COLUMN_USCC);
    assert_int_equal(column_of_field("account.parent_id"), COLUMN_PARENT_CODE);
    assert_int_equal(column_of_field("contact.phone"), COLUMN_CONTACT_PHONE);
    assert_int_equal(column_of_field("etag"), COLUMN_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings),
        cmocka_unit_test(broken_encodings),
        cmocka_unit_test(gbk_cut_anywhere),
        cmocka_unit_test(rows_know_their_lines),
        cmocka_unit_test(headers),
        cmocka_unit_test(checks),
        cmocka_unit_test(social_credit_codes),
        cmocka_unit_test(parents_come_first),
        cmocka_unit_test(circles_and_doubles),
        cmocka_unit_test(long_chains),
        cmocka_unit_test(keys_are_stable),
        cmocka_unit_test(rejects_can_be_fed_back),
        cmocka_unit_test(new_files),
        cmocka_unit_test(reject_paths),
        cmocka_unit_test(bars),
        cmocka_unit_test(violations_find_their_column),
    };
    return cmocka_run_group_tests_name("cli import", tests, NULL, NULL);
}

/*
 * Files of documents with the real binary: there and back, killed half-way on either side and run again, confidential ones, and what is
 * not the file that was announced.
 */
#include "tests/integration/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/integration/cli/user.h"

static struct world world;
static struct user sp, mgr, vp;

/* Bytes nobody can guess or compress, the same for the same seed. */
static char *noise(size_t bytes, unsigned seed) {
    char *content = malloc(bytes);
    uint64_t state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;

    assert_non_null(content);
    for (size_t i = 0; i < bytes; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        content[i] = (char)state;
    }
    return content;
}

static const char *noise_file(const char *name, size_t bytes, unsigned seed) {
    char *content = noise(bytes, seed);
    const char *path = user_file(&sp, name, content, bytes);

    free(content);
    return path;
}

static void expect_content(const char *path, size_t bytes, unsigned seed) {
    char *wanted = noise(bytes, seed), *there = malloc(bytes + 1);
    FILE *stream = fopen(path, "r");

    assert_non_null(stream);
    assert_non_null(there);
    assert_int_equal(fread(there, 1, bytes + 1, stream), bytes);
    assert_memory_equal(there, wanted, bytes);
    fclose(stream);
    free(there);
    free(wanted);
}

static int64_t document_called(const char *title) {
    return world_number(&world, "select id from kam.document where title = '%s' and state <> 'cancelled'", title);
}

static void expect_kept_once(const char *title, int64_t chunks) {
    assert_int_equal(world_number(&world, "select count(*) from kam.document where title = '%s' and state = 'kept'", title), 1);
    assert_int_equal(
        world_number(&world, "select count(*) from kam.document_chunk where document_id = %lld", (long long)document_called(title)),
        chunks);
}

static void there_and_back(void **state) {
    enum { BYTES = 2500000 };
    char path[256], back[256], id[24];
    struct stat file;

    (void)state;
    snprintf(path, sizeof(path), "%s", noise_file("营业执照 2026.pdf", BYTES, 1));
    expect_parts(kam(&sp, "documents", "upload", path, "文档客户", "--kind", "licence", "--expires-on", "2030-01-31"), 0,
                 "营业执照 2026.pdf", "");
    expect_kept_once("营业执照 2026.pdf", 10);
    expect_parts(kam(&sp, "documents", "list", "文档客户"), 0, "2030-01-31", "");
    /* The same again is the same. */
    expect_parts(kam(&sp, "documents", "upload", path, "文档客户", "--kind", "licence", "--expires-on", "2030-01-31"), 0,
                 "营业执照 2026.pdf", "已在档");
    expect_kept_once("营业执照 2026.pdf", 10);
    snprintf(id, sizeof(id), "%lld", (long long)document_called("营业执照 2026.pdf"));
    snprintf(back, sizeof(back), "%s", user_path(&mgr, "back.pdf"));
    expect_parts(kam(&mgr, "documents", "download", id, back), 0, "", "SHA-256 相符");
    expect_content(back, BYTES, 1);
    assert_int_equal(stat(back, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    /* Bytes in the database that are not what was registered are noticed, and no file is left. */
    assert_int_equal(
        world_number(&world, "with x as (update kam.document set sha256 = sha256('') where id = %s returning 1) select count(*) from x",
                     id),
        1);
    unlink(back);
    expect_parts(kam(&mgr, "documents", "download", id, back), 15, "", "SHA-256 不符");
    assert_int_not_equal(access(back, F_OK), 0);
}

static void confidential_ones_need_a_reason(void **state) {
    char path[256], back[256], id[24];

    (void)state;
    snprintf(path, sizeof(path), "%s", noise_file("contract.pdf", 300000, 2));
    expect_parts(kam(&sp, "documents", "upload", path, "文档客户", "服务协议", "--kind", "agreement", "--number", "HT-2026-0001"), 0,
                 "****", "");
    snprintf(id, sizeof(id), "%lld", (long long)document_called("服务协议"));
    snprintf(back, sizeof(back), "%s", user_path(&mgr, "contract.pdf"));
    expect_parts(kam(&mgr, "documents", "download", id, back), 7, "", "保密");
    assert_int_not_equal(access(back, F_OK), 0);
    expect_parts(kam(&mgr, "documents", "download", id, back, "--reason", "签约核对"), 0, "", "SHA-256 相符");
    expect_content(back, 300000, 2);
    assert_int_equal(
        world_number(&world, "select count(*) from kam.journal where act = 'document.reveal' and subject_id = %s and reason = '签约核对'",
                     id),
        1);
    expect_parts(kam(&mgr, "documents", "reveal", id, "签约核对"), 0, "HT-2026-0001", "");
    expect_parts(kam(&vp, "documents", "download", id, "--reason", "看看"), 4, "", "confidential.read");
}

/* Waits until so many chunks of the only upload under way stand. */
static void await_chunks(int wanted) {
    for (int i = 0; i < 1500; i++) {
        if (world_number(
                &world,
                "select count(*) from kam.document_chunk c join kam.document d on d.id = c.document_id where d.state = 'uploading'") >=
            wanted)
            return;
        sleep_ms(10);
    }
    fail_msg("the upload does not get on");
}

static void killed_client_goes_on(void **state) {
    char path[256];
    int status;

    (void)state;
    snprintf(path, sizeof(path), "%s", noise_file("big.tif", 20 << 20, 3));
    for (int round = 1; round <= 2; round++) {
        pid_t pid = user_start(&sp, (const char *const[]){"documents", "upload", path, "文档客户", "大扫描", "--kind", "form", NULL});

        await_chunks(20 * round);
        kill(pid, SIGKILL);
        assert_true(process_wait(pid, 5000, &status));
    }
    expect_parts(kam(&sp, "documents", "upload", path, "文档客户", "大扫描", "--kind", "form", "-q"), 0, "大扫描", "");
    expect_kept_once("大扫描", 80);
}

static void killed_server_is_ridden_out(void **state) {
    char path[256];
    pid_t pid;

    (void)state;
    snprintf(path, sizeof(path), "%s", noise_file("ride.tif", 20 << 20, 4));
    pid = user_start(&sp, (const char *const[]){"documents", "upload", path, "文档客户", "重启", "--kind", "form", "--timeout", "2", NULL});
    await_chunks(15);
    kamd_stop(&world.a, SIGKILL);
    sleep_ms(3000); /* longer than one call is tried for */
    kamd_restart(&world.a);
    expect_parts(user_wait(&sp, pid), 0, "重启", NULL);
    expect_kept_once("重启", 80);
}

static void what_is_not_the_file_is_not_kept(void **state) {
    static const char wrong[] = "0000000000000000000000000000000000000000000000000000000000000000";
    char path[256];

    (void)state;
    snprintf(path, sizeof(path), "%s", noise_file("wrong.pdf", 600000, 5));
    expect_parts(kam(&sp, "documents", "upload", path, "文档客户", "不符", "--kind", "form", "--sha256", wrong), 7, "", "SHA-256");
    assert_int_equal(document_called("不符"), 0);
    assert_int_equal(
        world_number(&world,
                     "select count(*) from kam.document_chunk c join kam.document d on d.id = c.document_id where d.title = '不符'"),
        0);
    /* And it can be done right afterwards. */
    expect_parts(kam(&sp, "documents", "upload", path, "文档客户", "不符", "--kind", "form"), 0, "不符", "");
    expect_kept_once("不符", 3);
    /* What was given up is uploaded anew, not taken for what is there. */
    expect_parts(kam(&sp, "documents", "upload", path, "文档客户", "不符", "--kind", "form", "--sha256", wrong), 7, "", "SHA-256");
}

static void what_cannot_be_uploaded(void **state) {
    char path[256], folder[256];

    (void)state;
    snprintf(folder, sizeof(folder), "%s", sp.home);
    expect_parts(kam(&sp, "documents", "upload"), 2, "", "请给出要上传的文件");
    expect_parts(kam(&sp, "documents", "upload", "/nowhere/x.pdf", "文档客户", "--kind", "form"), 15, "", "/nowhere/x.pdf");
    expect_parts(kam(&sp, "documents", "upload", folder, "文档客户", "--kind", "form"), 15, "", folder);
    snprintf(path, sizeof(path), "%s", user_file(&sp, "empty.pdf", "", 0));
    expect_parts(kam(&sp, "documents", "upload", path, "文档客户", "--kind", "form"), 2, "", "空文件");
    /* The limit of this server's configuration is 24 MiB. */
    snprintf(path, sizeof(path), "%s", noise_file("large.pdf", (24 << 20) + 1, 6));
    expect_parts(kam(&sp, "documents", "upload", path, "文档客户", "--kind", "form"), 12, "", "25165824");
    snprintf(path, sizeof(path), "%s", noise_file("small.pdf", 10, 7));
    expect_parts(kam(&vp, "documents", "upload", path, "文档客户", "--kind", "form"), 4, "", "document.write");
    expect_parts(kam(&sp, "documents", "download", "999999"), 3, "", NULL);
    expect_parts(kam(&sp, "documents", "download", "x"), 2, "", "标识");
}

static int open_world(void **state) {
    static const struct kamd_options options = {.settings = "[documents]\nbytes_max = 25165824\n"};

    (void)state;
    world_open_with(&world, 1, &options);
    user_open(&sp, &world.a, "sp1", "zh");
    user_open(&mgr, &world.a, "mgr", "zh");
    user_open(&vp, &world.a, "vp", "zh");
    expect_parts(kam(&sp, "accounts", "create", "文档客户", "--kind", "银行"), 0, "文档客户", "");
    return 0;
}

static int close_world(void **state) {
    (void)state;
    user_close(&sp);
    user_close(&mgr);
    user_close(&vp);
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(confidential_ones_need_a_reason),
        cmocka_unit_test(killed_client_goes_on),
        cmocka_unit_test(killed_server_is_ridden_out),
        cmocka_unit_test(what_is_not_the_file_is_not_kept),
        cmocka_unit_test(what_cannot_be_uploaded),
    };
    return cmocka_run_group_tests_name("kam documents", tests, open_world, close_world);
}

#include "server/demo/place.h"

#include "server/demo/say.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Its presence says that the directory is a demo's, so that --reset never deletes anything else. */
static const char marker_name[] = "kam-demo";

void demo_place_path(const struct demo_place *place, const char *name, char ret_path[static DEMO_PATH_BYTES]) {
    snprintf(ret_path, DEMO_PATH_BYTES, "%.*s/%.*s", DEMO_STATE_BYTES_MAX, place->state, 64, name);
}

static int default_state(char ret_state[static PATH_MAX]) {
    const char *state_home = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

    if (state_home && state_home[0] == '/')
        snprintf(ret_state, PATH_MAX, "%s/kam-demo", state_home);
    else if (geteuid() == 0)
        snprintf(ret_state, PATH_MAX, "/var/lib/kam-demo");
    else if (home && home[0] == '/')
        snprintf(ret_state, PATH_MAX, "%s/.local/state/kam-demo", home);
    else
        return demo_fail("HOME 未设置，请用 --state / HOME is not set: say where with --state DIRECTORY");
    return DEMO_OK;
}

int demo_place_init(struct demo_place *place, const char *state) {
    char chosen[PATH_MAX];
    ssize_t n;

    memset(place, 0, sizeof(*place));
    if (state && state[0] != '/') {
        char here[PATH_MAX / 2];

        if (!getcwd(here, sizeof(here)))
            return demo_fail("当前目录不可用 / the current directory is gone: %s", strerror(errno));
        snprintf(chosen, sizeof(chosen), "%s/%.*s", here, PATH_MAX / 2 - 2, state);
    } else if (state) {
        snprintf(chosen, sizeof(chosen), "%s", state);
    } else if (default_state(chosen) != DEMO_OK) {
        return DEMO_TOLD;
    }
    if (strlen(chosen) > DEMO_STATE_BYTES_MAX)
        return demo_fail(
            "目录路径太长 / the state directory's path is longer than %d bytes, too long for a unix socket: choose one with --state: %s",
            DEMO_STATE_BYTES_MAX, chosen);
    snprintf(place->state, sizeof(place->state), "%.*s", DEMO_STATE_BYTES_MAX, chosen);
    demo_place_path(place, "postgres", place->data);
    demo_place_path(place, "run", place->run);
    demo_place_path(place, "kamd.ini", place->config);
    demo_place_path(place, "ca.pem", place->ca);
    demo_place_path(place, "kamd.log", place->log);

    n = readlink("/proc/self/exe", place->program, sizeof(place->program) - 1);
    if (n < 0)
        return demo_fail("/proc 不可用 / /proc/self/exe cannot be read: %s", strerror(errno));
    place->program[n] = 0;
    place->by_root = geteuid() == 0;
    return DEMO_OK;
}

static int make_directories(const char *path) {
    char partial[DEMO_PATH_BYTES];

    for (const char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
        snprintf(partial, sizeof(partial), "%.*s", (int)(slash - path), path);
        if (mkdir(partial, 0755) < 0 && errno != EEXIST)
            return -errno;
    }
    if (mkdir(path, 0755) < 0 && errno != EEXIST)
        return -errno;
    return 0;
}

/* Root's build directory may be closed to the user that will run kamd, so that user gets a copy. Written aside and renamed: a running
 * kamd keeps its old file. */
static int copy_program(struct demo_place *place) {
    char aside[DEMO_PATH_BYTES + 8], target[DEMO_PATH_BYTES], block[65536];
    int from = -1, to = -1, result = DEMO_TOLD;
    struct stat status;
    ssize_t n = 0;

    demo_place_path(place, "kamd", target);
    snprintf(aside, sizeof(aside), "%s.new", target);
    from = open(place->program, O_RDONLY | O_CLOEXEC);
    to = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0755);
    if (from >= 0 && to >= 0) {
        while ((n = read(from, block, sizeof(block))) > 0) {
            if (write(to, block, (size_t)n) != n) {
                n = -1;
                break;
            }
        }
    }
    /* The copy keeps the time of its original: a later run sees by it whether the running server is the same build. */
    if (from < 0 || to < 0 || n < 0 || fchmod(to, 0755) < 0 || fstat(from, &status) < 0 ||
        futimens(to, (struct timespec[]){status.st_atim, status.st_mtim}) < 0 || rename(aside, target) < 0) {
        demo_fail("无法复制程序 / cannot copy kamd to %s: %s", target, strerror(errno));
    } else {
        snprintf(place->program, sizeof(place->program), "%s", target);
        result = DEMO_OK;
    }
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    return result;
}

/* Gives the directory away and becomes its new owner; there is no way back to root afterwards. */
static int become_user(struct demo_place *place) {
    struct passwd *user = getpwnam("postgres");

    if (!user)
        user = getpwnam("nobody");
    if (!user)
        return demo_fail("没有可用的普通用户 / neither user postgres nor nobody exists: create one, PostgreSQL refuses to run as root");
    if (chown(place->state, user->pw_uid, user->pw_gid) < 0)
        return demo_fail("chown %s: %s", place->state, strerror(errno));
    if (initgroups(user->pw_name, user->pw_gid) < 0 || setresgid(user->pw_gid, user->pw_gid, user->pw_gid) < 0 ||
        setresuid(user->pw_uid, user->pw_uid, user->pw_uid) < 0)
        return demo_fail("无法切换到用户 / cannot become user %s: %s", user->pw_name, strerror(errno));
    setenv("HOME", place->state, 1);
    setenv("USER", user->pw_name, 1);
    setenv("LOGNAME", user->pw_name, 1);
    return DEMO_OK;
}

static int take_lock(const struct demo_place *place) {
    char path[DEMO_PATH_BYTES];
    int fd;

    demo_place_path(place, "lock", path);
    /* Stays open, and with it the lock, until the process ends; not inherited by the servers it starts. */
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return demo_fail("%s: %s", path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) < 0)
        return demo_fail("另一个 kamd demo 正在运行 / another kamd demo is at work in %s: wait for it to end", place->state);
    return DEMO_OK;
}

static bool is_empty(const char *path) {
    DIR *directory = opendir(path);
    unsigned entries = 0;

    if (!directory)
        return false;
    while (entries <= 2 && readdir(directory))
        entries++;
    closedir(directory);
    return entries <= 2;
}

/* A directory is ours when it has the marker, or when it is empty and gets one now. */
static int claim(const struct demo_place *place) {
    char path[DEMO_PATH_BYTES];
    int fd;

    demo_place_path(place, marker_name, path);
    if (access(path, F_OK) == 0)
        return DEMO_OK;
    if (!is_empty(place->state))
        return demo_fail("目录里有别的内容 / %s holds something that is no demo of kam: choose another with --state", place->state);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0)
        return demo_fail("%s: %s", path, strerror(errno));
    close(fd);
    return DEMO_OK;
}

bool demo_place_exists(const struct demo_place *place) {
    char path[DEMO_PATH_BYTES];

    demo_place_path(place, marker_name, path);
    return access(path, F_OK) == 0;
}

int demo_place_enter(struct demo_place *place, bool starting) {
    struct passwd *user;
    int r;

    umask(022);
    r = make_directories(place->state);
    if (r < 0)
        return demo_fail("无法创建目录 / cannot make %s: %s", place->state, strerror(-r));
    if (claim(place) != DEMO_OK)
        return DEMO_TOLD;
    if (place->by_root && ((starting && copy_program(place) != DEMO_OK) || become_user(place) != DEMO_OK))
        return DEMO_TOLD;
    if (chdir(place->state) < 0)
        return demo_fail("%s: %s", place->state, strerror(errno));
    user = getpwuid(geteuid());
    if (!user)
        return demo_fail("当前用户没有名字 / user %u has no name in the password file, PostgreSQL needs one", (unsigned)geteuid());
    snprintf(place->user, sizeof(place->user), "%s", user->pw_name);
    if (take_lock(place) != DEMO_OK)
        return DEMO_TOLD;
    if (mkdir(place->run, 0700) < 0 && errno != EEXIST)
        return demo_fail("%s: %s", place->run, strerror(errno));
    return DEMO_OK;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk) {
    (void)status;
    (void)type;
    /* The top stays: its parent may belong to somebody else. */
    return walk->level == 0 ? 0 : remove(path);
}

int demo_place_erase(const struct demo_place *place) {
    char marker[DEMO_PATH_BYTES];

    demo_place_path(place, marker_name, marker);
    if (access(marker, F_OK) < 0)
        return demo_fail("不是演示目录 / %s is no demo of kam: nothing deleted", place->state);
    if (nftw(place->state, remove_entry, 32, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) != 0)
        return demo_fail("无法删除 / cannot delete everything in %s: %s", place->state, strerror(errno));
    rmdir(place->state);
    return DEMO_OK;
}

# Shell pieces shared by ./demo, ./check, .ci/run and the scripts under tests/. Sourced by bash, with $KAM_ROOT set to the checkout.
# Nothing here changes the working directory or leaves a process behind.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    BOLD=$'\e[1m' DIM=$'\e[2m' RED=$'\e[31m' GREEN=$'\e[32m' RESET=$'\e[0m'
else
    BOLD='' DIM='' RED='' GREEN='' RESET=''
fi

# A heading, and a plain line below it.
step() { printf '\n%s== %s%s\n' "$BOLD" "$*" "$RESET"; }
say() { printf '%s\n' "$*"; }
die() {
    printf '%s%s%s\n' "$RED" "$*" "$RESET" >&2
    exit 1
}

# Runs a command as root: directly, or through sudo.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "需要管理员权限: 请先安装 sudo, 或以 root 运行 / root is needed for: $* — install sudo or run this as root"
    fi
}

# long_step TITLE LOG COMMAND…: runs the command with its output in LOG, shows that it is alive (its last line on a terminal, a line
# every 20 s elsewhere), and on failure shows the end of the log. Returns the command's exit code.
long_step() {
    local title=$1 log=$2 pid started=$SECONDS shown=$SECONDS code=0 width last
    shift 2
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    width=$(tput cols 2>/dev/null || echo 100)
    while kill -0 "$pid" 2>/dev/null; do
        if [ -t 1 ]; then
            last=$(tail -n 1 "$log" 2>/dev/null | tr -cd '[:print:]')
            printf '\r\e[K%s … %ss %s' "$title" $((SECONDS - started)) "$DIM${last:0:$((width > 60 ? width - 50 : 10))}$RESET"
        elif [ $((SECONDS - shown)) -ge 20 ]; then
            shown=$SECONDS
            printf '%s … %ss\n' "$title" $((SECONDS - started))
        fi
        sleep 0.2
    done
    wait "$pid" || code=$?
    [ ! -t 1 ] || printf '\r\e[K'
    if [ "$code" = 0 ]; then
        printf '%s✓%s %s (%ss)\n' "$GREEN" "$RESET" "$title" $((SECONDS - started))
    else
        printf '%s✗ %s%s: exit code %s; the end of %s:\n' "$RED" "$title" "$RESET" "$code" "$log" >&2
        tail -n 40 "$log" | sed 's/^/    /' >&2
    fi
    return "$code"
}

# The packages of a set in .ci/packages that are not there yet, one a line.
missing_packages() {
    local sets package command
    while read -r sets package command; do
        case $sets in '' | '#'*) continue ;; esac
        case ",$sets," in *",$1,"*) ;; *) continue ;; esac
        if [ -n "$command" ] && command -v "$command" >/dev/null; then
            continue
        fi
        case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in installed) ;; *) printf '%s\n' "$package" ;; esac
    done <"$KAM_ROOT/.ci/packages"
}

# install_packages SET…: installs what is missing of these sets with apt-get, and says so.
install_packages() {
    local set missing log
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null ||
        die "kam 需要 Debian 12 (apt-get) / this script installs packages with apt-get and knows Debian 12; elsewhere install what .ci/packages lists"
    missing=$(for set in "$@"; do missing_packages "$set"; done | sort -u)
    if [ -z "$missing" ]; then
        say "软件包齐全 / packages: all there"
        return
    fi
    log=$(mktemp)
    say "安装 / installing with apt-get: $(echo $missing)"
    [ "$(id -u)" = 0 ] || as_root true || die "sudo 未获许可 / sudo did not let us in: run as root, or ask for sudo rights"
    long_step "apt-get update" "$log" as_root env DEBIAN_FRONTEND=noninteractive apt-get update ||
        die "apt-get update 失败: 请检查网络和 /etc/apt / apt-get update failed: check the network and /etc/apt/sources.list, then run this again"
    # shellcheck disable=SC2086
    long_step "apt-get install" "$log" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing ||
        die "安装失败 / apt-get could not install: $(echo $missing) — mend what it says above (apt-get -f install), then run this again"
    rm -f "$log"
}

# build_tree DIRECTORY [MESON OPTION…]: configures it once and compiles, everything or what $BUILD_TARGETS names.
build_tree() {
    local dir=$1 log=$KAM_ROOT/build-logs/${1##*/}-build.log
    shift
    if [ ! -e "$dir/build.ninja" ]; then
        rm -rf "$dir"
        long_step "meson setup ${dir##*/}" "$log" meson setup "$dir" "$KAM_ROOT" "$@" || return 1
    fi
    long_step "编译 / compile ${dir##*/}" "$log" ninja -C "$dir" -j "${KAM_JOBS:-$(nproc)}" ${BUILD_TARGETS:-}
}

# The folder of PostgreSQL's server programs: what kamd demo and the tests use.
postgres_bin() {
    local dir
    for dir in "${KAM_PG_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -nr); do
        if [ -n "$dir" ] && [ -x "$dir/postgres" ]; then
            printf '%s\n' "$dir"
            return
        fi
    done
    die "找不到 PostgreSQL / PostgreSQL's server programs are not installed: apt-get install postgresql-15, or set KAM_PG_BIN"
}

#!/usr/bin/env bash
# Lints the protos and compares them with the committed baseline, so that no client in the field is broken by accident.
#
#   tests/proto/buf.sh            lint, then breaking
#   tests/proto/buf.sh --renew    take the protos as they are for the new baseline: at a release, or for a break agreed on in an ADR
#
# buf comes from npm in the version of tests/proto/package-lock.json, once, into KAM_TOOLS (default: build/tools in the checkout).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tools=${KAM_TOOLS:-$root/build/tools}
baseline=proto/baseline.binpb

case ${1-} in
'' | --renew) ;;
*)
    echo "usage: tests/proto/buf.sh [--renew]" >&2
    exit 2
    ;;
esac

install_buf() {
    command -v npm >/dev/null || {
        echo "buf.sh: npm is needed to install buf (Debian: npm)" >&2
        return 1
    }
    mkdir -p "$tools/buf"
    cp "$root/tests/proto/package.json" "$root/tests/proto/package-lock.json" "$tools/buf/"
    # install rather than ci: the lock names the Linux builds of buf alone, and ci insists on those of every system. The hashes of the lock
    # are checked all the same. The postinstall script only makes the command faster to start; nothing is run here but buf itself.
    npm install --prefix "$tools/buf" --ignore-scripts --no-audit --no-fund --loglevel=error >"$tools/buf/npm.log" 2>&1 || {
        tail -n 20 "$tools/buf/npm.log" >&2
        return 1
    }
    cp "$root/tests/proto/package-lock.json" "$tools/buf/installed-lock.json"
}

if ! cmp -s "$root/tests/proto/package-lock.json" "$tools/buf/installed-lock.json" || [ ! -x "$tools/buf/node_modules/.bin/buf" ]; then
    install_buf
fi
buf=$tools/buf/node_modules/.bin/buf
export BUF_CACHE_DIR=$tools/buf-cache

cd "$root"
"$buf" lint
if [ "${1-}" = --renew ]; then
    "$buf" build --exclude-source-info -o "$baseline"
    echo "buf.sh: $baseline is the new baseline"
    exit 0
fi
"$buf" breaking --against "$baseline"
echo "buf.sh: lint is clean; nothing breaks the baseline"

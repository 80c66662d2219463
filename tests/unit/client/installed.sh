#!/bin/sh
# libkam as a program outside this tree meets it: installed into an empty folder, found by pkg-config, the example compiled against it
# alone. Also: what the library needs, and that what it gives away is what tests/unit/client/libkam.symbols says.
#
# installed.sh BUILD_DIR SOURCE_DIR CC SANITIZERS
set -eu
build=$1 source=$2 cc=$3
# A sanitized library wants its program built alike.
[ "$4" = none ] || cc="$cc -fsanitize=$4"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0

point() {
    number=$((number + 1))
    title=$1
    shift
    if "$@" >"$work/out" 2>&1; then
        echo "ok $number - $title"
    else
        echo "not ok $number - $title"
        sed 's/^/# /' "$work/out"
    fi
}

installs() {
    DESTDIR= meson install -C "$build" --no-rebuild --quiet --destdir "$work/root"
    pc=$(find "$work/root" -name kam.pc)
    [ -n "$pc" ]
}

flags() {
    prefix=$(sed -n 's/^prefix=//p' "$pc")
    PKG_CONFIG_PATH=$(dirname "$pc") pkg-config --define-variable=prefix="$work/root$prefix" "$@" kam
}

compiles() {
    for example in "$source"/client/examples/*.c; do
        # shellcheck disable=SC2046 # the flags are words
        $cc -std=c17 -Wall -Wextra -Wpedantic -Werror -o "$work/$(basename "$example" .c)" "$example" $(flags --cflags --libs) $(pkg-config --cflags --libs libuv)
    done
}

runs() {
    library=$(dirname "$(find "$work/root" -name 'libkam.so.1')")
    set +e
    LD_LIBRARY_PATH=$library "$work/visit" 127.0.0.1:1 /dev/null login query topic </dev/null
    [ $? = 2 ]
}

needs() {
    library=$(find "$work/root" -name 'libkam.so.1')
    readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -v -e '^libc\.so' -e '^ld-linux' -e '^libasan' -e '^libubsan' -e '^libm\.so' -e '^libgcc_s' |
        sed 's/\.so.*//' | sort | tr '\n' ' ' >"$work/needed"
    cat "$work/needed"
    [ "$(cat "$work/needed")" = "libcrypto libprotobuf-c libssl " ]
}

# The generated names follow from the protos and are kept compatible by `buf breaking`; the others are kept here.
gives() {
    library=$(find "$work/root" -name 'libkam.so.1')
    grep '^int kam_' "$(find "$work/root" -name client_methods.h)" | sed 's/^int \(kam_[a-z0-9_]*\).*/\1/' | sort -u >"$work/generated"
    nm -D --defined-only "$library" | awk '{print $3}' | grep -v -e '^kam__v1__' -e '^google__protobuf__' |
        sort | awk -F@ 'NR == FNR {made[$1]; next} !($1 in made)' "$work/generated" - >"$work/symbols"
    diff "$source/tests/unit/client/libkam.symbols" "$work/symbols"
}

example_is_short() {
    [ "$(wc -l <"$source/client/examples/visit.c")" -le 60 ]
}

echo "1..6"
point "installs" installs
pc=$(find "$work/root" -name kam.pc)
point "the examples compile against the installed headers" compiles
point "an example runs" runs
point "needs OpenSSL and protobuf-c alone" needs
point "gives away what the symbol list says" gives
point "the example has at most 60 lines" example_is_short

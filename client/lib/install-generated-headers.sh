#!/bin/sh
# Installs the headers the build made: install-generated-headers.sh BUILT_PROTO_DIR INCLUDE_DIR. Meson sets MESON_INSTALL_DESTDIR_PREFIX.
set -eu
from=$1
to=$MESON_INSTALL_DESTDIR_PREFIX/$2
cd "$from"
find kam google -name '*.h' | while read -r header; do
    install -D -m 0644 "$header" "$to/$header"
done

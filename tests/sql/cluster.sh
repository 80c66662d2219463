# Sourced by the SQL tests: a throw-away PostgreSQL cluster on a unix socket in a directory of its own, and the database built from
# sql/ in the order of sql/manifest. Needs nothing but postgresql-15; run by root it goes on as the user postgres, because PostgreSQL
# refuses root.

sql_dir=$(CDPATH= cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../sql" && pwd)
sql_tests_dir=$(CDPATH= cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
pg_bin=${KAM_PG_BIN:-/usr/lib/postgresql/15/bin}
api_schema=api_1
cluster_dir=

as_postgres() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups env HOME="$cluster_dir" "$@"
  else
    "$@"
  fi
}

cluster_stop() {
  if [ -n "$cluster_dir" ]; then
    as_postgres "$pg_bin/pg_ctl" -D "$cluster_dir/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$cluster_dir"
  fi
}

# $1...: further settings, name=value. The durable settings are off: the data is thrown away.
cluster_start() {
  cluster_dir=$(mktemp -d "${TMPDIR:-/tmp}/kam-sql.XXXXXX")
  trap cluster_stop EXIT
  trap 'exit 130' INT TERM
  if [ "$(id -u)" = 0 ]; then
    chown postgres:postgres "$cluster_dir"
  fi
  as_postgres "$pg_bin/initdb" -D "$cluster_dir/data" -A trust -U postgres --no-sync -E UTF8 --locale=C.UTF-8 >"$cluster_dir/initdb.log" 2>&1 || {
    cat "$cluster_dir/initdb.log" >&2
    return 1
  }
  local setting
  for setting in fsync=off synchronous_commit=off full_page_writes=off "unix_socket_directories='$cluster_dir'" "listen_addresses=''" \
    max_connections=40 timezone=UTC "log_min_messages=warning" "$@"; do
    echo "$setting"
  done | as_postgres tee -a "$cluster_dir/data/postgresql.conf" >/dev/null
  as_postgres "$pg_bin/pg_ctl" -D "$cluster_dir/data" -l "$cluster_dir/server.log" -w -t 60 start >/dev/null || {
    cat "$cluster_dir/server.log" >&2
    return 1
  }
  export PGHOST=$cluster_dir PGUSER=postgres PGDATABASE=postgres PGCLIENTENCODING=UTF8
  unset PGPORT PGPASSWORD PGSERVICE PGOPTIONS
}

apply() {
  # $1: database, rest: files, as one transaction. @api@ is where the schema of the release stands.
  local database=$1
  shift
  local file
  {
    echo 'begin;'
    for file in "$@"; do
      printf '\\echo %s\n' "$file"
      sed "s/@api@/$api_schema/g" "$sql_dir/$file"
      echo ';'
    done
    echo 'commit;'
  } | psql -X -q -v ON_ERROR_STOP=1 -d "$database" -f - >"$cluster_dir/apply.log" 2>&1 || {
    cat "$cluster_dir/apply.log" >&2
    return 1
  }
}

manifest() {
  # The files of the parts named, in the manifest's order.
  local parts=" $* " part file
  while read -r part file; do
    case $part in '' | '#'*) continue ;; esac
    case $parts in *" $part "*) echo "$file" ;; esac
  done <"$sql_dir/manifest"
}

build_database() {
  # $1: name of the database to make.
  local file
  createdb -T template0 "$1"
  apply "$1" $(manifest roles)
  for file in $(manifest migration); do
    apply "$1" "$file"
  done
  apply "$1" $(manifest core policy api_type api_function errors reference seal)
}

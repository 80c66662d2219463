# The throw-away PostgreSQL and kamd of tests/bench/run, and how both end. Sourced by it; everything lives in $work.

# PostgreSQL refuses root: as root it and kamd run as user postgres.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid postgres --regid postgres --init-groups env HOME="$work" "$@"
    else
        "$@"
    fi
}

sql() { as_owner "$pg/psql" -X -q -v ON_ERROR_STOP=1 -h "$work" -U kam_dba -d kam -v units="$units" -v persons="$persons" "$@"; }

cleanup() {
    local code=$?
    [ -z "${bare_pid:-}" ] || kill "$bare_pid" 2>/dev/null || true
    [ -z "${idle_pid:-}" ] || kill "$idle_pid" 2>/dev/null || true
    [ -z "${kamd_pid:-}" ] || { kill "$kamd_pid" 2>/dev/null && wait "$kamd_launcher" 2>/dev/null; } || true
    [ ! -e "$work/data/postmaster.pid" ] || as_owner "$pg/pg_ctl" -D "$work/data" -m immediate -w stop >/dev/null || true
    if $keep || [ "$code" != 0 ]; then
        say "保留 / kept for a look: $work"
    else
        rm -rf "$work"
    fi
}

cluster_make() {
    pg=$(postgres_bin)
    port=$(free_port)
    chmod 755 "$work"
    if [ "$(id -u)" = 0 ]; then
        chown postgres: "$work"
    fi
    as_owner openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/server.key" -out "$work/server.pem" \
        -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -days 30 2>/dev/null
    long_step "initdb" "$work/initdb.log" as_owner "$pg/initdb" -D "$work/data" -U kam_dba -E UTF8 --locale=C.UTF-8 --auth=peer
    as_owner tee -a "$work/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$work'
ssl = on
ssl_cert_file = '$work/server.pem'
ssl_key_file = '$work/server.key'
ssl_min_protocol_version = 'TLSv1.3'
shared_buffers = 1GB
max_wal_size = 8GB
max_connections = 120
jit = off
CONF
    as_owner tee "$work/data/pg_hba.conf" >/dev/null <<'CONF'
local all all peer map=kam
hostssl all kam_bench 127.0.0.1/32 scram-sha-256
CONF
    printf 'kam %s kam_dba\nkam %s kam_app\n' "$(as_owner id -un)" "$(as_owner id -un)" | as_owner tee "$work/data/pg_ident.conf" >/dev/null
    cluster_start
    as_owner "$pg/createdb" -h "$work" -p "$port" -U kam_dba kam
    kamd_config
    long_step "kamd migrate" "$work/migrate.log" as_owner "$work/kamd" migrate -c "$work/kamd.ini"
}

# The data of an earlier run with --keep, and what sql/ says today.
cluster_again() {
    pg=$(postgres_bin)
    port=$(sed -n 's/^port = //p' "$work/data/postgresql.conf" | tail -n 1)
    cluster_start
    long_step "kamd migrate" "$work/migrate.log" as_owner "$work/kamd" migrate -c "$work/kamd.ini"
    sql -c "update kam.session set idle_until = now() + interval '11 hours', touch_after = now() + interval '11 hours', expires_at = now() + interval '12 hours' where client = 'kam-bench'"
}

cluster_start() {
    cp -f "$KAM_ROOT/build-release/server/kamd" "$work/kamd"
    as_owner "$pg/pg_ctl" -D "$work/data" -l "$work/postgres.log" -w -t 60 start >/dev/null
    postmaster=$(head -n 1 "$work/data/postmaster.pid")
    export PGPORT=$port
}

free_port() {
    local candidate
    for candidate in $(seq 17400 17499); do
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    die "没有空闲端口 / no free port between 17400 and 17499"
}

data_load() {
    local rest pids=()
    sql -f "$here/sql/people.sql" >/dev/null
    long_step "$accounts accounts" "$work/load.log" sql -v first=1 -v last="$accounts" -f "$here/sql/accounts.sql"
    long_step "$interactions interactions, twice" "$work/load.log" sql -v accounts="$accounts" -v interactions="$interactions" -v next=$((interactions + 1)) -f "$here/sql/interactions.sql"
    for rest in 0 1; do
        sql -v accounts="$accounts" -v rest="$rest" -f "$here/sql/search.sql" >/dev/null 2>"$work/search-$rest.log" &
        pids+=($!)
    done
    long_step "搜索词 / search terms" "$work/load.log" wait_for_pids "${pids[@]}"
    long_step "vacuum" "$work/load.log" sql -c 'vacuum analyze' -c 'checkpoint'
}

# long_step runs it in a child, which may not wait for its sisters: look until they are gone.
wait_for_pids() {
    local pid
    for pid in "$@"; do
        while [ -e "/proc/$pid" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$pid/status" 2>/dev/null; do sleep 0.5; done
    done
}

kamd_config() {
    as_owner tee "$work/kamd.ini" >/dev/null <<CONF
[server]
listen = 127.0.0.1:0
tls_cert = $work/server.pem
tls_key = $work/server.key
[database]
url = host=$work port=$port dbname=kam user=kam_app
admin_url = host=$work port=$port dbname=kam user=kam_dba
[limits]
; all load comes from one address here
connections_per_address_max = 12000
guests_max = 12000
CONF
}

kamd_start() {
    local waited
    (
        ulimit -n 20000 2>/dev/null || ulimit -n "$(ulimit -Hn)"
        if [ "$(id -u)" = 0 ]; then
            exec setpriv --reuid postgres --regid postgres --init-groups env HOME="$work" "$work/kamd" serve -c "$work/kamd.ini"
        fi
        exec "$work/kamd" serve -c "$work/kamd.ini"
    ) >"$work/ready" 2>"$work/kamd.log" &
    kamd_pid=$! kamd_launcher=$!
    for waited in $(seq 600); do
        if address=$(awk '$1 == "ready" { print $2; found = 1 } END { exit !found }' "$work/ready"); then
            say "✓ kamd $address"
            return
        fi
        kill -0 "$kamd_pid" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 20 "$work/kamd.log"
    die "kamd 未就绪 / kamd did not become ready"
}

# The same tokens people.sql made sessions for.
tokens_write() {
    sql -At <<<"select encode(sha256(convert_to('kam-bench ' || p, 'UTF8')), 'hex') from generate_series(0, :persons) p" >"$work/all-tokens"
    head -n "$persons" "$work/all-tokens" >"$work/tokens"
    tail -n 1 "$work/all-tokens" >"$work/manager-token"
}

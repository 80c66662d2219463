# The measurements of tests/bench/run. Each adds lines to $work/results: job, connections, who, round, requests/s, p50 µs, p99 µs, then CPU µs per
# request of the generator, kamd and PostgreSQL. Sourced by it.

# CPU time in µs of kamd, and of PostgreSQL with all its children, living and collected.
cpu_kamd() { awk '{ sub(/.*\) /, ""); print ($12 + $13) * 10000 }' "/proc/$kamd_pid/stat"; }
cpu_postgres() {
    { cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v postmaster="$postmaster" '
        { pid = $1; sub(/.*\) /, "") }
        pid == postmaster { sum += $12 + $13 + $14 + $15 }
        $2 == postmaster { sum += $12 + $13 }
        END { print sum * 10000 }'
}

# pgbench's connections end a moment after it; their time counts for it and not for what comes next.
backends_gone() {
    local waited
    for waited in $(seq 100); do
        [ "$(sql -At -c "select count(*) from pg_stat_activity where usename = 'kam_bench'")" != 0 ] || return 0
        sleep 0.1
    done
}

value() { grep -oE "(^| )$2=[0-9.]+" <<<"$1" | head -n 1 | cut -d= -f2; }

record() { printf '%s\t' "$@" | sed 's/\t$//' >>"$work/results"; printf '\n' >>"$work/results"; }

# measure_reference JOB CONNECTIONS ROUND [same]: with "same" the statements that kamd's own methods run, for the same answers; prepared
# with generic plans, as kamd does it.
measure_reference() {
    local files out log kamd_before pg_before pg_after own requests took
    case $1${4:-} in
    Rsame) files="-f $here/sql/r-same.pgbench" ;;
    Lsame) files="-f $here/sql/l-same.pgbench" ;;
    Msame) files="-f $here/sql/r-same.pgbench@80 -f $here/sql/l-same.pgbench@10 -f $here/sql/w.pgbench@10" ;;
    R) files="-f $here/sql/r.pgbench" ;;
    L) files="-f $here/sql/l.pgbench" ;;
    W) files="-f $here/sql/w.pgbench" ;;
    M) files="-f $here/sql/r.pgbench@80 -f $here/sql/l.pgbench@10 -f $here/sql/w.pgbench@10" ;;
    esac
    log=$work/pgbench-log
    rm -f "$log".*
    backends_gone
    pg_before=$(cpu_postgres)
    # shellcheck disable=SC2086
    out=$({ TIMEFORMAT='own=%U %S'; time PGPASSWORD=bench PGSSLMODE=require PGOPTIONS=${4:+-cplan_cache_mode=force_generic_plan} "$pg/pgbench" -h 127.0.0.1 -p "$port" -U kam_bench -n -M prepared -c "$2" -j 1 -T "$seconds" \
        -D units="$units" -D accounts="$accounts" -l --log-prefix="$log" --sampling-rate=0.25 $files kam; } 2>&1) || die "$out"
    backends_gone
    pg_after=$(cpu_postgres)
    requests=$(sed -n 's/^number of transactions actually processed: \([0-9]*\).*/\1/p' <<<"$out")
    took=$(sed -n 's/^tps = \([0-9.]*\).*/\1/p' <<<"$out")
    own=$(sed -n 's/^own=\([0-9.]*\) \([0-9.]*\)/\1 \2/p' <<<"$out" | awk -v n="$requests" '{ print ($1 + $2) * 1e6 / n }')
    record "$1" "$2" "${4:-reference}" "$3" "$took" $(cut -d' ' -f3 "$log".* | sort -n | awk '{ v[NR] = $1 } END { print v[int(NR * 0.5) + 1], v[int(NR * 0.99) + 1] }') "$own" 0 \
        "$(awk -v a="$pg_before" -v b="$pg_after" -v n="$requests" 'BEGIN { print (b - a) / n }')"
    rm -f "$log".*
    progress "$1" "$2" "$3" "pgbench${4:+ ($4)}" "$took"
}

# kamd_load JOB CONNECTIONS [ARGUMENT…]: one line of kam-bench; CPU per request of kamd and PostgreSQL in $kamd_cpu and $pg_cpu.
kamd_load() {
    local kamd_before pg_before requests
    kamd_before=$(cpu_kamd) pg_before=$(cpu_postgres)
    line=$("$bench" load --address "$address" --tokens "$work/tokens" --job "$1" --connections "$2" --seconds "$seconds" --units "$units" --accounts "$accounts" "${@:3}") ||
        die "kam-bench: $line (see $work/kamd.log)"
    requests=$(value "$line" requests)
    [ "$(value "$line" errors)" = 0 ] || die "错误应答 / kamd refused requests: $line"
    kamd_cpu=$(awk -v a="$kamd_before" -v b="$(cpu_kamd)" -v n="$requests" 'BEGIN { print (b - a) / n }')
    pg_cpu=$(awk -v a="$pg_before" -v b="$(cpu_postgres)" -v n="$requests" 'BEGIN { print (b - a) / n }')
    rate=$(awk -v n="$requests" -v s="$(value "$line" seconds)" 'BEGIN { printf "%.0f", n / s }')
    own_cpu=$(awk -v c="$(value "$line" cpu_us)" -v n="$requests" 'BEGIN { print c / n }')
}

# measure_kamd JOB CONNECTIONS ROUND
measure_kamd() {
    kamd_load "$1" "$2"
    record "$1" "$2" kamd "$3" "$rate" "$(value "$line" p50_us)" "$(value "$line" p99_us)" "$own_cpu" "$kamd_cpu" "$pg_cpu"
    progress "$1" "$2" "$3" kamd "$rate"
}

progress() { printf '  %s %3s connections, round %s: %-14s %8.0f/s\n' "$1" "$2" "$3" "$4" "$5"; }

# One asker who sees all accounts, one at a time: the latency of a search, not of a queue.
measure_search() {
    local round
    for round in $(seq "$rounds"); do
        kamd_load S 1 --queries "$here/queries.txt" --tokens "$work/manager-token"
        record S 1 kamd "$round" "$rate" "$(value "$line" p50_us)" "$(value "$line" p99_us)" "$own_cpu" "$kamd_cpu" "$pg_cpu"
        progress S 1 "$round" kamd "$rate"
    done
}

# On two cores the client of a handshake costs more than the server, so both rates are the client's; the ratio that counts is of CPU per handshake.
measure_handshakes() {
    local round bare line before done_count
    "$bench" server "$work/server.pem" "$work/server.key" >"$work/bare" 2>/dev/null &
    bare_pid=$!
    sleep 0.5
    bare=$(awk '{ print $2 }' "$work/bare")
    for round in $(seq "$rounds"); do
        before=$(awk '{ sub(/.*\) /, ""); print ($12 + $13) * 10000 }' "/proc/$bare_pid/stat")
        line=$("$bench" handshakes --address "$bare" --connections 8 --seconds "$seconds")
        done_count=$(value "$line" handshakes)
        record H 8 reference "$round" "$(awk -v n="$done_count" -v s="$(value "$line" seconds)" 'BEGIN { print n / s }')" 0 0 0 \
            "$(awk -v a="$before" -v b="$(awk '{ sub(/.*\) /, ""); print ($12 + $13) * 10000 }' "/proc/$bare_pid/stat")" -v n="$done_count" 'BEGIN { print (b - a) / n }')" 0
        before=$(cpu_kamd)
        line=$("$bench" handshakes --address "$address" --connections 8 --seconds "$seconds")
        done_count=$(value "$line" handshakes)
        record H 8 kamd "$round" "$(awk -v n="$done_count" -v s="$(value "$line" seconds)" 'BEGIN { print n / s }')" 0 0 0 \
            "$(awk -v a="$before" -v b="$(cpu_kamd)" -v n="$done_count" 'BEGIN { print (b - a) / n }')" 0
        say "  handshakes, round $round: done"
    done
    kill "$bare_pid" 2>/dev/null || true
    bare_pid=''
}

kam_cli() { XDG_CONFIG_HOME=$work/config KAM_CONTEXT=bench "$@"; }

# A context whose session is that of the first person, as `kam login` would have left it.
context_write() {
    kam_cli "$KAM_ROOT/build-release/client/cli/kam" -q context set bench --server "$address" --ca "$work/server.pem" --server-name localhost
    (umask 077 && printf '%s\n%s\n' "$address" "$(head -n 1 "$work/tokens")" >"$work/config/kam/session-bench")
}

cold_kam() { kam_cli "$bench" command "$1" "$KAM_ROOT/build-release/client/cli/kam" accounts get 1; }

# A whole process each time: kam with its context and session, psql with TLS and password.
measure_cold_start() {
    local round line
    context_write
    for round in $(seq "$rounds"); do
        line=$(PGPASSWORD=bench PGSSLMODE=require "$bench" command 20 "$pg/psql" -X -h 127.0.0.1 -p "$port" -U kam_bench -d kam \
            -c "select set_config('kam.person', '1000000', true), set_config('kam.scope', 'units', true), set_config('kam.keys', '{-1000000,1000001}', true);
                select id, code, name, kind, state, industry, region, address, owner_id, unit_id, created_at, updated_at from kam.account where id = 1")
        record C 1 reference "$round" 0 "$(value "$line" median_us)" 0 0 0 0
        line=$(cold_kam 20)
        record C 1 kamd "$round" 0 "$(value "$line" median_us)" 0 0 0 0
    done
    say "  cold start: done"
}

rss_kib() { awk '/^VmRSS/ { print $2 }' "/proc/$kamd_pid/status"; }

# Sessions that were opened and then say nothing.
measure_idle() {
    local before after waited
    before=$(rss_kib)
    mkfifo "$work/hold"
    "$bench" idle --address "$address" --tokens "$work/tokens" --connections "$idle" --units "$units" <"$work/hold" >"$work/idle" 2>"$work/idle.log" &
    idle_pid=$!
    exec 9>"$work/hold"
    for waited in $(seq 1200); do
        grep -q '^open' "$work/idle" && break
        kill -0 "$idle_pid" 2>/dev/null || die "$(cat "$work/idle.log")"
        sleep 0.1
    done
    sleep 3
    after=$(rss_kib)
    exec 9>&-
    wait "$idle_pid" || die "idle sessions were lost: $(cat "$work/idle" "$work/idle.log")"
    idle_pid=''
    record I "$idle" kamd 1 0 0 0 0 "$(awk -v a="$before" -v b="$after" -v n="$idle" 'BEGIN { printf "%.2f", (b - a) / n }')" 0
    say "  $idle idle sessions: done"
}

# Ten times the accounts, in the same database and the same kamd.
measure_big() {
    local round small=$accounts
    for round in $(seq "$rounds"); do
        kamd_load R 8
        record B 8 reference "$round" "$rate" "$(value "$line" p50_us)" "$(value "$line" p99_us)" "$own_cpu" "$kamd_cpu" "$pg_cpu"
    done
    long_step "$((small * 9)) more accounts" "$work/load.log" sql -v first=$((small + 1)) -v last=$((small * 10)) -f "$here/sql/accounts.sql"
    long_step "vacuum" "$work/load.log" sql -c 'vacuum analyze kam.account' -c checkpoint
    accounts=$((small * 10))
    # The first pass brings the new rows into memory.
    kamd_load R 8
    for round in $(seq "$rounds"); do
        kamd_load R 8
        record B 8 kamd "$round" "$rate" "$(value "$line" p50_us)" "$(value "$line" p99_us)" "$own_cpu" "$kamd_cpu" "$pg_cpu"
    done
    accounts=$small
}

# The machine, the table of the jobs, and every goal with what was reached.
report() {
    printf '%s, %s cores, %s, kernel %s\n\n' "$(date -u +%F)" "$(nproc)" "$("$pg/postgres" --version)" "$(uname -r)"
    awk -F '\t' -f "$here/report.awk" "$work/results"
}

# The lines of $work/results (measure.sh says what is in them) as tables.

function median(list, n,    sorted, i, j, x) {
    for (i = 1; i <= n; i++) {
        x = list[i] + 0
        for (j = i - 1; j >= 1 && sorted[j] > x; j--) sorted[j + 1] = sorted[j]
        sorted[j + 1] = x
    }
    return n % 2 ? sorted[(n + 1) / 2] : n ? (sorted[n / 2] + sorted[n / 2 + 1]) / 2 : 0
}
function of(job, connections, who, column,    list, n, r) {
    for (r = 1; (job, connections, who, r) in line; r++) list[++n] = split_column(line[job, connections, who, r], column)
    return median(list, n)
}
function split_column(text, column,    parts) { split(text, parts, "\t"); return parts[column] }
function ratio(job, connections, column, to,    list, n, r, below) {
    if (to == "") to = "reference"
    for (r = 1; (job, connections, "kamd", r) in line; r++) {
        below = split_column(line[job, connections, to, r], column)
        if (below + 0 > 0) list[++n] = split_column(line[job, connections, "kamd", r], column) / below
    }
    return median(list, n)
}
function goal(what, unit, value, wanted, stretch, lower,    verdict) {
    if (value == 0) {
        printf "%-64s %9s %-4s goal %s %6.2f  stretch %6.2f\n", what, "-", "", lower ? "<=" : ">=", wanted, stretch
        return
    }
    verdict = (lower ? value <= stretch : value >= stretch) ? "stretch" : (lower ? value <= wanted : value >= wanted) ? "reached" : \
        (lower ? value <= wanted / 0.8 : value >= wanted * 0.8) ? "near" : "MISSED"
    printf "%-64s %9.2f %-4s goal %s %6.2f  stretch %6.2f  %s\n", what, value, unit, lower ? "<=" : ">=", wanted, stretch, verdict
}
{
    line[$1, $2, $3, $4] = $0
    if (!(($1, $2) in seen)) { seen[$1, $2] = 1; order[++count] = $1 "\t" $2 }
}
END {
    print "job conn   kamd/s    ref/s  ratio   same/s  ratio   p50 us   p99 us  ref p50  ref p99   CPU us/request: generator  kamd  PostgreSQL | reference: pgbench  PostgreSQL"
    for (i = 1; i <= count; i++) {
        split(order[i], key, "\t"); j = key[1]; c = key[2]
        if (j !~ /[RLWMS]/) continue
        printf "%-3s %4d %8.0f %8.0f  %5.2f %8.0f  %5.2f %8.0f %8.0f %8.0f %8.0f %34.1f %5.1f %11.1f | %18.1f %11.1f\n", j, c, of(j, c, "kamd", 5), of(j, c, "reference", 5), \
            ratio(j, c, 5), of(j, c, "same", 5), ratio(j, c, 5, "same"), of(j, c, "kamd", 6), of(j, c, "kamd", 7), of(j, c, "reference", 6), of(j, c, "reference", 7), \
            of(j, c, "kamd", 8), of(j, c, "kamd", 9), of(j, c, "kamd", 10), of(j, c, "reference", 8), of(j, c, "reference", 10)
    }
    print ""
    goal("R through kamd / reference, 8 connections", "", ratio("R", 8, 5), 0.9, 1.1)
    goal("L through kamd / reference, 8 connections", "", ratio("L", 8, 5), 0.9, 1.1)
    goal("M through kamd / reference, 8 connections", "", ratio("M", 8, 5), 0.9, 1.1)
    goal("R through kamd / reference, 32 connections", "", ratio("R", 32, 5), 1.1, 1.5)
    goal("L through kamd / reference, 32 connections", "", ratio("L", 32, 5), 1.1, 1.5)
    goal("M through kamd / reference, 32 connections", "", ratio("M", 32, 5), 1.1, 1.5)
    goal("W with journal, change, request / reference without, 8", "", ratio("W", 8, 5), 0.7, 1.0)
    goal("W with journal, change, request / reference without, 32", "", ratio("W", 32, 5), 0.7, 1.0)
    goal("kamd CPU per R, 8 connections", "us", of("R", 8, "kamd", 9), 20, 12, 1)
    if (of("R", 8, "kamd", 6)) goal("p99 / p50 of R, 8 connections", "", of("R", 8, "kamd", 7) / of("R", 8, "kamd", 6), 3, 2, 1)
    for (i = 1; i <= count; i++) {
        split(order[i], key, "\t")
        if (key[1] == "I") goal("memory of kamd per idle TLS session, " key[2] " open", "KiB", of("I", key[2], "kamd", 9), 20, 16, 1)
    }
    if (of("H", 8, "kamd", 9)) goal("full TLS handshakes per CPU second / bare OpenSSL server", "", of("H", 8, "reference", 9) / of("H", 8, "kamd", 9), 0.8, 0.95)
    if (of("H", 8, "kamd", 5)) printf "    (%.0f handshakes/s, bare server %.0f/s, both limited by the client; CPU us per handshake: kamd %.0f, bare %.0f)\n", \
        of("H", 8, "kamd", 5), of("H", 8, "reference", 5), of("H", 8, "kamd", 9), of("H", 8, "reference", 9)
    goal("cold kam accounts get / cold psql of the same row", "", ratio("C", 1, 6), 1.5, 1.0, 1)
    if (of("C", 1, "kamd", 6)) printf "    (kam %.1f ms, psql %.1f ms)\n", of("C", 1, "kamd", 6) / 1000, of("C", 1, "reference", 6) / 1000
    goal("search by pinyin or Hanzi, p99", "ms", of("S", 1, "kamd", 7) / 1000, 5, 2, 1)
    if (of("B", 8, "reference", 5)) goal("R at ten times the accounts / R before", "", of("B", 8, "kamd", 5) / of("B", 8, "reference", 5), 0.9, 0.95)
}

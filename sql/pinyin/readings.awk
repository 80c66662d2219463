# Makes the readings of Hanzi, toneless, from Unihan_Readings.txt of the Unicode character database (Debian: unicode-data):
#
#   bzcat /usr/share/unicode/Unihan_Readings.txt.bz2 | LC_ALL=C awk -f readings.awk > ../reference/readings.sql
#
# The result is committed: what a database holds must not depend on the Unicode version of the machine that built kamd, or two nodes
# would load it in turn. It is one SQL statement that hands kam's loader one line per syllable: the syllable, the Hanzi whose usual
# reading it is, and those that have it as a further one. One line per syllable is a third of the size of one line per Hanzi.
#
# Usual is what kMandarin says. Further readings are those of the dictionaries of today (kTGHZ2013, kXHC1983, kHanyuPinlu); for a Hanzi
# that none of them has, those of the great dictionary of all times (kHanyuPinyin). Its dead readings of living Hanzi are left out: they
# would make searches find what nobody means.
#
# Plain POSIX awk that works on bytes: mawk has neither strtonum nor UTF-8.

BEGIN {
    FS = "\t"
    tones("a", "ā á ǎ à"); tones("e", "ē é ě è ê ế ề"); tones("i", "ī í ǐ ì"); tones("o", "ō ó ǒ ò")
    tones("u", "ū ú ǔ ù"); tones("v", "ü ǖ ǘ ǚ ǜ"); tones("n", "ń ň ǹ"); tones("m", "ḿ")
    # Combining grave, acute, circumflex, macron and caron, for the letters that have no composed form (m̀, ê̄, ê̌).
    tones("", "\314\200 \314\201 \314\202 \314\204 \314\214")
    for (i = 0; i < 16; i++) {
        hex[sprintf("%X", i)] = i
    }
    today["kTGHZ2013"] = 1; today["kXHC1983"] = 1; today["kHanyuPinlu"] = 1
}

function tones(plain, list,    n, i, letters) {
    n = split(list, letters, " ")
    for (i = 1; i <= n; i++) {
        plain_of[letters[i]] = plain
    }
}

# The syllable without its tone, ü as v.
function toneless(syllable,    letter) {
    for (letter in plain_of) {
        if (index(syllable, letter)) {
            gsub(letter, plain_of[letter], syllable)
        }
    }
    return syllable
}

# The character of a code point such as "4E2D", in UTF-8.
function character(code,    i, n) {
    n = 0
    for (i = 1; i <= length(code); i++) {
        n = n * 16 + hex[substr(code, i, 1)]
    }
    if (n < 65536) {
        return sprintf("%c%c%c", 224 + int(n / 4096), 128 + int(n / 64) % 64, 128 + n % 64)
    }
    return sprintf("%c%c%c%c", 240 + int(n / 262144), 128 + int(n / 4096) % 64, 128 + int(n / 64) % 64, 128 + n % 64)
}

# A reading of one of the kinds "usual", "today" and "old".
function add(hanzi, syllable, kind) {
    syllable = toneless(syllable)
    if (syllable !~ /^[a-z]+$/) {
        print "readings.awk: a reading of " hanzi " is not understood: " syllable > "/dev/stderr"
        failed = 1
        exit 1
    }
    if (kind == "usual" && !(hanzi in usual)) {
        usual[hanzi] = syllable
    }
    further[hanzi, syllable, kind] = 1
    # Keyboards write 略 both lve and lue, 虐 both nve and nue.
    if (syllable == "lve" || syllable == "nve") {
        further[hanzi, substr(syllable, 1, 1) "ue", kind] = 1
    }
}

$2 == "kMandarin" || $2 == "kHanyuPinyin" || $2 in today {
    # A value is a list of entries, an entry a list of readings with their places in the dictionary before them ("480.020,481.040:zhōng")
    # or their count behind ("zhōng(4875)").
    hanzi = character(substr($1, 3))
    if ($2 in today) {
        living[hanzi] = 1
    }
    entries = split($3, entry, " ")
    for (e = 1; e <= entries; e++) {
        sub(/^.*:/, "", entry[e])
        readings = split(entry[e], reading, ",")
        for (r = 1; r <= readings; r++) {
            sub(/\(.*$/, "", reading[r])
            add(hanzi, reading[r], $2 == "kMandarin" ? "usual" : $2 in today ? "today" : "old")
        }
    }
}

END {
    if (failed) {
        exit 1
    }
    for (hanzi in usual) {
        first[usual[hanzi]] = first[usual[hanzi]] hanzi
        syllables[usual[hanzi]] = 1
    }
    for (key in further) {
        split(key, part, SUBSEP)
        if (part[2] != usual[part[1]] && !(key in done) && (part[3] != "old" || !(part[1] in living))) {
            others[part[2]] = others[part[2]] part[1]
            syllables[part[2]] = 1
            done[part[1], part[2], "usual"] = done[part[1], part[2], "today"] = done[part[1], part[2], "old"] = 1
        }
    }
    print "-- Made by sql/pinyin/readings.awk from Unihan_Readings.txt, Unicode 15.0.0. Do not edit."
    printf "select core.load_readings($readings$\n"
    fflush()
    for (syllable in syllables) {
        printf "%s\t%s\t%s\n", syllable, first[syllable], others[syllable] | "LC_ALL=C sort"
    }
    close("LC_ALL=C sort")
    print "$readings$);"
}

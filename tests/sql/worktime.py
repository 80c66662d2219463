"""Working time against a model of its own over a year and some weeks around it: shipped holidays and moved weekends, lunch, a branch with other hours
and holidays of its own, hours that change in the year, night shifts where clocks are put forward and back. Prints TAP. Arguments: questions to
each calendar, seed.

The model knows no ranges: it looks at every single minute of the time, asks which time of which day a clock on the wall shows then, and whether
somebody works at that time of that day. The database computes from the bounds of the hours. Bounds themselves lie outside of the hours that a
clock skips or repeats.
"""
import bisect
import random
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

FIRST, LAST = date(2025, 12, 1), date(2027, 2, 28)
OFFICE = [(9, 12), (13, 18)]
# The shipped one, written down once more by hand.
OFF = [('2026-01-01', 3), ('2026-02-15', 9), ('2026-04-04', 3), ('2026-05-01', 5), ('2026-06-19', 3), ('2026-09-25', 3), ('2026-10-01', 7)]
MOVED = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']


def days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def public():
    special = {}
    for begin, count in OFF:
        for n in range(count):
            special[date.fromisoformat(begin) + timedelta(days=n)] = 0
    special.update({date.fromisoformat(d): 1 for d in MOVED})
    return special


def calendars(rng):
    """code: (base, [(first day, zone, {weekday: hours})], {day: 0, weekday or hours})"""
    week = {d: OFFICE for d in range(1, 6)}
    random_days = {d: rng.choice([0, 1, 6, [(10, 15)]]) for d in rng.sample(days(FIRST, LAST), 40)}
    return {
        'CN': (None, [(date(2026, 1, 1), 'Asia/Shanghai', week)], public()),
        'CQ': ('CN', [(date(2026, 1, 1), 'Asia/Shanghai', {**{d: [(8, 12), (14, 18)] for d in range(1, 6)}, 6: [(9, 12)]}),
                      (date(2026, 7, 1), 'Asia/Shanghai', {d: [(7, 11), (15, 19)] for d in range(1, 7)})], random_days),
        'XJ': ('CN', [(date(2026, 1, 1), 'Asia/Urumqi', week)], {}),
        'NIGHT': (None, [(date(2026, 1, 1), 'America/New_York', {d: [(0, 6), (20, 24)] for d in range(1, 8)})],
                  {date(2026, 3, 8): 1, date(2026, 11, 26): 0}),
        'HALF': (None, [(date(2026, 1, 1), 'Australia/Lord_Howe', {7: [(0, 8), (9, 10)], 1: [(0, 24)]})], {}),
    }


def hours_on(known, code, day):
    base, versions, special = known[code]
    in_force = [v for v in versions if v[0] <= day] or versions[:1]
    _, zone, week = in_force[-1]
    mark = special.get(day, known[base][2].get(day) if base else None)
    hours = week.get(day.isoweekday(), []) if mark is None else mark if isinstance(mark, list) else week.get(mark, [])
    return zone, hours


class Model:
    def __init__(self, known, code):
        self.worked = []  # minutes since the beginning at which is worked, ascending
        self.per_day = {}  # the last worked minute of each day
        table = {d: hours_on(known, code, d) for d in days(FIRST - timedelta(days=2), LAST + timedelta(days=2))}
        zone = ZoneInfo(known[code][1][0][1])
        self.zone = zone
        self.start = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=timezone.utc)
        for minute in range(((LAST - FIRST).days + 1) * 1440):
            wall = (self.start + timedelta(minutes=minute)).astimezone(zone)
            hour = wall.hour
            if any(a <= hour < b for a, b in table[wall.date()][1]):
                self.worked.append(minute)
                self.per_day[wall.date()] = minute
        self.open_days = sorted(d for d in table if table[d][1])

    def between(self, a, b):
        return max(0, bisect.bisect_left(self.worked, b) - bisect.bisect_left(self.worked, a))

    def after(self, a, minutes):
        at = bisect.bisect_left(self.worked, a)
        return self.worked[at] if minutes == 0 else self.worked[at + minutes - 1] + 1

    def nth_day(self, day, n):
        at = bisect.bisect_left(self.open_days, day) if n == 0 else bisect.bisect_right(self.open_days, day) + n - 1
        return self.open_days[at]

    def whole(self, a, n):
        day = (self.start + timedelta(minutes=a)).astimezone(self.zone).date()
        return self.per_day[self.nth_day(day, n)] + 1


def multirange(hours):
    return '{%s}' % ','.join('[%d,%d)' % (a * 60, b * 60) for a, b in hours)


def definition(code, entry, known):
    base, versions, special = entry
    sql = []
    if code != 'CN':
        sql.append("insert into kam.calendar (code, name, base_id) select '%s', '%s', %s;" % (
            code, code, "(select id from kam.calendar where code = '%s')" % base if base else 'null'))
        for first, zone, week in versions:
            sql.append("insert into kam.calendar_hours (calendar_id, starts_on, time_zone, hours) select id, '%s', '%s', array[%s]::int4multirange[] from kam.calendar where code = '%s';" % (
                first, zone, ', '.join("'%s'" % multirange(week.get(d, [])) for d in range(1, 8)), code))
        for day, mark in special.items():
            as_hours = isinstance(mark, list)
            sql.append("insert into kam.calendar_day (calendar_id, day, works_as, hours, name) select id, '%s', %s, %s, 'x' from kam.calendar where code = '%s';" % (
                day, 'null' if as_hours else mark, "'%s'" % multirange(mark) if as_hours else 'null', code))
    return sql


def questions(rng, code, model, count):
    """SQL whose one answer is a whole number, and what it has to be."""
    at = lambda m: "timestamptz '%s'" % (model.start + timedelta(minutes=m)).strftime('%Y-%m-%d %H:%M+00')
    calendar = "(select id from kam.calendar where code = '%s')" % code
    minutes = lambda e: "select (extract(epoch from %s - timestamptz '%s 00:00+00') / 60)::int8" % (e, FIRST)
    end = ((LAST - FIRST).days + 1) * 1440
    asked = []
    for _ in range(count):
        a = rng.randrange(2880, end - 2880)
        b = min(end - 1, a + rng.choice([0, 1, 59, 480, 3000, 50000, rng.randrange(end)]))
        if a <= b:
            asked.append(("select (extract(epoch from core.working_time(%s, %s, %s)) / 60)::int8" % (calendar, at(a), at(b)), model.between(a, b)))
        n = rng.choice([0, 1, 30, 480, 481, 2400, rng.randrange(20000)])
        if bisect.bisect_left(model.worked, a) + n < len(model.worked) - 1:
            asked.append((minutes('core.after_working_time(%s, %s, %d)' % (calendar, at(a), n)), model.after(a, n)))
        n = rng.randrange(0, 12)
        if a < end - 100000:
            asked.append((minutes('core.after_whole_days(%s, %s, %d)' % (calendar, at(a), n)), model.whole(a, n)))
            day = FIRST + timedelta(days=a // 1440)
            asked.append(("select core.after_working_days(%s, '%s', %d) - date '%s'" % (calendar, day, n, FIRST), (model.nth_day(day, n) - FIRST).days))
    return asked


def main():
    count = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1 << 32)
    print('1..1\n# seed %d' % seed, flush=True)
    rng = random.Random(seed)
    known = calendars(rng)
    asked = [(code,) + q for code in known for q in questions(rng, code, Model(known, code), count)]
    sql = 'begin;\n' + '\n'.join(line for code in known for line in definition(code, known[code], known)) + '\n' + '\n'.join(q + ';' for _, q, _ in asked)
    run = subprocess.run(['psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', 'kam_test'], input=sql, capture_output=True, text=True)
    answers = run.stdout.split()
    wrong = ['%s: %s is %s and not %d' % (code, q, got, wanted) for (code, q, wanted), got in zip(asked, answers) if got != str(wanted)]
    print('# %d answers compared in %s' % (len(answers), ', '.join(known)))
    for fault in wrong[:10]:
        print('# ' + fault)
    if run.returncode != 0:
        print('# ' + run.stderr[-2000:].replace('\n', '\n# '))
    ok = not wrong and run.returncode == 0 and len(answers) == len(asked)
    print('%sok 1 - working time is what a clock on the wall shows' % ('' if ok else 'not '))
    return 0 if ok else 1


sys.exit(main())

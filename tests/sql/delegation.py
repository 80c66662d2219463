"""Random graphs of grants to deputies against a model of their own: what a grant may not do is refused, what it carries is what the model
says, and no deputy ever reaches what his grantors do not. Prints TAP. Arguments: graphs, grants tried in each, seed.

The model knows nothing of intervals or paths. For each day it begins with what everybody's posts give and lets grants carry rights until
nothing changes any more; the database computes periods of time along chains of grants. They have to agree on every person, right and day.
"""
import random
import subprocess
import sys

DAYS = 10  # days that are looked at, 0 is today
RIGHTS = ['account.read', 'account.update', 'export', 'role.admin', 'journal.verify']
# code, parent, kind; the numbers are ids
UNITS = {1: ('G', None, 'company'), 2: ('D', 1, 'department'), 3: ('T1', 2, 'team'), 4: ('T2', 2, 'team'), 5: ('H', None, 'company'), 6: ('E', 5, 'department')}
PERSONS = list(range(101, 108))
ADMIN = 100
SCOPES = ['own', 'team', 'unit', 'company', 'all']


def below(unit):
    return {u for u in UNITS if unit == u or unit in ancestors(u)}


def ancestors(unit):
    above = []
    while UNITS[unit][1]:
        unit = UNITS[unit][1]
        above.append(unit)
    return above


def keys_of(person, unit, scope):
    line = [unit] + ancestors(unit)
    keys = {-person}
    if scope == 'team':
        keys |= below(unit) if UNITS[unit][2] == 'team' else {unit}
    elif scope == 'unit':
        keys |= below(next(u for u in line if UNITS[u][2] != 'team'))
    elif scope == 'company':
        keys |= below(line[-1])
    elif scope == 'all':
        keys |= {0}
    return keys


def restrict(keys, unit):
    if unit is None:
        return set(keys)
    return below(unit) if 0 in keys else keys & below(unit)


def plain(keys):
    return {0} if 0 in keys else keys


class World:
    def __init__(self, rng):
        self.rng = rng
        self.disabled = set()
        # A role has each right at one scope or not at all, and never both of those that are kept apart.
        self.roles = []
        for number in range(6):
            rights = {r: rng.choice(SCOPES) for r in RIGHTS if rng.random() < (0.5 if r < 'f' else 0.25)}
            if 'role.admin' in rights:
                rights.pop('journal.verify', None)
            self.roles.append(rights)
        self.posts = []  # person, unit, role, first day, last day
        for person in PERSONS:
            for _ in range(rng.choice([0, 1, 1, 1, 2])):
                first = rng.choice([-20, -20, -20, 2])
                last = rng.choice([None, None, None, rng.randint(max(first, 0), DAYS)])
                self.posts.append((person, rng.choice(list(UNITS)), rng.randrange(len(self.roles)), first, last))
        while self.separated() is False:
            self.posts.pop()
        self.grants = {}  # number: [grantor, deputy, rights, unit, first, last]

    def base(self, right, day):
        """What the posts give: person → keys."""
        reach = {p: set() for p in PERSONS + [ADMIN]}
        if right == 'role.admin':
            reach[ADMIN] = {0}
        for person, unit, role, first, last in self.posts:
            if person not in self.disabled and first <= day <= (DAYS * 9 if last is None else last) and right in self.roles[role]:
                reach[person] |= keys_of(person, unit, self.roles[role][right])
        return reach

    def reach(self, right, day):
        reach = self.base(right, day)
        changed = True
        while changed:
            changed = False
            for grantor, deputy, rights, unit, first, last in self.grants.values():
                if right in rights and first <= day <= last and deputy not in self.disabled:
                    more = restrict(plain(reach[grantor]), unit)
                    if not more <= reach[deputy] and 0 not in reach[deputy]:
                        reach[deputy] |= more
                        changed = True
        return {p: plain(k) for p, k in reach.items()}

    def separated(self):
        if not hasattr(self, 'grants'):
            self.grants = {}
        for day in range(DAYS * 2):
            a, b = self.reach('role.admin', day), self.reach('journal.verify', day)
            if any(a[p] and b[p] for p in a):
                return False
        return True

    def refusal(self, grantor, deputy, rights, unit, first, last):
        """The name of the error, or ok: then the grant is in force."""
        if first < 0:
            return 'grant_in_the_past'
        if last < first:
            return 'grant_dates'
        for right in rights:
            if unit and right == 'role.admin':
                return 'grant_right_unscoped'
            for g in self.grants.values():
                if g[0] == grantor and g[1] == deputy and right in g[2] and g[4] <= last and g[5] >= first and g[5] >= g[4]:
                    return 'grant_overlap'
            held = [self.reach(right, day)[grantor] for day in range(first, last + 1)]
            if not any(held):
                return 'grant_not_held'
            if not all(held):
                return 'grant_outlives'
            if unit and not all(k == {0} or below(unit) <= k for k in held):
                return 'grant_outreaches'
        if grantor == deputy:
            return 'grant_to_oneself'
        number = max(self.grants, default=0) + 1
        self.grants[number] = [grantor, deputy, rights, unit, first, last]
        if not self.separated():
            del self.grants[number]
            return 'duties_separated'
        return 'ok'


PRELUDE = r"""
\set ON_ERROR_STOP 1
set client_min_messages = warning;
create schema test;
create function test.try(p_grantor int8, p_deputy int8, p_rights text[], p_unit int8, p_from int4, p_to int4) returns text language plpgsql as $$
declare v_name text;
begin
  perform core.make_grant(p_grantor, p_deputy, p_rights, p_unit, core.today() + p_from, core.today() + p_to, '');
  return 'ok';
exception when others then
  get stacked diagnostics v_name = constraint_name;
  return coalesce(nullif(v_name, ''), sqlerrm);
end $$;
"""


def setup(world):
    sql = ['begin;', "select set_config('kam.person', '%d', true);" % ADMIN]
    for unit, (code, parent, kind) in UNITS.items():
        sql.append("insert into kam.unit (id, code, name, kind, parent_id) values (%d, '%s', 'x', '%s', %s);" % (unit, code, kind, parent or 'null'))
    for person in [ADMIN] + PERSONS:
        sql.append("insert into kam.person (id, login, name) values (%d, 'p%d', 'x');" % (person, person))
    sql.append("insert into kam.post (id, code, name, unit_id, role) values (9000, 'ADM', 'x', 1, 'ADM'); insert into kam.assignment (person_id, post_id, starts_on) values (100, 9000, core.today() - 20);")
    for number, rights in enumerate(world.roles):
        sql.append("insert into kam.role (code, name_zh, name_en) values ('R%d', 'x', 'x');" % number)
        for right, scope in rights.items():
            sql.append("insert into kam.role_right values ('R%d', '%s', '%s');" % (number, right, scope))
    for number, (person, unit, role, first, last) in enumerate(world.posts):
        sql.append("insert into kam.post (id, code, name, unit_id, role) values (%d, 'P%d', 'x', %d, 'R%d');" % (number + 1, number, unit, role))
        sql.append('insert into kam.assignment (person_id, post_id, starts_on, ends_on) values (%d, %d, core.today() + %d, %s);'
                   % (person, number + 1, first, 'null' if last is None else 'core.today() + %d' % last))
    return sql


DUMP = """select e.person_id, e.right_name, d.day, array_to_string(e.keys, ' '), array_to_string(coalesce(e.own_keys, e.keys), ' ')
  from kam.effective_right e, generate_series(0, %d) d (day)
  where e.valid_from <= core.day_begins(core.today() + d.day) + interval '23 hours 59 minutes 59 seconds'
    and e.valid_to > core.day_begins(core.today() + d.day) + interval '23 hours 59 minutes 59 seconds'
    and e.right_name in (%s);""" % (DAYS + 3, ', '.join("'%s'" % r for r in RIGHTS))


def play(rng, tries):
    """One graph: the SQL to run, what it should print, and the world at the end."""
    world = World(rng)
    sql = setup(world)
    wanted = []
    for _ in range(tries):
        what = rng.random()
        if what < 0.08 and world.grants:
            number = rng.choice(list(world.grants))
            grant = world.grants.pop(number)
            sql.append("update kam.deputy_grant set ends_on = starts_on - 1 where grantor_id = %d and deputy_id = %d and rights = '{%s}' and starts_on = core.today() + %d and ends_on = core.today() + %d and unit_id is not distinct from %s;"
                       % (grant[0], grant[1], ','.join(sorted(grant[2])), grant[4], grant[5], grant[3] or 'null'))
        elif what < 0.12:
            person = rng.choice(PERSONS)
            if person in world.disabled:
                world.disabled.remove(person)
                if not world.separated():
                    world.disabled.add(person)
                    continue
                sql.append('update kam.person set disabled_at = null where id = %d;' % person)
            else:
                world.disabled.add(person)
                sql.append('update kam.person set disabled_at = now() where id = %d;' % person)
        first = rng.choice([0, 0, 0, 1, 3, rng.randint(-1, DAYS)])
        last = first + rng.choice([0, 1, 1, 2, 2, 3, 4, DAYS - 1, -1])
        # From who has the right, mostly, so that chains come about.
        right = rng.choice(RIGHTS[:3] if rng.random() < 0.7 else RIGHTS)
        holders = [p for p, k in world.reach(right, max(first, 0)).items() if k and p != ADMIN]
        grantor = rng.choice(holders) if holders and rng.random() < 0.85 else rng.choice(PERSONS)
        deputy = rng.choice(PERSONS)
        rights = [right] + [r for r in RIGHTS[:3] if r != right and rng.random() < 0.15]
        unit = rng.choice([None] * 8 + list(UNITS))
        wanted.append((world.refusal(grantor, deputy, rights, unit, first, last), (grantor, deputy, rights, unit, first, last)))
        sql.append("select 'try', test.try(%d, %d, '{%s}', %s, %d, %d);" % (grantor, deputy, ','.join(rights), unit or 'null', first, last))
    sql.append(DUMP)
    sql.append("select 'end';")
    sql.append('rollback;')
    return world, sql, wanted


def judge(world, wanted, lines):
    """What is wrong, a line each; and how many decisions and reaches were compared."""
    wrong = []
    answers = [line.split('|')[1] for line in lines if line.startswith('try|')]
    for (name, grant), answer in zip(wanted, answers):
        if name != answer:
            wrong.append('grant %s: model %s, database %s' % (grant, name, answer))
    if len(answers) != len(wanted):
        wrong.append('%d of %d grants answered' % (len(answers), len(wanted)))
    found, own = {}, {}
    for line in lines:
        cells = line.split('|')
        if len(cells) == 5:
            at = (cells[1], int(cells[2]), int(cells[0]))
            found[at] = {int(k) for k in cells[3].split()}
            own[at] = {int(k) for k in cells[4].split()}
    reaches = 0
    for right in RIGHTS:
        for day in range(DAYS + 4):
            model = world.reach(right, day)
            for person in PERSONS:
                reaches += 1
                at = (right, day, person)
                if found.get(at, set()) != model[person]:
                    wrong.append('%s on day %d of %d: model %s, database %s' % (right, day, person, sorted(model[person]), sorted(found.get(at, set()))))
                # Whatever the model says: what is not a deputy's own, one of his grantors reaches, that day, in the database.
                given = set()
                for grantor, deputy, rights, unit, first, last in world.grants.values():
                    if deputy == person and right in rights and first <= day <= last:
                        given |= restrict(found.get((right, day, grantor), set()), unit)
                mine = own.get(at, set())
                if 0 not in given | mine and not found.get(at, set()) <= given | mine:
                    wrong.append('%s on day %d: %d exceeds his grantors' % (right, day, person))
    return wrong, len(answers), reaches


def main():
    graphs, tries = int(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(1 << 32)
    print('1..1\n# seed %d: %d graphs of %d grants' % (seed, graphs, tries), flush=True)
    games = [play(random.Random(seed * 1000003 + number), tries) for number in range(graphs)]
    sql = PRELUDE + '\n'.join('\n'.join(g[1]) for g in games)
    run = subprocess.run(['psql', '-X', '-q', '-A', '-t', '-d', 'kam_test'], input=sql, capture_output=True, text=True)
    parts = run.stdout.split('\nend\n')
    decisions = reaches = 0
    outcomes, wrong = {}, []
    for number, (world, _, wanted) in enumerate(games):
        faults, d, r = judge(world, wanted, parts[number].split('\n') if number < len(parts) else [])
        wrong += ['graph %d: %s' % (number, fault) for fault in faults]
        decisions, reaches = decisions + d, reaches + r
        for name, _ in wanted:
            outcomes[name] = outcomes.get(name, 0) + 1
    print('# %d grants decided (%s), %d reaches compared' % (decisions, ', '.join('%s %d' % o for o in sorted(outcomes.items())), reaches))
    for fault in wrong[:20]:
        print('# ' + fault)
    if run.returncode != 0:
        print('# ' + run.stderr[-2000:].replace('\n', '\n# '))
    print('%sok 1 - no deputy exceeds his grantor' % ('not ' if wrong or run.returncode else ''))
    return 1 if wrong or run.returncode else 0


sys.exit(main())

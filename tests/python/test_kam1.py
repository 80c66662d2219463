"""What docs/PROTOCOL.md promises, tried by a client that knows nothing else. Prints TAP.

KAM_PORTS: ports of two servers of one service on 127.0.0.1; KAM_CA: their authority; KAM_PASSWORD: of sp1, sp2, lead and audit."""

import hashlib
import os
import struct
import sys
import time
import traceback

import kam1
from google.protobuf import field_mask_pb2
from kam.v1 import accounts_pb2, envelope_pb2, journal_pb2, requests_pb2, sessions_pb2

PORTS = [int(port) for port in os.environ["KAM_PORTS"].split(",")]
CA, PASSWORD = os.environ["KAM_CA"], os.environ["KAM_PASSWORD"]
CREATE = "kam.v1.Accounts/CreateAccount", accounts_pb2.CreateAccountResponse
GET = "kam.v1.Accounts/GetAccount", accounts_pb2.GetAccountResponse
SESSION = "kam.v1.Sessions/GetSession", sessions_pb2.GetSessionRequest, sessions_pb2.GetSessionResponse


def client(login=None, first=0, language="en"):
    made = kam1.Client([("127.0.0.1", PORTS[first]), ("127.0.0.1", PORTS[1 - first])], CA, language=language)
    if login:
        made.login(login, PASSWORD)
    return made


def account(name, **fields):
    return accounts_pb2.CreateAccountRequest(account=accounts_pb2.Account(name=name, kind=accounts_pb2.ACCOUNT_KIND_ENTERPRISE, **fields))


def create(by, name, request_id=None):
    return by.write(CREATE[0], account(name), CREATE[1], request_id).account


def refused(code, reason, function, *arguments, **named):
    try:
        function(*arguments, **named)
    except kam1.Refused as refusal:
        assert (refusal.code, refusal.reason) == (code, reason), f"{refusal} instead of {code}/{reason}"
        return refusal.status
    raise AssertionError(f"not refused with {code}/{reason}")


def welcome():
    connection = client().connect()
    assert connection.socket.version() == "TLSv1.3" and connection.socket.selected_alpn_protocol() == "kam/1"
    assert (connection.welcome.release, connection.welcome.frame_bytes_max, connection.welcome.calls_max) == (1, 4096, 1)
    assert not connection.welcome.session_resumed
    connection.send(envelope_pb2.Envelope(ping=envelope_pb2.Ping(payload=b"are you there")))
    assert connection.receive().pong.payload == b"are you there"


def login():
    somebody = client()
    refused("UNAUTHENTICATED", "SESSION_MISSING", somebody.call, SESSION[0], SESSION[1](), SESSION[2])
    # The first failures cost nothing, so that a slip does not; then the server wants some time between two tries.
    delayed = None
    for _ in range(12):
        try:
            somebody.login("sp2", "not the password")
        except kam1.Refused as refusal:
            assert refusal.code in ("UNAUTHENTICATED", "RESOURCE_EXHAUSTED"), refusal
            if refusal.reason == "LOGIN_DELAYED":
                delayed = refusal.status
                break
            assert refusal.reason == "LOGIN_FAILED", refusal
    assert delayed and delayed.retryable and 0 < delayed.retry_after_ms < 60000
    refused("RESOURCE_EXHAUSTED", "LOGIN_DELAYED", somebody.login, "sp2", PASSWORD)
    time.sleep(delayed.retry_after_ms / 1000)
    answer = somebody.login("sp2", PASSWORD)
    assert len(answer.session_token) == 32 and answer.expires_at.seconds > time.time() + 3600
    assert somebody.call(SESSION[0], SESSION[1](), SESSION[2]).login == "sp2"
    # Messages come in the language of the session.
    chinese = client(language="zh")
    assert "\u4e00" <= refused("UNAUTHENTICATED", "SESSION_MISSING", chinese.call, SESSION[0], SESSION[1](), SESSION[2]).message[0] <= "\u9fff"


def resumption():
    somebody = client("sp1")
    somebody.disconnect()
    somebody.endpoints.reverse()  # a session holds at every server
    welcome_again = somebody.connect().welcome
    assert welcome_again.session_resumed and welcome_again.calls_max == 64 and welcome_again.frame_bytes_max == 4 << 20
    assert somebody.call(SESSION[0], SESSION[1](), SESSION[2]).login == "sp1"
    token = somebody.token
    somebody.call("kam.v1.Sessions/Logout", sessions_pb2.LogoutRequest(), sessions_pb2.LogoutResponse, repeatable=False)
    late = client()
    late.token = token
    assert not late.connect().welcome.session_resumed
    refused("UNAUTHENTICATED", "SESSION_MISSING", late.call, SESSION[0], SESSION[1](), SESSION[2])


def writes_happen_once():
    somebody, key = client("sp1"), os.urandom(16)
    first = create(somebody, "蟒蛇一号", key)
    assert first.id and not somebody.replayed
    elsewhere = client("sp1", first=1)
    again = create(elsewhere, "蟒蛇一号", key)
    assert again == first and elsewhere.replayed
    refused("INVALID_ARGUMENT", "REQUEST_ID_REUSED", create, somebody, "另一个名称", key)
    refused("INVALID_ARGUMENT", "REQUEST_ID_REQUIRED", somebody.call, CREATE[0], account("没有请求号"), CREATE[1])


def a_lost_answer_is_asked_for_again():
    somebody, key = client("sp1"), os.urandom(16)
    connection = somebody.connect()
    connection.start(CREATE[0], account("蟒蛇断线").SerializeToString(), request_id=key)
    somebody.disconnect()  # without waiting for the answer
    outcome = requests_pb2.GetRequestOutcomeRequest(request_id=key)
    made = create(somebody, "蟒蛇断线", key)
    found = somebody.call("kam.v1.Requests/GetRequestOutcome", outcome, requests_pb2.GetRequestOutcomeResponse)
    assert (found.method, found.subject_kind, found.subject_id) == (CREATE[0], "account", made.id)
    listed = somebody.call("kam.v1.Accounts/SearchAccounts", accounts_pb2.SearchAccountsRequest(query="蟒蛇断线"),
                           accounts_pb2.SearchAccountsResponse)
    assert [match.id for match in listed.matches] == [made.id]
    outcome.request_id = os.urandom(16)
    refused("NOT_FOUND", "NOT_FOUND", somebody.call, "kam.v1.Requests/GetRequestOutcome", outcome, requests_pb2.GetRequestOutcomeResponse)


def pages_and_search():
    somebody = client("sp2")
    names = [f"分页客户{i}" for i in range(7)]
    made = [create(somebody, name).id for name in names]
    asked = accounts_pb2.ListAccountsRequest(page_size=3)
    listed = [item.id for item in somebody.pages("kam.v1.Accounts/ListAccounts", asked, accounts_pb2.ListAccountsResponse, "accounts")]
    assert len(listed) == len(set(listed)) and set(made) <= set(listed)
    page = somebody.call("kam.v1.Accounts/ListAccounts", accounts_pb2.ListAccountsRequest(page_size=3), accounts_pb2.ListAccountsResponse)
    other = accounts_pb2.ListAccountsRequest(page_token=page.next_page_token, kind=accounts_pb2.ACCOUNT_KIND_BANK)
    refused("INVALID_ARGUMENT", "PAGE_TOKEN_INVALID", somebody.call, "kam.v1.Accounts/ListAccounts", other, accounts_pb2.ListAccountsResponse)
    negative = accounts_pb2.ListAccountsRequest(page_size=-1)
    refused("INVALID_ARGUMENT", "PAGE_SIZE_INVALID", somebody.call, "kam.v1.Accounts/ListAccounts", negative, accounts_pb2.ListAccountsResponse)
    for query in ("分页客户", "fykh", "fenyekehu"):
        found = somebody.call("kam.v1.Accounts/SearchAccounts", accounts_pb2.SearchAccountsRequest(query=query),
                              accounts_pb2.SearchAccountsResponse)
        assert set(made) <= {match.id for match in found.matches}, query


def changes():
    somebody = client("sp1")
    made = create(somebody, "要改的客户")
    update = accounts_pb2.UpdateAccountRequest(account=accounts_pb2.Account(id=made.id, industry="金融"), etag=made.etag,
                                               update_mask=field_mask_pb2.FieldMask(paths=["industry"]))
    method, answer = "kam.v1.Accounts/UpdateAccount", accounts_pb2.UpdateAccountResponse
    changed = somebody.write(method, update, answer).account
    assert changed.industry == "金融" and changed.name == made.name and changed.etag != made.etag
    refused("ABORTED", "ETAG_MISMATCH", somebody.write, method, update, answer)
    update.etag, update.update_mask.paths[:] = "", ["colour"]
    assert refused("INVALID_ARGUMENT", "UPDATE_MASK_INVALID", somebody.write, method, update, answer).violations[0].field == "update_mask"


def refusals():
    owner, stranger = client("sp1"), client("sp2")
    made = create(owner, "别人的客户")
    hidden = refused("NOT_FOUND", "NOT_FOUND", stranger.call, GET[0], accounts_pb2.GetAccountRequest(id=made.id), GET[1])
    nothing = refused("NOT_FOUND", "NOT_FOUND", stranger.call, GET[0], accounts_pb2.GetAccountRequest(id=1 << 60), GET[1])
    assert hidden.message == nothing.message  # not told apart
    assign = accounts_pb2.AssignAccountRequest(id=made.id, owner_id=1, reason="x")
    denied = refused("PERMISSION_DENIED", "RIGHT_MISSING", owner.write, "kam.v1.Accounts/AssignAccount", assign, accounts_pb2.AssignAccountResponse)
    assert denied.required_right == "account.assign" and 1 <= len(denied.holders) <= 5 and denied.holders[0].name
    short = refused("INVALID_ARGUMENT", "FIELD_REQUIRED", owner.write, CREATE[0], accounts_pb2.CreateAccountRequest(), CREATE[1])
    assert short.violations[0].field == "account"
    refused("UNIMPLEMENTED", "METHOD_UNKNOWN", owner.call, "kam.v1.Accounts/Nothing", account("x"), CREATE[1])


def many_at_once():
    somebody = client("sp1")
    made = [create(somebody, f"同时{i}").id for i in range(4)]
    connection = somebody.connect()
    calls = [(want, connection.start(GET[0], accounts_pb2.GetAccountRequest(id=want).SerializeToString())) for want in made * 16]
    for want, call_id in reversed(calls):
        response = connection.wait(call_id)
        assert response.status.code == 0 and GET[1].FromString(response.body).account.id == want


def broken_frames():
    ends = {"FRAME_LENGTH": struct.pack(">I", 4097), "PROTOCOL_VIOLATION": struct.pack(">I", 2) + b"\x08\x01"}
    for reason, frame in ends.items():
        connection = client().connect()
        connection.socket.sendall(frame)
        last = connection.receive()
        assert last.WhichOneof("body") == "go_away" and last.go_away.status.reason == reason, last
    try:
        somebody = client()
        connection = somebody.connect()
        connection.last_call_id = -1  # the next call has the id 0
        connection.wait(connection.start(*[SESSION[0], b""]))
        raise AssertionError("a call with the id 0 was taken")
    except kam1.GoneAway as away:
        assert away.reason == "PROTOCOL_VIOLATION"


def second_factor():
    somebody = client("lead")
    enrol = sessions_pb2.EnrolSecondFactorRequest(password=PASSWORD)
    secret = somebody.call("kam.v1.Sessions/EnrolSecondFactor", enrol, sessions_pb2.EnrolSecondFactorResponse, repeatable=False).secret
    confirm = sessions_pb2.ConfirmSecondFactorRequest(code=kam1.totp(secret))
    codes = somebody.call("kam.v1.Sessions/ConfirmSecondFactor", confirm, sessions_pb2.ConfirmSecondFactorResponse, repeatable=False).recovery_codes
    assert len(codes) == 10
    refused("UNAUTHENTICATED", "SECOND_FACTOR_REQUIRED", client().login, "lead", PASSWORD)
    # The code of the step after the server's own, for the present one has been used; and that one only once, too.
    code = kam1.totp(secret, time.time() + 30)
    fresh = client()
    fresh.login("lead", PASSWORD, code)
    assert fresh.call(SESSION[0], SESSION[1](), SESSION[2]).second_factor
    status = refused("UNAUTHENTICATED", "SECOND_FACTOR_INVALID", client().login, "lead", PASSWORD, code)
    time.sleep(max(1, status.retry_after_ms / 1000) + 0.2)
    recovered = client()
    recovered.login("lead", PASSWORD, codes[0])
    assert recovered.call(SESSION[0], SESSION[1](), SESSION[2]).login == "lead"


def journal_follow():
    auditor, somebody = client("audit"), client("sp1", first=1)
    method, answer = "kam.v1.Journal/FollowJournal", journal_pb2.FollowJournalResponse
    head = auditor.call("kam.v1.Journal/GetJournalHead", journal_pb2.GetJournalHeadRequest(), journal_pb2.GetJournalHeadResponse)
    asked = journal_pb2.FollowJournalRequest(after_seq=head.seq, wait_ms=15000)
    connection = auditor.connect()
    call_id = connection.start(method, asked.SerializeToString(), timeout_ms=20000)
    began, made, seen = time.monotonic(), create(somebody, "有人跟着看"), []
    while made.id not in [record.subject_id for record in seen]:
        response = connection.wait(call_id)
        assert response.status.code == 0, response.status
        page = answer.FromString(response.body)
        assert time.monotonic() - began < 15, "it was not told in time"
        seen += page.records
        asked.after_seq = page.next_seq or asked.after_seq
        call_id = connection.start(method, asked.SerializeToString(), timeout_ms=20000)
    assert [record.seq for record in seen] == sorted({record.seq for record in seen}) and seen[0].seq > head.seq
    mine = [record for record in seen if record.subject_id == made.id]
    assert [(record.act, record.outcome) for record in mine] == [("account.create", journal_pb2.OUTCOME_ACCEPTED)]
    # Whoever no longer waits says so; the call is answered all the same.
    connection.send(envelope_pb2.Envelope(call_id=call_id, cancel=envelope_pb2.Cancel()))
    response = connection.wait(call_id)
    assert response.status.code in (0, 1), response.status
    # Nothing new: an empty answer after the time asked for.
    asked.after_seq, asked.wait_ms = 1 << 40, 300
    nothing = auditor.call(method, asked, answer)
    assert not nothing.records and nothing.next_seq == 0
    refused("PERMISSION_DENIED", "RIGHT_MISSING", somebody.call, method, asked, answer)


def canonical(record):
    """The bytes a record is hashed as, from docs/PROTOCOL.md."""
    at = record.at.seconds * 1000000 + record.at.nanos // 1000
    fields = [record.seq, record.id, at, {1: "accepted", 2: "denied"}.get(record.outcome, ""), record.person_id, record.principal_id,
              record.origin, record.method, record.act, record.right_name, record.subject_kind, record.subject_id, record.reason,
              record.act_id, record.request_id, record.digest]
    whole = b""
    for field in fields:
        data = field if isinstance(field, bytes) else str(field or "").encode()
        whole += struct.pack(">I", len(data)) + data
    return whole


def leaf(record):
    """What stands for the content; a record of before there were salts stands for itself."""
    if not record.salt:
        return canonical(record)
    return hashlib.sha256(b"\x00" + canonical(record) + struct.pack(">I", len(record.salt)) + record.salt).digest()


def hide(record, *fields):
    return journal_pb2.JournalRecord(seq=record.seq, hash=record.hash, leaf=leaf(record) if "leaf" in fields else b"")


def is_hidden(record):
    """Seq, hash and leaf are all there is: anything more is recomputed."""
    return record == journal_pb2.JournalRecord(seq=record.seq, hash=record.hash, leaf=record.leaf)


def unproved_to(records):
    """As far as this the head proves nothing: a hidden record without a leaf is tied to none before."""
    return max((record.seq for record in records if is_hidden(record) and not record.leaf), default=0)


def first_bad(records, head):
    """The seq of the first record that is not what the chain says, or None; records is a whole chain."""
    last = bytes(32)
    for place, record in enumerate(records, 1):
        if record.seq != place:
            return place
        expected = hashlib.sha256(b"\x01" + last + (record.leaf if is_hidden(record) else leaf(record))).digest()
        if (record.leaf or not is_hidden(record)) and record.hash != expected:
            return place
        last = record.hash
    return None if (len(records), last) == (head.seq, head.hash) else len(records) + 1


def journal_verified_by_a_stranger():
    auditor = client("audit")
    head = auditor.call("kam.v1.Journal/GetJournalHead", journal_pb2.GetJournalHeadRequest(), journal_pb2.GetJournalHeadResponse)
    asked, records = journal_pb2.ExportJournalRequest(until_seq=head.seq, reason="第三方校验"), []
    while True:
        page = auditor.call("kam.v1.Journal/ExportJournal", asked, journal_pb2.ExportJournalResponse)
        records += page.records
        if not page.next_seq:
            break
        asked.after_seq = page.next_seq
    assert len(records) > 10 and first_bad(records, head) is None
    hidden_to = unproved_to(records)
    assert sum(record.HasField("at") for record in records) > 10
    # Every way to tamper with a copy shows, and where.
    visible = [place for place, record in enumerate(records) if record.HasField("at") and 2 < place < len(records) - 2]
    place = visible[len(visible) // 2]
    altered = journal_pb2.JournalRecord()
    altered.CopyFrom(records[place])
    altered.reason += "x"
    # A part of the content left out is no way to be taken for hidden.
    timeless = journal_pb2.JournalRecord()
    timeless.CopyFrom(records[place])
    timeless.ClearField("at")
    # Hidden, a record is verified by its leaf; without one it vouches for nothing before it, whatever else there is.
    assert len(records[place].salt) == 16
    hidden = records[:place] + [hide(records[place], "leaf")] + records[place + 1:]
    assert first_bad(hidden, head) is None and unproved_to(hidden) == hidden_to
    bare = records[:place] + [hide(records[place])] + records[place + 1:]
    assert first_bad(bare, head) is None and unproved_to(bare) == max(hidden_to, place + 1)
    before = journal_pb2.JournalRecord()
    before.CopyFrom(records[place - 1])
    before.reason += "x"
    before.hash = hashlib.sha256(b"\x01" + records[place - 2].hash + leaf(before)).digest()
    tampered = {
        "another before a hidden one": (records[:place - 1] + [before] + hidden[place:], place + 1),
        "altered": (records[:place] + [altered] + records[place + 1:], place + 1),
        "without its time": (records[:place] + [timeless] + records[place + 1:], place + 1),
        "the front cut off": (records[place:], 1),
        "nothing": ([], 1),
        "left out": (records[:place] + records[place + 1:], place + 1),
        "put in": (records[:place] + [records[place]] + records[place:], place + 2),
        "exchanged": (records[:place] + [records[place + 1], records[place]] + records[place + 2:], place + 1),
        "cut off": (records[:-1], len(records)),
    }
    for way, (copy, bad) in tampered.items():
        assert first_bad(copy, head) == bad, f"{way}: {first_bad(copy, head)} instead of {bad}"


POINTS = [welcome, login, resumption, writes_happen_once, a_lost_answer_is_asked_for_again, pages_and_search, changes, refusals, many_at_once,
          broken_frames, second_factor, journal_follow, journal_verified_by_a_stranger]


def main():
    print(f"1..{len(POINTS)}", flush=True)
    failed = 0
    for number, point in enumerate(POINTS, 1):
        try:
            point()
            print(f"ok {number} - {point.__name__}", flush=True)
        except Exception:  # whatever it is, the others are tried too
            failed += 1
            print(f"not ok {number} - {point.__name__}")
            print("".join("# " + line for line in traceback.format_exc().splitlines(True)), flush=True)
    return 1 if failed else 0


sys.exit(main())

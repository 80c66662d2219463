"""A client of kam/1 in Python, written from docs/PROTOCOL.md and the protos alone: standard library and python3-protobuf.

It knows no method: messages come from protoc. One Client is one person's conversation with a service; it belongs to one thread."""

import base64
import hashlib
import hmac
import os
import random
import socket
import ssl
import struct
import time

from kam.v1 import envelope_pb2, sessions_pb2

FRAME_BYTES_MAX = 4 << 20
CODES = {0: "OK", 1: "CANCELLED", 2: "UNKNOWN", 3: "INVALID_ARGUMENT", 4: "DEADLINE_EXCEEDED", 5: "NOT_FOUND", 6: "ALREADY_EXISTS",
         7: "PERMISSION_DENIED", 8: "RESOURCE_EXHAUSTED", 9: "FAILED_PRECONDITION", 10: "ABORTED", 11: "OUT_OF_RANGE", 12: "UNIMPLEMENTED",
         13: "INTERNAL", 14: "UNAVAILABLE", 15: "DATA_LOSS", 16: "UNAUTHENTICATED"}


class Refused(Exception):
    """The server's answer to a call, when it is not OK."""

    def __init__(self, status):
        super().__init__(f"{CODES.get(status.code, status.code)}/{status.reason}: {status.message}")
        self.status, self.code, self.reason = status, CODES.get(status.code, "UNKNOWN"), status.reason


class GoneAway(Exception):
    """The server takes no calls on this connection any more, and says why."""

    def __init__(self, status):
        super().__init__(f"{status.reason}: {status.message}")
        self.reason = status.reason


class Connection:
    """One TLS connection past Hello and Welcome."""

    def __init__(self, host, port, ca_file, server_name, language, token=b"", timeout=10):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.set_alpn_protocols(["kam/1"])
        context.load_verify_locations(ca_file)
        raw = socket.create_connection((host, port), timeout)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = context.wrap_socket(raw, server_hostname=server_name)
        self.last_call_id = 0
        self.answers = {}
        self.send(envelope_pb2.Envelope(hello=envelope_pb2.Hello(protocol=1, client="kam1.py", language=language, session_token=token)))
        first = self.receive()
        if first.WhichOneof("body") != "welcome":
            self.close()
            raise GoneAway(first.go_away.status)
        self.welcome = first.welcome

    def close(self):
        self.socket.close()

    def send(self, envelope):
        body = envelope.SerializeToString()
        self.socket.sendall(struct.pack(">I", len(body)) + body)

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise ConnectionError("the server closed the connection")
            data += more
        return data

    def receive(self):
        """The next envelope; pings are answered on the way."""
        while True:
            (length,) = struct.unpack(">I", self.exactly(4))
            if not 1 <= length <= FRAME_BYTES_MAX:
                raise ConnectionError(f"a frame of {length} bytes")
            envelope = envelope_pb2.Envelope.FromString(self.exactly(length))
            if envelope.WhichOneof("body") != "ping":
                return envelope
            self.send(envelope_pb2.Envelope(pong=envelope_pb2.Pong(payload=envelope.ping.payload)))

    def start(self, method, body, timeout_ms=0, request_id=b""):
        self.last_call_id += 1
        request = envelope_pb2.Request(method=method, body=body, timeout_ms=timeout_ms, request_id=request_id)
        self.send(envelope_pb2.Envelope(call_id=self.last_call_id, request=request))
        return self.last_call_id

    def wait(self, call_id):
        """The response to one call; those to others are kept for their turn."""
        while call_id not in self.answers:
            envelope = self.receive()
            kind = envelope.WhichOneof("body")
            if kind == "response":
                self.answers[envelope.call_id] = envelope.response
            elif kind == "go_away":
                raise GoneAway(envelope.go_away.status)
        return self.answers.pop(call_id)


class Client:
    """Reconnects with its session, and sends a call again where the protocol says that this is safe."""

    def __init__(self, endpoints, ca_file, server_name="localhost", language="en", tries_max=8):
        self.endpoints, self.ca_file, self.server_name = list(endpoints), ca_file, server_name
        self.language, self.tries_max = language, tries_max
        self.token, self.connection, self.replayed = b"", None, False

    def connect(self):
        if self.connection:
            return self.connection
        host, port = self.endpoints[0]
        try:
            self.connection = Connection(host, port, self.ca_file, self.server_name, self.language, self.token)
        except (OSError, GoneAway):
            self.endpoints.append(self.endpoints.pop(0))
            raise
        return self.connection

    def disconnect(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    @staticmethod
    def pause(tries, at_least_ms=0):
        """0.1 s doubling to 10 s, times a random factor, so that clients do not come back in step."""
        time.sleep(max(at_least_ms / 1000, min(10, 0.1 * 2 ** tries) * random.uniform(0.5, 1.5)))

    def call(self, method, request, answer, request_id=b"", repeatable=None, timeout_ms=0):
        """One call. A write names its request id, and so may be repeated; so may reads (request_id empty, repeatable not False)."""
        body = request.SerializeToString()
        again = repeatable if repeatable is not None else True
        for tries in range(self.tries_max):
            try:
                connection = self.connect()
                response = connection.wait(connection.start(method, body, timeout_ms, request_id))
            except (OSError, GoneAway) as lost:
                if isinstance(lost, GoneAway) and lost.reason in ("PROTOCOL_UNSUPPORTED", "PROTOCOL_VIOLATION", "FRAME_LENGTH"):
                    raise
                self.disconnect()
                if not again or tries + 1 == self.tries_max:
                    raise
                self.pause(tries)
                continue
            status = response.status
            if status.code == 0:
                self.replayed = response.replayed
                return answer.FromString(response.body)
            unknown = status.code == 2 and status.reason == "OUTCOME_UNKNOWN"
            if not (again and (status.retryable or unknown)) or tries + 1 == self.tries_max:
                raise Refused(status)
            self.pause(tries, status.retry_after_ms)
        raise AssertionError("not reached")

    def write(self, method, request, answer, request_id=None):
        """A write under an id of its own, made once and kept over every try."""
        return self.call(method, request, answer, request_id or os.urandom(16))

    def login(self, login, password, code=""):
        request = sessions_pb2.LoginRequest(login=login, password=password, code=code)
        answer = self.call("kam.v1.Sessions/Login", request, sessions_pb2.LoginResponse, repeatable=False)
        self.token = answer.session_token
        return answer

    def pages(self, method, request, answer, items):
        """All items of a list, page after page."""
        while True:
            page = self.call(method, request, answer)
            yield from getattr(page, items)
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token


def totp(secret, at=None):
    """RFC 6238 with SHA-1, 30 s, 6 digits, from a secret in base32."""
    text = secret.replace(" ", "").replace("-", "").upper()
    key = base64.b32decode(text + "=" * (-len(text) % 8))
    step = int((time.time() if at is None else at) // 30)
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1000000:06d}"

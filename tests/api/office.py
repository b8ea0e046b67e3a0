"""A fresh office on a free port: the real binary, a temporary folder, invented people only."""
import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TREE / "tests" / "helpers"))
import partner  # noqa: E402
from house import free_port, same_minute  # noqa: E402, F401

AGREEMENT = ['reference: "PKS 471/2026"', "fields: [number, state, submitted_at, changed_at, outcome, retry_on, nik_last4]",
             "scopes: [state.read, batch.write, receipt.read, events]", 'addresses: ["127.0.0.1"]', "webhook: https://bank.invalid/loket"]
ROLES = ("info", "front", "operator", "verifier", "handover", "supervisor", "head", "admin", "auditor", "partner")
CONFIG = """\
listen: 127.0.0.1:{port}
public_url: http://127.0.0.1:{port}
store: sqlite:{folder}/loket.db
scans: file:{folder}/scans
keys: {folder}/keys
services: {services}
log_level: warn
office: {{code: "5271", prefix: MTR, name: Kota Mataram, timezone: Asia/Makassar}}
server: {{track_per_minute: 200}}
rules: {{separate_handover: true}}
look: {{on: false}} # bytes of scans are counted here, and copies would be among them
"""


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json.get("code")

    def pointers(self):
        return {e.get("pointer") for e in self.json.get("errors", [])}

    def __repr__(self):
        return f"{self.status} {self.body[:600]!r}"


def multipart(parts):
    """parts: (name, bytes or text, file name or None, content type or None), ..."""
    boundary = uuid.uuid4().hex
    body = b""
    for name, content, filename, kind in parts:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
        head += f'; filename="{filename}"' if filename is not None else ""
        head += f"\r\nContent-Type: {kind}" if kind else ""
        body += head.encode() + b"\r\n\r\n" + (content if isinstance(content, bytes) else content.encode()) + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class Office:
    def __init__(self, binary):
        self.binary = str(Path(binary).resolve())
        self.tokens = {}
        self.on_answer = lambda method, path, answer: None  # the schema check hangs itself in here

    def loket(self, *words):
        run = subprocess.run([self.binary, *words, "--config", str(self.config)], capture_output=True, text=True, timeout=120)
        if run.returncode != 0:
            raise SystemExit(f"loket {' '.join(words)}: {run.stderr or run.stdout}")
        return run.stdout.strip()

    def token(self, name, role):
        self.tokens[name] = self.loket("token", "add", "--name", name, "--role", role)
        return self.tokens[name]

    def call(self, method, path, body=None, headers=None, token="supervisor", kind=None):
        head = dict(headers or {})
        if token:
            head["Authorization"] = "Bearer " + self.tokens.get(token, token)
        if isinstance(body, (dict, list)):
            body, kind = json.dumps(body).encode(), kind or "application/json"
        if kind:
            head["Content-Type"] = kind
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # refused in the middle: the answer is there
                connection.request(method, path, body, head)
            got = connection.getresponse()
            answer = Answer(got.status, got.headers, got.read())
        finally:
            connection.close()
        self.on_answer(method, path, answer)
        return answer

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def submit(self, application, files=(), **more):
        """files: (requirement, bytes), ..."""
        text = application if isinstance(application, (str, bytes)) else json.dumps(application)
        parts = [("application", text, None, None)]
        parts += [(name, content, f"{name}.jpg", "image/jpeg") for name, content in files]
        body, kind = multipart(parts)
        return self.call("POST", "/api/v1/applications", body, kind=kind, **more)

    def act(self, number, action, token="supervisor", headers=None, **fields):
        return self.call("POST", f"/api/v1/applications/{number}/actions", {"action": action, **fields}, headers, token)

    def packs(self):
        """Bytes of all sealed scans on the disk."""
        return sum(p.stat().st_size for p in Path(self.folder, "scans").iterdir())


@contextlib.contextmanager
def office(binary):
    o = Office(binary)
    o.port = free_port()
    with tempfile.TemporaryDirectory(prefix="loket-api-") as folder:
        o.folder, o.config = folder, Path(folder, "loket.yaml")
        o.config.write_text(CONFIG.format(port=o.port, folder=folder, services=partner.services_with(folder, TREE, bank=AGREEMENT)))
        o.loket("init")
        for role in ROLES:
            o.token(role, role)
        with open(Path(folder, "log"), "wb") as log:
            server = subprocess.Popen([o.binary, "serve", "--config", str(o.config)], stdout=log, stderr=log,
                                      stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            wait(o, server)
            yield o
            if server.poll() is not None:
                raise SystemExit(f"the server ended with {server.returncode}:\n{Path(folder, 'log').read_text()}")
            # a process that died was started again: the supervisor says so
            o.died = [line for line in Path(folder, "log").read_text().splitlines() if "what=ended" in line or "ERROR: " in line or "runtime error" in line]
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def wait(o, server, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if o.get("/readyz", token=None).status == 200:
                return
        time.sleep(0.05)
    raise SystemExit(f"the server does not answer:\n{Path(o.folder, 'log').read_text()}")

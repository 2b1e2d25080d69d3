"""Notifications over real sockets: a small SMTP server and a small web server. What fails is one line and no error."""

import base64
import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from jianbao.run.notify import News, send

PASSWORD = "hunter2-secret"
NEWS = News("failure", "简报：有简报失败", "briefs/330502/T02.html 出错", {"result": "failed", "failed": 1})


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Smtp(socketserver.StreamRequestHandler):
    """As much of SMTP as a client of ours says."""

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "EHLO":
                self.say("250-test\r\n250-SMTPUTF8\r\n250 AUTH PLAIN")
            elif verb == "AUTH":
                self.server.logins.append(base64.b64decode(line.split(" ")[2]).decode())
                self.say("235 yes" if self.server.opens else f"535 no, not with {PASSWORD}")
            elif verb == "DATA":
                self.say("354 go on")
                lines = []
                while (text := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(text)
                self.server.mails.append(b"".join(lines))
                self.say("250 taken")
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@pytest.fixture
def smtp():
    with serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Smtp)) as server:
        server.mails, server.logins, server.opens, server.daemon_threads = [], [], True, True
        yield server


class Web(BaseHTTPRequestHandler):
    def do_POST(self) -> None:  # noqa: N802
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}"
        self.server.seen.append((self.path, json.loads(body)))
        status, answer = self.server.answer
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(answer)

    def do_GET(self) -> None:  # noqa: N802
        self.do_POST()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def web():
    with serving(HTTPServer(("127.0.0.1", 0), Web)) as server:
        server.seen, server.answer = [], (200, b'{"errcode":0,"errmsg":"ok"}')
        server.url = f"http://127.0.0.1:{server.server_port}/robot/send?access_token=TOKEN"
        yield server


@pytest.fixture
def told(tmp_path, monkeypatch):
    """``told(settings, news) -> (sent, lines)``."""
    monkeypatch.delenv("JIANBAO_NOTIFY", raising=False)

    def tell(settings: str, news: News = NEWS):
        (tmp_path / "notify.toml").write_text(settings, encoding="utf-8")
        lines: list[str] = []
        return send(news, tmp_path, lines.append, "zh"), lines

    return tell


def mail(server, more: str = "") -> str:
    return f'[mail]\nhost = "127.0.0.1"\nport = {server.server_address[1]}\nsecurity = "none"\nfrom = "a@b.cn"\nto = ["c@d.cn", "e@f.cn"]\n{more}'


def hook(url: str, kind: str = "dingtalk", more: str = "") -> str:
    return f'[[webhook]]\nkind = "{kind}"\nurl = "{url}"\n{more}'


def test_a_mail_says_what_failed(told, smtp):
    from email import message_from_bytes, policy

    assert told(mail(smtp)) == (1, [])
    (raw,) = smtp.mails
    message = message_from_bytes(raw, policy=policy.default)
    assert message["Subject"] == NEWS.title and message["To"] == "c@d.cn, e@f.cn"
    assert message.get_content().strip() == NEWS.text
    assert not smtp.logins


@pytest.mark.parametrize("where", ["env", "file"])
def test_the_password_comes_from_the_environment_or_a_file(told, smtp, tmp_path, monkeypatch, where):
    monkeypatch.setenv("MAIL_PW", PASSWORD)
    (tmp_path / "pw").write_text(f"{PASSWORD}\n")
    secret = "env:MAIL_PW" if where == "env" else "file:pw"
    assert told(mail(smtp, f'user = "office"\npassword = "{secret}"')) == (1, [])
    assert smtp.logins == [f"\0office\0{PASSWORD}"]


@pytest.mark.parametrize("kind", ["dingtalk", "wecom"])
def test_a_robot_gets_its_payload(told, web, kind):
    assert told(hook(web.url, kind)) == (1, [])
    assert web.seen == [("/robot/send?access_token=TOKEN", {"msgtype": "text", "text": {"content": f"{NEWS.title}\n{NEWS.text}"}})]


def test_other_systems_get_the_run_as_json(told, web):
    assert told(hook(web.url, "json")) == (1, [])
    assert web.seen[0][1] == {"title": NEWS.title, "text": NEWS.text, "result": "failed", "failed": 1}


def test_a_signed_robot_gets_the_signature_that_dingtalk_checks(told, web, monkeypatch):
    """The digest is checked against the recipe in 钉钉's own documentation: HMAC-SHA256 of time, newline, secret."""
    import hashlib
    import hmac
    from urllib.parse import parse_qs, urlsplit

    monkeypatch.setenv("ROBOT", "SECabc")
    assert told(hook(web.url, more='secret = "env:ROBOT"')) == (1, [])
    asked = parse_qs(urlsplit(web.seen[0][0]).query)
    wanted = hmac.new(b"SECabc", f"{asked['timestamp'][0]}\nSECabc".encode(), hashlib.sha256).digest()
    assert base64.b64decode(asked["sign"][0]) == wanted


def test_one_that_fails_keeps_no_other_from_being_sent(told, smtp, web):
    sent, lines = told(hook("http://127.0.0.1:9/x?access_token=TOKEN") + mail(smtp) + hook(web.url))
    assert sent == 2 and len(smtp.mails) == len(web.seen) == 1
    assert len(lines) == 1 and "webhook 1" in lines[0] and "TOKEN" not in lines[0]


@pytest.mark.parametrize("answer", [(200, b'{"errcode":310000,"errmsg":"TOKEN"}'), (500, b"TOKEN"), (302, b""), (200, b"not json")])
def test_a_robot_that_refuses_is_said_and_its_address_is_not(told, web, answer):
    web.answer = answer
    sent, lines = told(hook(web.url))
    assert sent == 0 and len(lines) == 1 and "TOKEN" not in lines[0]
    assert len(web.seen) == 1, "an address with a token in it is not carried elsewhere"


def test_a_refused_login_does_not_repeat_the_password(told, smtp, monkeypatch):
    monkeypatch.setenv("MAIL_PW", PASSWORD)
    smtp.opens = False
    sent, lines = told(mail(smtp, 'password = "env:MAIL_PW"'))
    assert sent == 0 and "535" in lines[0] and PASSWORD not in lines[0]


def test_a_server_that_never_answers_is_given_up(told, monkeypatch):
    import socket

    monkeypatch.setattr("jianbao.run.notify.TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sent, lines = told(hook(f"http://127.0.0.1:{silent.getsockname()[1]}/"))
    assert sent == 0 and "TimeoutError" in lines[0]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ('on = "sometimes"', "on"),
        ('[mail]\nhost = "h"\nfrom = "a"', "mail.to"),
        ('[mail]\nhost = "h"\nfrom = "a"\nto = "b"\nsecurity = "tls"', "mail.security"),
        ('[[webhok]]\nurl = "x"', "webhok"),
        ('[[webhook]]\nkind = "slack"\nurl = "x"', "webhook.kind"),
        ('[[webhook]]\nkind = "json"', "webhook.url"),
        ("[mail", "TOML"),
        (f'[mail]\npassword = "{PASSWORD}', "TOML"),
        (f'[mail]\nhost = "h"\nfrom = "a"\nto = "b"\npassword = "{PASSWORD}"', "env:"),
        ('[mail]\nhost = "h"\nfrom = "a"\nto = "b"\npassword = "env:NOT_SET_ANYWHERE"', "NOT_SET_ANYWHERE"),
        ('[[webhook]]\nkind = "json"\nurl = "file:///etc/passwd"', "读不到|http"),
    ],
)
def test_a_wrong_setting_is_one_line_without_secrets(told, settings, says):
    import re

    sent, lines = told(settings)
    assert sent == 0 and len(lines) == 1
    assert re.search(says, lines[0]) and PASSWORD not in lines[0]


@pytest.mark.parametrize(
    ("on", "level", "sent"),
    [
        ("failure", "failure", 1), ("failure", "finish", 0), ("failure", "always", 0),
        ("finish", "failure", 1), ("finish", "finish", 1), ("finish", "always", 0),
        ("always", "always", 1),
    ],
)  # fmt: skip
def test_who_wants_to_know_what(told, web, on, level, sent):
    assert told(f'on = "{on}"\n{hook(web.url)}', News(level, "t", "x", {}))[0] == sent == len(web.seen)


def test_without_settings_nothing_is_sent(tmp_path, monkeypatch):
    monkeypatch.delenv("JIANBAO_NOTIFY", raising=False)
    assert send(NEWS, tmp_path, pytest.fail, "zh") == 0

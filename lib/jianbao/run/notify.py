"""Tell people how a scheduled run ended: by mail and by webhook. Settings in ``data/notify.toml`` (docs/schedule.md).

A failing notification never fails the run. Passwords and robot addresses are secrets: they may be written as
``env:NAME`` or ``file:PATH``, a password must be, and none is ever part of a message.
"""

import base64
import hashlib
import hmac
import json
import os
import smtplib
import time
import tomllib
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from jianbao.run.words import RunError, say

__all__ = ["News", "send"]

TIMEOUT = 10
_WHEN = ("failure", "finish", "always")
_MAIL = {"host", "port", "security", "user", "password", "from", "to"}
_HOOK = {"kind", "url", "secret"}


@dataclass(frozen=True)
class News:
    """What is told: *level* is ``failure``, ``finish`` (something was published) or ``always`` (nothing to do)."""

    level: str
    title: str
    text: str
    run: Mapping[str, Any]


def send(news: News, data: Path, echo: Callable[[str], None], lang: str) -> int:
    """Send the news to all who want it; return how many were sent. What fails is said in one line and is no error."""
    path = Path(os.environ.get("JIANBAO_NOTIFY") or data / "notify.toml")
    if not path.is_file():
        return 0
    sent, ways = 0, []
    try:
        settings = _read(path, lang)
        if _WHEN.index(news.level) > _WHEN.index(settings["on"]):
            return 0
        ways = [("mail", _mail, settings["mail"])] if "mail" in settings else []
        ways += [(f"webhook {n} ({hook['kind']})", _webhook, hook) for n, hook in enumerate(settings.get("webhook", ()), 1)]
    except (RunError, OSError, ValueError) as error:
        echo(say(lang, f"没有发出通知：{error}", f"no notification was sent: {error}"))
    for name, way, settings in ways:
        try:
            way(news, settings, path.parent, lang)
            sent += 1
        except Exception as error:  # the run is done, whatever a mail server says
            line = str(error) if isinstance(error, RunError) else _safe(error)
            echo(say(lang, f"通知未发出：{name}：{line}", f"the notification was not sent: {name}: {line}"))
    return sent


def _read(path: Path, lang: str) -> dict[str, Any]:
    """Return the settings, checked: a misspelt one would be silence when it matters."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):  # its message may quote a line with a secret
        raise RunError(say(lang, f"{path.name} 不是有效的 TOML", f"{path.name} is not valid TOML")) from None
    hooks, mail = found.get("webhook", []), found.get("mail", {})
    found["on"] = found.get("on", "failure")
    wrong = [k for k in found if k not in ("on", "mail", "webhook")]
    wrong += [f"mail.{k}" for k in mail if k not in _MAIL] if isinstance(mail, dict) else ["mail"]
    wrong += [f"webhook.{k}" for hook in hooks for k in hook if k not in _HOOK] if isinstance(hooks, list) else ["webhook"]
    wrong += ["on"] * (found["on"] not in _WHEN)
    wrong += ["webhook.kind"] * any(hook.get("kind") not in ("dingtalk", "wecom", "json") for hook in hooks if isinstance(hook, dict))
    wrong += ["mail.security"] * (isinstance(mail, dict) and mail.get("security", "starttls") not in ("none", "starttls", "ssl"))
    wrong += [f"mail.{k}" for k in ("host", "from", "to") if "mail" in found and k not in mail]
    wrong += ["webhook.url"] * any("url" not in hook for hook in hooks if isinstance(hook, dict))
    if wrong:
        raise RunError(say(lang, f"{path.name} 的设置有误：{'、'.join(wrong)}", f"wrong settings in {path.name}: {', '.join(wrong)}"))
    return found


def _secret(text: str, folder: Path, lang: str, plain: bool = False) -> str:
    kind, _, name = text.partition(":")
    if kind == "env":
        if value := os.environ.get(name):
            return value
        raise RunError(say(lang, f"没有环境变量 {name}", f"there is no environment variable {name}"))
    if kind == "file":
        try:
            return (folder / Path(name).expanduser()).read_text(encoding="utf-8").strip()
        except OSError:
            raise RunError(say(lang, f"读不到文件 {name}", f"the file {name} cannot be read")) from None
    if plain:
        return text
    raise RunError(say(lang, "口令只能写作 env:变量名 或 file:文件", "a password is written as env:NAME or file:PATH only"))


def _mail(news: News, settings: Mapping[str, Any], folder: Path, lang: str) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = news.title, settings["from"]
    message["To"] = ", ".join([settings["to"]] if isinstance(settings["to"], str) else settings["to"])
    message.set_content(news.text)
    security = settings.get("security", "starttls")
    port = settings.get("port", {"ssl": 465, "starttls": 587, "none": 25}[security])
    password = _secret(settings["password"], folder, lang) if "password" in settings else ""
    with (smtplib.SMTP_SSL if security == "ssl" else smtplib.SMTP)(settings["host"], port, timeout=TIMEOUT) as server:
        if security == "starttls":
            server.starttls()
        if password:
            server.login(settings.get("user", settings["from"]), password)
        server.send_message(message)


def _webhook(news: News, settings: Mapping[str, Any], folder: Path, lang: str) -> None:
    url = _secret(settings["url"], folder, lang, plain=True)
    if not url.startswith(("http://", "https://")):
        raise RunError(say(lang, "地址须以 http:// 或 https:// 开头", "the address must begin with http:// or https://"))
    robot = settings["kind"] != "json"
    payload = {"msgtype": "text", "text": {"content": f"{news.title}\n{news.text}"}} if robot else {"title": news.title, "text": news.text, **news.run}
    if "secret" in settings:
        url += _signature(_secret(settings["secret"], folder, lang))
    request = urllib.request.Request(url, json.dumps(payload, ensure_ascii=False).encode(), {"Content-Type": "application/json; charset=utf-8"})
    with urllib.request.build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as answer:
        body = answer.read(10_000)
    if robot and (code := json.loads(body).get("errcode")):  # robots answer 200 to what they refuse
        raise RunError(say(lang, f"机器人拒收（errcode {code}）", f"the robot refused it (errcode {code})"))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An address with a token in it goes nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _signature(secret: str) -> str:
    """Return what 钉钉 wants of a robot with a signing secret."""
    stamp = str(round(time.time() * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return f"&timestamp={stamp}&sign={urllib.parse.quote_plus(base64.b64encode(digest))}"


def _safe(error: Exception) -> str:
    """Say what went wrong without what a server or a library quotes: an answer may repeat a password, a URL has a token."""
    code = getattr(error, "smtp_code", None) or getattr(error, "code", None)
    reason = getattr(error, "reason", None)
    cause = reason if isinstance(reason, OSError) else error
    number = os.strerror(cause.errno) if isinstance(cause, OSError) and cause.errno and not code and cause.errno > 0 else ""
    return " ".join(str(p) for p in (type(cause).__name__, code or "", number) if p)

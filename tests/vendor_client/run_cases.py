#!/usr/bin/env python3
"""Runs the real `app-store-connect` command against mock servers on loopback.

Standard input is a JSON list of cases, standard output a JSON list of what came of
them. A case:

    {"url": "http://127.0.0.1:8000", "arguments": ["publish", …], "home": "/tmp/…",
     "environment": {"NAME": "value"}, "keep": {"app": "0.id"}}

`keep` takes values out of the JSON that the command prints, by their paths; arguments of
later cases name them as `$app`.

Each case runs in a process of its own, forked after the imports, which take longer than
the run. Two things of the command are changed, nothing else: where the API is, and that
its polling does not wait but moves its clock and the server's.
"""

import json
import os
import sys
import time as real_time
import urllib.parse
import urllib.request

from codemagic.apple.app_store_connect.api_client import AppStoreConnectApiClient
from codemagic.apple.app_store_connect.api_session import AppStoreConnectApiSession
from codemagic.tools.app_store_connect import AppStoreConnect
from codemagic.tools.app_store_connect.action_groups import builds_action_group
from codemagic.tools.app_store_connect.actions import publish_action, submit_to_app_store_action

SECONDS = 120


class Clock:
    """`time` of the modules that wait."""

    def __init__(self, url):
        self.url = url
        self.ahead = 0.0

    def __getattr__(self, name):
        return getattr(real_time, name)

    def time(self):
        return real_time.time() + self.ahead

    def sleep(self, seconds):
        self.ahead += seconds
        address = f"{self.url}/_mock/advance?seconds={seconds}"
        urllib.request.urlopen(urllib.request.Request(address, method="POST", data=b"")).read()


def aim_at(url):
    AppStoreConnectApiClient.API_URL = f"{url}/v1"
    for module in (builds_action_group, publish_action, submit_to_app_store_action):
        module.time = Clock(url)

    # The command follows links that answers contain: none may lead elsewhere.
    request = AppStoreConnectApiSession.request
    host = urllib.parse.urlsplit(url).netloc

    def guarded(self, method, address, *args, **kwargs):
        if urllib.parse.urlsplit(address).netloc != host:
            os.write(2, f"a link leads to {address}\n".encode())
            os._exit(99)
        return request(self, method, address, *args, **kwargs)

    AppStoreConnectApiSession.request = guarded


def run(case, kept):
    """What the forked process does; never returns."""
    code = 98
    try:
        os.environ.update(case.get("environment", {}))
        # With CI set, the command kills processes whose names contain "xcode".
        os.environ.pop("CI", None)
        os.environ["HOME"] = os.environ["TMPDIR"] = case["home"]
        import tempfile

        tempfile.tempdir = None
        os.chdir(case["home"])
        aim_at(case["url"])
        sys.argv = ["app-store-connect", *(named(argument, kept) for argument in case["arguments"])]
        AppStoreConnect.invoke_cli()
        code = 0
    except SystemExit as exit:
        code = exit.code if isinstance(exit.code, int) else int(exit.code is not None)
    except BaseException as error:  # noqa: BLE001 - told to whoever asked
        os.write(2, f"unexpected: {error!r}\n".encode())
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)


def named(argument, kept):
    return kept[argument[1:]] if argument.startswith("$") else argument


def value_at(document, path):
    for key in path.split("."):
        document = document[int(key) if isinstance(document, list) else key]
    return document


def redirect(descriptor, path):
    file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    os.dup2(file, descriptor)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def main():
    cases = json.load(sys.stdin)
    results = []
    kept = {}
    for case in cases:
        printed, logged = (os.path.join(case["home"], name) for name in ("printed.txt", "logged.txt"))
        child = os.fork()
        if child == 0:
            redirect(1, printed)
            redirect(2, logged)
            run(case, kept)
        deadline = real_time.time() + SECONDS
        while True:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                break
            if real_time.time() > deadline:
                os.kill(child, 9)
                os.waitpid(child, 0)
                raise SystemExit(f"no end after {SECONDS} s: {case['arguments']}")
            real_time.sleep(0.005)
        code = os.waitstatus_to_exitcode(status)
        results.append({"code": code, "output": read(logged) + read(printed)})
        if code == 0:
            for name, path in case.get("keep", {}).items():
                kept[name] = value_at(json.loads(read(printed)), path)
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()

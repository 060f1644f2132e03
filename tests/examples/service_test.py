# SPDX-License-Identifier: MIT
"""Drives the service over HTTP as clients of the five APIs would, in parallel and through restarts.

    tests/examples/service_test.py build/service/docs/examples/service/invito-service
"""

import concurrent.futures
import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "invito-service"
NOON = "2026-03-02T12:00:00Z"
NOON_SECONDS = 1772452800
WEEK = 7 * 24 * 3600
ADMIN, BOB = "the-admin", "bobs-key"


class Service:
    """The program, running on a port of its own."""

    def __init__(self, folder, now=NOON, *more):
        self.db = str(Path(folder, "invito.sqlite"))
        command = [PROGRAM, "--api-key", ADMIN, "--user", f"{BOB}=bob@example.com", "--db", self.db,
                   "--port", "0", *more]
        if now:
            command += ["--now", now]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        told = self.process.stdout.readline()
        assert "listens on http://127.0.0.1:" in told, told + self.process.stderr.read()
        self.port = int(told.rsplit(":", 1)[1])

    def ask(self, method, path, body=None, key=ADMIN, headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            sent = dict(headers)
            if key is not None:
                sent |= {"Authorization": f"Bearer {key}", "X-API-Key": key}
            if isinstance(body, (dict, list)):
                body = json.dumps(body)
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            text = answer.read().decode()
            self.headers = dict(answer.getheaders())
            return answer.status, json.loads(text) if text else None
        finally:
            connection.close()

    def rows(self, sql):
        with sqlite3.connect(self.db) as db:
            return db.execute(sql).fetchall()

    def stop(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        code = self.process.wait(timeout=20)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.running = []
        self.service = self.start()

    def tearDown(self):
        for service in self.running:
            if service.process.poll() is None:
                service.stop()

    def start(self, now=NOON, *more):
        service = Service(self.folder.name, now, *more)
        self.running.append(service)
        return service

    def ask(self, *arguments, **more):
        return self.service.ask(*arguments, **more)


class OpenAI(Case):
    PATH = "/v1/organization/invites"

    def invite(self, email, **more):
        return self.ask("POST", self.PATH, {"email": email, "role": "reader", **more})

    def test_an_invite_is_created_read_and_deleted(self):
        status, made = self.invite("bob@example.com", projects=[{"id": "project-x", "role": "member"}])
        self.assertEqual(status, 200)
        identity = made.pop("id")
        self.assertEqual(made, {
            "object": "organization.invite", "email": "bob@example.com", "role": "reader",
            "status": "pending", "invited_at": NOON_SECONDS, "created_at": NOON_SECONDS,
            "expires_at": NOON_SECONDS + WEEK, "accepted_at": None,
            "projects": [{"id": "project-x", "role": "member"}]})
        self.assertEqual(self.ask("GET", f"{self.PATH}/{identity}"), (200, {"id": identity, **made}))
        self.assertEqual(self.ask("DELETE", f"{self.PATH}/{identity}"),
                         (200, {"object": "organization.invite.deleted", "id": identity, "deleted": True}))
        for method in ("GET", "DELETE"):
            status, error = self.ask(method, f"{self.PATH}/{identity}")
            self.assertEqual((status, error["error"]["code"]), (404, "not_found"))
        self.assertEqual(self.ask("GET", self.PATH)[1]["data"], [])
        self.assertEqual(self.invite("bob@example.com")[0], 200)  # the address may be invited again

    def test_a_list_is_read_page_by_page(self):
        made = [self.invite(f"person{n}@example.com")[1]["id"] for n in range(45)]
        seen, after = [], ""
        for size in (20, 20, 5):
            status, page = self.ask("GET", f"{self.PATH}?limit=20&after={after}")
            self.assertEqual((status, len(page["data"])), (200, size))
            self.assertEqual((page["first_id"], page["last_id"]),
                             (page["data"][0]["id"], page["data"][-1]["id"]))
            seen += [i["id"] for i in page["data"]]
            after = page["last_id"]
            self.assertEqual(page["has_more"], size == 20)
        self.assertEqual(sorted(seen), sorted(made))
        self.assertEqual(self.ask("GET", f"{self.PATH}?after={after}")[1]["data"], [])
        for bad in ("limit=0", "limit=101", "limit=x", "limit=", "after=nobody"):
            self.assertEqual(self.ask("GET", f"{self.PATH}?{bad}")[0], 400, bad)

    def test_what_is_wrong_is_told_in_the_words_of_the_api(self):
        for body, code, param in (
                ('{"email":', "syntax_error", None),
                ("", "syntax_error", None),
                ('{"email":"a@b.co"}', "missing_field", "role"),
                ('{"email":7,"role":"reader"}', "wrong_type", "email"),
                ('{"email":"nobody","role":"reader"}', "invalid_email", "email"),
                ('{"email":"a@b.co","role":"boss"}', "unknown_value", "role"),
                (b'{"email":"\xff@b.co","role":"reader"}', "syntax_error", None)):
            status, error = self.ask("POST", self.PATH, body)
            self.assertEqual(status, 400, body)
            self.assertEqual(set(error["error"]), {"message", "type", "param", "code"})
            self.assertIn(error["error"]["code"], (code, "unknown_role"), body)
            self.assertEqual(error["error"]["param"], param, body)
        self.assertEqual(self.service.rows("SELECT count(*) FROM invitations"), [(0,)])

    def test_a_body_beyond_a_mebibyte_is_refused(self):
        try:
            self.assertEqual(self.ask("POST", self.PATH, "x" * (1024 * 1024 + 1))[0], 413)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the body was refused before all of it was read
        self.assertEqual(self.invite("bob@example.com")[0], 200)

    def test_who_has_no_key_or_another_one_is_turned_away(self):
        for key, status, code in ((None, 401, "unauthenticated"), ("guess", 401, "unauthenticated"),
                                  (BOB, 403, "forbidden")):
            got, error = self.ask("POST", self.PATH, {"email": "a@b.co", "role": "owner"}, key=key)
            self.assertEqual((got, error["error"]["code"]), (status, code))
        self.assertEqual(self.service.rows("SELECT count(*) FROM outbox"), [(0,)])

    def test_a_repeated_request_with_its_key_has_one_effect(self):
        once = [("Idempotency-Key", "k-1")]
        body = {"email": "bob@example.com", "role": "reader"}
        first = self.ask("POST", self.PATH, body, headers=once)
        self.assertEqual(self.ask("POST", self.PATH, body, headers=once), first)
        status, error = self.ask("POST", self.PATH, {**body, "role": "owner"}, headers=once)
        self.assertEqual((status, error["error"]["code"]), (400, "idempotency_mismatch"))
        self.assertEqual(self.service.rows("SELECT count(*) FROM outbox"), [(1,)])

    def test_an_invite_expires_by_the_clock_and_frees_its_place(self):
        identity = self.invite("bob@example.com")[1]["id"]
        self.assertEqual(self.service.stop(), 0)
        self.service = self.start("2026-03-09T11:59:59Z")
        self.assertEqual(self.ask("GET", f"{self.PATH}/{identity}")[1]["status"], "pending")
        self.assertEqual(self.invite("bob@example.com")[1]["error"]["code"], "duplicate_pending")
        self.service.stop()
        self.service = self.start("2026-03-09T12:00:00Z")
        self.assertEqual(self.ask("GET", f"{self.PATH}/{identity}")[1]["status"], "expired")
        self.assertEqual(self.invite("BOB@example.com")[0], 200)
        self.assertEqual(self.service.rows("SELECT status FROM invitations ORDER BY created_at"),
                         [("expired",), ("pending",)])

    def test_a_place_is_freed_without_the_key_of_the_request_that_wants_it(self):
        self.invite("bob@example.com")
        self.service.stop()
        self.service = self.start("2026-03-09T12:00:00Z")
        body = {"email": "bob@example.com", "role": "reader"}
        self.assertEqual(self.ask("POST", self.PATH, body, headers={"Idempotency-Key": "again"})[0], 200)
        documents = self.service.rows("SELECT document FROM invitations ORDER BY created_at")
        keys = [[event.get("idempotency_key") for event in json.loads(document)["history"]]
                for (document,) in documents]
        self.assertEqual(keys, [[None, None], ["again"]])


class Nuon(Case):
    PATH = "/v1/orgs/current/invites"
    ORG = [("X-Nuon-Org-ID", "orgabcdefghijklmnopqrstuvw")]

    def call(self, method, path="", body=None, key=ADMIN):
        return self.ask(method, self.PATH + path, body, key, self.ORG)

    def test_an_invite_is_created_sent_again_and_revoked(self):
        status, made = self.call("POST", body={"email": "bob@example.com", "role_type": "org_admin"})
        self.assertEqual(status, 201)
        self.assertEqual((made["email"], made["org_id"], made["role_type"], made["status"]),
                         ("bob@example.com", self.ORG[0][1], "org_admin", "pending"))
        self.assertEqual(len(made["id"]), 26)
        status, error = self.call("POST", f"/{made['id']}/resend")
        self.assertEqual((status, error["error"]), (409, "too_soon"))
        self.service.stop()
        self.service = self.start("2026-03-02T12:01:00Z")
        self.assertEqual(self.call("POST", f"/{made['id']}/resend")[0], 200)
        self.assertEqual(self.service.rows("SELECT subject FROM outbox ORDER BY number"),
                         [("Invitation",), ("Invitation (again)",)])
        status, gone = self.call("POST", f"/{made['id']}/revoke")
        self.assertEqual((status, gone["status"]), (200, "revoked"))
        self.assertEqual(self.call("POST", f"/{made['id']}/revoke")[0], 404)
        self.assertEqual(self.call("GET"), (200, []))

    def test_roles_that_the_server_does_not_take_are_refused(self):
        status, error = self.call("POST", body={"email": "bob@example.com", "role_type": "installer"})
        self.assertEqual((status, error["user_error"]), (400, True))

    def test_a_list_tells_of_more_in_its_headers(self):
        for n in range(3):
            self.call("POST", body={"email": f"person{n}@example.com"})
        status, page = self.call("GET", "?limit=2")
        self.assertEqual((status, len(page)), (200, 2))
        self.assertEqual(self.service.headers["X-Nuon-Page-Next"], "true")
        self.assertEqual(len(self.call("GET", "?limit=2&offset=2")[1]), 1)
        self.assertEqual(self.service.headers["X-Nuon-Page-Next"], "false")

    def test_whoever_is_invited_joins_with_their_next_call(self):
        made = self.call("POST", body={"email": "Bob@Example.com"})[1]
        self.assertEqual(self.call("GET", key=BOB)[0], 403)  # Bob is a member now, but not an administrator
        (accepted,) = self.call("GET")[1]
        self.assertEqual((accepted["id"], accepted["status"]), (made["id"], "accepted"))
        self.assertEqual(self.service.rows("SELECT api, canonical_email, role FROM members"),
                         [("nuon", "bob@example.com", "org_admin")])
        status, error = self.call("POST", body={"email": "bob@example.com"})
        self.assertEqual((status, error["error"]), (409, "already_member"))


class ControlPlane(Case):
    PATH = "/org/acme/user/-invite"

    def test_each_address_gets_its_own_answer(self):
        status, answer = self.ask("POST", self.PATH, {"emails": ["a@b.co", "nobody", "c@d.co"]})
        self.assertEqual(status, 200)
        self.assertEqual(set(answer["invitations"]), {"a@b.co", "c@d.co"})
        self.assertEqual(answer["errors"]["nobody"]["status"], 400)
        self.assertEqual(answer["errors"]["nobody"]["code"], "invalid_email")
        again = self.ask("POST", self.PATH, {"emails": ["A@b.co"]})[1]
        self.assertEqual(again["errors"]["A@b.co"]["code"], "duplicate_pending")
        other = self.ask("POST", "/org/other/user/-invite", {"emails": ["a@b.co"]})[1]
        self.assertEqual(set(other["invitations"]), {"a@b.co"})

    def test_more_than_ten_addresses_are_too_many(self):
        answer = self.ask("POST", self.PATH, {"emails": [f"p{n}@b.co" for n in range(11)]})[1]
        self.assertEqual(answer["invitations"], {})
        self.assertEqual({e["code"] for e in answer["errors"].values()}, {"too_many_items"})


class Aitronos(Case):
    ORG = "/v1/organizations/org_1"

    def create(self):
        return self.ask("POST", self.ORG + "/invite-user",
                        {"email": "bob@example.com", "role_id": "role_member"})

    def test_an_invitation_is_found_validated_and_accepted(self):
        status, made = self.create()
        self.assertEqual(status, 201)
        self.assertEqual((made["email"], made["is_new_user"], made["expires_at"]),
                         ("bob@example.com", True, "2026-03-09T12:00:00Z"))
        key = made["invitation_key"]
        for query in (f"email=BOB@example.com", f"invitation_id={made['invitation_id']}",
                      f"user_id={made['user_id']}"):
            status, found = self.ask("GET", f"{self.ORG}/invitation?{query}")
            self.assertEqual((status, found["invitation_id"]), (200, made["invitation_id"]), query)
        for query in ("", "email=a@b.co&user_id=x"):
            self.assertEqual(self.ask("GET", f"{self.ORG}/invitation?{query}")[0], 400, query)
        status, valid = self.ask("GET", f"/v1/invitations/validate/{key}", key=None)
        self.assertEqual((status, valid["valid"], valid["role_name"]), (200, True, "Member"))
        self.assertEqual(self.ask("GET", "/v1/invitations/validate/guess", key=None), (200, {"valid": False}))

        accept = ("POST", "/v1/invitations/accept", {"email_key": key})
        self.assertEqual(self.ask(*accept, key=None)[0], 401)
        self.assertEqual(self.ask("POST", accept[1], {"email_key": "guess"}, key=BOB)[0], 403)
        joined = {"success": True, "organization_id": "org_1", "organization_name": "org_1",
                  "role_id": "role_member", "role_name": "Member"}
        self.assertEqual(self.ask(*accept, key=BOB), (200, joined))
        self.assertEqual(self.ask(*accept, key=BOB), (200, joined))  # a second acceptance changes nothing
        self.assertEqual(self.service.rows("SELECT count(*) FROM members"), [(1,)])
        self.assertEqual(self.ask("GET", f"/v1/invitations/validate/{key}", key=None)[1], {"valid": False})

    def test_no_key_is_kept_but_in_the_message(self):
        key = self.create()[1]["invitation_key"]
        self.assertEqual(self.service.rows(
            f"SELECT count(*) FROM invitations WHERE document LIKE '%{key}%' OR token_digest LIKE '%{key}%'"), [(0,)])
        self.assertEqual(self.service.rows(f"SELECT count(*) FROM outbox WHERE body LIKE '%{key}%'"), [(1,)])

    def test_a_repeated_request_never_shows_the_key_again(self):
        body = {"email": "bob@example.com", "role_id": "role_member"}
        once = [("Idempotency-Key", "k")]
        first = self.ask("POST", self.ORG + "/invite-user", body, headers=once)[1]
        status, again = self.ask("POST", self.ORG + "/invite-user", body, headers=once)
        self.assertEqual((status, again["invitation_id"]), (201, first["invitation_id"]))
        self.assertNotIn("invitation_key", again)


class Deepset(Case):
    PATH = "/api/v1/organization/3fa85f64-5717-4562-b3fc-2c963f66afa6/invitation"

    def test_an_invitation_is_answered_with_an_empty_object(self):
        body = {"given_name": "Bob", "family_name": "B", "email": "bob@example.com", "role": "Editor"}
        self.assertEqual(self.ask("POST", self.PATH, body), (201, {}))
        status, error = self.ask("POST", self.PATH, body)
        self.assertEqual((status, set(error)), (409, {"detail"}))

    def test_missing_members_are_listed_with_their_places(self):
        status, error = self.ask("POST", self.PATH, {"given_name": "Bob"})
        self.assertEqual(status, 422)
        self.assertEqual([item["loc"] for item in error["detail"]],
                         [["body", "email"], ["body", "family_name"], ["body", "role"]])


class UnderLoad(Case):
    def test_one_of_many_requests_for_one_address_wins(self):
        body = {"email": "bob@example.com", "role": "reader"}
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            done = list(pool.map(lambda _: self.ask("POST", OpenAI.PATH, body)[0], range(64)))
        self.assertEqual(sorted(done), [200] + 63 * [400])
        self.assertEqual(self.service.rows("SELECT count(*) FROM outbox"), [(1,)])

    def test_many_acceptances_make_one_member(self):
        key = self.ask("POST", Aitronos.ORG + "/invite-user",
                       {"email": "bob@example.com", "role_id": "role_member"})[1]["invitation_key"]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            done = list(pool.map(lambda _: self.ask("POST", "/v1/invitations/accept",
                                                    {"email_key": key}, key=BOB)[0], range(64)))
        self.assertEqual(done, 64 * [200])
        self.assertEqual(self.service.rows("SELECT revision FROM invitations"), [(2,)])
        self.assertEqual(self.service.rows("SELECT count(*) FROM outbox WHERE body = 'accept'"), [(1,)])

    def test_two_processes_share_one_file(self):
        other = self.start()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda n: (self.service, other)[n % 2].ask(
                "POST", OpenAI.PATH, {"email": f"p{n // 2}@example.com", "role": "reader"})[0], range(64)))
        self.assertEqual(sorted(done), 32 * [200] + 32 * [400])

    def test_what_was_answered_outlives_a_kill(self):
        answered, lock, stop = [], threading.Lock(), threading.Event()

        def invite(worker):
            for n in range(10_000):
                if stop.is_set():
                    return
                try:
                    status, made = self.ask("POST", OpenAI.PATH,
                                            {"email": f"w{worker}-{n}@example.com", "role": "reader"})
                except (OSError, http.client.HTTPException):
                    return
                if status == 200:
                    with lock:
                        answered.append(made["id"])
                        if len(answered) == 50:
                            stop.set()
                            self.service.process.send_signal(signal.SIGKILL)

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(invite, range(4)))
        self.assertEqual(self.service.stop(signal.SIGKILL), -signal.SIGKILL)
        self.service = self.start()
        self.assertEqual(self.service.rows("PRAGMA integrity_check"), [("ok",)])
        kept = {identity for (identity,) in self.service.rows("SELECT id FROM invitations")}
        self.assertLessEqual(set(answered), kept)
        self.assertEqual(self.service.rows("SELECT count(*) FROM outbox"), [(len(kept),)])

    def test_it_stops_at_once_when_asked(self):
        self.assertEqual(self.ask("GET", OpenAI.PATH)[0], 200)
        self.assertEqual(self.service.stop(), 0)


CLIENT = os.environ.get("INVITO_OPENAI_CLIENT")


@unittest.skipUnless(CLIENT, "INVITO_OPENAI_CLIENT names no folder in which npm has installed openai")
class OpenAIsOwnClient(Case):
    def test_it_gets_along_with_another_base_url(self):
        script = str(Path(__file__).with_name("openai_client.mjs").resolve())
        done = subprocess.run(["node", script, f"http://127.0.0.1:{self.service.port}/v1", ADMIN], cwd=CLIENT,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (0, "all as the client expects\n"))


class Options(unittest.TestCase):
    def test_wrong_options_are_told_with_the_usage(self):
        for words in ([], ["--api-key"], ["--api-key", "k", "--port", "70000"], ["--api-key", "k", "--port", "x"],
                      ["--api-key", "k", "--now", "noon"], ["--api-key", "k", "--user", "bob"],
                      ["--api-key", "k", "--user", "b=bob"], ["--colour", "red"]):
            done = subprocess.run([PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  text=True, timeout=20)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn("usage: invito-service", done.stderr)

    def test_a_file_that_cannot_be_opened_is_told(self):
        done = subprocess.run([PROGRAM, "--api-key", "k", "--db", "/nowhere/file", "--port", "0"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=20)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot open /nowhere/file", done.stderr)

    def test_messages_are_shown_on_request(self):
        with tempfile.TemporaryDirectory() as folder:
            service = Service(folder, NOON, "--verbose")
            service.ask("POST", OpenAI.PATH, {"email": "bob@example.com", "role": "reader"})
            self.assertIn("mail to bob@example.com", service.process.stdout.readline())
            service.stop()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

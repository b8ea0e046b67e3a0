#!/usr/bin/env python3
"""The machine interface against the real binary, as a partner's program would use it. Says TAP.

    test_api.py path/to/loket [part of a name]
"""
import calendar
import json
import os
import sys
import threading
import time
import traceback
from urllib.parse import quote

import papers
from office import ROLES, multipart, office, partner, same_minute
from schema import Checker

SERVICE = "akta_kelahiran"
PAPERS = ("skl", "nikah", "kk")
OFFICERS = ("info", "front", "operator", "verifier", "handover", "supervisor")
HOSTILE = ("'; DROP TABLE application; --", '<script>alert("x")</script>', "\\\" } , {", "{{page}} ${x} %s%n", "\u202e\u0001 \u00e9 😀",
           "../../etc/passwd", "=1+1")
cases = []


def case(f):
    cases.append(f)
    return f


def equal(got, wanted, what=""):
    if got != wanted:
        raise AssertionError(f"{what or 'got'}: {got!r}, wanted {wanted!r}")


def status(answer, wanted, code=None):
    equal(answer.status, wanted, f"status of {answer!r}")
    if code:
        equal(answer.code, code, f"code of {answer!r}")
    return answer


def application(name="Budi Uji", phone="6281299900001", **more):
    return {"service": SERVICE, "answers": {}, "applicant": {"name": name, "phone": phone}, "data": {}, **more}


def submitted(o, n=0, **more):
    files = [(code, papers.jpeg(100 * n + i)) for i, code in enumerate(PAPERS)]
    return status(o.submit(application(**more), files), 201).json["number"]


def opened(o, number, token="supervisor"):
    return status(o.get(f"/api/v1/applications/{number}", token=token), 200).json


def act(o, number, action, **fields):
    return status(o.act(number, action, **fields), 200).json


def accept_all(o, number):
    """Every paper that came is right; forms that came on paper were seen."""
    for r in opened(o, number)["requirements"]:
        if r["state"] == "received":
            act(o, number, "accept_scan", requirement=r["code"])
        elif r["state"] == "missing" and "optional" not in r["mode"] and set(r["mode"]) & {"form", "upload"}:
            act(o, number, "seen", requirement=r["code"])


def to_pickup(o, n=0):
    number = submitted(o, n)
    act(o, number, "take")
    accept_all(o, number)
    act(o, number, "process", siak_number="5271-LU-23112026-0001")
    equal(act(o, number, "ready", shelf="A-12", result={"kind": "number", "number": "5271-LU-1"})["state"], "ready_for_pickup")
    return number


def compared(o, number):
    return [r["code"] for r in opened(o, number)["requirements"] if r["compare"]]


# ---- submitting -----------------------------------------------------------------------------------------------


@case
def an_application_with_papers_comes_in(o):
    scans = [("skl", papers.jpeg(1)), ("skl", papers.png()), ("kk", papers.pdf())]
    a = status(o.submit(application(), scans), 201)
    got = a.json
    equal(got["state"], "submitted")
    assert "nikah" in got["missing"] and "skl" not in got["missing"], got
    equal(a.headers["Location"], "/api/v1/applications/" + got["number"])
    file = opened(o, got["number"])
    equal([s["content_type"] for s in file["scans"] if s["requirement"] == "kk"], ["application/pdf"])
    equal(len(file["scans"]), 3)
    equal(file["channel"], "api")
    for scan, (_, content) in zip(sorted(file["scans"], key=lambda s: s["size"]), sorted(scans, key=lambda s: len(s[1]))):
        bytes_ = status(o.get(f"/api/v1/applications/{got['number']}/scans/{scan['id']}"), 200)
        equal(bytes_.headers["Content-Type"], scan["content_type"])
        assert bytes_.body == content, "another file came back"
    equal([e["kind"] for e in opened(o, got["number"])["events"]].count("view"), 3, "looks")


@case
def the_json_may_come_as_a_file_or_alone(o):
    text = json.dumps(application(answers={"special": False}))
    for parts in ([("application", text, "application.json", "application/json")], [("application", text, None, "application/json")],
                  [("application", text, "blob", None)]):
        body, kind = multipart(parts + [("skl", papers.jpeg(2), "skl.jpg", "image/jpeg")])
        number = status(o.call("POST", "/api/v1/applications", body, kind=kind), 201).json["number"]
        file = opened(o, number)
        equal((len(file["scans"]), file["answers"].get("special")), (1, "no"))
    status(o.call("POST", "/api/v1/applications", application()), 201)


@case
def answers_decide_the_papers(o):
    missing = status(o.submit(application(answers={"marriage_proof": "unregistered"})), 201).json["missing"]
    assert "sptjm_pasutri" in missing and "nikah" not in missing, missing


@case
def wrong_applications_are_told_where_and_why(o):
    before = len(every(o)), o.packs()
    paper = [("skl", papers.jpeg(3))]
    rows = [
        ("{", 400, "invalid_json", None),
        ("[1]", 422, "wrong_type", None),
        ("[]", 422, "wrong_type", None),
        ('"akta"', 400, "invalid_json", None),
        (b'{"service":"\xff\xfe"}', 400, None, None),
        ('{"service":"kk","service":"kia"}', 400, "invalid_json", None),
        ("[" * 100_000, 413, None, None),
        ("[" * 5000, 400, "invalid_json", None),
        ({**application(), "service": "akta_kelahirann"}, 422, "unknown_service", "/service"),
        ({**application(), "service": 7}, 422, "unknown_service", "/service"),
        ({**application(), "service": ["kk"]}, 422, "wrong_type", "/service"),
        ({**application(), "service": "ktp_el"}, 422, "in_person", "/service"),
        ({"answers": {}, "applicant": {"name": "Budi Uji", "phone": "6281299900001"}}, 422, "missing", "/service"),
        (application(name=""), 422, "missing", "/applicant/name"),
        (application(name="x" * 5000), 422, "too_long", "/applicant/name"),
        (application(name={"a": 1}), 422, "wrong_type", "/applicant/name"),
        (application(phone="12"), 422, "phone", "/applicant/phone"),
        (application(phone=""), 422, "missing", "/applicant/phone"),
        ({**application(), "applicant": None}, 422, "missing", "/applicant/name"),
        ({**application(), "applicant": "Budi"}, 422, "wrong_type", "/applicant"),
        (application(answers={"marriage": "yes"}), 422, "unknown_question", "/answers/marriage"),
        (application(answers={"marriage_proof": "maybe"}), 422, "unknown_choice", "/answers/marriage_proof"),
        (application(answers=[1]), 422, "wrong_type", "/answers"),
        (application(answers={"special": {"a": 1}}), 422, "wrong_type", "/answers/special"),
        (application(data=[]), 422, "wrong_type", "/data"),
        (application(data={"child_name": {"a": 1}}), 422, "field", "/data/child_name"),
        (application(extra=1), 422, "unknown_field", "/extra"),
    ]
    for body, wanted, code, pointer in rows:
        a = status(o.submit(body, paper), wanted, code)
        if pointer:
            assert pointer in a.pointers(), (pointer, a)
    near = o.submit({**application(), "service": "akta_kelahirann"})
    assert "akta_kelahiran" in near.json["detail"] and "kia" in near.json["detail"], near
    equal((len(every(o)), o.packs()), before, "applications and bytes of scans")


@case
def bad_files_change_nothing(o):
    before = len(every(o)), o.packs()
    for name, (content, wanted, code) in papers.bad_files().items():
        a = o.submit(application(), [("skl", papers.jpeg(4)), ("kk", content)])
        equal((a.status, a.code), (wanted, code), f"{name}: {a!r}")
        assert "/kk" in a.pointers(), (name, a)
    status(o.submit(application(), [("no_such_paper", papers.jpeg(5))]), 422, "unknown_requirement")
    status(o.submit(application(), [("skl", papers.jpeg(6 + i)) for i in range(13)]), 422, "too_many_scans")
    body, kind = multipart([("skl", papers.jpeg(5), "a.jpg", "image/jpeg")])
    assert "/application" in status(o.call("POST", "/api/v1/applications", body, kind=kind), 422, "missing").pointers()
    body, kind = multipart([("application", "{}", None, None), ("skl", "words", None, None)])
    status(o.call("POST", "/api/v1/applications", body, kind=kind), 422, "not_a_file")
    status(o.call("POST", "/api/v1/applications", body[:-30], kind=kind), 400, "unreadable")
    status(o.call("POST", "/api/v1/applications", body, kind="text/plain"), 415, "content_type")
    status(o.call("POST", "/api/v1/applications", body, kind="multipart/form-data"), 415, "content_type")
    status(o.call("POST", "/api/v1/applications", b""), 415)
    equal((len(every(o)), o.packs()), before, "applications and bytes of scans")


@case
def hostile_words_are_only_words(o):
    for word in HOSTILE:
        a = o.submit(application(name=word, data={"child_name": word, "note of ours": word}))
        file = opened(o, status(a, 201).json["number"])
        equal((file["applicant"]["name"], file["data"]["child_name"], file["data"]["note of ours"]), (word.strip(),) * 3)
        for body in (application(service=word), application(phone=word), application(answers={word: word}), application(answers={"special": word})):
            status(o.submit(body), 422)
        number = file["number"]
        for fields in ({"action": word}, {"action": "take", word: word}, {"action": "accept_scan", "scan": word},
                       {"action": "accept_scan", "requirement": word}, {"action": "hold", "reason": word}, {"action": "take", "version": word}):
            status(o.call("POST", f"/api/v1/applications/{number}/actions", fields), 422)
        status(o.act(number, "hold", reason="blangko_habis", note=word), 200)
        equal(opened(o, number)["hold"], {"reason": "blangko_habis", "note": word.strip()})
        for path in (f"/api/v1/applications/{quote(word, safe='')}", f"/api/v1/applications/{number}/scans/{quote(word, safe='')}",
                     f"/api/v1/track/{quote(word, safe='')}?phone_last4=0001"):
            assert o.get(path).status in (400, 404), path
        for name in ("state", "service", "owner", "limit", "after"):
            status(o.get(f"/api/v1/applications?{name}={quote(word)}"), 422)


@case
def the_same_key_is_done_once(o):
    one, other, key = application("Sekali Saja"), application("Lain Orang"), {"Idempotency-Key": "once-1"}
    files = [("skl", papers.jpeg(20))]
    first = status(o.submit(one, files, headers=key), 201)
    before = o.packs()
    for _ in range(2):
        again = status(o.submit(one, files, headers=key), 201)
        equal((again.body, again.headers["Location"]), (first.body, first.headers["Location"]))
    equal(o.packs(), before, "bytes of scans")
    status(o.submit(other, files, headers=key), 422, "idempotency_key_reused")
    status(o.submit(one, [("skl", papers.jpeg(21))], headers=key), 422, "idempotency_key_reused")
    status(o.submit(one, [("kk", papers.jpeg(20))], headers=key), 422, "idempotency_key_reused")
    status(o.submit(one, files, headers={"Idempotency-Key": "x" * 201}), 422, "idempotency_key")
    other_token = status(o.submit(one, files, headers=key, token="front"), 201)
    assert other_token.json["number"] != first.json["number"], "a key belongs to its token"
    status(o.submit("{", files, headers={"Idempotency-Key": "mend"}), 400)
    status(o.submit(one, files, headers={"Idempotency-Key": "mend"}), 201)
    equal(o.packs() > before, True)


@case
def later_papers_with_the_same_key_come_once(o):
    number = submitted(o)
    path, key = f"/api/v1/applications/{number}/scans", {"Idempotency-Key": "later-1"}
    body, kind = multipart([("skl", papers.jpeg(31), "skl.jpg", "image/jpeg")])
    send = lambda: status(o.call("POST", path, body, kind=kind, headers=key), 201)
    first = send()
    before = o.packs()
    equal(send().body, first.body)
    equal(o.packs(), before, "bytes of scans")
    scans = opened(o, number)["scans"]
    equal(sum(s["id"] == first.json["scans"][0]["id"] for s in scans), 1)
    tie, key = f"{path}/{first.json['scans'][0]['id']}/requirement", {"Idempotency-Key": "later-2"}
    tied = [status(o.call("POST", tie, {"requirement": "kk"}, headers=key), 200).body for _ in range(2)]
    equal(tied[0], tied[1])
    events = opened(o, number)["events"]
    equal([sum(e["kind"] == k for e in events) for k in ("scans", "tie")], [1, 1])


@case
def the_same_key_at_once_is_done_once(o):
    got, number = [], submitted(o, 3)
    key = {"Idempotency-Key": "at-once"}
    body = application("Serentak Uji")
    threads = [threading.Thread(target=lambda: got.append(o.submit(body, [("skl", papers.jpeg(22))], headers=key))) for _ in range(12)]
    [t.start() for t in threads], [t.join() for t in threads]
    equal({a.status for a in got}, {201})
    equal(len({a.body for a in got}), 1, "different answers")
    first = status(o.act(number, "take", headers={"Idempotency-Key": "take-1"}), 200)
    equal(o.act(number, "take", headers={"Idempotency-Key": "take-1"}).body, first.body)
    status(o.act(number, "release", headers={"Idempotency-Key": "take-1"}), 422, "idempotency_key_reused")


# ---- lists --------------------------------------------------------------------------------------------------------


def every(o, query="", limit=100):
    rows, after = [], ""
    while after is not None:
        page = status(o.get(f"/api/v1/applications?limit={limit}{query}&after={after}"), 200).json
        assert len(page["items"]) <= limit, "too many rows"
        rows += page["items"]
        after = page["next"]
    return rows


@case
def paging_neither_repeats_nor_leaves_out(o):
    made = [status(o.submit(application(f"Orang {i}")), 201).json["number"] for i in range(120)]
    for limit in (7, 25, 100):
        rows = every(o, limit=limit)
        numbers = [r["number"] for r in rows]
        equal(len(numbers), len(set(numbers)), "repeated")
        assert set(made) <= set(numbers), "left out"
        line = [r["due_at"] for r in rows if r["state"] == "submitted"]  # a pause moves the date, not the place in the line
        equal(line, sorted(line), "order")
    act(o, made[0], "take", token="verifier")
    equal([r["number"] for r in status(o.get("/api/v1/applications?owner=me", token="verifier"), 200).json["items"]], [made[0]])
    assert made[0] not in {r["number"] for r in every(o, "&state=submitted")}
    equal([r["owner"] for r in every(o, "&state=in_review") if r["number"] == made[0]], ["verifier"])
    equal(every(o, "&service=kia"), [])
    equal(len(every(o, f"&service={SERVICE}&state=open")), len(every(o)))
    for query in ("state=nonsense", "state=draft", "service=nonsense", "owner=2", "limit=0", "limit=101", "limit=x", "after=zz", "after=1-", "after=-1"):
        status(o.get(f"/api/v1/applications?{query}"), 422)


# ---- moving a file ---------------------------------------------------------------------------------------------------


@case
def the_whole_story(o):
    number = submitted(o, 4)
    equal(act(o, number, "take")["state"], "in_review")
    status(o.act(number, "process", siak_number="1"), 422, "items_open")
    act(o, number, "seen", requirement="f201", note="formulir kertas")
    nikah = next(s for s in opened(o, number)["scans"] if s["requirement"] == "nikah")
    equal(act(o, number, "ask_correction", items=[{"requirement": "nikah", "reason": "buram", "note": "baris NIK"}])["state"], "needs_correction")
    file = opened(o, number)
    equal([(r["code"], r["note"]) for r in file["requirements"] if r["fault"] == "buram"], [("nikah", "baris NIK")])
    equal([s["verdict"] for s in file["scans"] if s["id"] == nikah["id"]], ["faulty"])
    body, kind = multipart([("nikah", papers.jpeg(444), "n.jpg", "image/jpeg")])
    later = status(o.call("POST", f"/api/v1/applications/{number}/scans", body, kind=kind), 201).json
    equal(later["state"], "in_review")  # everything asked for is there: back to the officers by itself
    file = opened(o, number)
    equal([s["replaced"] for s in file["scans"] if s["requirement"] == "nikah"], [True, False])
    equal(later["scans"][0]["id"], [s["id"] for s in file["scans"] if s["requirement"] == "nikah"][1])
    accept_all(o, number)
    body, kind = multipart([("nikah", papers.jpeg(445), "n2.jpg", "image/jpeg")])
    status(o.call("POST", f"/api/v1/applications/{number}/scans", body, kind=kind), 201)
    status(o.act(number, "process", siak_number="1"), 422, "items_unchecked")  # a further page, and nobody has looked at it
    accept_all(o, number)
    equal(act(o, number, "process", siak_number="5271-LU-23112026-0001")["state"], "processing")
    status(o.act(number, "ready", result={"number": "5271-LU-1"}), 422, "shelf_needed")
    equal(act(o, number, "ready", shelf="B-1", result={"kind": "number", "number": "5271-LU-1"})["state"], "ready_for_pickup")
    status(o.act(number, "hand_over", receiver={"name": "Budi Uji", "relation": "self", "identity_last4": "0001"}, token="handover"), 422, "originals_open")
    first, *rest = compared(o, number)
    act(o, number, "check_original", requirement=first, result="same", token="handover")
    act(o, number, "check_original", items=[{"requirement": code, "result": "same"} for code in rest], token="handover")
    status(o.act(number, "hand_over", receiver="Budi Uji"), 422, "same_officer")
    status(o.act(number, "hand_over", token="handover"), 422, "receiver_needed")
    status(o.act(number, "hand_over", token="handover", receiver={"name": "Siti Uji", "proxy": True}), 422, "proxy_letter")
    done = act(o, number, "hand_over", token="handover",
               receiver={"name": "Siti Uji", "relation": "sister", "identity_last4": "0001", "proxy": True, "proxy_letter": True})
    equal(done["state"], "completed")
    file = opened(o, number)
    equal((file["handover"]["receiver"], file["handover"]["proxy"], file["siak_number"]), ("Siti Uji", True, "5271-LU-23112026-0001"))
    equal(file["allowed_actions"], [])
    kinds = [e["kind"] for e in file["events"]]
    for kind in ("submit", "take", "ask_correction", "scans", "send_correction", "accept_scan", "process", "ready", "check_original", "hand_over"):
        assert kind in kinds, (kind, kinds)
    equal(status(o.get(f"/api/v1/track/{number}?phone_last4=0001", token=None), 200).json["state"], "completed")


@case
def a_mismatch_stops_the_file_until_a_supervisor_decides(o):
    number = to_pickup(o, 5)
    first, *rest = compared(o, number)
    act(o, number, "check_original", items=[{"requirement": code, "result": "same"} for code in rest], token="handover")
    equal(act(o, number, "check_original", requirement=first, result="different", token="handover")["state"], "mismatch")
    status(o.act(number, "hand_over", receiver="Budi Uji", token="handover"), 422, "not_in_this_state")
    status(o.act(number, "decide_mismatch", accept=True, reason="sama", token="handover"), 403, "supervisor")
    status(o.act(number, "decide_mismatch", accept=True), 422, "reason_needed")
    equal(act(o, number, "decide_mismatch", accept=True, reason="Ejaan lama, orangnya sama")["state"], "ready_for_pickup")
    status(o.act(number, "hand_over", receiver="Budi Uji", token="handover"), 422, "originals_open")
    act(o, number, "check_original", requirement=first, result="same", token="handover")
    equal(act(o, number, "hand_over", receiver="Budi Uji", relation="self", token="handover")["state"], "completed")


@case
def all_or_none_of_several_steps(o):
    number = to_pickup(o, 6)
    first = compared(o, number)[0]
    status(o.act(number, "check_original", items=[{"requirement": first, "result": "same"}, {"requirement": "nonsense", "result": "same"}]), 422)
    equal([r["original"] for r in opened(o, number)["requirements"] if r["code"] == first], ["unchecked"])
    status(o.act(number, "check_original", items=[]), 422, "missing")
    status(o.act(number, "check_original", items=[{"requirement": first}]), 422, "missing")
    status(o.act(number, "check_original", requirement=first, result="unchecked"), 422, "unknown_value")


@case
def other_steps(o):
    number = submitted(o, 7)
    held = act(o, number, "hold", reason="gangguan_sistem_pusat", note="sejak pagi")
    equal(held["state"], "on_hold")
    status(o.act(number, "hold"), 422, "reason_needed")
    equal(act(o, number, "resume")["state"], "in_review")
    status(o.act(number, "release", version=held["version"]), 409, "conflict")
    equal(act(o, number, "release", version=opened(o, number)["version"])["state"], "submitted")
    status(o.act(number, "refuse", token="verifier", reason="UU 24/2013"), 403, "role")
    status(o.act(number, "refuse"), 422, "reason_needed")
    equal(act(o, number, "refuse", reason="UU 24/2013 Pasal 27", advice="Datang ke loket")["state"], "refused")
    equal((opened(o, number)["ground"], opened(o, number)["allowed_actions"]), ("UU 24/2013 Pasal 27", ["reopen"]))
    equal(act(o, number, "reopen")["state"], "in_review")
    equal(act(o, number, "cancel", reason="permintaan warga")["state"], "cancelled")
    for word in ("submit", "send_correction", "expire", "fly"):
        status(o.act(number, word), 422, "unknown_value")
    for body in (b"", b"{", b"\xff", b"[]", b"{}", b'{"action":null}', b'{"action":{}}'):
        assert o.call("POST", f"/api/v1/applications/{number}/actions", body).status in (400, 422), body
    status(o.act("MTR-0000-0000", "take"), 404, "not_found")


@case
def a_scan_is_tied_to_a_requirement(o):
    number = submitted(o, 8)
    scan = opened(o, number)["scans"][0]
    path = f"/api/v1/applications/{number}/scans/{scan['id']}/requirement"
    status(o.call("POST", path, {"requirement": "ktp_ortu"}), 200)
    file = opened(o, number)
    equal([s["requirement"] for s in file["scans"] if s["id"] == scan["id"]], ["ktp_ortu"])
    equal([r["state"] for r in file["requirements"] if r["code"] == scan["requirement"]], ["missing"])
    act(o, number, "accept_scan", scan=scan["id"], requirement=scan["requirement"])
    equal([r["state"] for r in opened(o, number)["requirements"] if r["code"] == scan["requirement"]], ["accepted"])
    for body in ({}, {"requirement": "nonsense"}, {"requirement": 1}, {"requirement": "kk", "more": 1}):
        status(o.call("POST", path, body), 422)
    other = submitted(o, 9)
    status(o.call("POST", f"/api/v1/applications/{other}/scans/{scan['id']}/requirement", {"requirement": "kk"}), 404)
    status(o.get(f"/api/v1/applications/{other}/scans/{scan['id']}"), 404)


@case
def of_many_takers_one_wins(o):
    takers = [o.token(f"taker{i}", "verifier" if i % 2 else "supervisor") and f"taker{i}" for i in range(32)]
    for tokens in (takers, ["supervisor"] * 32):
        number, got = submitted(o, 10), []
        threads = [threading.Thread(target=lambda t=t: got.append(o.act(number, "take", token=t))) for t in tokens]
        [t.start() for t in threads], [t.join() for t in threads]
        equal(sorted(a.status for a in got), [200] + [409] * 31)
        equal({a.code for a in got if a.status == 409}, {"owner"})
        equal([e["kind"] for e in opened(o, number)["events"]].count("take"), 1)
    status(o.act(number, "accept_scan", requirement="skl", token="taker1"), 409, "owner")
    version = opened(o, number)["version"]
    act(o, number, "take", token="taker2", version=version)  # a supervisor takes it over knowingly
    equal(opened(o, number)["owner"], "taker2")


# ---- who may ----------------------------------------------------------------------------------------------------------


@case
def every_route_by_every_role(o):
    number = submitted(o, 11)
    scan = opened(o, number)["scans"][0]["id"]
    readers = {*OFFICERS, "head", "auditor"}
    body, kind = multipart([("application", "{", None, None)])
    papers_body, papers_kind = multipart([("x", "x", None, None)])
    rows = [
        ("GET", "/api/v1/applications", None, None, readers, 200),
        ("GET", f"/api/v1/applications/{number}", None, None, readers, 200),
        ("HEAD", f"/api/v1/applications/{number}", None, None, readers, 200),
        ("GET", f"/api/v1/applications/{number}/scans/{scan}", None, None, readers, 200),
        ("POST", "/api/v1/applications", body, kind, {*OFFICERS, "partner"}, 400),
        ("POST", f"/api/v1/applications/{number}/scans", papers_body, papers_kind, set(OFFICERS), 422),
        ("POST", f"/api/v1/applications/{number}/scans/{scan}/requirement", {}, None, set(OFFICERS), 422),
        ("POST", f"/api/v1/applications/{number}/actions", {}, None, set(OFFICERS), 422),
        ("GET", "/api/v1/bookings", None, None, readers, 200),
        ("GET", "/api/v1/bookings/JT-2222-2222", None, None, readers, 404),
        ("POST", "/api/v1/bookings", {}, None, {*OFFICERS, "partner"}, 422),
        ("POST", "/api/v1/bookings/JT-2222-2222/actions", {}, None, set(OFFICERS), 422),
    ]
    for method, path, sent, kind, may, wanted in rows:
        for role in ROLES:
            equal(o.call(method, path, sent, kind=kind, token=role).status, wanted if role in may else 403, f"{method} {path} by {role}")
        for nobody in (None, "wrong", "x" * 43, "supervisor'--"):
            a = o.call(method, path, sent, kind=kind, token=nobody)
            equal((a.status, a.headers["WWW-Authenticate"]), (401, "Bearer"), f"{method} {path} by nobody")
    for method, path, wanted in (("PUT", "/api/v1/applications", 405), ("DELETE", f"/api/v1/applications/{number}", 405), ("GET", "/api/v1/nonsense", 404),
                                 ("GET", "/api/v1/applications/MTR-2222-2222", 404), ("GET", f"/api/v1/applications/{number}/scans/nonsense", 404)):
        equal(o.call(method, path).status, wanted, path)
    equal([e for e in opened(o, number)["events"] if e["kind"] == "take"], [])


@case
def the_public_sees_the_state_and_no_more(o):
    number = submitted(o, 12, phone="0812 9990 4321")
    got = status(o.get(f"/api/v1/track/{number.lower()}?phone_last4=4321", token=None), 200).json
    equal(sorted(got), ["changed_at", "number", "service", "state", "submitted_at"])
    wrong = [o.get(path, token=None) for path in (f"/api/v1/track/{number}?phone_last4=0000", "/api/v1/track/MTR-2222-2222?phone_last4=4321",
                                                  "/api/v1/track/nonsense?phone_last4=4321", f"/api/v1/track/{number}?phone_last4=12")]
    equal({a.status for a in wrong}, {404})
    equal(len({a.body.replace(a.json["instance"].encode(), b"") for a in wrong}), 1, "the answers differ")
    status(o.get(f"/api/v1/track/{number}", token=None), 422)
    same_minute()
    codes = [o.get(f"/api/v1/track/{number}?phone_last4=0000", token=None).status for _ in range(220)]
    assert 429 in codes, "no limit"


@case
def the_catalogue_judges(o):
    items = status(o.get("/api/v1/services", token=None), 200).json["items"]
    assert {"akta_kelahiran", "kia", "kk", "akta_kematian", "pindah", "sinkronisasi", "ktp_el"} <= {i["code"] for i in items}
    for item in items:
        status(o.get(f"/api/v1/services/{item['code']}", token=None), 200)
    needs = lambda q: {r["code"] for r in status(o.get(f"/api/v1/services/{SERVICE}{q}", token=None), 200).json["requirements"]}
    assert "nikah" in needs("") and "nikah" not in needs("?marriage_proof=unregistered")
    status(o.get(f"/api/v1/services/{SERVICE}?nonsense=1", token=None), 422, "unknown_question")
    status(o.get(f"/api/v1/services/{SERVICE}?special=nonsense", token=None), 422, "unknown_choice")
    status(o.get("/api/v1/services/nonsense", token=None), 404)


@case
def words_in_the_language_asked_for(o):
    english, indonesian = o.get("/api/v1/nonsense"), o.submit("{", headers={"Accept-Language": "id"})
    assert "JSON yang sah" in indonesian.json["detail"], indonesian
    assert "valid JSON" in o.submit("{").json["detail"]
    equal(english.headers["Content-Type"], "application/problem+json")


def local_day(at):
    return time.strftime("%Y-%m-%d", time.gmtime(calendar.timegm(time.strptime(at, "%Y-%m-%dT%H:%M:%SZ")) + 8 * 3600))


@case
def appointments_are_booked_moved_and_done(o):
    free = status(o.get("/api/v1/slots?kind=rekam_baru", token=None), 200).json["items"]
    assert len(free) > 100 and all(s["free"] > 0 for s in free), free[:2]
    one = status(o.get("/api/v1/slots?kind=rekam_baru&accessible=yes&day=" + free[-1]["at"][:10], token=None), 200).json["items"]
    assert one and {s["at"][:10] for s in one} <= {free[-1]["at"][:10]}, one
    wish = {"kind": "rekam_baru", "age": "is_16", "booth": free[9]["booth"], "at": free[9]["at"], "name": "Remaja Uji", "phone": "081299900009"}
    b = status(o.call("POST", "/api/v1/bookings", wish, headers={"Idempotency-Key": "janji"}), 201).json
    equal(status(o.call("POST", "/api/v1/bookings", wish, headers={"Idempotency-Key": "janji"}), 201).json["number"], b["number"])
    equal((b["state"], b["phone"], b["at"]), ("booked", "+62 812-****-0009", free[9]["at"]))
    equal(status(o.get(f"/api/v1/bookings/{b['number']}"), 200).json, b)
    moved = status(o.call("POST", f"/api/v1/bookings/{b['number']}/actions", {"action": "move", "booth": free[50]["booth"], "at": free[50]["at"]}), 200).json
    equal((moved["number"], moved["at"]), (b["number"], free[50]["at"]))
    day = status(o.get("/api/v1/bookings?day=" + local_day(free[50]["at"])), 200).json["items"]
    assert b["number"] in [x["number"] for x in day], day
    status(o.call("POST", f"/api/v1/bookings/{b['number']}/actions", {"action": "arrive"}), 422, "booking_too_early")
    status(o.call("POST", f"/api/v1/bookings/{b['number']}/actions", {"action": "cancel", "version": 1}), 409, "conflict")
    equal(status(o.call("POST", f"/api/v1/bookings/{b['number']}/actions", {"action": "cancel"}), 200).json["state"], "cancelled")
    visit = {"kind": "jemput_bola", "name": "Nenek Uji", "phone": "081299900010", "reason": "old", "address": "Jalan Uji 1, Lingkungan Contoh"}
    equal(status(o.call("POST", "/api/v1/bookings", visit), 201).json["state"], "requested")
    equal(status(o.call("POST", "/api/v1/bookings", {**wish, "wait": True}), 201).json["state"], "waiting")
    status(o.call("POST", "/api/v1/bookings", {**wish, "hari": "besok"}), 422, "unknown_field")


@case
def a_partners_machine(o):
    """Signed both ways, described to the last member; refusals are the interface's own."""
    key = partner.Key(b"mitra uji mitra uji mitra uji 32")
    o.tokens["bank"] = o.loket("partner", "add", "--partner", "bank", "--public-key", key.text)
    office_key = status(o.get("/api/v1/partner/key", token=None), 200).json["public_key"]
    number = status(o.submit({"service": "sinkronisasi", "answers": {"partner": "bank"}, "applicant": {"name": "Sari Uji", "phone": "081200000777"},
                              "data": {"applicant_nik": "5271990101900001"}}), 201).json["number"]

    def ask(what, kind, data, wanted=200, code=None):
        body = json.dumps({"type": kind, "data": data}).encode()
        a = o.call("POST", f"/api/v1/partner/{what}", body, partner.signature_headers(key, body), "bank", "application/json")
        if status(a, wanted, code).status == 200:
            partner.check(office_key, a.headers, a.body)
        return a.json.get("data")
    said = ask("state", "application.state", {"number": number})
    equal((said["number"], said["state"], said["outcome"], said["nik_last4"]), (number, "submitted", None, "0001"))
    receipts = ask("batches", "batch.submit", {"records": [{"reference": "a", "number": number, "works": True}]})["records"]
    equal(ask("receipts", "receipt.state", {"receipt": receipts[0]["receipt"]})["application"]["number"], number)
    assert ask("test", "event.test", {})["webhook_id"].startswith("msg_")
    ask("receipts", "receipt.state", {"receipt": "TT-TIDAKADA2345"}, 404, "not_found")
    ask("batches", "batch.submit", {"records": [{"reference": "b", "number": number, "nik": "1"}]}, 422, "unknown_field")
    ask("state", "event.test", {"number": number}, 422, "unknown_value")
    for hostile in HOSTILE:
        ask("state", "application.state", {"number": hostile}, 404, "not_found")
    status(o.call("POST", "/api/v1/partner/state", b"{}", {}, "supervisor", "application/json"), 401, "unauthorized")


@case
def every_answer_fits_the_description(o):
    document = status(o.get("/openapi.json", token=None), 200).json
    equal(document["openapi"][:4], "3.1.")
    defined, used = set(document["components"]["schemas"]), set()

    def walk(x):
        if isinstance(x, dict):
            if "$ref" in x:
                used.add(x["$ref"].rsplit("/", 1)[1])
            [walk(v) for v in x.values()]
        elif isinstance(x, list):
            [walk(v) for v in x]
    walk(document)
    equal(used, defined, "schemas")
    operations = {(path, method) for path, methods in document["paths"].items() for method in methods}
    seen = {(path, method.lower()) for path, method, code in o.checker.seen if code < 300}
    equal(operations - seen, set(), "never answered in this test")
    equal(o.checker.found[:5], [], "answers that do not fit")


@case
def the_chain_is_whole_and_nothing_died(o):
    o.loket("audit", "verify")
    equal(o.get("/healthz", token=None).status, 200)


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("LOKET_BIN", "build/src/cmd/loket")
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    failed = 0
    with office(binary) as o:
        o.checker = o.on_answer = Checker(o.get("/openapi.json", token=None).json)
        chosen = [f for f in cases if only in f.__name__]
        for n, f in enumerate(chosen, 1):
            started = time.monotonic()
            try:
                f(o)
                print(f"ok {n} - {f.__name__}", flush=True)
            except Exception:  # noqa: BLE001
                failed += 1
                print(f"not ok {n} - {f.__name__}\n# " + traceback.format_exc().replace("\n", "\n# "), flush=True)
            print(f"# {time.monotonic() - started:.1f} s", flush=True)
    print(f"1..{len(chosen)}")
    if o.died:
        print("# " + "\n# ".join(o.died))
    return 1 if failed or o.died else 0


if __name__ == "__main__":
    sys.exit(main())

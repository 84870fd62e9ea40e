"""Checks for Q94 · Testing web apps."""

import functools
import importlib.util
import inspect
import itertools
import logging
import os
import sys
from unittest.mock import create_autospec

import pytest
import q094_testing_web_apps as suite
from flask import Flask, Response, jsonify, request

pytestmark = pytest.mark.timeout(15)  # a check runs the whole suite, on several apps

FAULTS = {
    "status": "1, and answers a sign-up with 200",
    "no email": "1, and answers a sign-up with an object without the email",
    "text": "1, and answers a sign-up with the email as text, in no object",
    "no mail": "2, and sends no mail",
    "other address": "2, and sends the mail to another address",
    "two mails": "3, and sends two mails",
    "copy": "3, and sends another mail to somebody else",
    "mail": "4, and sends a mail although it refuses",
    "notice": "4, and sends a mail to somebody else although it refuses",
    "stored": "5, and stores a user although it refuses",
    "before": "6, and takes an address in other letters before the @ for another one",
    "behind": "6, and takes an address in other letters behind the @ for another one",
    "typed": "6, and answers an address in the letters in which it was typed",
    "limit": "7, and refuses a password of 8 characters",
    "password": "8, and answers with the password, too",
    "mail error": "9, and answers with 500 if the mail cannot be sent",
    "lost": "9, and stores no user if the mail cannot be sent",
    "accepted": "9, and answers with 202 if the mail cannot be sent",
    "bare": "9, and answers with an object without the email if the mail cannot be sent",
}

HERE = os.getcwd()
new_app = functools.partial(  # without the paths each app would look for the file of its module
    Flask, __name__, static_folder=None, root_path=HERE, instance_path=HERE
)

ROUTES = new_app()
ROUTES.add_url_rule("/users", "sign_up", methods=["POST"])
ROUTES.add_url_rule("/users/<email>", "show")


def plain_app(mail, mail_error, fault=None):
    """An app that keeps all rules, or all but one."""
    app, users = new_app(), {}
    app.url_map = ROUTES.url_map  # making it anew for each app would take longer than most tests

    def key(email):
        local, at, domain = email.partition("@")
        if fault != "before":
            local = local.lower()
        if fault != "behind":
            domain = domain.lower()
        return local + at + domain

    def refused(email, password, status):
        if fault == "mail":
            mail.send(to=key(email), text="Welcome!")
        if fault == "notice":
            mail.send(to="postmaster@b.org", text="Refused.")
        if fault == "stored":
            users.setdefault(key(email), password)
        return {"error": "refused", **leaked(email, password)}, status

    @app.endpoint("sign_up")
    def sign_up():
        email, password = request.json["email"], request.json["password"]
        if "@" not in email or len(password) < (9 if fault == "limit" else 8):
            return refused(email, password, 400)
        if key(email) in users:
            return refused(email, password, 409)
        users[key(email)] = password
        answer = {"no email": {"ok": True}, "text": email.lower()}.get(fault) or shown(email)
        status = 200 if fault == "status" else 201
        receivers = {
            "no mail": [],
            "other address": ["postmaster@b.org"],
            "two mails": [email.lower()] * 2,
            "copy": [email.lower(), "postmaster@b.org"],
        }
        for to in receivers.get(fault, [email.lower()]):
            try:
                text = f"Welcome, {email.lower()}! Your password is {password}."
                mail.send(text=email.lower() if fault == "other address" else text, to=to)
            except mail_error:
                if fault == "mail error":
                    raise
                if fault == "lost":
                    users.pop(key(email), None)
                if fault == "bare":
                    answer = {"ok": True}
                if fault == "accepted":
                    status = 202
        return answer, status

    @app.endpoint("show")
    def show(email):
        return shown(email) if key(email) in users else ({"error": "unknown"}, 404)

    def shown(email):
        secret = leaked(email, users[key(email)])
        return {"email": email if fault == "typed" else email.lower(), **secret}

    def leaked(email, password):
        return {"login": {"basic": f"{email.lower()}:{password}"}} if fault == "password" else {}

    return app


# Words that tests take for passwords.
ADVICE = "Password? Not password, secret, welcome, correct horse, swordfish."


def other_app(mail, mail_error, named=False):
    """A right app of another make: it leaves everything as different as it may.

    With `named`, `mail.send` gets its first argument by position and its second by name, and
    refusals are empty.
    """
    app, users = new_app(), []

    @app.route("/users", methods=["POST"], strict_slashes=False)
    def register():
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or set(body) != {"email", "password"}:
            return Response("What?", 422)
        email = str(body["email"]).lower()
        if email in users:
            return Response("" if named else f"{email} is taken", 409, mimetype="text/plain")
        if "@" not in email or len(str(body["password"])) < 8:
            advice = f"<p>No @, or a password that is too short. {ADVICE}</p>"
            return Response("" if named else advice, 400)
        try:
            if named:
                mail.send(str(body["email"]), text="")
            else:
                mail.send(str(body["email"]), "")
        except mail_error:
            app.logger.warning("no mail")
        users.append(email)
        links = {"self": f"/users/{email}"}
        answer = jsonify(
            id=users.index(email),
            active=False,
            email=email,
            password=None,
            links=links,
            hint=ADVICE,
        )
        answer.set_cookie("language", "en")
        answer.headers["Location"] = f"/users/{email}"
        return answer, 201

    @app.route("/users/<name>")
    def user(name):
        if name.lower() in users:
            name = name.lower()
            return jsonify(
                id=users.index(name), email=name, password=None, active=False, hint=ADVICE
            )
        return Response(f"{name} is nobody", 404, mimetype="text/plain")

    @app.delete("/users/<name>")
    def leave(name):
        return "", 204

    @app.get("/users")
    def everybody():
        return jsonify(users=users)

    return app


def teapot(mail, mail_error):
    """An app that answers every request with 418 and sends no mail."""
    app = new_app()
    app.before_request(lambda: ({"email": "teapot"}, 418))
    return app


MAKES = {"plain": plain_app, "other": other_app, "teapot": teapot}
MAKES["named"] = functools.partial(other_app, named=True)
MAKES |= {fault: functools.partial(plain_app, fault=fault) for fault in FAULTS}


SPEC = importlib.util.spec_from_file_location("q094_afresh", suite.__file__)


@functools.cache
def code():
    """The submission, compiled once for all its copies."""
    return SPEC.loader.get_code(SPEC.name)


def load():
    """A new copy of the submission, and its test functions by name, as they are written."""
    module = sys.modules[SPEC.name] = importlib.util.module_from_spec(SPEC)
    try:
        exec(code(), vars(module))
    finally:
        del sys.modules[SPEC.name]
    return module, {
        name: value
        for name, value in vars(module).items()
        if name.startswith("test_") and inspect.isfunction(value)
    }


def call(module, test, make, aloud=False):
    """Call a test with a client of a new app, and with this app's mail.

    With `aloud`, the requests and responses of a test that fails are printed.
    """
    mail = create_autospec(module.Mailer, instance=True)
    app, seen = make(mail, module.MailError), []

    def note(response):
        sent, came = request.get_data(as_text=True), response.get_data(as_text=True).strip()
        seen.append(f"{request.method} {request.path} {sent} got {response.status_code} {came}")
        return response

    if aloud:
        app.after_request(note)
    try:
        return test(app.test_client(), mail)
    except BaseException:
        if aloud:
            print(f"{test.__name__}:", *seen, sep="\n")
        raise


def outcome(module, test, make):
    """What became of a test: "passed", "failed", or what it did instead of either."""
    try:
        returned = call(module, test, make)
    except (Exception, pytest.fail.Exception):
        return "failed"
    except (pytest.skip.Exception, pytest.xfail.Exception) as excuse:
        return type(excuse).__name__
    if inspect.iscoroutine(returned):
        returned.close()
        return "not awaited"
    return "not run" if inspect.isgenerator(returned) else "passed"


@functools.cache
def outcomes(kind):
    """What becomes of each test on new apps of one kind, by the tests' names.

    On a broken app they are run in turn until no check asks for more, first those that caught the
    one before, if this breaks the same rule.
    """
    module, tests = load()
    results, first = {}, []
    for before, fault in itertools.pairwise(FAULTS):
        if fault == kind and FAULTS[before][0] == FAULTS[fault][0]:
            first = catching(before)
    for name in [*first, *(name for name in tests if name not in first)]:
        results[name] = outcome(module, tests[name], MAKES[kind])
        if kind in FAULTS and is_enough(results):
            break
    return results


def is_enough(faulty):
    """Whether these outcomes on a broken app say that it is caught, and three tests pass on it."""
    passed = [name for name, result in faulty.items() if result == "passed"]
    return "test_sends_one_mail" in faulty and len(passed) >= 3 and caught(faulty) != []


def all_but(wanted, results):
    """Those of the outcomes that are not the wanted one, by the names of the tests."""
    return {name: result for name, result in results.items() if result != wanted}


def caught(faulty):
    """The names of the tests that pass on a right app and, by these outcomes, fail on another."""
    right = outcomes("plain")
    return [name for name in faulty if (right[name], faulty[name]) == ("passed", "failed")]


def catching(fault):
    """The names of the tests that pass on a right app and fail on a broken one."""
    return caught(outcomes(fault))


@pytest.fixture(autouse=True)
def quiet():
    """What Flask logs of exceptions in broken apps is expected here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("kind", ["plain", "other", "named"])
@pytest.mark.hint(
    "Demand nothing that the task leaves open: neither texts nor further members, nor that there "
    "are none.",
    "`assert_called_once_with` of an autospecced mock takes arguments by position for those by "
    "name; `call_args.kwargs` does not.",
    "`unittest.mock.ANY` is equal to everything.",
)
def test_all_pass_on_a_right_app(kind):
    """Every test passes on an app that keeps all the rules, of whatever make."""
    module, tests = load()
    odd = all_but("passed", outcomes(kind))
    assert tests != {}, "there are no functions named test_*"
    assert all_but("failed", odd) == {}, "these tests neither pass nor fail"
    for test in tests.values() if odd else ():
        call(
            module, test, MAKES[kind], aloud=True
        )  # an error here shows the line of the test that raised it


@pytest.mark.hint(
    "One test a rule is a good start.",
    "A third parameter is not filled, and `parametrize` has no effect here: loop instead.",
)
def test_there_are_six_tests_or_more():
    """There are at least six tests, each with the two parameters `client` and `mail`."""
    _, tests = load()
    parameters = {name: list(inspect.signature(test).parameters) for name, test in tests.items()}
    assert parameters == dict.fromkeys(tests, ["client", "mail"]), "the parameters of the tests"
    assert len(tests) >= 6, f"six tests or more are needed, there are {sorted(tests)}"


@pytest.mark.hint(
    "`client.post(address, json={…})` sends JSON. Which status is a right one?",
    "There are several good ones, and a right app has one of them.",
)
@pytest.mark.parametrize("fault", ["status", "no email", "text"])
def test_the_answer_is_tested(fault):
    """An app that answers a sign-up with 200, or without the email in an object, is caught."""
    assert catching(fault) != [], f"no test catches an app that breaks {FAULTS[fault]}"


@pytest.mark.parametrize("fault", ["no mail", "two mails", "copy", "other address"])
@pytest.mark.hint(
    "Each mock notes its calls; which of its methods says how many there may be?",
    "`mock.assert_called_once_with(…)` fails without a call, with two, and with other arguments.",
    "Without the parentheses nothing is asserted.",
)
def test_one_mail_is_tested(fault):
    """`test_sends_one_mail` catches an app that sends no mail, two, or any to somebody else."""
    assert "test_sends_one_mail" in catching(fault), (
        "test_sends_one_mail does not both pass on a right app and fail on one that breaks "
        f"{FAULTS[fault]}"
    )


@pytest.mark.hint(
    "After a refusal, look at `mail` as well as at the status.",
    "`mock.assert_not_called()` fails if there was a call.",
)
@pytest.mark.parametrize("fault", ["mail", "notice"])
def test_mail_of_a_refusal_is_tested(fault):
    """An app that sends a mail, to whomever, although it refuses is caught."""
    assert catching(fault) != [], f"no test catches an app that breaks {FAULTS[fault]}"


@pytest.mark.hint(
    "How can a client see whether there is a user?",
    "Ask with GET after the refusal.",
)
def test_store_of_a_refusal_is_tested():
    """An app that stores a user although it refuses is caught."""
    assert catching("stored") != [], f"no test catches an app that breaks {FAULTS['stored']}"


@pytest.mark.hint(
    "Sign up twice, with an address that differs in its letters alone.",
    "Which of its letters: only those before the `@`, or those behind it, too?",
)
@pytest.mark.parametrize("fault", ["before", "behind", "typed"])
def test_letters_are_tested(fault):
    """An app for which upper and lower case make a difference is caught."""
    assert catching(fault) != [], f"no test catches an app that breaks {FAULTS[fault]}"


@pytest.mark.hint(
    "Where does `<` differ from `<=`?",
    "Try a password that is exactly as long as it must be.",
)
def test_the_limit_is_tested():
    """An app that refuses a password of 8 characters is caught."""
    assert catching("limit") != [], f"no test catches an app that breaks {FAULTS['limit']}"


@pytest.mark.hint("Look for the password in the whole text of an answer.")
def test_the_password_is_tested():
    """An app that answers with the password is caught."""
    assert catching("password") != [], f"no test catches an app that breaks {FAULTS['password']}"


@pytest.mark.hint(
    "A mock can raise what it is told to raise.",
    "`mock.side_effect = ValueError()` has the next calls raise that error.",
)
@pytest.mark.parametrize("fault", ["mail error", "lost", "accepted", "bare"])
def test_the_mail_error_is_tested(fault):
    """An app that fails, answers otherwise or loses the user if a mail cannot be sent is caught."""
    assert catching(fault) != [], f"no test catches an app that breaks {FAULTS[fault]}"


@pytest.mark.hint(
    "Which of your tests would pass on an app that does nothing?",
    "That no mail was sent says little: was the sign-up refused as it should be?",
)
def test_every_test_can_fail():
    """Each test fails on an app that answers every request with 418 and sends no mail."""
    assert outcomes("plain") != {}, "there are no functions named test_*"
    assert all_but("passed", outcomes("plain")) == {}, "on a right app, these tests do not pass"
    assert all_but("failed", outcomes("teapot")) == {}, (
        "on an app that answers every request with 418, these tests do not fail"
    )


@pytest.mark.parametrize("fault", list(FAULTS))
@pytest.mark.hint(
    "Does every test look at everything?",
    "Which tests break when the shortest password gets longer by one? Take a long one elsewhere.",
)
def test_failures_point_at_the_fault(fault):
    """On each broken app at least three of the tests pass."""
    results = outcomes(fault)
    passed = [name for name, result in results.items() if result == "passed"]
    assert len(passed) >= 3, (
        f"on the app that breaks {FAULTS[fault]}, these tests pass: {passed}, of {list(results)}"
    )


@pytest.mark.hint(
    "Does a test use something that another one, or an earlier run, has left behind?",
    "Let each test make its own users, and change no global variable.",
)
def test_order_does_not_matter():
    """Each test passes alone, twice in a row, and in reverse order."""
    first, again, backwards = {}, {}, {}
    for name in load()[1]:
        module, tests = load()
        first[name] = outcome(module, tests[name], plain_app)
        again[name] = outcome(module, tests[name], plain_app)
    module, tests = load()
    for name, test in reversed(tests.items()):
        backwards[name] = outcome(module, test, plain_app)
    assert first != {}, "there are no functions named test_*"
    assert all_but("passed", first) == {}, "run alone, these tests do not pass"
    assert all_but("passed", again) == {}, "run a second time, these tests do not pass"
    assert all_but("passed", backwards) == {}, "run in reverse order, these tests do not pass"

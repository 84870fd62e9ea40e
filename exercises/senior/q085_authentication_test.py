"""Checks for Q85 · Authentication. Each hash takes its time, so there are few of them."""

import concurrent.futures
import functools
import hashlib
import itertools
import random
import re
import sys
import threading

import jwt
import pytest
from q085_authentication import (
    AuthError,
    Identity,
    TokenService,
    hash_password,
    require_role,
    verify_password,
)

SECRET = "the secret of the service, which has more than sixty-four characters in all"
OTHER = "another secret, which as well has more than sixty-four characters in all of it"
FORTNIGHT = 14 * 24 * 60 * 60


@pytest.fixture
def service(clock):
    """A service for the audience `shop`, whose clock stands at 1000.0."""
    return TokenService(SECRET, "shop", clock)


def status(function, *args, **kwargs):
    """The status of the `AuthError` that a call raises, or what it returns."""
    try:
        return function(*args, **kwargs)
    except AuthError as error:
        return error.status


def claims_of(token):
    """The claims of a token, whatever signed it."""
    return jwt.decode(token, options={"verify_signature": False, "verify_exp": False})


def forged(token, secret=SECRET, algorithm="HS256", without=(), **changes):
    """The token again, with other claims, or signed otherwise."""
    claims = {**claims_of(token), **changes}
    kept = {name: value for name, value in claims.items() if name not in without}
    return jwt.encode(kept, None if algorithm == "none" else secret, algorithm=algorithm)


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.timeout(30)
@pytest.mark.hint(
    "`secrets.token_bytes(16)` is a salt, and `bytes.hex` writes it.",
    "`hmac.compare_digest` compares without telling how far two values agree.",
)
def test_passwords_are_hashed_with_a_salt():
    """A hash has a salt of its own, is made by scrypt as told, and is found again."""
    state, salts, hashes = random.getstate(), [], []
    try:
        for _ in range(2):
            random.seed(85)
            hashes.append(hash_password("grün 1"))
    finally:
        random.setstate(state)
    first, second = hashes
    for stored in (first, second):
        assert re.fullmatch("scrypt\\$[0-9a-fA-F]{32}\\$[0-9a-fA-F]{64}", stored), stored
        salts.append(bytes.fromhex(stored.split("$")[1]))
    assert salts[0] != salts[1], "two hashes of one password, each after random.seed(85)"
    assert re.search(b"[^0-9a-fA-F]", salts[0]), f"of the salt {salts[0]!r} each byte is a digit"
    digest = hashlib.scrypt("grün 1".encode(), salt=salts[0], n=16384, r=8, p=1, dklen=32)
    assert first.split("$")[2].lower() == digest.hex()
    assert verify_password("grün 2", first) is False
    assert verify_password("", hash_password("")) is True, "an empty password"


SALT = "00" * 16
OF_SHORT_SALT = "24b9cd4af365b9ea90c90f752feb5df14ae76789b7be722f2f2dbab1159f7b63"
OF_LONG_SALT = "2e2d11cce37baba964752ec28dcfcd97baaaaf55fbaea82d570c9ffb04686e76"
DIGEST = "8bacd597e434ff9ad75371d6cfef5c2ed3d4cedd795d272798b0f2e67a0b62d6"  # of tea
LONG = f" Caf\u00e9, cafe\u0301\0 {'x' * 5000}\n"
MARK_DIGEST = "d486cf0addf40a8655b59864b487d977ae10a31e00a7f653efeeddcf706991cd"  # of ?
LONG_DIGEST = "3e56f7d1fd4e81a74fa0052edce50fea19d961422b40cb3c1a7c6dced75d31dd"


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (f"scrypt${SALT}${DIGEST}", True),
        (f"scrypt${SALT}${DIGEST[:-2]}", False),
        (f"bcrypt${SALT}${DIGEST}", False),
        (f"yescrypt${SALT}${DIGEST}", False),
        (f"scrypt${SALT}${DIGEST[:-1]}x", False),
        (f"scrypt${SALT}", False),
        (f"scrypt${'00' * 8}${OF_SHORT_SALT}", False),
        (f"scrypt${'00' * 17}${OF_LONG_SALT}", False),
        (f"scrypt${SALT}${'é' * 64}", False),
        (f"scrypt${SALT}${'٣' * 64}", False),
        (f"scrypt${'٣' * 32}${DIGEST}", False),
        (f"scrypt${SALT}$\ud800", False),
        (f"scrypt${SALT}${DIGEST}$1", False),
        ("tea", False),
        ("", False),
    ],
    ids=[
        "good",
        "short",
        "other kind",
        "yescrypt",
        "no hex",
        "two parts",
        "short salt",
        "long salt",
        "umlauts",
        "other digits",
        "other digits in the salt",
        "a lone surrogate",
        "four parts",
        "plain",
        "empty",
    ],
)
@pytest.mark.timeout(30)
@pytest.mark.hint("What does your code do with a row that somebody else has written?")
def test_what_is_no_hash_is_false(stored, expected):
    """A stored text that is no hash of the password gives False, and no error."""
    assert verify_password("tea", stored) is expected


@pytest.mark.hint("Every character of a password counts, as it was typed.")
def test_passwords_are_taken_as_they_are():
    """A password counts as it is, uncut and unchanged; one that UTF-8 can't write is wrong."""
    assert verify_password(LONG, f"scrypt${SALT}${LONG_DIGEST}") is True
    assert verify_password("\ud800", f"scrypt${SALT}${MARK_DIGEST}") is False
    assert verify_password("tea\ud800", f"scrypt${SALT}${DIGEST}") is False


@pytest.mark.hint(
    "`jwt.encode(claims, secret, algorithm='HS256')`, and `jwt.decode` with a list.",
    "A claim may be a list.",
)
def test_login_gives_two_tokens(service, clock):
    """`login` gives two tokens for the user and the roles it was given, with the usual claims."""
    access, refresh = service.login("ada", ["editor", "admin"])
    assert service.verify(access) == Identity("ada", ("editor", "admin"))
    assert isinstance(service.verify(access), Identity)
    assert service.verify(service.login("bo", [])[0]) == Identity("bo", ())
    for name in ("Bo", "bö@shop.test", " bo ", "b:o, x|y.z", "1", ""):
        access_of, refresh_of = service.login(name, ["editor"])
        expected = Identity(name, ("editor",))
        assert status(service.verify, access_of) == expected, f"the name is {name!r}"
        assert service.verify(service.refresh(refresh_of)[0]) == expected, f"the name is {name!r}"
    di = Identity("di", ("editor", "admin", "author"))
    _, later = service.login("di", ["editor", "admin", "author"])
    assert service.verify(service.refresh(later)[0]) == di, "roles: editor, admin and author"
    given = ["author"]
    author, admin = service.login("cy", given)[1], service.login("cy", ["admin"])[1]
    given.append("admin")
    seen = [service.verify(service.refresh(token)[0]).roles for token in (author, admin)]
    assert seen == [("author",), ("admin",)], (
        "of two logins of one user, as author and as admin; the list that was given for the first "
        "had an admin appended then"
    )
    for token, seconds in ((access, 900), (refresh, FORTNIGHT)):
        assert jwt.get_unverified_header(token)["alg"] == "HS256"
        claims = claims_of(token)
        seen = claims["sub"], claims["aud"], claims["exp"]
        assert seen == ("ada", "shop", 1000 + seconds), claims


@pytest.mark.parametrize("now", [1000.0, 1_800_000_000.0, 4_000_000_000.0])
@pytest.mark.hint(
    "PyJWT compares with the computer's clock, unless told not to.",
    "At the second at which it ends, is a token still good?",
)
def test_tokens_end_by_the_clock(now, clock):
    """Access tokens are good for 900 seconds of the service's clock, refresh tokens for 14 days."""
    clock.now = now
    service = TokenService(SECRET, "shop", clock)
    access, refresh = service.login("ada", ["editor"])
    clock.now = now + 899
    assert status(service.verify, access) == Identity("ada", ("editor",)), "after 899 s"
    clock.now = now + 900
    assert status(service.verify, access) == 401, "after 900 s"
    clock.now = now + 901
    assert status(service.verify, access) == 401, "after 901 s"
    clock.now = now + FORTNIGHT - 1
    again = service.refresh(refresh)
    clock.advance(899)
    assert status(service.verify, again[0]) == Identity("ada", ("editor",)), (
        "a new one, after 899 s"
    )
    clock.advance(1)
    assert status(service.verify, again[0]) == 401, "a new access token, after 900 s"
    clock.advance(FORTNIGHT - 901)
    last = service.refresh(again[1])
    assert status(service.verify, last[0]) == Identity("ada", ("editor",)), "after twice as long"
    clock.advance(FORTNIGHT)
    assert status(service.refresh, last[1]) == 401, "after 1,209,600 s"
    _, late = service.login("ada", ["editor"])
    clock.advance(FORTNIGHT + 1)
    assert status(service.refresh, late) == 401, "after 1,209,601 s"


@pytest.mark.hint(
    "Name the algorithms that you accept: a list with one.",
    "`options={'require': […]}` asks for claims that would else be looked at only if there.",
)
def test_refuses_forged_tokens(service, clock):
    """Another algorithm, none, another secret, and a changed token are refused."""
    access, refresh = service.login("ada", ["editor"])
    head, body, signature = access.split(".")
    admin = forged(access, OTHER, roles=["admin"]).split(".")[1]
    tokens = {
        "alg none": forged(access, algorithm="none"),
        "HS512": forged(access, algorithm="HS512"),
        "HS384": forged(access, algorithm="HS384"),
        "another secret": forged(access, OTHER),
        "an empty signature": f"{head}.{body}.",
        "claims of another token": f"{head}.{admin}.{signature}",
        "cut": access[:-5],
        "a lone surrogate at the end": access + "\ud800",
    }
    assert {name: status(service.verify, token) for name, token in tokens.items()} == dict.fromkeys(
        tokens, 401
    )
    for alike in (SECRET + "\n", SECRET[:-1], SECRET.upper(), SECRET + "é", SECRET + "è"):
        signed = TokenService(SECRET + "é" * alike.endswith("è"), "shop", clock).login("ada", [])
        seen = status(TokenService(alike, "shop", clock).verify, signed[0])
        assert seen == 401, f"verified with the secret {alike!r}, and signed with another"
    changes = [{"algorithm": name} for name in ("none", "HS384", "HS512")] + [{"secret": OTHER}]
    copies = [forged(refresh, **change) for change in changes]
    seen = [status(service.refresh, copy) for copy in copies]
    assert seen == [401] * 4, f"refresh tokens with {changes}"
    renewed = status(service.refresh, refresh)
    assert renewed != 401, "the true refresh token, after forged ones"
    seen = [status(service.refresh, copy) for copy in copies]
    assert seen == [401] * 4, f"refresh tokens with {changes}, after the true one was exchanged"
    renewed = status(service.refresh, renewed[1])
    assert renewed != 401, "the token it was exchanged for, after forgeries of the first"
    assert service.verify(renewed[0]) == Identity("ada", ("editor",))
    assert status(service.verify, forged(access)) == Identity("ada", ("editor",)), "the same again"


@pytest.mark.hint("Which claims must be there, and which of them must have a certain value?")
def test_refuses_tokens_for_others_or_without_claims(service, clock):
    """Another audience and a missing `sub`, `aud` or `exp` are refused, of either token."""
    access, refresh = service.login("ada", ["editor"])
    changes = [{"aud": "bank"}, {"aud": ["bank"]}, {"aud": "shop2"}, {"aud": "SHOP"}]
    changes += [
        {"aud": "sho"},
        {"aud": ""},
        {"without": ["aud"]},
        {"without": ["exp"]},
        {"without": ["sub"]},
    ]
    seen = [(change, status(service.verify, forged(access, **change))) for change in changes]
    assert seen == [(change, 401) for change in changes], "access tokens"
    seen = [(change, status(service.refresh, forged(refresh, **change))) for change in changes]
    assert seen == [(change, 401) for change in changes], "refresh tokens"
    bank = TokenService(SECRET, "Süd-Bank", clock).login("ada", ["editor"])
    assert status(service.verify, bank[0]) == 401, "a token of another service"
    assert claims_of(bank[0])["aud"] == "Süd-Bank"


@pytest.mark.parametrize(
    "token",
    ["", "x", "a.b.c", "....", "ä.ö.ü", "\ud800"],
    ids=["empty", "x", "a.b.c", "....", "umlauts", "a lone surrogate"],
)
@pytest.mark.hint(
    "All errors of PyJWT about tokens have one base class.",
    "JSON may bring a text that UTF-8 can't write. Which exception does `'\\ud800'.encode()` "
    "raise?",
)
def test_refuses_what_is_no_token(service, token):
    """A text that is no token is refused with 401."""
    assert status(service.verify, token) == 401
    assert status(service.refresh, token) == 401


@pytest.mark.hint("A claim of your own can say what a token is for.")
def test_the_two_kinds_are_not_mixed_up(service):
    """A refresh token gives no access, and an access token cannot be exchanged."""
    access, refresh = service.login("ada", ["editor"])
    assert status(service.verify, refresh) == 401
    assert status(service.refresh, access) == 401
    assert status(service.verify, access) == Identity("ada", ("editor",))
    renewed = service.refresh(refresh)
    assert status(service.verify, renewed[1]) == 401
    assert status(service.refresh, renewed[0]) == 401


@pytest.mark.hint(
    "Of each login, remember which refresh token may come next.",
    "The one who comes second may be the thief, or the first was: end the whole family.",
)
def test_a_refresh_token_works_once(service, clock):
    """A second use is refused, and so is every later refresh token of that login alone."""
    _, first = service.login("ada", ["editor"])
    _, elsewhere = service.login("ada", ["editor"])
    _, bo = service.login("bo", [])
    access, second = service.refresh(first)
    assert status(service.verify, access) == Identity("ada", ("editor",))
    third = service.refresh(second)[1]
    assert status(service.refresh, first) == 401, "the first token, a second time"
    assert status(service.refresh, third) == 401, "a later token of the same login"
    assert status(service.refresh, second) == 401
    assert status(service.verify, access) == Identity("ada", ("editor",)), "an access token"
    later = service.refresh(elsewhere)
    assert status(service.verify, later[0]) == Identity("ada", ("editor",)), "another login"
    assert status(service.verify, service.refresh(later[1])[0]) == Identity("ada", ("editor",))
    assert status(service.verify, service.refresh(bo)[0]) == Identity("bo", ())
    _, alone = service.login("cy", [])
    _, successor = service.refresh(alone)
    assert status(service.refresh, alone) == 401, "a token that was just used"
    assert status(service.refresh, successor) == 401, "the token that it was exchanged for"
    assert status(service.verify, service.login("cy", [])[0]) == Identity("cy", ())
    _, second = service.refresh(service.login("cy", [])[1])
    _, third = service.refresh(second)
    assert status(service.refresh, second) == 401, "a token that came by an exchange, again"
    assert status(service.refresh, third) == 401, "what that was exchanged for"
    _, early = service.login("cy", [])
    clock.advance(1000)
    _, late = service.refresh(early)
    service.login("cy", [])
    clock.advance(FORTNIGHT - 1001)
    assert status(service.refresh, early) == 401, "exchanged long ago; it would end in one second"
    clock.advance(2)
    seen = [status(service.refresh, late) for _ in range(2)]
    assert seen == [401, 401], "what that was exchanged for, given twice after the first one's end"


@pytest.mark.hint("What tells one login from another, after some of them have ended?")
def test_other_logins_go_on(service, clock):
    """A login goes on when others of its user begin, and when one of them was ended."""
    logins = [service.login("di", ["editor"])[1] for _ in range(120)]
    service.refresh(logins[0])
    assert status(service.refresh, logins[0]) == 401, "the first login ends here"
    logins += [service.login("di", ["editor"])[1] for _ in range(2)]
    renewed = [status(service.refresh, token) for token in logins[1:]]
    ended = [place for place, pair in enumerate(renewed, 2) if pair == 401]
    assert ended == [], "which of 122 logins of one user ended; the first was, before the 121st"
    again = [status(service.refresh, pair[1]) for pair in renewed[-5:]]
    assert 401 not in again, "what came of the second refresh tokens of the last five"
    shop, bank = TokenService(SECRET, "shop", clock), TokenService(OTHER, "bank", clock)
    token, other = shop.login("di", [])[1], bank.login("di", [])[1]
    pairs = [status(shop.refresh, token), status(bank.refresh, other)]
    assert 401 not in pairs, "the first logins at two services"
    assert status(shop.refresh, token) == 401, "the one at the first service ends here"
    assert status(bank.refresh, pairs[1][1]) != 401, "the one at the second service"


MOMENT = 0.2  # real seconds that a call has to end while another stands still; a lock may hold it
LOCKS = (type(threading.Lock()), type(threading.RLock()), threading.Condition, threading.Semaphore)


class Standstill:
    """Lets a call of a service stand still, and makes another one meanwhile, until that ends.

    It can't end before the first does where that holds a lock. Where such a lock is in sight it is
    waited for a tenth of a moment only; where it is not, for a moment, three times.
    """

    def __init__(self, start, service):
        self.start, self.service, self.moment, self.held_up = start, service, MOMENT, 0

    def locked(self):
        """Whether the service, its class or its module has a lock that is held."""
        homes = [self.service, TokenService, sys.modules[TokenService.__module__]]
        for home in homes:
            for value in list(getattr(home, "__dict__", {}).values()):
                if isinstance(value, LOCKS):
                    if not value.acquire(blocking=False):
                        return True
                    value.release()
        return False

    def both(self, function, meanwhile, before):
        """The results of two calls, and before which line the first stood still, or None."""
        lines, second, place = itertools.count(1), [], None

        def trace(frame, event, _):
            nonlocal place
            if frame.f_globals.get("__name__") != TokenService.__module__:
                return None
            if event == "line" and next(lines) == before:
                place = frame.f_lineno
                is_locked = self.start(self.locked).result(30)
                second.append(self.start(meanwhile))
                moment = MOMENT / 10 if is_locked else self.moment
                _, running = concurrent.futures.wait(second, moment)
                self.held_up += len(running) and not is_locked
                if self.held_up == 3:
                    self.moment = MOMENT / 10
            return trace

        def traced():
            sys.settrace(trace)
            try:
                return function()
            finally:
                sys.settrace(None)

        first = self.start(traced).result(30)
        second = second or [self.start(meanwhile)]
        return [first, second[0].result(30)], place


@pytest.mark.timeout(60)
@pytest.mark.hint(
    "What if a second thread gives the token between your look at what may come and your note of "
    "what comes next?",
    "A `threading.Lock` of the service makes one step of both.",
    "`with lock:` around `seat = free.pop(name, None)` and `taken[name] = seat` lets nobody in "
    "between.",
)
def test_threads_exchange_a_token_once(service, in_thread):
    """Threads that give one refresh token get one pair, and it ends the login; users stay apart."""
    standstill, seen = Standstill(in_thread, service), []
    for before in range(1, 200):
        _, token = service.login("ada", ["editor"])

        def give(token=token):
            return status(service.refresh, token)

        results, place = standstill.both(give, give, before)
        pairs = [result for result in results if not isinstance(result, int)]
        said = sorted(str(result) if result not in pairs else "a pair" for result in results)
        later = [status(service.refresh, pair[1]) for pair in pairs]
        said += [f"later {one}" if isinstance(one, int) else "later a pair" for one in later]
        seen.append((f"before line {place}" if place else "at its end", ", ".join(said)))
        if not place:
            break
    expected = ["401, a pair, later 401", "401, 401"]
    assert [(where, said) for where, said in seen if said not in expected] == [], (
        "where a thread stood still in `refresh` while another gave the same refresh token, and "
        "what came of it: for the two, and for the refresh token in a pair, given later; expected: "
        f"{expected[0]!r}"
    )
    _, token = service.login("bo", [])
    pair = service.refresh(token)
    assert service.verify(service.refresh(pair[1])[0]) == Identity("bo", ()), "after all these"

    for method in ("login", "verify", "refresh"):
        seen, place = [], "somewhere"
        while place and len(seen) < 200:
            (ada, token), (bo, other) = service.login("ada", []), service.login("bo", [])
            calls = {
                "login": [functools.partial(service.login, name, []) for name in ("ada", "bo")],
                "verify": [functools.partial(status, service.verify, each) for each in (ada, bo)],
                "refresh": [
                    functools.partial(status, service.refresh, each) for each in (token, other)
                ],
            }
            results, place = standstill.both(*calls[method], len(seen) + 1)
            said = []
            for result in results:
                is_pair = isinstance(result, tuple) and not isinstance(result, Identity)
                user = status(service.verify, result[0]) if is_pair else result
                said.append(user.name if isinstance(user, Identity) else user)
                if is_pair:
                    again = [status(service.refresh, result[1]) for _ in range(2)]
                    said += ["once" if again[0] != 401 == again[1] else "not once"]
            seen.append((f"before line {place}" if place else "at its end", said))
        expected = ["ada", "bo"] if method == "verify" else ["ada", "once", "bo", "once"]
        assert [one for one in seen if one[1] != expected] == [], (
            f"where a thread stood still in `{method}` for ada while another was in it for bo, who "
            "came of it, and whether the refresh tokens could be exchanged once; expected: "
            f"{expected}"
        )


@pytest.mark.hint(
    "`functools.wraps` keeps the name. Which arguments does the wrapper take?",
    "`'Bearer abc'.partition(' ')` takes the header apart.",
)
def test_a_role_opens_the_function(service, clock):
    """A user with the role gets in; the function has the user and all other arguments."""

    @require_role(service, "editor")
    def edit(user, page, times=1, *, mode="fast"):
        """Edit a page."""
        return user, page, times, mode

    access, _ = service.login("ada", ["author", "editor"])
    ada = Identity("ada", ("author", "editor"))
    assert edit(bearer(access), "page") == (ada, "page", 1, "fast")
    headers = bearer(access)
    assert isinstance(edit(headers, "page")[0], Identity)
    assert edit(headers, "page", 2, mode="slow") == (ada, "page", 2, "slow"), "the same headers"
    assert edit(bearer(access), "page", None, mode=None) == (ada, "page", None, None)
    assert edit(bearer(access), page="home", times=3) == (ada, "home", 3, "fast")
    for name, value in [
        ("authorization", f"bearer {access}"),
        ("AUTHORIZATION", f"BEARER {access}"),
        ("auThorIzation", f"bEARer {access}"),
    ]:
        others = {"Host": "x", "Accept": "*/*", "X-Authorization": "Basic x"}
        assert edit({**others, name: value}, "page")[0] == ada, f"{name}: {value[:6]} …"
    assert (edit.__name__, edit.__doc__) == ("edit", "Edit a page.")

    editors = require_role(service, "editor")

    @editors
    def fail(user):
        raise KeyError("page")

    @editors
    def refuse(user):
        raise AuthError(409)

    @editors
    def find(user, pages):
        return pages

    with pytest.raises(KeyError, match="page"):
        fail(bearer(access))
    assert status(refuse, bearer(access)) == 409, "the function itself raises AuthError(409)"
    assert find(bearer(access), []) == []
    assert find(bearer(access), 0) == 0
    clock.advance(900)
    assert status(edit, bearer(access), "page") == 401, "a token that was good, and has ended"


@pytest.mark.hint("Who nobody knows gets another status than who is known and may not.")
def test_others_stay_outside(service, clock):
    """Without a good token the status is 401, without the role it is 403; nothing is called."""
    called = []
    edit = require_role(service, "admin")(lambda user: called.append(user))
    access, refresh = service.login("ada", ["superadmin", "Admin", "adm", "admins"])
    good, _ = service.login("eve", ["admin"])
    headers = {
        "no header": {},
        "an empty header": {"Authorization": ""},
        "another scheme": {"Authorization": f"Basic {good}"},
        "a scheme that begins alike": {"Authorization": f"Bearers {good}"},
        "a scheme that ends alike": {"Authorization": f"XBearer {good}"},
        "no blank": {"Authorization": f"Bearer{good}"},
        "the token alone": {"Authorization": good},
        "more than a token": bearer(f"{good} x"),
        "two tokens": bearer(f"{good}, Bearer {good}"),
        "no token": {"Authorization": "Bearer"},
        "a refresh token": bearer(refresh),
        "garbage": bearer("garbage"),
        "a lone surrogate": bearer("\ud800"),
        "another header": {"X-Authorization": f"Bearer {good}"},
    }
    assert {name: status(edit, each) for name, each in headers.items()} == dict.fromkeys(
        headers, 401
    )
    assert status(edit, bearer(access)) == 403, "with the roles superadmin, Admin, adm and admins"
    publish = require_role(service, "editor")(lambda user: called.append(user))
    assert status(publish, bearer(good)) == 403, "for editors, with the role admin"
    assert status(edit, bearer(service.login("bo", [])[0])) == 403, "without a role"
    clock.advance(900)
    assert status(edit, bearer(good)) == 401, "the token has ended"
    assert called == []

"""Checks for Q91 · Web security. `send` plays the server: it makes the WSGI call for a request."""

import random
import re
from urllib.parse import urlsplit

import pytest
from q091_web_security import HEADERS, HSTS, POLICY, Guard, is_safe_redirect

ANSWER = [("Content-Type", "text/plain")]
PASSES = "200, body 'tea'; the app was called"
REFUSED = "403; the app was not called"


def environ_of(method="GET", scheme="https", host="kata.test", **headers):
    """Return a WSGI environment; `sec_fetch_site` is the header Sec-Fetch-Site."""
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": "/tea",
        "QUERY_STRING": "",
        "HTTP_HOST": host,
        "SERVER_NAME": "10.0.0.7",
        "SERVER_PORT": "8080",
        "wsgi.url_scheme": scheme,
        "kata.seen": [],
    }
    return environ | {f"HTTP_{name.upper()}": value for name, value in headers.items()}


def exchange(headers, environ, status="200 OK"):
    """Send a request to a `Guard` before an app; return status, headers and body."""
    started = []

    def app(environ, start_response):
        environ["kata.seen"].append(environ["REQUEST_METHOD"])
        start_response(status, headers)
        return [b"tea"]

    parts = Guard(app)(environ, lambda *answer: started.append(answer))
    body = b"".join(parts).decode()
    getattr(parts, "close", bool)()
    status, sent = started[-1][:2]
    return status, [tuple(pair) for pair in sent], body


def send(method, url, **headers):
    """Say what comes of a request: status, body, and whether the application was called once."""
    parts = urlsplit(url)
    environ = environ_of(method, parts.scheme, parts.netloc, **headers)
    status, _, body = exchange([*ANSWER], environ)
    methods = environ["kata.seen"]
    if not methods and status[:3] == "403":
        return REFUSED
    times = f" for {methods}" if methods and methods != [method] else ""
    return f"{status[:3]}, body {body!r}; the app was {'' if methods else 'not '}called{times}"


def headers_named(names, sent, scheme="https"):
    """Return the headers of these names in the answer, if the application sent those."""
    _, headers, _ = exchange([*sent], environ_of(scheme=scheme))
    return [pair for pair in headers if pair[0].lower() in names]


def cookie(text, scheme):
    """Return a cookie that the app set as it is sent: what it holds, its attributes sorted."""
    ((_, sent),) = headers_named(["set-cookie"], [*ANSWER, ("Set-Cookie", text)], scheme)
    first, *attributes = [part.strip() for part in sent.split(";")]
    return first, sorted(filter(None, attributes))


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/basket",
        "/basket?page=2&next=//evil.test#top",
        "/a//b",
        "/https://evil.test",
        "/evil.test@kata.test:8000",
        "/[",
        "/%5Cevil.test",
        "/../tea/./",
        "/" + "tea/" * 600,
        "https://kata.test:8000//evil.test/../tea",
        "/tee-für-zwei",
        "/so\u00adft-\ue000",
        "/\x9f",
        "https://kata.test:8000",
        "https://kata.test:8000/basket?next=https://evil.test",
        "http://kata.test:8000?page=2",
        "https://kata.test:8000#top",
        "https://kata.test:8000/tea@home;v=1//?mail=a@evil.test",
        "HTTPS://Kata.Test:8000/Basket",
    ],
)
@pytest.mark.hint(
    "A path is easy to tell: look at its first two characters.",
    "`urllib.parse.urlsplit` gives the scheme and, as `netloc`, all between `//` and the path.",
)
def test_safe_targets(target):
    """Paths of the site and its own addresses are safe."""
    assert is_safe_redirect(target, "kata.test:8000") is True
    assert is_safe_redirect(target, "KATA.test:8000") is True


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.test/",
        "https://kata.test.evil.test/",
        "https://evilkata.test/",
        "https://kata-test/",
        "https://sub.kata.test/",
        "https://kata.test./",
        "https://kata.test:8000/",
        "https://kata.test:80/",
        "https://kata.test:/",
        "https://kata.test:99999/",
        "https://kata.test:tea/",
        "https://user@kata.test/",
        "https://kata.test@evil.test/",
        "https://kata.test:pw@evil.test/",
        "https://kata.test%2eevil.test/",
        "https://kata.test;.evil.test/",
        "https://kata.test,evil.test/",
        "ftp://kata.test/",
        "javascript://kata.test/%0Aalert(1)",
    ],
)
@pytest.mark.hint("Compare the whole `netloc` with the host; a prefix or a suffix is not enough.")
def test_other_hosts_are_not_safe(target):
    """An address with another host, port, user or scheme is not safe."""
    assert is_safe_redirect(target, "kata.test") is False


@pytest.mark.parametrize(
    "target",
    [
        "//evil.test",
        "///evil.test",
        "////evil.test",
        "//kata.test/",
        "//",
        "https:evil.test",
        "https:/evil.test",
        "https:///evil.test",
        "https:kata.test",
        "https:///kata.test/",
        "http:////kata.test",
        "https:/kata.test/",
        "https://",
        "https://?x",
        "http:/kata.test",
        "javascript:alert(1)",
        "data:text/html,hello",
        "basket",
        "./basket",
        "?page=2",
        "#top",
        "kata.test",
        "https://[::1/",
        "https://[evil]/",
        "https://kata.test\u2100evil.test/",
        "",
        None,
    ],
)
@pytest.mark.hint(
    "Say what is allowed and refuse all else. Browsers read more as an address than Python does.",
    "`urlsplit` raises ValueError for some hosts, such as `[::1`.",
)
def test_other_forms_are_not_safe(target):
    """What is neither a path from the root nor a whole address is not safe."""
    assert is_safe_redirect(target, "kata.test") is False


@pytest.mark.parametrize(
    "target",
    [
        "/\\evil.test",
        "\\\\evil.test",
        "\\/evil.test",
        "/basket\\",
        "https:\\\\kata.test",
        "https://kata.test\\@evil.test/",
        "https://evil.test\\.kata.test/",
        "/\t/evil.test",
        "/\n/evil.test",
        "/\r/evil.test",
        "/basket\r\nSet-Cookie: id=7",
        "ht\ntps://kata.test/",
        " //evil.test",
        " /basket",
        "/basket ",
        "/my basket",
        "/basket\n",
        "\x00//evil.test",
        "/basket\x00",
        "/basket/of/green/tea?next=\\evil.test",
        "/basket/of/green/tea?next=\r\nSet-Cookie: id=7",
        "https://kata.test/basket#\t",
        "https://kata.test/\\evil.test",
        "https://kata.test/my basket",
        "https://kata.test/basket?\x7f",
        "\x1f//evil.test",
        "/\x01",
        "/\x1f",
        "/\x7f",
    ],
)
@pytest.mark.hint(
    "Browsers take a backslash for a slash, and leave out tabs and line ends.",
    "Look for these characters in the target as it came: `urlsplit` takes some of them away.",
)
def test_odd_characters_are_not_safe(target):
    """A target with a backslash, a blank or a control character is not safe."""
    assert is_safe_redirect(target, "kata.test") is False


@pytest.mark.hint(
    "Call the application with a `start_response` of your own, which adds to the headers.",
    '`environ["wsgi.url_scheme"]` says how the request came.',
)
def test_answers_have_the_headers():
    """Every answer has the given headers once, and HSTS on https alone."""
    names = [name.lower() for name, _ in [*HEADERS, HSTS]]
    for scheme, expected in (("https", [*HEADERS, HSTS]), ("http", HEADERS)):
        sent = headers_named(names, ANSWER, scheme)
        assert sorted(sent) == sorted(expected), f"GET {scheme}://kata.test/tea: its headers"
        claimed = {"origin": "https://evil.test", "x_forwarded_proto": "https"}
        refused = exchange([], environ_of("POST", scheme, **claimed))
        kept = [pair for pair in refused[1] if pair[0].lower() in names]
        assert (int(refused[0][:3]), sorted(kept)) == (403, sorted(expected)), (
            f"POST {scheme}://kata.test/tea with Origin: https://evil.test, and with "
            "X-Forwarded-Proto: https, which anybody can send: its headers"
        )
        policies = [text for name, text in refused[1] if name.lower() == "content-security-policy"]
        said = f"POST {scheme}://kata.test/tea with Origin: https://evil.test, answered with 403: "
        assert len(policies) == 1, f"{said}how many headers Content-Security-Policy"
        begin, end = POLICY.split("NONCE")
        nonce = policies[0].removeprefix(begin).removesuffix(end)
        assert (policies[0], len(nonce) > 21) == (f"{begin}{nonce}{end}", True), (
            f"{said}the Content-Security-Policy, and whether it has a nonce of 22 characters"
        )
    wanted = {*names, "content-security-policy"}
    for method in ("GET", "HEAD", "OPTIONS", "POST", "DELETE"):
        for status in ("200 OK", "204 No", "302 Found", "304 Same", "404 Not Found", "500 Oops"):
            sent = exchange([*ANSWER], environ_of(method), status)[1]
            found = sorted({name.lower() for name, _ in sent} & wanted)
            assert found == sorted(wanted), (
                f"{method} https://kata.test/tea, answered with {status}: which of the headers"
            )


@pytest.mark.parametrize(
    "site, expected",
    [
        ("same-origin", PASSES),
        ("none", PASSES),
        ("same-site", REFUSED),
        ("cross-site", REFUSED),
        ("same-origin, cross-site", REFUSED),
        ("Same-Origin", REFUSED),
        ("NONE", REFUSED),
        ("something", REFUSED),
        ("same", REFUSED),
        ("origin", REFUSED),
        ("no", REFUSED),
        ("none, none", REFUSED),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
@pytest.mark.hint(
    "Two values let a write pass. What a browser may send tomorrow is not among them.",
    "`Sec-Fetch-Site` is `HTTP_SEC_FETCH_SITE` in the environ. Where it is, nothing else counts.",
)
def test_writes_by_sec_fetch_site(method, site, expected):
    """A write with Sec-Fetch-Site is judged by that alone, whatever the method."""
    assert send(method, "https://kata.test/tea", sec_fetch_site=site) == expected
    assert send(method, "http://localhost:8000/tea", sec_fetch_site=site) == expected
    assert (
        send(method, "https://kata.test/tea", sec_fetch_site=site, origin="https://kata.test")
        == expected
    )
    assert (
        send(method, "https://kata.test/tea", sec_fetch_site=site, origin="https://evil.test")
        == expected
    )
    assert send(method, "https://kata.test/tea", sec_fetch_site=site, origin="null") == expected
    assert (
        send(method, "https://kata.test/tea", sec_fetch_site=site, x_http_method_override="GET")
        == expected
    )


@pytest.mark.parametrize(
    "origin, expected",
    [
        ("https://kata.test:8000", PASSES),
        ("HTTPS://Kata.test:8000", PASSES),
        ("null", REFUSED),
        ("https://evil.test", REFUSED),
        ("http://kata.test:8000", REFUSED),
        ("https://kata.test", REFUSED),
        ("https://kata.test:8001", REFUSED),
        ("https://kata.test:80000", REFUSED),
        ("https://sub.kata.test:8000", REFUSED),
        ("https://kata.test:8000.evil.test", REFUSED),
        ("https://kata.test:8000@evil.test", REFUSED),
        ("https://kata.test:8000/", REFUSED),
        ("kata.test:8000", REFUSED),
        ("https://kata.test:8000 https://evil.test", REFUSED),
        ("https://evil.test https://kata.test:8000", REFUSED),
    ],
)
@pytest.mark.hint(
    "An origin is a scheme, a host and a port, and all three must be those of the request.",
    "`null` is what a sandboxed frame sends: any site can have one.",
)
def test_writes_by_origin(origin, expected):
    """A write without Sec-Fetch-Site passes if its Origin is the site itself."""
    assert send("POST", "https://kata.test:8000/tea", origin=origin) == expected
    assert send("DELETE", "https://KATA.TEST:8000/tea", origin=origin) == expected
    assert (
        send(
            "POST",
            "https://kata.test:8000/tea",
            origin=origin,
            x_forwarded_host="evil.test",
            x_forwarded_proto="http",
        )
        == expected
    )
    assert send("POST", "https://evil.test/tea", origin=origin) == (
        PASSES if origin == "https://evil.test" else REFUSED
    )
    assert send("POST", "http://kata.test:8000/tea", origin=origin) == (
        PASSES if origin == "http://kata.test:8000" else REFUSED
    )


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.hint("Reading is for everybody; and what sends neither header is no browser.")
def test_what_passes_always(method):
    """Requests that read pass from anywhere, and so do writes with neither header."""
    assert (
        send(
            method, "https://kata.test/tea", sec_fetch_site="cross-site", origin="https://evil.test"
        )
        == PASSES
    )
    assert send(method, "https://kata.test/tea", origin="null") == PASSES
    assert (
        send(method, "https://kata.test/tea", sec_fetch_site="cross-site", sec_fetch_mode="cors")
        == PASSES
    )
    assert (
        send("POST", "https://kata.test/tea", sec_fetch_mode="cors", referer="https://evil.test/")
        == PASSES
    )
    assert send("POST", "https://kata.test/tea") == PASSES
    assert send("POST", "https://kata.test/tea", cookie="id=7") == PASSES
    assert send("DELETE", "http://kata.test/tea", referer="https://evil.test/") == PASSES


@pytest.mark.hint(
    "`secrets.token_urlsafe` makes such texts; those of `random` can be foretold.",
    "Make it for each request, and say it twice: in the environ and in the header.",
)
def test_nonce():
    """The app finds the nonce of the policy, and no two requests have the same one."""
    found, policies = [], []

    def app(environ, start_response):
        found.append(environ.get("guard.nonce"))
        start_response("200 OK", shared)
        return []

    def note(status, headers, exc_info=None):
        policies.extend(value for name, value in headers if name == "Content-Security-Policy")

    shared, guard, state = [*ANSWER], Guard(app), random.getstate()
    for _ in range(20):
        random.seed(91)
        list(guard(environ_of(), note))
    random.setstate(state)
    assert policies == [POLICY.replace("NONCE", str(nonce)) for nonce in found], (
        "GET https://kata.test/tea, 20 times: the Content-Security-Policy of each answer; expected "
        'is POLICY with the environ["guard.nonce"] that the app got'
    )
    odd = [nonce for nonce in found if not re.fullmatch(r"[A-Za-z0-9_-]{22,}", str(nonce))]
    assert odd == [], "GET https://kata.test/tea: nonces too short, or with other characters"
    assert len(set(found)) == 20, (
        "nonces of 20 GET https://kata.test/tea, random.seed(91) before each"
    )
    list(guard(environ_of() | {"guard.nonce": found[0]}, note))
    assert found[20:] != found[:1], "the nonce of a GET whose environ had one in it already"


@pytest.mark.hint("Collect the app's own names in lower case, then add what is missing.")
def test_headers_of_the_app_stay():
    """A header that the app sends itself stays as it is, and none of its name is added."""
    own = [
        ("content-security-policy", "script-src 'nonce-NONCE'"),
        ("X-CONTENT-TYPE-OPTIONS", "own"),
        ("Link", "</a>"),
        ("referrer-policy", "no-referrer"),
        ("Link", "</b>"),
        ("Link", "</a>"),
        ("strict-transport-security", "max-age=0"),
    ]
    status, sent, body = exchange([*own], environ_of())
    said = "GET https://kata.test/tea, to which the app answers with headers of its own and 'tea': "
    kept, added = [[pair for pair in sent if (pair in own) == here] for here in (True, False)]
    assert (status, kept, body) == ("200 OK", own, "tea"), f"{said}status, its headers, body"
    assert added == [("Cross-Origin-Opener-Policy", "same-origin")], f"{said}the headers added"
    for pair in [("Content-Security-Policy-Report-Only", "default-src 'none'")]:
        names = [name for name, _ in exchange([pair], environ_of())[1]]
        said = f"GET https://kata.test/tea, to which the app answers with the header {pair}"
        assert names.count("Content-Security-Policy") == 1, said


@pytest.mark.parametrize(
    "scheme, text, expected",
    [
        ("https", "id=7", ("id=7", ["HttpOnly", "SameSite=Lax", "Secure"])),
        ("http", "id=7", ("id=7", ["HttpOnly", "SameSite=Lax"])),
        ("https", "id=7; Path=/", ("id=7", ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"])),
        ("https", "id=7; SameSite=Strict", ("id=7", ["HttpOnly", "SameSite=Strict", "Secure"])),
        ("https", "id=7;samesite = none", ("id=7", ["HttpOnly", "Secure", "samesite = none"])),
        ("https", "id=7; secure; HTTPONLY", ("id=7", ["HTTPONLY", "SameSite=Lax", "secure"])),
        ("http", "id=7; Secure", ("id=7", ["HttpOnly", "SameSite=Lax", "Secure"])),
        ("http", "id=7; SameSite=None", ("id=7", ["HttpOnly", "SameSite=None"])),
        ("https", 'id="7,=%22"; a', ('id="7,=%22"', ["HttpOnly", "SameSite=Lax", "Secure", "a"])),
        (
            "https",
            "id=7; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
            (
                "id=7",
                ["Expires=Wed, 21 Oct 2026 07:28:00 GMT", "HttpOnly", "SameSite=Lax", "Secure"],
            ),
        ),
        ("https", "id=; Max-Age=0", ("id=", ["HttpOnly", "Max-Age=0", "SameSite=Lax", "Secure"])),
        ("https", "__Host-id=7", ("__Host-id=7", ["HttpOnly", "SameSite=Lax", "Secure"])),
        ("https", "Secure=1", ("Secure=1", ["HttpOnly", "SameSite=Lax", "Secure"])),
        ("https", "id=7; HttpOnly=; Secure=a", ("id=7", ["HttpOnly=", "SameSite=Lax", "Secure=a"])),
        ("https", "id=7; samesite", ("id=7", ["HttpOnly", "Secure", "samesite"])),
        (
            "https",
            "a=httponly-secure-samesite=",
            ("a=httponly-secure-samesite=", ["HttpOnly", "SameSite=Lax", "Secure"]),
        ),
        (
            "https",
            "id=7; Path=/secure; Domain=httponly.test",
            (
                "id=7",
                ["Domain=httponly.test", "HttpOnly", "Path=/secure", "SameSite=Lax", "Secure"],
            ),
        ),
    ],
)
@pytest.mark.hint(
    "A cookie is split at the semicolons: first its name and value, then the attributes.",
    "The name of an attribute is what stands before its `=`, if it has one.",
)
def test_cookies_are_hardened(scheme, text, expected):
    """A cookie gets the attributes that it lacks, and keeps those that it has."""
    said = f"GET {scheme}://kata.test/tea, to which the app answers with Set-Cookie: "
    assert cookie(text, scheme) == expected, f"{said}{text}; the cookie, its attributes sorted"
    both = headers_named(["set-cookie"], [("Set-Cookie", "a=1"), ("SET-COOKIE", text)], scheme)
    lacking = [pair for pair in both if "httponly" not in pair[1].lower().replace(" ", "")]
    assert (len(both), lacking) == (2, []), (
        f"{said}a=1 and SET-COOKIE: {text}; how many came, and those without HttpOnly"
    )
    for status in ("302 Found", "404 Not Found", "500 Oops"):
        sent = exchange([("Set-Cookie", text)], environ_of(scheme=scheme), status)[1]
        kept = [value for name, value in sent if name == "Set-Cookie"]
        assert kept == [both[1][1]], f"{said}{text} and the status {status}; the Set-Cookie"


@pytest.mark.hint(
    "Make a new list for what is sent. An application may use its own again.",
    "`start_response` has a third argument, and returns something.",
)
def test_all_else_stays():
    """The app's list of headers, its request, an exc_info and what comes back stay the same."""
    shared, returned, calls, seen = [*ANSWER, ("Set-Cookie", "id=7")], [], [], []
    nonces = []

    def app(environ, start_response):
        seen.append({key: value for key, value in environ.items() if key != "guard.nonce"})
        nonces.append(environ.get("guard.nonce"))
        returned.append(start_response("200 OK", shared))
        failure = (OSError, OSError("no tea"), None)
        returned.append(start_response("500 Oops", shared, failure))
        return Body([b"te", b"a"])

    def late(environ, start_response):
        start_response("200 OK", shared)
        yield str(environ.get("guard.nonce")).encode()

    class Body(list):
        def close(self):
            closed.append("close")

    def server(*answer):
        calls.append((answer[0], answer[2:] and answer[2] and str(answer[2][1])))
        answers.append(answer[1])
        return f"write {len(calls)}"

    answers, closed, guard = [], [], Guard(app)
    Guard(lambda environ, start_response: [b"another app"])
    fetch = {"sec_fetch_site": "none", "sec_fetch_mode": "cors", "cookie": "id=7"}
    sent = {"origin": "https://kata.test", "referer": "https://kata.test/a", **fetch}
    parts = guard(environ_of("POST", **sent), server)
    body = b"".join(parts)
    getattr(parts, "close", bool)()
    said = "POST https://kata.test/tea: "
    assert closed == ["close"], f"{said}calls of the body's `close`, when the server calls it"
    assert shared == [*ANSWER, ("Set-Cookie", "id=7")], f"{said}the list of headers of the app"
    said += "the app starts 200 OK, then 500 Oops with an exc_info of OSError('no tea')"
    assert [(status, error or None) for status, error in calls] == [
        ("200 OK", None),
        ("500 Oops", "no tea"),
    ], said
    assert (returned, body) == (["write 1", "write 2"], b"tea"), said
    counts = [sum(name == "Referrer-Policy" for name, _ in sent) for sent in answers]
    assert counts == [1, 1], f"{said}: how many headers Referrer-Policy"
    policies = [dict(sent).get("Content-Security-Policy") for sent in answers]
    assert policies == [POLICY.replace("NONCE", str(nonces[0]))] * 2, f"{said}: the two policies"
    assert seen == [environ_of("POST", **sent)], (
        "POST https://kata.test/tea: the environ that the app got, without guard.nonce"
    )
    body = b"".join(guard(environ_of("HEAD"), server))
    assert body == b"tea", "HEAD https://kata.test/tea, to which the app answers with a body: that"
    del calls[2:], answers[2:]
    guard = Guard(late)
    both = [guard(environ_of(scheme=scheme), server) for scheme in ("https", "http")]
    bodies = [b"".join(parts).decode() for parts in both]
    said = (
        "GET https://kata.test/tea and GET http://kata.test/tea; the app is a generator, "
        "which starts its answer when its first part is asked for, after both requests came"
    )
    assert [status for status, _ in calls[2:]] == ["200 OK"] * 2, said
    policies = [dict(sent).get("Content-Security-Policy") for sent in answers[2:]]
    assert policies == [POLICY.replace("NONCE", body) for body in bodies], f"{said}: policies"
    assert [HSTS in sent for sent in answers[2:]] == [True, False], f"{said}: answers with HSTS"
    assert len(set(bodies)) == 2, f"{said}: nonces, which are the bodies"

"""Checks for Q95 · Uploads and downloads, through WSGI, as a server calls an app."""

import hashlib
import io
import logging
import re
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask
from q095_uploads_downloads import create_app
from werkzeug.http import parse_options_header
from werkzeug.test import EnvironBuilder, run_wsgi_app

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
GIF = b"GIF87a" + bytes(range(255, -1, -1))
PDF = b"%PDF-1.7\n" + b"(text)\r\n\0\x1a" * 20
EVIL = b"<html><script>alert(1)</script></html>"


class Body(io.RawIOBase):
    """The body of a request as a server hands it out: at most `piece` bytes a read.

    `taken` is how many bytes were read. At the end there is nothing more, or `error` is raised.
    """

    def __init__(self, data, piece=1 << 16, error=None):
        self.data, self.piece, self.error, self.taken = data, piece, error, 0

    def readable(self):
        return True

    def readinto(self, buffer):
        block = self.data[self.taken : self.taken + min(len(buffer), self.piece)]
        if self.error and not block and len(buffer):
            raise self.error
        buffer[: len(block)] = block
        self.taken += len(block)
        return len(block)


class Answer:
    """Status, headers and body of a response; `said` tells them, and the request."""

    def __init__(self, asked, app, environ, read=b"".join):
        try:
            parts, status, self.headers = run_wsgi_app(app, environ)
            try:
                self.body = read(parts)
            finally:
                getattr(parts, "close", lambda: None)()
            self.status = int(status.split()[0])
        except Exception as error:
            self.status, self.headers, self.body = f"the exception {error!r}", {}, b""
        self.said = f"{asked} got {self.status} and {self.body[:24]!r}"

    def __repr__(self):
        return f"<{self.said}>"

    @property
    def path(self):
        """The path of `Location`."""
        return urlsplit(self.headers.get("Location", "there-is-no-location")).path

    @property
    def name(self):
        """The file's name in `Content-Disposition`, read as RFC 6266 has it."""
        disposition = self.headers.get("Content-Disposition", "")
        parameter = r"""\s*;\s*([\w*-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;"]+)"""
        if not re.fullmatch(rf"[\w-]+(?:{parameter})*\s*;?\s*", disposition):
            return "(the header is not as RFC 6266 has it)"
        for key, value in re.findall(parameter, disposition):
            if key.lower() == "filename*" and value.lower().startswith("utf-8'"):
                return unquote(value.split("'", 2)[-1])
        return parse_options_header(disposition)[1].get("filename")


def post(app, name, body, announced=None, kind=None, ended=False):
    """Upload a body: bytes, or a `Body`. By default `Content-Length` announces all of it.

    With `announced="chunked"` there is no such header and the server ends the body. With `ended`
    it does so, too, and there is the header.
    """
    stream = body if isinstance(body, Body) else Body(body)
    size = len(stream.data) if announced is None else announced
    query = {} if name is None else {"name": name}
    environ = EnvironBuilder("/files", method="POST", query_string=query).get_environ()
    environ["wsgi.input"] = stream
    if kind:
        environ["CONTENT_TYPE"] = kind
    if size == "chunked":
        environ["HTTP_TRANSFER_ENCODING"] = "chunked"
        environ["wsgi.input_terminated"] = True
        environ.pop("CONTENT_LENGTH", None)
    else:
        environ["CONTENT_LENGTH"] = str(size)
        if ended:
            environ["wsgi.input_terminated"] = True
    shown = name if name is None or len(name) < 40 else f"{name[:20]}…{name[-10:]}"
    length = size if size == "chunked" else f"Content-Length {size}"
    length += ", wsgi.input_terminated" if ended else ""
    asked = f"POST /files with the name {shown!r}, {length} and {bytes(stream.data[:12])!r}…"
    return Answer(asked, app, environ)


def get(app, path, read=b"".join, headers=None):
    """Download what is at a path."""
    environ = EnvironBuilder("/", method="GET", headers=headers).get_environ()
    environ["PATH_INFO"] = path.encode().decode("latin-1")
    sent = ", ".join(f"{name}: {value}" for name, value in (headers or {}).items())
    return Answer(f"GET {path}{' with ' if sent else ''}{sent}", app, environ, read)


def stored(app, name="cat.png", body=PNG, kind=None):
    """Upload a file, and return the path of its address, or say what came instead of 201."""
    answer = post(app, name, body, kind=kind)
    return answer.path if answer.status == 201 else f"(no address, as {answer.said})"


def files(folder):
    """All files and directories below a folder, with the sizes of the files."""
    return sorted(
        (str(each.relative_to(folder)), each.stat().st_size if each.is_file() else 0)
        for each in folder.rglob("*")
    )


@pytest.fixture(autouse=True)
def quiet():
    """Exceptions that Flask logs are expected here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def folder(tmp_path):
    """An empty directory, which has a neighbour."""
    (tmp_path / "secret.png").write_bytes(PNG)
    folder = tmp_path / "uploads"
    folder.mkdir()
    return folder


@pytest.fixture
def app(folder):
    """An app that takes files of up to a million bytes."""
    return create_app(folder, 1_000_000)


@pytest.mark.hint(
    "`request.stream` is the body, `request.args` has the parameters of the address.",
    "A view may return a tuple of body, status and headers; `url_for` writes the address.",
    '`send_file(path, mimetype="image/png")` answers with a file.',
)
def test_takes_files_and_gives_them_back(app):
    """An upload is answered with 201 and its address, where the same bytes are found."""
    assert isinstance(app, Flask)
    for name, body in [("cat.png", PNG), ("cat.gif", GIF), ("a.pdf", PDF), ("b.gif", b"GIF89a")]:
        answer = post(app, name, body)
        assert answer.status == 201, answer.said
        found = get(app, answer.path)
        assert (found.status, found.body) == (200, body), f"GET {answer.path}, after {answer.said}"
    for kind in ["text/html", "application/x-www-form-urlencoded", "multipart/form-data"]:
        answer = post(app, "cat.png", PNG, kind=kind)
        assert answer.status == 201, f"Content-Type: {kind}; {answer.said}"
        assert get(app, answer.path).body == PNG, f"uploaded with Content-Type: {kind}"
    answer = post(app, "cat.png", PNG + b"POST /next HTTP/1.1", announced=len(PNG))
    assert answer.status == 201, answer.said
    assert get(app, answer.path).body == PNG, "the next request followed on the connection"


@pytest.mark.hint(
    "`os.path.basename` and `Path.name` know the backslash on Windows only.",
    "The extension is the end of the name, and the one that counts is the last.",
    "`name.lower().endswith(extension)` for each of `TYPES`; `unicodedata.category` of letters.",
)
def test_names_have_an_extension(app):
    """A name that is empty or has control characters is refused with 400, an extension with 415."""
    for name in [None, "", "a/", "cat.png/", "a\\", "/"]:
        answer = post(app, name, PNG)
        assert answer.status == 400, answer.said
    for sign in ["\r\nSet-Cookie:x=", "\n", "\r", "\0", "\t", "\x1b", "\x7f", "\x80", "\x85"]:
        for name in (f"a{sign}1.png", f"{sign}a.png", f"x/a{sign}.png"):
            answer = post(app, name, PNG)
            assert answer.status == 400, answer.said
        answer = post(app, f"a.png{sign}", PNG)
        assert answer.status in (400, 415), answer.said
    for name in [
        "cat",
        "cat.exe",
        "cat.png.exe",
        "cat.png ",
        "cat.png.",
        "catpng",
        "png",
        "x/png",
        "a.png/b",
    ]:
        answer = post(app, name, PNG)
        assert answer.status == 415, answer.said
    for name in ["cat.svg", "cat.html", "a.png\\b.jpg", "cat.ſvg"]:
        answer = post(app, name, EVIL)
        assert answer.status == 415, answer.said
    for name in [
        "cat.PNG",
        "cat.Png",
        "a.exe.png",
        "x.gif/cat.png",
        "a.pdf\\cat.png",
        "a b.png",
        "ü.png",
        "a\n/b.png",
        "a\0\\b.png",
    ]:
        answer = post(app, name, PNG)
        assert answer.status == 201, answer.said


@pytest.mark.hint(
    "Whoever sends the body also writes its `Content-Type`.",
    "`bytes.startswith` takes a tuple of beginnings.",
)
def test_other_first_bytes_are_415(app):
    """A body that does not begin as its extension says is refused, whatever is claimed."""
    for name, body in [
        *(("cat.png", EVIL), ("cat.png", GIF), ("cat.gif", PNG), ("a.pdf", GIF), ("cat.gif", PDF)),
        *(("cat.png", b""), ("cat.png", PNG[:7]), ("cat.gif", b"GIF8"), ("a.pdf", b"%PDF")),
        *(
            ("cat.gif", b"GIF88a" + GIF),
            ("a.pdf", b"\n" + PDF),
            ("cat.png", b"\x89PNG\n\x1a\n" + PNG),
        ),
        *(("cat.gif", b"gif89a" + GIF), ("a.pdf", EVIL + PDF), ("cat.png", PNG[:7] + b"X" + PNG)),
    ]:
        for announced in (len(body), "chunked"):
            answer = post(app, name, body, announced, kind="image/png")
            assert answer.status == 415, answer.said
    for announced in (0, 7):
        answer = post(app, "cat.png", PNG, announced)
        assert answer.status == 415, f"{answer.said}; what follows is the next request"


@pytest.mark.hint(
    "`read(8)` returns up to eight bytes: what has arrived so far.",
    "Go on reading until nothing comes, and put the first bytes together.",
    "Werkzeug knows when a body is too short, unless the server ends it: count the bytes.",
)
def test_bodies_come_in_pieces(app):
    """A body may arrive in pieces of any size. If it ends too early, it is answered with 400."""
    for piece in (1, 3, 7, 64):
        for announced in (len(PNG), "chunked"):
            answer = post(app, "cat.png", Body(PNG, piece), announced)
            assert answer.status == 201, f"{piece} bytes at a time; {answer.said}"
            assert get(app, answer.path).body == PNG, f"{piece} bytes at a time; {answer.said}"
        answer = post(app, "cat.png", Body(PNG[:6] + EVIL, piece), "chunked")
        assert answer.status == 415, f"{piece} bytes at a time; {answer.said}"
    for missing in (1, 50, 100_000):
        for piece in (7, 1 << 16):
            for ended in (False, True):
                body = Body(PNG, piece)
                answer = post(app, "cat.png", body, len(PNG) + missing, ended=ended)
                assert answer.status == 400, f"{answer.said}; {len(PNG)} bytes came, then the end"
    answer = post(app, "cat.png", PNG, len(PNG), ended=True)
    assert answer.status == 201, answer.said


@pytest.mark.hint(
    "A chunked body announces nothing: count what comes.",
    "Is a body of exactly `limit` bytes taken, chunked too? `MAX_CONTENT_LENGTH` refuses that one.",
)
def test_too_much_is_413(folder):
    """A body of more than `limit` bytes is refused, and one of exactly that length is not."""
    for limit in (6, 100, 70_000):
        app = create_app(folder, limit)
        for size, status in [(limit, 201), (limit + 1, 413), (limit + 99_000, 413)]:
            body = b"GIF89a" + b"x" * (size - 6)
            for announced in (size, "chunked"):
                answer = post(app, "cat.gif", body, announced)
                assert answer.status == status, f"limit={limit}, {size} bytes; {answer.said}"
    for announced in (len(GIF), "chunked"):
        answer = post(create_app(folder, 0), "cat.gif", GIF, announced)
        assert answer.status == 413, f"limit=0, {len(GIF)} bytes; {answer.said}"


@pytest.mark.hint(
    "An error in the middle: what is on the disk by then? A directory counts, too.",
    "A refusal by `abort` is an exception, too: `except Exception` sees all of these.",
)
def test_nothing_is_left_behind(app, folder):
    """What is refused or broken off leaves nothing on the disk."""
    for name, body in [("cat.png", EVIL), ("cat.png", b""), ("", PNG), ("cat", PNG)]:
        answer = post(app, name, body, "chunked")
        assert answer.status in (400, 415), answer.said
        assert files(folder) == [], f"the files below the folder, empty before; {answer.said}"
    path = stored(app)
    before = files(folder)
    for case, name, body, announced, *ended in [
        ("no name", None, PNG, None),
        ("a name with a control character", "a\n.png", PNG, None),
        ("a name without an extension", "cat", PNG, None),
        ("another type", "cat.png", EVIL, "chunked"),
        ("no body", "cat.png", b"", None),
        ("an announced length that is too much", "cat.png", PNG, 1_000_001),
        ("a body that is too long", "cat.png", PNG * 4000, "chunked"),
        ("a short body", "cat.png", PNG, len(PNG) + 1),
        ("a short body that the server ends", "cat.png", PNG, len(PNG) + 1, "ended"),
        ("a broken connection", "cat.png", Body(PNG, 50, OSError("gone")), "chunked"),
        ("a broken connection, announced", "cat.png", Body(PNG, 50, OSError("gone")), 5000),
        ("a timeout", "cat.png", Body(PNG, 50, TimeoutError("slow")), "chunked"),
        ("an error before any byte", "cat.png", Body(b"", 50, ConnectionResetError()), "chunked"),
    ]:
        answer = post(app, name, body, announced, ended=bool(ended))
        assert answer.status != 201, f"{case}; {answer.said}"
        assert files(folder) == before, f"the files below the folder, after {case}; {answer.said}"
    answer = get(app, path)
    assert (answer.status, answer.body) == (200, PNG), f"{answer.said}, after all these refusals"


@pytest.mark.hint(
    "Do not read what you will not keep. A body may have no end.",
    "Compare in the loop that reads, not behind it.",
)
def test_stops_reading(folder):
    """A body that is refused is read 64 KiB further at most."""
    app = create_app(folder, 200_000)
    most = 65_536
    large = Body(PNG + bytes(900_000), piece=1 << 20)
    answer = post(app, "cat.png", large)
    assert answer.status == 413, answer.said
    assert large.taken <= most, f"{large.taken} bytes were read; {answer.said}"
    endless = Body(PNG + bytes(900_000), piece=1 << 20)
    answer = post(app, "cat.png", endless, "chunked")
    assert answer.status == 413, answer.said
    assert endless.taken <= 200_001 + most, f"{endless.taken} bytes were read; {answer.said}"
    for announced in (None, "chunked"):
        wrong = Body(EVIL + bytes(150_000), piece=1 << 20)
        answer = post(app, "cat.png", wrong, announced)
        assert answer.status == 415, answer.said
        assert wrong.taken <= 8 + most, f"{wrong.taken} bytes were read; {answer.said}"
        for name, status in ((None, 400), ("", 400), ("a\n.png", 400), ("cat.exe", 415)):
            unread = Body(PNG + bytes(150_000), piece=1 << 20)
            answer = post(app, name, unread, announced)
            assert answer.status == status, answer.said
            assert unread.taken <= most, f"{unread.taken} bytes were read; {answer.said}"


HOSTILE = [
    "../evilname.png",
    "../../../../evilname.png",
    "/tmp/evilname.png",
    "..\\..\\evilname.png",
    "C:\\Windows\\evilname.png",
    "evilname.png",
    "..evilname.png",
    "~evilname.png",
    "evilname" * 35 + ".png",
    "Evilname Grün ☃ " + "ü" * 200 + ".png",
]


@pytest.mark.hint(
    "What else could a file on the disk be called? You need not use the client's name at all.",
    "`secrets.token_hex(16)` is a name that nobody has chosen. Where do you keep the other one?",
)
def test_names_are_no_paths(app, folder, tmp_path):
    """No path on the disk has anything of the client's name, and nothing is written elsewhere."""
    for name in HOSTILE:
        answer = post(app, name, PNG)
        assert answer.status == 201, answer.said
        assert get(app, answer.path).body == PNG, f"GET {answer.path}, after {answer.said}"
    paths = [name for name, _ in files(folder)]
    assert [path for path in paths if "evilname" in path.lower()] == [], (
        "paths below the folder that have something of the names"
    )
    beside = [name for name, _ in files(tmp_path) if not name.startswith("uploads")]
    assert beside == ["secret.png"], "the files beside the folder"


@pytest.mark.hint(
    "`send_file` writes `Content-Disposition` itself, with `as_attachment` and `download_name`.",
    "A name with umlauts needs `filename*=UTF-8''…`, and quotes must not end it too early.",
)
def test_downloads_are_attachments(app):
    """A download has the type of its extension, `nosniff`, and the file's name."""
    for name, body, kind in [
        ("cat.png", PNG, "image/png"),
        ("cat.GIF", GIF, "image/gif"),
        ("a.pdf", PDF, "application/pdf"),
    ]:
        path = stored(app, name, body, "text/html")
        for headers in ({}, {"Range": "bytes=2-5"}):
            answer = get(app, path, headers=headers)
            seen = [answer.headers.get(each) for each in ("Content-Type", "X-Content-Type-Options")]
            assert seen == [kind, "nosniff"], f"the file is {name}; {answer.said}"
            disposition = answer.headers.get("Content-Disposition", "")
            told = f"Content-Disposition: {disposition}; the file is {name}; {answer.said}"
            assert disposition.partition(";")[0].strip().lower() == "attachment", told
            assert answer.name == name, told
    for name, shown in [
        ("../../cat.png", "cat.png"),
        ("C:\\a/b\\cat.png", "cat.png"),
        ("\\\\box\\cat.png", "cat.png"),
        ("//box/cat.png", "cat.png"),
        ("2:1 cat.png", "2:1 cat.png"),
        ('say "cat"; x=1.png', 'say "cat"; x=1.png'),
        ("Grün & Söhne ☃.png", "Grün & Söhne ☃.png"),
        ("50%41 cat's.png", "50%41 cat's.png"),
        ("50%41 Söhne + cat's.png", "50%41 Söhne + cat's.png"),
        (" cat.png", " cat.png"),
        ("..cat.PnG", "..cat.PnG"),
        ("Gru\u0308n.png", "Gru\u0308n.png"),
        ("x" * 296 + ".png", "x" * 296 + ".png"),
    ]:
        answer = get(app, stored(app, name))
        disposition = answer.headers.get("Content-Disposition", "")
        assert answer.name == shown, f"Content-Disposition: {disposition}"


@pytest.mark.hint(
    "`send_file` looks at `Range` and `If-Range` by itself; a generator of your own does not.",
    "The last byte of a range belongs to it: `bytes=0-0` is one byte.",
    "`make_conditional(request, accept_ranges=True, complete_length=n)` does it for a `Response`,"
    " and looks at `Range` before `If-None-Match`. Without `accept_ranges` it ignores `Range`.",
)
def test_parts_of_a_file(app):
    """A range is answered with 206 or 416, and not looked at if `If-Range` or the tag forbids."""
    path, size = stored(app), len(PNG)

    def part(**headers):
        answer = get(app, path, headers={"Range": "bytes=2-5", **headers})
        seen = answer.status, answer.headers.get("Content-Range"), answer.body
        return (answer.status, seen[1]) if answer.status == 416 else seen

    tag = get(app, path).headers.get("ETag", "there is none")
    assert re.fullmatch(r'"[\x21\x23-\x7e\x80-\xff]*"', tag), f"ETag of GET {path}: {tag}"
    for sent, begin, end in [
        *(("2-5", 2, 5), ("0-0", 0, 0), ("100-", 100, 263), ("-7", 257, 263), ("0-263", 0, 263)),
        *(("0-", 0, 263), ("263-263", 263, 263), ("200-1000", 200, 263), ("-264", 0, 263)),
    ]:
        expected = 206, f"bytes {begin}-{end}/{size}", PNG[begin : end + 1]
        assert part(Range=f"bytes={sent}") == expected, (
            f"GET {path} with Range: bytes={sent}; the file has {size} bytes"
        )
    for sent in ("264-", "264-264", "1000-2000"):
        assert part(Range=f"bytes={sent}") == (416, f"bytes */{size}"), (
            f"GET {path} with Range: bytes={sent}; the file has {size} bytes"
        )
    found = get(app, path, headers={"Range": "bytes=2-5"}).headers.get("ETag")
    assert found == tag, f"ETag of GET {path} with Range: bytes=2-5, and without it"
    expected = 206, f"bytes 2-5/{size}", PNG[2:6]
    assert part(**{"If-Range": tag}) == expected, (
        f"GET {path} with Range: bytes=2-5 and If-Range: {tag}, its ETag"
    )
    others = {f'"{tag[1:-1]}x"', f'"x{tag[1:-1]}"', tag[:-2] + '"', tag.swapcase()}
    for other in sorted(others - {tag}):
        assert part(**{"If-Range": other}) == (200, None, PNG), (
            f"GET {path} with Range: bytes=2-5 and If-Range: {other}; its ETag is {tag}"
        )
    other = f'"{tag[1:-1]}x"'
    assert part(**{"If-Range": other, "Range": "bytes=264-"}) == (200, None, PNG), (
        f"GET {path} with Range: bytes=264- and If-Range: {other}; its ETag is {tag}"
    )
    for sent in ("2-5", "264-"):
        headers = {"If-None-Match": tag, "Range": f"bytes={sent}"}
        answer = get(app, path, headers=headers)
        assert (answer.status, answer.body) == (304, b""), f"{answer.said}; its ETag is {tag}"
    answer = get(app, path, headers={"If-None-Match": tag})
    assert (answer.status, answer.body) == (304, b""), f"{answer.said}; its ETag is {tag}"
    assert part(**{"If-None-Match": other}) == (206, f"bytes 2-5/{size}", PNG[2:6]), (
        f"GET {path} with Range: bytes=2-5 and If-None-Match: {other}; its ETag is {tag}"
    )


@pytest.mark.hint(
    "What does a second upload of `cat.png` do to the first?",
    "A dict or a counter in the app is gone after a restart. What is on the disk stays.",
)
def test_apps_share_the_folder(folder):
    """Each upload has an address of its own, and every app of the folder serves it."""
    first, second = create_app(folder, 1000), create_app(folder, 1000)
    bodies = [PNG + bytes([n]) for n in range(6)]
    paths = [stored((first, second)[n % 2], "cat.png", body) for n, body in enumerate(bodies)]
    paths.append(stored(first, "cat.png", bodies[0]))
    bodies.append(bodies[0])
    assert len(set(paths)) == 7, f"the addresses of seven uploads: {sorted(paths)}"
    third = create_app(folder, 10)
    for app, which in [(first, "the first app"), (second, "the second"), (third, "a later one")]:
        found = [get(app, path).body for path in paths]
        assert found == bodies, f"what {which} has at {paths}"
    assert get(third, paths[0]).name == "cat.png"
    assert get(third, paths[0]).headers.get("Content-Type") == "image/png"


@pytest.mark.hint(
    "What may the variable part of the address be? Look at its form before it becomes a path.",
    "Which files does your app write below `folder` that are no uploads?",
)
def test_other_addresses_are_404(app, folder, tmp_path):
    """An address that no upload has is answered with 404, whatever it looks like."""
    path = stored(app)
    part = path.rpartition("/")[2]
    (folder / "mine.png").write_bytes(PNG)
    tries = [
        "x",
        "0",
        "..",
        "../secret.png",
        "..\\secret.png",
        "mine.png",
        str(tmp_path),
        "cat.png",
    ]
    tries += [f"{tmp_path}/secret.png", "../../etc/passwd", "ü", "x" * 32, ".", "*", "?"]
    tries += [part[:-1], part + "/", part + "/..", part + "x", part[:-1] + "*"]
    tries += [f"{part}.png", f"{part} ", f"{part}/cat.png", f"x/{part}", f"x/../{part}"]
    tries += [name for name, _ in files(folder) if name != part]
    for each in tries:
        answer = get(app, f"/files/{each}")
        if each.startswith("/") and answer.status in (301, 302, 307, 308):  # to that with one `/`
            answer = get(app, answer.path)
        assert answer.status == 404, answer.said
    assert get(app, path).status == 200, "the one address that a file has"
    (tmp_path / "others").mkdir()
    answer = get(create_app(tmp_path / "others", 1_000_000), path)
    assert answer.status == 404, f"{answer.said}, in an app of another folder"


@pytest.mark.hint(
    "`request.get_data()` and `request.data` hold the whole body.",
    "Each block goes to the disk before the next is read, and back in the same way.",
)
def test_memory_stays_flat(folder, peak_memory):
    """An upload or a download of 2 MB takes less than 500 kB at the peak."""
    app, seen = create_app(folder, 3_000_000), {}
    data = GIF + bytes(2_000_000)
    stored(app)
    get(app, stored(app))

    def digest(parts):
        hashed = hashlib.sha256()
        for part in parts:
            hashed.update(part)
        return hashed.digest()

    def upload(announced):
        seen[announced] = post(app, "cat.gif", Body(data), announced)

    def download(**headers):
        seen[f"download{headers}"] = get(app, seen["chunked"].path, read=digest, headers=headers)

    peaks = {
        "a chunked upload": peak_memory(lambda: upload("chunked")),
        "an upload with its length": peak_memory(lambda: upload(len(data))),
        "a download": peak_memory(download),
        "a download of all but a byte": peak_memory(lambda: download(Range="bytes=1-")),
    }
    uploads, (whole, part) = [*seen.values()][:2], [*seen.values()][2:]
    assert [upload.status for upload in uploads] == [201, 201], "two POST"
    for answer, status, begin in ((whole, 200, 0), (part, 206, 1)):
        assert answer.status == status, answer.said
        wanted = hashlib.sha256(data[begin:]).digest()
        assert answer.body == wanted, f"the digest of the bytes from {begin} on; {answer.said}"
    dear = {name: f"{peak // 1000} kB" for name, peak in peaks.items() if peak >= 500_000}
    assert dear == {}, f"memory at the peak, for {len(data)} bytes"

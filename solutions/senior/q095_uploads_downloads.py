r"""Q95 · Uploads and downloads: the answer and one way to build it.

## Answer

I follow OWASP's File Upload Cheat Sheet. Extensions come from an allow-list, and the content must
fit them: the client's `Content-Type` proves nothing, and first bytes only a little, so images are
encoded anew and documents scanned. The server chooses the file's name; the client's is shown at
most. Files lie outside the web root, or in an object store such as S3, through django-storages or a
presigned URL, so that they pass the app by.

Size is limited while reading, at the proxy too, since a chunked body announces no length. Flask has
`request.files` and `secure_filename`, Django `FileField`, FastAPI `UploadFile`; they spool large
parts to disk, and a raw body can be streamed. Uploads need authorization, quotas and protection
from CSRF.

Downloads are streamed in blocks: Flask's `send_file` and Starlette's `FileResponse` answer ranges,
too, Django's does not; or `X-Accel-Redirect` leaves the work to nginx. They go out as attachments
with `nosniff`, best from a domain of their own, so that no upload runs as a page. A CDN serves what
is public.

## Follow-ups

- **Is `secure_filename` enough?** It makes a name harmless as a path, but two uploads still get
  one name, and it may return an empty one. An id from `secrets` has neither problem.
- **Can a file with a right signature be harmful?** Yes: a file can be a GIF and a script at once,
  and a PDF may hold JavaScript. `nosniff`, attachments and a scanner are for these.
- **Why does `If-Range` exist?** A download that is resumed must not join parts of two files. With
  the tag in it, the server sends the rest or, if the file has changed, the whole.
- **How would you take files of 10 GB?** In parts, each by a request of its own, straight into the
  object store, which puts them together; the app only signs the addresses.

## Notes

Each upload gets a directory, which is filled under a name that no address has and then renamed: so
a file appears whole or not at all. Keeping names in a database instead allows searching, and makes
two places that have to agree. Werkzeug's stream answers a body that is too short, but not behind a
server such as gunicorn, which ends the body itself: so its length is compared by hand, too. Control
characters could end a header or be refused in one, so such a name is never stored.
`MAX_CONTENT_LENGTH` would do for most, but refuses a chunked body of exactly that length. Werkzeug
looks at `Range` before `If-None-Match` and `If-Match`, also for HEAD, and answers units that it
does not know with 416; RFC 9110 (13.2.2 and 14.2) has it otherwise. So the preconditions are asked
first, of an answer without a file, and `send_file` sees a `Range` of bytes only.
"""

import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, Response, abort, request, send_file, url_for

TYPES = {
    ".png": ("image/png", [b"\x89PNG\r\n\x1a\n"]),
    ".gif": ("image/gif", [b"GIF87a", b"GIF89a"]),
    ".pdf": ("application/pdf", [b"%PDF-"]),
}

BLOCK = 16 * 1024


def create_app(folder: Path, limit: int) -> Flask:
    """Return an app that keeps files of at most `limit` bytes below `folder`."""
    app = Flask(__name__)

    @app.post("/files")
    def upload() -> tuple[str, int, dict[str, str]]:
        name = re.split(r"[/\\]", request.args.get("name", ""))[-1]
        if not name:
            abort(400, "the parameter `name` must be the name of a file")
        if re.search(r"[\x00-\x1f\x7f-\x9f]", name):
            abort(400, "the name must not have control characters")
        extension = next((each for each in TYPES if name.lower().endswith(each)), None)
        if extension is None:
            abort(415, f"the name must end in one of {', '.join(TYPES)}")
        number = secrets.token_hex(16)
        unfinished = folder / f"unfinished-{number}"
        unfinished.mkdir()
        try:
            (unfinished / "name").write_text(name, "utf-8")
            with open(unfinished / f"content{extension}", "xb") as file:
                for block in _body(limit, TYPES[extension][1]):
                    file.write(block)
            unfinished.rename(folder / number)
        except BaseException:
            shutil.rmtree(unfinished)
            raise
        return "", 201, {"Location": url_for("download", number=number)}

    @app.get("/files/<number>")
    def download(number: str) -> Response:
        content = None
        if re.fullmatch("[0-9a-f]{32}", number):
            content = next((folder / number).glob("content.*"), None)
        if content is None:
            abort(404)
        answer = Response()
        answer.set_etag(number)  # a file never changes
        answer.last_modified = content.stat().st_mtime
        answer.make_conditional(request)
        if answer.status_code != 200:  # preconditions come before `Range`
            return answer
        part = re.fullmatch("bytes=[^,]+", request.headers.get("Range", ""), re.IGNORECASE)
        answer = send_file(
            content,
            mimetype=TYPES[content.suffix][0],
            as_attachment=True,
            download_name=(folder / number / "name").read_text("utf-8"),
            etag=number,
            conditional=bool(part) and request.method == "GET",
        )
        answer.accept_ranges = "bytes"
        return answer

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app


def _body(limit: int, signatures: list[bytes]) -> Iterator[bytes]:
    """Yield the body of the request in blocks, and abort as soon as something is wrong with it."""
    announced = request.content_length
    if announced is not None and announced > limit:
        abort(413)
    head, size = b"", 0
    while block := request.stream.read(BLOCK):
        size += len(block)
        head = (head + block)[:8]
        if not any(each.startswith(head[: len(each)]) for each in signatures):
            abort(415, "the content is not what the name says")
        if size > limit:
            abort(413)
        yield block
    if not head.startswith(tuple(signatures)):
        abort(415, "the content is not what the name says")
    if announced is not None and size < announced:
        abort(400, "the body is shorter than its Content-Length")

r"""Q95 · Uploads and downloads: take a stranger's file, and hand it back safely.

Topics: flask, http, security, files
Needs: flask, werkzeug

How do you handle file uploads and downloads? "Check the type and stream it", until a name is
`../app.py`, HTML is `cat.png` or a body has no end.

## Build

`create_app(folder, limit)` returns a `Flask` app. It keeps its files below `folder`, an absolute
`Path`.

- `POST /files?name=cat.png` stores the body of the request as a new file. It answers with 201, and
  `Location` is the address of the file (RFC 9110, 10.2.2).
- `GET` on it answers with 200 and the bytes that were sent.

## Rules

- The file's name is what stands behind the last `/` or `\` of the parameter `name`.
- If it is empty, has a control character (Unicode's `Cc`), or the parameter is missing, the
  answer is 400.
- A name that ends in no extension of the given `TYPES`, in whatever case, is answered with 415.
- A body that does not begin with the first bytes of its extension is answered with 415.
- A body of more than `limit` bytes is answered with 413.
- A chunked body, which has no `Content-Length`, is treated no differently.
- A body that ends before its `Content-Length` is answered with 400, even if the server sets
  `wsgi.input_terminated`.
- Once it is clear that a body is refused, at most 64 KiB more are read.
- An upload that is refused, or whose body raises an `OSError` when read, leaves nothing below
  `folder`.
- Except for the extension, the client's name is in no path on the disk.
- Each upload has an address of its own.
- All apps of one folder, also later ones, serve the same files.
- `GET` on another address below `/files/` is answered with 404.
- A download has the `Content-Type` of its extension.
- It has `X-Content-Type-Options: nosniff`, and `Content-Disposition` with `attachment` and the
  file's name (RFC 6266).
- It has a strong `ETag` (RFC 9110, 8.8.3).
- `GET` with a range such as `bytes=2-5` is answered with 206, these bytes and `Content-Range`
  (RFC 9110, 14).
- A range behind the end is answered with 416 and `Content-Range: bytes */LENGTH`.
- `Range` counts only if `If-Range` is missing or is the file's tag (RFC 9110, 13.1.5).
- `GET` whose `If-None-Match` is the tag gets 304, even with `Range` (RFC 9110, 13.2.2).
- An upload or a download of 2 MB takes less than 500 kB of memory.

## Left open

- Names unprintable otherwise, or no more than an extension, and which of two refusals is told.
- The answer where a body raises, other exceptions than `OSError`, crashes.
- Several ranges, other units, `bytes=-N` with N 0 or too much, other preconditions, and in
  all of them dates, weak and unquoted tags.
- Simultaneous uploads, other methods, an app below a prefix.
- Addresses in other case, with `//`, that the file system refuses, or whose upload is not answered.

## Example

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     client = create_app(Path(folder), limit=1000).test_client()
    ...     stored = client.post("/files?name=cat.gif", data=b"GIF89a, and so on")
    ...     with client.get(stored.headers["Location"]) as answer:
    ...         print(stored.status_code, answer.data, answer.content_type)
    201 b'GIF89a, and so on' image/gif
"""

from pathlib import Path

from flask import Flask

TYPES = {
    ".png": ("image/png", [b"\x89PNG\r\n\x1a\n"]),
    ".gif": ("image/gif", [b"GIF87a", b"GIF89a"]),
    ".pdf": ("application/pdf", [b"%PDF-"]),
}
"""For each extension the `Content-Type`, and the bytes with one of which a file begins. Given."""


def create_app(folder: Path, limit: int) -> Flask:
    """Return an app that keeps files of at most `limit` bytes below `folder`."""
    raise NotImplementedError

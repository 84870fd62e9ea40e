"""Checks for Q84 · Forms. `wrong` sends a good form with some fields changed."""

import base64
import contextlib
import random
import re
import unicodedata

import pytest
from pydantic import SecretStr, ValidationError
from q084_forms_validation import Csrf, SignupForm, validate_signup

PASSWORD = "correct horse battery"
GOOD = {
    "name": "Ada",
    "email": "ada@shop.test",
    "age": "36",
    "password": PASSWORD,
    "confirmation": PASSWORD,
}


def sent(**changes):
    """Return a good form with some fields changed, or left away if they are None."""
    return {name: text for name, text in {**GOOD, **changes}.items() if text is not None}


def wrong(**changes):
    """Return the names of the fields that are wrong, sorted; they have messages and no form."""
    form, errors = validate_signup(sent(**changes))
    if (form is None) != bool(errors):
        return f"form {form!r} with errors {errors!r}"
    silent = [name for name, said in errors.items() if not (isinstance(said, str) and said)]
    return f"no text for {silent}" if silent else sorted(errors)


def accepted(**changes):
    """Return the fields of the form that comes, but the password, or the errors."""
    form, errors = validate_signup(sent(**changes))
    if errors:
        return errors
    return {key: getattr(form, key) for key in ("name", "email", "age", "newsletter")}


def password(text):
    """Return the password of the form if this one is sent and confirmed, or the errors."""
    form, errors = validate_signup(sent(password=text, confirmation=text))
    return errors or form.password.get_secret_value()


def made(**changes):
    """The form that the model itself makes, or None; it may want a number for the age."""
    fields = sent(**changes)
    unconfirmed = {name: text for name, text in fields.items() if name != "confirmation"}
    for given in (fields, unconfirmed):
        for age in (fields["age"], int(fields["age"])):
            with contextlib.suppress(ValidationError, TypeError, AttributeError):
                form = SignupForm.model_validate({**given, "age": age})
                return form if isinstance(form, SignupForm) else None
    return None


@pytest.mark.hint(
    "A class with annotations, on `pydantic.BaseModel`: its names become the fields.",
    "`SignupForm.model_validate(…)` makes one of a dict, and converts texts.",
)
def test_a_good_form():
    """A valid form comes as a `SignupForm` without errors, a ticked box as True."""
    form, errors = validate_signup(sent())
    assert (isinstance(form, SignupForm), errors) == (True, {})
    assert isinstance(form.password, SecretStr)
    assert form.password.get_secret_value() == PASSWORD
    expected = {"name": "Ada", "email": "ada@shop.test", "age": 36, "newsletter": False}
    assert accepted() == expected
    assert accepted(newsletter="on") == {**expected, "newsletter": True}
    assert isinstance(form.age, int)
    data = sent()
    errors = [validate_signup(data)[1], validate_signup(data)[1]]
    assert errors == [{}, {}], f"the same dict twice; it is now one of {sorted(data)}"


@pytest.mark.hint(
    "`unicodedata.normalize`, `str.strip`, `str.lower`; in which order?",
    '`" ".join(text.split())` leaves one blank between words.',
    "An `AfterValidator` in the annotation of a field changes its value, and one before it "
    "sees the text as it was sent.",
)
def test_texts_are_normalised(peak_memory):
    """Names and addresses are compared and stored in one form."""
    assert accepted(name="  Ada \t  King\n")["name"] == "Ada King"
    assert accepted(name="Ada\tKing\nof\r\nShop")["name"] == "Ada King of Shop"
    assert accepted(name="Ａｄａ\u00a0\u3000Ｋｉｎｇ\u2003")["name"] == "Ada King"
    assert accepted(name="Zoe\u0308 McADA")["name"] == "Zoë McADA"
    assert accepted(name="ﬁne ①")["name"] == "fine 1"
    assert accepted(email=" ADA@Shop.TEST \n")["email"] == "ada@shop.test"
    assert accepted(email="STRAßE@shop.test")["email"] == "straße@shop.test"
    assert accepted(email="Ａda＠shop．test\u00a0")["email"] == "ada@shop.test"
    assert accepted(email="ZOE\u0308@shop.test")["email"] == "zoë@shop.test"
    assert accepted(email="𝐀𝐃𝐀@Ⓢhop.test")["email"] == "ada@shop.test"
    acute = "\u00b4"  # which is a blank and a mark in NFKC
    assert accepted(name=f"{acute}Ada{acute} King")["name"] == "\u0301Ada \u0301 King"
    assert accepted(name=f"Ada {acute}King")["name"] == "Ada \u0301King", "U+00B4 after a blank"
    assert accepted(email=f"{acute}ada@shop.test")["email"] == "\u0301ada@shop.test"
    assert wrong(email=f"ada{acute}@shop.test") == ["email"], "U+00B4 is a blank and a mark in NFKC"
    name = getattr(made(name=" Ａda  King "), "name", "none")
    assert name in ("Ada King", "none"), "what a SignupForm of the name ' Ａda  King ' has"
    email = getattr(made(email=" ADA@Shop．test"), "email", "none")
    assert email in ("ada@shop.test", "none"), "of the email ' ADA@Shop．test'"
    long = "\ufdfa" * 10_000  # NFKC makes 180,000 characters of it
    whole = peak_memory(lambda: unicodedata.normalize("NFKC", long))
    for field in ("name", "email"):
        held = peak_memory(lambda field=field: validate_signup(sent(**{field: long})))
        assert held < whole / 2, (
            f"{held:,} bytes held for a form whose {field} is 10,000 times U+FDFA, which has to be "
            f"refused before it is normalised: that alone takes {whole:,}"
        )


@pytest.mark.hint(
    "Is the length looked at before the text is normalised, or after?",
    "In `Annotated[str, …]` the parts apply from left to right.",
)
def test_names_have_1_to_50_characters():
    """The length of the normalised name counts."""
    assert wrong(name="") == ["name"]
    assert wrong(name=" \t\u00a0") == ["name"]
    assert wrong(name="x") == []
    assert wrong(name="x" * 50) == []
    assert wrong(name="x" * 51) == ["name"]
    assert wrong(name=" " * 60 + "x" * 25 + " " * 60 + "y" * 24 + " ") == []
    assert wrong(name="ﬁ" * 25) == []
    assert wrong(name="ﬁ" * 26) == ["name"]
    assert wrong(name="x" + " " * 998 + "y") == [], "sent in 1,000 characters, most are blanks"
    assert wrong(name="x" + " " * 999 + "y") == ["name"], "in 1,001 characters, most are blanks"
    assert wrong(name=" " * 1000 + "x") == ["name"], "in 1,001 characters, 1,000 are blanks"
    assert wrong(name="é" * 50 + " " * 950) == [], "in 1,000 characters, 1,050 bytes in UTF-8"
    assert not made(name="x" + " " * 1000), "SignupForm of a name sent in 1,001 characters"


@pytest.mark.hint(
    "`EmailStr` needs a package that is not there. A short pattern says all of the rule.",
    "Write the pattern for the whole text, and think of `re.fullmatch`.",
)
def test_addresses():
    """An address has one `@`, something before it and a name with a dot behind it."""
    for email in [
        "a@b.c",
        "ada.king+shop@mail.shop.test",
        "o'neill@x-y.test",
        "ö@ü.test",
        ".a..b.@c.d",
        "ada@i♥you.a_b!/c+.test",
        f"ada@{'x.' * 123}test",  # 254 characters
        f" \u2003ada@{'x.' * 123}test \n",
        f"\ufb01@{'x.' * 123}test1",  # 254, with a ligature that counts as two
        f"\u0130@{'x.' * 123}test1",  # 254, with a letter that is two in lower case
    ]:
        assert wrong(email=email) == [], email
    for email in [
        "",
        "ada",
        "@",
        "@shop.test",
        "ada@",
        "ada@shop",
        "ada@@shop.test",
        "ada@home@shop.test",
        "ada@home＠shop.test",
        "ada＠home@shop.test",
        "ada@.test",
        "ada@shop.",
        "ada@shop..test",
        "ada@shop...test",
        "ada@shop\u2026test",  # which NFKC makes three dots of
        "ada@shop.test.",
        "ada king@shop.test",
        "ada@shop .test",
        "ada@shop.te st",
        "ada\tking@shop.test",
        "ada@shop.test\nbob@shop.test",
        f"ada@{'x.' * 123}test1",  # 255 characters
        f"\ufb01@{'x.' * 123}test12",  # 255, with a ligature that counts as two
        f"\u0130@{'x.' * 123}test12",  # 255, with a letter that is two in lower case
        f"ada@{'x.' * 5000}test",
    ]:
        assert wrong(email=email) == ["email"], f"email is {email!r}"
    assert wrong(email=" " * 987 + "ada@shop.test") == [], "sent in 1,000 characters"
    assert wrong(email="ö@shop.test" + " " * 989) == [], "in 1,000 characters, 1,001 bytes"
    assert wrong(email=" " * 988 + "ada@shop.test") == ["email"], "sent in 1,001 characters"
    assert wrong(email="ada@shop.test" + "\n" * 988) == ["email"], "sent in 1,001 characters"


UNSEEN = [
    "\0",
    "\x07",
    "\x7f",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\uffff",
    "\ue000",
    "\ud800",
]


@pytest.mark.hint(
    "A name that nobody can see is not one to show, and not every database takes a NUL.",
    "A tab is not printable, and is a blank when white space has been brought in order.",
)
def test_names_and_addresses_are_printable():
    """Control characters, marks of direction and lone surrogates are wrong in names and emails."""
    for unseen in UNSEEN:
        for name in (f"Ada{unseen}King", f"{unseen}Ada", f"Ada{unseen}", unseen):
            assert wrong(name=name) == ["name"], f"name is {name!a}"
        for email in (f"a{unseen}b@shop.test", f"ada@shop{unseen}.test", f"ada@shop.test{unseen}"):
            assert wrong(email=email) == ["email"], f"email is {email!a}"
    assert not made(name="Ada\u202eKing"), "SignupForm of the name 'Ada\\u202eKing'"
    assert not made(email="a\0b@shop.test"), "SignupForm of the email 'a\\0b@shop.test'"
    for name in ["O'Neill-Łukasz, Jr.", "山田 太郎", "नेहा", "Ada 🙂"]:
        assert accepted(name=name, email="山🙂@shop.test")["name"] == name


@pytest.mark.hint(
    "pydantic is generous with texts: try `36.0` and `3_6`.",
    "A `BeforeValidator` sees the text.",
    "`re.fullmatch`: a `$` also matches before a line break at the end.",
)
def test_the_age_is_sent_in_digits():
    """An age is a whole number from 18 to 120, and is sent in digits."""
    assert accepted(age="18")["age"] == 18
    assert accepted(age="120")["age"] == 120
    for age in [
        "17",
        "121",
        "0",
        "",
        "-36",
        "+36",
        "36.0",
        "36.5",
        "3_6",
        "3 6",
        "x",
        "1e2",
        "1" * 9,
    ]:
        assert wrong(age=age) == ["age"], f"age is {age[:9]!r}"
    assert wrong(age="9" * 5000) == ["age"]
    for age in ["0x24", "٣٦", "３６", "²", "true", "NaN", "36 years", " 36", "36 ", "36\n"]:
        assert wrong(age=age) == ["age"], f"age is {age!r}"


@pytest.mark.hint("What is done to names must not be done to passwords: blanks count there.")
def test_the_password_is_taken_as_sent():
    """A password has 15 to 128 characters, and none of them is changed."""
    assert wrong(password="x" * 14, confirmation="x" * 14) == ["password"]
    assert wrong(password="x" * 129, confirmation="x" * 129) == ["password"]
    assert wrong(password="", confirmation="") == ["password"]
    for text in [
        "x" * 15,
        "ü" * 128,
        " " * 15,
        "  Correct\t horse   B  ",
        "two\r\nlines \0 \u202e of \u200b it\n",
        "ﬁfteen ①②③ lette",
        "Zoe\u0308" * 5,
    ]:
        assert password(text) == text
    assert wrong(password="ﬁfteen letters", confirmation="ﬁfteen letters") == ["password"]


@pytest.mark.hint(
    "A model validator of the kind `after` is skipped when a field is wrong.",
    "A field validator finds only those other fields in `info.data` that were valid.",
    "Compare what was sent, before or beside the model.",
)
def test_a_differing_confirmation_is_always_named():
    """The confirmation is wrong when it differs, whatever else is wrong."""
    assert wrong(confirmation="incorrect horse battery") == ["confirmation"]
    assert wrong(confirmation=PASSWORD + " ") == ["confirmation"]
    assert wrong(confirmation=PASSWORD.upper()) == ["confirmation"]
    assert wrong(confirmation="") == ["confirmation"]
    long = "long enough! " * 9
    assert wrong(password=long + "x", confirmation=long + "y") == ["confirmation"]
    assert wrong(confirmation=None) == ["confirmation"]
    assert wrong(password=None) == ["confirmation", "password"], "a confirmation alone was sent"
    assert wrong(password=None, confirmation="") == ["confirmation", "password"]
    assert wrong(age="17", confirmation="other") == ["age", "confirmation"]
    assert wrong(email="x", name="", confirmation="x") == ["confirmation", "email", "name"]
    assert wrong(password="short", confirmation="shorter") == ["confirmation", "password"]
    assert wrong(password="short", confirmation="short") == ["password"]
    assert wrong(password="short", confirmation=None) == ["confirmation", "password"]
    assert wrong(password="Zoe\u0308" * 5, confirmation="Zo\u00eb" * 5) == ["confirmation"]


@pytest.mark.hint(
    "A `ValidationError` has all errors: `error.errors()`, each with its `loc`.",
    "`ConfigDict(extra=…)` decides on fields that the model does not know.",
    "With all rules in the model, `validate_signup` only tells what the model refused.",
)
def test_every_error_at_once():
    """All that is wrong, missing or unknown is named in one go, and the model refuses it, too."""
    assert sorted(validate_signup({})[1]) == ["age", "confirmation", "email", "name", "password"]
    assert wrong(name=None) == ["name"]
    assert wrong(email=None, age=None) == ["age", "email"]
    assert wrong(is_admin="1") == ["is_admin"]
    assert wrong(is_admin="", id="7", role="x", age="x") == ["age", "id", "is_admin", "role"]
    assert wrong(Name="Eve") == ["Name"]
    assert wrong(**{" name": "Eve", "email ": "eve@shop.test"}) == [" name", "email "]
    assert wrong(_csrf="token", csrf_token="token") == ["_csrf", "csrf_token"]
    assert wrong(**{"": "x", "model_config": "y"}) == ["", "model_config"]
    everything = {"name": "", "email": "x", "age": "x", "password": "x", "confirmation": "y"}
    assert wrong(**everything, role="x") == sorted([*everything, "role"])
    assert made(), "SignupForm of a good form"
    assert not made(name=""), "SignupForm of an empty name"
    assert not made(name="x" * 51), "SignupForm of a name of 51 characters"
    assert not made(email="ada@shop"), "SignupForm of the email 'ada@shop'"
    assert not made(age="17"), "SignupForm of the age 17"
    assert not made(age="121"), "SignupForm of the age 121"
    assert not made(password="x" * 14, confirmation="x" * 14), "SignupForm of a short password"
    assert not made(password="x" * 129, confirmation="x" * 129), "SignupForm of a long password"
    assert not made(email=None), "SignupForm without an email"


@pytest.mark.parametrize("secret", ["too s3cret", "s3cret" * 30, "a good long s3cret"])
@pytest.mark.hint(
    "`SecretStr` hides itself in `repr` and `str`. Do your own messages hide it?",
    "The text of a `ValidationError` shows inputs, unless the model's `ConfigDict` hides them.",
)
def test_no_password_is_shown(secret):
    """The password is in no message, and in no text of the form and of the model's error."""
    for changes in [{"password": secret}, {"password": secret, "confirmation": secret}]:
        for more in [
            {},
            {"age": "17"},
            {"role": secret},
            {"confirmation": secret + "x"},
            {"email": secret},
            {"age": secret},
        ]:
            form, errors = validate_signup(sent(**{**changes, **more}))
            shown = f"{errors} {form} {form!r}"
            assert "s3cret" not in shown, f"messages and form for {changes | more}"
    told = []
    for more in [{"age": "x"}, {"email": None}, {"role": secret}, {"email": secret}]:
        try:
            SignupForm.model_validate({**sent(password=secret, **more)})
        except ValidationError as error:
            told.append("shown" if "s3cret" in f"{error} {error!r}" else "hidden")
    assert told == ["hidden"] * 4, (
        "the password in the ValidationErrors of a wrong age, a missing email, and a field `role` "
        "and then an email that is the password"
    )


def outcomes(csrf, session, tokens):
    """Return what `verify` says of each token, or the exception that it raises."""
    said = {}
    for name, token in tokens.items():
        try:
            said[name] = csrf.verify(token, session)
        except Exception as error:
            said[name] = repr(error)
    return said


@pytest.mark.hint(
    "`itsdangerous.TimestampSigner` signs a text together with the time.",
    "It takes the time from its method `get_timestamp`, which a subclass may replace.",
)
def test_a_token_is_good_for_a_while(clock):
    """A token is good in its session for `max_age` seconds, however often, and not before."""
    csrf = Csrf("key", 60, clock)
    token = csrf.token("ada")
    assert isinstance(token, str)
    assert csrf.verify(token, "bob") is False
    seen = [(csrf.verify(token, "ada"), csrf.verify(token, "ada"))]
    for seconds in (59, 1, 1, 1000):
        clock.advance(seconds)
        seen.append((csrf.verify(token, "ada"), csrf.verify(token, "ada")))
    expected = [(True, True)] * 3 + [(False, False)] * 2
    assert seen == expected, "verified twice each at 0, 59, 60, 61 and 1061 seconds; max_age 60"
    for now in (999.0, 500.0):
        clock.now = now
        assert csrf.verify(token, "ada") is False, f"the token was made at 1000.0, it is {now}"
    clock.now = 4e9
    assert csrf.verify(csrf.token("ada"), "ada") is True, "a new token, in the year 2096"
    assert Csrf("key", 60).verify(Csrf("key", 60).token("ada"), "ada") is True, "the real clock"
    clock.now = 0.0
    assert csrf.verify(csrf.token("ada"), "ada") is True, "a new token, at the time 0"
    month, lasting = 30 * 86400, Csrf("key", 30 * 86400, clock)
    token = lasting.token("ada")
    clock.advance(month)
    assert lasting.verify(token, "ada") is True, "after 30 days; max_age is as much"


def moved(token, session):
    """Pairs of a token and a session between which some characters of these two have moved."""
    for start in range(len(token)):
        for end in range(start + 1, start + 9):
            piece, rest = token[start:end], token[:start] + token[end:]
            yield rest, session + piece
            yield rest, piece + session
        for size in range(1, len(session)):
            yield token[:start] + session[-size:] + token[start:], session[:-size]
            yield token[:start] + session[:size] + token[start:], session[size:]


def shifted(token):
    """The tokens in which a sign that may separate parts stands a bit further left or right."""
    for place, sign in enumerate(token):
        rest = token[:place] + token[place + 1 :]
        for other in range(place - 2, place + 3) if not sign.isalnum() and sign != "=" else []:
            if other >= 0 and rest[:other] + sign + rest[other:] != token:
                yield rest[:other] + sign + rest[other:]


@pytest.mark.hint(
    "The session has to be part of what is signed, and the secret of the key.",
    "What is the signature of a session that is called like two others in one?",
    "Signed as one text, `x` and `1000` are the same as `x1` and `000`. A key of its own for each "
    "session, or its length before it, keeps them apart.",
)
def test_a_token_belongs_to_a_session_and_a_secret(clock):
    """A token of another session or another secret is refused."""
    csrf, twin, other = Csrf("key", 60, clock), Csrf("key", 60, clock), Csrf("key2", 60, clock)
    joined = Csrf("ab", 60, clock).token("c")
    assert Csrf("a", 60, clock).verify(joined, "bc") is False, "secret ab, session c; then a and bc"
    umlaut, same = Csrf("Schlüssel", 60, clock), Csrf("Schlüssel", 60, clock)
    assert same.verify(umlaut.token("ada"), "ada") is True, "a secret beyond ASCII"
    for session in ["ada", "a-b_0", "B2", "x" * 60]:
        token = csrf.token(session)
        assert twin.verify(token, session) is True, f"session {session[:9]!r}, the same secret"
        assert other.verify(token, session) is False, f"session {session[:9]!r}, another secret"
        for stranger in ["Ada", "a", "ad", "ada1", "a-b", "b", "b2", "x" * 59, "None", "none"]:
            said = f"a token of {session[:9]!r} in the session {stranger[:9]!r}"
            assert csrf.verify(token, stranger) is False, said
        for stranger in [session + " ", " " + session, session + "\n"]:
            said = f"a token of {session[:9]!r} in the session {stranger[:9]!r}"
            assert csrf.verify(token, stranger) is False, said
    long = "a good long secret " * 9
    for one, two in [(long + "1", long + "2"), ("ключ", "клюв"), ("key", "Key"), ("key", " key\n")]:
        token = Csrf(one, 60, clock).token("ada")
        said = f"of the secret {one[-9:]!r}, verified with the secret {two[-9:]!r}"
        assert Csrf(two, 60, clock).verify(token, "ada") is False, said
    lasting = Csrf("key", 10**10, clock)
    tokens = {session: lasting.token(session) for session in ["x", "x1", "7.ada"]}
    clock.now = 4e9
    for session, token in tokens.items():
        assert lasting.verify(token, session) is True, f"session {session!r}, much later"
        passed = [
            (forged, stranger)
            for forged, stranger in moved(token, session)
            if outcomes(lasting, stranger, {"": forged}) != {"": False}
        ]
        assert passed[:1] == [], (
            f"a token and a session that are the token {token!r} and its session {session!r} with "
            "characters moved from the one to the other: the token is not one of that session"
        )


@pytest.mark.hint(
    "`itsdangerous` raises `BadData` for what it can't read. What if there is nothing to read?",
    "A form without the field gives None.",
)
def test_garbage_is_no_token(clock):
    """What is no token, or was changed, is refused without an exception."""
    csrf = Csrf("key", 60, clock)
    token = csrf.token("ada")
    swapped = "".join(chr(ord(c) ^ 1) if c.isalnum() and c.isascii() else c for c in token)
    other = csrf.token("bob")
    tokens = {
        "None": None,
        "an empty text": "",
        "a word": "ada",
        "dots": "...",
        "the secret": "key",
        "letters": "grün.ü.ü",
        "umlauts": "ü",
        "umlauts at the end": token[:-9] + "ü" * 9,
        "cut short": token[:-2],
        "too long": token + "xx",
        "twice": token + token,
        "changed": swapped,
        "the half": token[len(token) // 2 :],
        "half another's": token[: len(token) // 2] + other[len(token) // 2 :],
    }
    if re.search("[g-z]", token, re.IGNORECASE):  # else it may be hex, which has no case
        tokens["in other case"] = token.swapcase()
    assert outcomes(csrf, "ada", tokens) == dict.fromkeys(tokens, False), f"of the token {token!r}"
    assert csrf.verify(token, "ada") is True
    changed = {}
    for place, sign in enumerate(token.rstrip("=")):
        forged = token[:place] + ("z" if sign in "aA" else "A") + token[place + 1 :]
        changed[forged] = forged
    said = outcomes(csrf, "ada", changed)
    assert said == dict.fromkeys(changed, False), f"made of {token!r} by changing one character"
    lasting = Csrf("key", 10**10, clock)
    token = lasting.token("ada")
    clock.now = 4e9
    said = outcomes(lasting, "ada", {forged: forged for forged in shifted(token)})
    passed = [forged for forged, is_good in said.items() if is_good is not False]
    assert passed == [], f"made of {token!r} by moving a sign between its parts"


@pytest.mark.hint(
    "Signing is not hiding: what is signed can be read by everybody.",
    "Put the session into the key or the salt, and sign something else: chance, for example.",
    "Whoever knows the seed of `random` knows its numbers. Which module is made for secrets?",
)
def test_tokens_differ_and_hide_the_session(clock):
    """Tokens of one moment differ, are all good, and do not show the session."""
    csrf, session = Csrf("key", 60, clock), "session-0815-of-ada"
    tokens = [csrf.token(session) for _ in range(300)]
    assert len(set(tokens)) == 300, f"of 300 tokens of one moment; the first is {tokens[0]!r}"
    assert [csrf.verify(token, session) for token in tokens[:20]] == [True] * 20
    state, pair = random.getstate(), []
    try:
        for _ in range(2):
            random.seed(84)
            pair.append(Csrf("key", 60, clock).token(session))
    finally:
        random.setstate(state)
    assert pair[0] != pair[1], (
        "the first tokens of two Csrf with one secret, in one moment, each after random.seed(84)"
    )
    shown = tokens[0].encode()
    for part in [*tokens[0].split("."), *tokens[0].split("-"), tokens[0]]:
        with contextlib.suppress(ValueError):
            shown += b" " + base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    assert b"0815" not in shown, f"{tokens[0]!r}, of the session {session!r}"

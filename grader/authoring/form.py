"""The gate `form`: what reading an exercise's four files shows to be wrong."""

import ast
import functools
import importlib.metadata
import re
import sys
from collections.abc import Iterator, Mapping, Sequence

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader.authoring.files import Breach, Files
from grader.authoring.new import PLACEHOLDERS
from grader.authoring.promises import ASKED
from grader.authoring.sentences import Section, blocks, sections, unread
from grader.authoring.swallowed import swallowed
from grader.engine.checks import prepare
from grader.engine.receipts import assertions
from grader.errors import FileError, KataError, suggestion
from grader.grading import missing_packages
from grader.mistakes import Mistake
from grader.source import Source, is_check, public_definitions
from grader.terminal import counted

CHECKS = range(6, 15)
HINTS = range(1, 4)
TOPICS = range(2, 6)
ANSWER_WORDS = range(80, 181)
FOLLOW_UPS = range(2, 5)

LINE = 100
"""Characters of a line at most, as ruff has it by pyproject.toml."""

PROMPT = ("Build", "Rules", "Left open", "Example")
OPTIONAL = "Left open"
REFERENCE = ("Answer", "Follow-ups", "Notes")

LIKE_A_SENTENCE = re.compile(r"""(?<!\.)[.!?]["'”’»)\]}*_`]*\s*(\||$)""")
"""How a line ends, or a cell of it, that may well be a sentence."""


def form(files: Files, tags: Sequence[str]) -> Iterator[Breach]:
    """What is wrong with the form, file by file; `tags` are the topics that there are."""
    exercise = files.exercise
    for module, found in [
        (files.stub, _prompt(files, tags)),
        (files.checks, _checks(files)),
        (files.reference, _reference(files)),
    ]:
        for line, said in [*_docstrings(module, files), *found, *_lines(module)]:
            yield Breach("form", module.path, line, said)
    for line, said in _mistakes(files):
        yield Breach("form", exercise.mistakes_file, line, said)
    yield from _left(files)


def unusable(files: Files) -> Iterator[Breach]:
    """Breaches of form because of which nothing can be run: names and packages that are not there,
    assertions that are never come to.
    They are left out of `form`."""
    yield from _names(files)
    yield from _imports(files)
    try:
        prepare(files.checks.path, files.checks.text.encode())
    except FileError as error:
        yield Breach("form", error.path, error.line, error.said)
    except SyntaxError as error:
        yield Breach("form", files.checks.path, error.lineno or 1, f"{error.msg}; mend it")


def unusable_mistakes(files: Files) -> Iterator[tuple[Mistake, str]]:
    """The mistakes that cannot be applied, or of which it cannot be known whether they are caught
    as they should be; and why."""
    checks = [check.name for check in files.exercise.checks]
    for mistake in files.listed.mistakes:
        name = mistake.name
        if mistake.find is not None and (count := files.reference.text.count(mistake.find)) != 1:
            remedy = "make `find` longer, until it is there once" if count else "copy it anew"
            yield mistake, f"the mistake {name!r} finds its text {count} times; {remedy}"
        for check in mistake.fails:
            if check not in checks:
                said = f"the mistake {name!r} names {check}, which is no check"
                yield mistake, f"{said}{suggestion([check], checks)}; name those that catch it"


Found = Iterator[tuple[int, str]]
"""The line of a file, and what is wrong there and what to write."""


def _prompt(files: Files, tags: Sequence[str]) -> Found:
    exercise, prompt = files.exercise, files.prompt
    number = exercise.number
    if not re.match(rf"Q{number} · [^:\n]+: .+\.\n\nTopics: .+\n", prompt):
        yield 1, f"the prompt must start with 'Q{number} · Topic: the point.' and 'Topics:'"
    topics = _line_with("Topics:", files.stub.text)
    if len(exercise.topics) not in TOPICS:
        yield topics, f"it has {counted(len(exercise.topics), 'topic')}; give it two to five"
    if unknown := dict.fromkeys(topic for topic in exercise.topics if topic not in tags):
        noun, verb = ("topic", "is") if len(unknown) == 1 else ("topics", "are")
        named = ", ".join(f"{topic}{suggestion([topic], tags)}" for topic in unknown)
        yield topics, f"the {noun} {named} {verb} not in grader/topics.toml; use its own"
    found = sections(prompt)
    titles = [section.title for section in found]
    if titles not in ([*PROMPT], [title for title in PROMPT if title != OPTIONAL]):
        line = next((s.line - 1 for s in found if s.title not in PROMPT), 1)
        yield (
            line,
            (
                f"the prompt has the sections {', '.join(titles) or 'none'}; it needs "
                "Build, Rules, Left open (where there is something), Example, in this order"
            ),
        )
    yield from (
        (s.line - 1, f"## {s.title} is empty; fill it") for s in found if not s.body.strip()
    )
    for section in found:
        yield from _hidden(section)
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    for node in ast.walk(files.stub.tree):
        if isinstance(node, kinds) and "\n" in (ast.get_docstring(node) or ""):
            said = f"the docstring of {node.name} has several lines; leave one"
            yield node.lineno, f"{said}, and write what it promises into the prompt"
    declared = _declared_packages()
    if unknown := [name for name in exercise.needs if canonicalize_name(name) not in declared]:
        line = _line_with("Needs:", files.stub.text)
        yield line, f"it needs {', '.join(unknown)}, which no extra installs; add to pyproject.toml"


def _hidden(section: Section) -> Found:
    """What a reader takes for a promise and the gate `promises` does not ask for."""
    for line in unread(section):
        if re.match(r"#{1,6} ", line.text):
            said = f"{line.text!r} is a heading other than ##"
            yield line.line, f"{said}; make it a paragraph or an item"
        elif section.title in ASKED and LIKE_A_SENTENCE.search(line.text):
            said = f"{line.text.strip()!r} ends like a sentence, and stands where no prose is"
            yield line.line, f"{said}; make it a paragraph or an item"


@functools.cache
def _declared_packages() -> frozenset[str]:
    """The names of the packages that an extra installs, canonical."""
    try:
        lines = importlib.metadata.requires("interview-katas") or []
    except importlib.metadata.PackageNotFoundError:
        raise KataError(
            "interview-katas is not installed; run: python -m pip install -e ."
        ) from None
    return frozenset(canonicalize_name(Requirement(line).name) for line in lines)


def _line_with(start: str, text: str) -> int:
    lines = text.splitlines()
    return next((i for i, line in enumerate(lines, 1) if line.startswith(start)), 1)


def _checks(files: Files) -> Found:
    checks, module = files.exercise.checks, files.checks
    if len(checks) not in CHECKS:
        yield 1, f"it has {counted(len(checks), 'check')}; six to fourteen are wanted"
    for check in checks:
        line = module.line_of(check.name)
        if not check.label:
            yield line, f"{check.name} has no docstring; say what a learner should read"
        if len(check.hints) not in HINTS:
            yield line, f"{check.name} has {len(check.hints)} hints; give it one to three"
        if any(not str(hint).strip() for hint in check.hints):
            yield line, f"{check.name} has an empty hint; say something"
    yield from swallowed(module.tree, _parametrised(module.tree))
    yield from _parameters(module.tree)
    for node in module.tree.body:
        named_so = "test" in getattr(node, "name", "").lower()[:5]
        if isinstance(node, ast.AsyncFunctionDef | ast.ClassDef) and named_so:
            yield node.lineno, f"{node.name} is not a plain function; checks are"
        elif is_check(node) and not assertions(node):
            said = f"{node.name} has no assert or pytest.raises that it always comes to; add one"
            yield node.lineno, said


def _parameters(tree: ast.Module) -> Found:
    """What plain pytest does and the engine does not, which makes the cases of a check itself."""
    cases = _parametrised(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            given = {keyword.arg for keyword in node.keywords}
            name = ast.unparse(node.func)
            if name == "pytest.mark.parametrize" and given - {"ids"}:
                yield (
                    node.lineno,
                    "parametrize takes names, values and ids here; leave out the rest",
                )
            elif name == "pytest.param" and given - {"id"}:
                yield node.lineno, "pytest.param takes values and an id here; leave out the rest"
            elif name == "pytest.fixture" and "params" in given:
                yield node.lineno, "a fixture has no params here; use parametrize"
        elif isinstance(node, ast.ImportFrom) and node.module == "pytest":
            yield node.lineno, "names of pytest are looked up there; write `import pytest`"
        elif isinstance(node, ast.alias) and node.name == "pytest" and node.asname:
            yield node.lineno, "pytest goes by its own name here; write `import pytest`"
    for function in tree.body:
        fixture = isinstance(function, ast.FunctionDef) and not is_check(function)
        marks = map(ast.unparse, function.decorator_list) if fixture else ()
        if any(mark.startswith("pytest.fixture") for mark in marks):
            for name in sorted({argument.arg for argument in function.args.args} & cases):
                said = (
                    f"the fixture {function.name} cannot ask for {name}, which has a check's cases"
                )
                yield function.lineno, f"{said}; give it a function to call"


def _parametrised(tree: ast.Module) -> set[str]:
    """The names that any `parametrize` gives values to: those are no fixtures."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "parametrize":
            for part in ast.walk(node.args[0]) if node.args else ():
                if isinstance(part, ast.Constant):
                    names |= set(re.findall(r"\w+", str(part.value)))
    return names


def _docstrings(module: Source, files: Files) -> Found:
    """Docstrings in which a backslash does, or would, not mean itself."""
    if module is not files.checks and not module.text.startswith('r"""'):
        what = "prompt" if module is files.stub else "answer"
        yield 1, f'the {what} is no raw docstring; begin it with r"""'
        return
    lines = module.text.encode().splitlines()  # as Python counts them, and its columns
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if ast.get_docstring(node, clean=False) is not None:
            text = node.body[0]
            written = lines[text.lineno - 1 : text.end_lineno]
            written[-1] = written[-1][: text.end_col_offset]
            written[0] = written[0][text.col_offset :]
            if b"\\" in b"".join(written) and written[0][:1] not in b"rR":
                yield text.lineno, 'the docstring holds a backslash; begin it with r"""'


def _lines(module: Source) -> Found:
    """Lines that are too long."""
    for number, line in enumerate(module.text.splitlines(), 1):
        if len(line) > LINE:
            yield number, f"the line has {len(line)} characters, {LINE} are allowed; break it"


def _left(files: Files) -> Iterator[Breach]:
    """What is left of the template: each text in the first file that has it."""
    for text in PLACEHOLDERS.values():
        said = f'"{text}" is the template\'s; write your own'
        for module in (files.stub, files.checks, files.reference):
            lines = [i for i, line in enumerate(module.text.splitlines(), 1) if text in line]
            yield from (Breach("form", module.path, line, said) for line in lines)
            if lines:
                break
    for mistake in files.listed.mistakes:
        if mistake.name in PLACEHOLDERS.values():
            said = f'"{mistake.name}" is the template\'s; write your own'
            yield Breach("form", files.exercise.mistakes_file, mistake.line, said)


def _names(files: Files) -> Iterator[Breach]:
    """The names that the stub, the checks and the reference do not have in common."""
    wanted, has = (public_definitions(each.text) for each in (files.stub, files.reference))
    if lacking := [name for name in wanted if name not in has]:
        said = f"the reference lacks {', '.join(lacking)}; write them"
        yield Breach("form", files.reference.path, 1, said)
    asked = dict.fromkeys(files.exercise.public_names)
    if foreign := [name for name in asked if name not in wanted]:
        named = ", ".join(f"{name}{suggestion([name], wanted)}" for name in foreign)
        said = f"the checks import {named}, which the stub does not have; import its own"
        start = f"from {files.exercise.name} import"
        line = _line_with(start, files.checks.text)
        yield Breach("form", files.checks.path, line, said)


def _reference(files: Files) -> Found:
    written = sections(files.reference.docstring)
    found = {section.title: section for section in written}
    titles = [section.title for section in written]
    if titles != [*REFERENCE]:
        yield (
            1,
            (
                f"its docstring has the sections {', '.join(titles) or 'none'}; it needs "
                f"{', '.join(REFERENCE)}, in this order"
            ),
        )
    answer = found.get("Answer")
    if answer and len(answer.body.split()) not in ANSWER_WORDS and not _is_template(answer.body):
        words = len(answer.body.split())
        yield answer.line - 1, f"the answer has {counted(words, 'word')}; 80 to 180 are wanted"
    if follow_ups := found.get("Follow-ups"):
        asked = [block for block in blocks(follow_ups.body) if "?" in "".join(block.lines)]
        if len(asked) not in FOLLOW_UPS:
            wanted = "two to four are wanted, a list item each with a '?'"
            yield follow_ups.line - 1, f"it has {counted(len(asked), 'follow-up')}; {wanted}"
        for block in asked:
            if not re.search(r"\w", "".join(block.lines).rpartition("?")[2]):
                line = follow_ups.line + block.line - 1
                yield line, "nothing follows the question; answer it in a sentence or two"
    if (notes := found.get("Notes")) and not notes.body.strip():
        yield notes.line - 1, "## Notes is empty; say what was chosen and what else could be"


def _is_template(text: str) -> bool:
    return any(placeholder in text for placeholder in PLACEHOLDERS.values())


def _mistakes(files: Files) -> Found:
    seen: set[str] = set()
    if not files.listed.mistakes:
        yield 1, "it lists no mistake; write those that the prompt's sentences forbid"
    for mistake, said in unusable_mistakes(files):
        yield mistake.line, said
    for mistake in files.listed.mistakes:
        name, line = mistake.name, mistake.line
        if not name.strip() or name in seen:
            yield line, f"the mistake {name!r} needs a name of its own; say what happens"
        seen.add(name)


def _imports(files: Files) -> Iterator[Breach]:
    """What is imported of packages that the prompt does not name: those that an extra brings told
    once, where they are to be named, others where they are imported."""
    needs = files.exercise.needs
    named = set(map(canonicalize_name, needs))
    declared = _declared_packages()
    own = {files.exercise.name, "pytest"}
    lacking = missing_packages(files.exercise)
    wanted: dict[str, Source] = {}
    strange: list[Breach] = []
    for module in (files.stub, files.checks, files.reference):
        for root, line in sorted(_imported(module.tree).items()):
            if root in sys.stdlib_module_names or root in own:
                continue
            packages = set(map(canonicalize_name, _owners().get(root, [root])))
            known = bool(lacking) and root not in _owners()  # of one of them, for all we know
            if known or packages & named:
                continue
            if brought := packages & declared:
                wanted.setdefault(min(brought), module)
                continue
            said = f"{module.path.name} imports {root}; name its package on a 'Needs:' line"
            said += suggestion([root], [files.exercise.name, *needs])
            strange.append(Breach("form", module.path, line, said))
    if wanted:
        module = next(iter(wanted.values()))
        line = _line_with("Needs:" if needs else "Topics:", files.stub.text)
        said = f"{module.path.name} imports {', '.join(wanted)}; "
        said += f'write "Needs: {", ".join([*needs, *wanted])}" {"here" if needs else "below it"}'
        yield Breach("form", files.stub.path, line, said)
    yield from strange


@functools.cache
def _owners() -> Mapping[str, list[str]]:
    """The packages that bring a module, by its name."""
    return importlib.metadata.packages_distributions()


def _imported(tree: ast.Module) -> dict[str, int]:
    """The top-level packages that a module imports, and the line of the first import of each."""
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        for name in names:
            found.setdefault(name.partition(".")[0], node.lineno)
    return found

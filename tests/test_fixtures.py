"""The fixtures that checks share, where they must hold more than the references show."""

import asyncio
import importlib.util
import threading
import warnings
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parent.parent / "exercises" / "conftest.py"


@pytest.fixture
def shared():
    spec = importlib.util.spec_from_file_location("shared", CONFTEST)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_every_interpreter_says_is_not_what_a_program_says(shared, tmp_path, monkeypatch):
    """Python 3.15 tells of each `.pth` file that names no folder, a hidden one for instance."""
    (tmp_path / "sitecustomize.py").write_text("import sys; print('no folder', file=sys.stderr)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    run = shared.run_python.__wrapped__(tmp_path)
    done = run("-c", "import sys; print('mine', file=sys.stderr); print('all')")
    assert (done.stdout, done.stderr) == ("all\n", "mine\n")


def test_virtual_time_waits_for_a_thread_as_long_as_it_takes(shared):
    """Python 3.12 and later give an executor 300 seconds, which would be over at once."""
    release = threading.Event()

    async def main():
        task = asyncio.create_task(asyncio.to_thread(release.wait, 10))
        await asyncio.sleep(1)
        threading.Timer(0.1, release.set).start()
        task.cancel()
        return asyncio.get_running_loop().time()

    with warnings.catch_warnings(), asyncio.Runner(loop_factory=shared.VirtualLoop) as runner:
        warnings.simplefilter("error")
        assert runner.run(main()) == 1.0
    assert release.is_set(), "the loop was closed before its thread had ended"

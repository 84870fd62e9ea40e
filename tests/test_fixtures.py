"""The fixtures that checks share, where they must hold more than the references show."""

import asyncio
import importlib.util
import threading
import warnings
from pathlib import Path

CONFTEST = Path(__file__).parent.parent / "exercises" / "conftest.py"


def test_virtual_time_waits_for_a_thread_as_long_as_it_takes():
    """Python 3.12 and later give an executor 300 seconds, which would be over at once."""
    spec = importlib.util.spec_from_file_location("shared", CONFTEST)
    shared = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shared)
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

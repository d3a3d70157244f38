"""Many who do something in the same moment, each in a thread of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor


def at_once(works):
    """What each of ``works`` raised, if anything; all are let go at the same moment."""
    gate = threading.Barrier(len(works))

    def run(work):
        gate.wait(timeout=60)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(run, work) for work in works]
        return [future.exception(timeout=300) for future in futures]

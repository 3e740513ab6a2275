"""Waiting for conditions."""
import time


class TimedOut(AssertionError):
    """What was awaited did not come true in time."""


def until(condition, what, timeout=20.0, pause=0.03):
    """Answers the first true value of `condition()`; raises TimedOut naming `what`. Exceptions of LookupError type count
    as not yet."""
    end = time.monotonic() + timeout
    last = None
    while True:
        try:
            value = condition()
            if value:
                return value
        except LookupError as error:
            last = error
        if time.monotonic() > end:
            raise TimedOut(f"not within {timeout:g} s: {what}" + (f" ({last})" if last else ""))
        time.sleep(pause)

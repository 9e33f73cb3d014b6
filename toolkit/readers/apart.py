"""A process of its own for a library that a file could crash, hang or swell: one for all files, started when the first is read."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from toolkit.readers import pdf_pages
from toolkit.readers.pdf_pages import LENGTH, allowed_seconds

if TYPE_CHECKING:
    from typing import IO

MEMORY = 1 << 30  # bytes of address space
PATIENCE = 4  # times the seconds of CPU that a file may take, for whoever waits at a busy machine


class BrokeOff(Exception):
    """The process ended or had to be ended; `slow` where a file took more time than it may."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__(slow)
        self.slow = slow


class Helper:
    """The process, begun anew where a file ended it; one file at a time, whoever asks."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def ask(self, data: bytes) -> dict[str, Any]:
        """What the process says of a file; raises BrokeOff."""
        with self._lock:
            process = self._process = self._process or _start()
            assert process.stdin is not None
            assert process.stdout is not None
            overdue = threading.Event()
            timer = threading.Timer(PATIENCE * allowed_seconds(len(data)), _end, (process, overdue))
            timer.daemon = True
            timer.start()
            try:
                process.stdin.write(LENGTH.pack(len(data)) + data)
                process.stdin.flush()
                answer = _answer(process.stdout)
            except OSError:
                answer = None
            finally:
                timer.cancel()
            if answer is None:
                self._process = None
                raise BrokeOff(slow=overdue.is_set() or _out_of_time(process.wait()))
            found: dict[str, Any] = json.loads(answer.decode("utf-8", "surrogatepass"))
            return found

    def close(self) -> None:
        """Let the process end; it starts again when the next file comes."""
        with self._lock:
            if self._process is not None:
                self._process.communicate()
                self._process = None


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-S", "-E", pdf_pages.__file__, json.dumps(sys.path), str(MEMORY)]
    quiet = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=quiet
    )


def _answer(stream: IO[bytes]) -> bytes | None:
    """One answer, whole; None where the stream ends before."""
    header = stream.read(LENGTH.size)
    if len(header) < LENGTH.size:
        return None
    size = LENGTH.unpack(header)[0]
    answer = stream.read(size)
    return answer if len(answer) == size else None


def _end(process: subprocess.Popen[bytes], overdue: threading.Event) -> None:
    overdue.set()
    process.kill()


def _out_of_time(code: int) -> bool:
    import signal

    return code == -getattr(signal, "SIGXCPU", 0)


PDFIUM = Helper()
atexit.register(PDFIUM.close)

"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from toolkit.errors import Conflict, TerrainError
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its place at the end or is gone."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield beside
        beside.replace(path)
    except PermissionError as error:
        raise Conflict(
            _("{name} cannot be replaced: it is open in another program, or protected. Close it there and export again.", name=path.name)
        ) from error
    except OSError as error:
        raise TerrainError(
            _("{name} cannot be written: {reason}. Choose another folder.", name=path.name, reason=error.strerror or error)
        ) from error
    finally:
        beside.unlink(missing_ok=True)

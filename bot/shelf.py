"""The shelf: evidence on our own disk, each file under the hash of what it holds."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


class Shelf:
    """A folder that all replicas see. What lies on it never changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def put(self, content: bytes) -> str:
        """Its hash. All of it is there afterwards or none, and the same content once."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path_of(sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, half = tempfile.mkstemp(dir=path.parent, prefix=".half-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(half, path)
        except BaseException:
            Path(half).unlink(missing_ok=True)
            raise
        return sha256

    def remove(self, sha256: str) -> None:
        self.path_of(sha256).unlink(missing_ok=True)

    def hashes(self) -> Iterator[str]:
        """All that lies there whole."""
        for path in sorted(self.folder.glob("??/*")):
            if not path.name.startswith("."):
                yield path.name

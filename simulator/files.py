"""Files that were sent: kept in memory, found again by any of their many ids."""

from __future__ import annotations

import base64
import binascii
import hashlib
import mimetypes
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from aiogram.types import Document, InputFile, Message, PhotoSize

from simulator import limits
from simulator.errors import ApiError, bad_request
from simulator.images import size_of, sizes_kept

FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "sticker": "stickers"}


@dataclass(frozen=True)
class Upload:
    """What came in: bytes and the name they had."""

    content: bytes
    name: str


@dataclass(frozen=True)
class StoredFile:
    """A file as Telegram keeps it; a photo is one of these per size."""

    unique_id: str
    kind: str
    content: bytes
    name: str
    mime: str
    path: str
    width: int = 0
    height: int = 0
    sizes: tuple[str, ...] = ()  # of a photo: the unique ids of all its sizes, smallest first


class Files:
    """Every file of every chat. A file's id is another one each time it is told."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._contents: dict[bytes, bytes] = {}  # the same bytes are kept once

    def add_photo(self, upload: Upload) -> StoredFile:
        """Keep a photo in several sizes and return the largest; refuse what is no photo."""
        if len(upload.content) > limits.PHOTO_BYTES:
            raise bad_request(
                f"file of size {len(upload.content)} bytes is too big for a photo;"
                f" the maximum size is {limits.PHOTO_BYTES} bytes"
            )
        width, height = _photo_size(upload.content)
        kept = sizes_kept(width, height)
        unique_ids = tuple(_new_unique_id() for _ in kept)
        for unique_id, size in zip(unique_ids, kept, strict=True):
            largest = self._keep("photo", upload, "image/jpeg", unique_id, size, unique_ids)
        return largest

    def add(self, kind: str, upload: Upload, mime: str | None = None) -> StoredFile:
        """Keep a document, voice message, sticker, …"""
        mime = mime or mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        return self._keep(kind, upload, mime, _new_unique_id())

    def _keep(
        self,
        kind: str,
        upload: Upload,
        mime: str,
        unique_id: str,
        size: tuple[int, int] = (0, 0),
        sizes: tuple[str, ...] = (),
    ) -> StoredFile:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > limits.UPLOAD_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        digest = hashlib.sha256(upload.content).digest()
        content = self._contents.setdefault(digest, upload.content)
        extension = ".jpg" if kind == "photo" else _extension(upload.name)
        path = f"{FOLDERS.get(kind, 'files')}/file_{len(self._files)}{extension}"
        file = StoredFile(unique_id, kind, content, upload.name, mime, path, *size, sizes)
        self.restore(file)
        return file

    def restore(self, file: StoredFile) -> None:
        """Take in a file as it is."""
        self._files[file.unique_id] = self._by_path[file.path] = file

    def __iter__(self) -> Iterator[StoredFile]:
        return iter(self._files.values())

    def tell_id(self, file: StoredFile) -> str:
        """A file_id: good for ever, but never the same twice."""
        raw = file.kind[0].encode() + secrets.token_bytes(8) + file.unique_id.encode()
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def find(self, file_id: str) -> StoredFile | None:
        """The file with this file_id, if there is one."""
        try:
            raw = base64.urlsafe_b64decode(file_id + "=" * (-len(file_id) % 4))
            return self._files.get(raw[9:].decode())
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return None

    def by_unique_id(self, unique_id: str) -> StoredFile | None:
        return self._files.get(unique_id)

    def by_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def given(self, kind: str, what: InputFile | str) -> StoredFile:
        """The file that a bot sends: uploaded just now, or named by an earlier file_id."""
        if isinstance(what, UploadedFile):
            return self.add_photo(what.upload) if kind == "photo" else self.add(kind, what.upload)
        if isinstance(what, str) and what.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")  # this Telegram has no internet
        file = self.find(what) if isinstance(what, str) else None
        if file is None:
            raise bad_request(f"wrong file identifier/HTTP URL specified for {kind}")
        if file.kind != kind:
            raise bad_request(
                f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}"
            )
        return file

    def photo(self, file: StoredFile) -> list[PhotoSize]:
        """All sizes of this photo, with new ids."""
        sizes = [self._files[unique_id] for unique_id in file.sizes]
        return [
            PhotoSize(
                file_id=self.tell_id(size),
                file_unique_id=size.unique_id,
                width=size.width,
                height=size.height,
                file_size=len(size.content),
            )
            for size in sizes
        ]

    def document(self, file: StoredFile) -> Document:
        return Document(
            file_id=self.tell_id(file),
            file_unique_id=file.unique_id,
            file_name=file.name,
            mime_type=file.mime,
            file_size=len(file.content),
        )

    def told_anew(self, message: Message) -> Message:
        """The same message with other file ids, as Telegram does from call to call."""
        if message.photo:
            largest = self._files[message.photo[-1].file_unique_id]
            return message.model_copy(update={"photo": self.photo(largest)})
        if message.document:
            file = self._files[message.document.file_unique_id]
            return message.model_copy(update={"document": self.document(file)})
        return message


class UploadedFile(InputFile):
    """A part of a request, as the file it stands for; it passes aiogram's validation."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(filename=upload.name)
        self.upload = upload

    async def read(self, bot: object) -> None:  # type: ignore[override]
        raise NotImplementedError("what was received is not sent on")


def _new_unique_id() -> str:
    return secrets.token_urlsafe(9)


def _photo_size(content: bytes) -> tuple[int, int]:
    size = size_of(content)
    if size is None or min(size) == 0:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > limits.PHOTO_SIDES or max(size) / min(size) > limits.PHOTO_RATIO:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def _extension(name: str) -> str:
    _, dot, extension = name.rpartition(".")
    return f".{extension}" if dot and extension.isalnum() else ""

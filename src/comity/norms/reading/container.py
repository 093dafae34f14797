"""Opens ZIP containers and XML held in memory, within limits."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, cast

from comity.errors import ComityError, Encrypted, TooLarge, Unreadable
from comity.norms.reading.limits import Limits

if TYPE_CHECKING:
    from lxml import etree

_CHUNK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""All that Word and OpenDocument files may use (ISO/IEC 29500-2, ISO/IEC 26300)."""
_ENTITIES = "The XML declares entities of its own; save it without them and add it again."
_OTHER_METHOD = "The container is packed by a method that is not read; save it as an ordinary ZIP."
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, IndexError, struct.error)
"""What the standard library raises on damage: names and offsets of a directory are not checked."""


class _Bytes:
    """Bytes that can be read like a file; a domain opens none."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        base = (0, self._at, len(self._data))[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        end = len(self._data) if size is None or size < 0 else self._at + size
        found = self._data[self._at : end]
        self._at += len(found)
        return found

    def close(self) -> None:
        """Nothing to close."""


def members(data: bytes, names: Iterable[str] | None, limits: Limits) -> dict[str, bytes]:
    """Files of a ZIP container by name, never more than the limits allow.

    Parameters
    ----------
    data : bytes
        The container.
    names : iterable of str, optional
        The files wanted; every file when absent. A name the container lacks is left out.
    limits : Limits
        What it may cost. What is counted is what was unpacked, not what the container claims.

    Returns
    -------
    dict of str to bytes
        The files.

    Raises
    ------
    TooLarge
        If it unpacks to more than the limits allow: a ZIP bomb, or a very large document.
    Encrypted
        If a wanted file asks for a password.
    Unreadable
        If it is not a ZIP container, or is damaged.
    """
    try:
        with zipfile.ZipFile(cast("IO[bytes]", _Bytes(data))) as container:
            held = container.infolist()
            if len(held) > limits.members:
                raise TooLarge(f"The container holds {len(held)} files; at most {limits.members}.")
            wanted = None if names is None else set(names)
            left, found = limits.unpacked, {}
            for info in held:
                if info.is_dir() or (wanted is not None and info.filename not in wanted):
                    continue
                found[info.filename] = _unpacked(container, info, left, limits)
                left -= len(found[info.filename])
            return found
    except ComityError:  # its own sentence is better; some of them are value errors too
        raise
    except NotImplementedError as error:
        raise Unreadable(_OTHER_METHOD) from error
    except _DAMAGE as error:
        raise Unreadable("The file is not a ZIP container, or it is damaged.") from error


def _unpacked(
    container: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, limits: Limits
) -> bytes:
    if info.flag_bits & 1:
        raise Encrypted("The file asks for a password; save it without one.")
    if info.compress_type not in _METHODS:
        raise Unreadable(_OTHER_METHOD)
    parts, size = [], 0
    with container.open(info) as member:
        while part := member.read(_CHUNK):
            size += len(part)
            if size > left:
                raise TooLarge(
                    f"The container unpacks to more than {limits.unpacked / 1e6:.0f} MB; "
                    "it is not read."
                )
            parts.append(part)
    return b"".join(parts)


def xml_root(data: bytes) -> etree._Element:
    """The root of an XML document, with no entity expanded and nothing fetched.

    Parameters
    ----------
    data : bytes
        The document.

    Returns
    -------
    lxml element
        The root.

    Raises
    ------
    Unreadable
        If it is not well-formed, is nested too deeply, or declares entities of its own (an
        entity bomb, or a reference to another file).
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!ENTITY" in data.replace(b"\0", b""):  # also in 16 bits a character
            raise Unreadable(_ENTITIES) from error
        raise Unreadable("The XML is not well-formed, or is nested too deeply.") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise Unreadable(_ENTITIES)
    return root


def local(tag: object) -> str:
    """The name of an XML tag without its namespace; empty for what is not an element.

    Parameters
    ----------
    tag : object
        The ``tag`` of an lxml node.

    Returns
    -------
    str
        The local name.
    """
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""

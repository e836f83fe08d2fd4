"""A copy of a DOCX in which some parts are changed and all others stay as they are, byte for byte (ECMA-376-2, OPC).

Parts are changed as the file has them, with its own names and prefixes, unlike the reader's, which are the same for
all files.
"""

from __future__ import annotations

import posixpath
import shutil
import zipfile
import zlib
from io import BytesIO
from typing import Final

from lxml import etree

from report_linter.errors import UsageError
from report_linter.limits import DEFAULT
from report_linter.readers.archive import Archive, Element, part_key
from report_linter.readers.docx_package import Package

_TYPES: Final = "[Content_Types].xml"
_CONTENT: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATED: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can say
_MOST: Final = 10 * DEFAULT.unpacked_bytes  # pictures too, which the reader leaves packed


class Parts:
    """The parts of one DOCX, and what becomes of them. All methods may raise ReadError and UsageError."""

    def __init__(self, data: bytes, package: Package) -> None:
        self._data = data
        self._archive = Archive(data, "Word")
        self._package = package
        self._roots: dict[str, Element] = {}
        self._changed: set[str] = set()
        self._added: dict[str, str] = {}  # names as they are to be written, by key
        self._dropped: set[str] = set()

    def root(self, name: str) -> Element:
        """The root of a part as the file has it, comments and instructions included; to read from."""
        key = part_key(name)
        if key not in self._roots:
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, huge_tree=False, strip_cdata=False
            )
            try:
                self._roots[key] = etree.fromstring(self._archive.read(name), parser)
            except etree.XMLSyntaxError as error:
                raise UsageError(f"the draft cannot be copied, its part {name} is no valid XML") from error
        return self._roots[key]

    def change(self, name: str) -> Element:
        """As `root`, to be changed: the part is written anew."""
        if part_key(name) not in self._added:
            self._changed.add(part_key(name))
        return self.root(name)

    def related(self, name: str, kind: str) -> str | None:
        """The first part that `name` links to by a relationship of that kind."""
        return next(iter(self._package.related(name, kind)), None)

    def add(self, owner: str, name: str, root: Element, link: str, content: str) -> str:
        """A new part beside `owner`, named `name.xml` if that is free, and the link from `owner` to it; its name.

        `link` is the type of the relationship, `content` that of the content.
        """
        part, number = posixpath.join(posixpath.dirname(owner), f"{name}.xml"), 1
        while self._archive.has(part) or part_key(part) in self._added:
            number += 1
            part = posixpath.join(posixpath.dirname(owner), f"{name}{number}.xml")
        self._new(part, root)
        types = self.change(_TYPES)
        etree.SubElement(types, _CONTENT + "Override", PartName=f"/{part}", ContentType=content)
        links = self._links_of(owner)
        taken = {element.get("Id", "") for element in links}
        identity = next(name for number in range(1, len(taken) + 2) if (name := f"rId{number}") not in taken)
        target = posixpath.relpath(part, posixpath.dirname(owner) or ".")
        etree.SubElement(links, _RELATED + "Relationship", Id=identity, Type=link, Target=target)
        return part

    def content_type(self, name: str) -> str:
        """The content type that the file says of a part by name; empty where it only says it by suffix."""
        for element in self.root(_TYPES).iter(_CONTENT + "Override"):
            if part_key(element.get("PartName", "")) == part_key(name):
                return element.get("ContentType", "")
        return ""

    def drop_linked(self, kind: str) -> bool:
        """Leave out the parts that the package itself links to by that kind of relationship, and those in the same
        folder, apart from the text's, that they link to. Whether there were any.
        """
        found = list(self._package.related("", kind))
        if not found:
            return False
        kept = {"", posixpath.dirname(self._package.main)}
        for part in found:
            folder = posixpath.dirname(part)
            linked = (link for link in self._package.relationships(part).values() if not link.external)
            inside = (link.target for link in linked if posixpath.dirname(link.target) == folder)
            found.extend(target for target in inside if folder not in kept and target not in found)
            self._dropped |= {part_key(part), part_key(_links_path(part))}
        for element in list(self.change("_rels/.rels")):
            if str(element.get("Type", "")).rpartition("/")[2] == kind:
                remove(element)
        for element in list(self.change(_TYPES)):
            if part_key(element.get("PartName", "")) in self._dropped:
                remove(element)
        return True

    @property
    def touched(self) -> bool:
        return bool(self._changed or self._dropped)

    def packed(self) -> bytes:
        """The file: parts in their order and with their dates, new ones behind them. Raises UsageError."""
        out = BytesIO()
        try:
            with zipfile.ZipFile(BytesIO(self._data)) as old, zipfile.ZipFile(out, "w") as new:
                infos = {part_key(info.filename): info for info in old.infolist()}
                if sum(info.file_size for info in infos.values()) > _MOST:
                    raise UsageError("the draft is too large unpacked for a marked copy")
                for key, info in infos.items():
                    if key in self._dropped:
                        continue
                    entry = _entry(info)
                    if key in self._changed:
                        new.writestr(entry, _written(self._roots[key]))
                        continue
                    with old.open(info) as source, new.open(entry, "w") as target:
                        shutil.copyfileobj(source, target)
                for key, name in self._added.items():
                    entry = zipfile.ZipInfo(name, _EPOCH)
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    new.writestr(entry, _written(self._roots[key]))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise UsageError(f"the draft cannot be copied, a part of it is damaged ({error})") from error
        return out.getvalue()

    def _links_of(self, owner: str) -> Element:
        path = _links_path(owner)
        if part_key(path) in self._added or not self._archive.has(path):
            if part_key(path) not in self._added:
                self._new(path, etree.fromstring(f'<Relationships xmlns="{_RELATED[1:-1]}"/>'))
            return self._roots[part_key(path)]
        return self.change(path)

    def _new(self, name: str, root: Element) -> None:
        key = part_key(name)
        self._roots[key], self._added[key] = root, name


def remove(element: Element) -> None:
    """Take an element out of its tree and leave the white space behind it where it is."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + tail or None
    else:
        parent.text = (parent.text or "") + tail or None
    parent.remove(element)


def _links_path(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", base + ".rels")


def _entry(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """An entry of the same name, date and rights, packed if the old one is, in the way that every program reads."""
    entry = zipfile.ZipInfo(info.filename, info.date_time)
    packed = info.compress_type != zipfile.ZIP_STORED
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.external_attr, entry.create_system = info.external_attr, info.create_system
    entry.file_size = info.file_size
    return entry


def _written(root: Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)

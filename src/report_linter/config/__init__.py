"""Configuration: what holds for a run and for each of its files, and where that was said.

In order, the later wins: what holds without being said, the file, its `per-file` entries that fit (in their order),
the command line. `ignore` and `severity` of `per-file` entries add to what stands above them; a value on the command
line replaces all others of its key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from report_linter import paths
from report_linter.config.keys import ADDING, FILES, IDS, KEYS, PER_FILE, Wrong, known, suggestion
from report_linter.errors import ConfigErrors, PackError
from report_linter.finding import Stage

if TYPE_CHECKING:
    from report_linter import strict  # PyYAML: not needed for --help

DEFAULT = "default"  # the origin of what nobody said


@dataclass(frozen=True, slots=True)
class Layer:
    """Values by key, and for each where it was said: `--select`, `pyproject.toml:12`."""

    values: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PerFile:
    """Settings for the files that fit one of `patterns`."""

    patterns: tuple[str, ...]
    layer: Layer


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration file; without one, nothing is set. Paths in it are seen from its `folder`."""

    top: Layer = field(default_factory=Layer)
    per_file: tuple[PerFile, ...] = ()
    source: strict.Source | None = None

    @property
    def path(self) -> str:
        return self.source.path if self.source else ""

    @property
    def folder(self) -> Path:
        return Path(self.path).parent

    def check_ids(self, valid: frozenset[str]) -> None:
        """Raises ConfigErrors where an id is none of `valid`."""
        if self.source is None:
            return
        source = self.source
        errors = [
            source.error(where, f"{key}: no rule has the id '{name}'; {_close(name, valid)}")
            for where, key, name in _ids(source.data)
            if name not in valid
        ]
        if errors:
            raise ConfigErrors(WHAT, tuple(errors))


WHAT = "the configuration"


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds, by key, and where it was said."""

    pack: tuple[str, ...]
    select: frozenset[str]
    ignore: frozenset[str]
    severity: Mapping[str, str]  # id -> error, warning, info or off
    profile: str
    lang: str | None
    document_lang: str
    document_kind: str
    pages: frozenset[int]
    section: tuple[str, ...]
    fail_on: str
    waivers: str | None
    baseline: str | None
    jobs: int
    timeout: float
    origins: Mapping[str, str]

    @property
    def stage(self) -> Stage:
        return Stage[self.profile.upper()]

    def value(self, key: str) -> Any:
        return getattr(self, key.replace("-", "_"))


def settled(config: Config, given: Layer | None = None, path: str | None = None) -> Settings:
    """What holds for the run, or for the file at `path` (from the working directory)."""
    layers = [config.top]
    if path is not None and config.per_file:
        seen = paths.beside(path, config.folder)
        fitting = (entry for entry in config.per_file if any(paths.fits(seen, p) for p in entry.patterns))
        layers += (entry.layer for entry in fitting)
    values: dict[str, Any] = {name: key.default for name, key in KEYS.items()}
    origins = dict.fromkeys(KEYS, DEFAULT)
    for layer in layers:
        _put(layer, values, origins, adding=True)
    _put(given or Layer(), values, origins, adding=False)
    return Settings(
        origins=MappingProxyType(origins), **{_field(name): value for name, value in values.items()}
    )


def _put(layer: Layer, values: dict[str, Any], origins: dict[str, str], adding: bool) -> None:
    if not layer.values.keys().isdisjoint(("pages", "section")):  # one or the other says where the account is
        for name in ("pages", "section"):
            values[name], origins[name] = KEYS[name].default, DEFAULT
    for name, value in layer.values.items():
        said = layer.origins[name]
        if adding and name in ADDING and values[name]:
            value = values[name] | value if name == "ignore" else MappingProxyType({**values[name], **value})
            said = f"{origins[name]}, {said}"
        values[name], origins[name] = value, said


def _field(name: str) -> str:
    return name.replace("-", "_")


# From a file


def parse(source: strict.Source) -> Config:
    """The configuration in `source`. Raises ConfigErrors with all that is wrong."""
    errors: list[PackError] = []
    data: Any = source.data
    top = _layer(source, data, (), errors)
    per_file: list[PerFile] = []
    written = data.get(PER_FILE, [])
    if not isinstance(written, list):
        errors.append(
            source.error((PER_FILE,), f"{PER_FILE}: write a list, each with '{FILES}' and settings")
        )
        written = []
    for index, entry in enumerate(written):
        where = (PER_FILE, index)
        if not isinstance(entry, dict):
            errors.append(source.error(where, f"{PER_FILE}: write '{FILES}' and the settings for them"))
            continue
        patterns = _patterns(source, entry, where, errors)
        per_file.append(PerFile(patterns, _layer(source, entry, where, errors)))
    if errors:
        raise ConfigErrors(WHAT, tuple(sorted(errors, key=lambda error: (error.line, error.column))))
    return Config(top, tuple(per_file), source)


def _layer(
    source: strict.Source, written: Mapping[str, Any], where: tuple[str | int, ...], errors: list[PackError]
) -> Layer:
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    allowed = known(file=bool(where))
    for name, value in written.items():
        place = (*where, name)
        if name not in allowed:
            errors.append(source.error(place, _unknown(name, bool(where))))
        elif name in KEYS:
            try:
                values[name] = _from_folder(name, KEYS[name].read(value), Path(source.path).parent)
                origins[name] = f"{source.path}:{source.line(place)}"
            except Wrong as wrong:
                inner = (*place, *wrong.where)
                errors.append(source.error(inner, f"{_named(place, wrong.where)}: {wrong}"))
    if "pages" in values and "section" in values:
        message = "pages and section both say where the account stands; keep one"
        errors.append(source.error((*where, "section"), message))
    return Layer(MappingProxyType(values), MappingProxyType(origins))


def _named(place: tuple[str | int, ...], inner: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in (*place, *inner) if isinstance(part, str))


def _unknown(name: str, file: bool) -> str:
    here = f"unknown key '{name}'"
    if file and name in KEYS:
        return f"'{name}' holds for the whole run; write it outside of {PER_FILE}"
    if name in KEYS:
        return f"'{name}' is about one document; write it under {PER_FILE}"
    plain = name.replace("_", "-").lower()
    if plain in known(file):
        return f"{here}; write '{plain}'"
    return f"{here}; {suggestion(name, known(file))}"


def _from_folder(name: str, value: Any, folder: Path) -> Any:
    """Files are named from the folder of the configuration; packs too, unless they go by their names."""
    if name in ("waivers", "baseline"):
        return str(folder / value)
    if name == "pack":
        return tuple(str(folder / item) if item.endswith((".yaml", ".yml")) else item for item in value)
    return value


def _patterns(
    source: strict.Source, entry: Mapping[str, Any], where: tuple[str | int, ...], errors: list[PackError]
) -> tuple[str, ...]:
    if FILES not in entry:
        errors.append(source.error(where, f"{PER_FILE}: '{FILES}' is missing: the files it is about"))
        return ()
    written = entry[FILES]
    listed = written if isinstance(written, list) else [written]
    for index, pattern in enumerate(listed):
        wrong = (
            paths.wrong_pattern(pattern) if isinstance(pattern, str) else "name a file, such as drafts/*.docx"
        )
        if wrong:
            errors.append(source.error((*where, FILES, index), f"{PER_FILE}.{FILES}: {wrong}"))
    return tuple(map(str, listed))


def _ids(data: Any) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """(where it stands, key, id) of every id that a configuration names."""
    holders = [((), data), *(((PER_FILE, i), entry) for i, entry in enumerate(data.get(PER_FILE, [])))]
    for where, holder in holders:
        for key in IDS:
            written = holder.get(key, [])
            for index, name in enumerate([written] if isinstance(written, str) else written):
                yield (*where, key, name if isinstance(written, dict) else index), key, name


def _close(name: str, valid: frozenset[str]) -> str:
    said = suggestion(name, sorted(valid))
    return said if said.startswith("did") else "'report-linter rules' lists them"

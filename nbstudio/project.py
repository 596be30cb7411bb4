"""Projects: a folder with `specs/`; `templates/`, `rules/` and `cache/` stand beside it when it has any."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nbstudio.door import DERIVED
from nbstudio.errors import UsageError


@dataclass(frozen=True, slots=True)
class Project:
    """One project; `root` is absolute, symbolic links resolved."""

    root: Path

    @classmethod
    def around(cls, path: Path) -> Project:
        """Return the project that `path` is in: the nearest parent that has `specs/`.

        Raises UsageError where there is none.
        """
        start = path.resolve()
        for folder in (start, *start.parents):
            if (folder / "specs").is_dir():
                return cls(folder)
        raise UsageError(
            f"`{path}` is in no project: no folder above it has `specs/`",
            code="no-project",
            hint="make a folder `specs` and keep your spec in it, or start with `nbstudio new`",
        )

    def specs(self) -> tuple[Path, ...]:
        """Return the project's specs, by name."""
        found = (self.root / "specs").glob("*.yaml")
        return tuple(sorted(p for p in found if not p.name.endswith(DERIVED) and not p.name.startswith(".")))

    @property
    def cache(self) -> Path:
        """Return the project's own cache folder."""
        return self.root / "cache"

    def search(self, folder: str) -> tuple[Path, ...]:
        """Return where things of `folder` (`rules`, `templates`) are looked for, the project before the library."""
        own, library = self.root / folder, stdlib() / folder
        places = [own] if own.is_dir() else []
        return tuple(places if own == library else [*places, library])

    def inside(self, path: Path) -> bool:
        """Return whether `path`, symbolic links followed, is in the project."""
        return path.resolve().is_relative_to(self.root)

    def relative(self, path: Path) -> str:
        """Return `path` as seen from the project, with forward slashes; as it is where it lies outside."""
        absolute = path if path.is_absolute() else path.absolute()
        return absolute.relative_to(self.root).as_posix() if absolute.is_relative_to(self.root) else str(path)


def stdlib() -> Path:
    """Return the folder with the library's `rules` and `templates`.

    A wheel carries them inside the package. In a checkout, or an editable install of one, they stand beside
    it, and what an installer may have copied into site-packages is never looked at.
    """
    package = Path(__file__).resolve().parent
    beside = package.parent
    if (beside / "rules" / "catalog").is_dir() and (beside / "pyproject.toml").is_file():
        return beside
    return package / "library"

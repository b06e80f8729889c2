"""An app imports only from its left; academy, surveys and events never one another."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Smaller numbers stand further left. The three rooms in the middle share a rank and so exclude one another.
RANKS = {
    "culture_site.core": 0,
    "culture_site.jobs": 1,
    "culture_site.people": 2,
    "culture_site.culture": 3,
    "academy": 4,
    "surveys": 4,
    "events": 4,
    "nakawan": 5,
    "culture_site.pages": 6,
    "culture_site.dashboard": 7,
    "culture_site.demo": 8,
}
# Inside an app: exceptions < models < services < forms < views, urls.
MODULES = ["exceptions", "models", "services", "forms", "views", "urls"]


def app_of(module: str) -> str | None:
    return next((app for app in RANKS if module == app or module.startswith(f"{app}.")), None)


def imported_modules(path: Path, package: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                base = ".".join(
                    [*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])]
                )
            found |= {base} | {f"{base}.{name.name}" for name in node.names}
    return found


def python_files(app: str) -> list[Path]:
    return sorted((ROOT / app.replace(".", "/")).rglob("*.py"))


def package_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).parent.parts)


@pytest.mark.parametrize("app", RANKS)
def test_app_imports_only_from_its_left(app):
    wrong = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in python_files(app)
        for module in imported_modules(path, package_of(path))
        if (other := app_of(module)) and other != app and RANKS[other] >= RANKS[app]
    }

    assert wrong == set()


@pytest.mark.parametrize("app", RANKS)
def test_modules_of_an_app_import_only_downwards(app):
    wrong = set()
    for path in python_files(app):
        inside = path.relative_to(ROOT / app.replace(".", "/")).with_suffix("").parts
        if inside[0] not in MODULES:
            continue
        for module in imported_modules(path, package_of(path)):
            if app_of(module) == app:
                rest = module[len(app) + 1 :].split(".")[0]
                if rest in MODULES and MODULES.index(rest) > MODULES.index(inside[0]):
                    wrong.add(f"{path.relative_to(ROOT)} imports {module}")

    assert wrong == set()


def test_every_template_of_an_app_stands_in_the_apps_own_folder():
    wrong = set()
    for app in RANKS:
        folder = ROOT / app.replace(".", "/") / "templates"
        label = app.split(".")[-1]
        wrong |= {
            str(path.relative_to(ROOT))
            for path in folder.rglob("*.html")
            if path.relative_to(folder).parts[0] not in (label, "wagtailadmin")
        }

    assert wrong == set()

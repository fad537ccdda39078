"""A release says no when anything is amiss."""

import json
import tomllib
from dataclasses import replace

import pytest

from tests.tools.release import (
    INSIDE,
    ROOT,
    RefusedError,
    State,
    against_schema,
    amiss,
    materials,
    needed,
)

CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-11-21

### Added

- Something.

## [1.1.0] - 2026-01-01

- Older.
"""
READY = State("1.2.0", CHANGELOG, "main", "", ("v1.1.0",))


def test_nothing_amiss() -> None:
    assert list(amiss(READY)) == []


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (replace(READY, changed=" M README.md"), "Commit or take back"),
        (replace(READY, branch="idea"), "this is idea"),
        (replace(READY, branch=""), "no branch"),
        (replace(READY, tags=("v1.2.0",)), "Raise the version"),
        (replace(READY, version="1.3.0"), "Add '## [1.3.0]"),
        (replace(READY, changelog=CHANGELOG.replace(" - 2026-11-21", "")), "year-month-day"),
        (replace(READY, changelog=CHANGELOG.replace("- Something.\n", "")), "what 1.2.0 changes"),
        (replace(READY, changelog=CHANGELOG.replace("ed]\n", "ed]\n\n- New.\n")), "[Unreleased]"),
    ],
)
def test_what_is_amiss_is_named(state: State, says: str) -> None:
    (found,) = amiss(state)
    assert says in found


def test_the_bill_names_what_we_need_and_nothing_else() -> None:
    def component(ref: str) -> dict[str, str]:
        return {"bom-ref": ref, "name": ref}

    found = materials(
        {
            "metadata": {"component": component("root")},
            "components": [component(name) for name in ("PyYAML", "mkdocs", "pytest")],
            "dependencies": [
                {"ref": "root", "dependsOn": ["mkdocs"]},
                {"ref": "mkdocs", "dependsOn": ["PyYAML", "pytest"]},
                {"ref": "pytest"},
            ],
        },
        frozenset({"mkdocs", "pyyaml"}),
    )
    assert [one["name"] for one in found["components"]] == ["PyYAML", "mkdocs"]
    assert found["dependencies"] == [
        {"ref": "root", "dependsOn": ["mkdocs"]},
        {"ref": "mkdocs", "dependsOn": ["PyYAML"]},
    ]


def test_the_bill_is_of_one_file_and_says_what_of_others_is_in_it() -> None:
    own = {"type": "application", "bom-ref": "root", "name": "Our_Site", "version": "1.2.0"}
    found = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [],
             "metadata": {"component": own}, "dependencies": [{"ref": "root"}]}  # fmt: skip
    bill = materials(found, frozenset({"our-site"}), "our_site-1.2.0.whl", "0" * 64)
    component = bill["metadata"]["component"]
    assert component["purl"] == "pkg:pypi/our-site@1.2.0?file_name=our_site-1.2.0.whl"
    assert component["hashes"] == [{"alg": "SHA-256", "content": "0" * 64}]
    assert [one["name"] for one in component["components"]] == ["snowball", INSIDE[1]["name"]]
    assert against_schema(json.dumps(bill), "1.6") == ""
    assert against_schema(json.dumps({**bill, "components": [{}]}), "1.6") != ""


def test_what_of_others_is_in_the_wheel_has_its_licence_there() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    for one in INSIDE:
        (licence,) = one["licenses"]
        assert licence["license"]["id"] in project["license"].split(" AND ")
        folder = one["description"].rpartition(" ")[2]
        assert f"{folder}/LICENSE" in project["license-files"]
        assert "Copyright" in (ROOT / folder / "LICENSE").read_text(encoding="utf-8")


def test_a_bill_that_lacks_something_is_none() -> None:
    found = {"metadata": {"component": {"bom-ref": "root", "name": "a"}}, "components": []}
    with pytest.raises(RefusedError, match="lacks mkdocs"):
        materials(found, frozenset({"a", "mkdocs"}))


def test_what_we_need_holds_no_tools_of_developers() -> None:
    found = needed("you-said-we-did")
    assert {"you-said-we-did", "mkdocs", "mkdocs-material", "pydantic-core"} <= found
    assert not found & {"pytest", "mypy", "hypothesis", "playwright"}

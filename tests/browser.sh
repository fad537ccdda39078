#!/bin/sh
# Prints the path of a Chromium that the tests can drive; installs one when there is none.
# What is said on the way goes to stderr.
set -u
cd "$(dirname "$0")/.." || exit 1

# A command of the right name may be an empty shim: only a browser that answers will do.
starts() {
    [ -n "$1" ] && "$1" --headless --no-sandbox --version >/dev/null 2>&1 && printf '%s\n' "$1"
}

on_path() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        starts "$(command -v "$name")" && return
    done
    return 1
}

of_playwright() {
    starts "$(.venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)' 2>/dev/null)"
}

# On a very small machine Playwright's own driver may lack a library.
find_browser() {
    .venv/bin/playwright --version >/dev/null 2>&1 && { on_path || of_playwright; }
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_with_apt() {
    command -v apt-get || return
    as_root apt-get -qq update
    for package in libatomic1 chromium; do
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq --yes \
            -o DPkg::Lock::Timeout=300 install --no-install-recommends "$package"
    done
} >/dev/null

find_browser && exit
echo "Installing Chromium for the tests; this happens once." >&2
install_with_apt && find_browser && exit
.venv/bin/playwright install chromium >&2 && find_browser && exit
echo "Install Chromium, or set CHROMIUM to the path of one, and run make again." >&2
exit 1

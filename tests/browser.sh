#!/bin/sh
# Prints the path of a Chromium that starts; installs one when there is none.
# What happens on the way goes to stderr.
set -u
cd "$(dirname "$0")/.." || exit 1

# A command of that name may be a shim, or a wrapper around nothing: only one that starts will do.
starts() { "$1" --headless --no-sandbox --version >/dev/null 2>&1; }

find_browser() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        path=$(command -v "$name") && starts "$path" && printf '%s\n' "$path" && return
    done
    return 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_debian() {
    command -v apt-get && as_root apt-get update &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes \
            --no-install-recommends -o DPkg::Lock::Timeout=300 chromium
}

install_playwright() {
    .venv/bin/playwright install chromium
}

playwright_browser() {
    path=$(.venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)') && starts "$path" && printf '%s\n' "$path"
}

find_browser && exit
playwright_browser 2>/dev/null && exit
echo "Installing Chromium for the tests; this happens once." >&2
install_debian >&2 && find_browser && exit
install_playwright >&2 && playwright_browser && exit
echo "Install Chromium, or set CHROMIUM to the path of one, and run make again." >&2
exit 1

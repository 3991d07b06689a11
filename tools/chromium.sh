#!/bin/sh
# Installs Chromium for the browser tests on Debian or Ubuntu as root; elsewhere one line says what
# is missing. The tests find it by the same names (tests/browser/conftest.py).
for name in ${ONRECORD_CHROMIUM:-} chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(uname)" = Darwin ] && [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests"
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "No Chromium found: the browser tests are left out (install chromium, or set ONRECORD_CHROMIUM)"

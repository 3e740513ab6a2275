"""The desktop session of a test: tests/support/with-session.sh --gui."""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
_MARK = "FPX_E2E_SESSION"


def enter():
    """Starts the program again inside a fresh session (X, window manager, bus, unlocked keyring, accessibility), unless
    it is in one. Call it first in main."""
    if os.environ.get(_MARK) == "1":
        return
    os.environ[_MARK] = "1"
    script = os.path.join(ROOT, "tests", "support", "with-session.sh")
    sys.stdout.flush()
    os.execv(script, [script, "--gui", "--", sys.executable, *sys.argv])


def make_default_browser(opener, socket_path):
    """Makes the `opener` script what xdg-open, and the desktop's own services, hand web links to."""
    os.environ["BROWSER"] = opener
    os.environ["FPX_BROWSER_SOCKET"] = socket_path
    applications = os.path.join(os.environ["XDG_DATA_HOME"], "applications")
    os.makedirs(applications, exist_ok=True)
    with open(os.path.join(applications, "fpx-test-browser.desktop"), "w", encoding="utf-8") as file:
        file.write("[Desktop Entry]\nType=Application\nName=Test browser\n"
                   f"Exec={opener} %u\nMimeType=x-scheme-handler/http;x-scheme-handler/https;text/html;\n")
    os.makedirs(os.environ["XDG_CONFIG_HOME"], exist_ok=True)
    with open(os.path.join(os.environ["XDG_CONFIG_HOME"], "mimeapps.list"), "w", encoding="utf-8") as file:
        file.write("[Default Applications]\n")
        for kind in ("x-scheme-handler/http", "x-scheme-handler/https", "text/html"):
            file.write(f"{kind}=fpx-test-browser.desktop\n")

"""The wallet as the desktop knows it: its desktop file and its service on the session bus, from packaging/."""
import os

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

NAME = "org.fpx.Wallet"
_PACKAGING = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "packaging", "linux")


def _write(folder, name, text):
    folder = os.path.join(os.environ["XDG_DATA_HOME"], folder)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def _packaged(name):
    with open(os.path.join(_PACKAGING, name), encoding="utf-8") as file:
        return file.read()


def _bus():
    return Gio.bus_get_sync(Gio.BusType.SESSION)


def _ask_bus(method, arguments=None):
    return _bus().call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method, arguments,
                            None, Gio.DBusCallFlags.NONE, 10_000, None)


def install(command):
    """Puts the packaged files where this session's desktop looks, with `command` for the installed program."""
    line = " ".join(command)
    service = _packaged(NAME + ".service.in")
    program = "@CMAKE_INSTALL_FULL_BINDIR@/fpx-wallet"
    assert program in service
    _write("dbus-1/services", NAME + ".service", service.replace(program, line))
    desktop = _packaged(NAME + ".desktop")
    assert "DBusActivatable=true" in desktop and "x-scheme-handler/fpx-wallet" in desktop
    _write("applications", NAME + ".desktop", desktop.replace("Exec=fpx-wallet", "Exec=" + line))
    # What the bus starts gets the environment of the session, as a desktop passes it on at log-in.
    passed = {name: os.environ[name] for name in ("BROWSER", "FPX_BROWSER_SOCKET", "DISPLAY", "HOME", "XDG_DATA_HOME")}
    _ask_bus("UpdateActivationEnvironment", GLib.Variant("(a{ss})", (passed,)))
    _ask_bus("ReloadConfig")


def open_link(link):
    """As a browser does that hands a link to the desktop."""
    application = Gio.DesktopAppInfo.new(NAME + ".desktop")
    assert application.launch_uris([link], None), "the desktop could not open the link"


def pid():
    """Of the process that owns the wallet's name; None: nobody does."""
    try:
        return _ask_bus("GetConnectionUnixProcessID", GLib.Variant("(s)", (NAME,))).unpack()[0]
    except GLib.Error:
        return None


def command_lines():
    """What any process of this computer shows of itself to every other."""
    found = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/cmdline", "rb") as file:
                found.append(file.read().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            pass  # it has ended, or is another user's
    return found

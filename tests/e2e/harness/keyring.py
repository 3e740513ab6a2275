"""The person's keychain (the session's Secret Service), as a keychain manager uses it."""
import base64

from gi.repository import Gio, GLib

_SERVICE, _ROOT = "org.freedesktop.secrets", "/org/freedesktop/secrets"
_COLLECTION = _ROOT + "/collection/login"


class Keyring:
    def __init__(self):
        self._bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        _, self._session = self._service("OpenSession", GLib.Variant("(sv)", ("plain", GLib.Variant("s", ""))))

    def _call(self, path, interface, method, arguments):
        return self._bus.call_sync(_SERVICE, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE,
                                   10_000).unpack()

    def _service(self, method, arguments):
        return self._call(_ROOT, "org.freedesktop.Secret.Service", method, arguments)

    def lock(self):
        self._service("Lock", GLib.Variant("(ao)", ([_COLLECTION],)))

    def unlock(self):
        """With the person's password, as at log-in."""
        secret = (self._session, b"", b"test-password", "text/plain")
        self._call(_ROOT, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword",
                   GLib.Variant("(o(oayays))", (_COLLECTION, secret)))

    def items(self):
        """{item: its value} of everything that is in it."""
        unlocked, _ = self._service("SearchItems", GLib.Variant("(a{ss})", ({},)))
        found = {}
        for path in unlocked:
            [attributes] = self._call(path, "org.freedesktop.DBus.Properties", "Get",
                                      GLib.Variant("(ss)", ("org.freedesktop.Secret.Item", "Attributes")))
            [(_, _, value, _)] = self._call(path, "org.freedesktop.Secret.Item", "GetSecret",
                                            GLib.Variant("(o)", (self._session,)))
            value = bytes(value)
            found[attributes["user"]] = base64.b64decode(value) if attributes.get("type") == "base64" else value
        return found

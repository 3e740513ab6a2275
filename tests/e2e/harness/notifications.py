"""The desktop's notification service (org.freedesktop.Notifications), as one that shows notes with buttons."""
import threading

from gi.repository import Gio, GLib

from .waiting import until

_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_INTERFACE = f"""<node><interface name="{_NAME}">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{{sv}}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>"""


class Note:
    """One notification: `title`, `text`, and its buttons by what they say."""

    def __init__(self, number, title, text, actions):
        self.number, self.title, self.text = number, title, text
        self.buttons = {label: key for key, label in zip(actions[::2], actions[1::2]) if key != "default"}


class Notifications:
    """Owns the name from the start; answers in a thread of its own, since the test waits in its."""

    def __init__(self, journal):
        self._journal = journal
        self._notes = []
        self._count = 0
        self._bus = None
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(ready,), daemon=True).start()
        assert ready.wait(10), "the name was not to be had"

    def _serve(self, ready):
        context = GLib.MainContext.new()
        context.push_thread_default()
        # A connection of its own: the shared one answers in whatever thread asked for it first.
        self._bus = Gio.DBusConnection.new_for_address_sync(
            Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION),
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        interface = Gio.DBusNodeInfo.new_for_xml(_INTERFACE).interfaces[0]
        self._bus.register_object(_PATH, interface, self._called, None, None)
        Gio.bus_own_name_on_connection(self._bus, _NAME, Gio.BusNameOwnerFlags.NONE, lambda *_: ready.set(), None)
        GLib.MainLoop.new(context, False).run()

    def _called(self, _bus, _sender, _path, _interface, method, arguments, call):
        if method == "GetCapabilities":
            return call.return_value(GLib.Variant("(as)", (["actions", "body"],)))
        if method == "CloseNotification":
            number, = arguments.unpack()
            self._journal.line("notification", f"{number} is taken back")
            self._notes = [each for each in self._notes if each.number != number]
            self._bus.emit_signal(None, _PATH, _NAME, "NotificationClosed", GLib.Variant("(uu)", (number, 3)))
            return call.return_value(None)
        _, replaces, _, title, text, actions, _, _ = arguments.unpack()
        self._count += 1
        note = Note(replaces or self._count, title, text, actions)
        self._notes = [each for each in self._notes if each.number != note.number] + [note]
        self._journal.line("notification", f"{title}: {text} {sorted(note.buttons)}")
        return call.return_value(GLib.Variant("(u)", (note.number,)))

    def shown(self):
        """What is on screen, the newest last: a note that takes another's place is one note."""
        return list(self._notes)

    def find(self, text, timeout=20.0):
        """Waits for the note that says `text`."""
        return until(lambda: next((note for note in self._notes if note.text == text), None), f"a note says “{text}”", timeout)

    def press(self, note, label):
        self._journal.line("press", f"notification button “{label}”")
        self._bus.emit_signal(None, _PATH, _NAME, "ActionInvoked", GLib.Variant("(us)", (note.number, note.buttons[label])))

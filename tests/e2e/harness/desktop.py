"""The desktop as assistive technology sees it (AT-SPI), and its keyboard.

Widgets are found by accessible name and role; what a screen reader cannot find, this cannot either. `name` is a text
that must match whole, or a compiled pattern that must be found in it. A role is AT-SPI's ("push button", "check box",
"text", "list item" …).
"""
import re
import subprocess

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  the version comes first

from .waiting import until  # noqa: E402

_MAX_NODES = 6000


class Missing(LookupError):
    """No such widget now."""


def _matches(wanted, text):
    if wanted is None:
        return True
    text = text or ""
    return bool(wanted.search(text)) if isinstance(wanted, re.Pattern) else wanted == text


class Widget:
    """One accessible object. Its methods are what a person could do."""

    def __init__(self, node, journal):
        self._node = node
        self._journal = journal

    @property
    def name(self):
        return self._node.get_name() or ""

    @property
    def description(self):
        return self._node.get_description() or ""

    @property
    def role(self):
        return self._node.get_role_name()

    def has(self, state):
        """`state`: a name such as "enabled", "checked", "focused", "showing"."""
        return self._node.get_state_set().contains(getattr(Atspi.StateType, state.upper()))

    def text(self):
        """What a text field holds; of other widgets the name."""
        content = self._node.get_text_iface()
        return Atspi.Text.get_text(content, 0, -1) if content else self.name

    def value(self):
        return Atspi.Value.get_current_value(self._node.get_value_iface())

    def press(self):
        """Presses a button, toggles a box, follows a link. Waits until it is enabled."""
        until(lambda: self.has("enabled") and self.has("showing"), f"{self} can be pressed")
        action = self._node.get_action_iface()
        if action is None:
            raise AssertionError(f"{self} offers no action")
        names = [Atspi.Action.get_action_name(action, index).lower() for index in range(Atspi.Action.get_n_actions(action))]
        for wanted in ("press", "click", "toggle", "activate", "showmenu", "setfocus"):
            if wanted in names:
                self._journal.line("press", f"{self}")
                Atspi.Action.do_action(action, names.index(wanted))
                return
        raise AssertionError(f"{self} has only the actions {names}")

    def focus(self):
        component = self._node.get_component_iface()
        until(lambda: Atspi.Component.grab_focus(component) and self.has("focused"), f"{self} takes the focus")

    def type(self, text, secret=False, shown=None):
        """Types with real keys after taking the focus and clearing what is there. `shown`: what the field makes of it."""
        self.focus()
        self._journal.line("type", f"{self}: {'•' * len(text) if secret else text}")
        _xdotool("key", "--clearmodifiers", "ctrl+a")
        _xdotool("type", "--clearmodifiers", "--delay", "4", text)
        if not secret:
            shown = text if shown is None else shown
            until(lambda: self.text() == shown, f"{self} holds {shown!r} (now {self.text()!r})")

    def click(self, button=1, double=False):
        """A real click of the mouse in the middle, for what has no action of its own (rows of a list)."""
        box = Atspi.Component.get_extents(self._node.get_component_iface(), Atspi.CoordType.SCREEN)
        self._journal.line("click", f"{self}")
        _xdotool("mousemove", str(box.x + box.width // 2), str(box.y + box.height // 2))
        _xdotool("click", *(["--repeat", "2", "--delay", "60"] if double else []), str(button))

    def pick(self, *keys):
        """Opens a combo box's list, moves in it with `keys` and takes what is reached. It waits for the list, which takes
        the keys only once it is there."""
        self.click()
        until(self._unfolded, f"{self} opens its list")
        self._journal.line("key", f"{self}: {' '.join(keys)} Return")
        _xdotool("key", "--clearmodifiers", *keys, "Return")
        until(lambda: not self._unfolded(), f"{self} closes its list")

    def _unfolded(self):
        try:
            self._node.clear_cache()
            return self.has("expanded")
        except GLib.Error:
            return False  # what was picked took it away

    def choose(self, name):
        """Selects the row, item or tab called `name` below this widget."""
        _find_in(self._node, name, None, self._journal).click()

    def children(self):
        return [Widget(node, self._journal) for node in _children(self._node)]

    def find(self, name=None, role=None, timeout=20.0):
        return until(lambda: _find_in(self._node, name, role, self._journal), f"{role or 'widget'} {name} in {self}", timeout)

    def tree(self):
        """The tree below as lines, for messages."""
        return "\n".join(_lines(self._node))

    def __str__(self):
        try:
            return f"{self.role} “{self.name}”"
        except GLib.Error:
            return "a widget that is gone"


class Desktop:
    """All applications of the session; `application` narrows to the one of that accessible name."""

    def __init__(self, journal, application=None):
        self._journal = journal
        self._application = application

    def _roots(self):
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for node in _children(desktop):
            if self._application is None or _matches(self._application, node.get_name()):
                yield node

    def _find(self, name, role, showing, fits=lambda node: True):
        for root in self._roots():
            for node in _walk(root):
                if _is(node, name, role) and (not showing or _shows(node)) and fits(node):
                    return Widget(node, self._journal)
        raise Missing(f"no {role or 'widget'} called {name}")

    def find(self, name=None, role=None, timeout=20.0, showing=True):
        """Waits for a widget and answers it."""
        wanted = name.pattern if isinstance(name, re.Pattern) else name
        return until(lambda: self._find(name, role, showing), f"a {role or 'widget'} called “{wanted}” shows", timeout)

    def press(self, name, role=None, timeout=20.0):
        """Never a label of the same name: a page's title may say what the button says that leads there."""
        until(lambda: self._find(name, role, True, _acts), f"“{name}” shows and can be pressed", timeout).press()

    def shows(self, name=None, role=None):
        """Whether such a widget shows now."""
        try:
            return bool(self._find(name, role, True))
        except Missing:
            return False

    def wait_gone(self, name=None, role=None, timeout=20.0):
        until(lambda: not self.shows(name, role), f"{role or 'widget'} {name} goes away", timeout)

    def key(self, *keys):
        """Real keys to whatever has the focus: `key("ctrl+l")`."""
        self._journal.line("key", " ".join(keys))
        _xdotool("key", "--clearmodifiers", *keys)

    def tree(self):
        return "\n".join(line for root in self._roots() for line in _lines(root))


def _xdotool(*words):
    subprocess.run(["xdotool", *words], check=True, stdout=subprocess.DEVNULL)


def _children(node):
    try:
        found = [node.get_child_at_index(index) for index in range(node.get_child_count())]
    except GLib.Error:
        return []  # it went away while we looked
    return [child for child in found if child is not None]


def _walk(root):
    queue, seen = [root], 0
    while queue and seen < _MAX_NODES:
        node = queue.pop(0)
        seen += 1
        yield node
        queue += _children(node)


def _shows(node):
    try:
        return node.get_state_set().contains(Atspi.StateType.SHOWING)
    except GLib.Error:
        return False


def _acts(node):
    try:
        action = node.get_action_iface()
        return action is not None and Atspi.Action.get_n_actions(action) > 0
    except GLib.Error:
        return False


def _is(node, name, role):
    try:
        return (role is None or node.get_role_name() == role) and _matches(name, node.get_name())
    except GLib.Error:
        return False


def _find_in(root, name, role, journal):
    for node in _walk(root):
        if node is not root and _is(node, name, role) and _shows(node):
            return Widget(node, journal)
    raise Missing(f"no {role or 'widget'} called {name}")


def _lines(root, depth=0):
    try:
        yield f"{'  ' * depth}{root.get_role_name()} “{root.get_name()}”{'' if _shows(root) else ' (hidden)'}"
    except GLib.Error:
        return
    for child in _children(root):
        yield from _lines(child, depth + 1)

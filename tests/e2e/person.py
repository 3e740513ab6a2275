"""What a person does with the wallet and the browser; the scenarios are made of these."""


def sign_in(scene, browser, provider, who):
    """The identity provider's own pages, in the browser that the wallet opened."""
    person = scene.sandbox.person(who, provider)
    scene.links.take(browser)
    browser.fill("#username", person["username"])
    browser.fill("#password", person["password"], secret=True)
    browser.picture("sign-in-page")
    browser.click("#sign-in")


def second_factor(scene, browser, who="aicha"):
    """As `sign_in` at NorthBank ID, which now wants its second factor too; the password only if its session is over."""
    scene.links.take(browser)
    browser.settle()
    if browser.shows("#username"):
        person = scene.sandbox.person(who, "north-bank-id")
        browser.fill("#username", person["username"])
        browser.fill("#password", person["password"], secret=True)
        browser.click("#sign-in")
    browser.fill("#otp", scene.sandbox.party("north-bank-id")["second_factor"], secret=True)
    browser.click("button.full")


def first_run(scene, browser, who="aicha"):
    desktop, journal = scene.wallet.desktop, scene.journal
    journal.step("The wallet starts for the first time")
    desktop.find("Get started", timeout=40)
    journal.screenshot("first-run")
    desktop.press("Get started")
    journal.step("Choose how to sign in")
    desktop.find("Sign in with NorthBank ID")
    journal.screenshot("choose-provider")
    desktop.press("Sign in with NorthBank ID")
    journal.step("Sign in at the provider, in the browser")
    sign_in(scene, browser, "north-bank-id", who)
    desktop.find("Yes, this is me")
    journal.screenshot("is-this-you")
    desktop.press("Yes, this is me")


def finish_first_run(scene):
    desktop, journal = scene.wallet.desktop, scene.journal
    journal.step("You are in; the networks are joined in the background")
    desktop.find("Go to my wallet", timeout=30)
    journal.screenshot("you-are-in")
    desktop.press("Go to my wallet")


def connect_source(scene, browser, identifier, name, who="aicha"):
    desktop, journal = scene.wallet.desktop, scene.journal
    journal.step(f"Connect a data source: {name}")
    desktop.press("Sources")
    desktop.press(f"Connect {name}")
    person = scene.sandbox.person(who, identifier)
    scene.links.take(browser)
    browser.fill("#username", person["username"])
    browser.fill("#password", person["password"], secret=True)
    browser.click("#sign-in")
    browser.wait_for("#allow")
    browser.picture("source-page")
    browser.click("#allow")
    desktop.find("Yes, this is me")
    journal.screenshot("source-is-this-you")
    desktop.press("Yes, this is me")
    desktop.wait_gone("Yes, this is me")


def add_profile(scene, network, name):
    desktop, journal = scene.wallet.desktop, scene.journal
    journal.step("The person adds a profile")
    desktop.press("Settings")
    journal.screenshot("one-profile")
    desktop.press(f"Add a profile at {network}")
    desktop.find("Name of the profile").type(name)
    journal.screenshot("naming")
    desktop.press("Add")
    desktop.find(f"{name}: Rename…", timeout=30)
    journal.screenshot("two-profiles")


def settle(scene, who="aicha", **browser_options):
    """From nothing to a person who is signed in and has City Hospital connected. Answers the browser."""
    if not scene.sandbox:
        scene.start_sandbox()
    browser = scene.start_browser(**browser_options)
    scene.start_wallet()
    first_run(scene, browser, who)
    finish_first_run(scene)
    connect_source(scene, browser, "city-hospital", "City Hospital", who)
    return browser


def begin(scene, browser, query="offer=immunizations"):
    """Asks a client to fetch the data, in a new tab; it ends at the network's page, before the wallet."""
    scene.journal.step("A client asks for data, in the browser")
    browser.open_tab(scene.sandbox.url("immunize-me") + "/start?" + query)
    browser.wait_for("#wallet-open")


def ask(scene, browser, query="offer=immunizations"):
    """As `begin`, and on to the wallet's waiting page."""
    begin(scene, browser, query)
    browser.picture("network-page")
    browser.click("#wallet-open")
    browser.wait_for_text("Look at your wallet")
    browser.picture("waiting-page")


def open_request(scene):
    """Opens the request that waits, so that it is asked in full."""
    scene.journal.step("The wallet asks")
    scene.wallet.desktop.press("Open", timeout=20)
    scene.wallet.desktop.find("Allow")
    scene.journal.screenshot("prompt")

"""An earlier program on the wallet's port left a service worker in the person's browser: it is gone once the browser's
update check has met the wallet, and the person signs in as if it had never been there (profile 4.1)."""
import http.server
import threading
import time

import person
import scenario
from harness.waiting import until

PAGE = b"""<!doctype html><title>Planting</title><p id=state>planting</p><script>
navigator.serviceWorker.register('/worker.js', {scope: '/'}).then(() => navigator.serviceWorker.ready)
  .then(() => { document.getElementById('state').textContent = 'planted' })</script>"""
WORKER = b"""self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(clients.claim()))
self.addEventListener('fetch', event => event.respondWith(
  new Response('<p>Read by the worker: ' + event.request.url + '</p>', {headers: {'Content-Type': 'text/html'}})))"""


class EarlierProgram(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body, kind = (WORKER, "text/javascript") if self.path == "/worker.js" else (PAGE, "text/html")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        pass


def plant(browser, port):
    program = http.server.ThreadingHTTPServer(("127.0.0.1", port), EarlierProgram)
    threading.Thread(target=program.serve_forever, daemon=True).start()
    try:
        browser.goto(f"http://127.0.0.1:{port}/plant")
        browser.wait_for_text("planted")
    finally:
        program.shutdown()
        program.server_close()


def play(scene):
    scene.start_sandbox()
    port = scene.sandbox.network["wallet_port"]
    browser = scene.start_browser()
    scene.journal.step("An earlier program plants a service worker, and ends")
    plant(browser, port)
    page = f"http://127.0.0.1:{port}/callback/north-bank-id"
    browser.goto(page)
    browser.wait_for_text("Read by the worker")

    scene.journal.step("The wallet has the port now: the first visit meets the worker, its update check the wallet")
    scene.start_wallet()
    scene.wallet.desktop.find("Get started", timeout=40)
    visits = 0

    def met_the_wallet():
        nonlocal visits
        visits += 1
        time.sleep(3)  # the browser puts its check off while the worker has something to do
        browser.goto(page)
        return "Back to your wallet" in browser.text()

    until(met_the_wallet, "a visit reaches the wallet itself", 60)
    scene.journal.line("visits", f"{visits} until the wallet answered")
    assert browser.run("return navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    scene.journal.step("Signing in goes to the wallet")
    person.first_run(scene, browser)
    person.finish_first_run(scene)


if __name__ == "__main__":
    scenario.run(play)

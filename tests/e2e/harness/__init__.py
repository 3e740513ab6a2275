"""Drives the real application and a real browser from outside, the way a person does.

`desktop` presses what the accessibility tree shows, `browser` is a Chromium behind its WebDriver, `sandbox` the network
that both talk to, `wallet` the application. Whoever uses it begins with `session.enter()`. Every wait is for a condition,
with a time-out that says what was awaited and leaves a screenshot; nothing sleeps for a fixed time.
"""

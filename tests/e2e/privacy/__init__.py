"""The detector of docs/privacy.md: what an authorization server received, searched for what it must not know."""

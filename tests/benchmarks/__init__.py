"""What the pages cost, measured through the connection a browser uses. See docs/performance.md."""

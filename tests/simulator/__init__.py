"""The simulator, as two independent clients and a browser see it."""

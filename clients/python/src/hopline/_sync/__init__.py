"""Made from `_async` by `make_sync.py`, but for `runtime.py`."""

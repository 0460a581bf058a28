"""The edge for asyncio. `_sync` is made from it by `make_sync.py`; what differs between them is `runtime.py` alone."""

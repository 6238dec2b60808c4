"""What a good row of a nominee list is: from cells to nominations, without a database (pure)."""

from awards.rows.identity import fingerprint, order_key, search_text

__all__ = ["fingerprint", "order_key", "search_text"]

"""What a good row of a nominee list is: from cells to nominations, without a database (pure)."""

from awards.rows.identity import LONGEST_NAME, fingerprint, folded_name, order_key, search_text

__all__ = ["LONGEST_NAME", "fingerprint", "folded_name", "order_key", "search_text"]

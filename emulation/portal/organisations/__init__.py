"""The pages of the register of organisations, people and posts.

They stand here and not in `emulation.organisations` because whom they let in follows from accounts, which lie
above organisations (docs/architecture.md, who may import whom).
"""

"""What changes the register: instruments, legal grounds, and the warnings of a coming end."""

"""The pages of the register: instruments, the base salary, legal grounds."""

"""What bin/bench measures, and the load it makes."""

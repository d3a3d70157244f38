"""What comes into the tracker as a file, and what leaves it as one."""

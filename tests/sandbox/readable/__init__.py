"""What can be read, and what cannot: the cases of docs/what-can-be-read.md."""

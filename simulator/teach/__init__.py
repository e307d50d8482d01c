"""Teaching: lessons, marking, and the laboratory in a browser."""

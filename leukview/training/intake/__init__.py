"""How people bring their own labelled images: tables or folders, a class map, splits, and a watch for leaks."""

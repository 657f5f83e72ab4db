"""What the window's views show, without Qt."""

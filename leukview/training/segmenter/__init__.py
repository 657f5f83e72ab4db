"""Make and measure the learned segmenter."""

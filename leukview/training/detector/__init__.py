"""Make and measure the detector."""

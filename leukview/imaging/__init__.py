"""Read, crop and measure pixels: numpy and OpenCV only."""

"""Recipes, data, augmentation, loops and metrics that make and measure weights."""

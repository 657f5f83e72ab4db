"""The analysis pipelines, composed of segmentation, detection and classifiers."""

"""Why a network made a call: Grad-CAM."""

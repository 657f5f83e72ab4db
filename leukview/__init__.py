"""LeukView: review of blood smears with explained, counted and audited calls.

Importing this package loads neither Qt nor torch; both are imported by the layers that need them.
For Research Use Only. Not for use in diagnostic procedures.
"""

__version__ = "0.1.0"

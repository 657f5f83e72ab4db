"""Networks, their weights and manifests. Torch is imported by the modules here, never by the package itself."""

"""Third-party engines. Each is imported in one module or folder, so that a new release of it concerns only that."""

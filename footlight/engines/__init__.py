"""Third-party engines, each behind one small module: a new release of one is one file's concern."""

"""Functions that make records through the services; sane defaults, the test states only what matters."""

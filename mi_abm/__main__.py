"""`python -m mi_abm` is `mi-abm`."""

from mi_abm.cli import main

if __name__ == "__main__":
    main()

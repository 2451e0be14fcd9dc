"""Allow `python -m mi_abm.describe FILE.md...`: renew the generated parts of Markdown files."""

import sys

from mi_abm.describe.markdown import main

main(sys.argv[1:])

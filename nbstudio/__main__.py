"""`python -m nbstudio`: the same as the command `nbstudio`."""

import sys

from nbstudio.door import main

if __name__ == "__main__":
    sys.exit(main())

"""``python -m kith``."""

import sys

from kith.config.cli import main

sys.exit(main())

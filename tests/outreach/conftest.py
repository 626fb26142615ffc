"""The small town of the directory's tests."""

from tests.directory.conftest import shed as shed
from tests.directory.conftest import town as town

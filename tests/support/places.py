"""Where things are that tests look at."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
CONTENT = PROJECT / "content"
TESTS = PROJECT / "tests"
DEMO = TESTS / "demo"
# Four townships of two counties, as uneven as real ones.
CROOKED = TESTS / "crooked"

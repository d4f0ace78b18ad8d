"""Scanned pages to what a page shows (`pdf/page.py`): set upright, its stamps taken out, its text recognised."""

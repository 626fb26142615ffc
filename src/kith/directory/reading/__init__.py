"""Reading other directories: what they send, in whichever of its shapes, becomes entries in the standard's words.

Plain functions over plain values: nothing here reads a row, and nothing writes one.
"""

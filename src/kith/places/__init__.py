"""The tree of places, their boundaries, postcodes and hours: whose place is this?"""

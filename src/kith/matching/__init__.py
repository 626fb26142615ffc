"""Who is eligible, what a match costs and whom to ask first. Pure functions, no database."""

from kith.matching.area import Homes, RoughArea, homes_grid, how_far, rough_area
from kith.matching.chance import History, Past, band_of, part_of
from kith.matching.choose import Ranked, chance_of, how_many, next_few, rank
from kith.matching.eligible import Level, Obstacle, eligible, is_named, obstacles
from kith.matching.facts import Candidate, Slot, Wanted, day_part

__all__ = [
    "Candidate",
    "History",
    "Homes",
    "Level",
    "Obstacle",
    "Past",
    "Ranked",
    "RoughArea",
    "Slot",
    "Wanted",
    "band_of",
    "chance_of",
    "day_part",
    "eligible",
    "homes_grid",
    "how_far",
    "how_many",
    "is_named",
    "next_few",
    "obstacles",
    "part_of",
    "rank",
    "rough_area",
]

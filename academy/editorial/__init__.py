"""The house style of a curriculum: what an editor would otherwise have to watch in every lesson by hand.

`text_files` says whether a folder can be loaded; this says whether it is fit to print. No database.
"""

from .checks import proofread
from .style import STYLE, HouseStyle, read_style

__all__ = ["STYLE", "HouseStyle", "proofread", "read_style"]

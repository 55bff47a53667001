"""Words that are names as well, and so tell nobody apart where they are written as words."""

from typing import Final

from roleplay.text.clauses import FUNCTION_WORDS


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


COMMON: Final = FUNCTION_WORDS | _words(
    "ace amber angel april art ash august autumn baker banks bee bell best bill bin bird black "
    "blue bond bright brook brown bush case cash chance charity chase christian church clay come "
    "cook cooper cross crystal dad daisy dale dawn day days dean dear deep den destiny dim "
    "drew duke early east easy eve fair faith fan field fields fine first fisher ford forest fox "
    "frank free friday friend frost fun gates gay glad gold golden good grace grand grant gray "
    "great green grey guy hall hand hang happy hard hardy harmony harper hay head heath heather "
    "hi hill holiday holly home honest honor honour hood hope hot house hung hunt hunter "
    "ivy jack jade job joy judge june justice keen key kid kind king kit lad lady lake lamb "
    "lane large last law lay left let lie light lily little loan long lord love low lucky "
    "major man march mark marks marsh mason max melody men merit merry mercy miles mill miller "
    "mind miss monday money moon morning moss mum nan new nice noble north nurse oh ok okay old "
    "olive page pan park parker past pat patience pay peace pearl penny pepper pin ping "
    "porter power precious price pride prince queen quick rain ran ray reach read red rest rice "
    "rich right ring rise river rivers road rob robin rock rose round ruby rush sad sage sale "
    "sandy sang say see seen sharp short silver sing sir sit sky small smart snow "
    "song sorry south spring star stern stone storm story strong sue summer sun sunday sung sunny "
    "sure swan sweet swift tan tea temple ten thank thanks tie tin town trace tree trip "
    "true trust turner van violet wade walker wall war ward waters way well wells west white "
    "wild win wing winter wise wish wolf won wood woods words work worth yes young"
)
"""Those that people write in replies at work: no list of all such names, which has no end."""

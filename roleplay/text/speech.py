"""How people at work ask, feel and make small talk, as patterns over one clause in lower case.

Modest lists, made while reading the concerns of the rated scenes. They only need to
be right about what is common: a clause that no pattern knows is a fact.
"""

import re
from typing import Final

from roleplay.text.clauses import COMMANDS, words_of

FACT: Final = "fact"
FEELING: Final = "feeling"
NEED: Final = "need"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_ONE_OF_US: Final = r"\b(?:i|we)(?: really| just| only| simply| do| still| also| honestly| now)*"
_THEM: Final = r"(?:somebody|someone|anybody|anyone)"

_SMALL_TALK: Final = _any(
    r"^(?:(?:have|got|do|did) you (?:got |have )?|you have |got )?(?:just )?"
    r"(?:a|one|two|five|half a) (?:quick )?(?:sec|second|minute|min|moment|mo|word)s?\b.{0,25}$",
    r"^(?:have|got|do) you (?:got |have )?(?:a|one|two|five) (?:\w+ )?(?:sec|second|min|mo|moment)",
    r"^(?:can|could|may|might) i (?:ask|borrow you|bother|break in|bring|cut in|grab you"
    r"|have a word|interrupt|raise)",
    r"^i(?:'m)? (?:really )?(?:appreciate|aware|can see|know|realise|realize|see|understand) "
    r"(?:that )?(?:you|it's|it is|this is|how busy|everyone)",
    r"^(?:i )?(?:don't|didn't|do not) (?:like|mean|want) to (?:a|be rude|bother|disturb|interrupt)",
    r"^(?:hang on|hold on|how are you|i hope you|hope you|it's me|me again|nice to|you'll forgive)",
    r"^(?:sorry|hello|hi|hey|good (?:morning|afternoon|evening)|morning)\b.{0,40}$",
    r"^it's (?:only|just) a (?:\w+ )?(?:question|thing)",
    r"^i need a (?:\w+ )?favour$",
    r"^can you (?:come here|hear me|look up|talk)\b",
    r"^(?:a )?quick (?:one|question)\b",
    r"^don't hang up",
    r"^i(?:'m| am) not going to (?:lie|pretend|raise|shout)",
    r"^i(?:'ll| will) be (?:brief|honest|quick)\b",
)
_WHO_I_AM: Final = re.compile(  # case counts: "it's Dana from payroll", not "it's stuck in bay 4"
    r"^(?:[Ii]t's|[Tt]his is|I'm|I am|[Mm]y name is)(?: [A-Z]\w+){1,2}"
    r"(?: (?:at|from|in|over)\b.*)?$"
)
_RHETORICAL: Final = _any(
    r"\bwhat more do you\b",
    r"\bwho do you think\b",
    r"^do you (?:people|lot|guys|even|ever|actually|know)\b",
    r"^(?:does|do|did|can|has) (?:anybody|anyone|nobody|no one)\b"
    r".*\b(?:actually|care|even|ever|in this|listen|over|read|scroll|think)\b",
    r"\bhow (?:difficult|hard|stupid|thick) (?:are|can|do|is)\b",
    r"\b(?:any idea how|too much to ask)\b",
    r"\bwhat(?:'s| is) wrong with you\b",
    r"^are you (?:people |lot )?(?:\w+ )?(?:blind|deaf|joking|kidding|serious)\b",
    r"^what do you (?:expect|think)\b",
    r"^(?:believe it or not|guess what|what a (?:joke|mess|surprise))\b",
    r"^(?:is this a joke|is this how|isn't it|isn't that|who in|why do i (?:even )?bother)\b",
)
_NEED: Final = _any(
    r"^(?:\w+,? ){0,2}?(?:can|could|would|will) (?:i|it|one of|somebody|that|they|this|we|you)\b",
    rf"^(?:\w+ ){{0,2}}?(?:can|could|would|will) (?:{_THEM}|your|the)\b.*\?",
    r"\bplease\b",
    rf"{_ONE_OF_US} (?:ask|demand|expect|insist|need|require|want)\b",
    rf"{_ONE_OF_US}(?:'d| would) (?:appreciate|be (?:glad|grateful|happy)|like|love|prefer)\b",
    r"\bi'm (?:asking (?:for|that|whether|you)|begging|hoping)\b",
    r"\bi wish (?:to|you)\b",
    r"\b(?:all|what) (?:i|we) (?:ask|need|want)\b",
    r"\b(?:let me know|tell me)\b",
    r"\b(?:any chance|is it possible)\b",
    r"\bis there (?:any|a|some)(?:thing|one|body| way| chance)\b",
    r"\b(?:would|it'd|it would) (?:it )?(?:be possible|help)\b",
    r"\b(?:got|has|have|must|needs?|ought)(?: got)? to (?:be|stop)\b",
    r"\bmust (?:be|go|have)\b",
    r"\b(?:either|or|unless) (?:i go|somebody|someone|we go|you|your)\b",
    rf"\b(?:{_THEM}|you|you lot|you people|your \w+) "
    r"(?:(?:has|have|needs?|ought)(?: got)? to|must|should)\b",
    r"^(?:how|what|when|where|which|why)\b.*\?$",
    r"^who (?:can|do|does|had|has|is|knows|should|will)\b.*\?$",
    r"^(?:am|are|did|do|does|has|have|is|should) .*\?$",
)
_REFUSED: Final = _any(
    r"\b(?:do not|didn't|don't|never|not) (?:just |really )?(?:ask|expect|need|want|wish)"
)
_FEELING_WORD: Final = _any(
    r"\b(?:afraid|angry|annoy(?:ed|ing)|anxious|ashamed|awful|awkward|bad about|beg)\b",
    r"\b(?:begging|bitter|confus(?:ed|ing)|cross|cry|crying|desperate)\b",
    r"\b(?:demoralis(?:ed|ing)|demotivat\w+|disappoint\w+|disgrace\w*|disrespect\w*|distress\w*)\b",
    r"\b(?:done being|drain(?:ed|ing)|dread\w*|embarrass\w*|exhaust(?:ed|ing)|flustered)\b",
    r"\b(?:frantic|frazzled|frighten\w*)\b",
    r"\b(?:frustrat\w*|fuming|furious|goosebumps|gutted|heartbroken|helpless|horrible|horrified)\b",
    r"\b(?:humiliat\w*|hurt(?:s|ful)?|ignored|insult(?:ed|ing)|jumpy|livid|lonely|miserable)\b",
    r"\b(?:mortified|nervous|offended|outraged|overwhelm\w*|panic\w*|proud|rattled|relieved)\b",
    r"\b(?:ridiculous|sad|scared|shak(?:ing|en|y)|shame|shattered|sick|silly|small|stress\w*)\b",
    r"\b(?:stuck in the middle|stupid|terrible|terrified|tired|uncomfortable|uneasy|unfair)\b",
    r"\b(?:unhappy|upset|upsetting|useless|wearing me|worn (?:down|out|thin)|worr(?:y|ied|ying))\b",
    r"\b(?:worst|wound up)\b",
)
_ABOUT_ME: Final = _any(
    r"\b(?:i|i'[mvd]e?|i'll|we|we'[rv]e|me|my|myself|us|our)\b",
    r"\b(?:it's|feels?|getting|makes?|made|that's)\b",
)
_FEELING: Final = _any(
    r"\b(?:fed up|had enough|had it|in tears|los(?:e|ing) my mind|not fair)\b",
    r"\b(?:sick|tired) (?:and tired |to death )?of\b",
    r"\bcan(?:'t|not) (?:bear|believe|see straight|sleep|stand|think straight)\b",
    r"\blike (?:an?|the) (?:\w+ ){0,2}(?:amateur|beggar|child|clown|criminal|fool|fraud|idiot|liar"
    r"|nuisance|relation|servant|thief)\b",
    r"\blooks? like (?:fool|idiot)s\b",
    r"\b(?:i|we|i'm|we're)(?: just| really| honestly| do| also| starting to| beginning to)* "
    r"feel(?:ing)?\b",
    r"\b(?:i|we) (?:just |really |absolutely )?(?:dread|hate|resent)\b",
    r"\bfeel(?:s|ing)? (?:as|like)\b",
    r"\bi could (?:cry|scream|spit|weep)\b",
    r"\bmy (?:hands|heart|knees|nerves|patience|stomach)\b",
    r"\bgetting (?:a bit|properly|really|to me)\b",
    r"\bthe ones? who (?:gets?|has|have|looks?)\b",
    r"\b(?:i|we) (?:just |really )?(?:don't|do not) (?:really )?"
    r"(?:appreciate|deserve|enjoy|like|want)\b",
    r"\bi'm (?:done|(?:just|not|only) (?:an?|your))\b",
    r"\bend of my (?:rope|tether|wits?)\b",
    r"\b(?:starting|beginning) to (?:feel|think|wonder)\b",
    r"\b(?:breaks my heart|drives? (?:me|us)|nobody (?:asked|cares|listens|thinks of))\b",
    r"\b(?:go(?:es|ne)? cold|not sleeping|running out of|shook|sink through|sweating|went cold)\b",
    r"\bwrecked\b",
    r"\b(?:didn't|don't) dare\b",
    r"\b(?:glar|laugh|look|scream|shout|star|yell)\w* at (?:me|us)\b",
    r"\bgave (?:\w+ ){1,3}word\b",
    r"\btreat(?:ed|ing|s)? (?:as|like|me|us)\b",
)
OPENERS: Final = re.compile(
    r"(?:(?:(?:(?:good )?(?:morning|afternoon|evening)|hi|hello|hey)(?: there| all| [A-Z]\w+){0,2}"
    r"|(?:(?:so |very |really |i'm |i am )*sorry|apologies|excuse me|pardon me)"
    r"(?: to (?:barge|be|bother|break|butt|disturb|interrupt|jump|trouble)[\w ]{0,25}"
    r"| (?:about|for) (?:before|that|the (?:bother|interruption)|this)|,? (?:again|me again))?"
    r"|(?:i )?(?:don't like|don't mean|hate) to (?:barge|be|bother|disturb|interrupt)[\w ]{0,25}"
    r"|actually|ah|basically|believe me|enough|fine|frankly|great|guess what|hang on|honestly"
    r"|i mean|i swear|i tell you|knock,? knock|listen|look(?: here)?|no|now|oh|ok|okay|perfect"
    r"|please|rejected|right|seriously|thank you|thanks|to be honest|well|wonderful|yeah|yes"
    r"|you know(?: what)?)\s*(?:[,.!:;]+\s*)+"
    r"|(?:also|and|because|but|honestly|or|plus|so|then|well|yet)\s+"
    r"|(?:listen|look),?\s+(?=(?:he|i|it|she|that|there|they|this|we|you)\b))+",
    re.IGNORECASE,
)
"""What leads up to a clause: greetings, apologies for the interruption, fillers, conjunctions."""

CLOSERS: Final = re.compile(
    r"(?:,?\s+(?:am i right|and guess what|by the way|do you hear(?: me)?|honestly|i guess"
    r"|i don't mind telling you|i suppose|i swear|if i'm (?:fair|honest)|to be (?:fair|honest)"
    r"|you know))+(?=[.!?]*$)",
    re.IGNORECASE,
)
"""What trails after a clause."""

TELLING: Final = _any(
    r"\b[0-9][\w.,:]*",
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty)\b",
    r"\b(?:fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|dozen|twice|second|third|fourth)\b",
    r"\b(?:fifth|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july)\b",
    r"\b(?:august|september|october|november|december|today|tomorrow|tonight|yesterday|noon)\b",
    r"\b(?:midnight|morning|afternoon|evening|weeks?|months?|days?|hours?|minutes|o'clock)\b",
    r"\b(?:since|until|till|before)\b",
)
"""Words that make a clause worth saying back: numbers and times."""

CONSEQUENCE: Final = _any(
    r"\b(?:again|because|broken|cancelled|closed|down|empty|failed|gone|if|late|lose|lost|missing)\b",
    r"\b(?:never|no one|nobody|not|nothing|only|otherwise|still|stopped|stuck|unless|waiting)\b",
    r"\b(?:without|wrong|cannot|\w+n't)\b",
)
"""Words for what went wrong and what follows from it."""

OPEN_QUESTION: Final = re.compile(r"(?:how|what|where|who|why)\b", re.IGNORECASE)


def is_filler(clause: str) -> bool:
    """Whether a clause only opens the talk, or asks what nobody is meant to answer."""
    text = clause.lower()
    found = _SMALL_TALK.search(text) or _RHETORICAL.search(text) or _WHO_I_AM.search(clause)
    return found is not None


def kind_of(clause: str) -> str:
    """Whether a clause tells a fact or a feeling, or asks for something: a need."""
    text = clause.lower()
    command = next(iter(words_of(text)), "") in COMMANDS
    if (command or _NEED.search(text)) and not _REFUSED.search(text):
        return NEED
    if _FEELING.search(text) or (_FEELING_WORD.search(text) and _ABOUT_ME.search(text)):
        return FEELING
    return FACT

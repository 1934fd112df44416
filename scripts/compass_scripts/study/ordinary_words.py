"""Words that need no explanation when they have a capital letter, and words that are names, too.

English, because most interviews that we know are; a roster adds those of its own language
(``words:``). The lists are short on purpose: a word that is missing costs a look in the review.
"""

from __future__ import annotations

_ALWAYS_TEXT = """
i monday tuesday wednesday thursday friday saturday sunday january february march april june july
august september october november december ok okay
"""
ALWAYS = frozenset(_ALWAYS_TEXT.split())
"""Written with a capital wherever they stand."""

MONTHS = frozenset({"may", "march", "april", "june", "august", "january", "july", "october"})
"""Months that people are named after."""

_TITLES_TEXT = """
dr doctor prof professor mr mrs ms miss mx sir dame lord lady saint st
"""
TITLES = frozenset(_TITLES_TEXT.split())
"""A name follows them: they do not make a longer title of it."""

_STARTERS_TEXT = """
a aah able about above absolutely across actually add after afterwards again against ago agreed ah
aha all almost alone along already alright also although always am amazing among amongst an and
another answers any anybody anyhow anyone anything anyway anyways anywhere apart apparently are
aren around as ask at away awesome back basic basically be because become been before behind being
believe below besides better between beyond big both bottom brilliant bring build building but by
bye call came can cannot certainly change check clearly click come coming communication
contributing contributors cool correct could couldn create currently days definitely depending
depends despite did didn different do does doesn doing don done down due during each earlier early
easy either else email enough er erm especially essentially etc even eventually ever every
everybody everyone everything everywhere exactly except explain fair fantastic feel few fifteen
fifty figure finally find fine first five follow for forty four fourteen frankly free from fun
funny further general generally get getting give given go god goes going gone gonna good goodbye
got gotta great guess had hadn half happy hard has hasn have haven having he hear hello help her
here hers herself hey hi him himself his hm hmm hold honestly hopefully hours how however huh
hundred i if imagine important in indeed initial initially instead interesting interestingly
interviews into is isn it its itself join just keep kind knew know knowing large last lastly late
later learn learning least leave left less let lets like likely listen literally little local look
looking lot lots lovely low luckily made main mainly make making many maybe me mean meanwhile
meeting members mention mhm minor minutes mm mmm months more moreover most mostly move much
multiple must my myself naturally near nearly neither never nevertheless newcomers next nice nine
no nobody none nope nor normally not note nothing now nowadays nowhere number obviously
occasionally of off often oh old on once one ones only onto open or originally other others
otherwise ought our ours ourselves out over overall own pardon part particular particularly past
people perfect perhaps personally pick play plus point possible possibly press presumably pretty
previously probably provide pull push put questions quite random rather reading real really recent
recently regarding remember right run running said same saw say saying says second see seeing
seems send sent set seven several shall share she should shouldn show similar similarly simple
simply since single sit six sixty so some somebody somehow someone something sometimes somewhat
somewhere soon sorry sort speaking special specific stand start still stop strange stuff such
suddenly suggest super support suppose sure surely take taking talk teach tell ten test than thank
thankfully thanks that the their theirs them themselves then there therefore these they thing
things think thinking third thirty this those though thought three through throughout thus till
time times to today together tomorrow tonight too took top totally toward towards tried true truly
try trying turn twelve twenty two typically uh ultimately um under understand unfortunately unless
unlike until up upon us use used using usual usually various very via wait walk want wanted was
wasn watch way we weeks welcome well went were weren what whatever when whenever where whereas
wherever whether which while who whoever whole whom whose why with within without won wonderful
wondering work working works workshops would wouldn wow write writing yeah year years yep yes
yesterday yet you your yours yourself yourselves yup zero
"""
STARTERS = frozenset(_STARTERS_TEXT.split())
"""Ordinary at the start of a sentence."""

_ALSO_NAMES_TEXT = """
abbey ace ally amber angel angels april arch archer art ash august autumn bailey baker banks barb
basil bath battle bay bean bear beau bell belle berry best bill binder bird bishop bit black
blossom blue bob bolt bond book books boot boston bow brand bridge bridges bright brook brooks
brown bruce buck bud bull bunny bush butler buzz candy carol carpenter carter case cash castle
chad chance chapel chapman charity chase cherry chip chips christian chuck church clay clever
cliff close cloud clover cole colt cook cooper coral cork cotton court crane cricket crow crystal
curry daisy dale dash dawn day days deal dean destiny dick dollar dolly don dot dove drew duck
duke earl east easter eden ever eve exeter fair faith farmer fern field fields finch fire fish
fisher fleet flint flora flower flowers ford forest fork forge fort foster fox frank frost gale
gardener gates gay gene gill ginger glen gold golden goose grace grand grant graves gray green
grey griffin guy hall ham hand hardy harmony harry harvest hatch haven hawk hazel head heather
heath heaven hedge herb heron hicks high hill hills hook hope horn house hub hull hunt hunter ice
iris iron ivory ivy jack jade jam jar jasmine java jay jean jewel jet job john joy judge julia
jungle june junior just kale kernel key keys kind king kings kit kitty knight lab lake lamb lance
land lane lark laurel law lawn leaf legend lily lime lincoln line lion liberty lock long lotus
love luck mace maple mar march marina mark market marks marsh mars mason max may melody mercy
merry mike miles mill miller mint miss misty mobile moon moor morning moss mount mountain nail
nelly nest new newton nice nick night noble noel norm north oak ocean olive opal orange orchid
otter page pages palm park parker parks pat patience paul pay peace peach pearl peg penny pepper
perry pet petal pierce pike pine pip piper pitt place plum poet pole pool poor pope poppy port
porter potter pound power price priest prince prior prose prudence python queen rain rainbow raven
ray read ready reading red reed reef reel rich rick ridge ring ripe river rivers rob robin rock
rod rose rough ruby rugby ruff rush russet rust rusty sage sally sand sandy sandwich saw scala
scout sea seal severe shade sharp shaw shell shepherd short silver singer sky skip slack sky small
smart smith snow solo south spark sparrow spring star stark starling steel stella stephen sterling
stew stone stones storm street string strong sue summer summers sun sunday sunny swan sweet swift
tab tanner taylor temple terry thorn tiger tim to tom town trinity troy true tucker turkey turner
union urban van vale valley victor victory viola violet virgin virtue vine wade walker wall walls
ward ware warren wash waters watt way weaver webb well wells west wheat wheeler white wick will
willow win winter wise wolf wood woods woody worth wren wright york young zen zoom university
institute college school centre center department faculty team group project society library city
county village north-west community network foundation lab labs
"""
ALSO_NAMES = frozenset(_ALSO_NAMES_TEXT.split())
"""Ordinary words that are names of people, places or projects, too: a name in the roster that is
one of them is never replaced where it may be the word."""

ORDINARY = STARTERS | ALSO_NAMES | ALWAYS

"""People's own words, and the words a directory would have used. Tables only; ``queries/asked`` looks in them.

A line holds what somebody may write, parted by ``|``, and the words to look for besides. Written by hand, from how
people talk on the phone. Whoever misses a word adds it here: a test reads every line, and the relevance figures
(``./kith bench search``) say whether it helped. A phrase counts wherever its words stand together; it is compared
without capitals, accents and endings, so "died" also stands for "dying" only where both are written.
"""

from __future__ import annotations

THEIRS: tuple[tuple[str, str], ...] = (
    # Loss
    (
        "died|has died|my wife died|my husband died|lost my wife|lost my husband|lost my mum|lost my dad|lost my son|"
        "lost my daughter|lost my baby|passed away|widow|widowed|widower|funeral|since she died|since he died|death|"
        "grieving|miscarriage|stillborn",
        "bereavement|grief|loss",
    ),
    # On one's own
    (
        "lonely|on my own|all alone|alone|nobody to talk to|no one to talk to|see nobody|no friends|make friends|"
        "meet people|new here|new in town|just moved|company|isolated|somebody to sit with|visit my mum|pop in|"
        "cup of tea with someone|chat",
        "befriending|company|friendship|social|talking bench|coffee morning|lunch club",
    ),
    (
        "someone to talk to|somebody to talk to|need to talk|just talk|listen to me|listen",
        "listening|befriending|counselling|talking",
    ),
    # Mind
    (
        "cant cope|can't cope|feeling low|low|down in the dumps|sad all the time|anxious|anxiety|panic|panic attacks|"
        "worry all the time|nerves|depressed|depression|head is a mess|stressed|burnt out|breakdown|cry all the time|"
        "dont want to get up|get out of bed|mental health|too much",
        "mental health|counselling|wellbeing|talking therapy",
    ),
    ("cant sleep|can't sleep|not sleeping|awake all night|insomnia", "sleep|wellbeing|mental health"),
    ("angry all the time|lose my temper|temper|anger", "anger management|counselling"),
    # Money
    (
        "skint|no money|money worries|cant pay|can't pay|pay the bills|bills|owe|owe money|in debt|bailiff|bailiffs|"
        "loan shark|credit card|behind with|arrears|gas bill|electric bill|council tax",
        "debt advice|money advice",
    ),
    (
        "benefits|universal credit|uc|pip|dla|esa|attendance allowance|sanctioned|dwp|claim|forms to fill|fill in form|"
        "fill in a form|fill in forms|disability money|pension credit|what can i claim|entitled to",
        "benefits advice|welfare rights|form filling",
    ),
    (
        "hungry|no food|nothing to eat|food parcel|foodbank|cant afford food|empty fridge|feed the kids|feed my kids|"
        "cheap food|free food",
        "food bank|food|community fridge|pantry",
    ),
    (
        "cold at home|freezing|heating|cant heat|damp|mould|draughty|warm|keep warm|energy bill",
        "warm space|energy advice|warm homes|heating",
    ),
    # A roof
    (
        "homeless|nowhere to live|nowhere to sleep|sofa surfing|evicted|eviction|kicked out|landlord|rent|housing|"
        "council house|a place to live|tenancy",
        "housing advice|homelessness|tenancy",
    ),
    # Safety
    (
        "he hits me|hits me|scared of my husband|scared of my partner|scared to go home|abusive|abuse|controlling|"
        "beats me|violent|leave him",
        "domestic abuse|refuge",
    ),
    ("bullied|bullying|picked on", "bullying|young people"),
    # Body
    ("fat|lose weight|overweight|diet|slim", "weight management|healthy eating"),
    (
        "get fit|get moving|exercise|keep fit|unfit|stiff|aches|sore back|bad back|bad knees|bad hip|sore joints|"
        "something gentle|out of breath|stay active|move more",
        "exercise|gentle exercise|chair exercise|walking|tai chi",
    ),
    (
        "fall over|falls|unsteady|wobbly|balance|scared of falling",
        "falls prevention|strength and balance|chair exercise",
    ),
    ("walk|walks|stroll|go for a walk|walk the dog|ramble", "walking group|walking"),
    ("stop smoking|give up smoking|quit smoking|fags|vape|vaping|cigarettes", "stop smoking|smoking"),
    ("drink too much|drinking|booze|alcoholic|sober|on the drink", "alcohol|recovery|drug and alcohol"),
    ("drugs|addict|addicted|clean|heroin|weed|cannabis|gear", "drugs|recovery|drug and alcohol"),
    ("gamble|gambling|betting|bookies|slots|fruit machine", "gambling|addiction|recovery"),
    ("cancer|chemo|chemotherapy", "cancer support"),
    ("stroke|had a stroke", "stroke support"),
    ("diabetes|diabetic|blood sugar", "diabetes"),
    ("deaf|hard of hearing|cant hear|hearing aid|hearing aids", "hearing loss|deaf|lip reading"),
    ("blind|going blind|cant see|bad eyes|sight|poor sight|macular", "sight loss|visual impairment"),
    ("wheelchair|mobility scooter|get about|cant walk|cant walk far", "mobility|disability|step-free|transport"),
    ("autistic|autism|adhd|aspergers", "autism|neurodiversity"),
    ("learning difficulties|slow learner|learning disability", "learning disability"),
    # Memory, caring
    (
        "forgets|forgetting|forgetful|losing her memory|losing his memory|memory|alzheimers|alzheimer's|dementia|"
        "confused mum|mum repeats",
        "dementia|memory cafe|memory",
    ),
    (
        "look after my mum|look after my dad|look after my wife|look after my husband|looking after|caring for|carer|"
        "i care for|need a break|a break from caring|look after my son|sit with my|sitter",
        "carers|respite|carer support",
    ),
    ("look after my mum at school|young carer|kid who cares", "young carers"),
    # Families
    (
        "baby|newborn|toddler|toddlers|little ones|mums|mum and baby|new mum|new dad|playgroup|stay and play|"
        "breastfeeding",
        "parent and toddler|baby group|parents|family",
    ),
    (
        "kids|children|half term|school holidays|something for the kids|my kids",
        "children|family|youth club|holiday club",
    ),
    ("teenager|teenagers|my teenage son|my teenage daughter|my teen|youth|young person", "young people|youth club"),
    ("dad|dads|fathers", "dads|fathers|parents"),
    (
        "divorce|split up|separated|break up|custody|access to my children",
        "relationship support|family mediation|legal advice",
    ),
    ("solicitor|lawyer|legal|my rights|court", "legal advice"),
    # Language, newcomers
    (
        "english class|english classes|english lessons|learn english|speak english|my english|better english|"
        "english is bad|talk english",
        "ESOL|English classes|English for speakers of other languages",
    ),
    (
        "refugee|asylum|asylum seeker|visa|home office|immigration|ukrainian|syrian|afghan",
        "refugees|asylum|immigration advice",
    ),
    (
        "read and write|cant read|cant write|reading|spelling lessons|learn to read",
        "adult literacy|basic skills|English and maths",
    ),
    ("maths|sums|numbers", "numeracy|basic skills"),
    # Work, learning, screens
    ("job|jobs|find work|out of work|unemployed|cv|interview|redundant|sacked", "employment support|job club|work"),
    (
        "computer|computers|laptop|tablet|ipad|internet|online|mobile phone|smartphone|my phone|email|wifi|video call|"
        "zoom",
        "digital help|computer classes|digital skills",
    ),
    ("volunteer|volunteering|help out|give something back|lend a hand", "volunteering"),
    # Getting about, home
    (
        "lift to|a lift|get to hospital|get to the doctors|get to the doctor|hospital appointment|no bus|no car|"
        "cant drive|driver|taxi|ring and ride",
        "community transport|transport|volunteer drivers",
    ),
    ("shopping done|get my shopping|cant get to the shops|pick up shopping", "shopping|befriending|good neighbours"),
    (
        "odd jobs|handyman|light bulb|grab rail|change a bulb|fix my|small repairs|diy",
        "handyperson|home repairs|repair",
    ),
    ("garden is a mess|cut the grass|mow|hedge", "gardening help|handyperson"),
    ("hoard|hoarding|clutter|too much stuff", "hoarding|decluttering"),
    ("meals brought|hot meal|cant cook|meals on wheels|dinner brought", "meals on wheels|lunch club|community meals"),
    ("mend|mended|repair|fix|broken toaster|broken", "repair cafe|repair"),
    ("furniture|sofa|bed|cooker|fridge freezer|washing machine", "furniture|household goods"),
    ("clothes|school uniform|winter coat|shoes", "clothing bank|school uniform"),
    ("nappies|pram|cot", "baby bank|baby"),
    # Things to do
    ("sing|singing|choir|choirs", "singing|choir|music"),
    (
        "make things|woodwork|wood|tools|tinker|mending clocks|workshop|men's shed|mens shed|something with my hands",
        "shed|woodwork|craft",
    ),
    ("knit|crochet|sew|sewing|craft|crafts|knitting", "craft|knitting|sewing"),
    ("paint|painting|draw|art", "art|craft"),
    ("grow|growing|allotment|garden|gardening|plants|dig", "gardening|community garden|allotment"),
    ("cook|cooking|bake|baking", "cooking|healthy eating"),
    ("dance|dancing", "dance"),
    ("swim|swimming|pool", "swimming"),
    ("cards|bridge|chess|bingo|board games|games", "games|social"),
    ("books|book|read books|reading group", "reading group|library|book club"),
    (
        "old people|pensioner|pensioners|retired|over 60|elderly|older people|my nan|my gran|my grandad",
        "older people|over 60s",
    ),
    ("gay|lesbian|trans|lgbt|queer|bi", "LGBT+"),
    ("army|navy|raf|served|ex army|veteran|veterans|forces", "veterans|armed forces"),
    ("farm|farmer|farming", "farmers|farming|rural"),
    ("prison|came out of prison|inside|probation", "ex-offenders|resettlement"),
    ("church|pray|prayer|faith|mosque", "faith|church"),
    ("pet|pets|dog|cat|vet bill", "pets|animals"),
)

# Words that say nothing of what is looked for.
EMPTY = frozenset((
    "bad", "day", "days", "feel", "feeling", "house", "new", "nothing", "other", "sit", "till", "want",
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "anybody", "anyone", "anything", "are",
    "around", "as", "at", "be", "because", "been", "being", "but", "by", "can", "cannot", "cant", "come", "could",
    "do", "does", "doing", "dont", "for", "from", "get", "getting", "give", "go", "going", "got", "had", "has",
    "have", "having", "he", "help", "helps", "her", "here", "hers", "him", "his", "how", "i", "id", "if", "ill",
    "im", "in", "into", "is", "it", "its", "ive", "just", "know", "like", "local", "looking", "lot", "lots", "me",
    "meet", "more", "most", "mum", "my", "myself", "near", "nearby", "need", "needs", "no", "not", "now", "of",
    "off", "on", "one", "or", "our", "out", "own", "people", "person", "place", "please", "really", "she", "should",
    "since", "so", "some", "somebody", "someone", "something", "somewhere", "still", "such", "than", "that", "the",
    "their", "them", "then", "there", "these", "they", "thing", "things", "this", "to", "too", "try", "up", "us",
    "very", "want", "wants", "was", "we", "well", "were", "what", "when", "where", "which", "while", "who", "whose",
    "why", "will", "with", "without", "would", "year", "years", "you", "your", "group", "groups", "service",
    "services", "support",
))  # fmt: skip

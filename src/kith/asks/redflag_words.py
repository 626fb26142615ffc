"""The words of danger, per danger and language. Tables only: ``redflags`` folds them and looks for them.

Each phrase is looked for from the start of a word, without accents, capitals or apostrophes, so a phrase may be the
beginning of one. Generous on purpose: a false alarm costs a phone call.
"""

from __future__ import annotations

# English, as patterns over folded text in which every can't, cannot and carnt reads "cant".
ENGLISH: dict[str, str] = {
    "chest pain": (
        r"(?:chest|heart) (?:\w+ ){0,3}(?:pa?ia?ns?|hurt\w*|tight\w*|ach\w*|crush\w*|pressure)\b|"
        r"(?:pa?ia?ns?|tightness|ache|pressure) (?:\w+ ){0,3}(?:chest|heart)\b|tight chest|heart attack|"
        r"crushing pain|"
        r"pains? (?:\w+ ){0,3}left arm"
    ),
    "cannot breathe": (
        r"cant (?:\w+ ){0,2}(?:breath\w*|catch (?:\w+ )?breath)|"
        r"(?:difficulty|trouble|struggl\w+|hard|problems?|fighting) (?:\w+ ){0,2}breath\w*|short(?:ness)? of breath|"
        r"out of breath|breathless|gasping|(?:not|stopped|isnt) breathing|chok(?:es|ed|ing)|"
        r"(?:lips|face) (?:\w+ ){0,2}blue|blue lips|asthma attack"
    ),
    "stroke": (
        r"strokes?(?! (?:the|my|her|his|a) (?:cat|dog|kitten|puppy))|"
        r"face (?:\w+ ){0,3}(?:droop\w*|dropp\w*)|(?:one|left|right) side (?:\w+ ){0,3}(?:droop\w*|dropp\w*|"
        r"numb|weak)|"
        r"slurr\w+|cant (?:speak|talk) properly|cant (?:move|lift|feel) (?:\w+ ){0,2}(?:arm|leg|side)"
    ),
    "bleeding": (
        r"bleed(?:s|ing)?|bled|blood (?:\w+ ){0,2}(?:everywhere|pouring|all over)|lots? of blood|losing blood|"
        r"(?:cough\w*|vomit\w*|spit\w*|sick\w*|throw\w* up|poo\w*|pass\w*) (?:\w+ ){0,2}blood|h(?:a)?emorr?h?ag\w+"
    ),
    "not conscious": (
        r"uncons\w+|pass(?:ed|es|ing) out|(?:cant|wont|not|doesnt) (?:\w+ ){0,2}wak(?:e|ing)|"
        r"collaps\w+|faint(?:ed|ing|s)|unresponsive|not responding"
    ),
    "fallen": (
        r"(?:fall(?:en|s)?|fell|had a fall|tripped) (?:\w+ ){0,8}(?:cant|unable|not able|stuck|hurt|hip|leg|"
        r"head|floor|"
        r"stairs|ground)|cant (?:\w+ ){0,2}get (?:\w+ ){0,3}up\b|stuck (?:\w+ ){0,2}(?:floor|bath)|"
        r"(?:is|am|im|shes|hes|lying|been|laid|laying) (?:\w+ ){0,2}on (?:the )?floor|had a (?:bad |nasty )?fall|"
        r"(?:has|have|just|ive|shes|hes) (?:\w+ )?fallen"
    ),
    "overdose": r"over ?dos\w+|(?:took|taken|swallow\w*) (?:\w+ ){0,2}too many|poison\w*|(?:drank|swallowed) bleach",
    "fit or seizure": r"seizures?|(?:having|had) a fit\b|convuls\w+|epileptic fit",
    "severe allergy": r"anaphyla\w+|allergic reaction|throat (?:\w+ ){0,2}(?:closing|swelling|swollen)",
    "baby coming or ill": (
        r"in labou?r\b|waters? (?:have |has )?(?:broke|broken|gone)|contractions|"
        r"baby (?:\w+ ){0,3}(?:blue|floppy|limp|not breathing|not feeding|wont wake|rash)"
    ),
    "suicidal": (
        r"suicid\w*|kill(?:ing)? (?:my ?self|her ?self|him ?self|them ?selves)|end (?:it all|my life|her life|"
        r"his life|it)\b|"
        r"(?:want|wants|wanted|wish|wishes) (?:\w+ ){0,3}(?:to die|(?:was|were) dead)|"
        r"(?:dont|doesnt|not) want (?:\w+ )?to (?:live|be here|be alive|wake up|go on)|better off dead|"
        r"self ?harm\w*|cutting (?:my|her|him) ?self|no (?:reason|point) (?:\w+ )?(?:to live|living|going on|"
        r"in living)|"
        r"cant go on|cant take (?:it |this )?any ?more|hang (?:my|her|him) ?self"
    ),
    "being hurt by somebody": (
        r"(?:hit|hits|hitting|beat|beats|beating|punch\w*|kick\w*|slap\w*|strangl\w*|chok\w*|attack\w*|hurts|hurting|"
        r"threaten\w*) (?:me|us|her|him|the kids|the children|mum|my)\b|(?:was|been|being|got) (?:\w+ )?(?:hit|"
        r"beaten|"
        r"attacked|stabbed|strangled|threatened|hurt)\b|(?:scared|afraid|frightened|terrified) of (?:my|him|her|them|"
        r"what he)|(?:wont|not) let (?:me|her|us|him) (?:out|leave|go)|lock(?:s|ed) (?:me|her|us|him) in|"
        r"abus(?:e|ed|ing|ive)\b|domestic violence|raped?\b|sexual\w* assault\w*|knife|stabb\w+|violent"
    ),
    "fire": (
        r"(?:house|flat|kitchen|chimney|its|is|was) (?:is )?(?:on|in a) fire\b|fire in (?:the|my|her|his)|"
        r"smoke (?:\w+ ){0,3}(?:coming|everywhere|filling|from)|smell (?:\w+ )?burning|set (?:\w+ ){0,2}alight"
    ),
    "gas or fumes": (
        r"(?:smell\w*|smelt|stink\w*|reek\w*) (?:\w+ ){0,3}gas\b|gas (?:\w+ )?(?:smell\w*|leak\w*)|leak\w* gas|"
        r"carbon monoxide|co alarm"
    ),
    "no medicine": (
        r"(?:out|ran out|run out|running out|short|last) of (?:\w+ ){0,4}(?:insulin|inhalers?|medic\w+|meds|tablets|"
        r"pills|oxygen|morphine)|no (?:\w+ ){0,2}(?:insulin|inhaler|oxygen|medic\w+|meds|tablets|pills)\b|"
        r"(?:insulin|inhaler|oxygen|medic\w+|meds|tablets|pills) (?:\w+ ){0,3}(?:run out|ran out|finished|"
        r"all gone|gone|"
        r"used up|lost)|(?:not had|hasnt had|havent had|missed|without) (?:\w+ ){0,4}(?:insulin|inhaler|"
        r"medic\w+|meds|"
        r"tablets|pills|oxygen|dose)|last (?:\w+ )?(?:tablet|pill|dose|inhaler)|hypo\b|"
        r"(?:blood )?sugar (?:\w+ ){0,3}(?:low|high)"
    ),
    "no food": (
        r"no (?:\w+ ){0,2}food\b|nothing (?:\w+ ){0,2}(?:to )?eat\b|nothing in (?:the )?(?:fridge|house|cupboards?)|"
        r"(?:not|hasnt|havent|isnt|aint) (?:\w+ ){0,2}(?:eaten|eating|ate)|starv\w+|(?:out|run out|"
        r"ran out) of (?:\w+ )?food|"
        r"(?:empty|bare) (?:fridge|cupboards?)|(?:fridge|cupboards?) (?:is |are )?(?:empty|bare)|food has run out|"
        r"(?:no|out of|run out of) (?:\w+ ){0,2}(?:baby milk|formula|milk for (?:the |my )?baby)|so hungry|"
        r"(?:no|without|havent any|nothing to) (?:\w+ )?(?:water|drink)\b"
    ),
    "cold or no power": (
        r"no (?:\w+ )?(?:heating|heat|power|electric\w*)|(?:heating|boiler|power|electric\w*) (?:\w+ ){0,3}(?:broken|"
        r"broke|off|gone|out|packed up)|freezing (?:\w+ )?(?:cold|house|flat|in)|hypotherm\w*|(?:too|so) cold to|"
        r"cant (?:get|keep) warm|meter (?:has )?run out"
    ),
    "very confused or missing": (
        r"(?:very|really|suddenly|so) confused|wander\w* (?:off|about|outside|the street)|gone missing|(?:is|"
        r"been) missing|"
        r"doesnt know (?:who|where) (?:she|he|i|we)|delirious|hallucinat\w*"
    ),
    "very ill": (
        r"sepsis|rash (?:that )?(?:wont|doesnt|not) fade|severe pain|agony|unbearable pain|terrible pain|"
        r"in so much pain|"
        r"(?:cant|not) (?:keep (?:\w+ )?down|swallow)|(?:temperature|fever) (?:\w+ ){0,3}(?:40|41|39|high)|"
        r"high (?:fever|"
        r"temperature)|head injury|bang(?:ed)? (?:\w+ )?head|hit (?:my|her|his) head|broken (?:hip|leg|arm|neck)|"
        r"(?:scald|burn)(?:ed|t|s)? (?:my|her|his|badly)|electrocut\w*|catheter (?:\w+ ){0,2}(?:blocked|out)"
    ),
    "nobody has seen them": (
        r"(?:not|hasnt|havent|nobody has|no one has) (?:\w+ ){0,2}(?:seen|heard from|answered)|"
        r"(?:not|isnt|wont|no|doesnt) (?:\w+ )?answer(?:ing)?(?: (?:the|her|his))?(?: (?:door|phone))?|"
        r"(?:curtains?|milk|post) (?:\w+ ){0,3}(?:still (?:shut|drawn|closed)|piling)"
    ),
    "nowhere to sleep": (
        r"nowhere (?:\w+ )?(?:to )?(?:sleep|stay|go|live)|sleep\w* (?:rough|outside|in (?:the|my|a|her|"
        r"his) (?:car|van|street|"
        r"doorway|tent))|(?:kicked|thrown|chucked) (?:me |us |her |him )?out|evict\w* (?:today|tonight|tomorrow)|"
        r"homeless (?:tonight|now)"
    ),
    "children alone": r"(?:child|children|kids|baby|toddler) (?:\w+ ){0,3}(?:alone|by themselves|on their own|"
    r"unattended)",
    "asks for an ambulance": r"ambulance|\b999\b|emergency|life or death|dying",
}

# Words of the patterns above that people misspell. One slip in a short one, two in a long one, is still the word.
_OFTEN_MISSPELT = (
    "chest breathe breathing breath breathless bleeding suicide suicidal unconscious collapsed fainted "
    "insulin inhaler medication medicine tablets oxygen overdose seizure ambulance emergency choking fallen "
    "threatened strangled nothing freezing heating electricity starving allergic anaphylaxis haemorrhage "
    "attacked violent breathlessness confused burning smoke"
)
OFTEN_MISSPELT = tuple(_OFTEN_MISSPELT.split())
# Real words, and places near here, that lie within one slip of a word above.
_NOT_SLIPS = (
    "anything barking bathing beating bedding bleating breath breathe breathing breaths breeding bunting "
    "burying carving cheat chess chests chew choke choosing chosen confide confuse cooking earning eating "
    "falling fallow farthing feeding freeing heading hearing heathing inhalers joking learning medicines "
    "meeting morning needing nothing pleading reading running seating seeding smokes sneezing something "
    "squeezing staring starting stewing stoke tables tablet teaching turning weeding wheezing"
)
NOT_SLIPS = frozenset(_NOT_SLIPS.split())

OTHERS: dict[str, dict[str, str]] = {
    "chest pain": {
        "ar": "ألم في الصدر|ألم في صدر|وجع في صدر|وجع في الصدر|صدري يؤلم|يؤلمني صدري|نوبة قلبية|ألم بالصدر|وجع بصدر",
        "cy": "poen yn fy mrest|boen yn fy mrest|boen yn y frest|boen yn ei brest|poen yn y frest|"
        "poen yn y fron|poen yn ei brest|poen yn ei frest|poenau yn|trawiad ar y galon",
        "pl": "ból w klatce|bóle w klatce|boli mnie klatka|boli mnie serce|boli w klatce|zawał|ból serca|kłuje w sercu",
        "uk": "біль у груд|біль в груд|болить у груд|болить груд|болить серце|серцевий напад|інфаркт|боль в груди",
        "ro": "durere în piept|dureri în piept|mă doare pieptul|doare în piept|mă doare inima|infarct|atac de cord",
        "pt": "dor no peito|dores no peito|dói o peito|dói-me o peito|aperto no peito|ataque cardíaco|enfarte|infarto",
        "fr": "douleur à la poitrine|douleur dans la poitrine|douleurs à la poitrine|douleurs dans la poitrine|"
        "mal à la poitrine|mal au cœur et|crise cardiaque|infarctus|poitrine serrée",
        "bn": "বুকে ব্যথা|বুকে ব্যাথা|বুকে চাপ|হার্ট অ্যাটাক",
        "pa": "ਛਾਤੀ ਵਿੱਚ ਦਰਦ|ਛਾਤੀ ਵਿਚ ਦਰਦ|ਛਾਤੀ ਦਰਦ|ਦਿਲ ਦਾ ਦੌਰਾ",
        "tr": "göğüs ağrı|göğsüm ağrı|göğsümde ağrı|göğsü ağrı|göğsünde ağrı|kalp krizi|göğsüm sıkış",
    },
    "cannot breathe": {
        "ar": "لا أستطيع التنفس|لا استطيع أن أتنفس|ما أقدر أتنفس|مش قادر أتنفس|لا يستطيع التنفس|لا تستطيع التنفس|"
        "صعوبة في التنفس|ضيق تنفس|ضيق في التنفس|يختنق|اختناق|أختنق",
        "cy": "methu anadlu|trafferth anadlu|anhawster anadlu|allan o wynt|ddim yn gallu anadlu|yn tagu",
        "pl": "nie mogę oddychać|nie może oddychać|trudności z oddychaniem|trudno mi oddychać|duszę się|"
        "dusi się|duszności|"
        "brak tchu",
        "uk": "не можу дихати|не може дихати|важко дихати|задихаюс|задихаєть|не дихає|не могу дышать",
        "ro": "nu pot respira|nu pot să respir|nu poate respira|nu poate să respire|respir greu|respiră greu|"
        "nu mai respir|mă sufoc|se sufocă",
        "pt": "não consigo respirar|não consegue respirar|falta de ar|dificuldade em respirar|"
        "dificuldade para respirar|"
        "sem ar|não respira|sufocar|engasgad",
        "fr": "peux pas respirer|peux plus respirer|peut pas respirer|peut plus respirer|arrive pas à respirer|"
        "arrive plus à respirer|narrive pas à respirer|narrive plus à respirer|mal à respirer|difficultés à respirer|"
        "difficulté à respirer|étouffe|essoufflé|respire plus",
        "bn": "শ্বাস নিতে পারছ|শ্বাস নিতে কষ্ট|শ্বাসকষ্ট|দম বন্ধ|নিঃশ্বাস নিতে",
        "pa": "ਸਾਹ ਨਹੀਂ|ਸਾਹ ਲੈਣ|ਸਾਹ ਚੜ੍ਹ|ਸਾਹ ਘੁੱਟ|ਦਮ ਘੁੱਟ",
        "tr": "nefes alam|nefes darlığı|nefes almakta|nefesim kesil|nefes almıyor|boğuluyor",
    },
    "stroke": {
        "ar": "جلطة|سكتة دماغية|سكتة|وجهه مائل|شلل",
        "cy": "strôc|wyneb wedi disgyn",
        "pl": "udar|opadła twarz|bełkocze|paraliż",
        "uk": "інсульт|перекосило обличчя|паралізувало",
        "ro": "accident vascular|are un atac cerebral|gura strâmbă|paralizat",
        "pt": "avc|derrame cerebral|um derrame|boca torta",
        "fr": "avc|attaque cérébrale|visage paralysé|bouche tordue",
        "bn": "স্ট্রোক|মুখ বেঁকে",
        "pa": "ਸਟ੍ਰੋਕ|ਸਟਰੋਕ|ਅਧਰੰਗ",
        "tr": "felç|inme geçir|inme indi|beyin kanama|yüzü kaydı",
    },
    "bleeding": {
        "ar": "نزيف|ينزف|تنزف|أنزف|دم كثير|الدم لا يتوقف",
        "cy": "gwaedu|colli gwaed|llawer o waed",
        "pl": "krwawi|krwotok|krwawienie|leci krew|dużo krwi",
        "uk": "кровотеч|стікає кров|кров не зупин|багато крові|йде кров",
        "ro": "sângerează|sângerez|sângerare|hemoragie|curge sânge|mult sânge",
        "pt": "a sangrar|sangrando|sangramento|hemorragia|muito sangue|sangra",
        "fr": "saigne|hémorragie|perd du sang|perds du sang|beaucoup de sang",
        "bn": "রক্তপাত|রক্ত পড়|রক্ত ঝর|রক্ত বন্ধ",
        "pa": "ਖੂਨ ਵਗ|ਖ਼ੂਨ ਵਗ|ਲਹੂ ਵਗ|ਖੂਨ ਨਿਕਲ",
        "tr": "kanama|kanıyor|kan kaybed|çok kan|kan geliyor",
    },
    "not conscious": {
        "ar": "فاقد الوعي|فقد الوعي|فقدت الوعي|فاقدة الوعي|مغمى|أغمي عليه|لا يستيقظ|لا تستيقظ",
        "cy": "anymwybodol|wedi llewygu|ddim yn deffro|methu deffro",
        "pl": "nieprzytomn|stracił przytomność|straciła przytomność|zemdlał|nie budzi się|nie mogę go obudzić|"
        "nie mogę jej obudzić",
        "uk": "знепритомн|без свідомості|втратив свідомість|втратила свідомість|не прокидає",
        "ro": "inconștient|a leșinat|și-a pierdut cunoștința|nu se trezește|am leșinat",
        "pt": "inconsciente|desmaiou|desmaiei|perdeu os sentidos|não acorda",
        "fr": "inconscient|évanoui|perdu connaissance|se réveille pas|se réveille plus",
        "bn": "অজ্ঞান|জ্ঞান হারি|জ্ঞান নেই|জ্ঞান ফির",
        "pa": "ਬੇਹੋਸ਼|ਹੋਸ਼ ਨਹੀਂ",
        "tr": "bilinci kapalı|bilincini kaybet|bayıldı|bayıldım|uyanmıyor|baygın",
    },
    "fallen": {
        "ar": "سقطت|سقط على|وقعت ولا|وقعت على|وقع على|لا أستطيع النهوض|لا يستطيع النهوض|لا تستطيع النهوض|على الأرض",
        "cy": "wedi cwympo|wedi syrthio|wedi disgyn|methu codi|ar y llawr",
        "pl": "upadłam|upadłem|upadł i|upadła i|upadł|przewrócił|nie mogę wstać|nie może wstać|leży na podłodze|"
        "leżę na podłodze",
        "uk": "впав|впала|упав|упала|не можу встати|не може встати|лежить на підлозі|лежу на підлозі",
        "ro": "am căzut|a căzut|nu mă pot ridica|nu se poate ridica|nu mă pot scula|e pe jos|întins pe jos",
        "pt": "caí e|caiu e|caiu no chão|caí no chão|no chão e não|não consigo levantar|não me consigo levantar|"
        "não consegue levantar|não se consegue levantar",
        "fr": "suis tombé|est tombé|peux pas me relever|peux plus me relever|peut pas se relever|"
        "peut plus se relever|"
        "par terre|allongé au sol",
        "bn": "পড়ে গেছ|পড়ে গিয়ে|উঠতে পারছ|মেঝেতে পড়ে",
        "pa": "ਡਿੱਗ|ਉੱਠ ਨਹੀਂ|ਫਰਸ਼ ਤੇ",
        "tr": "düştü|düştüm|kalkamıyor|ayağa kalkam|yerde yatıyor|yerde kaldı",
    },
    "suicidal": {
        "ar": "أريد أن أموت|أريد الموت|انتحار|سأنتحر|ينتحر|أقتل نفسي|لا أريد أن أعيش|أنهي حياتي",
        "cy": "hunanladd|lladd fy hun|lladd ei hun|eisiau marw|ddim eisiau byw|dim eisiau byw",
        "pl": "samobój|chcę umrzeć|chce umrzeć|zabić się|zabiję się|nie chcę żyć|nie chce żyć|skończyć ze sobą",
        "uk": "хочу померти|хоче померти|самогуб|вбити себе|вб'ю себе|не хочу жити|не хоче жити|покінчити з собою",
        "ro": "vreau să mor|vrea să moară|sinucid|suicid|să mă omor|nu mai vreau să trăiesc|să-mi iau viața",
        "pt": "quero morrer|quer morrer|suicid|matar-me|me matar|não quero viver|acabar com a vida|acabar com tudo",
        "fr": "envie de mourir|veux mourir|veut mourir|suicid|me tuer|se tuer|plus envie de vivre|en finir",
        "bn": "মরতে চাই|মরে যেতে চাই|আত্মহত্যা|বাঁচতে চাই না|নিজেকে শেষ",
        "pa": "ਮਰਨਾ ਚਾਹੁੰਦ|ਖੁਦਕੁਸ਼ੀ|ਖ਼ੁਦਕੁਸ਼ੀ|ਆਤਮਹੱਤਿਆ|ਜੀਣਾ ਨਹੀਂ ਚਾਹੁੰਦ",
        "tr": "ölmek isti|intihar|kendimi öldür|yaşamak istemiyor|canıma kıy",
    },
    "being hurt by somebody": {
        "ar": "ضربني|يضربني|تضربني|يضربها|يهددني|خائفة من زوجي|أخاف من زوجي|خائفة منه|يحبسني|اعتدى|سكين",
        "cy": "taro fi|bwrw fi|fy nharo|fy mwrw|fy mygwth|ofn fy ngŵr|cam-drin|fy ngharcharu",
        "pl": "bije mnie|uderzył mnie|pobił mnie|grozi mi|boję się męża|boję się go|przemoc|zgwałc|znęca się",
        "uk": "б'є мене|вдарив мене|побив мене|погрожує|боюся чоловіка|боюся його|насильств|зґвалт|б'є",
        "ro": "mă bate|m-a lovit|m-a bătut|mă amenință|mi-e frică de soț|mi-e frică de el|violență|viol",
        "pt": "bateu-me|bate-me|me bateu|me bate|ele bate|ameaça|tenho medo do meu marido|tenho medo dele|"
        "violência|violad|violou",
        "fr": "me frappe|ma frappé|me bat|ma battu|me menace|peur de mon mari|peur de lui|violence|violé|violée|"
        "couteau",
        "bn": "আমাকে মারে|আমাকে মেরে|মারধর|মারছে|হুমকি|স্বামীকে ভয়|ধর্ষণ",
        "pa": "ਮੈਨੂੰ ਮਾਰ|ਕੁੱਟ|ਧਮਕੀ|ਪਤੀ ਤੋਂ ਡਰ|ਬਲਾਤਕਾਰ",
        "tr": "beni dövüyor|beni dövdü|bana vur|dövüyor|tehdit|kocamdan kork|ondan kork|şiddet|tecavüz|bıçak",
    },
    "fire": {
        "ar": "حريق|البيت يحترق|دخان كثيف|نار في",
        "cy": "ar dân|tân yn y|mwg yn",
        "pl": "pożar|pali się|dym w mieszkaniu|dym w domu",
        "uk": "пожежа|горить будинок|горить квартира|дим у квартирі",
        "ro": "incendiu|foc în casă|foc în bucătărie|a luat foc|arde casa|fum în casă",
        "pt": "incêndio|fogo em casa|fogo na|casa a arder|pegou fogo|fumo em casa",
        "fr": "incendie|au feu|feu dans la|fumée dans",
        "bn": "আগুন লাগ|আগুন লেগ|ঘরে আগুন|ধোঁয়া",
        "pa": "ਅੱਗ ਲੱਗ|ਧੂੰਆਂ",
        "tr": "yangın|ev yanıyor|yanıyor|duman doldu",
    },
    "gas or fumes": {
        "ar": "رائحة غاز|رائحة الغاز|ريحة غاز|تسرب غاز|تسرب الغاز",
        "cy": "arogl nwy|oglau nwy|nwy yn gollwng|gollyngiad nwy",
        "pl": "czuć gaz|czuję gaz|zapach gazu|ulatnia się gaz|wyciek gazu|czad",
        "uk": "пахне газом|запах газу|витік газу|чадний газ",
        "ro": "miros de gaz|miroase a gaz|scurgere de gaz",
        "pt": "cheiro a gás|cheiro de gás|cheira a gás|fuga de gás|vazamento de gás",
        "fr": "odeur de gaz|sent le gaz|fuite de gaz|monoxyde",
        "bn": "গ্যাসের গন্ধ|গ্যাস লিক",
        "pa": "ਗੈਸ ਦੀ ਬਦਬੂ|ਗੈਸ ਦੀ ਬੋ|ਗੈਸ ਲੀਕ",
        "tr": "gaz kokusu|gaz kokuyor|gaz kaçağı|gaz kaçıyor",
    },
    "no medicine": {
        "ar": "لا يوجد أنسولين|ليس عندي أنسولين|نفد الأنسولين|انتهى الأنسولين|خلص الأنسولين|بدون أنسولين|"
        "ليس عندي دواء|"
        "لا يوجد دواء|نفد الدواء|انتهى الدواء|خلص الدواء|بدون دواء|لا دواء",
        "cy": "dim inswlin|heb inswlin|dim tabledi|heb feddyginiaeth|dim moddion|heb foddion|rhedeg allan o|"
        "dim meddyginiaeth",
        "pl": "nie mam insuliny|nie ma insuliny|skończyła się insulina|skończyła mi się insulina|brak insuliny|"
        "bez insuliny|nie mam leków|nie ma leków|skończyły się leki|skończyły mi się leki|bez leków|brak leków",
        "uk": "немає інсуліну|нема інсуліну|закінчився інсулін|без інсуліну|закінчились ліки|закінчилися ліки|"
        "немає ліків|нема ліків|без ліків",
        "ro": "nu mai am insulină|nu am insulină|fără insulină|nu mai am medicament|nu am medicament|fără medicament|"
        "s-a terminat insulina|s-au terminat medicament|nu mai are medicament|nu mai are insulină",
        "pt": "sem insulina|acabou a insulina|não tenho insulina|sem medicamento|sem medicação|sem remédio|"
        "acabaram os medicamentos|acabou o remédio|acabou a medicação|não tenho medicamento",
        "fr": "plus dinsuline|pas dinsuline|sans insuline|plus de médicament|pas de médicament|sans médicament|"
        "plus de ventoline",
        "bn": "ইনসুলিন নেই|ইনসুলিন শেষ|ইনসুলিন নাই|ওষুধ নেই|ওষুধ শেষ|ওষুধ নাই",
        "pa": "ਇਨਸੁਲਿਨ ਨਹੀਂ|ਇਨਸੁਲਿਨ ਖਤਮ|ਦਵਾਈ ਨਹੀਂ|ਦਵਾਈ ਖਤਮ|ਦਵਾਈ ਮੁੱਕ",
        "tr": "insülin yok|insülinim yok|insülinim bitti|insülin bitti|insülini bitti|ilaç yok|ilacım yok|"
        "ilacım bitti|"
        "ilaçlarım bitti|ilaç bitti|ilacı bitti|ilaçları bitti|ilaçsız",
    },
    "no food": {
        "ar": "لا يوجد طعام|لا طعام|ليس عندي طعام|ليس لدي طعام|ليس لدينا طعام|لا يوجد أكل|ما عندي أكل|لم آكل|لم أكل|"
        "لم يأكل|لم تأكل|جائع|جوعان|لا يوجد حليب للطفل",
        "cy": "dim bwyd|heb fwyta|heb fwyd|dim byd i fwyta|llwgu",
        "pl": "nie mam jedzenia|nie ma jedzenia|nie mamy jedzenia|nic do jedzenia|nie mam co jeść|nie ma co jeść|"
        "nie jadłam|nie jadłem|nie jadł|głoduj|brak jedzenia",
        "uk": "немає їжі|нема їжі|нічого їсти|нема що їсти|немає що їсти|не їла|не їв|голодн|голоду",
        "ro": "nu am mâncare|nu avem mâncare|nu are mâncare|nimic de mâncare|nu am mâncat|nu a mâncat|fără mâncare|"
        "îmi este foame|mi-e foame",
        "pt": "sem comida|nada para comer|não tenho comida|não temos comida|não tem comida|não comeu|não comi|"
        "passar fome|com fome",
        "fr": "rien à manger|plus à manger|plus de nourriture|pas de nourriture|pas mangé|plus rien à manger|"
        "ai faim|a faim|frigo est vide|frigo vide",
        "bn": "খাবার নেই|খাবার নাই|কিছু খাইনি|কিছু খায়নি|না খেয়ে|খাওয়ার কিছু নেই|ক্ষুধার্ত",
        "pa": "ਖਾਣ ਲਈ ਕੁਝ ਨਹੀਂ|ਖਾਣ ਨੂੰ ਕੁਝ ਨਹੀਂ|ਖਾਣਾ ਨਹੀਂ|ਭੋਜਨ ਨਹੀਂ|ਭੁੱਖ",
        "tr": "yiyecek yok|yemek yok|yiyeceğim yok|yiyecek bir şey yok|yemeğim yok|aç kaldı|açım|hiçbir şey yemedi|"
        "yemek yemedi",
    },
    "asks for an ambulance": {
        "ar": "إسعاف|الإسعاف|طوارئ|النجدة|حالة طارئة|أحتضر",
        "cy": "ambiwlans|argyfwng|yn marw",
        "pl": "karetk|pogotowie|nagły wypadek|umiera|ratunku",
        "uk": "швидка|швидку|невідкладн|рятуйте|помирає",
        "ro": "ambulanț|salvare|urgență|moare|pe moarte",
        "pt": "ambulância|emergência|socorro|a morrer|está morrendo",
        "fr": "ambulance|urgence vitale|secours|en train de mourir|samu",
        "bn": "অ্যাম্বুলেন্স|জরুরি|বাঁচাও|মারা যাচ্ছ",
        "pa": "ਐਂਬੂਲੈਂਸ|ਐਂਬੂਲੈਂਸ|ਐਮਰਜੈਂਸੀ|ਬਚਾਓ|ਮਰ ਰਹ",
        "tr": "ambulans|acil durum|imdat|ölüyor",
    },
}

"""The invented groups and services of the demo, one line of facts each. Values only; ``the_directory`` enters them."""

from __future__ import annotations

from dataclasses import dataclass

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WEEK = (MON, TUE, WED, THU, FRI)


@dataclass(frozen=True)
class GroupSpec:
    """One invented entry. ``on``: weekdays, opens, closes. ``until`` and ``checked`` are days from and before today."""

    place: str
    name: str
    who: str
    size: str
    said: str
    for_whom: str
    words: tuple[str, ...]
    on: tuple[tuple[tuple[int, ...], str, str], ...] = ()
    hall: str = ""
    off: tuple[float, float] = (0.0, 0.0)
    phone: str = ""
    fees: str = ""
    free: bool | None = None
    step_free: bool | None = None
    access: str = ""
    state: str = "open"
    until: int | None = None
    left: int | None = None
    pace: tuple[int, str] | None = None
    pods: int | None = None
    drop_in: bool = False
    depth: str = "light"
    languages: tuple[str, ...] = ()
    hours_said: str = ""
    monthly: str = ""
    how: str = "group"
    checked: int | None = 9
    confidential: bool = False


_C, _I, _B, _S, _D, _T, _H = (
    "combe-martin", "ilfracombe", "barnstaple", "south-molton", "bideford", "great-torrington", "holsworthy",
)  # fmt: skip

GROUPS = (
    # Combe Martin
    GroupSpec(
        _C, "Combe Martin Shed", "Combe Martin Shed", "tiny",
        "Mending, making and a kettle that is always on. Bring a broken clock, or nothing at all. Nobody has to talk, "
        "and most people end up talking.",
        "Anybody who likes working with their hands, or sitting beside somebody who does", ("shed", "making things"),
        (((TUE, THU), "10:00", "13:00"),), "The old boathouse", (0.002, -0.003), "01632 960101", "£2 for tea", False,
        True, "Step-free from the harbour car park; an accessible toilet", left=3, pace=(3, "month"), depth="steady",
    ),
    GroupSpec(
        _C, "Quay Street talking bench", "Quay Street Neighbours", "tiny",
        "The blue bench by the slipway. Somebody sits there and has time. Come and sit too, for five minutes or an "
        "hour. If it rains we are in the shelter behind it.",
        "Anybody passing", ("talking bench", "company"), (((WED, SAT), "11:00", "12:30"),), "The slipway, Quay Street",
        (0.003, -0.004), "01632 960102", free=True, step_free=True, drop_in=True, checked=4,
    ),
    GroupSpec(
        _C, "Combe Voices", "Combe Voices", "tiny",
        "A choir without auditions. We sing what we like: sea songs, old hits, now and then something in Latin.",
        "Everybody who can hum", ("choir", "singing"), (((MON,), "19:00", "20:30"),), "The chapel hall", (0.0, 0.001),
        "01632 960103", "£3, or what you can", False, True, "Ramp at the side door; ring ahead for it", checked=41,
    ),
    GroupSpec(
        _C, "Morning walkers", "Combe Martin Neighbours", "tiny",
        "A slow walk to the beach and back, about a mile, with a bench every few minutes. Dogs are welcome. In pods of "
        "six, so that you get to know each other.",
        "People who want to get out and would rather not walk alone", ("walking", "getting out"),
        (((FRI,), "10:30", "11:45"),), "Meet at the village green", (-0.001, 0.002), "01632 960104", free=True,
        pods=6, left=2, checked=12,
    ),
    GroupSpec(
        _C, "Coast bereavement circle", "Combe Martin Neighbours", "tiny",
        "Six to eight people who have lost somebody: a wife, a husband, a parent, a friend, a child. We talk, or sit "
        "quietly. Two of us have run circles for years.",
        "Anybody grieving, however long ago it was", ("bereavement", "grief"), (((THU,), "14:00", "15:30"),),
        "The chapel hall", (0.0, 0.001), "01632 960105", free=True, step_free=True, state="full", until=24, pods=8,
        depth="steady", checked=6,
    ),
    GroupSpec(
        _C, "Berrynarbor lunch", "Berrynarbor Hall", "tiny",
        "A hot lunch, pudding and a quiz. Lifts from Combe Martin if you ask by Monday.",
        "Anybody who would rather not eat alone", ("lunch club", "company"), (((WED,), "12:00", "14:00"),),
        "Berrynarbor village hall", (-0.0035, -0.032), "01632 960106", "£5", False, True, left=8, checked=20,
    ),
    # Ilfracombe
    GroupSpec(
        _I, "Ilfracombe food bank", "Ilfracombe Churches Together", "small",
        "Three days' food, nappies and a hot drink. No voucher needed the first time. We bring it to you if you "
        "cannot come.",
        "Anybody who has run out", ("food bank", "food"), (((TUE, FRI), "10:00", "12:00"),), "St Brannock's hall",
        (0.001, 0.002), "01632 960111", free=True, step_free=True, drop_in=True, depth="steady", checked=3,
    ),
    GroupSpec(
        _I, "English for everyday", "Lantern Learning", "small",
        "English lessons for beginners and for people who can get by: the doctor, the school, the bus, a job. Small "
        "classes, two levels, children may come along.",
        "Grown-ups whose first language is not English", ("English classes", "ESOL"),
        (((MON, WED), "09:30", "11:30"),), "The Lantern", (0.0015, -0.001), "01632 960112", free=True, step_free=True,
        left=5, languages=("English", "Arabic", "Polish", "Ukrainian"), how="phone", checked=15,
    ),
    GroupSpec(
        _I, "Harbour shed", "Harbour Shed", "tiny", "Boats in bottles and boats that float. Women's bench on Mondays.",
        "Men and women who like to make things", ("shed", "making things"), (((MON, WED), "09:30", "12:30"),),
        "Unit 4, the Quay", (0.004, 0.003), "01632 960113", "£1", False, False, "Three steps at the door",
        state="waiting", checked=55,
    ),
    GroupSpec(
        _I, "Stepping Stones", "Coast and Combes Mind Matters", "small",
        "One to one and group sessions with trained workers when everything feels too much. You can refer yourself; we "
        "ring back within two days.",
        "People going through a hard time with their mental health", ("mental health", "counselling"),
        ((WEEK, "09:00", "17:00"),), "Portland House", (0.0, 0.0), "01632 960114", free=True, step_free=True,
        depth="deep", pace=(4, "week"), how="phone", checked=28,
    ),
    GroupSpec(
        _I, "Dads and little ones", "Lantern Learning", "small", "Toast, toys and other dads. Granddads count.",
        "Fathers and granddads with children under five", ("parents and children", "toddlers"),
        (((SAT,), "09:30", "11:00"),), "The Lantern", (0.0015, -0.001), "01632 960115", free=True, step_free=True,
        left=6, checked=70,
    ),
    GroupSpec(
        _I, "Safe at Ilfra", "Coast Domestic Abuse Partnership", "small",
        "A women's refuge with room for families. Somebody answers day and night.",
        "Women and children who are not safe at home", ("refuge", "domestic abuse"), (), "Larkspur House",
        (0.006, 0.007), "01632 960116", free=True, depth="deep", confidential=True, how="phone", checked=18,
    ),
    GroupSpec(
        _I, "Swim gently", "Ilfracombe Leisure", "large",
        "A warm pool with the music off and the lights low. Helpers in the water.",
        "People with aches, worries or long illnesses", ("swimming", "exercise"), (((TUE,), "14:00", "15:00"),),
        "The pool, Hillsborough Road", (0.002, 0.009), "01632 960117", "£3.60", False, True, "Hoist and a wide cubicle",
        how="source", checked=112,
    ),
    # Barnstaple
    GroupSpec(
        _B, "Barnstaple advice table", "Northern Devon Advice", "large",
        "Benefits, debt, rent and letters you dare not open. Bring the letters. Home visits if you cannot get out.",
        "Anybody with money or housing worries", ("benefits advice", "debt advice", "housing advice"),
        ((WEEK, "09:30", "16:00"),), "Belle Meadow Court", (0.001, 0.003), "01632 960121", free=True, step_free=True,
        languages=("English", "Arabic", "Polish"), depth="deep", how="source", checked=35,
    ),
    GroupSpec(
        _B, "Pannier tea and talk", "Barnstaple Neighbours", "tiny",
        "The long table in the market. Sit down, somebody pours you tea and asks your name.",
        "Anybody on their own", ("company", "drop-in"), (((FRI,), "10:00", "12:00"),), "The Pannier Market",
        (0.0, -0.001), "01632 960122", free=True, step_free=True, drop_in=True, checked=7,
    ),
    GroupSpec(
        _B, "Carers' breather", "Barnstaple Neighbours", "tiny",
        "Two hours off for those who look after somebody. We can sit with them meanwhile.",
        "People who care for a partner, a parent or a child", ("carers", "respite"), (((WED,), "13:30", "15:30"),),
        "Bear Street rooms", (0.002, 0.001), "01632 960123", free=True, step_free=True, left=4, depth="steady",
        checked=19,
    ),
    GroupSpec(
        _B, "Memory café", "Taw Valley Dementia Friends", "small",
        "Songs, cake and something to do with your hands. Come with whoever you live with.",
        "People whose memory is not what it was, and those around them", ("dementia", "memory"),
        (((TUE,), "14:00", "16:00"),), "Rock Park pavilion", (-0.004, -0.002), "01632 960124", free=True,
        step_free=True, depth="steady", how="phone", checked=30,
    ),
    GroupSpec(
        _B, "Women's sewing circle", "Layla's Table", "tiny",
        "Sewing, tea and talking in Arabic and English. Machines are there. Children may come.",
        "Women who are new here, and women who are not", ("sewing", "making friends", "refugees welcome"),
        (((THU,), "10:00", "12:30"),), "Bear Street rooms", (0.002, 0.001), "01632 960125", free=True, step_free=True,
        languages=("Arabic", "English"), left=5, checked=11,
    ),
    GroupSpec(
        _B, "Taw gardeners", "The Riverside Plot", "tiny",
        "A shared garden with raised beds you can reach sitting down. You take home what you dig up.",
        "Anybody, with or without green fingers", ("gardening", "outdoors"),
        (((TUE, SAT), "10:00", "13:00"),), "Riverside plot, Seven Brethren", (-0.006, -0.004), "01632 960126",
        free=True, step_free=True, state="outdoor", checked=16,
    ),
    GroupSpec(
        _B, "Recovery rooms", "Together Drug and Alcohol Service", "large",
        "Help to drink less or stop, to come off drugs, and for families. Walk in, or ring first.",
        "Anybody who wants to change how they drink or use", ("alcohol", "drugs", "recovery"),
        ((WEEK, "09:00", "17:00"),), "Summerland House", (0.003, 0.004), "01632 960127", free=True, step_free=True,
        depth="deep", how="source", checked=140,
    ),
    GroupSpec(
        _B, "Warm room", "Barnstaple Library", "large",
        "A warm, light room with papers, plugs and free Wi-Fi. Nobody asks why you are there.",
        "Anybody", ("warm space", "library"), ((WEEK, "09:00", "17:30"), ((SAT,), "09:30", "13:00")),
        "Barnstaple Library", (0.0015, -0.0015), "01632 960128", free=True, step_free=True, drop_in=True, how="source",
        checked=60,
    ),
    # South Molton
    GroupSpec(
        _S, "Molton menders", "Molton Menders", "tiny", "A repair café: lamps, zips, bikes, toasters. Cake meanwhile.",
        "Anybody with something broken, and anybody who can mend", ("repair café", "making things"),
        (((SAT,), "10:00", "13:00"),), "The Assembly Rooms", (0.0, 0.001), "01632 960131", "What you can", None, True,
        drop_in=True, monthly="1SA", checked=33,
    ),
    GroupSpec(
        _S, "Young farmers' talk", "Moor Young Farmers", "small",
        "A night in the back room for those who farm: prices, weather, and how you really are.",
        "Farmers and farm workers under 35", ("farmers", "mental health", "young people"),
        (((WED,), "19:30", "21:30"),), "The Coaching Inn, back room", (0.001, 0.0), "01632 960132", free=True,
        step_free=False, checked=47,
    ),
    GroupSpec(
        _S, "South Molton food share", "Molton Neighbours", "tiny",
        "Fridge and shelf by the church: take what you need, leave what you can.", "Anybody", ("food", "food bank"),
        ((WEEK, "08:00", "20:00"),), "St Mary's porch", (0.001, 0.001), "01632 960133", free=True, step_free=True,
        drop_in=True, checked=5,
    ),
    GroupSpec(
        _S, "Chulmleigh knit", "Chulmleigh Knit and Natter", "tiny", "Wool, needles and gossip. We teach you.",
        "Anybody who can sit still for an hour", ("knitting", "company"), (((MON,), "14:00", "16:00"),),
        "Chulmleigh town hall", (-0.104, -0.034), "01632 960134", "£1", False, True, left=4, checked=26,
    ),
    GroupSpec(
        _S, "Moor ring and ride", "Moor Community Transport", "small",
        "Lifts to the doctor, the hospital and the shops with a driver who waits. Book two days ahead.",
        "People without a car or a bus", ("transport", "lifts"), ((WEEK, "08:30", "17:00"),), "", (0.0, 0.0),
        "01632 960135", "45p a mile", False, True, "One car takes a wheelchair", how="phone", checked=22,
    ),
    # Bideford
    GroupSpec(
        _D, "Bideford Bay shed", "Bideford Bay Shed", "tiny",
        "Wood, metal and a model railway that is never finished. We look after each other.",
        "Men mostly; everybody is welcome", ("shed", "making things"), (((MON, TUE, THU), "09:30", "13:00"),),
        "Mill Street yard", (0.002, 0.001), "01632 960141", "£2", False, True, left=1, pace=(2, "month"),
        depth="steady", checked=9,
    ),
    GroupSpec(
        _D, "The Listening Room", "Torridge Listening", "small",
        "Somebody trained to listen, for an hour, as often as six times. No waiting for a doctor's letter.",
        "Anybody carrying something heavy: a death, a break-up, a diagnosis, worry",
        ("listening", "counselling", "bereavement"), (((MON, WED, FRI), "10:00", "16:00"),), "Bridgeland Street rooms",
        (0.001, 0.002), "01632 960142", "What you can", None, False, "Up one flight; we can come to you",
        state="waiting", depth="deep", how="phone", checked=14,
    ),
    GroupSpec(
        _D, "Appledore sea swimmers", "Appledore Bluetits", "tiny", "Cold water, hot chocolate, much laughing.",
        "Anybody who can swim a little", ("swimming", "exercise"), (((SUN,), "09:00", "10:00"),),
        "Appledore slipway", (0.035, 0.014), "01632 960143", free=True, step_free=False, drop_in=True, checked=8,
    ),
    GroupSpec(
        _D, "Bideford food bank", "Torridge Food Bank", "small",
        "Food for a few days, and somebody who looks with you at why it ran out.", "Anybody who has run out",
        ("food bank", "food"), (((MON, WED, FRI), "10:00", "14:00"),), "Honestone Street", (0.0, 0.003),
        "01632 960144", free=True, step_free=True, depth="steady", how="phone", checked=10,
    ),
    GroupSpec(
        _D, "Northam new parents", "Torridge Family Hub", "large",
        "Health visitors, other mums and dads, and somebody to hold the baby while you drink a tea hot.",
        "Anybody with a baby under one", ("parents and children", "baby"), (((TUE,), "10:00", "11:30"),),
        "Northam family hub", (0.021, -0.005), "01632 960145", free=True, step_free=True, how="source", checked=95,
    ),
    GroupSpec(
        _D, "Digital helpers", "Bideford Library", "large",
        "Phones, tablets, forms online and video calls with the grandchildren. One to one, half an hour.",
        "Anybody stuck with a screen", ("digital help", "computers"), (((TUE, THU), "10:00", "12:00"),),
        "Bideford Library", (0.0005, 0.0005), "01632 960146", free=True, step_free=True, left=4, how="source",
        checked=50,
    ),
    # Great Torrington
    GroupSpec(
        _T, "Torrington ukuleles", "Torrington Ukes", "tiny", "Three chords and biscuits. We lend you a ukulele.",
        "Anybody, from eight to ninety", ("music", "singing"), (((TUE,), "19:00", "20:30"),), "The Plough, foyer",
        (0.0, 0.001), "01632 960151", "£2", False, True, left=10, checked=13,
    ),
    GroupSpec(
        _T, "Commons walkers", "Torrington Commons Friends", "tiny",
        "Two miles on the commons at the speed of the slowest. Sticks lent.",
        "Anybody who wants to move a bit more", ("walking", "exercise"), (((WED,), "10:00", "11:30"),),
        "Castle Hill car park", (-0.001, -0.001), "01632 960152", free=True, step_free=False, left=6, checked=37,
    ),
    GroupSpec(
        _T, "The bench by the well", "Torrington Neighbours", "tiny",
        "A talking bench with a listener on it, come what may.", "Anybody", ("talking bench", "company"),
        (((THU,), "10:30", "12:00"),), "Well Street", (0.001, 0.0), "01632 960153", free=True, step_free=True,
        drop_in=True, state="paused", until=38, checked=17,
    ),
    GroupSpec(
        _T, "Torridge young carers", "Torridge Youth", "small",
        "Pizza, trips and a worker who gets it, for those who look after a mum, dad, brother or sister.",
        "Young people from 8 to 17 who care for somebody", ("young carers", "young people"),
        (((THU,), "16:00", "18:00"),), "The youth centre", (0.003, 0.002), "01632 960154", free=True, step_free=True,
        left=2, pace=(1, "month"), depth="steady", how="phone", checked=24,
    ),
    GroupSpec(
        _T, "Dolton bread morning", "Dolton Shop Friends", "tiny", "Bake in the shop's back oven and take a loaf home.",
        "Anybody in and around Dolton", ("cooking", "company"), (((FRI,), "09:00", "11:00"),), "Dolton village shop",
        (-0.062, 0.128), "01632 960155", "£1", False, False, checked=None,
    ),
    # Holsworthy
    GroupSpec(
        _H, "Holsworthy market kitchen", "Holsworthy Neighbours", "tiny",
        "Cook together, eat together, take some home. Wednesdays are for people who live alone.",
        "Anybody who likes eating", ("cooking", "lunch club"), (((WED, FRI), "11:00", "14:00"),), "The Market hall",
        (0.0, 0.001), "01632 960161", "£2", False, True, left=3, checked=9,
    ),
    GroupSpec(
        _H, "Ruby Country befrienders", "Ruby Country Befriending", "tiny",
        "One person, once a week, for a cup of tea at your kitchen table or a call. You choose who.",
        "People who see nobody from one week to the next", ("befriending", "company"), (), "", (0.0, 0.0),
        "01632 960162", free=True, left=0, state="full", until=45, pace=(2, "month"), depth="steady", how="phone",
        hours_said="Whenever suits you both", checked=21,
    ),
    GroupSpec(
        _H, "Black Torrington mothers and others", "Black Torrington Hall", "tiny", "Toys, tea, no timetable.",
        "Anybody with small children", ("parents and children", "toddlers"), (((MON,), "09:30", "11:30"),),
        "Black Torrington hall", (0.015, 0.165), "01632 960163", "£1", False, True, drop_in=True, checked=29,
    ),
    GroupSpec(
        _H, "Farm Help line", "Ruby Farm Help", "small",
        "Farmers who listen to farmers: money, paperwork, the dark days. They also come out to you.",
        "Farming families", ("farmers", "listening", "debt advice"), ((tuple(range(7)), "07:00", "22:00"),), "",
        (0.0, 0.0), "01632 960164", free=True, depth="deep", how="phone", checked=40,
    ),
    GroupSpec(
        _H, "Sutcombe bell-ringers", "Sutcombe Tower", "tiny", "Eight bells, seven ringers. Guess what we need.",
        "Anybody who can count to eight", ("music", "bell-ringing"), (((THU,), "19:30", "21:00"),), "Sutcombe church",
        (0.059, 0.007), "01632 960165", free=True, step_free=False, left=1, checked=44,
    ),
    # For the whole district
    GroupSpec(
        "northern-devon", "Northern Devon carers' line", "Devon Carers Together", "large",
        "Advice, breaks and an assessment if you look after somebody. By phone, and in every town once a month.",
        "Unpaid carers of any age", ("carers", "advice"), ((WEEK, "08:00", "18:00"),), "", (0.0, 0.0), "01632 960171",
        free=True, depth="deep", how="source", checked=61,
    ),
    GroupSpec(
        "northern-devon", "Quit together", "Northern Devon Stop Smoking", "large",
        "Twelve weeks of calls and patches. Four times as many manage it as alone.", "Anybody who smokes or vapes",
        ("smoking", "health"), ((WEEK, "09:00", "17:00"),), "", (0.0, 0.0), "01632 960172", free=True, how="source",
        state="online", checked=200,
    ),
    GroupSpec(
        "northern-devon", "Home fit for winter", "Northern Devon Energy Advice", "small",
        "Draughts, damp, meters and bills you cannot pay. We come and look, and fix the small things there and then.",
        "Anybody cold at home", ("energy advice", "warm homes", "damp"), ((WEEK, "09:00", "17:00"),), "", (0.0, 0.0),
        "01632 960173", free=True, depth="steady", how="phone", checked=27,
    ),
    GroupSpec(
        "northern-devon", "Rainbow coast", "Rainbow Coast", "tiny",
        "A walk and a coffee, somewhere else each month. Quiet company, no flags needed.",
        "LGBT+ people over fifty, and friends", ("LGBT+", "company"), (), "", (0.0, 0.0), "01632 960174", free=True,
        hours_said="Last Sunday of the month, from 2; ring for where", left=6, checked=31,
    ),
)  # fmt: skip

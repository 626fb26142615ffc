"""What people say when they ask, as the sheets that groups keep have it. Tables only; slips of spelling are meant."""

from __future__ import annotations

# Shopping names how it is paid, because nobody is sent to a shop before that is known; one is left without on purpose.
SAID: dict[str, tuple[str, ...]] = {
    "shopping": (
        "Shopping please, bread milk eggs and a few tins, will pay from the receipt",
        "Weekly shop from the Co-op, about two bags. On account there",
        "Shopping: potatoes, carrots, tea bags, loo rolls. Cash at the door is fine",
        "Cant get out with the hip. Few bits from Lidl - list by phone. Receipt please",
        "bread, milk, butter, newspaper from the Spar - on her account",
        "Shopping for two, we have the bug. Soup, crackers, juice. Will pay the shop over the phone",
        "Tesco shop, 3 bags heavy with tins. Will pay back on the receipt",
        "Food for the weekend, nothing fancy. cash at door",
        "Groceries, gluten free bread if they have it. Receipt",
        "Milk and bread and something for tea, on account at the butchers and spar",
        "electric key top up and a pint of milk, cash at the door",
        "Shopping from Aldi, nappies size 4 and formula. receipt please",
        "Just fruit and veg from the market stall. Cash",
        "Small shop, 1 bag, pays the shop by phone",
        "Shopping - baby milk, bananas, porridge. On receipt",
        "Shoping, list is on the fridge door, will pay by receipt",
        "a bit of shopping, not said how it is paid",
    ),
    "prescription": (
        "Prescription from Bridge Chemist, is ready",
        "Collect my tablets from the pharmacy in the square, ready after 2",
        "Repeat prescription, surgery says its ready",
        "Inhaler from Quayside Pharmacy. Down to my last few puffs",
        "Meds for mum, dosette box, Harbour Pharmacy",
        "Perscription to collect, 2 items",
        "Pick up antibiotics today please from the chemist on the corner, ready now",
        "Eye drops from the chemist",
        "Medication delivery stopped coming, can somebody fetch it from Bridge Chemist",
        "Prescription - it is controlled (morphine patches), from Harbour Pharmacy",
        "Pills from the pharmacy, not sure if ready yet",
        "Prescription for my wife, ready",
    ),
    "call": (
        "Would like a friendly phone call now and then, likes cricket",
        "A call please, has not spoken to a soul since Thursday",
        "Befriending call, used to keep bees, mornings best",
        "Just a chat, quiet since the funeral",
        "Weekly phone call, loves old films",
        "Somebody to talk to in the evenings",
        "Phone call from somebody who knows about pigeons!",
        "A chat would be nice, new here and know nobody",
        "Regular call, bit lonely since the shop closed",
    ),
    "dog_walk": (
        "Dog walk - Biscuit, small terrier, pulls a bit",
        "Can someone walk the dog while my foot mends? Old lab, slow",
        "Dog walking for a week, spaniel, good with everyone",
        "walk dog please. Two whippets, back gate is open",
        "Dog needs walking, I am shielding. Lead is in the porch",
        "Walk my collie, he needs a proper run",
        "Take the dog out once a day till Friday",
    ),
    "post": (
        "Post a birthday card to my granddaughter, stamped already",
        "Two letters to post, stamps on the receipt",
        "Letter to the council needs to go today",
        "Post office with a letter that must be signed for, paid back on the receipt",
        "Fetch my post from the box at the end of the lane",
        "Post some letters, cant manage the hill",
        "Posting a form for the bus pass",
    ),
    "parcel": (
        "Parcel to fetch from the depot, have the card",
        "Parcel at the garage on the main road, size of a shoe box",
        "Return a parcel at the Spar, label is on it",
        "Amazon return, not heavy",
        "Collect parcel from the neighbour at the top who is away tomorrow",
        "Parcel drop off, 4kg",
        "parcle at the post desk, my card is through the door",
    ),
    "welfare_check": (
        "Could somebody check on my dad, he is not answering since last night",
        "Check on Mrs Oke please as her curtains are still shut",
        "Look in on uncle, heating was off yesterday",
        "Welfare check - surgery cannot get hold of him",
        "See if she is all right, not seen at coffee morning",
        "Check in on my brother, moved in last week and no phone yet",
    ),
    "other": (
        "Help to put the bins out this week",
        "Light bulb on the landing, cant do ladders",
        "Lift to the hospital on Thursday, appointment 10.40",
        "Form for the blue badge, needs somebody with patience",
        "Logs brought in from the shed",
        "Show me how to do the ipad so I can see the grandchildren",
        "Cut the hedge by the gate, the postman catches his bag",
        "Move a table downstairs",
    ),
}

AT_DOOR = (
    "", "", "", "", "", "Three steps up, no rail", "Dog barks, is friendly", "Slow to the door, please wait",
    "Hard of hearing, ring twice", "Cannot see well, say who you are", "Back door, front is stuck", "Up one flight",
    "Knock on the window", "Baby asleep, text instead of knocking",
)  # fmt: skip

ELSE = (
    ("my mum", "Ruby Yeo", "daughter", "yes, she said yes"),
    ("my neighbour", "Keith Ridd", "next door", "yes, said yes"),
    ("somebody at the surgery", "Bev", "reception at the surgery", "yes"),
    ("my uncle", "Tania Snell", "niece", "no, not yet"),
    ("an old friend", "Hilary Gale", "friend", "yes, asked him first"),
)

# How a place is written by those who live there.
TOWN_SLIPS = {
    "Barnstaple": ("Barum", "barnstaple", "Barnstable"),
    "Combe Martin": ("Coombe Martin", "combe martin", "Combe"),
    "Great Torrington": ("Torrington", "Gt Torrington"),
    "Ilfracombe": ("ilfracombe", "Ilfra"),
    "South Molton": ("S Molton", "south molton"),
    "Bideford": ("Biddeford", "bideford"),
    "Holsworthy": ("holsworthy",),
}

"""What a county's directory holds, by kind: names, what they say of themselves, and the words they stand under.

Written in the words of councils and charities, which are not those of the people who look. Tables only. A line is
``key | words it stands under | names | sentences``, the last three parted by ``;``.
"""

from __future__ import annotations

from dataclasses import dataclass

_LINES = """
bereavement | bereavement support; loss | Good Grief; The Thursday Circle; Cedar Bereavement Care; Walking Through | Peer support for adults following a loss; Trained volunteers offer a space to remember; Facilitated sessions for those grieving a partner, parent or child
befriending | befriending; social isolation | Neighbourly Visits; Tea Companions; Good Neighbours Scheme; A Friend at the Door | Volunteers visit older residents weekly in their own home; Matching of isolated adults with a trained befriender; Telephone companionship for housebound residents
coffee | coffee morning; social | Chatty Cafe; Open Table; Tuesday Coffee; The Kettle Club | An informal get-together with hot drinks and cake; Drop in for conversation and board games; A welcoming weekly social for adults of all ages
lunch | lunch club; community meals | Golden Lunch; Parish Lunch; Two Course Tuesday | A hot two-course meal served in the hall; Community lunch with transport for residents living alone
counselling | counselling; talking therapy | Harbour Counselling; The Listening Place; Open Minds Therapy; Steps to Wellbeing | One to one therapeutic sessions with accredited practitioners; Low-cost talking therapies for adults; Emotional support by qualified counsellors following self-referral
anxiety | mental health; wellbeing | Calm Space; Wellbeing Hub; Mind Matters; Recovery College | Courses on managing worry and low mood; Peer group for adults experiencing depression; Safe evening space for people in distress
youngminds | young people; mental health | Kooth Corner; Headspace Youth; Next Step Youth | Emotional wellbeing support for those aged 11 to 18; Drop-in with youth workers for adolescents struggling
debt | debt advice; money | Clear Start; Money Matters; Freedom From Debt | Regulated advice on arrears and creditors; Budgeting and insolvency options explained by specialists; Help negotiating with lenders
benefits | benefits advice; welfare rights | Welfare Rights Unit; Entitlement Check; Citizens Desk | Support with Universal Credit and PIP applications; Caseworkers assist with appeals and tribunals; Income maximisation appointments
foodbank | food bank; emergency food | Harvest Store; The Pantry; Daily Bread; Community Fridge | Emergency parcels for households in crisis; Members choose groceries for a small weekly sum; Surplus groceries shared with residents
energy | energy advice; fuel poverty | Warm and Well; Cosy Homes; Energy Angels | Advice on insulation, meters and tariffs; Home visits to tackle damp and reduce fuel costs; Grants for heating repairs
warmspace | warm space | Warm Welcome; The Living Room; Library Warm Hub | A heated public room open through winter; Somewhere comfortable to spend the day with free refreshments
housing | housing advice; homelessness | Shelter Point; Tenancy First; Home Options | Advice on eviction notices and tenancy disputes; Prevention of homelessness and rehousing applications; Support for rough sleepers
refuge | domestic abuse | Safe Haven Line; Phoenix Outreach; Women First | Outreach workers for those experiencing coercive control; Safety planning and advocacy for survivors of violence
weight | weight management; healthy eating | Slim Together; Healthier You; Eat Well Club | A twelve week programme on nutrition; Weekly weigh-in with a dietitian
chair | chair exercise; gentle exercise | Seated Movers; Gentle Movers; Chair Yoga; Tai Chi for All | Low-impact seated activity for people with limited mobility; Slow movement for joints and breathing
falls | falls prevention; strength and balance | Steady On; Balance First; Upright | An evidence based strength and balance course for over 65s; Physiotherapist-led sessions to reduce trips and tumbles
walking | walking group; health walks | Strollers; Wellbeing Walks; Nordic Striders; Ramblers | Led walks of one to three miles; A sociable group exploring footpaths at an easy pace
smoking | stop smoking | Smokefree Together; Quit Coach | Twelve weeks of behavioural support with nicotine replacement; Advisers for smokers and vapers
alcohol | alcohol; recovery | Together Recovery; New Leaf; AA Tuesday | Structured treatment for dependent drinkers; Mutual aid fellowship for those who want to stop
drugs | drugs; recovery | Turning Tide; Clean Slate; NA Fridays | Opiate substitution and key work; Support for substance misuse and families affected
gambling | gambling; addiction | Gamble Aware Desk; Free From Bets | Treatment for problem gamblers and affected others
cancer | cancer support | Fern Centre; Sunflower Group; Hope Beyond | Complementary therapies and information for patients; Group for people living with and beyond a diagnosis
stroke | stroke support | Stroke Recovery Club; Speech Again | Rehabilitation and communication practice for survivors
diabetes | diabetes | Type Two Together; Desmond Course | Structured education on blood glucose and diet
hearing | hearing loss; deaf | Lip Readers; Hear to Help | Lip-reading classes and hearing aid maintenance clinics
sight | sight loss | Eye Can; Macular Group; Vision Support | Low vision aids, mobility training and a social group for visually impaired adults
autism | autism; neurodiversity | Spectrum Social; Different Minds | Activities for autistic adults; Parents forum for neurodivergent children
learning | learning disability | Gateway Club; People First; Able Farm | Day opportunities for adults with learning disabilities; Self-advocacy meetings
dementia | dementia; memory cafe | Memory Cafe; Forget Me Not; Singing for the Brain | For people living with Alzheimer's and their families; Cognitive stimulation and music sessions
carers | carers; respite | Carers Hub; Time Out; Crossroads | Short breaks and sitting service; Assessment and information for unpaid carers
youngcarers | young carers | Young Carers Club; Helping Hands Youth | Trips and one to one support for those under 18 with caring responsibilities
toddlers | parent and toddler; baby group | Little Acorns; Stay and Play; Tiny Feet; Baby Sensory | Sessions for under-fives and their parents; Songs, messy play and snacks
breastfeeding | breastfeeding; baby | Latch On; Feeding Friends | Infant feeding drop-in with trained peer supporters
youthclub | youth club; young people | Friday Night Youth; The Hut; Junction | Open access evenings for 11 to 17 year olds; Sports, music and trips
holiday | holiday club; children | Holiday Fun; Summer Camp; HAF Club | Activities and meals during school breaks
dads | dads; parents | Dads Saturday; Fathers Together | Breakfast and play for male carers with their children
family | family support; parenting | Home Start; Early Help; Parenting Puzzle | Volunteers visit families with young children at home; Courses on behaviour and routines
mediation | family mediation; relationship support | Relate Rooms; Family Solutions | Mediation on arrangements for children following separation; Couples therapy
legal | legal advice | Law Clinic; Free Legal Evening | Pro bono solicitors give initial advice by appointment
esol | ESOL; language | Talk Together; ESOL Beginners; Conversation Club | Accredited language tuition for speakers of other languages; Informal speaking practice for newcomers
refugees | refugees; asylum | Welcome House; City of Sanctuary; Open Arms | Casework and orientation for newly arrived families; Advice on status and family reunion
literacy | adult literacy; basic skills | Read Easy; Functional Skills | One to one coaching for adults who struggle with the written word; Free qualifications
jobs | employment support; job club | Work Club; Steps Into Work; Next Role | Advisers help with applications and interview practice; Support for people returning to employment
digital | digital skills; computer classes | Digital Champions; Silver Surfers; Tech Buddies | Patient one to one tuition on devices; Getting connected sessions at the library
volunteer | volunteering | Volunteer Centre; Make a Difference | Brokerage between residents and charities that need their time
transport | community transport | Ring and Ride; Car Scheme; Wheels Together | Door to door journeys for those unable to use public services; Volunteer drivers take patients to appointments
shopping | shopping; good neighbours | Shop For You; Errand Angels | Grocery collection and delivery for housebound residents
handyperson | handyperson; home repairs | Handy Help; Safe At Home; Care and Repair | Minor adaptations and small works for older homeowners; Fitting rails, locks and alarms
gardenhelp | gardening help | Tidy Gardens; Green Gang | Teams restore overgrown plots for residents unable to manage
hoarding | hoarding; decluttering | Clear Way; Buried Treasures | Practical sessions for people overwhelmed by possessions
meals | meals on wheels | Hot Plates; Home Meals | Daily delivery of a cooked dinner to the door
repair | repair cafe | Repair Cafe; Fix It Saturday; Restart Party | Volunteers restore household items over a cuppa
furniture | furniture; household goods | Furniture Reuse; Second Home | Low-cost refurbished beds, settees and white goods
clothing | clothing bank; school uniform | Swap Shop; Uniform Exchange; Clothes Rail | Pre-loved garments free of charge
babybank | baby bank; baby | Baby Bank; Little Bundles | Cots, prams and essentials for families in need
choir | singing; choir | Community Voices; Rock Choir; Harmony; Sing Out | Weekly rehearsals without auditions; Singing for wellbeing and lungs
shed | shed; woodwork | Men's Shed; Makers Shed; The Workshop | Practical projects with others in a fully equipped space; Members restore tools and furniture
craft | craft; knitting | Knit and Natter; Stitchers; Craft Circle | Bring your own project or learn; Sociable making with wool and fabric
art | art; painting | Art for Wellbeing; Brushstrokes; Open Studio | Creative sessions with materials provided
gardening | community garden; gardening | Growing Together; Community Orchard; Allotment Project | Therapeutic horticulture on a shared plot; Grow vegetables and share the harvest
cooking | cooking | Kitchen Club; Cook and Eat | Hands-on sessions preparing budget meals together
dance | dance | Tea Dance; Move It; Line Dancers | Ballroom and sequence for beginners
swimming | swimming | Aqua Fit; Gentle Swim; Sea Dippers | Supported pool sessions for adults
games | games; social | Bridge Club; Chess Circle; Bingo Friday | Weekly play for all abilities
books | reading group; library | Page Turners; Shared Reading | A monthly discussion of a novel
older | older people | Age Well; Over Sixties; U3A | Activities, outings and information for later life
lgbt | LGBT+ | Pride Social; Rainbow Hub | Social meet-ups and advocacy for the LGBTQ+ community
veterans | veterans; armed forces | Veterans Breakfast; Forces Hub | Breakfast and casework for ex-service personnel
farmers | farmers; rural | Farm Network; Harvest Line | Pastoral support for agricultural families
exoffenders | ex-offenders; resettlement | Fresh Start; Through the Gate | Mentoring on release from custody
pets | pets | Pet Fostering; Paws Aid | Temporary care for animals while their owner is in hospital
"""


@dataclass(frozen=True)
class Kind:
    """One kind of service."""

    key: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    says: tuple[str, ...]


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


KINDS = tuple(
    Kind(key.strip(), _parts(words), _parts(names), _parts(says))
    for key, words, names, says in (line.split("|") for line in _LINES.strip().splitlines())
)

# What somebody types, and how well each kind answers it: 3 is what was meant, 1 would do. Written, and judged, before
# anything was tuned. The even ones may be looked at while tuning; the odd ones are kept out.
JUDGED: tuple[tuple[str, dict[str, int]], ...] = (
    ("someone to talk to since my wife died", {"bereavement": 3, "counselling": 2, "befriending": 1}),
    ("english class", {"esol": 3, "literacy": 1}),
    ("skint and cant pay my bills", {"debt": 3, "benefits": 2, "energy": 1, "foodbank": 1}),
    ("mum keeps forgetting who i am", {"dementia": 3, "carers": 1}),
    ("somewhere warm to sit in the day", {"warmspace": 3, "coffee": 1}),
    ("lonely since i moved here dont know anyone", {"coffee": 3, "befriending": 3, "lunch": 2, "games": 1}),
    ("nothing to eat till friday", {"foodbank": 3, "lunch": 1, "meals": 1}),
    ("i cant work my new phone", {"digital": 3}),
    ("lift to hospital appointment", {"transport": 3}),
    ("scared to go home because of my partner", {"refuge": 3}),
    ("woodwork for blokes", {"shed": 3}),
    ("landlord wants me out", {"housing": 3, "legal": 1}),
    ("something for the kids in the summer holidays", {"holiday": 3, "youthclub": 2}),
    ("want to stop drinking", {"alcohol": 3, "drugs": 1}),
    ("feeling really low cant get out of bed", {"anxiety": 3, "counselling": 3}),
    ("need a break from looking after my husband", {"carers": 3}),
    ("help filling in pip form", {"benefits": 3}),
    ("my nan keeps falling over", {"falls": 3, "chair": 2, "handyperson": 1}),
    ("new mum want to meet other mums", {"toddlers": 3, "breastfeeding": 2, "family": 1}),
    ("give up the fags", {"smoking": 3}),
    ("gentle excercise for bad knees", {"chair": 3, "swimming": 2, "walking": 1, "falls": 1}),
    ("cheap sofa and a bed", {"furniture": 3}),
    ("my teenage daughter is self conscious and sad", {"youngminds": 3, "youthclub": 1}),
    ("betting is ruining my life", {"gambling": 3}),
    ("learn to read as a grown up", {"literacy": 3}),
    ("get my toaster mended", {"repair": 3, "shed": 1}),
    ("singing", {"choir": 3}),
    ("nobody visits my dad he is housebound", {"befriending": 3, "shopping": 1, "meals": 1}),
    ("just got out of the army", {"veterans": 3}),
    ("grow veg with other people", {"gardening": 3}),
    ("help for farmers who are struggling", {"farmers": 3, "debt": 1}),
    ("split up and fighting over seeing the kids", {"mediation": 3, "legal": 2, "dads": 1}),
    ("house is damp and freezing", {"energy": 3, "warmspace": 1}),
    ("out of work and need a cv", {"jobs": 3}),
    ("went deaf and feel left out", {"hearing": 3, "coffee": 1}),
    ("dinner brought to my door", {"meals": 3, "lunch": 1, "shopping": 1}),
    ("hobby with wool", {"craft": 3}),
    ("came from syria need help with papers", {"refugees": 3, "esol": 1, "legal": 1}),
    ("who can look after my dog while im in hospital", {"pets": 3}),
    ("going for a stroll with company", {"walking": 3, "befriending": 1}),
)

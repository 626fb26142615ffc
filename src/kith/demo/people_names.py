"""Names to invent people from, as mixed as a real district's. No name here is meant for anybody."""

from __future__ import annotations

FIRST = (
    "Abigail", "Adam", "Agnes", "Ahmed", "Aisha", "Alan", "Alex", "Alice", "Amara", "Andrew", "Angela", "Anna",
    "Anwen", "Arthur", "Asha", "Barbara", "Ben", "Beth", "Brian", "Bronwen", "Callum", "Carmel", "Cath",
    "Charlie", "Chloe", "Chris", "Claire", "Colin", "Daisy", "Dan", "David", "Dawn", "Debbie", "Denise", "Dilys",
    "Donna", "Doreen", "Edith", "Elin", "Ella", "Emma", "Eric", "Esther", "Eve", "Fatima", "Femi", "Fiona",
    "Frank", "Freya", "George", "Gill", "Grace", "Graham", "Gwen", "Hannah", "Harry", "Hassan", "Hazel",
    "Heather", "Helen", "Hilary", "Ian", "Imran", "Ines", "Iris", "Isaac", "Ivan", "Jack", "Jacob", "Jagoda",
    "James", "Jess", "Joan", "Joe", "John", "Josie", "Joy", "Judith", "Julian", "Karen", "Kasia", "Kate", "Keith",
    "Kofi", "Laura", "Leah", "Lena", "Leo", "Lesley", "Lewis", "Liam", "Linda", "Liz", "Lorna", "Lucy", "Maggie",
    "Malik", "Marcus", "Maria", "Mark", "Martin", "Mary", "Matt", "Megan", "Mehmet", "Mike", "Mina", "Moira",
    "Molly", "Nadia", "Nathan", "Neil", "Nell", "Nia", "Noah", "Norah", "Olga", "Oliver", "Oscar", "Owen", "Pam",
    "Patrick", "Paul", "Peggy", "Peter", "Phil", "Poppy", "Rachel", "Raj", "Ray", "Rhiannon", "Rhys", "Rob",
    "Rosa", "Rose", "Roy", "Ruby", "Ruth", "Sally", "Samira", "Sandra", "Sean", "Shirley", "Sian", "Simon",
    "Sofia", "Stan", "Steve", "Sue", "Tadek", "Tania", "Ted", "Tess", "Theo", "Tina", "Tom", "Tony", "Tracey",
    "Ursula", "Vera", "Viktor", "Wendy", "Will", "Yasmin", "Yusuf", "Zainab", "Zoe",
)  # fmt: skip

LAST = (
    "Abbott", "Adeyemi", "Ahmad", "Alford", "Ashplant", "Ayre", "Baker", "Balsdon", "Barrow", "Beer", "Bennett",
    "Berry", "Bird", "Bowden", "Braund", "Brayley", "Bright", "Brooks", "Burgess", "Carter", "Cawsey", "Chapple",
    "Chowdhury", "Clarke", "Clement", "Cloke", "Cooper", "Copp", "Cox", "Crocker", "Curtis", "Daniel", "Davey",
    "Davies", "Delve", "Dennis", "Down", "Dunn", "Dymond", "Eastman", "Edwards", "Ellis", "Evans", "Farley",
    "Fisher", "Fishleigh", "Ford", "Fry", "Gale", "Gammon", "Gill", "Goodman", "Green", "Griffiths", "Grigg",
    "Haddow", "Harding", "Harris", "Heard", "Heywood", "Hill", "Hobbs", "Hooper", "Huxtable", "Ivanova", "Jewell",
    "Jones", "Jury", "Kaya", "Kelly", "Khan", "King", "Knight", "Kowalska", "Lake", "Lang", "Leach", "Lerwill",
    "Lewis", "Lock", "Luxton", "Marsh", "Martin", "Mensah", "Mills", "Mitchell", "Moore", "Morgan", "Mountjoy",
    "Murphy", "Nancekivell", "Newton", "Nott", "Oke", "Okafor", "Oxenham", "Palmer", "Parker", "Parr", "Passmore",
    "Patel", "Pearce", "Pickard", "Pile", "Popescu", "Prideaux", "Pugsley", "Quick", "Rahman", "Reed", "Ridd",
    "Roberts", "Rooke", "Rowe", "Saunders", "Schmidt", "Shapland", "Singh", "Skinner", "Slee", "Smale", "Smith",
    "Snell", "Squire", "Stanbury", "Stone", "Symons", "Tanner", "Taylor", "Thomas", "Thorne", "Tucker", "Turner",
    "Vanstone", "Verney", "Vickery", "Walker", "Ward", "Watts", "Webber", "West", "Westcott", "White", "Wilkey",
    "Williams", "Wood", "Woolacott", "Wright", "Yelland", "Yeo", "Young",
)  # fmt: skip

"""Staff accounts, organisations, teams, duty rotas and sign-in: who works here?"""

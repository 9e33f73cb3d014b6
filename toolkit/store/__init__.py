"""The one package that speaks SQL: the tables of a study, its history, and the rows of each noun."""

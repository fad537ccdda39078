"""Real input: public data of others, run through the whole project; never committed into it."""

"""How well the rules read runs: scores against labels of people and readers, and what the reading costs."""

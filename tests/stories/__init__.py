"""Stories: what a person does at the real program on a real terminal, with the keys and bytes it takes."""

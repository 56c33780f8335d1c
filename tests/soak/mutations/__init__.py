"""Mutations: what keeps a promise is taken out of the program, and a test that is named for it must turn red."""

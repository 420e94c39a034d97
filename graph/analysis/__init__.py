"""Analyses that take plain values and give plain values, and the drawing of answers.

Only `drawing` and `plots` know what a question and an answer are.
"""

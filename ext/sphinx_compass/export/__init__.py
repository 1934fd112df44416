"""Exports: chapters for The Turing Way, and the whole site as plain MyST.

Start reading at :mod:`sphinx_compass.export.writer`. Nothing here is loaded by an ordinary build.
"""

"""Transcribing recordings on this machine: ``compass transcribe``."""

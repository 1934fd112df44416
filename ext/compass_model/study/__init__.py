"""Studies: transcripts, who speaks in them, what was corrected, who is named, what was reviewed."""

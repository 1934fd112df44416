"""What is done with transcripts: reading, correcting, pseudonymising, reviewing, quoting."""

"""What the research instruments are made of: items, skip logic, wordings, what a page shows."""

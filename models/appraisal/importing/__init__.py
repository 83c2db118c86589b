"""Plans from the agency's spreadsheet."""

"""What the articles say of a subject, by date."""

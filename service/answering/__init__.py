"""From hits to an answer that quotes them, or to the reason for declining."""

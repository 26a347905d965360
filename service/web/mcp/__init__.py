"""The collection as Model Context Protocol tools."""

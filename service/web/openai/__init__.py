"""The OpenAI-compatible endpoints: chat completions and models."""

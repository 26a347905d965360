"""Deriving the shipped transformer: packed weights → chosen pieces → an 8-bit ONNX model."""

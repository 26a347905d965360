"""The shipped encoders, kept in memory: whatever opens a workspace finds them loaded.

An encoder is shared by all who load it while somebody holds it; tests open one workspace after the
other, and each would read the model anew.
"""

from functools import cache

from embeddings.encoding.encoder import Encoder, load_encoder
from embeddings.encoding.model_folder import STATIC_ENCODER, TRANSFORMER


@cache
def keep_static_encoder() -> Encoder:
    return load_encoder(STATIC_ENCODER)


@cache
def keep_transformer() -> Encoder:
    return load_encoder(TRANSFORMER)

# Wenbao in a container: the page and the HTTP API at port 8000, everything that lasts in /data.
#
#   docker build --tag wenbao .
#   docker run --rm --volume wenbao:/data wenbao key add editor --role editor
#   docker run --publish 8000:8000 --volume wenbao:/data wenbao
#
# The steps are those of scripts/serve. Where the package index has no CPU build of torch, name one
# that has: --build-arg TORCH_INDEX=<the PyTorch project's index of CPU wheels>.
FROM python:3.11-slim-bookworm AS build
ARG TORCH_INDEX=""
WORKDIR /wenbao
COPY pyproject.toml README.md LICENSE ./
COPY scripts/environment scripts/constraints.txt scripts/
COPY embeddings embeddings
COPY service service
RUN if [ -n "$TORCH_INDEX" ]; then \
        python -m venv .venv && .venv/bin/pip install --no-cache-dir \
            --constraint scripts/constraints.txt --index-url "$TORCH_INDEX" torch; \
    fi
RUN set -eu; export PIP_NO_CACHE_DIR=1; . scripts/environment; prepare_environment ""
RUN .venv/bin/python -m compileall -q embeddings service

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --create-home wenbao \
    && install --directory --owner=wenbao --mode=700 /data
COPY --from=build /wenbao /wenbao
COPY seeds /wenbao/seeds
ENV PATH=/wenbao/.venv/bin:$PATH WENBAO_DATA=/data WENBAO_HOST=0.0.0.0 PYTHONUNBUFFERED=1
USER wenbao
WORKDIR /home/wenbao
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["wenbao"]
CMD ["serve"]

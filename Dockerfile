# report-linter in a container that needs no network when it runs:
#   docker build --tag report-linter .
#   docker run --rm --network none --volume "$PWD:/work:ro" report-linter check drafts
FROM python:3.11-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY rules rules
COPY src src
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.11-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index /wheels/*.whl \
    && useradd --create-home --uid 1000 linter
USER 1000
# The first check of a pack compiles it; the image brings that along.
RUN report-linter rules > /dev/null
WORKDIR /work
ENTRYPOINT ["report-linter"]
CMD ["--help"]

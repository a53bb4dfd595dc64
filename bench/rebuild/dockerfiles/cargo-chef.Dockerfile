# syntax=docker/dockerfile:1
# The recipe of cargo-chef's README: a planner, the dependencies cooked in a layer of their own, and the crates of the
# project compiled in the next one, all of them after any edit.
ARG BUILDER_IMAGE
FROM ${BUILDER_IMAGE} AS chef
WORKDIR /app

FROM chef AS planner
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM chef AS builder
ARG BINARY
COPY --from=planner /app/recipe.json recipe.json
RUN cargo chef cook --release --target "$CARGO_BUILD_TARGET" --recipe-path recipe.json
COPY . .
RUN cargo build --locked --release --target "$CARGO_BUILD_TARGET" --bin "$BINARY" \
    && install -D "target/$CARGO_BUILD_TARGET/release/$BINARY" "/out/$BINARY"

FROM cgr.dev/chainguard/static:latest AS runtime
ARG BINARY
COPY --from=builder /out/${BINARY} /usr/local/bin/app
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/app"]

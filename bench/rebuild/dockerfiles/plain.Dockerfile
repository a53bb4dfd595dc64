# syntax=docker/dockerfile:1
# What one writes first: two stages, and cargo is called once. Any edit throws the layer with all that was compiled away.
ARG BUILDER_IMAGE
FROM ${BUILDER_IMAGE} AS builder
ARG BINARY
WORKDIR /app
COPY . .
RUN cargo build --locked --release --target "$CARGO_BUILD_TARGET" --bin "$BINARY" \
    && install -D "target/$CARGO_BUILD_TARGET/release/$BINARY" "/out/$BINARY"

FROM cgr.dev/chainguard/static:latest AS runtime
ARG BINARY
COPY --from=builder /out/${BINARY} /usr/local/bin/app
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/app"]

# syntax=docker/dockerfile:1
# As `docker init` writes it for Rust: what cargo downloads and compiles is in cache mounts of the builder, which nothing
# exports, and the executable is copied out before they are gone. Sources are copied rather than bound, since a workspace is
# more than `src`. The mounts have names of their own: no other Dockerfile of the bench fills them.
ARG BUILDER_IMAGE
FROM ${BUILDER_IMAGE} AS builder
ARG BINARY
WORKDIR /app
COPY . .
RUN --mount=type=cache,id=cache-mount-target,target=/app/target \
    --mount=type=cache,id=cache-mount-registry,target=/opt/cargo/registry \
    cargo build --locked --release --target "$CARGO_BUILD_TARGET" --bin "$BINARY" \
    && install -D "target/$CARGO_BUILD_TARGET/release/$BINARY" "/out/$BINARY"

FROM cgr.dev/chainguard/static:latest AS runtime
ARG BINARY
COPY --from=builder /out/${BINARY} /usr/local/bin/app
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/app"]

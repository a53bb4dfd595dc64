# syntax=docker/dockerfile:1
# As the template of the original muslrust-chef has it: cargo-chef limited to one member of the workspace, whose executable
# is found by a script, stripped, and checked by another script.
ARG BUILDER_IMAGE
FROM ${BUILDER_IMAGE} AS base
WORKDIR /app

FROM base AS planner
ARG BINARY
COPY . .
RUN cargo chef prepare --bin "$BINARY"

FROM base AS builder
ARG BINARY
COPY --from=planner /app/recipe.json recipe.json
RUN cargo chef cook --bin "$BINARY" --release --target "$CARGO_BUILD_TARGET"
COPY . .
RUN cargo build --locked --bin "$BINARY" --release --target "$CARGO_BUILD_TARGET"
RUN executable=$(get-executable.sh "$BINARY") \
    && strip "$executable" \
    && verify-static-build.sh "$executable" \
    && install -D "$executable" "/out/$BINARY"

FROM cgr.dev/chainguard/static:latest AS runtime
ARG BINARY
COPY --from=builder /out/${BINARY} /usr/local/bin/app
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/app"]

# A crate's programs for glibc, by the compiler of the builder base: as they are linked by default, and static.
ARG BUILDER
FROM $BUILDER AS builder
WORKDIR /app
COPY . .
ENV CARGO_BUILD_TARGET=x86_64-unknown-linux-gnu
RUN mkdir --parents /out/dynamic /out/static \
    && cargo build --release --locked \
    && find target/*/release -maxdepth 1 -type f -executable -exec cp --target-directory /out/dynamic {} + \
    && CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS="-C target-feature=+crt-static" \
    cargo build --release --locked \
    && find target/*/release -maxdepth 1 -type f -executable -exec cp --target-directory /out/static {} +

FROM scratch
COPY --from=builder /out /

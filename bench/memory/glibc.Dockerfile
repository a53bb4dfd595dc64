# The same program for glibc, by the same compiler: as it is linked by default, and static.
ARG BUILDER
FROM $BUILDER AS builder
WORKDIR /app
COPY . .
ENV CARGO_BUILD_TARGET=x86_64-unknown-linux-gnu
RUN cargo build --release --locked --target-dir dynamic \
    && CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS="-C target-feature=+crt-static" \
    cargo build --release --locked --target-dir static

FROM scratch
COPY --from=builder /app/dynamic/x86_64-unknown-linux-gnu/release/memory /dynamic
COPY --from=builder /app/static/x86_64-unknown-linux-gnu/release/memory /static

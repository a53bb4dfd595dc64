# The same programs for glibc, by the same compiler. They are static too, so that they run wherever the others do.
ARG BUILDER
FROM $BUILDER AS builder
WORKDIR /app
COPY . .
RUN CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS="-C target-feature=+crt-static" \
    cargo build --release --locked --target x86_64-unknown-linux-gnu

FROM scratch
COPY --from=builder /app/target/x86_64-unknown-linux-gnu/release/load /app/target/x86_64-unknown-linux-gnu/release/burst /app/target/x86_64-unknown-linux-gnu/release/service /

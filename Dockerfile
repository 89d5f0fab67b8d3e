# A small image with the program in it, see docs/install.md:
#
#   docker build . --tag codemagic-lint
#   docker run --rm --volume "$PWD:/work:ro" codemagic-lint check

FROM rust:1.95-alpine AS build
WORKDIR /source
COPY Cargo.toml Cargo.lock ./
COPY src src
COPY benches benches
COPY docs/rules docs/rules
# Linked without shared libraries, as always for this platform.
RUN cargo build --release --locked --bin codemagic-lint

# Not empty: jobs of CI run their commands in a shell of the image.
FROM alpine:3.22
LABEL org.opencontainers.image.title="codemagic-lint" \
      org.opencontainers.image.description="Tells you before you push what will go wrong with your codemagic.yaml" \
      org.opencontainers.image.source="https://github.com/codemagic-lint/codemagic-lint" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
COPY LICENSE-MIT LICENSE-APACHE /usr/share/licenses/codemagic-lint/
COPY --from=build /source/target/release/codemagic-lint /usr/local/bin/codemagic-lint
# Nobody: what is checked is only read. For `--fix` add `--user "$(id -u):$(id -g)"`.
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["codemagic-lint"]

# The image has only the static program; the release workflow builds it from the files of `.ci/archive`.
FROM scratch
# amd64 or arm64
ARG TARGETARCH
COPY ${TARGETARCH}/annals /annals
WORKDIR /catalog
ENTRYPOINT ["/annals"]

"""The origin of images, as far as the engine knows it: views. Source: Engine API 1.53, tag Image."""

from __future__ import annotations

from engineclient.models.descriptors import Descriptor
from engineclient.models.view import Field, View, mapping, optional, required, sequence


class Signer(View):
    """The signer, according to the certificate of the signature."""

    certificate_issuer: Field[str | None] = optional(str, "CertificateIssuer")
    subject_alternative_name: Field[str | None] = optional(str, "SubjectAlternativeName")
    issuer: Field[str | None] = optional(str, "Issuer")
    build_signer_uri: Field[str | None] = optional(str, "BuildSignerURI")
    build_signer_digest: Field[str | None] = optional(str, "BuildSignerDigest")
    runner_environment: Field[str | None] = optional(str, "RunnerEnvironment")
    source_repository_uri: Field[str | None] = optional(str, "SourceRepositoryURI")
    source_repository_digest: Field[str | None] = optional(str, "SourceRepositoryDigest")
    source_repository_ref: Field[str | None] = optional(str, "SourceRepositoryRef")
    source_repository_identifier: Field[str | None] = optional(str, "SourceRepositoryIdentifier")
    source_repository_owner_uri: Field[str | None] = optional(str, "SourceRepositoryOwnerURI")
    source_repository_owner_identifier: Field[str | None] = optional(str, "SourceRepositoryOwnerIdentifier")
    source_repository_visibility: Field[str | None] = optional(str, "SourceRepositoryVisibilityAtSigning")
    build_config_uri: Field[str | None] = optional(str, "BuildConfigURI")
    build_config_digest: Field[str | None] = optional(str, "BuildConfigDigest")
    build_trigger: Field[str | None] = optional(str, "BuildTrigger")
    run_invocation_uri: Field[str | None] = optional(str, "RunInvocationURI")


class SignatureTimestamp(View):
    """A time that a third party certifies."""

    type: Field[str | None] = optional(str, "Type")  # `Tlog`, `TimestampAuthority`
    uri: Field[str | None] = optional(str, "URI")
    timestamp: Field[str | None] = optional(str, "Timestamp")  # RFC 3339


class Signature(View):
    """A signature on an image; `error` is the reason if it could not be verified."""

    name: Field[str | None] = optional(str, "Name")
    timestamps: Field[list[SignatureTimestamp]] = sequence(SignatureTimestamp, "Timestamps")
    known_signer: Field[str | None] = optional(str, "KnownSigner")  # `DHI`
    docker_reference: Field[str | None] = optional(str, "DockerReference")
    signer: Field[Signer | None] = optional(Signer, "Signer")
    signature_type: Field[str | None] = optional(str, "SignatureType")  # `bundle-v0.3`, `simplesigning-v1`
    error: Field[str | None] = optional(str, "Error")
    warnings: Field[list[str]] = sequence(str, "Warnings")


class Identity(View):
    """The origin of an image: its signatures, the repositories it was pulled from, the build that created it."""

    class Pull(View):
        """A repository from which it was pulled."""

        repository: Field[str | None] = optional(str, "Repository")

    class Build(View):
        """The build on this engine that created it."""

        ref: Field[str | None] = optional(str, "Ref")
        created_at: Field[str | None] = optional(str, "CreatedAt")  # RFC 3339

    signatures: Field[list[Signature]] = sequence(Signature, "Signature")
    pulls: Field[list[Pull]] = sequence(Pull, "Pull")
    builds: Field[list[Build]] = sequence(Build, "Build")


class Attestation(View):
    """One item of `GET /images/{name}/attestations`: a statement about an image, whose type is a URI."""

    descriptor: Field[Descriptor] = required(Descriptor, "Descriptor")
    predicate_type: Field[str] = required(str, "PredicateType")
    statement: Field[dict[str, object]] = mapping(object, "Statement")  # the in-toto JSON, if requested

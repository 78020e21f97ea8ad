"""The operations on images and the build cache."""

from __future__ import annotations

from typing import Final

from engineclient.api.operations.row import CHANGES, DIGEST, READS, Born, Operation

__all__ = ["OPERATIONS"]

OPERATIONS: Final = (
    Operation("ImageList", "Image", "GET", "/images/json", READS),
    Operation("ImageBuild", "Image", "POST", "/build", CHANGES, answer="records", lasts="long"),
    Operation("BuildCancel", "Image", "POST", "/build/cancel", CHANGES, answer="none"),
    Operation(
        "BuildPrune", "Image", "POST", "/build/prune", CHANGES, lasts="long", dry={"SpaceReclaimed": 0}
    ),
    Operation(
        "ImageCreate", "Image", "POST", "/images/create", CHANGES, answer="records", lasts="long", pulls=True
    ),
    Operation("ImageInspect", "Image", "GET", "/images/{name}/json", READS),
    Operation("ImageAttestations", "Image", "GET", "/images/{name}/attestations", READS),
    Operation("ImageHistory", "Image", "GET", "/images/{name}/history", READS),
    Operation("ImagePush", "Image", "POST", "/images/{name}/push", CHANGES, answer="records", lasts="long"),
    Operation("ImageTag", "Image", "POST", "/images/{name}/tag", CHANGES, answer="none", status=201),
    Operation("ImageDelete", "Image", "DELETE", "/images/{name}", CHANGES, dry=[]),
    Operation("ImageSearch", "Image", "GET", "/images/search", READS),
    Operation(
        "ImagePrune", "Image", "POST", "/images/prune", CHANGES, lasts="long", dry={"SpaceReclaimed": 0}
    ),
    Operation(
        "ImageCommit",
        "Image",
        "POST",
        "/commit",
        CHANGES,
        status=201,
        lasts="long",
        born=(Born("image", form=DIGEST),),
        dry={},
    ),
    Operation("ImageGet", "Image", "GET", "/images/{name}/get", READS, answer="tar", lasts="long"),
    Operation("ImageGetAll", "Image", "GET", "/images/get", READS, answer="tar", lasts="long"),
    Operation("ImageLoad", "Image", "POST", "/images/load", CHANGES, answer="records", lasts="long"),
    Operation("DistributionInspect", "Distribution", "GET", "/distribution/{name}/json", READS),
)

from __future__ import annotations

import json

from tests.engines import rest
from tests.engines.images import MANIFEST, digest
from tests.scenarios.registry import damaged


def test_the_layer_is_not_what_the_manifest_says() -> None:
    with damaged("127.0.0.1:0") as address:
        image = f"http://{address}", "/v2/library/damaged"
        status, headers, body = rest.request(image[0], "GET", f"{image[1]}/manifests/latest")
        assert (status, headers["Content-Type"]) == (200, MANIFEST)
        manifest = json.loads(body)
        whole = []
        for descriptor in (manifest["config"], *manifest["layers"]):
            _, _, blob = rest.request(image[0], "GET", f"{image[1]}/blobs/{descriptor['digest']}")
            whole.append(digest(blob) == descriptor["digest"])
        assert whole == [True, False]
        assert rest.request(image[0], "GET", f"{image[1]}/manifests/nosuch")[0] == 404

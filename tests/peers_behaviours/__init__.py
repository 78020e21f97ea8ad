"""What the test suites of other Python clients (docker-py, aiodocker, podman-py, python-on-whales, testcontainers) hold
those to, held here by both of ours on a real engine: 37 behaviours, each with its number in the name of its test."""

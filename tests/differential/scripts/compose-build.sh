# plugin: docker-compose docker-buildx
# Only what does not depend on the order in which things end is shown: no progress of builds.
# Engine 20.10 tells docker compose some errors of BuildKit's within others.
docker() {
  command docker "$@" 2>"$HOME/err"; code=$?
  sed 's/rpc error: code = Unknown desc = //' "$HOME/err" >&2
  return $code
}
mkdir dt-compose-build; cd dt-compose-build; unset SSH_AUTH_SOCK
trap 'CODES=/dev/null command docker compose -p dt-compose-build down --rmi local -v -t 0 --remove-orphans >/dev/null 2>&1' EXIT

### build --print
cat >compose.yaml <<EOF
services:
  all:
    image: own:1
    build:
      context: .
      additional_contexts: {dir: app, image: "docker-image://busybox"}
      args: {A: "1", B: , C: "<x>"}
      labels: {own: "yes"}
      cache_from: [busybox]
      cache_to: ["type=inline"]
      no_cache: true
      pull: true
      extra_hosts: ["h=1.2.3.4", "h=5.6.7.8"]
      network: none
      target: t
      secrets: [s, {source: e, target: x}]
      ssh: [default]
      shm_size: 64m
      tags: ["own:2"]
      ulimits: {nproc: {soft: 1, hard: 2}}
      privileged: true
      entitlements: [network.host]
      provenance: mode=max
      sbom: true
  dotted.name: {build: {dockerfile_inline: "FROM busybox\nRUN true\n", platforms: [linux/amd64, linux/arm64]}}
  url: {image: own:3, build: {context: "https://x.invalid/a.git"}}
secrets: {s: {file: ./s.txt}, e: {environment: HOME}}
EOF
for each in all dotted.name url; do docker compose build --print $each | sed "s,$PWD,DIR,"; done
docker compose build --print --push --check url; docker compose build --print --push url
docker compose build --print --build-arg X=1 --build-arg HOME=h --build-arg NOT_SET --no-cache --pull --sbom=false url

### build --check
cat >compose.yaml <<EOF
services:
  bad: {build: {dockerfile_inline: "FROM busybox as X\nMAINTAINER me\n"}}
  broken: {build: {dockerfile_inline: "FROMM busybox\n"}}
  good: {build: {dockerfile_inline: "FROM busybox\nRUN true\n"}}
  image: {image: busybox}
EOF
for each in good bad broken image nope; do docker compose --progress quiet build --check $each; done; docker compose --progress quiet build --check bad -q

### build that fails
cat >compose.yaml <<EOF
services:
  run: {build: {dockerfile_inline: "FROM busybox\nRUN false\n"}}
  missing: {build: {context: ., dockerfile: nope}}
  directory: {build: {context: ./nope}}
  target: {build: {dockerfile_inline: "FROM busybox", target: nope}}
  network: {build: {dockerfile_inline: "FROM busybox", network: own}}
  context: {build: {dockerfile_inline: "FROM busybox", additional_contexts: {x: ./nope}}}
  secret: {build: {dockerfile_inline: "FROM busybox", secrets: [s]}}
  agent: {build: {dockerfile_inline: "FROM busybox", ssh: [default]}}
  agents: {build: {dockerfile_inline: "FROM busybox", ssh: ["x=/nope/socket"]}}
  rights: {build: {dockerfile_inline: "FROM busybox", privileged: true}}
  cache: {build: {dockerfile_inline: "FROM busybox", cache_to: ["type=local,dest=/nope"]}}
  many: {build: {dockerfile_inline: "FROM busybox", platforms: [linux/amd64, linux/arm64]}}
  origin: {build: {dockerfile_inline: "FROM busybox", provenance: mode=max}}
secrets: {s: {file: ./nope}}
EOF
for each in run missing directory target network context secret agent agents rights cache many origin; do docker compose --progress quiet build $each 2>&1 | sed "s,$PWD,DIR,; s,open .*/nope:,open nope:,"; done
docker compose --progress quiet build --builder nope run; docker compose --progress quiet build --sbom true run; docker compose --progress quiet build --ssh x=/nope run

### build with what other services and directories have
mkdir other; echo from a directory >other/file; cat >compose.yaml <<EOF
services:
  top:
    build: {dockerfile_inline: "FROM base\nCOPY --from=dir file /file\n", additional_contexts: {base: "service:bottom", dir: ./other}}
    command: cat /base /file
  bottom: {build: {dockerfile_inline: "FROM image\nRUN echo bottom >/base\n", additional_contexts: {image: "docker-image://busybox"}}}
EOF
docker compose --progress quiet build top 2>&1 | sed 's/^target [a-z]*: //'; docker image inspect -f "{{.RepoTags}}" dt-compose-build-bottom && docker run --rm dt-compose-build-top cat /base /file

### build in a dry run
cat >compose.yaml <<EOF
services:
  one: {build: {dockerfile_inline: "FROM busybox"}, command: sleep 1000}
EOF
docker compose --dry-run build; docker compose --dry-run up -d --build; docker compose --dry-run up -d

### build for several platforms
cat >compose.yaml <<EOF
services:
  own: {build: {dockerfile_inline: "FROM busybox\nRUN true\n", platforms: [linux/amd64, linux/arm64]}, command: "true"}
  named: {platform: linux/amd64, build: {dockerfile_inline: "FROM busybox\nRUN true\n", platforms: [linux/amd64, linux/arm64]}}
  plain: {build: {dockerfile_inline: "FROM busybox\n"}}
EOF
docker compose --progress quiet run --rm own; docker compose --progress quiet create --build named; docker compose ps -a --format '{{.Service}} {{.State}}'
DOCKER_DEFAULT_PLATFORM=linux/s390x docker compose build --print plain; DOCKER_DEFAULT_PLATFORM=linux/s390x docker compose create own
sed -i /own:/d compose.yaml; DOCKER_DEFAULT_PLATFORM=linux/arm64 docker compose build --print | grep -A3 platforms

### build with attestations
cat >compose.yaml <<EOF
services:
  on: {build: {dockerfile_inline: "FROM busybox", provenance: mode=max, sbom: true}}
  off: {build: {dockerfile_inline: "FROM busybox", provenance: "disabled=true"}}
EOF
docker compose --progress quiet build --provenance=false --sbom=false on && docker image inspect -f "{{.RepoTags}}" dt-compose-build-on
docker compose --progress quiet build off && docker image inspect -f "{{.RepoTags}}" dt-compose-build-off
docker compose --progress quiet build --sbom x off; docker compose build --print --sbom true off

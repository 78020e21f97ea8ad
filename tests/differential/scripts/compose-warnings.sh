# plugin: docker-compose
# Warnings and errors about containers that compose creates and starts. Lines are sorted by the object that they are about.
mkdir dt-compose-warnings; cd dt-compose-warnings
docker() { command docker "$@" 2>"$HOME/err"; code=$?; sort -s -k1,2 "$HOME/err" >&2; return $code; }
trap 'CODES=/dev/null command docker compose -p dt-compose-warnings down -v -t 0 --remove-orphans >/dev/null 2>&1' EXIT
touch here

### keys without an effect on a container
cat >compose.yaml <<EOF
services:
  one:
    image: busybox
    command: sleep 1000
    stop_grace_period: 0s
    volumes:
      - {type: tmpfs, target: /a, bind: {propagation: rshared}}
      - {type: volume, source: data, target: /b, tmpfs: {size: 3}}
    secrets: [{source: file, uid: "3"}, variable]
    configs: [{source: file, mode: 0440}, text]
volumes: {data: }
secrets: {file: {file: ./here}, variable: {environment: HOME}}
configs: {file: {file: ./here}, text: {content: text}}
EOF
docker compose create; docker compose create; docker compose run --rm one true

### a secret whose file is missing
cat >compose.yaml <<EOF
services: {one: {image: busybox, secrets: [missing]}}
secrets: {missing: {file: ./missing}}
EOF
docker compose create 2>&1 | grep -v 'Error response'

### configs and secrets that cannot be written
for keys in 'read_only: true, configs: [text]' 'secrets: [variable]' 'configs: [{source: text, uid: abc}]' 'secrets: [empty], read_only: true'; do cat >compose.yaml <<EOF
services: {one: {image: busybox, command: sleep 1000, stop_grace_period: 0s, $keys}}
secrets: {variable: {environment: NOT_SET}, empty: {environment: EMPTY}}
configs: {text: {content: text}}
EOF
EMPTY= docker compose up -d; docker compose down; done

### owners of configs
cat >compose.yaml <<EOF
services: {one: {image: busybox, user: "1000", command: ls -ln /text /owned, configs: [text, {source: owned, uid: "0"}]}}
configs: {text: {content: text}, owned: {content: text}}
EOF
docker compose up -d; docker compose wait one >/dev/null 2>&1; docker compose logs --no-log-prefix | awk '{ print $1, $3, $4, $NF }'

### optional dependencies that fail
for condition in service_healthy service_completed_successfully; do cat >compose.yaml <<EOF
services:
  one: {image: busybox, command: sleep 1000, stop_grace_period: 0s, depends_on: {two: {condition: $condition, required: false}}}
  two: {image: busybox, command: "false", healthcheck: {test: "false", interval: 1s, retries: 1}}
EOF
docker compose up -d; docker compose down; done

### dependencies without containers
for required in true false; do cat >compose.yaml <<EOF
services:
  one: {image: busybox, command: sleep 1000, stop_grace_period: 0s, depends_on: {two: {condition: service_healthy, required: $required}}}
  two: {image: busybox, command: sleep 1000, stop_grace_period: 0s, healthcheck: {test: "true", interval: 1s}}
EOF
docker compose create; docker compose rm -f two; docker compose start one; docker compose start
docker compose -p dt-compose-warnings start; docker compose -p dt-compose-warnings start one; docker compose -p dt-compose-warnings start nope; docker compose down; done

### numbers of restarts
for restart in on-failure:2 on-failure:x on-failure:-1; do cat >compose.yaml <<EOF
services: {one: {image: busybox, restart: "$restart"}}
EOF
docker compose create; docker inspect -f '{{json .HostConfig.RestartPolicy}}' dt-compose-warnings-one-1; docker compose down; done

### projects without the label of their files
docker create --label com.docker.compose.project=dt-compose-warnings --label com.docker.compose.config-hash=1 --name dt-compose-warnings busybox >/dev/null
docker compose ls -a --filter name=dt-compose-warnings 2>&1 | sed 's/time="[^"]*"/TIME/; s/container ..[0-9a-f]*/container ID/'
docker compose ls -aq --filter 'name=[' 2>/dev/null; docker rm dt-compose-warnings

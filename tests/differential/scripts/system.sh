### version of the engine
docker version --format '{{.Server.Version}} {{.Server.APIVersion}} {{.Server.MinAPIVersion}} {{.Server.Os}}/{{.Server.Arch}}'
docker version --format '{{range .Server.Components}}{{.Name}} {{end}}'
docker version | sed -n '/^Server/,/API version/p'

### version of the client
docker version --format '{{.Client.Version}} {{.Client.DefaultAPIVersion}} {{.Client.Os}} {{.Client.Context}}'
docker --version | sed 's/, build.*//'

### version in a format that is not right
docker version --format '{{.Nope}}'
docker version --format '{{'
docker version x

### info
docker info --format '{{.OSType}} {{.LoggingDriver}} {{.Swarm.LocalNodeState}} {{json .RegistryConfig.InsecureRegistryCIDRs}}'
docker info --format '{{.Plugins.Network}} {{len .Runtimes}} {{.DefaultRuntime}}'
docker system info --format '{{.Name}}' | wc -l

### info in words
docker info 2>/dev/null | grep -E '^Server|^ (Server Version|Logging Driver|Plugins|Swarm|Default Runtime|Init Binary|OSType|Docker Root Dir|Debug Mode|Experimental|Insecure Registries|Live Restore Enabled):|^  (Volume|Network|Log|127)'

### the client's part of info
docker info | sed '/^Server/,$d' | grep -v -e Version -e Plugins -e '^  '
docker -D info --format '{{.ClientInfo.Debug}} {{.ClientInfo.Context}}'
docker info --format '{{json .ClientErrors}} {{json .ServerErrors}}'

### info as JSON has the same keys
docker info --format json | grep -o '"[A-Za-z]*":' | sort -u

### info in a format that is not right
docker info --format '{{.Nope}}'
docker info --format '{{'
docker info x

### no engine
docker -H unix:///nosuch/docker.sock ps
docker -H unix:///nosuch/docker.sock run busybox
docker -H unix:///nosuch/docker.sock info --format '{{.ServerVersion}}'
docker -H unix:///nosuch/docker.sock version --format '{{.Client.Os}}'

### hosts that are none
docker -H bogus://x ps

### no engine, in words
docker -H unix:///nosuch/docker.sock info 2>&1 | sed -n '/^Server/,$p'
docker -H unix:///nosuch/docker.sock version | tail -1

### versions of the API
DOCKER_API_VERSION=1.99 docker ps
DOCKER_API_VERSION=1.10 docker ps
DOCKER_API_VERSION=1.40 docker version --format '{{.Client.APIVersion}}'
DOCKER_API_VERSION=x docker ps -q -f name=nope

### global flags
docker --nope ps
docker -l bogus ps
docker ps -H x
docker --host a -c b ps
docker -H a -H b rm x

### events of a container
since=$(date +%s.%N)
docker create --name dt-system-e --label z=1 --label b=2 busybox true >/dev/null
docker rm dt-system-e >/dev/null
docker events --since $since --until $(($(date +%s) + 1)) -f container=dt-system-e
docker system events --since $since --until 0s -f container=dt-system-e --format '{{.Action}} {{.Type}} {{.Scope}}'

### events in another format
since=$(date +%s.%N)
docker create --name dt-system-f busybox true >/dev/null; docker rm dt-system-f >/dev/null
docker events --since $since --until $(($(date +%s) + 1)) -f container=dt-system-f --format json
docker events --since $since --until $(($(date +%s) + 1)) -f container=dt-system-f -f event=create --format '{{.Action}} {{.Actor.Attributes.image}} {{.ID}} {{.Status}} {{.From}} {{.TimeNano}}'

### events of networks and volumes
since=$(date +%s.%N)
docker network create dt-system-n >/dev/null; docker network rm dt-system-n >/dev/null
docker volume create dt-system-v >/dev/null; docker volume rm dt-system-v >/dev/null
until=$(($(date +%s) + 1))
docker events --since $since --until $until -f network=dt-system-n
docker events --since $since --until $until -f volume=dt-system-v

### events end at a signal
timeout -s INT 1 docker events -f container=nope
timeout -s TERM 1 docker events -f container=nope

### events in a format that is not right
docker events --format '{{.Nope'
docker events --since bogus
docker events --since 1h --until bogus
docker events -f bad
docker events x

### unknown commands
docker nosuchcommand
docker container nosuchcommand
docker system nope --flag

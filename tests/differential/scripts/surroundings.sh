out() { od -An -tx1 | tr -d ' \n'; echo; }
cr=$(printf '\r')

### before
docker run -d --name dt-surroundings --label l=m busybox sleep 1000 >/dev/null
docker network create dt-surroundings-net >/dev/null
docker volume create dt-surroundings-vol >/dev/null
docker create --name dt-surroundings-made busybox true >/dev/null

### a name as the API gives it
docker inspect -f '{{.Name}}' /dt-surroundings
docker exec /dt-surroundings echo hi
docker logs /dt-surroundings
docker pause /dt-surroundings
docker unpause /dt-surroundings
docker network inspect -f '{{.Name}}' /dt-surroundings-net
docker volume inspect -f '{{.Name}}' /dt-surroundings-vol
docker image inspect -f '{{.RepoTags}}' /busybox
docker diff //dt-surroundings/
docker stop -t 0 /nope

### white space around a name
docker container inspect -f '{{.Name}}' "dt-surroundings$cr" " dt-surroundings"
docker network inspect -f '{{.Name}}' "dt-surroundings-net$cr"
docker volume inspect -f '{{.Name}}' "dt-surroundings-vol "
docker container inspect " "

### a working directory that is gone
mkdir gone && cd gone && rmdir ../gone
docker run --rm busybox echo hi
docker run --rm -v ./x:/y busybox true
docker cp x dt-surroundings:/
docker cp dt-surroundings:/bin/true .
docker save -o x busybox
docker export -o x dt-surroundings
docker load -i x
docker import x

### an empty path
docker import "" x
docker import ""
docker run --rm --env-file "" busybox true
docker run --rm --label-file "" busybox true
docker exec --env-file "" dt-surroundings true

### the platform of the environment
export DOCKER_DEFAULT_PLATFORM=linux/s390x
docker create --help | grep -c s390x
docker pull --help | grep -c s390x
docker import --help | grep -c s390x
docker push --help | grep -c s390x
docker save --help | grep -c s390x

### a file of settings
mkdir config
settings() { printf "$1" > config/config.json; docker --config config ps -a --filter label=l=m; }
settings '\n'
settings '{"psFormat":"{{.Names}}"}\n}'
settings '{"PSFormat":"{{.Names}}"}'
settings '{"psFormat":"a","PSFORMAT":"{{.Names}}"}'
settings '{"psFormat":"\377{{.Names}}"}' | out
settings '{"a":'
settings '{"psFormat":"{{.Names}}"'
settings '{"psFormat":NaN}'
settings '[] x'

### index of what is not there
docker inspect -f '{{index .NetworkSettings.Ports "81/tcp"}}' dt-surroundings
docker inspect -f '{{index .NetworkSettings.Networks "n"}}' dt-surroundings
docker inspect -f '{{index .Config.Labels "none"}}' dt-surroundings
docker inspect -f '{{index .Config.Labels "l"}}' dt-surroundings
docker inspect -f '{{(index (index .NetworkSettings.Ports "81/tcp") 0).HostPort}}' dt-surroundings

### printf
docker inspect -f '{{printf "%[2]s %[1]s" "a" "b"}}{{printf "%[3]d %d" 1 2}}{{printf "%[x]d" 1}}{{printf "%[1]2d" 1}}' dt-surroundings
docker inspect -f '{{printf "%999999999999d" 1}}{{printf "%*d" 300000000 1}}{{printf "%.300000000f" 1.5}}' dt-surroundings
docker inspect -f '{{printf "%+v" .HostConfig.RestartPolicy}} {{printf "%#v" .HostConfig.RestartPolicy}}' dt-surroundings
docker inspect -f '{{printf "%#v" .Config.Labels}} {{printf "%T" .HostConfig.RestartPolicy}}' dt-surroundings
docker inspect -f '{{$x := $x}}' dt-surroundings
docker inspect -f "{{'\\UFFFFFFFF'}}" dt-surroundings

### headers of one's own
DOCKER_CUSTOM_HEADERS=X-A=1 docker ps -q --filter name=nobody
DOCKER_CUSTOM_HEADERS=x docker ps
DOCKER_CUSTOM_HEADERS==1 docker ps
DOCKER_CUSTOM_HEADERS='"' docker ps
mkdir headers
echo '{"HttpHeaders":{"X-A":"1"}}' >headers/config.json
docker --config headers ps -q --filter name=nobody

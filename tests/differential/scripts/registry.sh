### pull
docker pull hello-world
docker pull hello-world:latest
docker image pull -q hello-world

### pull of what is missing
docker rmi alpine:3.20 >/dev/null
docker pull alpine:3.20 | grep -v -e Waiting -e Verifying -e Download -e Already

### run and create pull what is missing
docker rmi alpine:3.20 >/dev/null
docker create --name dt-registry-c alpine:3.20 2>&1 | grep -v -e Waiting -e Verifying -e Download -e Already
docker rm dt-registry-c; docker rmi alpine:3.20 >/dev/null
docker run --rm -q alpine:3.20 echo hello

### pull by digest
digest=$(docker images --digests --format '{{.Digest}}' hello-world)
docker pull hello-world@$digest
docker pull hello-world:latest@$digest

### pull of a platform
docker pull --platform linux/$(docker version --format '{{.Server.Arch}}') hello-world
docker pull --platform bad/x/y/z hello-world

### pull that cannot be
docker pull HELLO
docker pull ''
docker pull hello-world@sha256:aa
docker pull -a hello-world:x
docker pull
docker pull a b
docker pull --nope x

### push that cannot be
docker push dt-registry-nope
docker push -q dt-registry-nope
docker push -a dt-registry-nope:1
docker push BAD
docker push
docker push a b
docker push busybox@sha256:0123456789012345678901234567890123456789012345678901234567890123
docker push --platform x/y/z/w busybox

### push to a registry that is not there
docker tag hello-world localhost:1/dt-registry:1
docker push localhost:1/dt-registry:1
docker rmi localhost:1/dt-registry:1

### search that cannot be
docker search
docker search --filter x=y z
docker search --limit 101 z
docker search --filter is-official=maybe z
docker search --filter stars=x z
docker search -f bad z
docker search --limit x z
docker search --format '{{.Nope}}' a b

### login without what it needs
docker login
docker login -u x
docker login -p x
docker login -p ''
docker login -u x example.org
docker login -u '' -p '' example.org

### login with a password on standard input
echo pw | docker login --password-stdin example.org
echo pw | docker login --password-stdin -u '' example.org
echo pw | docker login --password-stdin -u x -p y example.org

### login where nobody answers
echo pw | docker login --password-stdin -u x localhost:1
docker login -u x -p y localhost:1

### logout
mkdir cfg; export DOCKER_CONFIG=$PWD/cfg
echo '{"auths":{"x.io":{"auth":"YTpi"},"https://y.io":{"auth":"YTpi"}},"other":1}' >cfg/config.json
docker logout x.io; cat cfg/config.json
docker logout y.io; cat cfg/config.json
docker logout z.io; stat -c %A cfg/config.json

### credential helpers that are not there
mkdir cfg; export DOCKER_CONFIG=$PWD/cfg
echo '{"credsStore":"absent"}' >cfg/config.json
docker logout x.io
docker login
docker pull -q hello-world

### a credential helper
mkdir cfg bin; export DOCKER_CONFIG=$PWD/cfg PATH=$PWD/bin:$PATH
echo '{"credHelpers":{"localhost:1":"fake"}}' >cfg/config.json
printf '#!/bin/sh\necho "$1: $(cat)" >>%s/calls\necho "{}"\n' $PWD >bin/docker-credential-fake; chmod +x bin/docker-credential-fake
docker logout localhost:1
docker login -u x -p y localhost:1
cat calls

### a config.json that is none
mkdir cfg; export DOCKER_CONFIG=$PWD/cfg
echo '{broken' >cfg/config.json
docker images -q hello-world
docker logout x.io

### settings of a wrong type
mkdir cfg; export DOCKER_CONFIG=$PWD/cfg
echo '{"psFormat":3,"auths":{"x":3}}' >cfg/config.json
docker images -q hello-world
docker version --format '{{.Server.Os}}'

### arguments
docker login a b
docker login --nope
docker logout a b
docker logout --nope x

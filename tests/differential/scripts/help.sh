# The layout of help: usage, other names, flags with their kinds and defaults. The words are each program's own.
pages() {
    for command; do
        docker -H unix:///nosuch/docker.sock $command --help | sed -E ':all; N; $!b all; s/\n {15,}/ /g' | sed -nE \
            -e "/^(Usage|Aliases|Options|Commands|Run ')|^\t|^  (mini)?docker /p" \
            -e 's/^(  (-.,|   ) --[a-z0-9-]+( [^ ]+)?) .*( \(default ("[^"]*"|[-0-9a-z]+|map\[\]|\[\])\))$/\1\4/p; t' \
            -e 's/^(  (-.,|   ) --[a-z0-9-]+( [^ ]+)?) .*/\1/p; t' \
            -e 's/^(  [a-z]+)  .*/\1/p'
    done
}

### containers: what creates them
pages run 'container create'

### containers: lists
pages ps 'container ls' logs 'container top' port diff stats 'container inspect'

### containers: from start to rm
pages start stop restart kill pause unpause wait rename rm update 'container prune'

### containers: inside of them
pages exec attach cp commit export

### images
pages images 'image ls' history tag rmi 'image inspect' 'image prune' import load save

### registries
pages pull push search login logout

### manifests
pages 'manifest annotate' 'manifest create' 'manifest inspect' 'manifest push' 'manifest rm' | grep -v 'is an experimental feature'

### networks
pages 'network create' 'network ls' 'network inspect' 'network connect' 'network disconnect' 'network rm' 'network prune'

### volumes
pages 'volume create' 'volume ls' 'volume inspect' 'volume rm' 'volume prune' 'volume update'

### the engine
pages info version events inspect 'system df' 'system prune' 'system events'

### the build cache
export DOCKER_BUILDKIT=0  # no plugin answers for docker
pages 'builder prune'

### builds
export DOCKER_BUILDKIT=0  # no plugin answers for docker
pages build

### groups
pages container image network volume system
docker -H unix:///nosuch/docker.sock volume 2>&1 | wc -l
docker -H unix:///nosuch/docker.sock volume -h | sed -n 1,2p

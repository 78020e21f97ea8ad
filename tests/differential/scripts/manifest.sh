# The registry is the one that the throwaway engine has as its mirror; elsewhere nothing answers there.
registry=$(docker info --format '{{range .RegistryConfig.Mirrors}}{{.}}{{end}}' | sed -e 's#^http://##' -e 's#/$##')
registry=${registry:-127.0.0.1:1}
hello=$registry/library/hello-world
same() { sed -e "s#$(echo $registry | tr : -)#REGISTRY#g" -e "s#$registry#REGISTRY#g" -e 's/"size": [0-9]*/"size": N/' -e '/"Raw"/d'; }
make() {
    docker manifest create --insecure $hello:list $hello $hello:latest >/dev/null
    docker manifest annotate --arch s390x --os linux $hello:list $hello
}

### an image
docker manifest inspect --insecure $hello 2>&1 | same
docker manifest inspect --insecure --verbose $hello 2>&1 | grep -v architecture | same
docker manifest inspect --insecure $hello:nope 2>&1 | same
docker manifest inspect --insecure $registry/library/nope 2>&1 | same

### a registry without TLS
docker manifest inspect $hello 2>&1 | same
docker manifest create $hello:list $hello 2>&1 | same

### a list that is made
make 2>&1 | same
docker manifest inspect $hello:list 2>&1 | same
docker manifest inspect $hello:list $hello 2>&1 | same
docker manifest inspect -v $hello:list $hello 2>&1 | same
find $HOME/.docker/manifests | sed "s#$HOME##" | sort | same
docker manifest create --insecure $hello:list $hello 2>&1 | same
docker manifest create --insecure --amend $hello:list $hello 2>&1 | same

### a list that is changed
make 2>&1 | same
docker manifest annotate --arch arm --variant v7 --os-version 1.2 --os-features b,a --os-features a $hello:list $hello 2>&1 | same
docker manifest inspect $hello:list 2>&1 | same
docker manifest annotate --arch nope $hello:list $hello 2>&1 | same
docker manifest annotate --os nope $hello:list $hello 2>&1 | same
docker manifest annotate --arch arm $hello:list $hello:nope 2>&1 | same
docker manifest annotate --arch arm $hello:nope $hello 2>&1 | same

### a list that is pushed
make 2>&1 | same
docker manifest push $hello:list 2>&1 | same
docker manifest push --purge $hello:list 2>&1 | same
docker manifest push $hello:list 2>&1 | same
docker manifest inspect --insecure $hello:list 2>&1 | same
docker manifest create --insecure $hello:again $hello:list 2>&1 | same

### a list in another repository
docker manifest create --insecure $registry/dt-manifest:1 $hello 2>&1 | same
docker manifest annotate --arch s390x --os linux $registry/dt-manifest:1 $hello 2>&1 | same
docker manifest push $registry/dt-manifest:1 2>&1 | same
docker manifest inspect --insecure $registry/dt-manifest:1 2>&1 | same

### images of another registry
docker manifest create --insecure other.example/dt-manifest:1 $hello 2>&1 | same
docker manifest inspect other.example/dt-manifest:1 2>&1 | same
docker manifest push other.example/dt-manifest:1 2>&1 | same

### lists that are removed
make 2>&1 | same
docker manifest rm $hello:list nope BAD 2>&1 | same
docker manifest rm $hello:list 2>&1 | same

### names that cannot be
docker manifest inspect BAD
docker manifest inspect ''
docker manifest inspect nope BAD
docker manifest create BAD x
docker manifest create x BAD
docker manifest annotate BAD x
docker manifest annotate x BAD
docker manifest push BAD
docker manifest push nope

### words that cannot be
docker manifest inspect
docker manifest inspect a b c
docker manifest create a
docker manifest annotate a
docker manifest push
docker manifest push a b
docker manifest rm
docker manifest nope
docker manifest inspect --nope x
docker manifest annotate --os-features 'a,"b' a b

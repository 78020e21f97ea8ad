# $REGISTRY is open to all and has images for three platforms; $PRIVATE is empty, and its user is `me`, `open sesame`.
app=$REGISTRY/dt-registries/app
own=$(CODES=/dev/null command docker version --format '{{.Server.Arch}}')
quietly() { (export CODES=/dev/null; "$@") >/dev/null 2>&1; }
steps() { grep -v -e Waiting -e Verifying -e Download -e Already -e Pulling.fs -e Preparing -e Pushing -e Layer.already -e Mounted -e 'Pull complete' -e ': Pushed'; }
# Each script begins without images of these registries
for image in $(CODES=/dev/null; export CODES; docker images -aq --no-trunc --filter reference="$REGISTRY/*/*" --filter reference="$PRIVATE/*/*" | sort -u); do quietly docker rmi -f "$image"; done
mkdir cfg; export DOCKER_CONFIG=$PWD/cfg
log_in() { echo 'open sesame' | quietly docker login -u me --password-stdin "$PRIVATE"; }
have() { quietly docker pull "$app:own"; quietly docker tag "$app:own" "$1"; }
digest_of() { CODES=/dev/null command docker image inspect --format '{{index .RepoDigests 0}}' "$1"; }

### pull by tag, and once more
docker pull $app:own | steps
docker pull $app:own | steps
docker pull -q $app:own
docker image ls --format '{{.Repository}} {{.Tag}} {{.Size}}' $app | sort

### pull without a tag, and of what is not there
docker pull $app
docker pull $app:nope
docker pull $REGISTRY/dt-registries/nope
docker pull -q $app:nope
docker pull $app@sha256:0123456789012345678901234567890123456789012345678901234567890123

### pull by digest
docker pull -q $app:own
digest=$(digest_of $app:own)
quietly docker rmi $app:own
docker pull $digest | steps
docker pull $digest | steps
docker pull -q $digest
docker image ls --digests --format '{{.Repository}} {{.Tag}} {{.Digest}}' $app | sort
docker image inspect --format '{{.RepoTags}} {{.RepoDigests}}' $digest
docker pull $app:own@${digest#*@} | steps
docker image ls --digests --format '{{.Repository}} {{.Tag}} {{.Digest}}' $app | sort

### pull by a tag with the digest of another image
docker pull -q $app:own; docker pull -q $app:other
digest=$(digest_of $app:other)
docker pull $app:own@${digest#*@} | steps
docker image ls --format '{{.Tag}}' $app | sort

### pull of a list
docker pull $app:list | steps
docker image inspect --format '{{.Architecture}} {{len .RepoDigests}}' $app:list
docker pull -q $app:index
docker image ls --digests --format '{{.Tag}} {{.Digest}}' $app | sort

### pull of a platform
docker pull -q --platform linux/ppc64le $app:list
docker image inspect --format '{{.Os}}/{{.Architecture}}' $app:list
docker pull -q --platform linux/$own $app:list
docker image inspect --format '{{.Os}}/{{.Architecture}}' $app:list
docker pull -q --platform linux/s390x $app:index
docker image inspect --format '{{.Os}}/{{.Architecture}}' $app:index
docker pull --platform linux/riscv64 $app:list
docker pull --platform bad/x/y/z $app:list

### pull of all tags
docker pull -aq $app
docker pull --all-tags $app | grep -e Status -e Pulling.from | sort
docker image ls --format '{{.Tag}}' $app | sort
docker pull --all-tags $app:own
docker pull --all-tags $REGISTRY/dt-registries/nope

### create and run pull
docker create --name dt-registries-c --pull always $app:own 2>&1 | steps | sed 's/^[0-9a-f]*$/ID/'
docker rm dt-registries-c
docker create --name dt-registries-c --pull never $app:other
docker create --name dt-registries-c $app:nope
docker create --name dt-registries-c --platform linux/ppc64le $app:list 2>&1 | steps | sed 's/^[0-9a-f]*$/ID/'
docker inspect --format '{{.Config.Image}}' dt-registries-c; docker rm dt-registries-c

### push
have $REGISTRY/dt-registries/mine:1
docker push $REGISTRY/dt-registries/mine:1 | steps
docker push $REGISTRY/dt-registries/mine:1 | steps
docker push -q $REGISTRY/dt-registries/mine:1
docker image inspect --format '{{.RepoTags}} {{.RepoDigests}}' $REGISTRY/dt-registries/mine:1
quietly docker rmi $REGISTRY/dt-registries/mine:1
docker pull -q $REGISTRY/dt-registries/mine:1

### push of several tags
have $REGISTRY/dt-registries/several:1; have $REGISTRY/dt-registries/several:2
docker push $REGISTRY/dt-registries/several
docker push $REGISTRY/dt-registries/several:3
docker push -q --all-tags $REGISTRY/dt-registries/several
docker push -a $REGISTRY/dt-registries/several | steps
docker push -a $REGISTRY/dt-registries/several:1
docker push -a $REGISTRY/dt-registries/none

### digests of images in lists
have $REGISTRY/dt-registries/listed:1
docker image ls --digests $REGISTRY/dt-registries/listed --format '{{.Tag}} {{.Digest}}' | sort
quietly docker push $REGISTRY/dt-registries/listed:1
docker image ls --digests $REGISTRY/dt-registries/listed --format '{{.Tag}} {{.Digest}}' | sort
docker image ls --digests --filter reference="$REGISTRY/dt-registries/*" --format '{{.Repository}} {{.Tag}} {{.Digest}}' | sort
docker tag $(digest_of $REGISTRY/dt-registries/listed:1) $REGISTRY/dt-registries/listed:2
docker image ls --format '{{.Tag}}' $REGISTRY/dt-registries/listed | sort

### removal by digest and by tag
docker pull -q $app:own
digest=$(digest_of $app:own)
docker rmi $app:own
docker pull -q $digest
docker rmi $digest
docker pull -q $app:own
docker rmi $digest; docker image ls --digests --format '{{.Tag}} {{.Digest}}' $app | sort

### a registry with a password, without it
docker pull $PRIVATE/dt-registries/x:1
docker pull -q $PRIVATE/dt-registries/x:1
docker pull -a $PRIVATE/dt-registries/x
have $PRIVATE/dt-registries/x:1
docker push $PRIVATE/dt-registries/x:1 | steps
docker push -q $PRIVATE/dt-registries/x:1
docker manifest inspect --insecure $PRIVATE/dt-registries/x:1

### login with a wrong password
docker login -u me -p wrong $PRIVATE
echo wrong | docker login -u me --password-stdin $PRIVATE
echo 'open sesame' | docker login -u you --password-stdin $PRIVATE
ls -A cfg

### login, push, pull, logout
echo 'open sesame' | docker login -u me --password-stdin $PRIVATE
cat cfg/config.json
have $PRIVATE/dt-registries/x:1
docker push -q $PRIVATE/dt-registries/x:1
quietly docker rmi $PRIVATE/dt-registries/x:1
docker pull -q $PRIVATE/dt-registries/x:1
docker manifest inspect --insecure $PRIVATE/dt-registries/x:1 | grep -c digest
docker login $PRIVATE
docker login -u me $PRIVATE </dev/null
docker logout $PRIVATE; cat cfg/config.json
docker push -q $PRIVATE/dt-registries/x:1
docker logout $PRIVATE

### login without an engine
export DOCKER_HOST=unix://$PWD/none
echo 'open sesame' | docker login -u me --password-stdin $PRIVATE 2>&1 | grep -v '^time='
cat cfg/config.json
docker login -u me -p wrong $PRIVATE 2>&1 | grep -v '^time='
docker login -u me -p any $REGISTRY 2>&1 | grep -v '^time='
docker login -u me -p any localhost:1 2>&1 | grep -v '^time='
docker logout $PRIVATE

### a login that does not work any more
# (before a pull docker 28 asks for another one, even without a terminal, and waits forever)
auth=$(printf me:gone | base64)
echo "{\"auths\":{\"$PRIVATE\":{\"auth\":\"$auth\"}}}" >cfg/config.json
docker login $PRIVATE </dev/null
docker manifest inspect --insecure $PRIVATE/dt-registries/x:1
cat cfg/config.json

### a login in a credential helper
mkdir bin; export PATH=$PWD/bin:$PATH
echo '{"credsStore":"dt"}' >cfg/config.json
cat >bin/docker-credential-dt <<'EOF'
#!/bin/sh
case $1 in
  store) cat >$HOME/kept;;
  get) cat >/dev/null; [ -e $HOME/kept ] && cat $HOME/kept || { echo 'credentials not found in native keychain'; exit 1; };;
  erase) cat >/dev/null; rm -f $HOME/kept;;
  list) [ -e $HOME/kept ] && sed 's/.*"ServerURL":"\([^"]*\)".*/{"\1":"me"}/' $HOME/kept || echo '{}';;
esac
EOF
chmod +x bin/docker-credential-dt
echo 'open sesame' | docker login -u me --password-stdin $PRIVATE
cat cfg/config.json; grep -c '"Secret":"open sesame"' $HOME/kept
have $PRIVATE/dt-registries/y:1
docker push -q $PRIVATE/dt-registries/y:1
docker logout $PRIVATE; [ -e $HOME/kept ] || echo erased
docker push -q $PRIVATE/dt-registries/y:1

### a credential helper that fails
mkdir bin; export PATH=$PWD/bin:$PATH
echo "{\"credHelpers\":{\"$PRIVATE\":\"dt\"}}" >cfg/config.json
printf '#!/bin/sh\necho no luck\nexit 3\n' >bin/docker-credential-dt; chmod +x bin/docker-credential-dt
docker pull $PRIVATE/dt-registries/x:1
echo 'open sesame' | docker login -u me --password-stdin $PRIVATE
docker logout $PRIVATE
docker manifest inspect --insecure $PRIVATE/dt-registries/x:1
docker pull -q $app:own

### a helper for one registry, and a store for the others
mkdir bin; export PATH=$PWD/bin:$PATH
echo "{\"credHelpers\":{\"$PRIVATE\":\"one\"},\"credsStore\":\"other\"}" >cfg/config.json
printf '#!/bin/sh\ncat >/dev/null\necho %s >>$HOME/called\necho "{\\"ServerURL\\":\\"\\",\\"Username\\":\\"me\\",\\"Secret\\":\\"open sesame\\"}"\n' one >bin/docker-credential-one
printf '#!/bin/sh\ncat >/dev/null\necho %s >>$HOME/called\necho credentials not found in native keychain\nexit 1\n' other >bin/docker-credential-other
chmod +x bin/*
have $PRIVATE/dt-registries/z:1; rm -f $HOME/called
docker push -q $PRIVATE/dt-registries/z:1; cat $HOME/called
docker push -q $REGISTRY/dt-registries/z:1; rm $HOME/called
docker pull -q $app:other; cat $HOME/called

### manifests of what a registry has
docker manifest inspect --insecure $app:own
docker manifest inspect --insecure $app:list
docker manifest inspect --insecure $app:index
docker manifest inspect --insecure -v $app:oci
docker manifest inspect --insecure -v $app:list | grep -v Raw
docker manifest inspect --insecure $app:nope
docker manifest inspect --insecure $REGISTRY/dt-registries/nope:1

### a list of manifests by tag and by digest
quietly docker pull $app:other; digest=$(digest_of $app:other)
docker manifest create --insecure $REGISTRY/dt-registries/made:1 $app:own $digest
docker manifest inspect $REGISTRY/dt-registries/made:1
docker manifest annotate --variant v8 --os-version 1 --os-features b,a $REGISTRY/dt-registries/made:1 $digest
docker manifest annotate --arch nope $REGISTRY/dt-registries/made:1 $digest
docker manifest inspect $REGISTRY/dt-registries/made:1 $digest
docker manifest push --insecure $REGISTRY/dt-registries/made:1
docker manifest create --insecure --amend $REGISTRY/dt-registries/made:1 $app:oci
docker manifest push --insecure --purge $REGISTRY/dt-registries/made:1
docker manifest inspect --insecure $REGISTRY/dt-registries/made:1
docker pull -q --platform linux/$own $REGISTRY/dt-registries/made:1

### a list of manifests that is removed
docker manifest create --insecure $REGISTRY/dt-registries/gone:1 $app:own
docker manifest create --insecure $REGISTRY/dt-registries/gone:1 $app:other
docker manifest create --insecure $REGISTRY/dt-registries/gone:2 $app:list
docker manifest rm $REGISTRY/dt-registries/gone:1 $REGISTRY/dt-registries/gone:2
docker manifest push --insecure $REGISTRY/dt-registries/gone:1
find cfg/manifests | sort

### a list of manifests for a registry with a password
quietly docker manifest create --insecure $PRIVATE/dt-registries/l:1 $app:own
docker manifest push --insecure $PRIVATE/dt-registries/l:1
log_in; have $PRIVATE/dt-registries/l:own; quietly docker push $PRIVATE/dt-registries/l:own
docker manifest create --insecure $PRIVATE/dt-registries/l:2 $PRIVATE/dt-registries/l:own
docker manifest push --insecure $PRIVATE/dt-registries/l:2 | grep -c sha256
quietly docker logout $PRIVATE
docker manifest create --insecure $PRIVATE/dt-registries/l:3 $PRIVATE/dt-registries/l:own
docker manifest push --insecure $PRIVATE/dt-registries/l:2

### search in a registry that has none
docker search $REGISTRY/app
docker search --limit 3 $REGISTRY/dt-registries/app
docker search --no-trunc $PRIVATE/app

### a name that a registry cannot have
docker pull $REGISTRY/dt-registries/App
docker pull $REGISTRY/
docker push $REGISTRY/dt-registries/app:no:no
docker tag $app:none $REGISTRY/dt-registries/x
docker pull $REGISTRY/dt-registries/app:$(printf '%0129d' 0)
docker login $REGISTRY/dt-registries </dev/null

### list
docker images busybox
docker image ls hello-world
docker image list nope

### ids only
docker images -q hello-world
docker images -q --no-trunc hello-world
docker images -q hello-world nginx

### nothing is cut
docker images --no-trunc hello-world

### digests
docker images --digests hello-world
docker images --digests --format 'table {{.Repository}}' hello-world
docker images --format 'table {{.Repository}}\t{{.Digest}}' hello-world

### as JSON and raw
docker images --format json hello-world
docker images --format raw hello-world
docker images --digests --format raw hello-world
docker images -q --format raw hello-world

### every field
docker images --format '{{.Repository}}:{{.Tag}} {{.ID}} {{.Size}} {{.VirtualSize}} {{.SharedSize}} {{.UniqueSize}} {{.Containers}} {{.Digest}}' hello-world
docker images --format 'table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedAt}}\t{{.CreatedSince}}\t{{.Size}}' hello-world

### templates that are not right
docker images --format '{{.Nope}}' busybox
docker images --format '{{.Nope'
docker images --format 'table {{.Nope}}' nope

### filters
docker images -f reference=hello-world --format '{{.Repository}}'
docker images -f 'reference=hello*' --format '{{.Repository}}'
docker images -f before=hello-world --format '{{.Tag}}' hello-world
docker images -f label=zz=zz

### filters that are not right
docker images -f dangling=maybe
docker images -f nope=x
docker images -f bad
docker images -f before=nosuchimage

### arguments
docker images a b
docker images --nope
docker images 'a b'
docker image ls -q 'hello-world:latest'

### format by config.json
mkdir .docker
echo '{"imagesFormat":"{{.Repository}}"}' >.docker/config.json
docker --config .docker images hello-world
docker --config .docker images -q hello-world
docker --config .docker images --format table hello-world

### history
docker history hello-world
docker image history busybox
docker history nginx:alpine

### history in short
docker history -q hello-world
docker history -q --format '{{.Size}}' hello-world
docker history -q nginx:alpine hello-world

### history in full
docker history --no-trunc hello-world
docker history --human=false hello-world | sed 's/[0-9]\{4,\}/<bytes>/'
docker history -H=false --no-trunc --format '{{.CreatedBy}}' hello-world

### history in another format
docker history --format json hello-world
docker history --format '{{.ID}} {{.CreatedBy}} {{.Size}} {{.Comment}}' nginx:alpine
docker history --format 'table {{.CreatedBy}}\t{{.Size}}' hello-world
docker history --format raw hello-world
docker history --format '{{.Nope}}' hello-world

### history of nothing
docker history nope
docker history
docker history --platform x busybox

### tag
docker tag hello-world dt-images-t:1
docker tag dt-images-t:1 localhost:5/dt-images/x:2
docker images --format '{{.Repository}}:{{.Tag}}' localhost:5/dt-images/x
docker rmi dt-images-t:1 localhost:5/dt-images/x:2

### tag by id
id=$(docker images -q hello-world)
docker image tag $id dt-images-i
docker rmi dt-images-i

### tag that cannot be
docker tag nope x
docker tag hello-world BAD
docker tag hello-world ''
docker tag '' x
docker tag hello-world x@sha256:0123456789012345678901234567890123456789012345678901234567890123
docker tag hello-world 0123456789012345678901234567890123456789012345678901234567890123
docker tag 0123456789012345678901234567890123456789012345678901234567890123 dt-images-a
docker tag hello-world
docker tag --x a b

### rmi of one name of several
docker tag hello-world dt-images-r:1; docker tag hello-world dt-images-r:2
docker rmi dt-images-r:1 nope dt-images-r:2

### rmi -f
docker tag hello-world dt-images-r:1
docker rmi -f dt-images-r:1 nope
docker rmi -f nope nope2

### rmi of what is in use
docker tag hello-world dt-images-h
docker create --name dt-images-c dt-images-h >/dev/null
docker rmi $(docker images -q dt-images-h)
docker rmi dt-images-h
docker rm dt-images-c

### rmi of an image of one's own
tar cf t.tar --files-from /dev/null
docker import t.tar dt-images-own:1 >/dev/null
docker image remove --no-prune dt-images-own:1
docker import t.tar dt-images-own:2 >/dev/null
docker rmi -f $(docker images -q dt-images-own:2)

### rmi that cannot be
docker rmi
docker rmi nope nope2
docker rmi BAD
docker rmi -x hello-world
docker rmi --platform a/b/c/d hello-world

### an empty name
docker history ''
docker image rmi -f ''

### create, list, remove
docker volume create dt-volumes-1
docker volume ls -f name=dt-volumes-1
docker volume list -q -f name=dt-volumes-1
docker volume rm dt-volumes-1

### create without a name
volume=$(docker volume create)
docker volume ls -q | grep -c $volume
docker volume remove $volume

### create twice
docker volume create --name dt-volumes-2
docker volume create dt-volumes-2
docker volume create --name a b

### create with options
docker volume create dt-volumes-3 --label a=b --label c -o type=tmpfs -o device=tmpfs -o o=size=1m
docker volume inspect dt-volumes-3 --format '{{json .Labels}} {{json .Options}} {{.Driver}}'
docker volume create -o bogus=1 dt-volumes-o
docker volume create dt-volumes-3 --opt type=nfs

### create that cannot be
docker volume create 'a/b'
docker volume create a b c
docker volume create -l x
docker volume create --nope

### list in another format
docker volume create dt-volumes-5 --label a=b >/dev/null
docker volume ls -f name=dt-volumes-5 --format '{{.Name}} {{.Driver}} {{.Scope}} {{.Labels}} {{.Mountpoint}} {{.Links}} {{.Size}} {{.Group}} {{.Availability}} {{.Status}} {{.Label "a"}}'
docker volume ls -f name=dt-volumes-5 --format 'table {{.Name}}\t{{.Driver}}\t{{.Scope}}\t{{.Labels}}\t{{.Links}}\t{{.Size}}\t{{.Mountpoint}}'
docker volume ls -f name=dt-volumes-5 --format json
docker volume ls -f name=dt-volumes-5 --format raw
docker volume ls -qf name=dt-volumes-5 --format raw
docker volume ls -qf name=dt-volumes-5 --format '{{.Driver}}'

### list in a format that is not right
docker volume ls --format '{{.Nope}}'
docker volume ls --format '{{'
docker volume ls -f bad
docker volume ls -f nope=x
docker volume ls -f dangling=maybe
docker volume ls x

### list is sorted
for name in b a A10 A9 a10 a9; do docker volume create dt-volumes-s-$name; done >/dev/null
docker volume ls -f name=dt-volumes-s

### filters
docker volume create dt-volumes-f --label k=v >/dev/null
docker volume ls -f label=k=v -f name=dt-volumes-f --format '{{.Name}} {{.Label "k"}}'
docker volume ls -q -f label=k=x
docker volume ls -q -f dangling=true -f name=dt-volumes-f
docker volume ls -q -f driver=nope

### cluster volumes
docker volume ls --cluster
docker volume ls --cluster -q
docker volume create --type mount --scope multi --group g dt-volumes-cl
docker volume create --limit-bytes x dt-volumes-cl
docker volume create --secret a=b dt-volumes-cl2

### remove what is in use
docker volume create dt-volumes-u >/dev/null
docker create --name dt-volumes-c -v dt-volumes-u:/x busybox >/dev/null
docker volume rm dt-volumes-u
docker volume rm -f dt-volumes-u nope
docker rm dt-volumes-c
docker volume rm dt-volumes-u nope

### remove goes on after an error
docker volume create dt-volumes-r >/dev/null
docker volume rm nope dt-volumes-r nope2
docker volume rm -f dt-volumes-r dt-volumes-r nope
docker volume rm ''

### update
docker volume update nope
docker volume update --availability drain nope
docker volume update --availability bad nope

### inspect
docker volume create dt-volumes-i >/dev/null
docker volume inspect dt-volumes-i
docker volume inspect nope dt-volumes-i -f '{{.Name}} {{.Scope}}'
docker volume inspect -f '{{.Nope}}' dt-volumes-i

### arguments
docker volume rm
docker volume inspect
docker volume nope

### what a container leaves
docker run --rm -v /anonymous --name dt-volumes-run busybox touch /anonymous/x
docker run --rm -v dt-volumes-keep:/x busybox touch /x/y
docker run --rm -v dt-volumes-keep:/x:ro busybox ls /x
docker run --rm -v dt-volumes-keep:/x:ro busybox touch /x/z

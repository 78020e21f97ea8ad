# alone: prune removes what others have made
### before
docker create --name dt-prune-keep busybox >/dev/null
DOCKER_BUILDKIT=0 docker builder prune -af >/dev/null  # what builds of others have left there

### containers
docker create --name dt-prune-c --label dt-prune=1 busybox >/dev/null
docker container prune -f --filter label=dt-prune=1
docker container prune -f --filter label=dt-prune=1

### containers, asked first
docker create --name dt-prune-c --label dt-prune=1 busybox >/dev/null
echo n | docker container prune --filter label=dt-prune
echo Y | docker container prune --filter label=dt-prune
docker container prune

### containers with filters that are not right
docker container prune -f --filter until=bogus
docker container prune -f --filter bogus=1
docker container prune --filter x
docker container prune x

### images
tar cf t.tar --files-from /dev/null
docker import -c 'LABEL dt-prune=1' t.tar >/dev/null
docker image prune -f --filter label=dt-prune=1

### images with a name
tar cf t.tar --files-from /dev/null
docker import -c 'LABEL dt-prune=1' t.tar dt-prune-i:1 >/dev/null
docker image prune -f --filter label=dt-prune=1
echo y | docker image prune -a --filter label=dt-prune=1

### images, asked first
docker image prune
docker image prune -a
echo n | docker image prune
docker image prune --filter label=zz

### images with filters that are not right
docker image prune -f --filter x=y
docker image prune -f --filter until=xx
docker image prune -f --filter bad
docker image prune x

### networks
docker network create --label dt-prune=1 dt-prune-n >/dev/null
docker network prune -f --filter label=dt-prune=1
docker network prune -f --filter label=dt-prune=1
docker network prune
docker network prune -f --filter bogus=1
docker network prune x

### volumes
docker volume create --label dt-prune=1 dt-prune-v >/dev/null
docker volume prune -af --filter label=dt-prune=1
docker volume prune -f --filter label=dt-prune=1
docker volume prune
docker volume prune -a
docker volume prune -a --filter all=false
docker volume prune -f --filter bogus=1

### the build cache
export DOCKER_BUILDKIT=0  # no plugin answers for docker
docker builder prune
docker builder prune -f --filter until=1000h
docker builder prune -af --keep-storage 1GB --filter until=1000h
docker builder prune -f --keep-storage x
docker builder prune --filter bad
docker builder prune x

### all of it
docker create --name dt-prune-c --label dt-prune=1 busybox >/dev/null
docker network create --label dt-prune=1 dt-prune-n >/dev/null
docker volume create --label dt-prune=1 dt-prune-v >/dev/null
docker system prune -f --filter label=dt-prune=1
docker system prune -af --volumes --filter label=dt-prune=1

### all of it, asked first
docker system prune
docker system prune -a
docker system prune --volumes
docker system prune --filter label=x
docker system prune --volumes --filter until=1h

### all of it with filters that are not right
docker system prune -f --filter bogus
docker system prune -f --volumes --filter until=1h
docker system prune x

### filters by config.json
mkdir cfg; export DOCKER_CONFIG=$PWD/cfg
echo '{"pruneFilters":["label=zz"]}' >cfg/config.json
docker image prune -f --filter label!=zz1
docker container prune

### df
docker system df | sed -n 1p
docker system df --format '{{.Type}}'
docker system df --format '{{.Nope}}'
docker system df -v --format 'x'
docker system df x

### df of one volume
docker volume create dt-prune-df >/dev/null
docker system df -v | grep -e dt-prune-df -e 'VOLUME NAME' | tr -s ' '
docker system df -v | grep -e 'space usage' -e '^CONTAINER ID' -e '^REPOSITORY' | tr -s ' '
docker system df --format 'table {{.Type}}\t{{.TotalCount}}' | sed -n 1p

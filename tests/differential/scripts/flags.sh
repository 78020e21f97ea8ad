### unknown flags
docker ps --nope
docker rm -fx a
docker rm -xf a
docker images --no-tru
docker container ls --nope=1

### flags without their value
docker ps --filter
docker ps -n
docker logs -f --tail
docker network create --label

### values of the wrong type
docker stop -t x a
docker ps -n 1.5
docker rm --force=2 a
docker ps -a=x
docker events --since

### bools with a value
docker ps -a=false -q -f name=nope
docker ps --all=1 --quiet=T -f name=nope
docker ps --no-trunc=TRUE -qf name=nope
docker ps -aq=false -f name=nope
docker ps -q=maybe

### flags in a cluster
docker ps -aqf name=nope
docker ps -aqn2 -fname=nope
docker ps -aqf=name=nope
docker ps -qx

### flags after arguments
docker rm nope -f
docker logs nope --tail=x
docker inspect nope --type volume
docker rm -- -f
docker rmi nope -- -f

### repeated flags
docker ps -n 1 -n x
docker inspect -f a -f '{{.Name}}' bridge
docker kill -s TERM -s KILL nope

### too few arguments
docker rm
docker stop
docker rename a
docker tag a
docker cp a
docker network connect a
docker volume rm
docker image rm

### too many arguments
docker ps a
docker logs a b
docker rename a b c
docker pull a b
docker version a
docker commit a b c
docker network ls a
docker login a b

### old names of flags
docker run --disable-content-trust --rm busybox true
docker pull --disable-content-trust hello-world
docker ps -h | sed -n 1p

### flags that the platform has not
docker run --isolation hyperv --rm busybox true
docker run --cpu-count 1 --rm busybox true
docker create --io-maxiops 1 busybox

### an empty flag, a dash alone, a flag of three dashes
docker ps -qf name=nope -
docker ps -qf name=nope --
docker ps --=x
docker ps ---a
docker rm -f -

### help wins
docker rm --help x | sed -n 1p
docker rm --help --nope | sed -n 1p
docker ps --help=false -qf name=nope
docker help ps | sed -n 1p
docker help nosuch

### flags between a noun and its command
docker container --unknown x ls
docker container --unknown=x ls
docker container --unknown ls
docker container --unknown x y
docker image -x y ls
docker image -x=y ls
docker image -x ls
docker network -xy z ls
docker volume --help=x ls
docker container -- ls
docker container --unknown -- ls
docker container -- x ls -qf name=nope
docker container -- x y ls
docker container -- --help ls -qf name=nope
docker container -- -- ls
docker container -- --unknown
docker image -- ls --nope
docker -- --help container ls | sed -n 1p
docker -- -c x container ls -qf name=nope
docker context --unknown --other x show
docker manifest --unknown=x inspect y

### a warning only if the rest is right
docker stop --time 1 -x a
docker stop --time 1 --time x a
docker ps -hx
docker volume -hx
docker create --kernel-memory 1m --no-such a

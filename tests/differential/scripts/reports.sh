# What public reports of bugs and faults taught: surroundings, odd input, and engines that give odd answers.
out() { od -An -tx1 | tr -d ' \n'; echo; }
cr=$(printf '\r')
high=$(printf '\351') # é of ISO 8859-1, which is no UTF-8

### before
docker run -d --name dt-reports --label l=m --hostname dt busybox sleep 1000 >/dev/null
docker create --name dt-reports-made busybox true >/dev/null
docker create --name dt-reports-three busybox sh -c 'echo out; echo err >&2; exit 3' >/dev/null
docker network create dt-reports-net >/dev/null
docker volume create dt-reports-vol >/dev/null

### a name with a slash is a name to every command
docker start /dt-reports
docker pause /dt-reports
docker unpause /dt-reports
docker restart -t 0 /dt-reports
docker kill -s CONT /dt-reports
docker rename /dt-reports /dt-reports-other
docker rename dt-reports-other dt-reports
docker update --cpu-shares 512 /dt-reports
docker port /dt-reports
docker top /dt-reports -o comm
docker wait /dt-reports-made

### a name with a slash that nobody has
docker stop /dt-reports-nobody
docker kill /dt-reports-nobody
docker rm /dt-reports-nobody
docker start /dt-reports-nobody
docker export -o nobody.tar /dt-reports-nobody
ls

### networks and volumes with a slash
docker network inspect -f '{{.Name}}' /dt-reports-net /dt-reports-nobody
docker network rm /dt-reports-nobody
docker volume inspect -f '{{.Name}}' /dt-reports-nobody
docker volume rm /dt-reports-nobody

### copying with a slash before the name
echo text >file
docker cp file /dt-reports-made:/file
docker cp /dt-reports-made:/file - | tar xO
docker cp dt-reports-made:/file copy
cat copy

### white space around a host
docker -H " $DOCKER_HOST" ps -q --filter name=dt-reports-nobody
docker -H "$DOCKER_HOST$cr" ps -q --filter name=dt-reports-nobody
DOCKER_HOST=" " docker -H "" version --format '{{.Client.Os}}' >/dev/null

### a carriage return after a name
docker inspect -f '{{.Name}}' "dt-reports$cr"
docker stop -t 0 "dt-reports-nobody$cr"
docker logs "dt-reports-nobody$cr"
docker exec "dt-reports-nobody$cr" true
docker run --rm --name "dt-reports-x$cr" busybox true

### a carriage return in a file of variables
printf 'A=1\r\nB=2\r\n#c\r\n\r\n' >env
docker run --rm --env-file env busybox sh -c 'echo "$A$B"' | out

### a file of variables with a mark of its encoding
printf '\357\273\277A=1\nB=\n =x\n' >env
docker run --rm --env-file env busybox env

### a file of variables that is no utf-8
printf 'A=%s\n' "$high" >env
docker create --env-file env busybox
docker create --label-file env busybox

### files that are directories or nobody's
mkdir directory
docker create --env-file directory busybox
docker create --label-file directory busybox
docker create --env-file nothing busybox
docker create --label-file nothing busybox
docker create --security-opt seccomp=directory busybox
docker create --security-opt seccomp=nothing busybox
docker exec --env-file directory dt-reports true
docker exec --env-file nothing dt-reports true

### files that cannot be read on
docker create --env-file /proc/self/mem busybox
docker create --label-file /proc/self/mem busybox
docker create --security-opt seccomp=/proc/self/mem busybox
docker exec --env-file /proc/self/mem dt-reports true

### nothing to load or import
docker load -i nothing
docker import nothing dt-reports-image
docker import "" dt-reports-image

### bytes that are no utf-8 go as they are
docker run --rm -e "A=$high" busybox sh -c 'printf %s "$A"' | out
docker run --rm busybox printf %s "$high" | out
docker exec -e "A=$high" dt-reports sh -c 'printf %s "$A"' | out
A=$high docker run --rm -e A busybox sh -c 'printf %s "$A"' | out

### a locale without utf-8
export LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0
docker run --rm -e A=é busybox sh -c 'printf %s "$A"' | out
docker exec -e A=é -w / dt-reports sh -c 'printf %s "$A"' | out
docker create --label l=é --name dt-reports-locale busybox true >/dev/null
docker inspect -f '{{.Config.Labels.l}}' dt-reports-locale
docker ps -a --filter name=dt-reports-locale --format '{{.Names}} é {{.Label "l"}}'
docker rm dt-reports-locale

### file names in a locale without utf-8
export LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0
mkdir é
echo text >é/è
docker cp é dt-reports-made:/
docker cp dt-reports-made:/é/è - | tar t
docker cp dt-reports-made:/é copy
ls copy | out
printf 'A=é\n' >é/env
docker run --rm --env-file é/env busybox sh -c 'printf %s "$A"' | out

### file names that are no utf-8
mkdir "d$high"
echo text >"d$high/f"
docker cp "d$high" dt-reports-made:/
docker cp "dt-reports-made:/d$high/f" - | tar xO

### python is told to find faults
export PYTHONFAULTHANDLER=1 PYTHONDEVMODE=1
docker run --rm busybox sh -c 'exit 3'
docker start -a dt-reports-three 2>/dev/null
docker exec dt-reports sh -c 'exit 4'
echo in | docker run -i --rm busybox cat
docker wait dt-reports-three

### a working directory that is gone
mkdir gone
cd gone
rmdir ../gone
docker ps -q --filter name=dt-reports-nobody
docker exec dt-reports echo hi
docker inspect -f '{{.Name}}' dt-reports
docker run --rm -w /tmp busybox pwd
docker create --env-file env busybox

### the platform of the environment
export DOCKER_DEFAULT_PLATFORM=linux/none
docker run --rm --pull never busybox true
docker create --platform linux/amd64 busybox | wc -l

### a platform that is none
DOCKER_DEFAULT_PLATFORM=a/b/c/d docker create busybox
docker create --platform / busybox
docker pull --platform '' busybox >/dev/null

### settings with a mark of their encoding
mkdir config
settings() { printf "$1" >config/config.json; docker --config config ps -a --filter name=dt-reports-made; }
settings '\357\273\277{"psFormat":"{{.Names}}"}'
settings '{"psFormat":"{{.Names}}"} x'
settings '{"psFormat":7}'
settings '{"psFormat":null}'
settings 'null'
settings '7'
settings '{"psFormat":"{{.Names}}","psFormat":"{{.Image}}"}'

### settings of odd kinds
mkdir config
settings() { printf "$1" >config/config.json; docker --config config ps -q --filter name=dt-reports-nobody; }
settings '{"auths":7}'
settings '{"auths":{"x":{"auth":"!"}}}'
settings '{"auths":{"x":{"auth":"YQ=="}}}'
settings '{"HttpHeaders":7}'
settings '{"credHelpers":["x"]}'
settings '{"currentContext":7}'
settings '{"currentContext":"nobody"}'
settings '{"proxies":{"default":7}}'

### headers of one's own
DOCKER_CUSTOM_HEADERS='A=1,B=2' docker ps -q --filter name=dt-reports-nobody
DOCKER_CUSTOM_HEADERS='"A=1,2",B=' docker ps -q --filter name=dt-reports-nobody
DOCKER_CUSTOM_HEADERS='A' docker ps -q
DOCKER_CUSTOM_HEADERS='=1' docker ps -q
DOCKER_CUSTOM_HEADERS=',' docker ps -q

### the key of a map that has none
docker inspect -f '{{index .NetworkSettings.Ports "80/tcp"}}|{{index .Config.Labels "l"}}|{{index .Config.Labels "m"}}' dt-reports
docker inspect -f '{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}' dt-reports
docker inspect -f '{{index .Config.Cmd 0}}' dt-reports
docker inspect -f '{{index .Config.Cmd 7}}' dt-reports
docker inspect -f '{{index .Config.Cmd "x"}}' dt-reports
docker inspect -f '{{index .Config.Labels 1}}' dt-reports
docker inspect -f '{{index .Name 0}} {{index .Config.Cmd}}' dt-reports

### verbs of printf
docker inspect -f '{{printf "%T %v %+v" .State.Running .State.ExitCode .Config.Cmd}}' dt-reports
docker inspect -f '{{printf "%q %x %X %5s|%-5s|%.1s" .Name .Name .Name "a" "b" "cd"}}' dt-reports
docker inspect -f '{{printf "%d %5d|%-5d|%05d|%+d|%b|%o|%c|%U" 7 7 7 7 7 7 7 65 65}}' dt-reports
docker inspect -f '{{printf "%e %g %.2f %8.3f" 1.5 1.5 1.5 1.5}}' dt-reports
docker inspect -f '{{printf "%d" "x"}} {{printf "%s" 7}} {{printf "%z" 7}} {{printf "%s"}} {{printf "x" 1}} {{printf "%"}}' dt-reports
docker inspect -f '{{printf "%[2]d %[1]d" 1 2}} {{printf "%[5]d" 1}} {{printf "%[0]d" 1}} {{printf "%*d" 5 1}}' dt-reports
docker inspect -f '{{printf "%t %p" true nil}}' dt-reports
docker inspect -f '{{println "a" 1 true}}{{print "a" 1 2 "b"}}' dt-reports

### templates of whole objects
docker inspect -f '{{.HostConfig.RestartPolicy}} {{.HostConfig.LogConfig}}' dt-reports
docker network inspect -f '{{.IPAM.Options}} {{.ConfigFrom}} {{.Options}}' dt-reports-net
docker volume inspect -f '{{.Labels}} {{.Options}} {{.Status}} {{.UsageData}}' dt-reports-vol
docker ps -a --filter name=dt-reports-made --format '{{len .Names}} {{upper .Names}} {{split .Names "-"}} {{join (split .Names "-") "/"}}'
docker ps -a --filter name=dt-reports-made --format '{{.Nothing}}'
docker ps -a --filter name=dt-reports-made --format '{{truncate .Names 4}}|{{pad .Names 1 2}}|{{title .Names}}'

### templates that are none
docker ps --format '{{'
docker ps --format '{{nothing}}'
docker ps --format '{{.Names'
docker ps --format '{{end}}'
docker ps --format '{{if}}{{end}}'
docker inspect -f '{{range}}' dt-reports
docker inspect -f '{{"a}}' dt-reports
docker inspect -f '{{1e}}' dt-reports
docker inspect -f "{{'ab'}}" dt-reports

### an input that is closed
docker run --rm -i busybox cat <&-
docker exec -i dt-reports cat <&-
docker import - dt-reports-image <&-

### an output that is full
docker save busybox >/dev/full
docker export dt-reports-made >/dev/full
docker save -o /dev/full busybox
docker version >/dev/full

### a reader that has gone
docker inspect dt-reports dt-reports dt-reports | true
docker export dt-reports-made | head -c 10 | wc -c
docker exec dt-reports yes | head -n 2
docker run --rm busybox sh -c 'yes | head -n 100000' | head -n 2

### an empty argument
docker inspect ""
docker rm ""
docker start ""
docker exec "" true
docker cp "" dt-reports:/
docker network inspect ""
docker volume rm ""
docker tag busybox ""
docker run --rm "" true

### numbers at the edge
docker stop -t 99999999999999999999 dt-reports-made
docker logs --tail 99999999999999999999 dt-reports
docker logs --tail -1 dt-reports
docker ps -n 99999999999999999999
docker run --rm -m 99999999999999999999 busybox true
docker run --rm --cpus 1e99 busybox true
docker run --rm --pids-limit 99999999999999999999 busybox true
docker update --cpu-shares 99999999999999999999 dt-reports

### times that are none
docker logs --since x dt-reports
docker logs --until 2024-13-01 dt-reports
docker events --since x --until 1
docker logs --since 9999999999999999999999 dt-reports
docker events --since 2000-01-01T00:00:00 --until 2000-01-01T00:00:01

### no engine at all
docker -H unix:///nothing/here ps
docker -H unix:///nothing/here info --format '{{.ServerVersion}}'
docker -H unix:///nothing/here version --format '{{.Client.Os}}'
docker -H unix:///nothing/here run busybox true
docker -H tcp://127.0.0.1:1 ps
docker -H nothing://x ps

### a file that is no socket
touch file
docker -H "unix://$PWD/file" ps
docker -H "unix://$PWD" ps

### what is over is over
docker run --name dt-reports-over busybox sh -c 'exit 7'
docker logs dt-reports-over
docker exec dt-reports-over true
docker attach dt-reports-over
docker top dt-reports-over
docker wait dt-reports-over
docker stats --no-stream --format '{{.Name}} {{.PIDs}}' dt-reports-over
docker kill dt-reports-over
docker rm dt-reports-over
docker wait dt-reports-over

### an id in a file
docker create --cidfile id --name dt-reports-id busybox true | wc -l
wc -c <id
docker create --cidfile id busybox
docker create --cidfile nothing/id busybox
docker rm dt-reports-id

### before
docker run -d --name dt-lifecycle-up busybox sleep 1000 >/dev/null
docker run -d --name dt-lifecycle-too busybox sleep 1000 >/dev/null
docker create --name dt-lifecycle-new busybox sh -c 'echo out; exit 3' >/dev/null

### start prints names and goes on after an error
docker start dt-lifecycle-up nope dt-lifecycle-too nope2
docker start
docker start nope

### start -a ends with the code of the process
docker start -a dt-lifecycle-new
docker start --attach=true dt-lifecycle-new
docker start -a nope
docker start -a dt-lifecycle-up dt-lifecycle-too

### start -ai passes standard input on
docker create -i --name dt-lifecycle-cat busybox sh -c 'cat; exit 4' >/dev/null
echo words | docker start -ai dt-lifecycle-cat
docker rm dt-lifecycle-cat

### start of what cannot be started
docker create --name dt-lifecycle-bad busybox nosuchcommand >/dev/null
docker start dt-lifecycle-bad
docker start -a dt-lifecycle-bad
docker rm dt-lifecycle-bad

### stop goes on after an error
docker stop -t 0 dt-lifecycle-up nope dt-lifecycle-too nope2
docker stop -t0 dt-lifecycle-up
docker start dt-lifecycle-too dt-lifecycle-up

### stop with a signal
docker stop -s KILL dt-lifecycle-up
docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' dt-lifecycle-up
docker start dt-lifecycle-up
docker stop -t 0 -s BOGUS dt-lifecycle-up
docker start dt-lifecycle-up

### stop has had another name for its time
docker stop --time 0 dt-lifecycle-up
docker stop --time 0 --timeout 1 dt-lifecycle-up
docker stop -t x dt-lifecycle-up
docker start dt-lifecycle-up

### names may have a slash before them
docker stop -t 0 /dt-lifecycle-up
docker start /dt-lifecycle-up
docker stop -t 0 ""
docker kill ""

### restart is one after the other
docker restart -t 0 dt-lifecycle-up nope dt-lifecycle-too
docker restart -t 0 -s KILL dt-lifecycle-up
docker container restart --time 0 dt-lifecycle-up

### kill
docker run -d --name dt-lifecycle-k busybox sleep 1000 >/dev/null
docker kill dt-lifecycle-k nope
docker kill -s BOGUS nope
docker kill -s "" dt-lifecycle-k
docker kill --signal=9 dt-lifecycle-k
docker rm dt-lifecycle-k

### kill with a signal that the process handles
docker run -d --name dt-lifecycle-trap busybox sh -c 'trap "echo got; exit 5" USR1; mkdir /ready; while :; do sleep 0.1; done' >/dev/null
docker exec dt-lifecycle-trap sh -c 'until [ -e /ready ]; do :; done'
docker kill -s USR1 dt-lifecycle-trap
docker wait dt-lifecycle-trap
docker logs dt-lifecycle-trap
docker rm dt-lifecycle-trap

### pause and unpause
docker pause nope dt-lifecycle-up dt-lifecycle-too
docker ps -f name=dt-lifecycle-up --format '{{.State}} {{.Status}}'
docker exec dt-lifecycle-up true
docker pause dt-lifecycle-up
docker unpause nope dt-lifecycle-too dt-lifecycle-up ""
docker unpause dt-lifecycle-up

### wait
docker start dt-lifecycle-new >/dev/null
docker wait nope dt-lifecycle-new ""
docker wait dt-lifecycle-new dt-lifecycle-new
docker wait

### wait until it is killed
docker run -d --name dt-lifecycle-w busybox sleep 1000 >/dev/null
docker wait dt-lifecycle-w &
docker kill dt-lifecycle-w >/dev/null
wait
docker rm dt-lifecycle-w

### rename
docker create --name dt-lifecycle-r busybox >/dev/null
docker rename dt-lifecycle-r dt-lifecycle-r2
docker rename dt-lifecycle-r2 /dt-lifecycle-r3
docker rename dt-lifecycle-r3 " dt-lifecycle-r "
docker rename dt-lifecycle-r3 dt-lifecycle-up
docker rename nope dt-lifecycle-x
docker rename dt-lifecycle-r3 ""
docker rename "" dt-lifecycle-x
docker rename dt-lifecycle-r3 'a b'
docker rename dt-lifecycle-r3
docker rm dt-lifecycle-r3

### rm echoes what was typed
docker create --name dt-lifecycle-x busybox >/dev/null
docker rm nope /dt-lifecycle-x "" / nope2
docker rm dt-lifecycle-up
docker container remove nope

### rm -f says nothing of what is not there
docker create --name dt-lifecycle-x busybox >/dev/null
docker rm -f dt-lifecycle-x nope "" nope2
docker rm -f /nope /nope2/ x/y
docker rm -fv nope
docker container rm --force=maybe nope

### rm -l removes a link
docker rm -l dt-lifecycle-up
docker rm --link dt-lifecycle-up/nope
docker rm -l nope/x

### rm of an id, of its start, of many
one=$(docker create --name dt-lifecycle-1 busybox)
two=$(docker create --name dt-lifecycle-2 busybox)
docker rm $(printf %.12s $one) $two

### update
docker create --name dt-lifecycle-u busybox >/dev/null
docker update --cpus 0.5 --cpu-shares 100 --restart on-failure:3 dt-lifecycle-u nope
docker inspect -f '{{.HostConfig.NanoCpus}} {{.HostConfig.CpuShares}} {{.HostConfig.RestartPolicy}}' dt-lifecycle-u
docker update --restart no dt-lifecycle-u
docker update --cpus 0.0000000001 dt-lifecycle-u
docker update -m 64x dt-lifecycle-u
docker update --restart bogus dt-lifecycle-u nope
docker rm dt-lifecycle-u

### update without a flag
docker update dt-lifecycle-up
docker update
docker container update nope

### containers that are removed when they end
docker run -d --rm --name dt-lifecycle-rm busybox sleep 1000 >/dev/null
docker stop -t 0 dt-lifecycle-rm
until ! CODES=/dev/null docker inspect dt-lifecycle-rm >/dev/null 2>&1; do :; done
docker inspect dt-lifecycle-rm

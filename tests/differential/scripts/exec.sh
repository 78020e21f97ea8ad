### before
docker run -d --name dt-exec -e COLOUR=blue busybox sleep 1000 >/dev/null
docker run -di --name dt-exec-cat busybox sh -c 'while read line; do [ "$line" = end ] && exit 3; echo got $line; done' >/dev/null
docker create --name dt-exec-new busybox >/dev/null

### exec
docker exec dt-exec sh -c 'echo out; echo err >&2; exit 4'
docker container exec dt-exec true

### exec with standard input
printf 'words\n' | docker exec -i dt-exec cat
printf 'words\n' | docker exec dt-exec cat

### what cannot be executed
docker exec dt-exec nosuchcommand
docker exec dt-exec /etc
docker exec dt-exec sh -c 'kill -9 $$'

### in another way
docker exec -u www-data -w /tmp -e A=1 -e COLOUR dt-exec sh -c 'id -u; pwd; echo $A $COLOUR'
COLOUR=red docker exec -e COLOUR dt-exec sh -c 'echo $COLOUR'
docker exec -u nosuchuser dt-exec true
docker exec -w /nosuch dt-exec true
docker exec --privileged=false dt-exec true

### variables from a file
printf 'A=1\nB=two words\n' >vars
docker exec --env-file vars -e A=3 dt-exec sh -c 'echo $A $B'
docker exec --env-file nofile dt-exec true

### exec -d prints nothing
docker exec -d dt-exec true
docker exec -d dt-exec nosuchcommand

### exec where it cannot be
docker exec dt-exec-new true
docker exec nope true
docker exec "" true
docker exec -it dt-exec true

### arguments of exec
docker exec
docker exec dt-exec
docker exec -x dt-exec true
docker exec dt-exec echo -x --y

### detach keys of exec
docker exec --detach-keys ctrl-1 dt-exec true
docker exec --detach-keys ctrl-p dt-exec echo fine

### attach
# an engine drops the output when the input ends, so that it must not end first
(echo one; echo two; echo end; sleep 1) | docker attach dt-exec-cat

### attach without standard input
docker run -d --name dt-exec-end busybox sh -c 'until [ -e /go ]; do sleep 0.05; done; echo out; echo err >&2; exit 5' >/dev/null
(docker attach --no-stdin dt-exec-end) &
sleep 0.5; docker exec dt-exec-end touch /go; wait $!
docker rm dt-exec-end

### attach where it cannot be
docker attach dt-exec-new
docker attach nope
docker attach ""
docker attach --detach-keys x1 dt-exec
docker pause dt-exec
docker attach dt-exec
docker unpause dt-exec

### arguments of attach
docker attach
docker attach a b
docker container attach --nope a

### before
docker run --name dt-logs busybox sh -c 'for i in 1 2 3 4 5; do echo line $i; done' >/dev/null
docker run --name dt-logs-both busybox sh -c 'echo out; echo err >&2' >/dev/null 2>&1
docker run -t --name dt-logs-tty busybox sh -c 'echo tty; printf "no newline"' >/dev/null
docker create --name dt-logs-new busybox true >/dev/null
docker run --name dt-logs-label --label k=v -e A=b --log-opt labels=k --log-opt env=A busybox echo hi >/dev/null
docker run -d --name dt-logs-up busybox sh -c 'echo up; sleep 1000' >/dev/null

### both streams
docker logs dt-logs-both
docker container logs dt-logs-both 2>/dev/null

### the last lines
docker logs -n 2 dt-logs
docker logs --tail=3 dt-logs
docker logs --tail all dt-logs

### no lines, and all of them
docker logs -n0 dt-logs
docker logs --tail=-1 dt-logs
docker logs --tail abc dt-logs

### with times
docker logs -t dt-logs
docker logs -tn1 dt-logs

### with details
docker logs --details dt-logs-label
docker logs --details -t dt-logs-label
docker logs --details dt-logs-both

### since
docker logs --since 1h dt-logs
docker logs --since 0s dt-logs
docker logs --since 2020-01-01 dt-logs
docker logs --since 1500000000.5 dt-logs
docker logs --since 2100-01-01T00:00:00Z dt-logs

### until
docker logs --until 2020-01-01 dt-logs
docker logs --until 1h dt-logs
docker logs --until 2100-01-01T00:00:00 dt-logs

### times that are none
docker logs --since bogus dt-logs
docker logs --until 2020-13-01 dt-logs
docker logs --since bogus --until bogus dt-logs
docker logs --since bogus nope

### a terminal's log is one stream
docker logs dt-logs-tty
docker logs -f dt-logs-tty

### following what has ended
docker logs -f dt-logs
docker logs -ft -n 1 dt-logs | wc -l

### following ends at a signal
timeout -s INT 2 docker logs -f dt-logs-up
timeout -s TERM 2 docker logs -f dt-logs-up

### following until it ends
docker run -d --name dt-logs-ends busybox sh -c 'for i in 1 2 3; do echo $i; sleep 0.2; done' >/dev/null
docker logs -f dt-logs-ends
docker rm dt-logs-ends

### nothing there
docker logs dt-logs-new
docker logs nope
docker logs ""

### arguments
docker logs
docker logs a b
docker logs -x dt-logs
docker logs dt-logs --tail 1

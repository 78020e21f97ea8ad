### before
docker network create dt-run-net >/dev/null
docker volume create dt-run-vol >/dev/null
docker run -d --name dt-run-up busybox sleep 1000 >/dev/null

### hello-world
docker run --rm hello-world

### exit codes
docker run --rm busybox sh -c 'exit 7'
docker run --rm busybox sh -c 'kill -9 $$'
docker run --rm busybox nosuchcommand
docker run --rm busybox /etc
docker run --rm --entrypoint /etc/passwd busybox

### both streams
docker run --rm busybox sh -c 'echo out; echo err >&2'
docker run --rm -a stdout busybox sh -c 'echo out; echo err >&2'
docker run --rm -a STDERR busybox sh -c 'echo out; echo err >&2'

### standard input
printf 'words\n' | docker run --rm -i busybox cat
printf 'words\n' | docker run --rm busybox cat
printf 'words\n' | docker run --rm -i -a stdin -a stdout busybox cat
seq 100000 | docker run --rm -i busybox true

### output that comes late, and much of it
docker run --rm busybox sh -c '(sleep 0.7; echo late) & echo early'
docker run --rm busybox seq 100000 | md5sum

### -d prints the id
docker run -d --rm --name dt-run-d busybox sleep 1000
docker run -d --name dt-run-d busybox true
docker stop -t 0 dt-run-d
docker run -d -a stdout busybox

### -d of what cannot be started
docker run -d --name dt-run-bad busybox nosuchcommand
docker ps -a -f name=dt-run-bad --format '{{.Names}} {{.State}}'

### environment
X=1 docker run --rm -e A=1 -e X -e UNSET -e EMPTY= busybox sh -c 'echo $A $X ${UNSET-unset} ${EMPTY-unset}'
docker run --rm -e =x busybox env
printf '# note\nA=1\n B=2 \nC\nHOME\n' >vars
docker run --rm --env-file vars -e A=2 busybox sh -c 'echo "$A|$B|${C-unset}"'

### environment files that are not right
printf 'A B=1\n' >vars
docker run --rm --env-file vars busybox
docker run --rm --env-file nofile busybox
printf '=x\n' >vars
docker run --rm --env-file vars busybox

### names, users, folders
docker run --rm -h box --domainname example.org busybox hostname
docker run --rm -u www-data -w /tmp busybox sh -c 'id -u; pwd'
docker run --rm -u nosuchuser busybox true
docker run --rm -w relative busybox true

### entry points
docker run --rm --entrypoint echo busybox a b
docker run --rm --entrypoint 'echo a' busybox
docker run --rm --entrypoint '' busybox echo c
docker create --entrypoint '' --name dt-run-entry busybox >/dev/null
docker inspect -f '{{json .Config.Entrypoint}} {{json .Config.Cmd}}' dt-run-entry

### labels
printf 'a=1\n# note\nb\nc=3\n' >labels
docker create --name dt-run-labels --label-file labels -l c=4 -l d busybox >/dev/null
docker inspect -f '{{json .Config.Labels}}' dt-run-labels
docker create -l '' busybox
docker create -l =x busybox
docker create --label-file nofile busybox

### ports
docker create --name dt-run-ports -p 8080:80 -p 127.0.0.1::81 -p 9000-9002:90-92/udp -p 7000-7002:7 --expose 1-3 busybox >/dev/null
docker inspect -f '{{json .HostConfig.PortBindings}}{{json .Config.ExposedPorts}}' dt-run-ports

### ports that are not right
docker create -p 80:80/xyz busybox
docker create -p 1-3:4-5 busybox
docker create -p x busybox
docker create -p 300.1.1.1:1:1 busybox
docker create --expose x busybox
docker create -p 70000:1 busybox

### ports in words
docker create --name dt-run-words -p published=8080,target=80,protocol=udp busybox >/dev/null
docker inspect -f '{{json .HostConfig.PortBindings}}' dt-run-words
docker create -p target=80,bogus=1 busybox
docker create -p published=80 busybox

### volumes
docker create --name dt-run-v -v dt-run-vol:/a:ro -v /tmp:/b -v ./here:/c -v /d busybox >/dev/null
docker inspect -f '{{range .HostConfig.Binds}}{{println .}}{{end}}{{json .Config.Volumes}}' dt-run-v | sort
docker create -v dt-run-vol:/b:ro:dd busybox
docker create -v :/b busybox
docker create -v a/b:/c busybox
docker create -v dt-run-vol:b busybox

### mounts
docker create --name dt-run-mount --mount type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=1777 --mount src=dt-run-vol,target=/v,readonly,volume-nocopy busybox >/dev/null
docker inspect -f '{{json .HostConfig.Mounts}}' dt-run-mount

### mounts that are not right
docker create --mount type=bogus,dst=/t busybox
docker create --mount src=x busybox
docker create --mount type=tmpfs,dst=/t,volume-nocopy busybox
docker create --mount type=bind,src=/nosuch,dst=/t busybox
docker create --mount type=volume,dst=/t,bogus=1 busybox
docker create --mount type=tmpfs,dst=/t,tmpfs-size=x busybox

### a file system in memory, and one that is only read
docker run --rm --tmpfs /t:size=1m busybox df -h /t
docker run --rm --read-only busybox touch /x
docker run --rm --volumes-from nope busybox

### networks
docker create --name dt-run-n --network dt-run-net --network-alias one --network-alias two --ip 10.1.1.1 busybox
docker create --name dt-run-n2 --network name=dt-run-net,alias=one,alias=two busybox >/dev/null
docker inspect -f '{{.HostConfig.NetworkMode}}' dt-run-n2
docker run --rm --network none busybox ls /sys/class/net
docker run --rm --network nope busybox true
docker create --network-alias x busybox
docker create --network container:nope busybox

### networks that do not go together
docker create --network dt-run-net --network host busybox
docker create --network dt-run-net --network dt-run-net busybox
docker create --network name=dt-run-net,bogus=x busybox
docker create --network name=dt-run-net,alias=a --network-alias b busybox

### addresses and names of others
docker create --name dt-run-dns --dns 8.8.8.8 --dns-search . --dns-option ndots:2 --add-host a:1.2.3.4 --add-host b=::1 --link dt-run-up:up busybox >/dev/null
docker inspect -f '{{.HostConfig.Dns}} {{.HostConfig.DnsOptions}} {{.HostConfig.DnsSearch}} {{.HostConfig.ExtraHosts}} {{.HostConfig.Links}}' dt-run-dns
docker create --dns x busybox
docker create --add-host x busybox
docker create --add-host x:y busybox
docker create --mac-address x busybox

### restarts
docker create --name dt-run-re --restart on-failure:3 busybox >/dev/null
docker inspect -f '{{.HostConfig.RestartPolicy}}' dt-run-re
docker create --restart bogus busybox
docker create --restart always:3 busybox
docker create --restart on-failure:x busybox
docker create --restart always --rm busybox

### capabilities and security
docker create --name dt-run-cap --cap-add net_admin --cap-add CAP_SYS_TIME --cap-drop all --security-opt no-new-privileges --security-opt label=disable busybox >/dev/null
docker inspect -f '{{.HostConfig.CapAdd}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}}' dt-run-cap
docker create --cap-add bogus busybox
docker create --security-opt bogus busybox
docker create --security-opt seccomp=nofile busybox

### limits
docker create --name dt-run-lim --cpus 1.5 -c 512 --cpuset-cpus 0 --pids-limit 50 --shm-size 1m --ulimit nofile=10:20 --ulimit nproc=5 --oom-score-adj 100 busybox >/dev/null 2>&1
docker inspect -f '{{.HostConfig.NanoCpus}} {{.HostConfig.CpuShares}} {{.HostConfig.CpusetCpus}} {{.HostConfig.ShmSize}} {{.HostConfig.OomScoreAdj}} {{json .HostConfig.Ulimits}}' dt-run-lim

### limits that are not right
docker create --cpus x busybox
docker create --cpus 1.0000000001 busybox
docker create -m 5x busybox
docker create -m 1 busybox
docker create --ulimit bogus=1 busybox
docker create --ulimit nofile=20:10 busybox
docker create --memory-swap x busybox
docker create --memory-swappiness 101 busybox

### kernel settings and devices
docker run --rm --sysctl net.ipv4.ip_forward=0 busybox cat /proc/sys/net/ipv4/ip_forward
docker create --name dt-run-dev --device /dev/null:/dev/x:r --device-cgroup-rule 'c 1:* rwm' busybox >/dev/null
docker inspect -f '{{.HostConfig.Devices}} {{.HostConfig.DeviceCgroupRules}}' dt-run-dev
docker create --sysctl bogus busybox
docker create --device /dev/null:x busybox
docker create --device-cgroup-rule x busybox
docker create --device-read-bps /dev/null busybox

### namespaces
docker create --pid bogus busybox
docker create --uts bogus busybox
docker create --ipc container: busybox
docker create --userns bogus busybox
docker create --cgroupns bogus busybox
docker run --rm --pid host --uts host --ipc private busybox true

### health
docker create --name dt-run-health --health-cmd 'test -e /x' --health-interval 1m30s --health-retries 2 busybox >/dev/null
docker inspect -f '{{json .Config.Healthcheck}}' dt-run-health
docker create --no-healthcheck --health-cmd x busybox
docker create --health-interval 1x busybox
docker create --health-interval=-1s busybox
docker create --health-retries=-1 busybox

### logging
docker create --name dt-run-log --log-driver json-file --log-opt max-size=1m busybox >/dev/null
docker inspect -f '{{json .HostConfig.LogConfig}}' dt-run-log
docker create --log-driver bogus busybox
docker create --log-driver none --log-opt a=b busybox
docker create --log-opt bogus=1 busybox

### stop signals
docker create --name dt-run-stop --stop-signal INT --stop-timeout 3 --init busybox >/dev/null
docker inspect -f '{{.Config.StopSignal}} {{.Config.StopTimeout}} {{.HostConfig.Init}}' dt-run-stop
docker create --stop-signal bogus busybox
docker create --stop-timeout x busybox

### a file with the id
docker run --rm --cidfile id busybox true
wc -c <id
docker run --rm --cidfile id busybox true
docker run --rm --cidfile nodir/id busybox true

### images that are not there
docker run --rm --pull never nosuchimage
docker create --pull=bogus busybox
docker run --rm Busybox
docker run --rm ''
docker run --rm busybox@sha256:x

### pulling first
docker run -q --rm --pull always busybox echo hello
docker create --pull missing --name dt-run-pull busybox >/dev/null
docker create --pull always --name dt-run-pull2 busybox

### names in use, names that are none
docker create --name dt-run-up busybox
docker create --name 'a b' busybox
docker run --name dt-run-up busybox
docker create --name /dt-run-slash busybox

### Go's ways with flags
docker run --rm=true -i=0 --name=dt-run-go -hbox busybox hostname
docker run --rm=maybe busybox
docker run --rm -eA=1 -eB=2 busybox sh -c 'echo $A$B'
docker create -itd busybox
docker create --name dt-run-habit -ite A=1 busybox -x --y >/dev/null
docker inspect -f '{{.Config.Tty}} {{.Config.OpenStdin}} {{.Config.Cmd}}' dt-run-habit

### flags that are not there
docker run --frobnicate busybox
docker run -Z busybox
docker run -iZ busybox
docker run --memory
docker run -m
docker run --cpu-shares x busybox
docker run --attach bogus busybox
docker run
docker create --rm

### a terminal without one
docker run --rm -t busybox tty
docker run --rm -it busybox tty

### detach keys that are none
docker run --rm --detach-keys ctrl-A1 busybox true
docker run --rm --detach-keys ctrl-p,a busybox true

### platforms
docker create --platform linux/bogus busybox
docker create --platform a/b/c/d busybox
docker create --name dt-run-platform --platform linux/$(docker version --format '{{.Server.Arch}}') busybox >/dev/null

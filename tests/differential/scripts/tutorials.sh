# Commands as the pages of docker's reference and tutorials have them.
### before
docker network create --subnet 10.213.0.0/24 dt-tutorials-net >/dev/null
docker volume create dt-tutorials-vol >/dev/null
docker run -d --name dt-tutorials-web -p 127.0.0.1:8391:80 -v dt-tutorials-vol:/var/www --health-cmd 'wget -qO- localhost' --health-interval 1h busybox sh -c 'echo hello >/var/www/index.html; echo started; httpd -f -h /var/www' >/dev/null
docker run --name dt-tutorials-job busybox sh -c 'echo one; echo two >&2; exit 3' >/dev/null 2>&1 || true

### the folder of the host inside
echo text >file
docker run --rm -v "$(pwd):$(pwd)" -w "$(pwd)" busybox cat file
docker run --rm -v "$PWD":/here:ro busybox touch /here/new
docker run --rm --mount type=bind,src="$PWD",dst=/here,readonly busybox sh -c 'cat /here/file; rm /here/file'
docker run --rm --mount type=bind,source=./file,target=/one busybox cat /one
docker run --rm -v ./nosuch:/made busybox ls -a /made; ls

### a root that is only read, with places to write
docker run --rm --read-only --mount type=volume,target=/icanwrite busybox touch /icanwrite/here
docker run --rm --read-only --tmpfs /run:rw,noexec,nosuid,size=65536k busybox sh -c 'touch /run/x; mount | grep " /run " | grep -o "size=[0-9a-z]*"'
docker run --rm --tmpfs /t:bogus busybox true

### a working directory that is made
docker run --rm -w /path/to/dir/ busybox pwd
docker run --rm -w /etc/passwd busybox pwd

### variables with =, spaces and newlines
docker run --rm -e 'A=b=c' -e 'B= two  words ' -e "C=1
2" busybox sh -c 'echo "$A, $B, $C"'
docker run --rm --env A busybox env | grep -c '^A='

### what follows the image belongs to the command
docker run --rm busybox echo --rm -it --name x
docker run --rm busybox -c 'echo x'
docker run --rm -- busybox echo -- x
docker run --rm --name dt-tutorials-x -- busybox

### names of other hosts
docker run --rm --add-host my-hostname=8.8.8.8 --add-host=far:2001:db8::1 --add-host 'six:[::1]' busybox sh -c 'grep -E "my-hostname|far|six" /etc/hosts'
docker run --rm --add-host=host.docker.internal:host-gateway busybox sh -c 'grep -c host.docker.internal /etc/hosts'

### limits inside
docker run --rm --ulimit nofile=1024:2048 busybox sh -c 'ulimit -Sn; ulimit -Hn'
docker run --rm --sysctl net.core.somaxconn=512 busybox cat /proc/sys/net/core/somaxconn
docker run --rm --sysctl kernel.domainname=x busybox true
docker run --rm --shm-size 2m busybox df -m /dev/shm
docker run --rm --ulimit nofile=1024:1024 --ulimit nofile=5:6 busybox sh -c 'ulimit -n'

### devices that are not there
docker run --rm --device=/dev/nosuch:/dev/xvdc busybox true
docker run --rm --gpus all busybox true
docker run --rm --gpus 'device=0' --gpus 2 busybox true
docker run --rm --runtime nope busybox true
docker run --rm --storage-opt size busybox true

### addresses of one's own
docker run --rm --network dt-tutorials-net --ip 10.213.0.75 busybox ip -4 -o addr show dev eth0 | grep -o '10.213.0.[0-9/]*'
docker run --rm --network dt-tutorials-net --mac-address 92:d0:c6:0a:29:33 busybox cat /sys/class/net/eth0/address
docker run --rm --ip 10.213.0.75 busybox true
docker run --rm --network dt-tutorials-net --ip 1.2.3.4 busybox true
docker run --rm --network dt-tutorials-net --ip nope busybox true
docker run --rm --network dt-tutorials-net --ip 10.213.0.1 busybox true

### names in a network
docker run -d --rm --name dt-tutorials-db --network dt-tutorials-net --network-alias db --network-alias store busybox sleep 1000 >/dev/null
docker run --rm --network dt-tutorials-net busybox sh -c 'nslookup -type=a db 2>/dev/null | grep -c "Name:.*db"; ping -c 1 -q store | head -1 | cut -d" " -f1,2'
docker run --rm --network container:dt-tutorials-db busybox sh -c 'ls /sys/class/net'
docker run --rm --network container:dt-tutorials-db -p 80:80 busybox true
docker run --rm --network container:dt-tutorials-db -h x busybox true
docker run --rm --network host --ip 10.213.0.5 busybox true
docker run --rm --network host -p 80:80 busybox echo published
docker stop -t 0 dt-tutorials-db

### links
docker run --rm --link dt-tutorials-web:web busybox sh -c 'wget -qO- web; env | grep -c WEB_'
docker run --rm --link nope busybox true
docker run --rm --name dt-tutorials-l --link dt-tutorials-job busybox true

### a port that is taken
docker run --name dt-tutorials-port -d -p 127.0.0.1:8391:80 busybox true | wc -c
docker ps -a -f name=dt-tutorials-port --format '{{.Names}} {{.State}} {{.Ports}}'
docker rm dt-tutorials-port

### port
docker port dt-tutorials-web
docker port dt-tutorials-web 80
docker port dt-tutorials-web 80/tcp
docker port dt-tutorials-web 81
docker port dt-tutorials-web 80/udp
docker port dt-tutorials-web x
docker port dt-tutorials-job
docker port nope 80

### commands of exec
docker exec -d dt-tutorials-web touch /tmp/execWorks; docker exec dt-tutorials-web ls /tmp
docker exec -e VAR_A=1 -e VAR_B=2 dt-tutorials-web env | grep VAR_
docker exec -w /root dt-tutorials-web pwd
docker exec dt-tutorials-web sh -c "echo \$HOSTNAME" | wc -c
docker exec dt-tutorials-web "echo a && echo b"
docker exec -u 33:33 dt-tutorials-web id
docker pause dt-tutorials-web; docker exec dt-tutorials-web sh; docker unpause dt-tutorials-web
docker exec dt-tutorials-job sh

### copies to and from
printf 'line\nerror x\n' >some_file
docker cp ./some_file dt-tutorials-web:/tmp
docker cp dt-tutorials-web:/tmp/some_file - | tar x -O | grep error
docker cp dt-tutorials-web:/tmp ./logs; ls logs
docker cp dt-tutorials-web:/var/www/. .; cat index.html
docker cp some_file dt-tutorials-web:/nosuch/dir/
docker cp nofile dt-tutorials-web:/tmp
docker cp dt-tutorials-web:/nofile .
docker cp some_file nope:/tmp
docker cp some_file other
docker cp dt-tutorials-web:/tmp dt-tutorials-job:/tmp
docker cp -q dt-tutorials-job:/etc/passwd - | tar t

### listings of containers
docker ps --filter name=dt-tutorials- --format 'table {{.Names}}\t{{.Image}}\t{{.Ports}}'
docker ps -a --filter name=dt-tutorials- --filter status=exited --format '{{.Names}}: {{.Command}}'
docker ps -a --filter name=dt-tutorials- --filter exited=3 --format '{{.Names}} {{.Status}}' | cut -d' ' -f1-3
docker ps -a --filter exited=137 --filter name=dt-tutorials- -q
docker ps -a -f name=dt-tutorials- -f ancestor=busybox:latest --format '{{.Names}}'
docker ps -f volume=dt-tutorials-vol --format '{{.Names}} {{.Mounts}}'
docker ps -f publish=8391 --format '{{.Names}}'; docker ps -f publish=80 -f name=dt-tutorials- -q; docker ps -f expose=80/tcp -f name=dt-tutorials-web --format '{{.Names}}'
docker ps -a -f before=dt-tutorials-job -f name=dt-tutorials- --format '{{.Names}}'; docker ps -a -f since=dt-tutorials-web -f name=dt-tutorials- --format '{{.Names}}'
docker ps -f health=starting -f name=dt-tutorials- --format '{{.Names}}'; docker ps -f is-task=false -f name=dt-tutorials-web -q | wc -l
docker ps -a --filter 'status=bogus'
docker ps --filter 'exited=x'
docker ps -f ancestor=nosuchimage -q
docker ps -f network=dt-tutorials-net -f name=dt-tutorials- -q
docker ps -f network=nope -q; docker ps -f volume=nope -q; docker ps -f before=nope
docker container ls -a --no-trunc -f name=dt-tutorials-job --format '{{.Command}} {{.LocalVolumes}} {{.Networks}}'

### listings as JSON for jq
docker ps -a -f name=dt-tutorials-job --format '{{json .}}' | tr ',' '\n' | grep -oE '"(Command|Image|Labels|LocalVolumes|Mounts|Names|Networks|Ports|Size|State)":.*'
docker ps -a -f name=dt-tutorials-job --format '{{json .Names}},{{json .Ports}}'
docker network ls -f name=dt-tutorials-net --format json | grep -o '"Driver":"[a-z]*"'
docker volume ls -f name=dt-tutorials-vol --format '{{json .}}'

### addresses by templates
docker inspect --format='{{range .NetworkSettings.Networks}}{{.MacAddress}}{{end}}' dt-tutorials-job
docker inspect --format='{{.LogPath}}' dt-tutorials-job | grep -o 'json.log'
docker inspect --format='{{range $p, $conf := .NetworkSettings.Ports}} {{$p}} -> {{(index $conf 0).HostPort}} {{end}}' dt-tutorials-web
docker inspect --format='{{json .Config.Cmd}}' dt-tutorials-job
docker inspect --format='{{.Config.Image}} {{.State.ExitCode}} {{.HostConfig.NetworkMode}}' dt-tutorials-job dt-tutorials-web
docker inspect -f '{{ index .Config.Labels "com.docker.compose.project" }}|{{.Config.Labels.nope}}' dt-tutorials-job
docker inspect -f '{{ .State.Health.Status }}' dt-tutorials-web
docker inspect -f '{{ range .Mounts }}{{ .Name }} {{ .Driver }} {{ .Mode }} {{ .RW }}{{ end }}' dt-tutorials-web
docker inspect -f '{{join .Args " "}}' dt-tutorials-job; docker inspect -f '{{.Config.Env | json}}' dt-tutorials-job
docker inspect -f '{{len .HostConfig.PortBindings}} {{printf "%s:%d" .Name .RestartCount}} {{.HostConfig.CpuShares | println}}' dt-tutorials-web
docker inspect --type=image -f '{{.Config.Cmd}}' busybox; docker inspect --type=network -f '{{(index .IPAM.Config 0).Subnet}}' dt-tutorials-net
docker image inspect --format '{{ index .RepoTags 0 }} {{ .Architecture }}' busybox | cut -d' ' -f1

### logs
docker logs dt-tutorials-job; docker logs dt-tutorials-job 2>/dev/null; docker logs dt-tutorials-job 2>&1 >/dev/null
docker logs --tail 1 dt-tutorials-job 2>&1 | wc -l; docker logs -n 0 dt-tutorials-job; docker logs --tail=all dt-tutorials-job 2>&1 | sort
docker logs -f --until=2s dt-tutorials-job 2>&1 | sort; docker logs --since 2013-01-02 dt-tutorials-job 2>&1 | sort; docker logs --since=1h dt-tutorials-web
docker logs --since 2030-01-01T00:00:00Z dt-tutorials-job; docker logs --until 2013-01-02T13:23:37Z dt-tutorials-job
docker logs --since yesterday dt-tutorials-job; docker logs --tail x dt-tutorials-job 2>&1 | sort; docker logs -t dt-tutorials-web | cut -c30-; docker logs --details dt-tutorials-web
docker logs nope; docker logs; docker logs a b

### networks of one's own
docker network create --driver=bridge --subnet=10.214.0.0/16 --ip-range=10.214.5.0/24 --gateway=10.214.5.254 dt-tutorials-br0
docker network inspect -f '{{range .IPAM.Config}}{{.Subnet}} {{.IPRange}} {{.Gateway}}{{end}}' dt-tutorials-br0
docker network create --subnet=10.214.0.0/24 dt-tutorials-br1
docker network create --driver=nope dt-tutorials-br2
docker network create dt-tutorials-br0
docker network create --internal --label env=test -o com.docker.network.bridge.name=dt-tut0 dt-tutorials-int
docker network ls --filter driver=bridge --filter label=env=test --format '{{.Name}}: {{.Driver}} {{.Internal}}'
docker network connect --ip 10.214.5.7 --alias web --alias www dt-tutorials-br0 dt-tutorials-web
docker network inspect -f '{{range .Containers}}{{.Name}} {{.IPv4Address}}{{end}}' dt-tutorials-br0
docker network connect dt-tutorials-br0 dt-tutorials-web; docker network connect --link dt-tutorials-web:c1 dt-tutorials-int dt-tutorials-job; docker network connect nope dt-tutorials-web; docker network connect dt-tutorials-int nope
docker network rm dt-tutorials-br0
docker network disconnect dt-tutorials-br0 dt-tutorials-web; docker network disconnect dt-tutorials-br0 dt-tutorials-web
docker network disconnect -f dt-tutorials-int dt-tutorials-job; docker network rm dt-tutorials-br0 dt-tutorials-int nope; docker network rm bridge

### volumes of one's own
docker volume create --driver local --opt type=tmpfs --opt device=tmpfs --opt o=size=1m,uid=1000 dt-tutorials-tmp
docker run --rm -v dt-tutorials-tmp:/t busybox sh -c 'df -m /t | tail -1 | cut -d" " -f1; stat -c %u /t'
docker volume create dt-tutorials-tmp; docker volume create -d nope dt-tutorials-no; docker volume create --opt bogus=1 dt-tutorials-no; docker volume create 'a b'
docker volume ls -f dangling=true -f name=dt-tutorials --format '{{.Name}}'; docker volume ls -f name=dt-tutorials -q; docker volume ls -f driver=local -f name=dt-tutorials-v
docker volume inspect --format '{{ .Mountpoint }} {{ .Options }}' dt-tutorials-tmp
docker run --rm --volumes-from dt-tutorials-web:ro busybox sh -c 'cat /var/www/index.html; touch /var/www/x'
docker run --rm -v dt-tutorials-vol:/from -v "$PWD":/to busybox tar cf /to/backup.tar -C /from . ; tar tf backup.tar
docker volume rm dt-tutorials-vol; docker volume rm dt-tutorials-tmp nope; docker volume rm -f nope

### waiting, killing, renaming
docker run -d --name dt-tutorials-w busybox sh -c 'trap "exit 5" HUP; while :; do sleep 0.1; done' >/dev/null
docker kill --signal=SIGHUP dt-tutorials-w; docker wait dt-tutorials-w dt-tutorials-job
docker kill dt-tutorials-w; docker kill -s NOPE dt-tutorials-web; docker kill -s 0 dt-tutorials-web; docker rename dt-tutorials-w dt-tutorials-v; docker rename dt-tutorials-v dt-tutorials-web
docker rename dt-tutorials-v 'a b'; docker rename dt-tutorials-v dt-tutorials-v; docker rename nope x; docker start nope dt-tutorials-v; docker stop -t 0 dt-tutorials-v; docker rm dt-tutorials-v

### updates
docker update --restart=on-failure:3 dt-tutorials-web; docker inspect -f '{{.HostConfig.RestartPolicy}}' dt-tutorials-web; docker update --restart no dt-tutorials-web nope
docker update dt-tutorials-web; docker update --restart bogus dt-tutorials-web; docker update -m 1 dt-tutorials-web; docker update --cpus x dt-tutorials-web

### processes
docker top dt-tutorials-web -o pid,comm | sed -E 's/ *[0-9]+ +/<pid> /' ; docker top dt-tutorials-job; docker top nope; docker top dt-tutorials-web nope | head -1
docker stats --no-stream --format '{{.Name}}: {{.PIDs}}' dt-tutorials-web; docker stats --no-stream nope; docker stats --no-stream --format 'table {{.Name}}' dt-tutorials-job

### changes, and images of them
docker exec dt-tutorials-web sh -c 'mkdir /new; echo x >/new/file; rm -f /etc/group'
docker diff dt-tutorials-web | grep -E '/new|/etc' | sort; docker diff nope
docker commit -m 'a change' -a 'A <a@b>' --change='CMD ["httpd","-f"]' -c 'EXPOSE 80' -c 'ENV DEBUG=true' -c 'LABEL l="two words"' dt-tutorials-web dt-tutorials/img:v1 | cut -c-7
docker inspect -f '{{.Config.Cmd}} {{json .Config.ExposedPorts}} {{.Author}} {{.Comment}} {{.Config.Labels}}' dt-tutorials/img:v1; docker commit --change 'NOPE x' dt-tutorials-web; docker commit nope; docker commit dt-tutorials-web BAD
docker history --format '{{.CreatedBy}}|{{.Comment}}' dt-tutorials/img:v1 | head -1
docker export dt-tutorials-web | tar t new; docker export -o out.tar dt-tutorials-job && tar tf out.tar etc/passwd; docker export nope >x; docker export dt-tutorials-job -o /nosuch/x
docker rmi dt-tutorials/img:v1 | grep -c Untagged

### images kept in files
docker tag busybox dt-tutorials/bb:1; docker save -o bb.tar dt-tutorials/bb:1; docker rmi dt-tutorials/bb:1; docker load -i bb.tar; docker load <bb.tar; docker load -q -i bb.tar
docker save dt-tutorials/bb:1 | docker load; docker save nope; docker save -o /nosuch/x busybox; docker load -i nofile; echo x | docker load; docker rmi dt-tutorials/bb:1
mkdir root; echo x >root/f; tar c -C root . | docker import --message 'New image' --change 'ENV A=1' - dt-tutorials/imp:new | cut -c-7; docker import nofile; docker import; docker images dt-tutorials/imp --format '{{.Repository}}:{{.Tag}}'; docker rmi dt-tutorials/imp:new | grep Untagged

### many at once
docker rm $(docker ps -aq --filter name=dt-tutorials-nothing); docker rm -f nope; docker rm -v nope nope2; docker rm dt-tutorials-web; docker rm --link dt-tutorials-web nope; docker stop nope; docker restart -t 0 nope dt-tutorials-web; docker pause dt-tutorials-job; docker unpause dt-tutorials-web

### information by templates
docker version --format '{{.Server.Os}}/{{.Client.Os}} {{.Client.Context}}'; docker version --format '{{json .Client}}' | grep -o '"Context":"[a-z]*"'; docker version --format '{{.Nope}}'; docker version -f '{{.Server.Nope}}'
docker info --format '{{.OSType}} {{.LoggingDriver}} {{.Swarm.LocalNodeState}}'; docker info -f '{{.Nope}}'; docker info -f '{{json .Plugins.Network}}'; docker info --format '{{range .Runtimes}}{{.Path}} {{end}}'; docker system info -f '{{.Plugins.Nope}}'
docker info -f '{{.Swarm}} {{.Plugins.Volume}} {{.RuncCommit.Nope}}'; docker info -f '{{.Swarm.Cluster.Spec}}'; docker info -f '{{eq .Swarm.Cluster nil}} {{(index .Runtimes "nope").Status}}'; docker info -f '{{(index .RegistryConfig.IndexConfigs "docker.io").Name}}{{.RegistryConfig.Nope}}'
docker version -f '{{.Server.Platform}} {{.Client.Platform}} {{(index .Server.Components 0).Name}} {{(index .Server.Components 0).Nope}}'
docker system df --format '{{.Type}}'; docker system df --format 'table {{.Type}}\t{{.Nope}}'; docker system df -v --format '{{.Nope}}'; docker system df --nope

### events that are not asked for rightly
docker events --since x; docker events --since 1s --until 0s --format '{{.Nope}}'

### names of commands that are nearly right
docker rum busybox; docker container lst; docker images ls; docker ps ls; docker run-it busybox; docker network list --format x -q nope; docker help rum; docker help container lst; docker -x ps; docker --version info -f '{{.OSType}}'; docker container run

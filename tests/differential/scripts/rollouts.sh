# alone: an engine is in one swarm, or in none
create() { docker service create --no-resolve-image --stop-grace-period 1s "$@"; }
spec() { docker service inspect --format "$@"; }

### before
docker swarm init --advertise-addr 127.0.0.1 --task-history-limit 1 >/dev/null

### how tasks are replaced
create -d --name dt-rollouts-a --update-order start-first --update-failure-action rollback --update-parallelism 0 --update-delay 1m30s --update-monitor 1500ms --update-max-failure-ratio .25 busybox sleep 1000 >/dev/null
spec '{{json .Spec.UpdateConfig}} {{json .Spec.RollbackConfig}}' dt-rollouts-a
docker service update -d --rollback-order start-first --rollback-monitor 1s --rollback-parallelism 2 --update-parallelism 3 dt-rollouts-a
spec '{{json .Spec.UpdateConfig}} {{json .Spec.RollbackConfig}}' dt-rollouts-a
docker service inspect --pretty dt-rollouts-a | sed -n '/UpdateConfig/,/ContainerSpec/p'
docker service update -d --update-order never dt-rollouts-a
docker service update -d --update-failure-action never dt-rollouts-a
docker service update -d --update-delay -1s dt-rollouts-a
docker service update -d --update-max-failure-ratio 2 dt-rollouts-a
docker service update -d --update-monitor x dt-rollouts-a
docker service update -d --rollback-failure-action rollback dt-rollouts-a
docker service rm dt-rollouts-a

### an update that is rolled back
create -q --name dt-rollouts-back --update-failure-action rollback --update-monitor 2s --rollback-monitor 1s --restart-condition none busybox sleep 1000 >/dev/null
docker service update --args false dt-rollouts-back >out 2>err; echo $?
cat err; sed -n '1p;$p' out; grep -o 'rollback: rollback completed' out | head -1
spec '{{.UpdateStatus.State}} {{.Spec.TaskTemplate.ContainerSpec.Args}}' dt-rollouts-back
docker service rm dt-rollouts-back

### an update that is paused
create -q --name dt-rollouts-stop --update-monitor 2s --restart-condition none busybox sleep 1000 >/dev/null
docker service update -q --args false dt-rollouts-stop 2>&1 | sed 's/task [^ ]* /task <id> /'
spec '{{.UpdateStatus.State}} {{json .PreviousSpec.TaskTemplate.ContainerSpec.Args}}' dt-rollouts-stop
docker service update -q --rollback dt-rollouts-stop | sed 's/rollback paused.*/rollback paused/'
docker service rm dt-rollouts-stop

### back and forth
create -q --name dt-rollouts-r --update-monitor 1s --rollback-monitor 1s -e A=1 busybox sleep 1000 >/dev/null
docker service rollback dt-rollouts-r
docker service update -q --env-add A=2 --replicas 2 dt-rollouts-r
docker service rollback -q dt-rollouts-r
spec '{{.Spec.TaskTemplate.ContainerSpec.Env}} {{.Spec.Mode.Replicated.Replicas}} {{.UpdateStatus.State}}' dt-rollouts-r
docker service update -q --rollback --env-add B=1 dt-rollouts-r
docker service rollback nope
docker service rm dt-rollouts-r

### where tasks run
create -d --name dt-rollouts-p --constraint 'node.labels.zone == a' --constraint node.role!=worker --placement-pref spread=node.labels.rack --placement-pref 'spread=node.labels.zone' --replicas-max-per-node 2 busybox sleep 1000 >/dev/null
spec '{{json .Spec.TaskTemplate.Placement}}' dt-rollouts-p
docker service inspect --pretty dt-rollouts-p | sed -n '/Placement/,/UpdateConfig/p'
eventually 'no suitable' docker service ps --no-trunc --format '{{.Error}}' dt-rollouts-p
docker service ps --no-trunc --format '{{.CurrentState}} {{.Error}}' dt-rollouts-p | sed 's/ [^"]* ago//'
docker service ls --format '{{.Name}} {{.Replicas}}'
docker service update -d --constraint-rm node.role!=worker --constraint-add node.hostname==nope --placement-pref-rm spread=node.labels.rack --placement-pref-add spread=node.id --replicas-max-per-node 0 dt-rollouts-p
spec '{{json .Spec.TaskTemplate.Placement}}' dt-rollouts-p
docker service update -d --constraint-add 'a ~ b' dt-rollouts-p
docker service update -d --placement-pref-add x dt-rollouts-p
docker service update -d --placement-pref-add far=away dt-rollouts-p
docker service rm dt-rollouts-p

### secrets and configs in a service
echo s | docker secret create dt-rollouts-s - >/dev/null
echo c | docker config create dt-rollouts-c - >/dev/null
create -q --name dt-rollouts-f --update-monitor 1s --secret source=dt-rollouts-s,target=/run/key,uid=1000,gid=50,mode=0400 --config source=dt-rollouts-c,target=/etc/app.conf,mode=0444 busybox sh -c 'cat /run/key /etc/app.conf; ls -ln /run/key | cut -c1-30; sleep 1000' >/dev/null
spec '{{with .Spec.TaskTemplate.ContainerSpec}}{{range .Secrets}}{{.SecretName}} {{json .File}}{{end}} {{range .Configs}}{{.ConfigName}} {{json .File}}{{end}}{{end}}' dt-rollouts-f
docker service logs --raw dt-rollouts-f
docker service inspect --pretty dt-rollouts-f | sed -n '/Mounts\|Secrets\|Configs/,/Resources/p'
docker secret rm dt-rollouts-s 2>&1 | sed 's/.*desc = //'
docker config rm dt-rollouts-c 2>&1 | sed 's/.*desc = //'
docker service update -d --secret-rm dt-rollouts-s --secret-add source=dt-rollouts-s,target=other --config-rm dt-rollouts-c dt-rollouts-f
spec '{{with .Spec.TaskTemplate.ContainerSpec}}{{range .Secrets}}{{.SecretName}} {{json .File}}{{end}} {{json .Configs}}{{end}}' dt-rollouts-f
docker service update -d --secret-add nope dt-rollouts-f
docker service update -d --secret-add source=dt-rollouts-s,mode=9 dt-rollouts-f
docker service update -d --config-add source=dt-rollouts-c,colour=red dt-rollouts-f
docker service update -d --config-add target=x dt-rollouts-f
docker service rm dt-rollouts-f
sleep 2; docker secret rm dt-rollouts-s; docker config rm dt-rollouts-c

### templates of a service
docker service create -q --no-resolve-image --stop-grace-period 1s --name dt-rollouts-t --hostname '{{.Service.Name}}-{{.Task.Slot}}' -e 'WHO={{.Service.Name}}.{{.Task.Slot}} {{index .Service.Labels "a"}}' -e 'NODE={{if .Node.Hostname}}yes{{end}}' --label a=b --mount type=volume,source='dt-rollouts-{{.Task.Slot}}',target=/v --update-monitor 1s busybox sh -c 'hostname; echo $WHO $NODE; sleep 1000' >/dev/null
docker service logs --raw dt-rollouts-t
docker service rm dt-rollouts-t
create -d --name dt-rollouts-t2 -e 'A={{.Nope}}' busybox true
create -d --name dt-rollouts-t3 -e 'A={{' busybox true
docker service rm dt-rollouts-t2 dt-rollouts-t3

### jobs
create --name dt-rollouts-j --mode replicated-job --replicas 3 --max-concurrent 2 busybox true | tail -1
docker service ls --format '{{.Name}} {{.Mode}} {{.Replicas}}' -f name=dt-rollouts-j
spec '{{json .Spec.Mode}}' dt-rollouts-j
create -q --name dt-rollouts-gj --mode global-job busybox true | wc -c
docker service ls --format '{{.Name}} {{.Mode}} {{.Replicas}}' -f mode=global-job
docker service scale dt-rollouts-j=2 dt-rollouts-gj=1 | uniq | sed -n '1p;$p'
docker service update -d --replicas 5 dt-rollouts-j
docker service update -d --replicas 5 dt-rollouts-gj
docker service update -d --force dt-rollouts-j
docker service rollback -d dt-rollouts-j
create -d --mode global-job --replicas 2 busybox true
create -d --mode replicated --max-concurrent 2 busybox true
create -d --mode global --max-concurrent 2 busybox true
create -d --mode replicated-job --update-delay 1s busybox true
docker service rm dt-rollouts-j dt-rollouts-gj

### resources
create -d --name dt-rollouts-g --limit-cpu .5 --limit-memory 64m --limit-pids 20 --reserve-cpu .1 --reserve-memory 8m --generic-resource gpu=2 busybox sleep 1000 >/dev/null
spec '{{json .Spec.TaskTemplate.Resources}}' dt-rollouts-g
docker service inspect --pretty dt-rollouts-g | sed -n '/Resources/,/Endpoint/p'
docker service update -d --generic-resource-rm gpu --generic-resource-add disk=4 --limit-pids 0 --reserve-memory 0 dt-rollouts-g
spec '{{json .Spec.TaskTemplate.Resources}}' dt-rollouts-g
docker service update -d --generic-resource-add gpu=x dt-rollouts-g
docker service update -d --generic-resource-add gpu dt-rollouts-g
docker service update -d --generic-resource-rm nope dt-rollouts-g
docker service update -d --limit-memory 1 dt-rollouts-g
docker service update -d --limit-cpu x dt-rollouts-g
docker service update -d --reserve-cpu -1 dt-rollouts-g
docker service rm dt-rollouts-g

### ports
create -q --name dt-rollouts-h --update-monitor 1s -p mode=host,target=80,published=18081 -p published=18082,target=81,protocol=udp,mode=host busybox sleep 1000 >/dev/null
docker service ps --format '{{.Ports}}' dt-rollouts-h | tr , '\n' | sort -u
docker service ls --format '{{.Name}} [{{.Ports}}]'
spec '{{json .Spec.EndpointSpec}}' dt-rollouts-h
docker service inspect --pretty dt-rollouts-h | sed -n '/Ports/,$p'
docker service update -d --publish-rm 80 dt-rollouts-h; spec '{{json .Spec.EndpointSpec.Ports}}' dt-rollouts-h
docker service update -d --publish-rm target=80,mode=host dt-rollouts-h; spec '{{json .Spec.EndpointSpec.Ports}}' dt-rollouts-h
docker service update -d --publish-add 18083-18084:90-91 --endpoint-mode vip dt-rollouts-h; spec '{{json .Spec.EndpointSpec}}' dt-rollouts-h
docker service update -d --publish-add 1.2.3.4:1:1 dt-rollouts-h
docker service update -d --publish-add target=x dt-rollouts-h
docker service update -d --publish-add mode=never,target=1 dt-rollouts-h
docker service update -d --endpoint-mode dnsrr dt-rollouts-h
create -d --endpoint-mode dnsrr -p 18090:1 busybox true
create -d --endpoint-mode never busybox true
docker service rm dt-rollouts-h

### networks
docker network create -d overlay --attachable dt-rollouts-n1 >/dev/null
docker network create -d overlay dt-rollouts-n2 >/dev/null
create -d --name dt-rollouts-net --network name=dt-rollouts-n1,alias=web,driver-opt=a=b busybox sleep 1000 >/dev/null
spec '{{range .Spec.TaskTemplate.Networks}}{{.Aliases}} {{.DriverOpts}}{{end}}' dt-rollouts-net
docker service inspect --pretty dt-rollouts-net | grep -A1 Networks
docker service update -d --network-add dt-rollouts-n2 --network-rm dt-rollouts-n1 dt-rollouts-net
spec '{{len .Spec.TaskTemplate.Networks}}' dt-rollouts-net
docker service update -d --network-add nope dt-rollouts-net
docker service update -d --network-rm nope dt-rollouts-net
docker service update -d --network-add name=dt-rollouts-n2,colour=red dt-rollouts-net
docker network rm dt-rollouts-n2 2>&1 | sed 's/network [a-z0-9]\{25\}/network <id>/; s/task [a-z0-9]\{25\}/task <id>/; s/service [a-z0-9]\{25\}/service <id>/'
docker run --rm --network dt-rollouts-n2 busybox true
docker service rm dt-rollouts-net

### tasks that fail
timeout 5 docker service create --no-resolve-image --detach=false --name dt-rollouts-x --restart-max-attempts 1 --restart-delay 0 busybox false | sed -n 2p
docker service ps --format '{{.DesiredState}} {{.Error}}' dt-rollouts-x | sort
docker service rm dt-rollouts-x
timeout 3 docker service create -q --no-resolve-image --name dt-rollouts-y --mode replicated-job --restart-max-attempts 1 --restart-delay 1ms busybox nope >/dev/null
docker service ps --no-trunc --format '{{.DesiredState}} {{.Error}}' dt-rollouts-y | sort -u | cut -c1-60
docker service rm dt-rollouts-y

### the same again
create -q --name dt-rollouts-u --update-monitor 1s busybox sleep 1000 >/dev/null
docker service update --force -q dt-rollouts-u
spec '{{.Spec.TaskTemplate.ForceUpdate}}' dt-rollouts-u
docker service update -q --args 'sleep "1 0" a\ b' -d dt-rollouts-u; spec '{{json .Spec.TaskTemplate.ContainerSpec.Args}}' dt-rollouts-u
docker service update -d --args '' dt-rollouts-u; spec '{{json .Spec.TaskTemplate.ContainerSpec.Args}}' dt-rollouts-u
docker service update -d --args '"' dt-rollouts-u
docker service update -d --entrypoint 'sh -c "a b"' dt-rollouts-u; spec '{{json .Spec.TaskTemplate.ContainerSpec.Command}}' dt-rollouts-u
docker service update -d --image 'A B' dt-rollouts-u
docker service update -d --image '' dt-rollouts-u
docker service update -d --no-resolve-image --image other:1 dt-rollouts-u; spec '{{.Spec.TaskTemplate.ContainerSpec.Image}}' dt-rollouts-u
docker service update
docker service update -d nope
docker service update a b
docker service rm dt-rollouts-u

### several scales
for name in a b; do create -d --name dt-rollouts-$name --replicas 0 busybox sleep 1000 >/dev/null; done
create -d --name dt-rollouts-glob --mode global busybox sleep 1000 >/dev/null
docker service scale -d dt-rollouts-a=1 dt-rollouts-b=2 dt-rollouts-a=0
docker service scale dt-rollouts-a=0 dt-rollouts-b=0 | grep -v progress | uniq
docker service scale dt-rollouts-a=1 nope=1 dt-rollouts-glob=2 dt-rollouts-b 2>&1 | grep -v '^Change\|^Scale\|progress'
docker service scale dt-rollouts-a=-1
docker service scale dt-rollouts-a= 2>&1 | head -1
docker service scale =1 2>&1 | head -1
docker service scale dt-rollouts-a=99999999999999999999
docker service scale
docker service rm dt-rollouts-a dt-rollouts-b dt-rollouts-glob

### environment, labels, mounts
printf 'A=file\n# no\nB\nHOME\n' >env
HOME=/h create -d --name dt-rollouts-e --env-file env -e A=flag -e C -e D= --container-label x=y --label l --label m=n --mount type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=700 --mount type=bind,src=/etc,dst=/e,ro,bind-propagation=rslave busybox sleep 1000 >/dev/null
spec '{{with .Spec.TaskTemplate.ContainerSpec}}{{json .Env}} {{json .Labels}} {{json .Mounts}}{{end}} {{json .Spec.Labels}}' dt-rollouts-e
docker service update -d --env-rm A --container-label-rm x --container-label-add z=1 --label-rm l --mount-rm /t --mount-add type=volume,source=dt-rollouts-v,target=/v,volume-label=a=b,volume-nocopy dt-rollouts-e
spec '{{with .Spec.TaskTemplate.ContainerSpec}}{{json .Env}} {{json .Labels}} {{json .Mounts}}{{end}} {{json .Spec.Labels}}' dt-rollouts-e
docker service update -d --mount-add type=bind,target=/x dt-rollouts-e
docker service update -d --mount-add type=nope,target=/x dt-rollouts-e
docker service update -d --mount-add target=x,nope dt-rollouts-e
docker service update -d --mount-add type=volume,source=a,target=/v dt-rollouts-e
docker service inspect --pretty dt-rollouts-e | sed -n '/ContainerSpec/,/Resources/p'
docker service rm dt-rollouts-e

### users, health and hosts
create -d --name dt-rollouts-w --user 1:2 --group wheel --group 5 --workdir /tmp --read-only --init --tty --hostname h --host one:1.1.1.1 --host two:2.2.2.2 --dns 8.8.8.8 --dns-option o --dns-search s --health-cmd 'true x' --health-interval 5s --health-retries 2 --health-start-period 1s --health-timeout 1s --stop-signal USR1 --cap-add net_admin --cap-drop all --sysctl a.b=c --ulimit nofile=10:20 --log-driver json-file --log-opt max-size=1m --isolation default --restart-condition on-failure --restart-window 1m busybox sleep 1000 >/dev/null
spec '{{json .Spec.TaskTemplate}}' dt-rollouts-w | sed 's/"Platforms".*//'
docker service update -d --user '' --group-rm wheel --group-add 7 --host-rm one --host-add three:3.3.3.3 --dns-rm 8.8.8.8 --dns-add 9.9.9.9 --no-healthcheck --cap-add chown --cap-drop net_admin --sysctl-rm a.b --sysctl-add d.e=f --ulimit-rm nofile --ulimit-add nproc=3 --log-driver none --restart-condition any --read-only=false dt-rollouts-w
spec '{{json .Spec.TaskTemplate}}' dt-rollouts-w
docker service update -d --health-cmd x --no-healthcheck dt-rollouts-w
docker service update -d --host-add nope dt-rollouts-w
docker service update -d --dns-add nope dt-rollouts-w
docker service update -d --ulimit-add nope dt-rollouts-w
docker service update -d --restart-condition never dt-rollouts-w
docker service update -d --health-interval -1s dt-rollouts-w
docker service inspect --pretty dt-rollouts-w | sed '1,2d;/^UpdateStatus/,/Message/d'
docker service inspect -f '{{.PreviousSpec.Nope}}' dt-rollouts-w
docker service inspect -f '{{.Spec.UpdateConfig.Order}}' dt-rollouts-w
docker service rm dt-rollouts-w

### lists in other forms
create -d --name dt-rollouts-l2 --label k=v busybox sleep 1000 >/dev/null
create -d --name dt-rollouts-l10 --mode global busybox sleep 1000 >/dev/null
docker service ls --format 'table {{.Name}}\t{{.Mode}}'
docker service ls --format json | sed 's/"Replicas":"[^"]*"/"Replicas":""/; s/"ID":"[^"]*"/"ID":""/'
docker service ls --format raw | sed 's/^replicas:.*/replicas:/; s/^id:.*/id:/'
docker service ls -f label=k=v --format '{{.Name}}'
docker service ls -f mode=global --format '{{.Name}}'
docker service ls -f name=dt-rollouts-l1 --format '{{.Name}}'
docker service ls -f mode=nope
docker service ls --format '{{.Nope}}'
docker service ls -q | wc -l
eventually Running docker service ps --format '{{.CurrentState}}' dt-rollouts-l2
eventually Running docker service ps --format '{{.CurrentState}}' dt-rollouts-l10
docker service ps -f name=dt-rollouts-l2.1 --format '{{.Name}} {{.DesiredState}}' dt-rollouts-l2
docker service ps -f node=nope dt-rollouts-l2
docker service ps -f desired-state=nope dt-rollouts-l2
docker service ps -f nope=x dt-rollouts-l2
docker service ps -q --no-trunc dt-rollouts-l2 dt-rollouts-l10 | wc -l
docker service ps --format json dt-rollouts-l2 | sed 's/"ID":"[^"]*"/"ID":""/; s/"Node":"[^"]*"/"Node":""/; s/"CurrentState":"[^"]*"/"CurrentState":""/'
docker service ps -f node=self dt-rollouts-l2 --format '{{.Image}}'
docker node ps --format '{{.Name}} {{.Image}}' | grep ^dt-rollouts-l | sort
docker node ps nope self --format '{{.Name}}' | grep ^dt-rollouts-l | sort
docker service rm dt-rollouts-l2 dt-rollouts-l10

### the node
docker node update --availability drain self
docker node update --availability drain --label-add a=b $(docker node ls -q)
docker node ls --format '{{.Status}} {{.Availability}} {{.ManagerStatus}}'
create -d --name dt-rollouts-d busybox sleep 1000 >/dev/null
eventually 'no suitable' docker service ps --no-trunc --format '{{.Error}}' dt-rollouts-d
docker service ps --no-trunc --format '{{.DesiredState}} {{.Error}}' dt-rollouts-d
docker node update --availability never $(docker node ls -q)
docker node update --availability pause --label-add a --label-rm nope $(docker node ls -q)
docker node inspect self -f '{{.Spec.Availability}} {{json .Spec.Labels}}'
docker node ls -f node.label=a --format '{{.Self}}'
docker node ls -f membership=accepted -f role=manager --format '{{.Status}}'
docker node ls -f membership=nope
docker node ls --format json | sed 's/"EngineVersion":"[^"]*"//; s/"Hostname":"[^"]*"//'
docker node update --availability active --label-rm a $(docker node ls -q) >/dev/null
docker node update
docker node update nope
docker node promote self
docker service rm dt-rollouts-d

### the swarm
docker swarm update | head -2
docker swarm update --cert-expiry 48h --dispatcher-heartbeat 7s --snapshot-interval 5000 --max-snapshots 2 --task-history-limit 3
docker info --format '{{with .Swarm.Cluster.Spec}}{{json .Orchestration}} {{.Raft.SnapshotInterval}} {{.Raft.KeepOldSnapshots}} {{json .Dispatcher}} {{.CAConfig.NodeCertExpiry}}{{end}}'
docker info --format '{{.Swarm.Cluster.Spec.Dispatcher}} {{.Swarm.Cluster.Nope}}'
docker swarm update --cert-expiry x
docker swarm update --cert-expiry 1s
docker swarm update --external-ca protocol=nope,url=x
docker swarm update --external-ca url=https://x
docker swarm update --external-ca x
docker swarm update --task-history-limit -1
docker swarm update extra
docker swarm ca | sed -n 1p
docker swarm ca --rotate --detach
docker swarm ca --rotate -q --cert-expiry 72h | sed -n 1p
docker swarm ca --cert-expiry 1h
docker swarm ca --ca-cert /nope
docker swarm ca --rotate --ca-cert /nope
docker swarm ca --external-ca x
docker swarm update --autolock | sed 's/SWMKEY-[^ ]*/<key>/'
docker swarm unlock-key -q | cut -c1-7
docker swarm unlock-key --rotate | sed 's/SWMKEY-[^ ]*/<key>/'
docker swarm unlock
docker swarm update --autolock=false
docker swarm unlock-key
docker swarm join-token --rotate -q worker | cut -c1-7
docker swarm join-token --rotate manager | sed 's/SWMTKN-[^ ]*/<token>/'

### several files of a stack
printf 'services:\n  web: {image: busybox, command: sleep 1000, environment: {A: 1, B: 2}, ports: ["18095:80"], deploy: {replicas: 0, labels: {a: b}}}\n  db: {image: busybox, command: sleep 1000, deploy: {replicas: 0}}\n' >a.yml
printf 'services:\n  web: {image: "busybox:latest", environment: {B: 3, C: "${C-none}"}, ports: ["18096:80/udp"], deploy: {labels: {c: d}}}\n  more: {image: busybox, deploy: {replicas: 0}}\n' >b.yml
docker stack config -c a.yml -c b.yml
cat b.yml | docker stack deploy -d --resolve-image never -c a.yml -c - dt-rollouts-many | sort
spec '{{.Spec.TaskTemplate.ContainerSpec.Env}} {{json .Spec.EndpointSpec.Ports}} {{.Spec.Labels}}' dt-rollouts-many_web
docker stack services dt-rollouts-many --format '{{.Name}} {{.Image}} {{.Ports}}'
docker stack deploy -d --resolve-image never --prune -c b.yml dt-rollouts-many 2>&1 | sed 's/id: [a-z0-9]*/id/' | sort
docker stack ps --no-trunc --format '{{.Name}}' dt-rollouts-many
docker stack deploy -d --resolve-image nope -c a.yml dt-rollouts-many
docker stack deploy -d -c - dt-rollouts-many </dev/null
echo 'services: {}' | docker stack deploy -d -c - dt-rollouts-many
docker stack ls --format '{{.Name}} {{.Services}}'
docker stack rm --detach=false dt-rollouts-many 2>&1 | sort

### a flag of stacks that is ignored
docker stack --orchestrator kubernetes ls
docker stack ls --orchestrator=swarm
docker stack rm --orchestrator all dt-rollouts-none
docker stack --orchestrator
docker stack ps --orchestrator

### leave
docker swarm leave --force
docker network rm docker_gwbridge

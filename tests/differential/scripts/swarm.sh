# alone: an engine is in one swarm, or in none

### no swarm yet
docker node ls
docker service ls
docker secret ls
docker swarm join-token worker
docker swarm unlock
docker swarm leave
docker swarm ca
docker node ps
docker node inspect self

### init
docker swarm init --advertise-addr 127.0.0.1 --task-history-limit 2 | sed 's/SWMTKN-[^ ]*/<token>/'
docker swarm init

### before the services
docker swarm join-token -q worker | cut -c1-8
docker swarm join-token manager | sed 's/SWMTKN-[^ ]*/<token>/'
docker swarm join-token nobody
docker swarm unlock
docker swarm unlock-key
docker swarm leave
docker swarm update --task-history-limit 1 --autolock=false
docker swarm join --token x 127.0.0.1:1

### nodes
docker node ls --format '{{.Status}} {{.Availability}} {{.ManagerStatus}} {{.Self}} {{.TLSStatus}}'
docker node update --label-add zone=a --label-add bare $(docker node ls -q)
docker node inspect self --format '{{.Spec.Labels}} {{.Spec.Role}} {{.ManagerStatus.Leader}} {{.Status.State}}'
docker node inspect self --pretty | sed -n '2,6p;8,12p;14,16p' | sed '/^Hostname:/s/[^\t]*$/<name>/'
docker node update --label-rm zone --label-rm bare self
docker node update --label-rm zone --label-rm bare $(docker node ls -q)
docker node update --label-rm zone $(docker node ls -q)
docker node promote $(docker node ls -q)
docker node demote $(docker node ls -q) 2>&1 | sed 's/.* desc = //'
docker node rm $(docker node ls -q) 2>&1 | sed 's/.* desc = //; s/node [^ ]* is/node <id> is/'
docker node update --role nobody $(docker node ls -q)
docker node ls -f role=worker
docker node ls -f nope=x 2>&1 | tr I i
docker node inspect nope
docker node ps nope

### secrets and configs
echo one | docker secret create -l a=b dt-swarm-s -
echo two | docker config create --template-driver golang dt-swarm-c -
echo one | docker secret create dt-swarm-s -
docker secret ls --format '{{.ID}} {{.Name}} [{{.Driver}}] {{.Labels}}'
docker config ls --format '{{.ID}} {{.Name}} {{.Label "a"}}'
docker secret inspect dt-swarm-s --format '{{.Spec.Name}} {{json .Spec.Labels}}'
docker secret inspect dt-swarm-s --pretty | sed -n 2,5p
docker config inspect dt-swarm-c --format '{{json .Spec.Data}} {{.Spec.Templating.Name}}'
docker config inspect dt-swarm-c --pretty | tail -3
docker secret inspect nope
docker config inspect nope --pretty
docker secret create dt-swarm-x
docker secret create dt-swarm-x /nope
docker config create dt-swarm-x - </dev/null
docker config create dt-swarm-x
docker secret rm nope dt-swarm-s
docker config rm dt-swarm-c nope

### a service
docker service create -d --no-resolve-image --name dt-swarm-web --replicas 2 --label a=b -e A=1 --limit-memory 64m busybox sleep 1000
docker service inspect dt-swarm-web --format '{{json .Spec.TaskTemplate.ContainerSpec}} {{json .Spec.Mode}} {{json .Spec.Labels}}'
docker service inspect dt-swarm-web --pretty | sed 1,2d
docker service ls --format '{{.Name}} {{.Mode}} {{.Image}} {{.Ports}}'
eventually 2/2 docker service ls --format '{{.Replicas}}' -f name=dt-swarm-web
docker service ps dt-swarm-web --format '{{.Name}} {{.Image}} {{.DesiredState}} {{.Error}} {{.Ports}}'
docker service ps dt-swarm-web nope --format '{{.Name}}'
docker service rm dt-swarm-web

### update and rollback
docker service create -d --no-resolve-image --name dt-swarm-up busybox sleep 1000 >/dev/null
eventually 1/1 docker service ls --format '{{.Replicas}}' -f name=dt-swarm-up
docker service update -d --env-add A=2 --label-add x=y --limit-cpu 0.5 dt-swarm-up
docker service inspect dt-swarm-up -f '{{.Spec.TaskTemplate.ContainerSpec.Env}} {{.Spec.Labels}} {{json .Spec.TaskTemplate.Resources.Limits}}'
eventually '^completed' docker service inspect dt-swarm-up -f '{{.UpdateStatus.State}}'
docker service rollback -d dt-swarm-up
docker service inspect dt-swarm-up -f '{{.Spec.TaskTemplate.ContainerSpec.Env}} {{.Spec.Labels}}'
docker service update --rollback --force dt-swarm-up
docker service update -d --publish-rm x dt-swarm-up
docker service scale -d dt-swarm-up=3 nope=1
docker service scale -d dt-swarm-up=x
docker service rm dt-swarm-up nope

### quiet convergence
docker service create -q --no-resolve-image --name dt-swarm-q --update-monitor 1s busybox sleep 1000
docker service scale dt-swarm-q=2 | sed -n '1p;$p'
docker service update -q --label-add x=y dt-swarm-q
docker service rm dt-swarm-q

### logs of a service
docker service create -q --no-resolve-image --name dt-swarm-log --update-monitor 1s busybox sh -c 'echo out; echo err >&2; sleep 1000' >/dev/null
docker service logs --no-task-ids --no-resolve dt-swarm-log | sed 's/@[^ ]*/@<node>/'
docker service logs --raw dt-swarm-log
docker service logs --raw -n 1 nope
docker service rm dt-swarm-log

### services that cannot be
docker service create -d --mode nope busybox
docker service create -d --mode global --replicas 2 busybox
docker service create -d --network nope busybox
docker service create -d --secret nope busybox
docker service create -d -p 1.2.3.4:80:80 busybox
docker service create -d --placement-pref x busybox
docker service create -d --entrypoint '"' busybox
docker service create -d --no-resolve-image --name 'a b' busybox
docker service create
docker service inspect nope
docker service rm nope
docker service update nope
docker service logs nope
docker service ls -f nope=x

### leave
docker swarm leave --force
docker network rm docker_gwbridge
docker swarm leave --force

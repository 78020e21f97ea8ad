# alone: an engine is in one swarm, or in none
create() { docker service create -d --no-resolve-image --replicas 0 "$@"; }
update() { docker service update -d --no-resolve-image "$@"; }
container() { docker service inspect -f '{{json .Spec.TaskTemplate.ContainerSpec}}' "$@"; }
rest() { docker service inspect -f '{{with .Spec.TaskTemplate}}{{json .Resources}} {{json .RestartPolicy}} {{json .Placement}} {{json .LogDriver}}{{end}} {{json .Spec.Mode}} {{json .Spec.UpdateConfig}} {{json .Spec.RollbackConfig}} {{json .Spec.EndpointSpec}} {{json .Spec.Labels}}' "$@"; }

### before
docker swarm init --advertise-addr 127.0.0.1 --task-history-limit 1 >/dev/null

### added and removed at once
create --name dt-services-both busybox >/dev/null
docker network create -d overlay dt-services-both >/dev/null
update --group-add a --group-rm a dt-services-both
container dt-services-both
update --constraint-add a==b --constraint-rm a==b dt-services-both
rest dt-services-both
update --dns-add 1.1.1.1 --dns-rm 1.1.1.1 --dns-option-add a --dns-option-rm a --dns-search-add a --dns-search-rm a dt-services-both
container dt-services-both
update --env-add A=1 --env-rm A dt-services-both
container dt-services-both
update --env-add A=1 dt-services-both
container dt-services-both
update --env-add A=2 --env-rm A dt-services-both
container dt-services-both
update --host-add a:1.1.1.1 --host-rm a dt-services-both
container dt-services-both
update --mount-add type=tmpfs,dst=/x --mount-rm /x dt-services-both
container dt-services-both
update --mount-add type=tmpfs,dst=/x  dt-services-both
container dt-services-both
update --mount-add type=bind,src=/q,dst=/x --mount-rm /x dt-services-both
container dt-services-both
update --publish-add 80:80 --publish-rm 80 dt-services-both
rest dt-services-both
update --publish-add 80:80 dt-services-both
rest dt-services-both
update --publish-add 81:80 --publish-rm 80 dt-services-both
rest dt-services-both
update --placement-pref-add spread=a --placement-pref-rm spread=a dt-services-both
rest dt-services-both
update --generic-resource-add a=1 --generic-resource-rm a dt-services-both
rest dt-services-both
update --ulimit-add nofile=1 --ulimit-rm nofile dt-services-both
container dt-services-both
update --label-add a=1 --label-rm a --container-label-add a=1 --container-label-rm a --sysctl-add a=1 --sysctl-rm a dt-services-both
container dt-services-both
update --label-rm a --container-label-rm a --sysctl-rm a dt-services-both
container dt-services-both
update --network-add dt-services-both --network-rm dt-services-both dt-services-both
docker service inspect -f '{{len .Spec.TaskTemplate.Networks}}' dt-services-both
update --network-add dt-services-both dt-services-both
docker service inspect -f '{{len .Spec.TaskTemplate.Networks}}' dt-services-both
update --network-add dt-services-both --network-rm dt-services-both dt-services-both
docker service inspect -f '{{len .Spec.TaskTemplate.Networks}}' dt-services-both
update --cap-add chown --cap-drop chown dt-services-both
container dt-services-both
docker service rm dt-services-both

### what the container of a task is, changed
create --name dt-services-c busybox >/dev/null
update --host-rm a:1.2.3.4 --host-rm c dt-services-c; container dt-services-c
update --host-rm b:::1 --host-rm nope dt-services-c; container dt-services-c
update --health-interval 0 dt-services-c; container dt-services-c
update --health-cmd '' dt-services-c; container dt-services-c
update --no-healthcheck dt-services-c; container dt-services-c
update --health-cmd c --health-retries 0 dt-services-c; container dt-services-c
update --no-healthcheck=false dt-services-c; container dt-services-c
update --isolation nope dt-services-c; container dt-services-c
update --mount-add type=volume,src=a,dst=/a --mount-add type=bind,src=/b,dst=/b,readonly --mount-add type=tmpfs,dst=/c,tmpfs-size=1m,tmpfs-mode=0700 dt-services-c; container dt-services-c
update --mount-rm /b --mount-add src=z,dst=/a dt-services-c; container dt-services-c
update --mount-rm /nope dt-services-c; container dt-services-c
update --mount-add type=bind,src=rel,dst=/z3 dt-services-c; container dt-services-c
update --mount-add type=tmpfs,dst=/c,tmpfs-size=x dt-services-c; container dt-services-c
update --mount-add type=tmpfs,dst=/c,tmpfs-mode=9 dt-services-c; container dt-services-c
update --mount-add type=tmpfs,dst=/c,volume-nocopy dt-services-c; container dt-services-c
update --mount-add type=volume,dst=/c,bind-propagation=rslave dt-services-c; container dt-services-c
update --mount-add type=volume,dst=/c,readonly=x dt-services-c; container dt-services-c
update --mount-add type=volume,dst=/c,nope dt-services-c; container dt-services-c
update --mount-add type=volume,dst=/c,nope=1 dt-services-c; container dt-services-c
update --mount-add '' dt-services-c; container dt-services-c
update --mount-rm /a --mount-rm /c --mount-rm /q --mount-rm /z --mount-rm /z2 --mount-rm /img dt-services-c; container dt-services-c
docker service rm dt-services-c

### what a service is, changed
create --name dt-services-r busybox >/dev/null
update --limit-cpu 1 --limit-memory 1g --limit-pids 5 --reserve-cpu .5 --reserve-memory 100m dt-services-r; rest dt-services-r
update --reserve-cpu 0 --reserve-memory 0 dt-services-r; rest dt-services-r
update --limit-memory 1.5g --reserve-memory 2g dt-services-r; rest dt-services-r
update --generic-resource-add gpu=1 dt-services-r; rest dt-services-r
update --generic-resource-add gpu=5 dt-services-r; rest dt-services-r
update --generic-resource-rm gpu --generic-resource-rm nope dt-services-r; rest dt-services-r
update --generic-resource-rm gpu dt-services-r; rest dt-services-r
update --placement-pref-add spread=node.labels.a --placement-pref-add spread=node.labels.b dt-services-r; rest dt-services-r
update --placement-pref-rm spread=node.labels.a dt-services-r; rest dt-services-r
update --placement-pref-rm nope dt-services-r; rest dt-services-r
update --placement-pref-add x=y dt-services-r; rest dt-services-r
update --update-failure-action rollback --update-max-failure-ratio 1 --update-monitor 1s --update-order start-first dt-services-r; rest dt-services-r
update --update-max-failure-ratio 1.1 dt-services-r; rest dt-services-r
update --update-max-failure-ratio -0.1 dt-services-r; rest dt-services-r
update --endpoint-mode dnsrr dt-services-r; rest dt-services-r
update --publish-add 80 dt-services-r; rest dt-services-r
update --endpoint-mode vip dt-services-r; rest dt-services-r
update --publish-add 8080:80 --publish-add 8081:81/udp --publish-add published=8082,target=82,protocol=sctp,mode=ingress dt-services-r; rest dt-services-r
update --publish-add 8080:80 dt-services-r; rest dt-services-r
update --publish-add 8083:80 dt-services-r; rest dt-services-r
update --publish-add 8080:99 dt-services-r; rest dt-services-r
update --publish-rm 80 dt-services-r; rest dt-services-r
update --publish-rm 81/udp dt-services-r; rest dt-services-r
update --publish-rm 8082:82/sctp dt-services-r; rest dt-services-r
update --publish-rm 82/sctp dt-services-r; rest dt-services-r
update --publish-rm nope dt-services-r; rest dt-services-r
update --publish-rm 80/nope dt-services-r; rest dt-services-r
update --publish-rm target=99 dt-services-r; rest dt-services-r
update --publish-rm 99 --publish-add 9000-9002:90-92 dt-services-r; rest dt-services-r
update --publish-rm 90-92 dt-services-r; rest dt-services-r
update --publish-add mode=host,target=5,published=5 --publish-add mode=ingress,target=6 dt-services-r; rest dt-services-r
update --publish-rm target=5 --publish-rm target=6 dt-services-r; rest dt-services-r
update --publish-rm target=5,published=5,mode=host dt-services-r; rest dt-services-r
update --publish-add 127.0.0.1::80 dt-services-r; rest dt-services-r
update --publish-add '[::1]:80:80' dt-services-r; rest dt-services-r
docker service rm dt-services-r

### labels of a node
node=$(docker node ls -q)
docker node update --label-add a=1 --label-rm a $node >/dev/null
docker node inspect self -f '{{json .Spec.Labels}}'
docker node update --label-add a=1 $node >/dev/null
docker node update --label-add a=2 --label-rm a $node >/dev/null
docker node inspect self -f '{{json .Spec.Labels}}'

### a format beside --pretty
echo x | docker secret create dt-services-s - >/dev/null
echo x | docker config create dt-services-c - >/dev/null
create --name dt-services-p busybox >/dev/null
docker secret inspect --pretty -f x dt-services-s | sed -n 2p
docker config inspect --pretty -f x dt-services-c | tail -2
docker node inspect --pretty -f x self | sed -n 4p
docker service inspect --pretty -f x dt-services-p
for noun in service secret config node; do docker $noun inspect -f prettyx x; docker $noun inspect -f pretty nope; docker $noun inspect -f '{{.ID' x; done
for format in table raw rawx 'table {{.Spec.Name}}'; do
docker secret inspect -f "$format" dt-services-s nope | grep -v Index
docker node inspect -f "$format" nope
docker config inspect -f "$format" dt-services-c | grep -v Index
done
docker node inspect -f table self; docker node inspect -f raw self
docker service ps --format 'table {{.Labels}} {{.Label "a.some-label"}}' dt-services-p
create --name dt-services-cred --credential-spec config://dt-services-c busybox >/dev/null
docker service inspect --pretty dt-services-p dt-services-cred nope
update --no-healthcheck dt-services-p
update --health-start-interval 3s dt-services-p
docker service inspect -f '{{json .Spec.TaskTemplate.ContainerSpec.Healthcheck}}' dt-services-p
docker service rm dt-services-cred
docker service rm dt-services-p; docker secret rm dt-services-s; docker config rm dt-services-c

### a service in the form for people
docker network create -d overlay dt-services-n >/dev/null
docker service create -d --no-resolve-image --replicas 0 --name dt-services-f -l a=b -l c -e A=1 -e 'B=two words' -w /w --init -u u --cap-add chown --cap-drop all --sysctl a=b --sysctl c --ulimit nofile=1:2 --ulimit nproc=4 --mount src=v,dst=/v --mount type=bind,src=/b,dst=/b,ro --log-driver json-file --log-opt a=b --log-opt c --limit-cpu 1.5 --limit-memory 64m --limit-pids 3 --reserve-cpu .25 --reserve-memory 10m --network dt-services-n -p 80 -p 81:82/udp -p mode=host,target=3,published=4 --constraint a==b --constraint c!=d --placement-pref spread=x --replicas-max-per-node 2 --health-cmd x --health-interval 3s --health-retries 3 --health-start-period 4s --health-timeout 5s --update-delay 1s --update-max-failure-ratio .25 --rollback-monitor 2s --entrypoint 'a b' --hostname h --host a:1.1.1.1 --dns 1.1.1.1 --group g --tty --stop-signal INT --stop-grace-period 3s busybox a 'b c' >/dev/null
docker service inspect --pretty dt-services-f | sed 1,2d
docker service update -d --reserve-cpu 0 --reserve-memory 0 --limit-memory 0 --publish-rm 80 --publish-rm 82/udp --health-cmd '' dt-services-f
docker service inspect --pretty dt-services-f | sed '1,2d;/Started\|Completed/d'
docker service rm dt-services-f
docker service create -d --no-resolve-image --name dt-services-f --mode global --constraint a==b --log-driver none --no-healthcheck --endpoint-mode dnsrr --credential-spec file://x --isolation default --mount type=tmpfs,dst=/x busybox >/dev/null
docker service inspect --pretty dt-services-f | sed '1,2d'
docker service rm dt-services-f

### logs of tasks with and without a terminal
docker service create -q --no-resolve-image --stop-grace-period 1s --name dt-services-tty --tty --update-monitor 500ms busybox sh -c 'echo out; sleep 1000' >/dev/null
docker service logs dt-services-tty
docker service update -q --tty=false dt-services-tty
sleep 1; docker service logs dt-services-tty | sed 's/[.][0-9a-z]\{12\}@[^ ]*/.<task>@<node>/' | sort
docker service logs --raw dt-services-tty | sort
for task in $(docker service ps -q dt-services-tty); do docker service logs $task 2>&1 | sed 's/[.][0-9a-z]\{12\}@[^ ]*/.<task>@<node>/'; docker service logs --raw $task; done
docker service rm dt-services-tty

### numbers that a stack cannot have
for key in 'deploy: {replicas: -1}' 'deploy: {update_config: {parallelism: -1}}' 'deploy: {restart_policy: {max_attempts: -1}}' 'ports: [{target: -1}]' 'shm_size: 64' 'ulimits: {nproc: 1e3}'; do
echo "services: {a: {image: busybox, $key}}" | docker stack deploy -d -c - dt-services-x
done

### leave
docker swarm leave --force
docker network rm docker_gwbridge

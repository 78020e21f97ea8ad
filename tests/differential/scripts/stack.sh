# alone: an engine is in one swarm, or in none

### no swarm yet
echo 'services: {a: {image: busybox}}' >a.yml
docker stack deploy -c a.yml dt-stack-x
docker stack ls
docker stack ps dt-stack-x
docker stack services dt-stack-x
docker stack rm dt-stack-x

### before the stacks
docker swarm init --advertise-addr 127.0.0.1 --task-history-limit 1 >/dev/null
docker stack ls
docker stack ls --format json
docker stack ps dt-stack-x
docker stack services dt-stack-x
docker stack services -q dt-stack-x
docker stack rm dt-stack-x dt-stack-y

### config
printf 'version: "3.8"\nservices:\n  web:\n    image: ${IMAGE:-nginx}\n    ports: ["8080:80"]\n    command: sh -c "a b"\n    environment: [A=1, HOME]\n    deploy: {resources: {limits: {memory: 50M}}}\n' >a.yml
HOME=/root docker stack config -c a.yml
printf 'version: "3.8"\nservices: {web: {image: other, labels: {x: y}}, db: {image: db}}\n' >b.yml
HOME=/root IMAGE=mine docker stack config -c a.yml -c b.yml
docker stack config --skip-interpolation -c a.yml | grep image
docker stack config -c - <b.yml
docker stack config
docker stack config -c nope.yml
echo 'services: {a: {image: x, nope: 1}}' | docker stack config -c -
echo 'services: {a: {image: "${X?is not set}"}}' | docker stack config -c -

### one service
printf 'services:\n  web:\n    image: busybox\n    command: sleep 1000\n    environment: {B: 2, A: 1}\n    labels: {l: m}\n    deploy: {replicas: 2, labels: {d: e}}\n' >a.yml
docker stack deploy --detach --resolve-image never -c a.yml dt-stack-one
docker stack ls
docker stack services dt-stack-one --format '{{.Name}} {{.Mode}} {{.Image}} {{.Ports}}'
docker service inspect dt-stack-one_web --format '{{with .Spec.TaskTemplate}}{{json .ContainerSpec.Args}} {{json .ContainerSpec.Env}} {{json .ContainerSpec.Labels}} {{json .Networks}}{{end}} {{json .Spec.Labels}} {{json .Spec.Mode}}'
docker network inspect dt-stack-one_default --format '{{.Driver}} {{.Scope}} {{.Labels}} {{.Attachable}}'
eventually 2/2 docker stack services --format '{{.Replicas}}' dt-stack-one
docker stack ps dt-stack-one --format '{{.Name}} {{.Image}} {{.DesiredState}} {{.Error}}'
docker stack ps -f desired-state=shutdown dt-stack-one
docker stack deploy -d --resolve-image never -c a.yml dt-stack-one | sed 's/id: [a-z0-9]*/id/'
docker service inspect dt-stack-one_web --format '{{.Spec.TaskTemplate.ForceUpdate}} {{.Spec.TaskTemplate.ContainerSpec.Image}}'
docker stack rm dt-stack-one
sleep 2; docker stack services dt-stack-one

### files, networks and volumes
echo content >f; echo 'services: {a: {image: busybox, command: sleep 1000, secrets: [s, {source: s, target: t, mode: 0400}], configs: [c], networks: [n], volumes: ["data:/v", "/tmp:/tmp:ro"]}}
secrets: {s: {file: f, labels: {a: b}}}
configs: {c: {file: ./f, name: dt-stack-own}}
networks: {n: {attachable: true, driver_opts: {x: y}, ipam: {config: [{subnet: 10.213.0.0/24}]}}}
volumes: {data: {labels: {v: w}}}' >a.yml
docker stack deploy -d --resolve-image never -c a.yml dt-stack-two
docker secret ls --format '{{.Name}} {{.Label "a"}}'
docker config ls --format '{{.Name}} {{.Label "com.docker.stack.namespace"}}'
docker network inspect dt-stack-two_n --format '{{.Options.x}} {{(index .IPAM.Config 0).Subnet}} {{.Attachable}}'
docker service inspect dt-stack-two_a --format '{{json .Spec.TaskTemplate.ContainerSpec.Mounts}} {{len .Spec.TaskTemplate.ContainerSpec.Secrets}}'
docker stack deploy -d --resolve-image never -c a.yml dt-stack-two | sed 's/id: [a-z0-9]*/id/'
echo changed >f; docker stack deploy -d --resolve-image never -c a.yml dt-stack-two
docker stack services dt-stack-two --format '{{.Name}}'
docker stack rm dt-stack-two 2>&1 | sed 's/network [a-z0-9]*:/network <id>:/' | sort
docker secret ls -q; docker config ls -q

### prune and update
echo 'services: {a: {image: busybox, command: sleep 1000}, b: {image: busybox, command: sleep 1000}}' >a.yml
echo 'services: {b: {image: busybox, command: sleep 2000, deploy: {replicas: 0}}}' >b.yml
docker stack deploy -d --resolve-image never -c a.yml dt-stack-three | sort
docker stack deploy -d --resolve-image never --prune -c b.yml dt-stack-three | sed 's/id: [a-z0-9]*/id/'
docker stack services dt-stack-three --format '{{.Name}} {{.Replicas}}'
docker service inspect dt-stack-three_b --format '{{.Spec.TaskTemplate.ContainerSpec.Args}} {{.PreviousSpec.TaskTemplate.ContainerSpec.Args}}'
docker stack up -d --resolve-image changed -c b.yml dt-stack-three | sed 's/id: [a-z0-9]*/id/'
docker stack deploy -d --resolve-image nope -c b.yml dt-stack-three
docker stack down dt-stack-three | sort

### stacks that cannot be
echo 'services: {a: {image: x, mem_limit: 1m, extends: b}}' | docker stack deploy -d -c - dt-stack-bad
echo 'services: {a: {}}' | docker stack deploy -d -c - dt-stack-bad
echo 'services: {a: {image: "A B"}}' | docker stack deploy -d -c - dt-stack-bad
echo 'services: {a: {image: x, networks: [n]}}' | docker stack deploy -d -c - dt-stack-bad1
echo 'networks: {n: {external: true, name: dt-stack-none}}
services: {a: {image: x, networks: [n]}}' | docker stack deploy -d -c - dt-stack-bad2
echo 'networks: {n: {external: true, name: docker_gwbridge}}
services: {a: {image: x, networks: [n]}}' | docker stack deploy -d -c - dt-stack-bad2
echo 'secrets: {s: {file: /nope}}
services: {a: {image: x}}' | docker stack deploy -d -c - dt-stack-bad3
echo 'services: {a: {image: x, secrets: [s]}}' | docker stack deploy -d -c - dt-stack-bad4
echo 'services: {a: {image: x, deploy: {mode: global, replicas: 1}}}' | docker stack deploy -d -c - dt-stack-bad5
echo 'services: {a b: {image: x}}' | docker stack deploy -d -c - dt-stack-bad6
docker stack deploy -c a.yml
docker stack deploy dt-stack-bad
docker stack rm ''
for n in 1 3 4 5; do docker stack rm dt-stack-bad$n >/dev/null; done

### convergence
echo 'services: {a: {image: busybox, command: sleep 1000, deploy: {update_config: {monitor: 1s}}}}' >a.yml
docker stack deploy -q --detach=false --resolve-image never -c a.yml dt-stack-c
docker stack deploy --detach=false --resolve-image never -c a.yml dt-stack-c | sed 's/id: [a-z0-9]*/id/; s/Service [a-z0-9]*/Service <id>/' | sed -n '1p;$p'
docker stack rm dt-stack-c

### leave
docker swarm leave --force
docker network rm docker_gwbridge

### create, list, remove
docker network create dt-networks-1
docker network ls -f name=dt-networks-1
docker network list -q -f name=dt-networks-1
docker network rm dt-networks-1

### create with options
docker network create --driver bridge --label a=b --label c --opt com.docker.network.bridge.name=dtbr0 --internal --attachable dt-networks-2 >/dev/null
docker network inspect dt-networks-2 --format '{{.Driver}} {{.Internal}} {{.Attachable}} {{json .Labels}} {{json .Options}}'
docker network remove dt-networks-2

### addresses
docker network create --subnet 10.77.2.0/24 --ip-range 10.77.2.128/25 --gateway 10.77.2.1 --aux-address host=10.77.2.5 dt-networks-3 >/dev/null
docker network inspect dt-networks-3 --format '{{json .IPAM}}'

### addresses that are not right
docker network create --subnet 10.77.3.0 dt-networks-4
docker network create --gateway 1.2.3.4 dt-networks-4
docker network create --subnet 10.77.3.0/24 --gateway 1.2.3.4 dt-networks-4
docker network create --subnet 10.77.3.0/24 --ip-range 10.78.0.0/24 dt-networks-4
docker network create --subnet 10.77.3.0/24 --subnet 10.77.3.0/25 dt-networks-4
docker network create --aux-address x dt-networks-4

### twice
docker network create dt-networks-5
docker network create dt-networks-5
docker network rm dt-networks-5 dt-networks-5 nope

### remove goes on after an error
docker network create dt-networks-7 >/dev/null
docker network rm nope dt-networks-7 nope2
docker network rm -f nope
docker network rm -f nope bridge

### remove while it is in use
docker network create dt-networks-8 >/dev/null
docker run -d --name dt-networks-c8 --network dt-networks-8 busybox sleep 1000 >/dev/null
docker network rm dt-networks-8
docker rm -f dt-networks-c8

### kinds
docker network create -d nope dt-networks-9
docker network create --ingress dt-networks-9
docker network create -d overlay dt-networks-9
docker network create --scope swarm --attachable dt-networks-9

### config-only
docker network create --config-only --subnet 10.78.0.0/24 dt-networks-conf >/dev/null
docker network create --config-from dt-networks-conf dt-networks-from >/dev/null
docker network inspect -f '{{.ConfigOnly}} {{.ConfigFrom}}' dt-networks-conf dt-networks-from
docker network rm dt-networks-from dt-networks-conf

### list what the engine brings
docker network ls -f driver=null
docker network ls -q --no-trunc -f driver=host
docker network ls -f driver=host --no-trunc

### list in another format
docker network ls -f driver=null --format '{{.ID}} {{.Name}} {{.Driver}} {{.Scope}} {{.IPv6}} {{.Internal}} {{.Labels}} {{.CreatedAt}} {{.Label "x"}}'
docker network ls -f driver=null --format 'table {{.Name}}\t{{.Driver}}\t{{.Scope}}\t{{.IPv6}}\t{{.Internal}}\t{{.ID}}'
docker network ls -f driver=null --format json
docker network ls -f driver=null --format raw
docker network ls -q --format raw -f driver=null
docker network ls -q --format '{{.Name}}' -f driver=null

### list in a format that is not right
docker network ls --format '{{.Nope}}'
docker network ls --format '{{'
docker network ls -f bad
docker network ls -f nope=x

### list is sorted
for name in b a A10 A9; do docker network create dt-networks-s-$name; done >/dev/null
docker network ls -f name=dt-networks-s --format '{{.Name}}'

### labels
docker network create dt-networks-l --label k=v --label a=b >/dev/null
docker network ls -f label=k --format '{{.Label "k"}} {{.Label "zz"}}'
docker network ls -f label=k=v --format 'table {{.Label "k"}}\t{{.Name}}'
docker network create --label '' x

### connect and disconnect
docker network create dt-networks-c >/dev/null
docker run -d --name dt-networks-web busybox sleep 1000 >/dev/null
docker network connect --alias foo dt-networks-c dt-networks-web
docker network inspect -f '{{range .Containers}}{{.Name}}{{end}}' dt-networks-c
docker network connect dt-networks-c dt-networks-web
docker network disconnect dt-networks-c dt-networks-web
docker network disconnect dt-networks-c dt-networks-web
docker network disconnect -f dt-networks-c nope

### connect that cannot be
docker network connect nope dt-networks-web
docker network connect --ip 10.1.1.1 bridge nope
docker network connect a
docker network connect --driver-opt x nope nope
docker network connect --ip x nope nope
docker network connect --gw-priority x nope nope
docker network disconnect nope nope
docker network disconnect a

### inspect
docker network inspect nope none
docker network inspect -f '{{.Name}} {{.Scope}}' none host nope
docker network inspect -f '{{.Nope}}' none

### arguments
docker network create
docker network create a b
docker network create --subnet
docker network create --ipv6=x x
docker network rm
docker network ls x
docker network nope
docker network inspect

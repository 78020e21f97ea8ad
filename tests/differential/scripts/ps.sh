### before
docker volume create dt-ps-vol >/dev/null
docker create --name dt-ps-a -p 8099:80 -p 8100-8103:100-103 -p 127.0.0.1:53:53/udp -v dt-ps-vol:/data --label a.b-c=1 busybox sh -c 'while true; do sleep 100; done' >/dev/null
docker run --name dt-ps-b -t busybox sh -c "printf 'a\nb'; exit 3" >/dev/null || true
docker run --name dt-ps-c busybox true >/dev/null
docker run -d --name dt-ps-up -p 127.0.0.1:0:80 -p 127.0.0.1:0:90/udp busybox sleep 1000 >/dev/null

### all of them
docker ps -a -f name=dt-ps

### those that run
docker ps -f name=dt-ps
docker container ls -f name=dt-ps
docker container list -f name=dt-ps

### ids only
docker ps -aq -f name=dt-ps
docker ps -aq --no-trunc -f name=dt-ps
docker ps -q -f name=nope

### nothing is cut
docker ps -a -f name=dt-ps --no-trunc

### with sizes
docker ps -as -f name=dt-ps
docker ps -a -f name=dt-ps --format '{{.Names}} {{.Size}}'
docker ps -a -f name=dt-ps --size=false --format '{{.Names}} {{.Size}}'

### a table of everything
docker ps -a -f name=dt-ps --format 'table {{.Names}}\t{{.Image}}\t{{.ID}}\t{{.CreatedAt}}\t{{.State}}\t{{.Labels}}\t{{.Mounts}}\t{{.LocalVolumes}}\t{{.Networks}}\t{{.RunningFor}}\t{{.Command}}\t{{.Ports}}'

### as JSON
docker ps -af name=dt-ps --format json
docker ps -af name=dt-ps-a --format '{{json .}}'
docker ps -af name=dt-ps-up --format '{{json .Ports}} {{json .Names}}'

### platform
docker ps -f name=dt-ps-up --format '{{.Platform}}'
docker ps -f name=dt-ps-up --format 'table {{.Platform}}\t{{.ID}}'

### labels
docker ps -af name=dt-ps-a --format 'table {{.Label "a.b-c"}}\t{{.Names}}'
docker ps -af name=dt-ps-a --format '{{.Label "x"}}.{{.Label "a.b-c"}}'
docker ps -af name=dt-ps-a --format '{{.Label}}'

### functions of templates
docker ps -af name=dt-ps-a --format '{{.Names | upper}}|{{len .Names}}|{{.ID | len}}|{{truncate .Image 3}}|{{pad .Image 1 2}}|{{title .State}}'
docker ps -af name=dt-ps --format '{{.Names}}: {{if eq .State "running"}}up{{else}}down{{end}}'
docker ps -af name=dt-ps-a --format '{{range $i, $p := split .Ports ", "}}{{$i}}={{$p}} {{end}}'
docker ps -af name=dt-ps-a --format '{{join (split .Mounts ",") "+"}} {{printf "%q %5s|%-8s|" .Image .Image .Image}}'

### templates that are not right
docker ps --format '{{.Nope}}'
docker ps --format '{{'
docker ps --format '{{nope}}'
docker ps --format 'table {{.ID}}\t{{.Nope}}'
docker ps -aq -f name=dt-ps-a --format '{{.Names'

### table and raw without a template
docker ps -f name=dt-ps --format table
docker ps -f name=dt-ps --format 'table '
docker ps -a -f name=dt-ps --format raw
docker ps -f name=dt-ps --format raw -s
docker ps -f name=dt-ps --format raw -q

### what is in the template besides
docker ps -af name=dt-ps-a --format 'a\tb\nc{{.Names}}'
docker ps -af name=dt-ps-a --format 'json '
docker ps -af name=dt-ps-a --format pretty
docker ps -af name=dt-ps-a --format 'table {{json .Names}}'

### -q beats --format
docker ps -aq -f name=dt-ps-a --format '{{.Names}}'
docker ps -q -f name=nope --format 'table {{.ID}}'

### nothing found
docker ps -f name=nope
docker ps --format 'table {{.ID}}' -f name=nope
docker ps --format '{{.ID}}' -f name=nope

### the last ones
docker ps -n 2 -f name=dt-ps --format '{{.Names}}'
docker ps -n0 -f name=dt-ps --format '{{.Names}}'
docker ps -l -f name=dt-ps --format '{{.Names}}'
docker ps -ln3 -f name=dt-ps --format '{{.Names}}'
docker ps --last=1 -f name=dt-ps --format '{{.Names}}'

### filters
docker ps -a -f name=dt-ps -f status=exited --format '{{.Names}}'
docker ps -a -f name=dt-ps -f status=exited -f exited=3 --format '{{.Names}}'
docker ps -a -f name=dt-ps -f ancestor=busybox -f label=a.b-c=1 --format '{{.Names}}'
docker ps -a -f NAME=dt-ps -f before=dt-ps-b --format '{{.Names}}'
docker ps -a -f name=dt-ps -f volume=dt-ps-vol --format '{{.Names}}'
docker ps -a -f name=dt-ps -f publish=80 --format '{{.Names}}'

### filters that are not right
docker ps -f x
docker ps -f x=y
docker ps -f status=bogus
docker ps -f exited=x

### format by config.json
mkdir .docker
echo '{"psFormat":"{{.Names}} is {{.State}}"}' >.docker/config.json
docker --config .docker ps -af name=dt-ps
docker --config .docker ps -af name=dt-ps -q
docker --config=.docker ps -af name=dt-ps --format '{{.Image}}'

### arguments
docker ps x
docker ps -n
docker ps -n x
docker ps --nope

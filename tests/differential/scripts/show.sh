### before
docker run -d --name dt-show -p 127.0.0.1:8199:80 -p 127.0.0.1:8200-8202:100-102 -p 127.0.0.1:8253:53/udp busybox sh -c 'echo x >/newfile; rm -r /var/www; mkdir /ready; exec sleep 1000' >/dev/null
docker create --name dt-show-new busybox >/dev/null
docker exec dt-show sh -c 'until [ -e /ready ]; do :; done'

### top
docker top dt-show -o pid,comm | sed 's/[0-9]\{2,\} */PID /'
docker top dt-show -eo comm
docker container top dt-show -o user,comm

### top of what does not run
docker top dt-show-new
docker top nope
docker top ""
docker top
docker top dt-show -o bogus

### all ports
docker port dt-show
docker container port dt-show

### one port
docker port dt-show 80
docker port dt-show 80/tcp
docker port dt-show 53/udp
docker port dt-show 53/UDP

### ports that are not published
docker port dt-show 81
docker port dt-show 80/udp
docker port dt-show 80-81
docker port dt-show-new

### ports that are none
docker port dt-show abc
docker port dt-show 99/xyz
docker port dt-show 80/
docker port dt-show /tcp
docker port dt-show ""
docker port dt-show 70000

### port of nothing
docker port nope
docker port nope abc
docker port ""
docker port
docker port dt-show 80 90

### diff
docker diff dt-show | sort
docker diff dt-show-new
docker container diff nope
docker diff ""
docker diff

### stats once
docker stats --no-stream --format '{{.Name}} {{.Container}}' dt-show dt-show-new
docker stats --no-stream --no-trunc --format 'table {{.Container}}\t{{.ID}}\t{{.Name}}' dt-show-new dt-show
docker stats --no-stream dt-show-new
docker stats --no-stream --format json dt-show-new
docker stats --no-stream dt-show-new dt-show-new

### stats of what is not there
docker stats --no-stream nope
docker stats --no-stream dt-show-new nope
docker stats nope
docker stats --no-stream ""

### stats in another format
docker stats --no-stream --format '{{.Nope}}' dt-show
docker stats --no-stream --format '{{' dt-show
docker stats --no-stream --format 'table {{.Name}}\t{{.MemPerc}}\t{{.PIDs}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.CPUPerc}}\t{{.MemUsage}}' dt-show-new
docker container stats --no-stream --no-trunc --format '{{.ID}}' dt-show

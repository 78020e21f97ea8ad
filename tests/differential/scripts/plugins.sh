plugin() {
    mkdir -p p/rootfs
    cat >p/config.json <<EOF
{"description": "A plugin that does very little, and whose description is long enough", "documentation": "x", "entrypoint": ["/bin/sleep", "1000"], "interface": {"types": ["docker.volumedriver/1.0"], "socket": "p.sock"}, "network": {"type": "host"}, "env": [{"name": "A", "settable": ["value"], "value": "1"}, {"name": "B", "value": "2"}], "mounts": [{"name": "m", "source": "/tmp", "destination": "/t", "type": "bind", "options": ["rbind"], "settable": ["source"]}], "args": {"name": "args", "settable": ["value"], "value": ["x"]}, "linux": {"capabilities": ["CAP_SYS_ADMIN"], "devices": [{"name": "d", "path": "/dev/null", "settable": ["path"]}]}, "workdir": "/", "propagatedMount": "/data"}
EOF
}

### create
plugin
docker plugin create dt-plugins/a p
docker plugin create dt-plugins/a p
docker plugin create dt-plugins/b:tag p --compress
docker plugin create --compress dt-plugins/b:tag2 ./p/
docker plugin create dt-plugins/C p
docker plugin create dt-plugins/x nope
docker plugin create dt-plugins/x p/config.json
docker plugin create dt-plugins/x .
docker plugin create dt-plugins/x
docker plugin create
docker plugin create 'a b' p
docker plugin create dt-plugins/x@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa p
mkdir q; echo '{' >q/config.json; docker plugin create dt-plugins/x q
echo '[]' >q/config.json; docker plugin create dt-plugins/x q
ln -s p l;  docker plugin create dt-plugins/x l
mkdir r; mkdir r/config.json;  docker plugin create dt-plugins/x r
docker plugin ls --format '{{.Name}} {{.Enabled}} [{{.Description}}] {{.PluginReference}}'
docker plugin ls --no-trunc --format '{{.Name}} {{.Description}}'
docker plugin ls
docker plugin rm dt-plugins/a dt-plugins/b:tag dt-plugins/b:tag2

### look
plugin
docker plugin create dt-plugins/a p; docker plugin create dt-plugins/b:tag p
docker plugin ls -q | wc -c
docker plugin ls -q --no-trunc | wc -c
docker plugin ls --format json | sed 's/"ID":"[^"]*"//'
docker plugin ls --format raw | sed 's/^plugin_id.*/plugin_id/'
docker plugin ls --format 'table {{.Name}}\t{{.Enabled}}'
docker plugin ls --format '{{.Nope}}'
docker plugin ls -f enabled=true
docker plugin ls -f enabled=false --format '{{.Name}}'
docker plugin ls -f enabled=x
docker plugin ls -f capability=volumedriver --format '{{.Name}}'
docker plugin ls -f capability=authz --format '{{.Name}}'
docker plugin ls -f nope=x
docker plugin ls -f name=a
docker plugin ls x
docker plugin inspect dt-plugins/a -f '{{json .Config}}'
docker plugin inspect dt-plugins/a -f '{{.Name}} {{.Enabled}} {{json .Settings}} {{.PluginReference}}'
docker plugin inspect dt-plugins/a -f '{{.ID}}' | wc -c
docker plugin inspect dt-plugins/a nope dt-plugins/b:tag -f '{{.Name}}'
docker plugin inspect dt-plugins/a -f '{{.Nope}}'
docker plugin inspect nope nope2
docker plugin inspect
docker plugin inspect dt-plugins/a:latest dt-plugins/b | grep -c '"Id"'
docker plugin inspect $(docker plugin ls -q | head -1) -f '{{.Enabled}}'
docker plugin inspect dt-plugins/a | grep -v '"Id"\|sha256' | head -30
docker inspect dt-plugins/a -f '{{.Name}}'
docker inspect --type plugin dt-plugins/a -f '{{.Name}}'
docker plugin rm dt-plugins/a dt-plugins/b:tag

### set
plugin
docker plugin create dt-plugins/a p
docker plugin set dt-plugins/a A=2
docker plugin set dt-plugins/a B=2
docker plugin set dt-plugins/a m.source=/var
docker plugin set dt-plugins/a m.destination=/var
docker plugin set dt-plugins/a d.path=/dev/zero args='a b'
docker plugin set dt-plugins/a nope=1
docker plugin set dt-plugins/a A
docker plugin set dt-plugins/a =1
docker plugin set dt-plugins/a
docker plugin set nope A=1
docker plugin set dt-plugins/a A=3 nope=2
docker plugin inspect dt-plugins/a -f '{{json .Settings}}'
docker plugin rm dt-plugins/a

### enable
plugin
docker plugin create dt-plugins/a p; docker plugin create dt-plugins/b:tag p
docker plugin enable --timeout -1 dt-plugins/a
docker plugin enable --timeout x dt-plugins/a
docker plugin enable nope
docker plugin enable
docker plugin enable dt-plugins/a b
docker plugin disable dt-plugins/a
docker plugin disable nope
docker plugin disable -f dt-plugins/a
docker plugin disable
docker plugin rm nope dt-plugins/b:tag nope2
docker plugin rm -f dt-plugins/b:tag2 dt-plugins/b:tag2
docker plugin rm
docker plugin rm dt-plugins/a

### registry
plugin
docker plugin create dt-plugins/a p
docker plugin install 'x y'
docker plugin install
docker plugin push nope
docker plugin push 'x y'
docker plugin push
docker plugin upgrade nope
docker plugin upgrade dt-plugins/a
docker plugin upgrade dt-plugins/a 'x y'
docker plugin upgrade a b c
docker plugin upgrade
docker plugin rm dt-plugins/a

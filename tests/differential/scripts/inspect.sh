### before
docker volume create --label l=1 dt-inspect-vol >/dev/null
docker network create dt-inspect-net >/dev/null
docker run -d --name dt-inspect-up -p 127.0.0.1:8399:80 -v dt-inspect-vol:/data --label a.b-c=1 busybox sleep 1000 >/dev/null
docker create --name dt-inspect --mount type=volume,src=dt-inspect-vol,dst=/data --init -m 64m --label a=1 --label b=2 -e X=1 --restart on-failure:3 busybox true >/dev/null 2>&1
docker run --name dt-inspect-run busybox true
docker run -d --name dt-inspect-health --health-cmd true --health-interval 1h busybox sleep 1000 >/dev/null
until [ "$(docker inspect -f '{{.State.Status}}' dt-inspect-health)" = running ]; do :; done

### objects of all kinds
docker inspect -f '{{.Name}}' dt-inspect bridge dt-inspect-vol
docker inspect -f '{{.RepoTags}}' nginx:alpine

### whole
docker volume inspect dt-inspect-vol
docker network inspect dt-inspect-net
docker inspect -f '{{json .State}}' dt-inspect-run
docker inspect dt-inspect-vol dt-inspect-net

### json
docker inspect -f json dt-inspect-vol dt-inspect-net
docker inspect --format='{{json .Config.Labels}} {{json .Mounts}}' dt-inspect
docker inspect -f '{{json .HostConfig.RestartPolicy}} {{json .State.Health}}' dt-inspect

### not there
docker inspect nope
docker inspect -f '{{.Name}}' dt-inspect nope dt-inspect-run nope2
docker inspect a/b:c d@e "x y"
docker inspect ""

### of one kind
docker container inspect nope dt-inspect -f '{{.Name}}'
docker image inspect nope busybox -f '{{.Os}}'
docker network inspect nope bridge -f '{{.Name}}'
docker volume inspect nope dt-inspect-vol -f '{{.Name}}'

### --type
docker inspect --type volume -f '{{.Name}}' dt-inspect-vol
docker inspect --type container -f '{{.Name}}' dt-inspect-vol
docker inspect --type image dt-inspect
docker inspect --type "" -f '{{.Name}}' dt-inspect-vol
docker inspect --type bogus dt-inspect
docker inspect --type plugin x
docker inspect --type node x

### --size
docker inspect -s -f '{{.SizeRw}}' dt-inspect
docker inspect -f '{{.SizeRw}}' dt-inspect
docker inspect -s -f '{{.Os}}' busybox
docker inspect --type volume -s -f '{{.Name}}' dt-inspect-vol

### fields that are not there
docker inspect -f '{{.Nope}}' dt-inspect
docker inspect -f '{{.Nope}}' dt-inspect dt-inspect-run
docker inspect -f '{{.State.Nope.X}}' dt-inspect
docker inspect -f '{{.State.Health.Status}}' dt-inspect
docker inspect -f '{{.State.Health.Status}}' dt-inspect dt-inspect-run

### optional fields
docker inspect -f '{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}' dt-inspect
docker inspect -f '{{.State.Health}}' dt-inspect
docker inspect -f '{{.State.Health.FailingStreak}} {{len .State.Health.Log}}' dt-inspect-health
docker inspect -f '{{.HostConfig.Init}} {{.HostConfig.PidsLimit}}' dt-inspect dt-inspect-run

### templates that are not right
docker inspect -f '{{' dt-inspect
docker inspect -f '{{nope}}' dt-inspect
docker inspect -f '{{.Name.X}}' dt-inspect
docker inspect -f '{{index .Config.Labels 1}}' dt-inspect

### templates with parts of their own
docker inspect -f '{{define "x"}}[{{.Name}}]{{end}}{{template "x" .}}{{template "x" .}}' dt-inspect
docker inspect -f '{{define "x"}}[{{.}}]{{end}}{{template "x"}}' dt-inspect
docker inspect -f '{{define "x"}}[{{.}}]{{end}}{{template "x" "q"}}' dt-inspect
docker inspect -f '{{template "x"}}' dt-inspect
docker inspect -f '{{template "x" .}}' dt-inspect
docker inspect -f '{{template x}}' dt-inspect
docker inspect -f '{{template}}' dt-inspect
docker inspect -f '{{template "x" . .}}' dt-inspect
docker inspect -f '{{template "x" .Name | printf "%s"}}' dt-inspect
docker inspect -f '{{define x}}{{end}}' dt-inspect
docker inspect -f '{{define}}{{end}}' dt-inspect
docker inspect -f '{{define "x"}}' dt-inspect
docker inspect -f '{{define "x" .}}{{end}}' dt-inspect
docker inspect -f '{{if true}}{{define "x"}}{{end}}{{end}}' dt-inspect
docker inspect -f '{{define "x"}}{{define "y"}}{{end}}{{end}}' dt-inspect
docker inspect -f '{{define "x"}}1{{end}}{{define "x"}}2{{end}}{{template "x"}}' dt-inspect
docker inspect -f '{{define "x"}}{{template "x"}}{{end}}a' dt-inspect
docker inspect -f '{{define "x"}}{{.Nope.No}}{{end}}a{{template "x" .}}' dt-inspect
docker inspect -f '{{define "x"}}{{nope}}{{end}}a' dt-inspect
docker inspect -f '{{define "x"}}{{$}}{{end}}{{template "x" 5}}' dt-inspect
docker inspect -f '{{$y := 1}}{{define "x"}}{{$y}}{{end}}' dt-inspect
docker inspect -f '{{$y := 1}}{{block "x" $y}}{{.}}{{end}}' dt-inspect
docker inspect -f '{{block "x" .Name}}<{{.}}>{{end}}' dt-inspect
docker inspect -f '{{block "x"}}{{end}}' dt-inspect
docker inspect -f '{{block x .}}{{end}}' dt-inspect
docker inspect -f '{{block "x" .}}' dt-inspect
docker inspect -f '{{block "x" .}}a{{else}}b{{end}}' dt-inspect
docker inspect -f '{{define "x"}}a{{else}}b{{end}}' dt-inspect
docker inspect -f '{{define "x"}}{{break}}{{end}}' dt-inspect
docker inspect -f '{{range .Config.Cmd}}{{define "x"}}{{break}}{{end}}{{end}}' dt-inspect
docker inspect -f '{{range .Config.Cmd}}{{block "x" .}}{{break}}{{end}}{{end}}' dt-inspect
docker inspect -f '{{range .Config.Cmd}}{{template "x" .}}{{end}}{{define "x"}}({{.}}){{end}}' dt-inspect
docker inspect -f '{{define "x"}}  {{end}}{{define "x"}}1{{end}}{{template "x"}}' dt-inspect
docker inspect -f '{{define "x"}}1{{end}}{{define "x"}} {{end}}{{template "x"}}' dt-inspect
docker inspect -f '{{define "x"}}{{else}}' dt-inspect
docker inspect -f '{{define `x`}}a{{end}}{{template `x`}}' dt-inspect
docker inspect -f '{{define "x"}}a{{- end -}} {{template "x"}}' dt-inspect

### text for HTML, JavaScript and addresses, and calls
docker inspect -f '{{define ""}}a{{end}}b{{template ""}}' dt-inspect
docker inspect -f '{{"<" | html}} {{html}}' dt-inspect
docker inspect -f '{{js "<a>&'\''\"\n\\=é\u2028x"}} {{js 1 "a"}} {{js true}}' dt-inspect
docker inspect -f '{{urlquery "a b&c=/é" 1 2.5}} {{urlquery "-_.~!*'\''()"}}' dt-inspect
docker inspect -f '{{html .Config.Cmd .Name}}' dt-inspect
docker inspect -f '{{call}}' dt-inspect
docker inspect -f '{{call .Name}}' dt-inspect
docker inspect -f '{{call nil}}' dt-inspect
docker inspect -f '{{call .Nope}}' dt-inspect
docker inspect -f '{{call 5 6}}' dt-inspect
docker inspect -f '{{html (printf "%q" "<")}}' dt-inspect
docker inspect -f '{{.Name | js | urlquery | html}}' dt-inspect
docker inspect -f '{{html "\x00"}}' dt-inspect
docker inspect -f '{{js "\x01\t\r"}}' dt-inspect
docker inspect -f '{{html}}' dt-inspect
docker inspect -f '{{js}}' dt-inspect
docker inspect -f '{{urlquery}}' dt-inspect
docker inspect -f '{{html .Nope}}' dt-inspect
docker inspect -f '{{html 1.5 true "a" "b"}}' dt-inspect
docker inspect -f '{{define "x"}}{{template "y" .}}{{end}}{{define "y"}}{{.Name}}{{end}}{{template "x" .}}' dt-inspect
docker inspect -f '{{define "x"}}{{template "z" .}}{{end}}{{template "x" .}}' dt-inspect
docker inspect -f '{{define "x"}}{{if .}}y{{else}}n{{end}}{{end}}{{template "x" 0}}{{template "x" 1}}' dt-inspect
docker inspect -f '{{template "x" 1}}{{define "x"}}{{$a := .}}{{$a}}{{end}}{{$a}}' dt-inspect
docker inspect -f '{{define "x"}}{{end}}{{template "x"' dt-inspect
docker inspect -f '{{break}}{{template "y"}}' dt-inspect

### whole structs
docker inspect -f '{{.HostConfig.RestartPolicy}}' dt-inspect dt-inspect-run
docker inspect -f '{{.HostConfig.LogConfig}}' dt-inspect
docker inspect -f '{{.State}}' dt-inspect
docker inspect -f '{{.Mounts}}' dt-inspect-up dt-inspect-run

### maps and lists of structs
docker inspect -f '{{.NetworkSettings.Ports}}' dt-inspect-up
docker inspect -f '{{.HostConfig.PortBindings}} {{.HostConfig.Binds}}' dt-inspect-up
docker inspect -f '{{.Config.Healthcheck}}' dt-inspect-health
docker network inspect -f '{{.IPAM}}' dt-inspect-net

### settings of the host
docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}} {{.HostConfig.NetworkMode}}' dt-inspect
docker inspect -f '{{.HostConfig.Binds}} {{.HostConfig.CapAdd}} {{.HostConfig.Dns}}' dt-inspect
docker inspect -f '{{.HostConfig.Annotations}} {{.HostConfig.Tmpfs}} {{.HostConfig.Sysctls}} {{.HostConfig.StorageOpt}}' dt-inspect

### settings of the container
docker inspect -f '{{.Config.Volumes}} {{.Config.Entrypoint}} {{.Config.Cmd}} {{.Config.ExposedPorts}} {{.Config.OnBuild}}' dt-inspect dt-inspect-up
docker inspect -f '{{.Config.StopSignal}}|{{.Config.StopTimeout}}|{{.Config.Shell}}|{{.Config.MacAddress}}' dt-inspect
docker inspect -f '{{len .Mounts}} {{len .Config.Env}} {{.Path}} {{.Args}} {{.ExecIDs}} {{.Platform}}' dt-inspect

### labels
docker inspect -f '{{.Config.Labels}}' dt-inspect busybox nope
docker inspect -f '{{index .Config.Labels "a"}} {{.Config.Labels.a}} {{.Config.Labels.zz}} {{index .Config.Labels "zz"}}' dt-inspect

### ports
docker inspect -f '{{range $p, $conf := .NetworkSettings.Ports}}{{$p}} -> {{(index $conf 0).HostPort}} {{end}}' dt-inspect-up
docker inspect -f '{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostIp}}' dt-inspect-up
docker inspect -f '{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostIP}}' dt-inspect-up
docker inspect -f '{{index .NetworkSettings.Ports "90/tcp"}}' dt-inspect-up
docker inspect -f '{{(index (index .NetworkSettings.Ports "90/tcp") 0).HostPort}}' dt-inspect-up

### networks
docker inspect -f '{{range $k, $v := .NetworkSettings.Networks}}{{$k}}={{$v.NetworkID}} {{end}}' dt-inspect
docker inspect -f '{{range .NetworkSettings.Networks}}[{{.IPAddress}}{{.Aliases}}{{.Links}}]{{end}}' dt-inspect
docker network inspect -f '{{.Driver}} {{.Internal}} {{.IPAM.Driver}} {{.Containers}} {{.Options}} {{.Labels}} {{.EnableIPv6}}' dt-inspect-net
docker network inspect -v -f '{{.ConfigFrom}} {{.ConfigOnly}} {{.Scope}}' dt-inspect-net

### mounts
docker inspect -f '{{range .Mounts}}{{.Type}}:{{.Destination}} {{.RW}};{{end}}' dt-inspect
docker inspect -f '{{range $i, $m := .Mounts}}{{$i}}{{end}}{{with .Nothing}}x{{end}}' dt-inspect

### states
docker inspect -f '{{.State.Status}} {{.State.ExitCode}} {{eq .State.ExitCode 0}} {{.State.Error}} {{.RestartCount}}' dt-inspect-run
docker inspect -f '{{.State.StartedAt}} {{.Created}} {{.State.FinishedAt}}' dt-inspect-run
docker inspect -f '{{with .State}}{{.Running}} {{.Paused}}{{end}} {{gt .State.Pid 0}}' dt-inspect-up

### names of ids
docker inspect -f '{{.ID}} {{.Name}}' dt-inspect
docker inspect -f '{{.Id}} {{.Name}}' dt-inspect
docker image inspect -f '{{.ID}} {{.Parent}} {{.Os}}/{{.Architecture}}{{.Variant}}' busybox

### functions
docker inspect -f '{{.Name | lower | title}} {{join .Config.Env "," | len | printf "%d" | len}} {{split .Path "/"}}' dt-inspect
docker inspect -f '{{.HostConfig.Memory | printf "%d %x"}}' dt-inspect
docker inspect -f '{{range .Config.Cmd}}{{println .}}{{end}}' dt-inspect-up
docker inspect -f '{{upper .Nope}}' dt-inspect
docker inspect -f '{{slice .Id 0 0}}{{print 1 2 "a" "b"}}{{and 1 0}}{{or 0 "x"}}{{not true}}{{lt 1 2}}' dt-inspect

### what is in the template besides
docker inspect -f '' dt-inspect-vol
docker inspect -f '{{.Name}}\t' dt-inspect-vol
docker inspect -f 'a
b' dt-inspect-vol
docker inspect -f '{{- .Name -}}  x {{/* note */}}' dt-inspect-vol

### of images
docker image inspect -f '{{.Os}} {{.Author}} {{.Comment}} {{.Variant}}' hello-world
docker image inspect -f '{{.RootFS.Type}} {{len .RootFS.Layers}} {{.Config.Cmd}} {{.Config.WorkingDir}} {{.Config.User}}' busybox
docker image inspect -f '{{.DockerVersion}} {{.Config.Labels}} {{.Config.ExposedPorts}} {{.Config.Volumes}} {{.Config.Healthcheck}}' nginx:alpine
docker image inspect --platform linux/$(docker version --format '{{.Server.Arch}}') -f '{{.Os}}' busybox

### of volumes
docker inspect --type volume -f '{{.Options}} {{.Labels}} {{.Mountpoint}} {{.Scope}} {{.Status}} {{.UsageData}}' dt-inspect-vol

### arguments
docker inspect
docker inspect x -f
docker inspect --type container
docker image inspect
docker container inspect --nope x

# plugin: docker-compose
# Progress of what goes side by side is sorted by the object that it is about.
mkdir dt-compose; cd dt-compose
docker() {
  command docker "$@" 2>"$HOME/err"; code=$?
  grep -v '^ DRY-RUN' "$HOME/err" | sort -s -k1,2 >&2; grep '^ DRY-RUN' "$HOME/err" | sed 's/[0-9a-f]*_dt-/dt-/' | sort -s -k4,5 >&2
  return $code
}
trap 'CODES=/dev/null command docker compose -p dt-compose down -v -t 0 --remove-orphans >/dev/null 2>&1' EXIT
two() { cat >compose.yaml <<EOF
services:
  web:
    image: busybox
    command: sh -c 'echo web says; echo web complains >&2; exec sleep 1000'
    stop_grace_period: 0s
    volumes: [data:/data]
    depends_on: [db]
  db:
    image: busybox
    command: sh -c 'echo db says; exec sleep 1000'
    stop_grace_period: 0s
    labels: {tier: back}
volumes:
  data:
EOF
}
one() { cat >compose.yaml <<EOF
services:
  one:
    image: busybox
    command: ${1:-sleep 1000}
    stop_grace_period: 0s
EOF
}

### up -d, twice, and down
two; docker compose up -d; docker compose up -d; docker compose down

### up -d of one service and what it depends on
two; docker compose up -d db; docker compose up -d --no-deps web; docker compose ps --services

### up after a change
two; docker compose up -d; sed -i 's/tier: back/tier: front/' compose.yaml; docker compose up -d

### up --force-recreate and --no-recreate
two; docker compose up -d; docker compose up -d --force-recreate db
sed -i 's/tier: back/tier: front/' compose.yaml; docker compose up -d --no-recreate

### up --scale up and down
one; docker compose up -d --scale one=3; docker compose up -d --scale one=1; docker compose ps --format '{{.Name}}'

### up --scale of what is not there
one; docker compose up -d --scale two=3; docker compose up -d --scale one; docker compose up -d --scale one=x

### up of a service that is not there
one; docker compose up -d two; docker compose down two

### up and orphans
two; docker compose up -d; one; docker compose up -d; docker compose up -d --remove-orphans

### up --no-start
one; docker compose up --no-start; docker compose ps -a --format '{{.Name}} {{.State}}'; docker compose start

### create
two; docker compose create; docker compose create --force-recreate web; docker compose ps -a --format '{{.Name}} {{.State}}'

### up attached
one 'sh -c "echo out; sleep 0.3; echo err >&2; exit 3"'; docker compose up; docker compose up --no-log-prefix

### up --abort-on-container-exit and -failure
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: sh -c 'sleep 0.5; exit 3'}
  b: {image: busybox, command: sleep 1000, stop_grace_period: 0s}
  c: {image: busybox, command: "true"}
EOF
docker compose up --abort-on-container-failure >out; sort out; docker compose up --abort-on-container-exit b a >out; sort out

### up --exit-code-from
cat >compose.yaml <<EOF
services:
  test: {image: busybox, command: sh -c 'sleep 0.5; exit 7'}
  db: {image: busybox, command: sleep 1000, stop_grace_period: 0s}
EOF
docker compose up --exit-code-from test >out; sort out; docker compose up --exit-code-from nope

### up with flags that do not go together
one
docker compose up -d --abort-on-container-exit
docker compose up -d --exit-code-from one
docker compose up --force-recreate --no-recreate
docker compose up -V --no-recreate
docker compose up --build --no-build
docker compose up -d --attach one
docker compose up --attach one --attach-dependencies
docker compose up --wait --abort-on-container-exit
docker compose up --pull sometimes

### a condition that is met
cat >compose.yaml <<EOF
services:
  web: {image: busybox, command: sleep 1000, stop_grace_period: 0s, depends_on: {db: {condition: service_healthy}, init: {condition: service_completed_successfully}}}
  db: {image: busybox, command: sleep 1000, stop_grace_period: 0s, healthcheck: {test: "true", interval: 200ms}}
  init: {image: busybox, command: "true"}
EOF
docker compose up -d

### a condition that is not met
cat >compose.yaml <<EOF
services:
  web: {image: busybox, command: sleep 1000, depends_on: {init: {condition: service_completed_successfully}}}
  init: {image: busybox, command: sh -c 'exit 5'}
EOF
docker compose up -d; docker compose ps -a --format '{{.Name}} {{.State}}'

### a health check that fails
cat >compose.yaml <<EOF
services:
  web: {image: busybox, command: sleep 1000, depends_on: {db: {condition: service_healthy}}}
  db: {image: busybox, command: sleep 1000, stop_grace_period: 0s, healthcheck: {test: "false", interval: 200ms, retries: 1}}
EOF
docker compose up -d

### an image that is not there
one; sed -i 's/busybox/dt-compose-nope/' compose.yaml; docker compose up -d --pull never

### stop, start, restart
two; docker compose up -d; docker compose stop web; docker compose ps -a --format '{{.Name}} {{.State}}'; docker compose start web; docker compose restart db; docker compose stop; docker compose start nope

### kill, pause, unpause
two; docker compose up -d; docker compose pause; docker compose ps --format '{{.Name}} {{.State}}'; docker compose unpause web; docker compose unpause db; docker compose kill -s TERM web; docker compose kill; docker compose kill

### rm
two; docker compose up -d; docker compose rm -f; docker compose rm -sf web; docker compose rm -sfv; docker compose rm -f nope

### down -v, --rmi and by name alone
two; docker compose up -d; docker compose down -v; docker compose down; docker compose up -d; rm compose.yaml; docker compose down; two; docker compose down -v --rmi nope

### down of one service
two; docker compose up -d; docker compose down web; docker compose ps --services

### ps
two; docker compose up -d; docker compose stop db; docker compose ps; docker compose ps -a; docker compose ps -q | wc -l; docker compose ps --services; docker compose ps web --format json | tr , '\n' | grep -v -E 'CreatedAt|RunningFor|ID|Status|LocalVolumes|Networks|Labels|com.docker'; docker compose ps nope

### ps with filters and formats
two; docker compose up -d; docker compose stop db
docker compose ps --filter status=exited --format '{{.Name}} {{.Service}} {{.Project}}'
docker compose ps --status exited --format 'table {{.Name}}\t{{.State}}\t{{.ExitCode}}'
docker compose ps --filter nope=1; docker compose ps --status nope; docker compose ps --format '{{.Nope}}'
docker compose ps --orphans=false --no-trunc -a --format '{{.Command}}'

### logs
two; docker compose up -d; sleep 0.3; docker compose logs >out; sed 's/  *|/ |/' out | sort; docker compose logs --no-log-prefix db; docker compose logs --tail 1 db; docker compose logs -t db | cut -d' ' -f1-4,6-; docker compose logs --since 1h db; docker compose logs --until 1h db; docker compose logs nope; docker compose logs --index 2 db; docker compose logs --since nope db

### logs -f ends with the containers
one 'sh -c "for i in 1 2 3; do echo $$i; sleep 0.2; done"'; docker compose up -d; docker compose logs -f

### logs -f of what is started meanwhile
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: sh -c 'echo one; sleep 4'}
  b: {image: busybox, command: sh -c 'sleep 1; echo two'}
EOF
docker compose up -d a; command docker compose logs -f >out & sleep 1; docker compose up -d b; wait; sort out

### exec
two; docker compose up -d; docker compose exec -T web echo hello; docker compose exec -T -e A=1 -w /tmp web sh -c 'echo $A; pwd; exit 4'; docker compose exec -T -u nobody db id -un; docker compose exec -d db touch /made; docker compose exec nope ls; docker compose exec --index 2 web ls; echo in | docker compose exec -T web cat; docker compose exec -T web nosuch

### run
two; docker compose run --rm -T web echo hello; docker compose run --rm -T --no-deps -e A=1 -u nobody db sh -c 'echo $A; id -un; exit 3'; docker compose run --rm -T --entrypoint echo db a b; docker compose run nope

### run -d and one-offs
one; docker compose run -d --name dt-compose-job one sleep 1000 | wc -c; docker compose ps -a --format '{{.Name}}'; docker compose up -d; docker compose down --remove-orphans

### port
one; cat >>compose.yaml <<EOF
    ports: ["127.0.0.1:18181:80"]
EOF
docker compose up -d; docker compose port one 80; docker compose port one 99; docker compose port --protocol udp one 80; docker compose port nope 80; docker compose port one x

### top
two; docker compose up -d; docker compose top | awk '{$4=$5=$6=$7=$8=$9="";print}'; docker compose top nope

### images
two; docker compose up -d; docker compose images | cut -c1-60; docker compose images -q; docker compose images --format json | tr , '\n' | grep -v LastTag | sort; docker compose images --format nope

### ls
two; docker compose up -d; docker compose stop db; docker compose ls --filter name=dt-compose | sed 's/  */ /g'; docker compose ls -q --filter name=dt-compose; docker compose ls --filter name=dt-compose --format json; docker compose ls --filter nope=1

### wait
one 'sh -c "sleep 0.5; exit 6"'; docker compose up -d; docker compose wait one; docker compose wait one

### pull
two; docker compose pull db; docker compose pull -q db; docker compose pull nope

### networks and aliases
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: sleep 1000, stop_grace_period: 0s, networks: {back: {aliases: [other]}, front: {}}}
  b: {image: busybox, command: sleep 1000, stop_grace_period: 0s, networks: [back]}
networks: {back: {}, front: {labels: {a: b}}}
EOF
docker compose up -d; docker inspect -f '{{range $k, $v := .NetworkSettings.Networks}}{{$k}} {{len $v.Aliases}}; {{end}}' dt-compose-a-1; docker network inspect -f '{{index .Labels "a"}} {{index .Labels "com.docker.compose.network"}}' dt-compose_front

### an external network that is not there
one; cat >>compose.yaml <<EOF
    networks: [out]
networks: {out: {external: true, name: dt-compose-out}}
EOF
docker compose up -d

### secrets and configs
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: sh -c 'cat /run/secrets/s /c; ls -l /c | cut -c1-10', secrets: [s], configs: [c]}
secrets: {s: {environment: TOKEN}}
configs: {c: {content: "text \${TOKEN}\n"}}
EOF
TOKEN=abc docker compose up; TOKEN=abc docker compose config --hash a

### files, profiles and variables
one; cat >over.yaml <<EOF
services:
  two: {image: busybox, profiles: [extra], command: "sleep \${SECONDS_:-1000}", stop_grace_period: 0s}
EOF
docker compose -f compose.yaml -f over.yaml up -d; docker compose -f compose.yaml -f over.yaml --profile extra up -d; docker compose -f compose.yaml -f over.yaml down; docker compose -f compose.yaml -f over.yaml --profile extra down

### commands that are not there
one; docker compose nope 2>&1 >/dev/null; docker compose up --nope; docker compose --nope; docker compose --progress nope ps; docker compose port one

### no file
docker compose -p dt-compose-x up -d; docker compose -f nope.yaml up -d

### a file that is wrong
printf 'services:\n  a: {imag: busybox}\n' >compose.yaml; docker compose up -d; printf 'services:\n  a: {image: [}\n' >compose.yaml; docker compose up -d; printf 'services: {a: {image: busybox, depends_on: [b]}}\n' >compose.yaml; docker compose up -d

### progress quiet and json
one; docker compose --progress quiet up -d; docker compose --progress json up -d --force-recreate; docker compose --progress plain down

### up --wait
cat >compose.yaml <<EOF
services:
  web: {image: busybox, command: sleep 1000, stop_grace_period: 0s}
  db: {image: busybox, command: sleep 1000, stop_grace_period: 0s, healthcheck: {test: "true", interval: 200ms}}
EOF
docker compose up --wait; docker compose up -d --wait; docker compose ps --format '{{.Name}} {{.Health}}'

### up --wait of what gets sick, ends, or takes too long
cat >compose.yaml <<EOF
services:
  sick: {image: busybox, command: sleep 1000, stop_grace_period: 0s, healthcheck: {test: "false", interval: 200ms, retries: 1}}
  done: {image: busybox, command: sh -c 'sleep 0.3'}
  slow: {image: busybox, command: sleep 1000, stop_grace_period: 0s, healthcheck: {test: "false", interval: 200ms, retries: 1000}}
EOF
docker compose up -d --wait sick; docker compose up -d --wait done; docker compose up -d --wait --wait-timeout 1 slow

### up --wait of what another one waits for
cat >compose.yaml <<EOF
services:
  web: {image: busybox, command: sleep 1000, stop_grace_period: 0s, depends_on: {init: {condition: service_completed_successfully}}}
  init: {image: busybox, command: "true"}
EOF
docker compose up -d --wait

### up --timestamps
one 'echo hello'; docker compose up --timestamps | sed 's/ [^ ]*Z / TIME /'; docker compose up --timestamps --no-log-prefix | sed 's/^[^ ]*Z /TIME /'

### up --attach, --no-attach and --attach-dependencies
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: echo a, depends_on: [b]}
  b: {image: busybox, command: echo b}
  c: {image: busybox, command: echo c}
EOF
docker compose up --attach b >out; sort out; sleep 1; docker compose up --no-attach a >out; sort out; sleep 1; docker compose up a >out; sort out; sleep 1; docker compose up --attach-dependencies a >out; sort out; docker compose up --attach nope

### up --no-attach of attach false
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: echo a, attach: false}
  b: {image: busybox, command: echo b}
EOF
docker compose up >out; sort out; docker compose up --no-attach b >out; sort out

### up --menu
one 'echo a'; docker compose up --menu=false; docker compose up -d --menu

### scale
one; docker compose scale one=2; docker compose scale one=0; docker compose ps -a --format '{{.Name}}'; docker compose scale two=1; docker compose scale one; docker compose scale one=x; docker compose scale --no-deps one=1

### scale down keeps the first ones
two; docker compose up -d; docker compose scale db=3; docker compose scale db=1 web=2; docker compose ps --format '{{.Name}}'

### stats
two; docker compose up -d; docker compose stats --no-stream --format '{{.Name}}' | sort; docker compose stats --no-stream --format '{{.Name}} {{.PIDs}}' db; docker compose stop db; docker compose stats --no-stream -a --format '{{.Name}}' | sort; docker compose stats --no-stream db --format '{{.Name}}'; docker compose stats --no-stream nope; docker compose stats db web; docker compose stats --no-stream --format '{{.Nope}}'

### events
one echo; since=$(date +%s.%N); docker compose up -d; sleep 1; docker compose events --since $since --until $(date +%s.%N) >out; sed 's/^[^ ]* [^ ]* //;s/ (.*//' out
docker compose events --json --since $since --until $(date +%s.%N) nope
docker compose events --json --since $since --until $(date +%s.%N) one >out; head -1 out | tr , '\n' | grep -v time; docker compose events --since nope

### cp
two; docker compose up -d; echo text >file; docker compose cp file web:/tmp/a; docker compose exec -T web cat /tmp/a; docker compose cp web:/tmp/a back; cat back; docker compose cp web:/tmp/a - | tar t; docker compose cp file nope:/a; docker compose cp nope web:/a; docker compose cp web:/nope x; docker compose cp file other; docker compose cp web:/a db:/b; docker compose cp --index 2 file web:/a; tar c file | docker compose cp - web:/var; docker compose exec -T web cat /var/file

### cp to all containers of a service
one; docker compose up -d --scale one=2; echo text >file; docker compose cp file one:/a; docker compose exec -T --index 2 one cat /a; docker compose cp --index 1 file one:/b; docker compose exec -T --index 2 one cat /b; docker compose run -d --name dt-compose-off one sleep 1000 >/dev/null; docker compose cp --all file one:/c; docker compose cp --index 1 one:/a got; cat got

### attach
one 'sh -c "sleep 3; echo late; exit 3"'; docker compose up -d; docker compose attach --no-stdin one; docker compose attach one; docker compose attach nope; docker compose attach --index 2 one; docker compose attach

### commit
one; docker compose up -d; docker compose exec -T one touch /made; docker compose commit one dt-compose-image:1; docker compose commit -a me -m text -c 'ENV A=1' -p=false one dt-compose-image:2; docker image inspect -f '{{.Author}} {{.Comment}} {{.Config.Env}}' dt-compose-image:2; docker compose commit one; docker compose commit nope x; docker compose commit --index 2 one x; docker compose commit one 'BAD'; docker rmi dt-compose-image:1 dt-compose-image:2 >/dev/null

### export
one; docker compose up -d; docker compose exec -T one touch /made; docker compose export one | tar t | grep made; docker compose export -o out.tar one; tar tf out.tar | grep made; docker compose export nope; docker compose export -o /nope/x one; docker compose export --index 2 one

### push of nothing
one; docker compose push nope; docker compose push; rm compose.yaml; docker compose push

### volumes
two; docker compose up -d; docker compose volumes; docker compose volumes -q; docker compose volumes --format json | sed 's/"Labels":"[^"]*"/"Labels":""/'; docker compose volumes web; docker compose volumes db; docker compose volumes --format '{{.Name}} {{.Driver}}'; docker compose volumes nope

### dry run of up and down
two; docker compose --dry-run up -d; docker compose up -d; docker compose --dry-run up -d; docker compose --dry-run stop; docker compose --dry-run down -v; docker compose ps --services

### dry run of a change
two; docker compose up -d; sed -i 's/tier: back/tier: front/' compose.yaml; docker compose up --dry-run -d; docker compose restart --dry-run db; docker compose kill --dry-run; docker compose rm --dry-run -sf; docker compose pause --dry-run; docker compose create --dry-run; docker compose scale --dry-run db=2

### dry run of what prints
two; docker compose up -d; docker compose --dry-run ps --services; docker compose --dry-run config --services | sort; docker compose --dry-run exec -T web touch /x; docker compose --dry-run logs --no-log-prefix db

### config of images with digests
one; docker compose config --resolve-image-digests | sed 's/@sha256:.*/@DIGEST/'; docker compose config --lock-image-digests | sed 's/@sha256:.*/@DIGEST/'

### config to a file
one; docker compose config -o out.yaml; cat out.yaml; docker compose config --no-interpolate --format json; docker compose config --environment | grep -c PATH; docker compose config -q; docker compose config --format nope; docker compose config --hash nope; docker compose config nope

### hooks
cat >compose.yaml <<EOF
services:
  a:
    image: busybox
    command: sh -c 'trap "exit 0" TERM; while :; do sleep 0.1; done'
    post_start: [{command: touch /started}, {command: sh -c 'id -un >/tmp/user', user: nobody}]
    pre_stop: [{command: "touch /data/stopped", working_dir: /tmp, environment: [A=1]}]
    volumes: [data:/data]
volumes: {data: {}}
EOF
docker compose up -d; docker compose exec -T a ls /started /tmp/user; docker compose stop; docker compose start; docker compose exec -T a ls /data; docker compose down

### hooks that fail
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: sleep 1000, stop_grace_period: 0s, post_start: [{command: sh -c 'exit 3'}]}
EOF
docker compose up -d; docker compose ps -a --format '{{.State}}'; docker compose down

### networks and limits of a service
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: sleep 1000, stop_grace_period: 0s, mem_limit: 64m, cpus: 0.5, pids_limit: 50, cap_add: [NET_ADMIN], read_only: true, tmpfs: [/tmp], init: true, hostname: box, user: nobody, working_dir: /tmp, environment: {A: "1"}, labels: [x=y], restart: on-failure:3, sysctls: {net.ipv4.ip_forward: "1"}, ulimits: {nofile: 1024}, extra_hosts: [h:1.2.3.4], dns: [9.9.9.9], shm_size: 8m}
EOF
docker compose up -d; docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}} {{.HostConfig.CapAdd}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.Tmpfs}} {{.HostConfig.Init}} {{.Config.Hostname}} {{.Config.User}} {{.Config.Env}} {{.HostConfig.RestartPolicy}} {{.HostConfig.Sysctls}} {{.HostConfig.Ulimits}} {{.HostConfig.ExtraHosts}} {{.HostConfig.Dns}} {{.HostConfig.ShmSize}}' dt-compose-a-1; docker compose exec -T a env | grep -E '^(A|HOSTNAME)'

### namespaces that are shared
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: sleep 1000, stop_grace_period: 0s, volumes: [/data]}
  b: {image: busybox, command: sleep 1000, stop_grace_period: 0s, network_mode: "service:a", pid: "service:a", volumes_from: [a]}
EOF
docker compose up -d; docker compose up -d; docker compose up -d --force-recreate a; docker compose exec -T b ls -d /data

### a network that changes
two; docker compose up -d; printf 'networks: {default: {labels: {a: b}}}\n' >>compose.yaml; docker compose up -d; docker compose ps --services

### a volume that changes
two; docker compose up -d; sed -i 's/^  data:$/  data: {labels: {a: b}}/' compose.yaml; docker compose up -d; docker compose up -d -y; docker volume inspect -f '{{index .Labels "a"}}' dt-compose_data

### a container name
one; echo '    container_name: dt-compose-mine' >>compose.yaml; docker compose up -d; docker compose logs; docker compose ps --format '{{.Name}} {{.Service}}'; docker compose up -d --scale one=2; docker compose down

### a port that is taken
one; printf '    ports: ["127.0.0.1:18182:80"]\n' >>compose.yaml; docker run -d --rm --name dt-compose-taker -p 127.0.0.1:18182:80 busybox sleep 1000 >/dev/null; docker compose up -d 2>&1 | sed 's/: failed to set up.*/: FAILED/;s/: driver failed.*/: FAILED/;s/([0-9a-f]*)/(ID)/'; docker rm -f dt-compose-taker >/dev/null

### a command that is not there
one nosuch; docker compose up -d 2>&1 | sed 's/: failed to create.*/: FAILED/'; docker compose ps -a --format '{{.State}}'

### restart of what depends on it
cat >compose.yaml <<EOF
services:
  web: {image: busybox, command: sleep 1000, stop_grace_period: 0s, depends_on: {db: {condition: service_started, restart: true}}}
  db: {image: busybox, command: sleep 1000, stop_grace_period: 0s}
EOF
docker compose up -d; docker compose restart db; docker compose restart --no-deps db; docker compose up -d --force-recreate db

### by the name of a project alone
two; docker compose up -d; docker compose logs >/dev/null; mkdir ../empty; cd ../empty; docker compose -p dt-compose ps --services; docker compose -p dt-compose stop db; docker compose -p dt-compose start; docker compose -p dt-compose restart web; docker compose -p dt-compose exec -T web echo yes; docker compose -p dt-compose up -d; docker compose -p dt-compose down; docker compose ps

### --compatibility
one; docker compose --compatibility up -d; docker compose --compatibility ps --format '{{.Name}}'; docker compose --compatibility down

### several files and -
one; printf 'services: {one: {environment: {A: "1"}}}\n' >over.yaml; cat over.yaml | docker compose -f compose.yaml -f - up -d; docker compose exec -T one sh -c 'echo $A'; docker compose -f compose.yaml -f over.yaml up -d; docker compose -p dt-compose-other -f compose.yaml config --format json | head -3

### variables of files
one 'sleep ${HOW_LONG}'; echo HOW_LONG=1000 >.env; docker compose up -d; echo HOW_LONG=2000 >.env; docker compose up -d; docker compose --env-file /dev/null config | grep -A2 command; docker compose --env-file nope config; docker compose config --variables

### pull policies
one; echo '    pull_policy: never' >>compose.yaml; docker compose up -d; docker compose pull; docker compose up -d --pull missing; for policy in refresh nope; do sed -i "s/policy: .*/policy: $policy/" compose.yaml; docker compose create; done

### an image that cannot be pulled
one; sed -i 's/busybox/127.0.0.1:1\/nope/' compose.yaml; docker compose up -d 2>&1 | sed 's/dial tcp.*/FAILED/'; docker compose pull 2>&1 | sed 's/dial tcp.*/FAILED/'; docker compose pull --ignore-pull-failures 2>&1 | sed 's/dial tcp.*/FAILED/'

### ps and images of nothing
one; docker compose ps; docker compose ps -a -q; docker compose images; docker compose top; docker compose logs; docker compose stop; docker compose restart; docker compose pause; docker compose rm -f; docker compose events --until 1; docker compose volumes

### version
docker compose version --short | sed 's/-.*//'; docker compose version -f json | sed 's/-[^"]*//'; docker compose version | sed 's/-.*//'

### watch
one; docker compose watch; printf '    develop: {watch: [{path: ., target: /x, action: sync}]}\n    build: .\n' >>compose.yaml; docker compose watch nope; docker compose up -d --watch

### watch syncs and restarts
cat >compose.yaml <<EOF
services:
  one:
    image: busybox
    command: sleep 1000
    stop_grace_period: 0s
    develop:
      watch:
        - {path: ./src, target: /src, action: sync, ignore: [skip/]}
        - {path: ./conf, target: /conf, action: sync+restart}
        - {path: ./run.sh, action: restart}
        - {path: ./x, target: /x, action: sync+exec, exec: {command: touch /ran}}
EOF
mkdir -p src/skip conf x; touch src/a run.sh; docker compose up -d
timeout -s INT 13 docker compose watch --no-up >out 2>/dev/null & sleep 2; echo new >src/b; sleep 1.5; echo c >conf/c; sleep 2.5; echo r >run.sh; sleep 2.5; echo y >x/y; echo n >src/skip/n; sleep 1.5; rm src/a
wait; cat out; docker compose exec -T one find /src /conf /x /ran

### an old project with links and expose
cat >compose.yaml <<EOF
version: "3"
services:
  a: {image: busybox, command: sleep 1000, stop_grace_period: 0s, links: ["b:other"], expose: ["80"]}
  b: {image: busybox, command: sleep 1000, stop_grace_period: 0s}
EOF
docker compose up -d; docker compose exec -T a sh -c 'ping -c1 other >/dev/null; getent hosts other >/dev/null; nslookup other 2>/dev/null | grep -c Name'; docker inspect -f '{{.Config.ExposedPorts}}' dt-compose-a-1

### a file as a secret and a mount
echo secret >s.txt; cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: echo, secrets: [s], volumes: ["./data:/data:ro", {type: tmpfs, target: /t}, {type: volume, source: v, target: /v, volume: {nocopy: true}}]}
secrets: {s: {file: s.txt}}
volumes: {v: {name: dt-compose-v}}
EOF
docker compose create; docker inspect -f '{{range .HostConfig.Binds}}{{println .}}{{end}}{{range .HostConfig.Mounts}}{{.Type}} {{.Source}} {{.Target}} {{.ReadOnly}}{{println}}{{end}}' dt-compose-a-1 | sort

### a provider
cat >compose.yaml <<EOF
services:
  web: {image: busybox, command: env, depends_on: [db], stop_grace_period: 0s}
  db: {provider: {type: ./provider, options: {size: 10}}}
EOF
cat >provider <<'EOF'
#!/bin/sh
echo "$@" >>calls
echo '{"type":"info","message":"working on it"}'
case "$*" in *" up "*) echo '{"type":"setenv","message":"URL=https://x/y"}';; esac
echo unseen >&2
EOF
chmod +x provider; docker compose up -d; docker compose logs --no-color | grep URL; docker compose up -d; docker compose up -d db; docker compose create; docker compose ps -a --services
docker compose stop; docker compose start; docker compose pull; docker compose exec db ls; docker compose up -d --no-deps web; docker compose down; sort calls | uniq -c | sed 's/^ *//'

### a provider that is a plugin and reports its options
cat >compose.yaml <<EOF
services:
  web: {image: busybox, command: "true", depends_on: [my-db], stop_grace_period: 0s}
  my-db: {provider: {type: fake, options: {size: 10, other: [a, b]}}}
EOF
mkdir -p "$HOME/.docker/cli-plugins"; cat >"$HOME/.docker/cli-plugins/docker-fake" <<'EOF'
#!/bin/sh
case "$*" in docker-cli*) exit;; *metadata) echo '{"description":"x","up":{"parameters":[{"name":"other","required":true}]},"down":{"parameters":[]}}'; exit;; esac
echo "$@" >>calls
EOF
chmod +x "$HOME/.docker/cli-plugins/docker-fake"; docker compose up -d; sed -i 's/, other: .a, b.//' compose.yaml; docker compose up -d; docker compose down; cat calls

### a provider that fails
one() { printf 'services:\n  db: {provider: {type: %s}}\n  web: {image: busybox, depends_on: [db]}\n' "$1" >compose.yaml; }
provider() { printf '#!/bin/sh\n[ "$2" = metadata ] && exit 1\n%s\n' "$1" >provider; chmod +x provider; docker compose up -d; }
docker network create --label com.docker.compose.project=dt-compose --label com.docker.compose.network=default dt-compose_default >/dev/null
one nope; docker compose up -d; one compose; docker compose up -d; one ./provider
provider 'exit 4'; provider 'echo hello'; provider "printf '{\"type\":'"; provider "echo '{\"type\":1}'"; provider "echo '{\"type\":\"other\"}'"; provider "echo '{\"type\":\"setenv\",\"message\":\"X\"}'"
provider "echo '{\"type\":\"error\",\"message\":\"no luck\"}'"; provider 'kill -9 $$'; docker compose ps -a -q

### language models without their plugin
cat >compose.yaml <<EOF
services:
  web: {image: busybox, command: "true", models: [llm]}
  other: {image: busybox, command: "true"}
models: {llm: {model: ai/x}}
EOF
docker compose up -d; docker compose create; docker compose run --rm web true; docker compose run --rm other true; docker compose up -d other; docker compose down

### language models
cat >compose.yaml <<EOF
services:
  web: {image: busybox, command: env, models: {llm: {endpoint_var: E, model_var: M}, my-small: }, stop_grace_period: 0s}
models: {llm: {model: ai/x, context_size: 1024, runtime_flags: ["--a", "b"]}, my-small: {model: ai/y}}
EOF
mkdir -p "$HOME/.docker/cli-plugins"; cat >"$HOME/.docker/cli-plugins/docker-model" <<'EOF'
#!/bin/sh
case "$1" in docker-cli*) echo '{"SchemaVersion":"0.1.0","Vendor":"x","Version":"v1.0.0"}'; exit;; esac
echo "$@" >>"$HOME/calls"
case "$1" in
ls) echo '[{"id":"1","tags":["ai/y"]}]';;
status) echo '{"endpoint":"http://model.test/v1"}';;
pull) echo 'half'; echo 'all'; [ ! -e "$HOME/fail" ];;
esac
EOF
chmod +x "$HOME/.docker/cli-plugins/docker-model"; docker compose up -d; docker compose logs --no-color | grep -E 'E=|M=|SMALL' | sort; docker compose up -d --quiet-pull; docker compose run --rm web true
docker inspect -f '{{index .Config.Labels "com.docker.compose.config-hash"}}' dt-compose-web-1; sort -u "$HOME/calls"

### the engine's socket in a service
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: "sh -c 'echo \$\$DOCKER_CONFIG; cat \$\$DOCKER_CONFIG/config.json; test -S /var/run/docker.sock && echo socket'", use_api_socket: true}
EOF
mkdir -p "$HOME/.docker"; cat >"$HOME/.docker/config.json" <<EOF
{"auths": {"x.test": {"auth": "dTpw"}, "a.test": {"auth": "YTpi"}}}
EOF
docker compose up; docker inspect -f '{{.HostConfig.Binds}} {{index .Config.Labels "com.docker.compose.config-hash"}}' dt-compose-a-1; docker compose run --rm a

### run with a secret and a config that are no files
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: "true", secrets: [s], configs: [c]}
secrets: {s: {environment: TOKEN}}
configs: {c: {content: "text\n"}}
EOF
export TOKEN=abc; docker compose run --rm a sh -c 'cat /run/secrets/s /c'

### build and its flags
# docker compose shows buildx's progress even with -q, so that only what comes of it is looked at
mkdir app; printf 'FROM busybox\nARG A=none\nRUN echo $A >/a\nLABEL own=yes\n' >app/Dockerfile; cat >compose.yaml <<EOF
services:
  a: {build: {context: ./app, args: {A: "1"}, cache_to: [type=inline], entitlements: [network.host]}, command: cat /a, depends_on: [b]}
  b: {build: {dockerfile_inline: "FROM busybox\nRUN echo b >/b\n"}, command: cat /b}
  c: {image: busybox}
EOF
docker compose build -q a >/dev/null 2>&1; docker compose run -T --rm --no-deps a; docker image inspect -f '{{json .Config.Labels}}' dt-compose-a
docker compose build -q --build-arg A=2 a >/dev/null 2>&1; docker compose run -T --rm --no-deps a; docker image inspect dt-compose-b >/dev/null 2>&1 || echo not built; docker compose build -q --with-dependencies a >/dev/null 2>&1
docker compose run -T --rm b; docker compose build c 2>/dev/null; docker compose build nope 2>/dev/null; docker compose down --rmi local

### a daemon that is not there
cat >compose.yaml <<EOF
services:
  one: {image: busybox, command: sleep 1000}
  built: {build: {dockerfile_inline: "FROM busybox"}, image: own, profiles: [built]}
EOF
export DOCKER_HOST=unix:///nope/docker.sock
docker compose up -d; docker compose create; docker compose scale one=2; docker compose pull; docker compose run one true; docker compose up -d --build built
docker compose ps; docker compose down; docker compose stop; docker compose start; docker compose restart; docker compose logs; docker compose exec one true; docker compose kill; docker compose rm -f
docker compose images; docker compose top; docker compose port one 80; docker compose ls; docker compose pause; docker compose events; docker compose cp one:/x x; docker compose wait one; docker compose attach one
docker compose volumes; docker compose stats --no-stream; docker compose export one -o x; docker compose commit one x; docker compose config -q; docker compose config --images; docker compose push built

### what an engine does not create
each() { cat >compose.yaml <<EOF
services: {one: {image: ${2:-busybox}, command: sleep 1000, $1}}
networks: {n: {driver: no-such-driver}}
volumes: {v: {driver: no-such-driver}}
EOF
docker compose up -d; docker compose down -v >/dev/null 2>&1; }
each 'pull_policy: never' no-such-image:1; each 'platform: linux/s390x, pull_policy: never'; each 'command: no-such-program'; each 'volumes: [{type: bind, source: /nope/x, target: /x, bind: {create_host_path: false}}]'
each 'network_mode: no-such-network'; each 'networks: [n]'; each 'volumes: ["v:/v"]'; each 'devices: [/dev/nope]'; each 'mem_limit: 1k'; each 'cap_add: [NOPE]'; each 'runtime: nope'; each 'logging: {driver: nope}'; each 'user: no-such-user'

### run with variables of files
one; printf 'A=1\nB\nC="x y" # c\n' >e.env; B=outside docker compose run --rm --env-from-file e.env -e D=flag one env | grep '^[A-D]=' | sort; docker compose run --rm --env-from-file nope one env; docker compose run --rm --quiet-build one true

### publish: what is asked, and what is refused
ask() { printf "services: {one: {$1}}\n$2\n" >compose.yaml; docker compose publish $3 registry.invalid/p </dev/null; echo; }
ask 'build: .'; ask 'image: busybox, environment: {A: b}'; echo A=1 >e.env; ask 'image: busybox, env_file: e.env'
ask 'image: busybox, volumes: ["/etc:/e:ro", "/usr:/u"]'; ask 'image: busybox, labels: {k: "postgres://u:pw@h/db"}'
ask 'image: busybox, environment: {A: b}' '' --with-env; ask 'image: busybox, configs: [c]' 'configs: {c: {environment: HOME}}'
one; docker compose publish; docker compose publish a b; docker compose publish UPPER; docker compose publish --dry-run -y registry.invalid/p; docker compose --dry-run publish registry.invalid/p:2

### projects of registries that cannot be had
COMPOSE_EXPERIMENTAL_OCI_REMOTE=false docker compose -f oci://registry.invalid/p config; COMPOSE_EXPERIMENTAL_OCI_REMOTE=x docker compose -f oci://registry.invalid/p config; docker compose -f oci://UPPER config

### kill with a signal that there is not
one; docker compose up -d; docker compose kill -s NOPE 2>&1 | sed 's/[0-9a-f]\{64\}/ID/'; docker compose down

### up -V makes containers anew
one; docker compose up -d; docker compose up -d -V

### down --rmi of images with names of their own, and by the project's name
cat >compose.yaml <<EOF
services:
  one: {image: "dt-own:1", build: {dockerfile_inline: "FROM busybox\nRUN echo one\n"}, command: sleep 1000, stop_grace_period: 0s}
  two: {build: {dockerfile_inline: "FROM busybox\nRUN echo two\n"}, command: sleep 1000, stop_grace_period: 0s}
EOF
built() { docker compose build -q >/dev/null 2>&1; docker compose create 2>/dev/null; }
built; docker compose down --rmi local; built; docker compose down --rmi local two; built; docker compose -p dt-compose down --rmi local; built; docker compose -p dt-compose down --rmi all
docker compose -p dt-compose down --rmi all 2>&1 | sed 's/time="[^"]*"/TIME/'

### progress in JSON: warnings and errors
printf 'services: {one: {image: busybox, command: "sleep ${NOT_SET} 1000", stop_grace_period: 0s}}\n' >compose.yaml
docker compose --progress json config -q 2>&1 | sed 's/"time":"[^"]*"/TIME/'; docker compose --progress json -f nope.yaml ps; docker compose --progress json exec one true 2>&1 | grep -v NOT_SET; COMPOSE_PROGRESS=json docker compose -p dt-compose down 2>&1 | sed 's/"time":"[^"]*"/TIME/'

### services that there are not, and wrong numbers of words
one; docker compose up -d; docker compose wait nope; docker compose images nope; docker compose wait; docker compose cp; docker compose cp a; docker compose cp a b c

### a start that fails lets the others end
cat >compose.yaml <<EOF
services:
  a: {image: busybox, command: sleep 1000, stop_grace_period: 0s}
  b: {image: busybox, command: sleep 1000, stop_grace_period: 0s, group_add: [no-such-group]}
EOF
docker compose up -d; docker compose ps -a --format '{{.Service}} {{.State}}'

### a project by its name alone
cat >compose.yaml <<EOF
services:
  db: {image: busybox, command: sleep 1000, stop_grace_period: 0s}
  one: {image: busybox, command: sleep 1000, stop_grace_period: 0s, depends_on: {db: {condition: service_started, restart: true}}}
  two: {image: busybox, command: sleep 1000, stop_grace_period: 0s, depends_on: [db]}
EOF
docker compose up -d; docker compose -p dt-compose restart db; docker compose -p dt-compose restart one; docker compose -p dt-compose restart --no-deps db
docker compose -p dt-compose restart nope; docker compose -p dt-compose start nope; docker compose -p dt-compose stop nope; docker compose -p dt-compose ps nope
docker compose -p dt-compose down nope 2>&1 | sed 's/time="[^"]*"/TIME/'; docker compose -p dt-compose down nope one; docker compose -p dt-compose down db 2>&1 | sort

### restart with hooks, and of what follows
cat >compose.yaml <<EOF
services:
  db:
    image: busybox
    command: sleep 1000
    stop_grace_period: 0s
    healthcheck: {test: "true", interval: 1s}
    pre_stop: [{command: sh -c "echo stop >>/hooks"}]
    post_start: [{command: sh -c "echo start >>/hooks"}]
  one: {image: busybox, command: sleep 1000, stop_grace_period: 0s, depends_on: {db: {condition: service_healthy, restart: true}}}
EOF
docker compose up -d; docker compose restart; docker compose exec -T db cat /hooks; docker compose restart nope; docker compose restart one

### variables of compose in .env files
one; docker compose up -d; mkdir other
printf 'services: {two: {image: busybox, command: sleep 1000, stop_grace_period: 0s}}\n' >other/compose.yaml
printf 'COMPOSE_IGNORE_ORPHANS=true\n' >other/.env; docker compose -p dt-compose -f other/compose.yaml up -d; docker compose -p dt-compose -f other/compose.yaml up -d --remove-orphans
printf 'COMPOSE_REMOVE_ORPHANS=true\nCOMPOSE_PARALLEL_LIMIT=many\n' >other/.env; docker compose -p dt-compose -f other/compose.yaml up -d; COMPOSE_PARALLEL_LIMIT=2 docker compose -p dt-compose -f other/compose.yaml up -d --remove-orphans=false
printf 'COMPOSE_REMOVE_ORPHANS=true\n' >other/.env; docker compose -p dt-compose -f other/compose.yaml up -d; docker compose -p dt-compose -f other/compose.yaml down
docker compose up -d; COMPOSE_REMOVE_ORPHANS=1 docker compose -p dt-compose -f other/compose.yaml down
printf 'COMPOSE_COMPATIBILITY=1\nCOMPOSE_ANSI=nope\n' >other/.env; docker compose -p dt-compose -f other/compose.yaml create; sed -i /ANSI/d other/.env; docker compose -p dt-compose -f other/compose.yaml create

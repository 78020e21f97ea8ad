# alone: the cache of builds and their containers are everyone's
# Builds with the classic builder, without docker's word that it is deprecated.
export DOCKER_BUILDKIT=0
docker() { command docker "$@" 2>"$HOME/err"; code=$?; sed '/^DEPRECATED: The legacy builder/,/^$/d' "$HOME/err" >&2; return $code; }
### before
docker pull -q busybox >/dev/null

### build
mkdir c; echo a >c/a; printf 'FROM busybox\nCOPY a /\nENV X=1\n' >c/Dockerfile; touch -d 2020-01-01 c/a
docker build --no-cache c; docker build -q c | wc -c

### names and labels
mkdir c; printf 'FROM busybox\nLABEL a=b\n' >c/Dockerfile
docker build -q -t dt-build:1 --tag dt-build:2 --label x=y --label z c | wc -c
docker inspect -f '{{.RepoTags}} {{.Config.Labels}}' dt-build:1

### output of a step
mkdir c; printf 'FROM busybox\nRUN printf "one\\ntwo"\n' >c/Dockerfile
docker build --no-cache c

### cached
mkdir c; printf 'FROM busybox\nENV CACHED=1\n' >c/Dockerfile
docker build -q c | wc -c; docker build c

### arguments
mkdir c; printf 'FROM busybox\nARG A=1\nARG B\nRUN echo $A $B\n' >c/Dockerfile
B=env docker build --no-cache --build-arg A=2 --build-arg B c | sed -n '/^[0-9] env/p'
docker build --no-cache --build-arg Z=1 c | grep Warning

### stages
mkdir c; printf 'FROM busybox AS one\nRUN echo 1 >/x\nFROM busybox\nCOPY --from=one /x /y\n' >c/Dockerfile
docker build --no-cache --target one c; docker build --target nope c

### a step that fails
mkdir c; printf 'FROM busybox\nRUN echo out; exit 7\n' >c/Dockerfile
docker build c; docker build -q c; docker build --force-rm c >/dev/null

### a program that is not there
mkdir c; printf 'FROM busybox\nRUN ["nosuch"]\n' >c/Dockerfile
docker build -q c >/dev/null 2>&1; printf 'FROM busybox\nRUN nosuch 2>/dev/null\n' >c/Dockerfile; docker build -q c

### Dockerfiles that are wrong
mkdir c; printf 'FORM x\n' >c/Dockerfile; docker build c
printf '' >c/Dockerfile; docker build c
printf 'RUN x\n' >c/Dockerfile; docker build c
printf 'FROM busybox\nCOPY nope /\n' >c/Dockerfile; docker build -q c
printf 'FROM busybox\nENV\n' >c/Dockerfile; docker build c
printf 'FROM scratch\n' >c/Dockerfile; docker build c

### contexts that are not there
mkdir empty; touch file
docker build nope; docker build empty; docker build file; docker build ""; docker build -f nope empty

### where the Dockerfile is
mkdir -p c/sub; printf 'FROM busybox\nENV A=1\n' >c/dockerfile; printf 'FROM busybox\nENV B=1\n' >c/sub/D; printf 'FROM busybox\nENV C=1\n' >D
docker build c | sed -n 2,2p; docker build -f c/sub/D c | sed -n 4,4p; docker build -f D c | sed -n 4,4p
cd c; docker build -f ../D . | sed -n 4,4p; ln -s sub/D link; docker build -f link . | sed -n 4,4p

### an archive from standard input
mkdir c; printf 'FROM busybox\nCOPY a /\n' >c/Dockerfile; echo a >c/a; touch -d 2020-01-01 c/*
tar cf c.tar -C c .; docker build --no-cache - <c.tar; gzip -n c.tar; docker build -q - <c.tar.gz | wc -c; docker build -f nope - <c.tar.gz | sed 1d

### what is left out
mkdir -p c/d/e; touch c/a c/b c/d/x c/d/e/y c/.h; printf '*\n!a\n!d/e\n' >c/.dockerignore
printf 'FROM busybox\nCOPY . /c\nRUN cd /c; find . | sort\n' >c/Dockerfile
docker build --no-cache c | grep '^\.'

### what is left out, in other ways
mkdir -p c/d/e; touch c/a c/b c/d/x c/d/e/y c/d/e/z.py; printf '# all but\n**/e/*\n!**/*.py\n./b\n/Dockerfile\n.dockerignore\n' >c/.dockerignore
printf 'FROM busybox\nCOPY . /c\nRUN cd /c; find . | sort\n' >c/Dockerfile
docker build --no-cache c | grep '^\.'

### patterns that are wrong
mkdir c; echo 'FROM busybox' >c/Dockerfile
echo '[' >c/.dockerignore; docker build c; echo '!' >c/.dockerignore; docker build c; rm c/.dockerignore; mkdir c/.dockerignore; docker build c

### files of all kinds
mkdir c; cd c; echo x >f; ln f g; ln -s f l; ln -s nowhere n; mkfifo p; chmod 4751 f; mkdir -m 700 d; printf 'FROM busybox\nCOPY . /c\nRUN cd /c; stat -c "%%a %%F %%n %%u %%g" *\n' >Dockerfile
docker build --no-cache . | grep '^[0-9]'

### the id in a file
mkdir c; printf 'FROM busybox\nENV ID=1\n' >c/Dockerfile
docker build --iidfile id c >/dev/null; wc -c <id; docker build -q --iidfile id c >/dev/null; wc -c <id
echo FORM >c/Dockerfile; docker build --iidfile id c >/dev/null 2>&1; ls id; mkdir -p x/y; docker build --iidfile x c; docker build --iidfile no/id c >/dev/null

### limits and networks
mkdir c; printf 'FROM busybox\nRUN ulimit -n; cat /proc/mounts | sed -n "s/.*shm.*size=//p"; grep -c . /etc/hosts; ls /sys/class/net\n' >c/Dockerfile
docker build --no-cache --ulimit nofile=123:123 --shm-size 2m --network none --add-host a:1.2.3.4 c | sed -n '5,8p'

### flags that are wrong
docker build; docker build a b; docker build -t UP .; docker build -t a:b:c .; docker build --label =b .; docker build --build-arg =x .
docker build --ulimit x .; docker build -m x .; docker build --add-host x .; docker build --add-host a:b .; docker build --progress plain .; docker build --secret id=x .
docker build -o out .; docker build --cpu-shares x .; docker build --nope; docker build --shm-size 1x .; docker build --memory-swap x .

### flags that the engine refuses
mkdir c; printf 'FROM busybox\n' >c/Dockerfile
docker build --platform a/b/c/d c; docker build --isolation x c; docker build --security-opt x c; docker build --squash c; docker build -m 1 c

### other names
mkdir c; printf 'FROM busybox\nENV N=1\n' >c/Dockerfile
docker image build -q c | wc -c; docker builder build -q c | wc -c

### on build
mkdir c; printf 'FROM busybox\nONBUILD ENV T=1\n' >c/Dockerfile; docker build -q -t dt-build-on c >/dev/null
printf 'FROM dt-build-on\n' >c/Dockerfile; docker build --no-cache c

### a base that is not there
mkdir c; printf 'FROM BAD\n' >c/Dockerfile; docker build c
printf 'FROM busybox:nope\n' >c/Dockerfile; docker build -q c 2>/dev/null

### git
docker build 'http://127.0.0.1:1/x.git#-x'; docker build git@h:x#-x; docker build http://127.0.0.1:1/x.tar

### values of the environment
export DOCKER_BUILDKIT=x; docker build .

### the cache is found by content
mkdir c; printf 'FROM busybox\nCOPY a /\nRUN cat /a\n' >c/Dockerfile; echo content >c/a; docker build --no-cache -q -t dt-build-c c | wc -c
touch -d 2001-01-01 c/a; docker build c | grep -c 'Using cache'; echo other >c/a; docker build --no-cache -q c | wc -c; chmod 600 c/a; docker build c | sed -n 4p

### a second build is all from the cache
mkdir c; printf 'FROM busybox\nENV SECOND=1\nLABEL s=2\nWORKDIR /s\nRUN true\nCMD ["x"]\n' >c/Dockerfile; docker build -q -t dt-build-s c | wc -c; docker build c

### the cache of a stage
mkdir c; printf 'FROM busybox AS a\nENV STAGE=1\nRUN echo 1 >/1\nFROM busybox\nCOPY --from=a /1 /2\n' >c/Dockerfile; docker build -q -t dt-build-st c | wc -c; docker build c | grep -c 'Using cache'

### an argument that changes
mkdir c; printf 'FROM busybox\nARG CHANGES\nRUN echo $CHANGES >/x\n' >c/Dockerfile; docker build -q --build-arg CHANGES=1 -t dt-build-a c | wc -c
docker build --build-arg CHANGES=1 c | grep -c 'Using cache'; docker build --no-cache --build-arg CHANGES=2 c | sed -n 4p

### arguments before FROM
mkdir c; printf 'ARG BASE=busybox\nFROM $BASE\nARG BASE\nRUN echo base=$BASE\n' >c/Dockerfile
docker build --no-cache c | grep '^base'; docker build --no-cache --build-arg BASE=alpine:3.20 c | grep '^base'; docker build --build-arg BASE= c

### arguments of the proxy
mkdir c cfg; printf 'FROM busybox\nRUN env | grep -i proxy | sort\n' >c/Dockerfile
docker build --no-cache --build-arg HTTP_PROXY=http://p c | grep -i ^http; echo '{"proxies":{"default":{"httpProxy":"http://q"}}}' >cfg/config.json; DOCKER_CONFIG=$PWD/cfg docker build --no-cache c | grep -i ^http

### an argument without a value
mkdir c; printf 'FROM busybox\nARG X=default\nRUN echo [$X]\n' >c/Dockerfile
docker build --no-cache --build-arg X c | grep '^\['; docker build --no-cache --build-arg X= c | grep '^\['; X=env docker build --no-cache --build-arg X c | grep '^\['

### many arguments that nothing uses
mkdir c; printf 'FROM busybox\n' >c/Dockerfile; docker build --build-arg B=1 c | tail -n 3 | sed 's/built .*//'

### labels
mkdir c; printf 'FROM busybox\nLABEL a=1 b="x y"\nLABEL c=3\n' >c/Dockerfile
docker build -q -t dt-build-l --label a=2 --label d= --label e=f=g c | wc -c; docker inspect -f '{{json .Config.Labels}}' dt-build-l

### names
mkdir c; printf 'FROM busybox\nENV N=2\n' >c/Dockerfile
docker build -t dt-build-n -t dt-build-n:2 -t localhost:5000/dt-build-n c | tail -n 3 | grep -o 'tagged.*'; docker rmi localhost:5000/dt-build-n | tail -n 1

### the default command
mkdir c; printf 'FROM busybox\nENTRYPOINT ["echo"]\nCMD ["one","two"]\n' >c/Dockerfile; docker build -q -t dt-build-e c | wc -c; docker run --rm dt-build-e; docker run --rm dt-build-e three

### users and directories
mkdir c; printf 'FROM busybox\nWORKDIR /a\nWORKDIR b\nUSER 1:2\nRUN id -u; id -g; pwd\n' >c/Dockerfile; docker build --no-cache c | sed -n '/^[12\/]/p'

### owners
mkdir c; echo x >c/x; chmod 640 c/x; printf 'FROM busybox\nCOPY --chown=3:4 x /\nADD --chown=5 x /y\nRUN stat -c "%%u %%g %%a %%n" /x /y\n' >c/Dockerfile; docker build --no-cache c | grep '^[35]'

### archives are unpacked by ADD alone
mkdir c d; echo x >d/x; tar cf c/t.tar d; printf 'FROM busybox\nADD t.tar /a/\nCOPY t.tar /b/\nRUN find /a /b | sort\n' >c/Dockerfile; docker build --no-cache c | grep '^/'

### wildcards
mkdir -p c/d; touch c/a1 c/a2 c/b1 c/d/a3; printf 'FROM busybox\nCOPY a* d/a? /x/\nRUN ls /x\n' >c/Dockerfile; docker build --no-cache c | grep '^[ab][0-9]$'; printf 'FROM busybox\nCOPY z* /x/\n' >c/Dockerfile; docker build -q c

### names with spaces
mkdir c; echo 1 >'c/a b'; echo 2 >c/é; printf 'FROM busybox\nCOPY ["a b", "é", "/x y/"]\nRUN cat "/x y"/*\n' >c/Dockerfile; docker build --no-cache c | grep '^[12]$'

### a directory that is a link
mkdir -p real/sub; echo 1 >real/sub/f; ln -s real c; printf 'FROM busybox\nCOPY sub /s\nRUN cat /s/f\n' >real/Dockerfile; docker build --no-cache c | grep '^1$'

### links in the context
mkdir c; cd c; echo 1 >f; ln -s f l; ln -s /etc/hostname out; printf 'FROM busybox\nCOPY . /x\nRUN readlink /x/l; readlink /x/out\n' >Dockerfile; docker build --no-cache . | grep -e '^f$' -e '^/etc'

### a link out of the context is not followed
mkdir c; ln -s /etc c/out; printf 'FROM busybox\nCOPY out/hostname /x\n' >c/Dockerfile; docker build -q c 2>&1 | sed 's/: .*no such/ no such/'

### a path out of the context
mkdir c; echo 1 >secret; printf 'FROM busybox\nCOPY ../secret /x\n' >c/Dockerfile; docker build -q c

### empty directories
mkdir -p c/e/f; printf 'FROM busybox\nCOPY . /x\nRUN find /x -type d | sort\n' >c/Dockerfile; docker build --no-cache c | grep '^/x'

### a large file
mkdir c; head -c 3000000 /dev/zero >c/z; printf 'FROM busybox\nCOPY z /\nRUN wc -c </z\n' >c/Dockerfile; docker build --no-cache c | grep -e ^Sending -e ^3000000

### compressed
mkdir c; head -c 300000 /dev/zero >c/z; printf 'FROM busybox\nCOPY z /\nRUN wc -c </z\n' >c/Dockerfile; docker build --no-cache --compress c | grep '^300000'

### the size of the context
mkdir c; printf 'FROM busybox\n' >c/Dockerfile; for n in 1 2 3 4 5 6 7 8; do head -c ${n}000 /dev/zero >c/$n; done; docker build c | head -n 1

### a Dockerfile from standard input
printf 'FROM busybox\nENV STDIN=1\n' | docker build - | sed -n 2,4p; printf 'FROM busybox\n' | docker build -f x -; printf '' | docker build -

### a Dockerfile from standard input with a context
mkdir c; echo 1 >c/a; printf 'FROM busybox\nCOPY a /\nRUN cat /a; ls -a /\n' | docker build --no-cache -f - c | grep -e '^1$' -e '^a$' -e dockerfile; printf 'a\n' >c/.dockerignore; printf 'FROM busybox\nCOPY a /\n' | docker build -f - c 2>&1 | sed 1d

### comments and directives
mkdir c; printf '# escape=`\n# a comment\nFROM busybox\n\n# another\nRUN echo a `\n  b\n' >c/Dockerfile; docker build --no-cache c | grep -e '^Step' -e '^a b'

### lines that go on
mkdir c; printf 'FROM busybox\nRUN echo a \\\n  # in between\n  b \\\n\n  c\n' >c/Dockerfile; docker build --no-cache c 2>&1 | grep -v -e '>' -e intermediate -e built

### instructions in small letters
mkdir c; printf 'from busybox\nrun echo small\nmaintainer me\n' >c/Dockerfile; docker build --no-cache c | grep -e Step -e small

### shells
mkdir c; printf 'FROM busybox\nSHELL ["/bin/echo","the","shell"]\nRUN one  two\n' >c/Dockerfile; docker build --no-cache c | grep '^the'

### health, volumes, ports, signals
mkdir c; printf 'FROM busybox\nHEALTHCHECK --interval=5s CMD true\nVOLUME /v\nEXPOSE 80 81/udp\nSTOPSIGNAL SIGINT\n' >c/Dockerfile
docker build -q -t dt-build-h c | wc -c; docker inspect -f '{{.Config.Healthcheck.Test}} {{json .Config.Volumes}} {{json .Config.ExposedPorts}} {{.Config.StopSignal}}' dt-build-h

### stages by number and by name
mkdir c; printf 'FROM busybox AS one\nRUN echo 1 >/f\nFROM busybox AS two\nRUN echo 2 >/f\nFROM busybox\nCOPY --from=0 /f /1\nCOPY --from=two /f /2\nRUN cat /1 /2\n' >c/Dockerfile
docker build --no-cache c | grep '^[12]$'; docker build -q --target TWO c | wc -c; docker build -q --target 1 c | wc -c

### from another image
mkdir c; printf 'FROM busybox\nCOPY --from=hello-world /hello /h\nRUN test -s /h && echo there\n' >c/Dockerfile; docker build --no-cache c | grep there; printf 'FROM busybox\nCOPY --from=nope:nope /h /h\n' >c/Dockerfile; docker build -q c 2>&1 | tail -n 1 | grep -o 'pull access denied\|not found\|manifest unknown' | head -n 1

### standard error is red
mkdir c; printf 'FROM busybox\nRUN echo err >&2\n' >c/Dockerfile; docker build --no-cache c | sed -n '/err/p'

### a signal ends a step
mkdir c; printf 'FROM busybox\nRUN kill -9 $$\n' >c/Dockerfile; docker build -q --force-rm c

### exit codes
mkdir c; for code in 1 2 126 255; do printf "FROM busybox\nRUN exit $code\n" >c/Dockerfile; docker build -q --force-rm c; done

### containers of steps
mkdir c; printf 'FROM busybox\nRUN echo kept\n' >c/Dockerfile; docker build --no-cache --rm=false c | grep -c Removed

### history
mkdir c; printf 'FROM busybox\nENV H=1\nRUN echo h >/h\nCMD ["h"]\n' >c/Dockerfile; docker build -q --no-cache -t dt-build-hi c | wc -c; docker history --no-trunc --format '{{.CreatedBy}} {{.Size}}' dt-build-hi

### the id of a named image
mkdir c; printf 'FROM busybox\nENV IID=2\n' >c/Dockerfile; docker build -q -t dt-build-i --iidfile id c >/dev/null; test "$(head -c 71 id)" = "$(docker inspect -f '{{.Id}}' dt-build-i)" && echo same

### help
docker build --nope 2>&1 | tail -n 3; docker builder build 2>&1 | tail -n 6; docker builder nope 2>&1 | head -n 3

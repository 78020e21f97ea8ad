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
printf 'FROM busybox:nope\n' >c/Dockerfile; docker build c

### git
docker build 'http://127.0.0.1:1/x.git#-x'; docker build git@h:x#-x; docker build http://127.0.0.1:1/x.tar

### values of the environment
export DOCKER_BUILDKIT=x; docker build .

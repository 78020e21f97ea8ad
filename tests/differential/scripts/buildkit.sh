# plugin: docker-buildx
# Builds with BuildKit. What happens side by side is sorted by step; times, amounts, and what is shown or not as time
# would have it (what goes on, warnings amid the steps, a .dockerignore that is well) are left out.
export DOCKER_BUILDKIT=1 BUILDX_METADATA_PROVENANCE=disabled
docker() {
  command docker "$@" 2>"$HOME/err"; code=$?
  sed -E 's/docker buildx build/docker build/; s/rpc error: code = Unknown desc = //g; s/buildkit-mount[0-9]+/buildkit-mount/; s/ [0-9]+\.[0-9]+s( done)?$/\1/; s/^(#[0-9]+ )?[0-9]+\.[0-9]+ /\1<at> /; s/: [0-9.]+[kM]?B( done)?$/: <size>\1/; s/[0-9]+B done$/<size> done/' "$HOME/err" | awk '
    /^#[0-9]+ / { n = $1; sub(/^#[0-9]+ /, ""); if (!(n in name)) { name[n] = $0; order[++count] = n; next }
      if (/^WARN: |^DONE$|^(\.\.\.|sha256:.*|resolve .*)$/ || $0 == name[n] || (/^(transferring|exporting|writing|naming|copying|preparing) / && !/done$/)) next
      if (/^CACHED$/ && name[n] ~ /FROM|context/) next
      if ((n, $0) in seen) next; seen[n, $0]; text[n] = text[n] "\n    " $0; next }
    $0 == "" && count && !rest { next }
    { rest = 1; after = after $0 "\n" }
    END { for (i = 1; i <= count; i++) { if (name[order[i]] ~ /load .dockerignore$/ && text[order[i]] !~ /ERROR/) continue; line = name[order[i]] text[order[i]]; gsub(/\n/, "\001", line); print line | "sort | tr \"\\001\" \"\\n\"" }
      close("sort | tr \"\\001\" \"\\n\""); printf "%s", after }' >&2
  return $code
}
# Engine 20.10 now and then cancels the step that fails as well, and then says only that: such a build is tried again.
failing() {
  cp "$CODES" before
  for _ in 1 2 3 4 5 6; do docker "$@" 2>said; grep -q 'context canceled' said || break; cp before "$CODES"; done; cat said >&2
}
# What a BuildKit before that of engine 27 does not know, it asks the Hub for a newer frontend for.
modern() { case $(docker version -f '{{.Server.Version}}') in 2[0-6].*) exit;; esac; }
context() { mkdir -p c; echo a >c/a; printf "$1" >c/Dockerfile; }
### before
docker pull -q busybox >/dev/null; docker pull -q alpine:3.20 >/dev/null

### plain
context 'FROM busybox\nCOPY a /\nRUN echo out; echo err\n'
docker build --no-cache --progress plain c; docker build --progress=plain c; docker build c

### quiet
context 'FROM busybox\nENV Q=1\n'
docker build -q c | wc -c; docker build -q c | cut -c-7; docker build --progress quiet c | wc -c; docker build --progress none c

### kinds of progress that are refused
context 'FROM busybox\n'
docker build --progress nope c; docker build -q --progress plain c; docker build --progress tty c; docker build --progress quiet -q c | cut -c-7
BUILDKIT_PROGRESS=nope docker build c; BUILDKIT_PROGRESS=quiet docker build c

### raw JSON
context 'FROM busybox\nRUN echo raw\n'
command docker build --no-cache --progress rawjson c 2>log; grep -o '"[a-zA-Z]*":' log | sort -u; grep -o '"data":"[^"]*"' log; grep -o '"name":"[^"]*"' log | sort -u

### a step that fails
context 'FROM busybox\n\nRUN echo out; exit 7\nRUN true\n'
docker build c; docker build -q c; docker build --progress=none c

### a step of several lines that fails
context 'FROM busybox AS one\nRUN true\nFROM busybox\nRUN echo 1 && \\\n  echo 2 && \\\n  false\nENV A=1\n'
docker build c

### Dockerfiles that are wrong
context 'FORM x\n'; docker build c
context ''; docker build c
context 'FROM busybox\nENV\n'; docker build c
context '# one\nFROM busybox\nRUN\nLABEL\n'; docker build c
context 'RUN x\n'; docker build c

### more Dockerfiles that are wrong
context 'FROM busybox\nCOPY nope /\n'; docker build c
context 'FROM busybox\nCOPY --from=7 /x /\n'; docker build c
context 'FROM busybox\nRUN --mount=type=nope true\n'; docker build c
context 'FROM busybox\nADD ../x /\n'; docker build c

### warnings
context 'FROM busybox as one\nENV a b\nCMD x\n'
docker build c 2>&1 | sed 's/^.*\[0m//' | sort; docker build -q c | wc -c; command docker build --progress rawjson c 2>&1 | grep -o '"short":"[^"]*"' | sort -u

### secrets
context 'FROM busybox\nRUN --mount=type=secret,id=t cat /run/secrets/t\nRUN --mount=type=secret,id=e,env=E echo $E\n'; echo file >s
E=env docker build --no-cache --secret id=t,src=s --secret id=e,env=E c
docker build --no-cache --secret id=t,src=nope c; docker build --secret src=s c; docker build --secret id=t,type=nope c; docker build --secret id=t,x=y c

### secrets that are wanted
context 'FROM busybox\nRUN --mount=type=secret,id=t,required=true cat /run/secrets/t\n'
docker build --no-cache c; t=value docker build --no-cache --secret id=t c

### an SSH agent that is not there
context 'FROM busybox\nRUN --mount=type=ssh,required=true true\n'
docker build c; env -u SSH_AUTH_SOCK docker build --ssh default c; docker build --ssh default=nope c

### stages
context 'FROM busybox AS one\nRUN echo 1 >/x\nFROM one AS two\nRUN echo 2\nFROM alpine:3.20\nCOPY --from=one /x /y\n'
docker build --no-cache c; docker build --target two --no-cache c; docker build --target nope c; docker build --target 0 -q c | wc -c

### arguments
context 'ARG BASE=busybox\nFROM $BASE\nARG A=1\nARG B\nRUN echo $A-$B-\n'
B=env docker build --no-cache --build-arg A=2 --build-arg B c; docker build --no-cache --build-arg BASE=alpine:3.20 --build-arg Z=1 c

### platforms
context 'FROM busybox\n'
docker build --platform linux/amd64,linux/arm64 c; docker build --platform a/b/c/d c; docker build --platform linux/amd64 -q c | wc -c

### the result as a directory
context 'FROM busybox AS b\nRUN mkdir -p /r/d; echo x >/r/d/x; ln -s x /r/d/l; chmod 600 /r/d/x\nFROM scratch\nCOPY --from=b /r /\n'
CODES=/dev/null command docker build -q -o warm c >/dev/null 2>&1; docker build -o out c; find out | sort; stat -c '%a %F' out/d/x out/d/l; docker build --output type=local,dest=two -q c; ls two; docker build -o type=local c

### the result as an archive
context 'FROM scratch\nCOPY a /\n'
docker build -q -o - c | tar t; docker build -o type=tar,dest=r.tar c; tar tf r.tar; docker build -q --output type=tar c | tar t

### results that cannot be had
context 'FROM scratch\nCOPY a /\n'
docker build -o type=oci,dest=o.tar c; docker build -o type=docker,dest=d.tar c; docker build -o type=nope c; docker build -o x=y c; docker build --output type=local,dest=- c
docker build --iidfile id -o out c; ls id

### the image as a result
context 'FROM scratch\nCOPY a /\n'
docker build --output type=image,name=dt-buildkit-i c; docker image inspect -f '{{.RepoTags}}' dt-buildkit-i; docker build --load -q -t dt-buildkit-l c | wc -c; docker image inspect -f '{{.RepoTags}}' dt-buildkit-l
docker build --output type=docker -t dt-buildkit-d -q c | wc -c; docker image inspect -f '{{.RepoTags}}' dt-buildkit-d; docker build --output type=cacheonly c

### the cache of an image
context 'FROM busybox\nRUN echo cached >/x\n'
docker build -q --build-arg BUILDKIT_INLINE_CACHE=1 -t dt-buildkit-c c | wc -c; docker build --cache-from dt-buildkit-c c
docker build -q --cache-to type=inline -t dt-buildkit-c2 c | wc -c; docker build --cache-to type=local,dest=x c; docker build --cache-to x c; docker build --cache-to type= c

### Dockerfile from standard input
context 'FROM nope\n'
printf 'FROM busybox\nCOPY a /\n' | docker build -f - c; printf 'FROM busybox\nRUN echo bare\n' | docker build --no-cache -; printf 'FROM busybox\nRUN false\n' | docker build -f - c
docker build -f - - </dev/null; printf 'FROM busybox\n' | docker build -f x -

### an archive from standard input
context 'FROM busybox\nCOPY a /\n'; tar cf c.tar -C c .; gzip -k c.tar; printf 'FROM busybox\nENV F=1\n' >c/F
docker build -q - <c.tar | wc -c; docker build -q - <c.tar.gz | wc -c; tar cf f.tar -C c .; docker build -f F -q - <f.tar | wc -c; docker build -f nope - <c.tar

### contexts that are not there
mkdir empty; touch file
docker build nope; docker build empty; docker build file; docker build ""; docker build -f nope empty

### contexts elsewhere
docker build http://127.0.0.1:1/x.tar; docker build git@127.0.0.1:x; docker build --build-context x=http://127.0.0.1:1/x.tar nope

### where the Dockerfile is
context 'FROM busybox\n'; mkdir c/sub; printf 'FROM busybox\nRUN echo sub\n' >c/sub/D; printf 'FROM busybox\nRUN echo above\n' >D; rm c/Dockerfile; printf 'FROM busybox\nRUN echo lower\n' >c/dockerfile
docker build --no-cache -f c/sub/D c; docker build --no-cache -f D c; docker build --no-cache c; ln -s sub/D c/link; docker build --no-cache -f c/link c

### what is left out
mkdir -p c/d/e; touch c/a c/b c/d/x c/d/e/y c/.h; printf '*\n!a\n!d/e\n' >c/.dockerignore
printf 'FROM busybox\nCOPY . /c\nRUN cd /c; find . | sort\n' >c/Dockerfile
docker build --no-cache c; printf 'b\n' >c/Dockerfile.dockerignore; docker build --no-cache c; printf '[\n' >c/Dockerfile.dockerignore; failing build c; printf '!\n' >c/Dockerfile.dockerignore; failing build c

### what is left out for each Dockerfile
mkdir c; touch c/one c/two; printf 'FROM busybox\nCOPY . /c\nRUN ls /c\n' | tee c/A >c/B; printf 'two\nA*\nB*\n' >c/A.dockerignore; printf 'one\nA*\nB*\n' >c/B.dockerignore
docker build --no-cache -f c/A c; docker build --no-cache -f c/B c

### labels
context 'FROM busybox\nLABEL a=1 b=2\n'
docker build -q -t dt-buildkit-l --label a=3 --label c --label d=e=f c | wc -c; docker image inspect -f '{{json .Config.Labels}}' dt-buildkit-l

### the id in a file
context 'FROM busybox\nENV ID=1\n'
docker build -q --iidfile id -t dt-buildkit-id c >/dev/null; wc -c <id; docker image inspect -f '{{.RepoTags}}' $(cat id); context 'FROM busybox\nRUN false\n'; docker build -q --iidfile id c 2>/dev/null; ls id; docker build --iidfile no/id c 2>/dev/null; mkdir -p x/y; docker build --iidfile x c

### what is known of the result
context 'FROM busybox\nENV M=1\n'
docker build -q --metadata-file m -t dt-buildkit-m c >/dev/null; sed -E 's/"mode"/\n&/' m; docker build -q --metadata-file no/m c >/dev/null

### a cache in a directory
context 'FROM busybox\nRUN echo local >/x\n'; docker build -q c | wc -c; mkdir e m
docker build --cache-from type=local,src=nope c; docker build --cache-from type=local,src=e c; echo '{' >e/index.json; docker build --cache-from type=local,src=e c
docker build --cache-from type=local c; docker build --cache-to type=local,dest=x c; docker build --cache-from type=registry c; docker build --cache-from type=x c
printf '{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%064d","size":1,"annotations":{"org.opencontainers.image.ref.name":"latest"}}]}' 7 >m/index.json
docker build --cache-from type=local,src=m c; docker build --cache-from type=local,src=m,tag=x c; ls -A e m

### without the cache
context 'FROM busybox AS one\nRUN echo 1 >/1\nFROM alpine:3.20 AS two\nCOPY --from=one /1 /\nRUN echo 2\n'
docker build -q c >/dev/null; docker build --no-cache c; docker build --no-cache-filter two c; docker build --no-cache-filter one,two c

### newer bases
context 'FROM busybox\nENV P=1\n'
docker build --pull -q c | wc -c; context 'FROM BAD\n'; docker build c

### hosts, networks and limits
context 'FROM busybox\nRUN grep -w h /etc/hosts; ulimit -n; df -k /dev/shm | tail -n 1 | tr -s " " | cut -d" " -f2; ls /sys/class/net\n'
docker build --no-cache --add-host h:1.2.3.4 --ulimit nofile=123:456 --shm-size 2m --network none c; docker build --no-cache --add-host h=::1 c
docker build --network nope c; docker build --ulimit x c; docker build --shm-size 1x c

### named contexts
modern
context 'FROM base\nCOPY --from=other o /\nRUN cat /o\n'; mkdir other; echo other >other/o
docker build --no-cache --build-context base=docker-image://busybox --build-context other=other c; docker build --build-context other=nope c; docker build --build-context x c; docker build --build-context BAD/=x c; docker build --build-context other=c/a c

### checks
modern
context 'FROM busybox as one\nENV a b\nRUN false\n'
docker build --check c; docker build --call check c; docker build --call=lint c; context 'FROM busybox\n'; docker build --check c; context 'FORM busybox\n'; docker build --check c

### calls
modern
context '# Builds all\nFROM busybox AS one\n# The version\nARG V=1\nRUN true\n\nFROM one AS two\nRUN --mount=type=secret,id=s true\n'
docker build --call targets c; docker build --call outline c; docker build --call targets,format=json c; docker build --call a,b c; docker build --call outline --target one c; docker build --call check,format=json c | grep -v '^ *"[A-Za-z0-9+/=]*",*$'

### attestations
context 'FROM busybox\n'
docker build --sbom=true c; docker build --provenance=true c; docker build --attest type=sbom c; docker build --provenance=false -q c | wc -c; docker build --attest nope c

### names
context 'FROM busybox\nENV N=1\n'
docker build -t dt-buildkit:2 -t dt-buildkit:1 c; docker image inspect -f '{{.RepoTags}}' dt-buildkit:1

### other builders
context 'FROM busybox\n'
docker build --builder nope c; docker build --builder default -q c | wc -c; docker build --push c; docker build --allow nope c; docker build --allow network.host -q c | wc -c; BUILDX_BUILDER=nope docker build c

### a result that is pushed, to a registry that is not there
context 'FROM busybox\nENV PUSHED=1\n'; r=127.0.0.1:1/dt-buildkit
docker build --push -t $r c; docker build -q --push -t $r:2 -t $r:3 c; docker build -q -o type=registry,name=$r c; docker build -q -o type=image,name=$r,push=true c; docker build -q -o type=docker --push -t $r c
docker image inspect -f '{{.RepoTags}}' $r:2; docker rmi $r:2 $r:3 $r >/dev/null

### pushes that cannot be
context 'FROM busybox\n'; r=127.0.0.1:1/dt-buildkit
docker build -o type=registry c; docker build -o type=image,push=true c; docker build --push --check c; docker build -o type=image,name=$r,push=true,push-by-digest=true c; docker build -q -o type=image,name=$r,push=nope c | wc -c; docker rmi $r >/dev/null

### the log of a past build
modern; context 'FROM busybox\nRUN echo past\n'; docker build -q --no-cache --metadata-file m c | wc -c
ref=$(grep -o '"buildx.build.ref": "[^"]*' m); ref=${ref##*/}
docker buildx history logs $ref; docker buildx history logs --progress rawjson $ref 2>&1 | grep -c past; command docker buildx history logs --progress rawjson $ref 2>&1 | grep -o '"data":"[^"]*"'
docker buildx history logs nope; docker buildx history logs ^x; docker buildx history logs a b; docker buildx history logs --progress nope $ref; docker buildx history logs --progress quiet $ref

### what is known of a past build
modern; context 'FROM busybox\nARG A\nRUN echo past >&2; exit $A\n'; mkdir other
details() { command docker buildx history inspect "$@" 2>&1 | sed -E 's/^ *"Stack": .*//; s/[0-9a-f]{64}/<digest>/; s/[a-z0-9]{25}/<ref>/; s/^(Started|Duration):(\t+).*/\1:\2<time>/; s/("(StartedAt|CompletedAt|Duration)": ).*/\1<time>,/; s/docker-desktop:.*/<url>/; /^$/d'; }
named() { command docker buildx history ls --format '{{.Ref}} {{.Name}}' | sed -n "s/ dt-buildkit-$1$//p" | head -1; }
build() { command docker build -q --build-arg BUILDKIT_BUILD_NAME=dt-buildkit-$1 --build-arg A=$2 --label x=y --build-context o=other --add-host h:1.2.3.4 --shm-size 2m --no-cache c >/dev/null 2>&1; }
build good 0; details $(named good); details --format json $(named good); details --format '{{.Name}} {{.NumTotalSteps}} {{.Config.ShmSize}} {{range .Labels}}{{.Name}}={{.Value}}{{end}}' $(named good)
build bad 7; details $(named bad); details --format json $(named bad)
docker buildx history inspect a b; docker buildx history inspect nope; docker buildx history inspect ^x; docker buildx history inspect --format '{{.Nope}}' $(named good); docker buildx history inspect attachment; docker buildx history inspect attachment --type sbom $(named good); docker buildx history inspect attachment x sha256:1

### the origin of a result
modern; context 'FROM busybox as one\nRUN true\n'
for mode in min max false; do
  BUILDX_METADATA_WARNINGS=1 BUILDX_METADATA_PROVENANCE=$mode docker build --no-cache --build-arg A=b --metadata-file m c; sed -E 's/"buildx.build.ref.*//; s/[0-9a-f]{64}/<digest>/; s/[0-9T:.-]+Z"/<time>"/; s/("buildInvocationID": ).*/\1/; /"(sysUsage|resourceUsage)"/,/^ {6,16}\]/d' m | grep -v 'step[0-9]\|^ *"Wg\|"Cs\|"Gg' | head -60
done

### another builder
context 'FROM busybox\n'; command docker context create dt-buildkit-far --docker host=tcp://127.0.0.1:1 >/dev/null
for b in nope dt-buildkit-far; do
  docker build --builder $b c; BUILDX_BUILDER=$b docker build c; docker buildx du --builder $b; docker buildx prune -f --builder $b; docker buildx inspect $b
  docker buildx history ls --builder $b; docker buildx history logs --builder $b; docker buildx history inspect --builder $b; docker buildx imagetools inspect --builder $b x
done
docker buildx use dt-buildkit-far; docker buildx use default; docker buildx ls --format '{{.Name}} {{.Status}}'; docker buildx ls | tail -1; docker buildx inspect --builder default | sed -n 1,2p; command docker context rm dt-buildkit-far

### heredocs and mounts
modern
context 'FROM busybox\nRUN <<EOF\necho one\necho two\nEOF\nCOPY <<EOF /f\nfile\nEOF\nRUN --mount=type=cache,target=/k --mount=type=bind,source=a,target=/a cat /f /a\n'
docker build --no-cache c

### flags that are wrong
docker build; docker build a b; docker build --nope .; docker build --secret .; docker build --no-cache=x .

### flags that are read before the builder is known
context 'FROM busybox\n'
docker build -t UP c; docker build -t a:b:c c; docker build --label =x c; docker build --build-arg =x c; docker build --add-host x c; docker build --add-host h:x c

### flags that are refused here
context 'FROM busybox\nENV R=1\n'
docker build -q --annotation a=b c | wc -c

### values that BuildKit checks
context 'FROM busybox\n'; touch f; head -c 600000 /dev/zero >big
docker build -t "" c; docker build -t A:x:y c; docker build --label "" c; docker build --build-arg = c; docker build --add-host h=1.2.3.4,5.6.7.8 c; docker build --add-host h= c; docker build -q --add-host h=1.2.3.4,g:::1 -m x --memory-swap y c | wc -c
docker build --secret id=a,src=big c; docker build --ssh default=f c; docker build --build-context x=target:y c; docker build --platform "" c 2>&1 | cut -c-60

### flags that BuildKit ignores
context 'FROM busybox\nENV I=1\n'
docker build -q --isolation x --security-opt y --squash --force-rm --rm=false --compress -c 1 c | wc -c; docker build -q --cache-from type=gha --cache-to type=gha c | wc -c; docker build -q -o "" --cache-from "" c | wc -c

### results that cannot be written
context 'FROM scratch\nCOPY a /\n'; touch f; mkdir d
docker build -o f c; docker build -o f/x c; docker build -o type=tar,dest=d c; docker build -o type=tar,dest=no/x c; docker build -o type=oci,tar=false c; docker build -o type=oci,tar=false,dest=- c; docker build -q --metadata-file d c >/dev/null

### calls that are quiet, and one that is not known
modern; context 'FROM busybox as one\n'
docker build -q --check c; docker build --progress quiet --call targets c; docker build --check --iidfile id --metadata-file m c; wc -c <id; ls m; docker build --call nope c; docker build --print outline c

### what is not remembered
command docker buildx history inspect dt-buildkit-nope; command docker buildx history logs dt-buildkit-nope; command docker buildx history export dt-buildkit-nope -o x; command docker buildx history open dt-buildkit-nope; command docker buildx history inspect attachment dt-buildkit-nope --type x; ls x

### a bundle for Docker Desktop
modern; context 'FROM busybox\nARG token=1\nRUN echo token=$token\n'; docker build -q --no-cache --metadata-file m c | wc -c; ref=$(grep -o '"buildx.build.ref": "[^"]*' m); ref=${ref##*/}
docker buildx history export --finalize -o b $ref; docker buildx history export $ref >b2; mkdir u; tar xzf b -C u; tar tzf b2 | wc -l; ls u; cat u/oci-layout; cat u/blobs/sha256/* | grep -a -o '"mediaType": "[^"]*"' | sort; cat u/blobs/sha256/* | grep -a -o '^  "[A-Za-z]*":' | grep -v Frontend\" | sort -u; cat u/blobs/sha256/* | grep -a -c 'token=xxxxx'
docker buildx history export -o no/x $ref; docker buildx history export --all x; docker buildx history open a b; docker buildx history import x; docker buildx history import -f nope; docker buildx history import -f b 2>&1 | sed "s,unix .*/.docker,unix .docker,"

### flags before the name of a command of buildx
context 'FROM busybox\nENV G=1\n'
docker buildx --builder default build -q c | wc -c; DOCKER_BUILDKIT=0 docker buildx -D build -q c | wc -c; docker buildx --builder nope du; docker buildx history --builder nope ls; docker buildx imagetools --builder=nope inspect x; docker buildx --builder nope version | wc -l; docker buildx --nope ls; docker buildx use a b; docker buildx prune -f --keep-storage x; docker buildx prune -f --keep-storage 1gb --filter id=dt-buildkit-nope
command docker buildx nope >/dev/null; command docker buildx history nope >/dev/null; command docker buildx imagetools >o; grep -c . o >/dev/null && echo shown

### other names of the command
context 'FROM busybox\nENV O=1\n'
docker image build -q c | wc -c; docker builder build -q c | wc -c; docker buildx build -q c | wc -c

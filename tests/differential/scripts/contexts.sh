unset DOCKER_HOST DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION
export DOCKER_CONFIG=$PWD/config
short() { sed -E 's/([0-9a-f]{10})[0-9a-f]{54}/\1/g'; }
# the whole store; of a file that is a copy of one in the folder its name
store() {
  (cd $DOCKER_CONFIG && find contexts -printf '%M %P\n' | LC_ALL=C sort -k 2 | short)
  for f in $(find $DOCKER_CONFIG/contexts -type f | LC_ALL=C sort); do
    echo "${f#$DOCKER_CONFIG/}:" | short
    copy=; for source in *.pem; do cmp -s $f $source && copy=$source; done
    [ $copy ] && echo "= $copy" || { cat $f; echo; }
  done
}
key() { printf %s "$1" | sha256sum | cut -d' ' -f1; }
pair() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=$1 -keyout $3 -out $2 2>/dev/null; }
files() { pair ca ca.pem ca-key.pem; pair client cert.pem key.pem; }

### create
docker context create one
docker context create two --description 'a "second" <one> & ü'
docker context create three --docker host=tcp://h:1
docker context create four --docker host=unix:///x,skip-tls-verify=true --description d
store

### create: names
for n in "" a - default -x _x a_b.c+d-e 'a b' a/b é aé "$(printf 'a%.0s' $(seq 300))" A1; do docker context create -- "$n"; done

### create: again
docker context create one --docker host=tcp://a:1
docker context create one --docker host=tcp://b:2
docker context inspect one -f '{{.Endpoints.docker.Host}}'

### create: values of --docker
for v in host=tcp://h host= host nope=1 host=tcp://h,nope=1 "" skip-tls-verify=1 skip-tls-verify=maybe,host=tcp://h skip-tls-verify=,host=tcp://h from=default from=nope from=nope,host=tcp://h 'host="a,b"' host=a=b "host=tcp://h, skip-tls-verify=true" 'host=tcp://a,host=tcp://b' HOST=tcp://h '"host=tcp://q"' '"host' 'ca=x' 'host=tcp://h,ca='; do
  docker context rm -f nn >/dev/null 2>&1
  echo "$v"
  docker context create nn --docker "$v" && docker context inspect nn -f '{{json .Endpoints}}'
done

### create: --docker twice
docker context create nn --docker host=tcp://h --docker skip-tls-verify=true
docker context create mm --docker host=tcp://h --docker host=tcp://i
store

### create: hosts are kept as typed
i=0
for h in foo://x tcp:// tcp://h:port unix:// unix://rel h h:1 ssh://u@h ssh:// ssh://u:p@h fd:// npipe:// npipe:////./pipe/x http://h tcp://[::1]:2375 tcp://[::1]: '/x' ' tcp://h ' 'tcp://h?x=1' 'ssh://h?x=1' 'ssh://h#f' 'ssh://h/p' 'tcp://%zz' '%zz'; do
  i=$((i + 1))
  docker context create c$i --docker "host=$h"
done
docker context ls
docker context inspect c1 c5 c8 c17 -f '{{json .Endpoints.docker}}'

### create: TLS files
files
docker context create nn --docker host=tcp://h:1,ca=ca.pem,cert=cert.pem,key=key.pem
store
docker context inspect nn -f '{{json .TLSMaterial}} {{json .Endpoints}}'
docker context inspect nn

### create: some TLS files
files
docker context create nn --docker host=tcp://h:1,ca=ca.pem
docker context create mm --docker host=tcp://h:1,cert=cert.pem
docker context create oo --docker host=tcp://h:1,cert=cert.pem,key=key.pem
docker context create pp --docker host=tcp://h:1,key=key.pem,skip-tls-verify=true
docker context inspect nn mm oo pp -f '{{json .TLSMaterial}}'
store

### create: TLS files that are not there
files
docker context create nn --docker host=tcp://h:1,ca=nope.pem
docker context create nn --docker host=tcp://h:1,ca=ca.pem,cert=nope,key=key.pem
docker context create nn --docker host=tcp://h:1,ca=.
docker context ls -q
store

### create --from
files
docker context create aa --docker host=tcp://h:1,ca=ca.pem,skip-tls-verify=true --description first
docker context create bb --from aa
docker context create cc --from aa --description third
docker context create dd --from aa --docker host=tcp://x
docker context create ee --docker from=aa
docker context create ff --docker from=aa,host=tcp://i
docker context create gg --from nope
docker context create hh --from default
docker context create ii --from ''
docker context create nn --from 'a b'
store

### create copies the current context
files
docker context create aa --docker host=tcp://h:1,ca=ca.pem --description first
docker context use aa
docker context create bb
docker --context aa context create cc
DOCKER_CONTEXT=aa docker context create dd
DOCKER_HOST=tcp://y:7 docker context create ee
docker -H tcp://z:8 context create ff
docker -H nope://z:8 context create gg
DOCKER_TLS=1 docker -H tcp://z:8 context create hh
DOCKER_CONTEXT=nope docker context create ii
for n in bb cc dd ee ff gg hh ii; do docker context inspect $n -f '{{json .Metadata}} {{json .Endpoints}} {{json .TLSMaterial}}'; done

### create: arguments
docker context create
docker context create aa bb
docker context create --nope aa
docker context create aa --docker
docker context create aa --docker a=b=c,
docker context create aa --description

### ls
docker context ls
docker context ls -q
docker context ls --format json
docker context ls --format '{{.Name}}|{{.Description}}|{{.DockerEndpoint}}|{{.Current}}|{{.Error}}'
docker context ls --format '{{json .}}'
docker context ls --format 'table {{.Name}}\t{{.Current}}\t{{.Description}}\t{{.Error}}'
docker context ls --format '{{.Nope}}'
docker context ls --format '{{'
docker context ls --format table
docker context ls --format raw
docker context ls -q --format json
docker context ls -q --format '{{.Current}}'
docker context ls --format ''
docker context list x

### ls: order and columns
for n in n10 n2 N3 n1 b.x b+x b-x z9 z10 z010; do docker context create $n --docker host=tcp://$n.example.com:2376 --description "the $n context, which is described at some length here, and then some" 2>/dev/null; done
docker context use n2
docker context ls
docker context ls --format json
docker context ls -q

### ls: DOCKER_HOST
docker context create one --docker host=tcp://h:1 2>/dev/null
docker context use one
DOCKER_HOST=tcp://y docker context ls
DOCKER_HOST=tcp://y docker context ls --format json
docker -H tcp://z context ls
docker -H nope://z context ls
docker -H a -H b context ls
DOCKER_HOST=nope://x docker context ls
DOCKER_CONTEXT=one docker context ls
DOCKER_CONTEXT=default docker context ls
DOCKER_TLS_VERIFY=1 docker context ls
docker --tls context ls
docker --context one context ls
docker --context default context ls

### ls: the current one is missing
docker --context nope context ls
docker --context nope context ls -q
docker --context nope context ls --format json
docker --context 'a b' context ls
mkdir -p $DOCKER_CONFIG
echo '{"currentContext": "gone"}' >$DOCKER_CONFIG/config.json
docker context ls
DOCKER_HOST=tcp://y docker context ls
docker context show

### ls: broken ones
docker context create one --docker host=tcp://h:1 2>/dev/null
docker context create two --docker host=tcp://h:2 2>/dev/null
f=$DOCKER_CONFIG/contexts/meta/$(key one)/meta.json
for text in '' '{' '[]' '{"Name": 1}' '{}' '{"Name":"other","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://o"}}}' '{"Name":"one","Metadata":{},"Endpoints":{"docker":{"Host":1}}}' '{"Name":"one","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://h","SkipTLSVerify":"x"}}}'; do
  echo "$text"
  echo "$text" >$f
  docker context ls
  docker context inspect one
  docker --context one context show
  docker --context two context inspect -f '{{.Name}}'
done

### ls: broken ones, more
docker context create one --docker host=tcp://h:1 2>/dev/null
docker context create two --docker host=tcp://h:2 2>/dev/null
f=$DOCKER_CONFIG/contexts/meta/$(key one)/meta.json
for text in '{"Name":"one"}' '{"Name":"one","Endpoints":{}}' '{"Name":"one","Endpoints":{"docker":{}}}' '{"Name":"one","Metadata":null,"Endpoints":{"docker":null}}' 'null' '{"name":"one","endpoints":{"docker":{"host":"tcp://low"}}}' '{"Name":"one","Metadata":{},"Endpoints":{"docker":"x"}}' '{"Name":"one","Metadata":"x","Endpoints":{}}' '{"Name":"one","Endpoints":{"docker":{"Host":"tcp://a"}}} x'; do
  echo "$text"
  echo "$text" >$f
  docker context ls
  docker context inspect one
  docker --context one context show
  docker --context two context inspect -f '{{.Name}}'
done

### ls: files and folders in the store
docker context create one --docker host=tcp://h:1 2>/dev/null
mkdir $DOCKER_CONFIG/contexts/meta/empty
touch $DOCKER_CONFIG/contexts/meta/file
mkdir -p $DOCKER_CONFIG/contexts/meta/a/b
cp $DOCKER_CONFIG/contexts/meta/$(key one)/meta.json $DOCKER_CONFIG/contexts/meta/a/b
mkdir $DOCKER_CONFIG/contexts/meta/dir && mkdir $DOCKER_CONFIG/contexts/meta/dir/meta.json
docker context ls
rmdir $DOCKER_CONFIG/contexts/meta/dir/meta.json
docker context ls

### ls: the store is not readable
docker context create one --docker host=tcp://h:1 2>/dev/null
rm -rf $DOCKER_CONFIG/contexts/meta
touch $DOCKER_CONFIG/contexts/meta
docker context ls
docker context inspect one
docker context create two --docker host=tcp://h:1
docker context rm one
docker context use one

### use
docker context create one --docker host=tcp://h:1 2>/dev/null
docker context use one
cat $DOCKER_CONFIG/config.json
docker context show
docker context use default
cat $DOCKER_CONFIG/config.json
docker context show
docker context use nope
docker context use ''
docker context use 'a b'
docker context use aa
docker context use
docker context use one two
DOCKER_HOST=tcp://y docker context use one
DOCKER_HOST=tcp://y docker context use default
DOCKER_CONTEXT=default docker context use one
DOCKER_CONTEXT=default docker context show
docker -H tcp://x context use one
docker --context default context use one
stat -c %a $DOCKER_CONFIG $DOCKER_CONFIG/config.json $DOCKER_CONFIG/contexts $DOCKER_CONFIG/contexts/*

### use keeps the rest of config.json
mkdir -p $DOCKER_CONFIG
printf '{"psFormat": "x", "HttpHeaders": {"b": "1", "a": "2"}, "currentContext": "old", "auths": {"r": {"auth": "dTpw"}}}' >$DOCKER_CONFIG/config.json
chmod 640 $DOCKER_CONFIG/config.json
docker context create one --docker host=tcp://h:1
docker context use one
cat $DOCKER_CONFIG/config.json
stat -c %a $DOCKER_CONFIG/config.json
docker context rm -f one
cat $DOCKER_CONFIG/config.json

### show
docker context show
docker --context nope context show
docker --context 'a b' context show
docker --context '' context show
DOCKER_CONTEXT=nope docker context show
DOCKER_CONTEXT= docker context show
DOCKER_HOST=x DOCKER_CONTEXT=nope docker context show
docker -H x context show
docker -H x --context yy context show
docker -H '' --context yy context show
DOCKER_HOST=x docker --context yy context show
docker context show xx

### inspect
docker context inspect
docker context create one --docker host=tcp://h:1 --description 'the <first> & "best"' 2>/dev/null
docker context inspect one | short
docker context inspect one default | short
docker context inspect one nope default
docker context inspect nope
docker context inspect 'a b'
docker context inspect aa
docker context inspect ''
docker --context one context inspect -f '{{.Name}}'
docker --context nope context inspect
DOCKER_HOST=tcp://y docker context inspect default
DOCKER_HOST=nope://y docker context inspect default
DOCKER_HOST=nope://y docker context inspect one -f '{{.Name}}'

### inspect: templates
docker context create one --docker host=tcp://h:1,skip-tls-verify=1 --description 'the <first>' 2>/dev/null
for f in '{{.Name}}' '{{.Metadata.Description}}' '{{.Metadata.Metadata.Description}}' '{{.Metadata}}' '{{json .Metadata}}' '{{.Endpoints}}' '{{.Endpoints.docker.Host}}' '{{.Endpoints.docker.SkipTLSVerify}}' '{{(index .Endpoints "docker").Host}}' '{{json .Endpoints}}' '{{.Endpoints.nope}}' '{{.TLSMaterial}}' '{{json .TLSMaterial}}' '{{.Nope}}' '{{' 'json' '{{len .Endpoints}}' '{{range $k, $v := .Endpoints}}{{$k}}{{end}}' '{{.Storage.Nope}}' '{{.ContextMetadata}}' ' {{.Name}} ' 'x\ty'; do
  echo "$f"
  docker context inspect one -f "$f"
  docker context inspect one default -f "$f"
done
docker context inspect one -f '{{json .}} {{.Storage.MetadataPath}} {{.Storage.TLSPath}} {{json .Storage}}' | short
docker context inspect default -f '{{.Storage.MetadataPath}} {{.Storage.TLSPath}} {{json .}}'

### inspect: default with TLS
files
mkdir -p $DOCKER_CONFIG && cp *.pem $DOCKER_CONFIG
DOCKER_TLS=1 docker context inspect default -f '{{json .Endpoints}} {{len .TLSMaterial.docker}}'
DOCKER_TLS_VERIFY=1 DOCKER_HOST=tcp://h docker context inspect default -f '{{json .Endpoints}} {{len .TLSMaterial.docker}}'
docker --tlsverify=false -H tcp://h context inspect default -f '{{json .Endpoints}} {{len .TLSMaterial.docker}}'
rm $DOCKER_CONFIG/ca.pem
DOCKER_TLS_VERIFY=1 docker context inspect default -f '{{json .Endpoints}} {{len .TLSMaterial.docker}}'
docker --tls context ls
docker --tls context show

### inspect: what others keep in a context
docker context create one --docker host=tcp://h:1 2>/dev/null
d=$DOCKER_CONFIG/contexts/meta/$(key one)
cat >$d/meta.json <<'END'
{"Name":"one","Metadata":{"zeta":[1,2.50,"<x>"],"Description":"d","StackOrchestrator":"swarm","alpha":{"b":1,"a":null}},"Endpoints":{"kubernetes":{"defaultNamespace":"x"},"docker":{"Host":"tcp://h:1","SkipTLSVerify":false,"more":1}},"Extra":true}
END
docker context inspect one | short
docker context inspect one -f '{{json .Metadata}} {{json .Endpoints}} {{.Metadata.Metadata}} {{.Metadata.Metadata.alpha}}'
docker context ls
docker context update one --description e
cat $d/meta.json
docker context update one --docker host=tcp://i
cat $d/meta.json

### update
files
docker context create one --docker host=tcp://h:1,ca=ca.pem --description first 2>/dev/null
docker context update one --description second
store
docker context update one --docker host=tcp://i:2
store
docker context update one --docker host=tcp://i:2,cert=cert.pem,key=key.pem,skip-tls-verify=yes
docker context update one --docker host=tcp://i:2,cert=cert.pem,key=key.pem,skip-tls-verify=T
store
docker context update one
docker context update one --description ''
store
docker context update one --docker ca=ca.pem
docker context update one --docker host=
docker context update one --docker nope=1
docker context update one --docker host=tcp://i,ca=nope
docker context update one --docker from=default
docker context update one --docker from=nope
docker context update nope --description x
docker context update default --description x
docker context update 'a b'
docker context update
docker context update aa b
store

### rm
files
for n in one two three four; do docker context create $n --docker host=tcp://h:1,ca=ca.pem 2>/dev/null; done
docker context rm one
docker context rm one
docker context rm one two nope
docker context use three
docker context rm three four
docker context rm -f three four
store
docker context show
cat $DOCKER_CONFIG/config.json
docker context rm default
docker context rm -f default
docker context rm -f nope
docker context rm nope
docker context rm 'a b'
docker context rm
docker context rm ''

### rm: the current one by other means
for n in one two; do docker context create $n --docker host=tcp://h:1 2>/dev/null; done
DOCKER_CONTEXT=one docker context rm one
docker --context one context rm one
DOCKER_CONTEXT=one docker context rm -f one
docker --context two context rm -f two
DOCKER_HOST=tcp://x docker context rm -f two
docker context create three --docker host=tcp://h:1 2>/dev/null
docker context use three
DOCKER_HOST=tcp://x docker context rm three
DOCKER_CONTEXT=xx docker context rm three
cat $DOCKER_CONFIG/config.json

### rm: a broken one
docker context create one --docker host=tcp://h:1 2>/dev/null
echo '{' >$DOCKER_CONFIG/contexts/meta/$(key one)/meta.json
docker context rm one
docker context ls
docker context create one --docker host=tcp://h:1
docker context rm -f one
docker context ls

### export
files
docker context create one --docker host=tcp://h:1,ca=ca.pem,cert=cert.pem,key=key.pem --description 'a <b>' 2>/dev/null
docker context create two --docker host=tcp://h:1 2>/dev/null
docker context export one
tar tvf one.dockercontext | sed -E 's/[0-9]+ [0-9-]{10} [0-9:]{5}/SIZE DATE/'
docker context export one
docker context export one here.tar
docker context export one - | cmp - one.dockercontext
docker context export two - | tar xO
docker context export two - | wc -c
wc -c <one.dockercontext
stat -c %a one.dockercontext
docker context export nope
docker context export nope x
docker context export nope -
docker context export default
docker context export one nope/x
docker context export 'a b'
docker context export
docker context export one a b
ls

### import
files
docker context create one --docker host=tcp://h:1,ca=ca.pem,cert=cert.pem,key=key.pem --description 'a <b>' 2>/dev/null
docker context export one x.tar 2>/dev/null
docker context import two x.tar
docker context import three - <x.tar
cat x.tar | docker context import four -
docker context import one x.tar
docker context import default x.tar
docker context import 'a b' x.tar
docker context import aa x.tar
docker context import five nope
docker context import five .
docker context import five - </dev/null
gzip -k x.tar
docker context import six x.tar.gz
docker context import seven ca.pem
docker context import
docker context import aa
docker context import aa b c
store
docker context ls

### import: archives
mkdir -p t/tls/docker u && cd t
printf '{"Name":"x","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://h"}}}' >meta.json
echo ca >tls/docker/ca.pem; echo other >tls/docker/other.txt; cp meta.json ../u
tar cf ../a.tar meta.json tls
tar cf ../b.tar ./meta.json
tar cf ../c.tar tls
tar cf ../d.tar meta.json tls/docker/ca.pem
touch extra; tar cf ../e.tar meta.json extra
mkdir -p tls/kube/deep; echo k >tls/kube/deep/k; echo k >tls/kube/k; tar cf ../f.tar meta.json tls/kube
echo x >tls/loose; tar cf ../g.tar meta.json tls/loose
printf '{' >meta.json; tar cf ../h.tar meta.json
printf '{}' >meta.json; tar cf ../i.tar meta.json
cd ../u; ln -s meta.json link; tar cf ../j.tar link meta.json; printf 'x' >../evil; tar cf ../k.tar -P meta.json ../evil 
cd ..
for a in a b c d e f g h i j k; do
  echo $a
  docker context import im-$a $a.tar
done
store
docker context ls

### import: zip
mkdir -p t/tls/docker && cd t
printf '{"Name":"x","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://h"}}}' >meta.json
echo ca >tls/docker/ca.pem
python3 - <<'END'
import zipfile
for name, members in {"a": ["meta.json", "tls/docker/ca.pem"], "b": ["tls/docker/ca.pem"], "c": ["meta.json", "extra"], "d": ["./meta.json"]}.items():
    with zipfile.ZipFile(f"../{name}.zip", "w") as archive:
        for member in members:
            archive.writestr(member, open(member).read() if member != "extra" else "x")
with zipfile.ZipFile("../e.zip", "w") as archive:
    archive.write("tls", "tls/"); archive.write("tls/docker", "tls/docker/"); archive.writestr("meta.json", open("meta.json").read())
with zipfile.ZipFile("../f.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("meta.json", open("meta.json").read() + " " * 9000)
END
cd ..
for a in a b c d e f; do docker context import zip-$a $a.zip; done
docker context import zip-g - <a.zip
store

### which context a command uses
docker context create dead --docker host=unix:///nope/dead.sock 2>/dev/null
docker --context dead ps
docker --context nope ps
docker --context 'a b' ps
docker --context default -H unix:///nope/x ps
docker --context dead -H unix:///nope/x ps
DOCKER_CONTEXT=dead docker ps
DOCKER_CONTEXT=nope docker ps
DOCKER_CONTEXT=dead DOCKER_HOST=unix:///nope/env docker ps
DOCKER_CONTEXT=dead docker -H unix:///nope/flag ps
DOCKER_HOST=unix:///nope/env docker --context dead ps
docker context use dead
docker ps
docker --context default -H '' ps
DOCKER_HOST=unix:///nope/env docker ps
docker -H unix:///nope/flag ps
docker --context nope version -f '{{.Client.Context}}'
docker version -f '{{.Client.Context}}'
docker info -f '{{.ClientInfo.Context}}'
docker --context nope info -f '{{.ClientInfo.Context}}'
DOCKER_HOST=unix:///x docker info -f '{{.ClientInfo.Context}}'
docker --context nope --help | head -1
docker --context nope ps --help | head -1
docker --context nope run x

### a context with a tls folder
files
docker context create tt --docker host=tcp://127.0.0.1:1,ca=ca.pem 2>/dev/null
docker --context tt ps
docker context create uu --docker host=tcp://127.0.0.1:1,cert=cert.pem,key=key.pem 2>/dev/null
docker --context uu ps
docker context create vv --docker host=tcp://127.0.0.1:1,cert=cert.pem 2>/dev/null
docker --context vv ps
docker context create ww --docker host=tcp://127.0.0.1:1,skip-tls-verify=true 2>/dev/null
docker --context ww ps
docker context create xx --docker host=unix:///nope/x,ca=ca.pem 2>/dev/null
docker --context xx ps
echo extra >$DOCKER_CONFIG/contexts/tls/$(key tt)/docker/other.pem
docker context inspect tt -f '{{json .TLSMaterial}}'
mkdir $DOCKER_CONFIG/contexts/tls/$(key tt)/more
echo x >$DOCKER_CONFIG/contexts/tls/$(key tt)/more/z.pem
docker context inspect tt -f '{{json .TLSMaterial}}'
docker context export tt - | tar t 2>/dev/null | sort
docker context update tt --description d
docker context inspect tt -f '{{json .TLSMaterial}}'
docker context update tt --docker host=tcp://h
docker context inspect tt -f '{{json .TLSMaterial}}'

### hosts
for h in '' unix:// unix://rel/path unix:///nope/x tcp:// tcp://:99 tcp://127.0.0.1:1 tcp://127.0.0.1:1/ tcp://127.0.0.1:1/base 127.0.0.1:1 /x 'tcp://[::1]:1' 'tcp://[::1]:' 'tcp://::1' 'tcp://[::1]'; do
  printf '%s\n' "$h"
  docker -H "$h" context inspect default -f '{{.Endpoints.docker.Host}}'
  docker -H "$h" ps
done

### hosts of other kinds
for h in fd:// npipe:// npipe:////./pipe/x ssh:// ssh:///x http://h:1 https://h tcp://h:port tcp://127.0.0.1:-1 unix:tcp://x nope://x tcp://a@127.0.0.1:1 'tcp://127.0.0.1:1?x=1' 'tcp://127.0.0.1:1#f' 'tcp://%zz:1' 'tcp://127.0.0.1:1/%zz' ' tcp://127.0.0.1:1 ' "unix:///$(printf 'a%.0s' $(seq 110))" "unix:///$(printf 'a%.0s' $(seq 107))" "unix:///$(printf 'a%.0s' $(seq 108))"; do
  printf '%s\n' "$h"
  docker -H "$h" context inspect default -f '{{.Endpoints.docker.Host}}'
  docker -H "$h" ps
done

### hosts, more
for h in 'ssh://u:p@h' 'ssh://h?x=1' 'ssh://h#f' 'ssh://h:port' 'ssh://@h x' 'ssh:h' '://' ':' 'tcp:///' 'TCP://h' 'Unix:///x' 'tcp://[::1' '[::1]:1' '::1' 'tcp://127.0.0.1:01'; do
  printf '%s\n' "$h"
  docker -H "$h" context inspect default -f '{{.Endpoints.docker.Host}}'
  docker -H "$h" ps
done

### hosts by name
for h in tcp:127.0.0.1:1 tcp://127.0.0.1:99999 tcp://h h:1 unix tcp nope fd://3 tcp://a@h:1 'tcp://[x]:1' 'tcp:h:1' 'tcp://127.0.0.1:1:2' 'tcp://h:01' 'tcp://h:99999' 'ssh://h' 'ssh://h:port' 'ssh://@h x' ' ' 'HOST:1' 'tcp://hö:1' 'tcp://h h' 'tcp://h/a b' 'tcp://h/%41' 'tcp://h/ä' 'tcp://[::1%25eth0]:1' 'tcp://[::1%eth0]:1' 'tcp://h:' 'h:' ':1' '/' '//x' 'tcp:h' 'tcp:/h' 'a/b' 'h:1/b' '[::1]' '[::1]/x' '::1/x' 'tcp://u:p@h' 'tcp://@h' 'h?x' '?x' '#' 'tcp://h#%zz' 'tcp://h?%zz' 'tcp://h|x' 'tcp://h\\x' 'tcp://h<x' 'h/../x' 'recording' 'unix:/x' 'npipe:x' 'fd:'; do
  printf '%s\n' "$h"
  docker -H "$h" context inspect default -f '{{.Endpoints.docker.Host}}'
done

### hosts and TLS
files; mkdir -p $DOCKER_CONFIG; cp ca.pem $DOCKER_CONFIG
for h in '' ' ' unix:///nope/x tcp:// tcp://:99 tcp://127.0.0.1:1 127.0.0.1:1 /x; do
  printf '%s\n' "$h"
  docker --tls -H "$h" context inspect default -f '{{.Endpoints.docker.Host}}'
  docker --tls -H "$h" ps
done

### TLS: files and flags
files; pair other cert2.pem key2.pem; echo text >text.pem; : >empty.pem
H=tcp://127.0.0.1:1
docker -H $H --tls ps
docker -H $H --tlsverify ps
docker -H $H --tlscacert ca.pem ps
docker -H $H --tls --tlscacert ca.pem ps
docker -H $H --tlsverify --tlscacert nope.pem ps
docker -H $H --tlsverify --tlscacert ca.pem ps
docker -H $H --tlsverify --tlscacert '"ca.pem"' ps
docker -H $H --tlsverify --tlscacert "'ca.pem'" ps
docker -H $H --tlsverify --tlscacert '' ps
docker -H $H --tlsverify --tlscacert text.pem ps
docker -H $H --tlsverify --tlscacert empty.pem ps
docker -H $H --tls --tlscacert empty.pem ps
docker -H $H --tlsverify --tlscacert . ps
docker -H $H --tlsverify --tlscacert ca.pem --tlscert cert.pem ps
docker -H $H --tlsverify --tlscacert ca.pem --tlscert cert.pem --tlskey key.pem ps
docker -H $H --tlsverify --tlscacert ca.pem --tlscert cert.pem --tlskey key2.pem ps
docker -H $H --tlsverify --tlscacert ca.pem --tlscert text.pem --tlskey key.pem ps
docker -H $H --tlsverify --tlscacert ca.pem --tlscert cert.pem --tlskey text.pem ps
docker -H $H --tlsverify --tlscacert ca.pem --tlscert empty.pem --tlskey key.pem ps
docker -H $H --tlsverify --tlscacert ca.pem --tlscert key.pem --tlskey key.pem ps
docker -H $H --tlsverify --tlscacert ca.pem --tlscert nope --tlskey key.pem ps
docker -H $H --tlsverify --tlscacert ca.pem --tlskey key.pem ps
docker -H $H --tlsverify --tlscacert ca.pem --tlscert '' --tlskey key.pem ps
docker -H $H --tlsverify --tlscacert ca.pem --tlscert cert.pem --tlskey nope ps
docker -H $H --tls=false --tlsverify=false ps
docker -H unix:///nope/x --tls ps
docker -H unix:///nope/x --tls --tlscacert ca.pem ps
docker -H ssh://127.0.0.1:1 --tls ps
docker --tls=x ps
DOCKER_CERT_PATH=$PWD docker --tls -H $H ps
DOCKER_CERT_PATH=$PWD docker --tlsverify -H $H ps
DOCKER_CERT_PATH=$PWD/nope docker --tls -H $H ps
DOCKER_CERT_PATH= docker --tls -H $H ps
DOCKER_CERT_PATH=nope/rel docker --tls -H $H ps
DOCKER_TLS=0 docker -H $H ps
DOCKER_TLS=false docker -H $H ps
DOCKER_TLS= docker -H $H ps
DOCKER_TLS_VERIFY=0 docker -H $H ps
DOCKER_TLS_VERIFY= docker -H $H ps
DOCKER_TLS_VERIFY=1 docker --tlsverify=false -H $H ps
DOCKER_TLS_VERIFY=1 docker --tls=false -H $H ps
DOCKER_TLS=1 docker --tls=false -H $H ps
docker --config $PWD/other --tls -H $H ps
openssl ec -in key.pem -aes128 -passout pass:x -out locked.pem 2>/dev/null
docker -H $H --tlsverify --tlscacert ca.pem --tlscert cert.pem --tlskey locked.pem ps

### help
docker context nope
docker system dial-stdio x
for c in create use show inspect update rm export import ls; do docker context $c --help | grep -E '^(Usage|  (mini)?docker)|^ +-|stringToString' | sed -E 's/ {3,}.*//'; done

### dial-stdio
docker -H unix:///nope/x system dial-stdio </dev/null
docker -H tcp://127.0.0.1:1 system dial-stdio </dev/null
docker -H nope://x system dial-stdio </dev/null
docker --context nope system dial-stdio </dev/null

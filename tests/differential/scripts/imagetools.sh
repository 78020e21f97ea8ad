# plugin: docker-buildx
# $REGISTRY is open to all and has images for three platforms; $PRIVATE is empty, and its user is `me`, `open sesame`.
# What is copied goes side by side, so that progress is sorted; its times are left out.
app=$REGISTRY/dt-registries/app
own=$(CODES=/dev/null command docker version --format '{{.Server.Arch}}')
tools() {
  command docker buildx imagetools "$@" 2>"$HOME/err"; code=$?
  sed -E 's/^#[0-9]+ /# /; s/^(# )?[0-9]+\.[0-9]+ /\1<at> /; s/ [0-9]+\.[0-9]+s$//' "$HOME/err" | grep -v -e '^# \.\.\.$' -e '^$' | sort -u >&2
  return $code
}
log_in() { mkdir -p cfg; cp -R "$HOME/.docker/cli-plugins" cfg/ 2>/dev/null; export DOCKER_CONFIG=$PWD/cfg; echo "{\"auths\":{\"$PRIVATE\":{\"auth\":\"$(printf 'me:open sesame' | base64)\"}}}" >cfg/config.json; }
digest_of() { (export CODES=/dev/null; command docker buildx imagetools inspect --raw "$1" | sha256sum | sed 's/^/sha256:/; s/ .*//'); }

### inspect
tools inspect $app:own
tools inspect $app:list
tools inspect $app:index
tools inspect $app@$(digest_of $app:other)

### inspect without a name, or with two
tools inspect
tools inspect $app:own $app:other

### inspect as it is
tools inspect --raw $app:own
tools inspect --raw $app:index

### inspect by a template
tools inspect $app:oci --format '{{json .}}'
tools inspect $app:list --format '{{json .Manifest}}'
tools inspect $app:list --format '{{json .Image}}'
tools inspect $app:index --format '{{range .Manifest.Manifests}}{{.Platform.Architecture}} {{.Size}} {{end}}'
tools inspect $app:index --format '{{.Name}} {{json .Provenance}} {{json .SBOM}}'
tools inspect $app:oci --format '{{.Image.Config.Cmd}} {{.Image.OS}}/{{.Image.Architecture}}'
tools inspect $app:oci --format '{{.Manifest}}'

### inspect what cannot be
tools inspect $app:nope
tools inspect $REGISTRY/dt-registries/nope
tools inspect $app@sha256:0123456789012345678901234567890123456789012345678901234567890123
tools inspect BAD
tools inspect --raw --format x $app:own
tools inspect $app:own --format '{{.Nope}}'
tools inspect $app:own --format '{{'
tools inspect localhost:1/x

### inspect in a registry with a password
tools inspect $PRIVATE/dt-imagetools/a:1
log_in
tools inspect $PRIVATE/dt-imagetools/a:1
tools create -t $PRIVATE/dt-imagetools/a:1 $app:list
tools inspect $PRIVATE/dt-imagetools/a:1

### create, without pushing
tools create --dry-run $app:own
tools create --dry-run $app:own $app:other $app:oci
tools create --dry-run $app:list
tools create --dry-run $app:list $app:list $app:own
tools create --dry-run --prefer-index=false $app:oci

### create for some platforms
tools create --dry-run -p linux/ppc64le $app:list
tools create --dry-run --platform linux/ppc64le,linux/s390x $app:index
tools create --dry-run --platform linux/$own --platform linux/ppc64le $app:list
tools create --dry-run --platform linux/$own $app:own $app:oci
tools create --dry-run --platform linux/riscv64 $app:list
tools create --dry-run --platform linux/riscv64 --prefer-index=false $app:own
tools create --dry-run --platform linux/s390x --prefer-index=false $app:oci
tools create --dry-run --platform a/b/c/d $app:list

### create with annotations
tools create --dry-run --annotation index:a=b --annotation index:c=d=e --annotation index:a=f $app:index
tools create --dry-run --annotation manifest-descriptor:a=b $app:index
tools create --dry-run --annotation 'manifest-descriptor[linux/s390x]:org.example.kind=x' $app:index
tools create --dry-run --annotation 'index,manifest-descriptor[linux/ppc64le]:<a>=&' $app:index
tools create --dry-run --annotation index:a=b $app:list
tools create --dry-run --annotation '' $app:own

### create with annotations that cannot be
tools create --dry-run --annotation a=b $app:oci
tools create --dry-run --annotation a $app:oci
tools create --dry-run --annotation nope:a=b $app:oci
tools create --dry-run --annotation 'index[:a=b' $app:oci
tools create --dry-run --annotation 'index[a/b/c/d]:a=b' $app:oci
tools create --dry-run --annotation manifest:a=b $app:oci
tools create --dry-run --annotation index-descriptor:a=b $app:oci

### create from descriptors and files
digest=$(digest_of $app:own)
tools create --dry-run $app:oci $digest
tools create --dry-run -t $REGISTRY/dt-registries/app:x $digest
printf '{"digest":"%s","platform":{"os":"linux","architecture":"riscv64"},"annotations":{"a":"b"}}' $digest >descriptor
printf %s $app:other >name
tools create --dry-run -t $app:x -f descriptor --file name $app:oci
tools create --dry-run -t $app:x "{\"digest\":\"$digest\",\"size\":1}"
tools create --dry-run -f nope
tools create --dry-run -f .
tools create --dry-run '{'
tools create --dry-run sha256:12
tools create --dry-run sha256
tools create --dry-run $digest
tools create --dry-run $app:own $REGISTRY/dt-registries/other:1 $digest

### create what cannot be
tools create
tools create $app:own
tools create --dry-run BAD
tools create --dry-run ''
tools create -t BAD $app:own
tools create -t $app:x $app:nope
tools create --append -t $app:nope $app:own
tools create --progress nope -t $app:x $app:own
tools create --progress tty -t $app:x $app:own

### create in the same repository
tools create -t $app:again $app:own; tools inspect --raw $app:again
tools create -t $app:copied -t $app:copied2 $app:index; tools inspect $app:copied2 --format '{{json .Manifest}}'
tools create --prefer-index=false -t $app:plain $app:oci; tools inspect $app:plain

### create in another repository
tools create -t $REGISTRY/dt-imagetools/b:1 $app:list $app:oci
tools inspect $REGISTRY/dt-imagetools/b:1
tools inspect $REGISTRY/dt-imagetools/b:1 --format '{{json .Image}}'
tools create --progress none -t $REGISTRY/dt-imagetools/b $app:own
tools inspect $REGISTRY/dt-imagetools/b

### create in another registry
tools create -t $PRIVATE/dt-imagetools/c:1 $app:own 2>&1 | sed 's/sha256:[0-9a-f]*/DIGEST/g'
log_in
tools create -t $PRIVATE/dt-imagetools/c:1 -p linux/ppc64le $app:index
tools inspect $PRIVATE/dt-imagetools/c:1 --format '{{json .}}'
tools create -t $REGISTRY/dt-imagetools/back:1 $PRIVATE/dt-imagetools/c:1
tools inspect $REGISTRY/dt-imagetools/back:1

### append
tools create --progress quiet -t $REGISTRY/dt-imagetools/d:1 $app:own
tools create --append -t $REGISTRY/dt-imagetools/d:1 $app:other
tools create --append -t $REGISTRY/dt-imagetools/d:1 -p linux/ppc64le $app:oci
tools inspect $REGISTRY/dt-imagetools/d:1

### before
docker run --name dt-keep busybox sh -c 'echo hello >/new' >/dev/null

### commit
docker rmi $(docker commit dt-keep) | sed -n 1p
docker commit dt-keep dt-keep-a:1
docker inspect -f '{{.RepoTags}} [{{.Comment}}] [{{.Author}}]' dt-keep-a:1
docker rmi dt-keep-a:1 >/dev/null

### commit with words and changes
docker commit -m msg -a me -c 'CMD ["x"]' -c "ENV a=b" -p=false dt-keep dt-keep-b >/dev/null
docker inspect -f '{{.RepoTags}} {{.Comment}} {{.Author}} {{.Config.Cmd}} {{index .Config.Env 1}}' dt-keep-b

### commit that cannot be
docker commit dt-keep BAD
docker commit dt-keep cc@sha256:0123456789012345678901234567890123456789012345678901234567890123
docker commit nope
docker commit nope a:b:c
docker commit "" x
docker commit -c "FROM x" dt-keep
docker commit dt-keep dt-keep-c x
docker commit

### export
docker export dt-keep | tar xO new
docker export -o x.tar dt-keep; stat -c '%a %F' x.tar; tar tf x.tar | grep -c .
docker container export --output=y.tar dt-keep; ls

### export to what is there
ln -s x.tar link; docker export -o link dt-keep; stat -c %F link x.tar
mkfifo pipe; docker export -o pipe dt-keep
docker export -o /dev/null dt-keep

### export that cannot be
docker export nope
docker export -o x.tar nope; ls
docker export -o nodir/x dt-keep
docker export -o . dt-keep
docker export -o "" nope
docker export ""
docker export a b

### import
echo hi >a; tar cf t.tar a
docker import -c 'CMD ["a"]' -c 'ENV A=b' -m 'hello there' - dt-keep-imp:2 <t.tar
docker history --format '{{.Comment}}' dt-keep-imp:2
docker inspect -f '{{.Config.Cmd}} {{.Config.Env}}' dt-keep-imp:2
docker rmi dt-keep-imp:2 | sed -n 1p

### import of a file
echo hi >a; tar cf t.tar a
docker image import --platform linux/riscv64 t.tar dt-keep-imp:3 >/dev/null
docker inspect -f '{{.Architecture}}' dt-keep-imp:3
docker rmi dt-keep-imp:3 | sed -n 1p

### import that cannot be
docker import nope.tar
docker import - BAD
docker import nope.tar BAD
docker import --platform a/b/c/d -
docker import http://127.0.0.1:1/x
printf x >junk; docker import junk
docker import

### save
docker save hello-world | tar t | grep -c manifest.json
docker save hello-world busybox -o b.tar; stat -c %A b.tar; tar xOf b.tar manifest.json | grep -o '"[a-z-]*:latest"' | sort
docker image save --output=c.tar hello-world; ls

### save to what is there
touch b.tar; chmod 644 b.tar; docker save -o b.tar hello-world; stat -c %A b.tar; ls -A
ln -s b.tar link; docker save hello-world -o link; stat -c %F link
docker save hello-world -o /dev/null

### save that cannot be
docker save nope
docker save nope -o nope.tar; ls
docker save hello-world -o nodir/x
docker save hello-world -o .
docker save hello-world -o x/
docker save
docker save --platform a/b/c/d hello-world
docker save --platform linux/riscv64 hello-world

### load
docker save -o b.tar hello-world
docker load -i b.tar
docker load -q -i b.tar
docker load <b.tar
gzip b.tar; docker image load --input=b.tar.gz

### load of several
docker tag busybox dt-keep-l:1; docker save -o b.tar hello-world dt-keep-l:1; docker rmi dt-keep-l:1 >/dev/null
docker load -i b.tar | sort
docker rmi dt-keep-l:1

### load that cannot be
docker load -i nope.tar
docker load -i '' 2>&1 | sed 's/import-[0-9]*/import-N/'
docker load -i /dev/null 2>&1 | sed 's/import-[0-9]*/import-N/'
printf x >junk; docker load -i junk
docker load x
docker load --platform a/b/c/d

### a script is no terminal, and has no archive either
docker load </dev/null 2>&1 | sed 's/import-[0-9]*/import-N/'
docker rmi $(docker import - </dev/null) | sed -n 1p

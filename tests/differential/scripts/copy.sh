# Trees of files in and out; `tree` and `listed` say what is there.
tree() { find out -mindepth 1 -printf '%p %y %m %s %U:%G %l\n' | sort; }
listed() { docker cp "$1" - | tar -tv --full-time | sed -E 's/ 20(2[4-9]).*:[0-9]+ / <time> /'; }
umask 022
mkdir -p src/d/e out
echo one >src/f; echo two >src/d/g; chmod 600 src/f; chmod 4755 src/d/g; chmod 711 src/d; chown 1000:1001 src/d/g
ln -s f src/lf; ln -s d src/ld; ln -s $PWD/src/f src/labs; ln src/f src/hard
touch -d '2020-01-02 03:04:05' src/f src/d/g src/d/e; touch -h -d '2019-01-02 03:04:05' src/lf; touch -d '2020-02-02 03:04:05' src/d src
docker create --name dt-copy busybox true >/dev/null
mkdir in; cp -a src/. in; tar c in | docker cp -a - dt-copy:/ 
trap 'docker rm -f dt-copy >/dev/null' EXIT

### a file out of it
docker cp dt-copy:/in/f out; docker cp dt-copy:/in/f out/new; docker cp dt-copy:in/f out/relative
docker cp dt-copy:/in/f out/none/; docker cp dt-copy:/in/f nodir/new; docker cp dt-copy:/in/f out/.
tree

### a folder out of it
docker cp dt-copy:/in/d out; docker cp dt-copy:/in/d out/new; docker cp dt-copy:/in/d out/with/
tree

### what is in a folder, out of it
docker cp dt-copy:/in/d/. out; docker cp dt-copy:/in/d/. out/new
tree

### over what is there, out of it
docker cp dt-copy:/in/d src/f; docker cp dt-copy:/in/f src/hard; docker cp dt-copy:/in/f src/d/g; cat src/d/g
docker cp dt-copy:/in/f src/f/x
docker cp dt-copy:/in/f /dev/null

### over links, out of it
ln -s new out/dangling; ln -s no/new out/dangling2; ln -s loop2 out/loop1; ln -s loop1 out/loop2
docker cp dt-copy:/in/f src/ld; docker cp dt-copy:/in/f out/dangling; docker cp dt-copy:/in/f out/dangling2
docker cp dt-copy:/in/f out/loop1
docker cp dt-copy:/in/d src/ld; ls src/d
tree

### links out of it
docker cp dt-copy:/in/lf out; docker cp dt-copy:/in/ld out; docker cp dt-copy:/in/labs out; docker cp dt-copy:/in/ld/ out/followed
tree

### what links lead to, out of it
docker cp -L dt-copy:/in/lf out; docker cp -L dt-copy:/in/ld out/new; docker cp -L dt-copy:/in/ld out
docker cp --follow-link dt-copy:/in/ld/. out/all
tree

### all of it, with owners
docker cp -a dt-copy:/in out; docker cp dt-copy:/in out/copy
tree
find out -type f -newermt 2018-01-01 ! -newermt 2021-01-01 -printf '%p %T+\n' | sort

### not there, out of it
docker cp dt-copy:/nope out; docker cp dt-copy:nope out; docker cp nope:/in out; docker cp dt-copy:/in/f/ out; docker cp dt-copy:/nodir/x out

### a pipe and devices, out of it
mkfifo p; mknod null c 1 3; mknod disk b 7 200; tar c p null disk | docker cp - dt-copy:/in
docker cp dt-copy:/in/p out; docker cp dt-copy:/in/null out/n; docker cp dt-copy:/in/disk out
docker cp dt-copy:/dev out
tree | grep -v '^out/dev'

### a file into it
docker cp src/f dt-copy:/in/new; docker cp src/f dt-copy:/in/d; docker cp src/f dt-copy:/in/e/; docker cp src/f dt-copy:in/rel; docker cp ./src/f dt-copy:/in/d/.
listed dt-copy:/in

### a folder into it
docker cp src/d dt-copy:/in/new; docker cp src/d dt-copy:/in/e; docker cp src/d/. dt-copy:/in/contents; docker cp src/d/. dt-copy:/in/d
listed dt-copy:/in

### over what is there, into it
docker cp src/f dt-copy:/in/hard; docker cp src/f dt-copy:/in/lf; docker cp src/f dt-copy:/in/ld; docker cp src/d dt-copy:/in/ld; docker cp src/d dt-copy:/in/f
listed dt-copy:/in

### links into it
docker cp src/lf dt-copy:/in/a; docker cp src/ld dt-copy:/in/b; docker cp src/ld/ dt-copy:/in/c; docker cp src/labs dt-copy:/in/e
listed dt-copy:/in

### what links lead to, into it
docker cp -L src/lf dt-copy:/in/a; docker cp -L src/ld dt-copy:/in/b; docker cp -L src/ld dt-copy:/in; docker cp -aL src/ld/. dt-copy:/in/c
listed dt-copy:/in

### with owners, into it
docker cp -a src/d dt-copy:/in/own; docker cp -a src/f dt-copy:/in/fa
listed dt-copy:/in/own; listed dt-copy:/in/fa

### not there, into it
docker cp src/nope dt-copy:/in; docker cp nodir/x dt-copy:/in; docker cp src/f/ dt-copy:/in; docker cp src/f/x dt-copy:/in; docker cp src/f nope:/in
docker cp src/f dt-copy:/nodir/new 2>&1 | grep -v level=error  # docker logs a race of its own

### a pipe and devices into it
mkfifo src/d/p; mknod src/d/null c 1 3; mknod src/d/disk b 7 200
docker cp src/d dt-copy:/in/p; docker cp src/d/null dt-copy:/in/n
listed dt-copy:/in

### archives
docker cp dt-copy:/in/f - | tar xO; docker cp -L dt-copy:/in/ld - | tar t
tar -C src -c . | docker cp - dt-copy:/in/d; tar -C src -c . | docker cp - dt-copy:/in/nodir; tar -C src -c . | docker cp - dt-copy:/in/f
listed dt-copy:/in/d

### archives that are none
echo junk | docker cp - dt-copy:/in
docker cp - dt-copy:/in </dev/null
docker cp dt-copy:/nope -

### sides
docker cp dt-copy:/in/f dt-copy:/x; docker cp src/f out; docker cp '' out; docker cp src/f ''; docker cp : dt-copy:/x; docker cp dt-copy: out; docker cp ./a:b dt-copy:/

### names with a colon, a space, a letter of another script
docker cp dt-copy:/in/f ./a:b; docker cp ./a:b dt-copy:/in
printf x >'ü  ä'; docker cp 'ü  ä' dt-copy:/in; docker cp 'dt-copy:/in/ü  ä' out
ls out; listed 'dt-copy:/in/a:b'

### long names and large files
name=$(printf 'n%.0s' $(seq 150)); mkdir -p $name/$name; echo deep >$name/$name/$name
docker cp $name dt-copy:/deep; docker cp dt-copy:/deep out; cat out/deep/$name/$name
head -c 3000000 /dev/urandom >big; docker cp big dt-copy:/big; docker cp dt-copy:/big big2; cmp big big2

### a folder in the place of a file
mkdir -p out/d/g; docker cp dt-copy:/in/d out
rm -r out/d; echo x >out/d; docker cp dt-copy:/in/d out
tree

### links that lead out
ln -s ../../../../../x src/up
docker cp src dt-copy:/in/sk; docker cp dt-copy:/in/sk out
tree

### saying nothing
docker cp -q dt-copy:/in/f out; docker cp --quiet=false dt-copy:/in/f out

### arguments
docker cp; docker cp a; docker cp a b c; docker cp --nope a b; docker cp -x a b

"""The command table: the spellings, the line of help and the module of every command."""

# one command a line

from __future__ import annotations

from engineclient.cli.table import Entry

NOUNS = {
    "builder": "Work with the build cache",
    "buildx": "Build with BuildKit",
    "buildx history": "Work with the builds that the engine remembers",
    "buildx imagetools": "Look at images in registries",
    "compose": "Run projects of several containers",
    "config": "Work with configs of a swarm",
    "container": "Work with containers",
    "context": "Work with contexts, the named connections to engines",
    "image": "Work with images",
    "manifest": "Work with manifests in registries, and lists of them",
    "network": "Work with networks",
    "node": "Work with nodes of a swarm",
    "plugin": "Work with plugins of the engine",
    "recordings": "Work with recorded conversations",
    "secret": "Work with secrets of a swarm",
    "service": "Work with services of a swarm",
    "stack": "Run services of a swarm that belong together",
    "swarm": "Work with the swarm that the engine belongs to",
    "system": "Work with the engine as a whole",
    "volume": "Work with volumes",
}

FLAGGED = {"compose": "engineclient.commands.compose.group:ComposeGroup"}
"""Nouns with flags of their own before the command's name, and the `module:object` of the group that parses them."""

COMMON = (
    "run",
    "exec",
    "ps",
    "build",
    "pull",
    "push",
    "images",
    "login",
    "logout",
    "search",
    "version",
    "info",
)
"""The commands that the root's help shows first, in this order."""

_ENTRIES = (
    # containers
    Entry(
        "container attach, attach", "Connect this terminal to a running container", "container.attach:attach"
    ),
    Entry(
        "container commit, commit", "Create an image from a container's changes", "container.commit:commit"
    ),
    Entry("container cp, cp", "Copy files between a container and this machine", "container.cp:cp"),
    Entry("container create, create", "Create a container without starting it", "container.run:create"),
    Entry("container diff, diff", "List the files that a container has changed", "container.diff:diff"),
    Entry("container exec, exec", "Run a command in a running container", "container.exec:exec_"),
    Entry(
        "container export, export",
        "Write the file system of a container as a tar archive",
        "container.export:export",
    ),
    Entry("container inspect", "Show the details of one or more containers", "container.inspect:inspect"),
    Entry(
        "container kill, kill", "Send a signal to one or more running containers", "container.lifecycle:kill"
    ),
    Entry("container logs, logs", "Show the output of a container", "container.logs:logs"),
    Entry("container ls, container list, container ps, ps", "List containers", "container.list:ls"),
    Entry(
        "container pause, pause",
        "Pause all processes of one or more containers",
        "container.lifecycle:pause",
    ),
    Entry("container port, port", "List the published ports of a container", "container.port:port"),
    Entry("container prune", "Remove stopped containers", "container.prune:prune"),
    Entry("container rename, rename", "Rename a container", "container.lifecycle:rename"),
    Entry(
        "container restart, restart", "Stop and start one or more containers", "container.lifecycle:restart"
    ),
    Entry("container rm, container remove, rm", "Remove one or more containers", "container.lifecycle:rm"),
    Entry("container run, run", "Create a container from an image and start it", "container.run:run"),
    Entry("container start, start", "Start one or more stopped containers", "container.lifecycle:start"),
    Entry("container stats, stats", "Show the resource usage of containers, live", "container.stats:stats"),
    Entry("container stop, stop", "Stop one or more running containers", "container.lifecycle:stop"),
    Entry("container top, top", "List the processes of a container", "container.top:top"),
    Entry(
        "container unpause, unpause",
        "Resume the paused processes of one or more containers",
        "container.lifecycle:unpause",
    ),
    Entry(
        "container update, update", "Change the limits of one or more containers", "container.update:update"
    ),
    Entry(
        "container wait, wait",
        "Wait until containers stop and print their exit codes",
        "container.lifecycle:wait",
    ),
    # images
    Entry(
        "image build, build, builder build",
        "Build an image from a Dockerfile",
        "image.build:build",
        silent="buildx build",
    ),
    Entry("image history, history", "Show the build steps of an image", "image.history:history"),
    Entry(
        "image import, import", "Create an image from a tar archive of a file system", "image.archive:import_"
    ),
    Entry("image inspect", "Show the details of one or more images", "image.inspect:inspect"),
    Entry("image load, load", "Load images from an archive of `image save`", "image.archive:load"),
    Entry("image ls, image list, images", "List images", "image.list:ls"),
    Entry("image prune", "Remove unused images", "image.prune:prune"),
    Entry("image pull, pull", "Pull an image from a registry", "image.pull:pull"),
    Entry("image push, push", "Push an image to a registry", "image.pull:push"),
    Entry("image rm, image remove, rmi", "Remove one or more images", "image.rm:rm", silent="image rmi"),
    Entry("image save, save", "Write one or more images to an archive", "image.archive:save"),
    Entry("image tag, tag", "Add a name to an image", "image.tag:tag"),
    Entry("search", "Search Docker Hub for images", "image.search:search"),
    # manifests
    Entry("manifest annotate", "Change the platform of a manifest in a local list", "manifest:annotate"),
    Entry("manifest create", "Make a local list of manifests for several platforms", "manifest:create"),
    Entry("manifest inspect", "Show the manifest of an image, or a list of manifests", "manifest:inspect"),
    Entry("manifest push", "Push a local list to a registry", "manifest:push"),
    Entry("manifest rm", "Remove one or more local lists", "manifest:rm"),
    # networks
    Entry("network connect", "Connect a container to a network", "network:connect"),
    Entry("network create", "Create a network", "network:create"),
    Entry("network disconnect", "Disconnect a container from a network", "network:disconnect"),
    Entry("network inspect", "Show the details of one or more networks", "network:inspect"),
    Entry("network ls, network list", "List networks", "network:ls"),
    Entry("network prune", "Remove unused networks", "network:prune"),
    Entry("network rm, network remove", "Remove one or more networks", "network:rm"),
    # plugins
    Entry("plugin create", "Create a plugin from a directory", "plugin.registry:create"),
    Entry("plugin disable", "Disable a plugin", "plugin.installed:disable"),
    Entry("plugin enable", "Enable a plugin", "plugin.installed:enable"),
    Entry("plugin inspect", "Show the details of one or more plugins", "plugin.installed:inspect"),
    Entry("plugin install", "Install a plugin from a registry", "plugin.registry:install"),
    Entry("plugin ls, plugin list", "List plugins", "plugin.installed:ls"),
    Entry("plugin push", "Push a plugin to a registry", "plugin.registry:push"),
    Entry("plugin rm, plugin remove", "Remove one or more plugins", "plugin.installed:rm"),
    Entry("plugin set", "Change the settings of a plugin", "plugin.installed:set_"),
    Entry("plugin upgrade", "Upgrade a plugin to another version", "plugin.registry:upgrade"),
    # a swarm
    Entry("config create", "Create a config", "config:create"),
    Entry("config inspect", "Show the details of one or more configs", "config:inspect"),
    Entry("config ls, config list", "List configs", "config:ls"),
    Entry("config rm, config remove", "Remove one or more configs", "config:rm"),
    Entry("node demote", "Demote one or more managers to workers", "node:demote"),
    Entry("node inspect", "Show the details of one or more nodes", "node:inspect"),
    Entry("node ls, node list", "List the nodes of the swarm", "node:ls"),
    Entry("node promote", "Promote one or more nodes to managers", "node:promote"),
    Entry("node ps", "List the tasks of one or more nodes", "node:ps"),
    Entry("node rm, node remove", "Remove one or more nodes from the swarm", "node:rm"),
    Entry("node update", "Change a node", "node:update"),
    Entry("secret create", "Create a secret", "secret:create"),
    Entry("secret inspect", "Show the details of one or more secrets", "secret:inspect"),
    Entry("secret ls, secret list", "List secrets", "secret:ls"),
    Entry("swarm ca", "Show or rotate the certificate authority of the swarm", "swarm.settings:ca"),
    Entry("swarm init", "Create a swarm", "swarm.membership:init"),
    Entry("swarm join", "Join a swarm", "swarm.membership:join"),
    Entry("swarm join-token", "Show or rotate the join tokens", "swarm.membership:join_token"),
    Entry("swarm leave", "Leave the swarm", "swarm.membership:leave"),
    Entry("swarm unlock", "Unlock this manager", "swarm.unlocking:unlock"),
    Entry("swarm unlock-key", "Show or rotate the key that unlocks managers", "swarm.unlocking:unlock_key"),
    Entry("swarm update", "Change the settings of the swarm", "swarm.settings:update"),
    Entry("secret rm, secret remove", "Remove one or more secrets", "secret:rm"),
    Entry("service create", "Create a service", "service.create:create"),
    Entry("service inspect", "Show the details of one or more services", "service.inspect:inspect"),
    Entry("service logs", "Show the output of a service's tasks", "service.logs:logs"),
    Entry("service ls, service list", "List services", "service.list:ls"),
    Entry("service ps", "List the tasks of one or more services", "service.list:ps"),
    Entry("service rm, service remove", "Remove one or more services", "service.list:rm"),
    Entry("service rollback", "Return to the definition before the last update", "service.update:rollback"),
    Entry("service scale", "Change the number of tasks of one or more services", "service.update:scale"),
    Entry("service update", "Change a service", "service.update:update"),
    Entry("stack config", "Print the stack that files make", "stack.config:config"),
    Entry("stack deploy, stack up", "Create or update a stack", "stack.deploy:deploy"),
    Entry("stack ls, stack list", "List stacks", "stack.list:ls"),
    Entry("stack ps", "List the tasks of a stack", "stack.list:ps"),
    Entry("stack rm, stack remove, stack down", "Remove one or more stacks", "stack.list:rm"),
    Entry("stack services", "List the services of a stack", "stack.list:services"),
    # volumes
    Entry("volume create", "Create a volume", "volume:create"),
    Entry("volume inspect", "Show the details of one or more volumes", "volume:inspect"),
    Entry("volume ls, volume list", "List volumes", "volume:ls"),
    Entry("volume prune", "Remove unused volumes", "volume:prune"),
    Entry("volume rm, volume remove", "Remove one or more volumes", "volume:rm"),
    Entry("volume update", "Change a volume (cluster volumes only)", "volume:update"),
    # contexts
    Entry("context create", "Create a context", "context.create:create"),
    Entry(
        "context export",
        "Write a context to a tar archive FILE, or to standard output",
        "context.archive:export",
    ),
    Entry(
        "context import",
        "Create a context from a tar or zip file",
        "context.archive:import_",
    ),
    Entry(
        "context inspect",
        "Show the details of one or more contexts",
        "context.inspect:inspect",
    ),
    Entry("context ls, context list", "List contexts", "context.ls:ls"),
    Entry("context rm, context remove", "Remove one or more contexts", "context.current:rm"),
    Entry("context show", "Print the name of the context in use", "context.current:show"),
    Entry("context update", "Change a context", "context.create:update"),
    Entry(
        "context use",
        "Set the default context",
        "context.current:use",
    ),
    # projects
    Entry(
        "compose attach",
        "Connect this terminal to a running container of a service",
        "compose.container:attach",
    ),
    Entry(
        "compose commit",
        "Make an image of what a container of a service has changed",
        "compose.container:commit",
    ),
    Entry("compose cp", "Copy files between containers of a service and this machine", "compose.copy:cp"),
    Entry("compose events", "Print what happens to the containers of a project", "compose.events:events"),
    Entry(
        "compose export",
        "Write the file system of a container of a service as a tar archive",
        "compose.container:export",
    ),
    Entry("compose push", "Put the images of services that are built into registries", "compose.push:push"),
    Entry("compose scale", "Have as many containers of services", "compose.up:scale"),
    Entry("compose stats", "Show what the containers of a project use", "compose.stats:stats"),
    Entry("compose volumes", "List the volumes of a project", "compose.volumes:volumes"),
    Entry("compose build", "Build the images of services", "compose.build:build"),
    Entry("compose create", "Create the containers of services", "compose.up:create"),
    Entry("compose down", "Stop and remove the containers and networks of a project", "compose.down:down"),
    Entry("compose exec", "Run one more command in a running container of a service", "compose.exec:exec_"),
    Entry("compose graph", "Print a project as a Mermaid graph", "compose.graph:graph"),
    Entry("compose images", "List the images of the containers", "compose.look:images"),
    Entry("compose kill", "Send a signal to the containers of services", "compose.lifecycle:kill"),
    Entry("compose logs", "Show what the containers of services have printed", "compose.logs:logs"),
    Entry("compose ls", "List projects", "compose.look:ls"),
    Entry("compose pause", "Freeze the processes of services", "compose.lifecycle:pause"),
    Entry("compose plan", "Show what up would do, and why", "compose.plan:plan"),
    Entry("compose port", "Print where a port of a service is published", "compose.look:port"),
    Entry("compose ps", "List the containers of a project", "compose.ps:ps"),
    Entry("compose pull", "Pull the images of services", "compose.pull:pull"),
    Entry("compose restart", "Restart the containers of services", "compose.lifecycle:restart"),
    Entry("compose rm", "Remove the stopped containers of services", "compose.lifecycle:rm"),
    Entry("compose run", "Run a command in a new container of a service", "compose.run:run"),
    Entry("compose start", "Start the containers of services that exist", "compose.lifecycle:start"),
    Entry("compose stop", "Stop the containers of services", "compose.lifecycle:stop"),
    Entry("compose top", "Show the processes of services", "compose.look:top"),
    Entry("compose unpause", "Let the frozen processes of services go on", "compose.lifecycle:unpause"),
    Entry("compose up", "Create and start the containers of services", "compose.up:up"),
    Entry("compose wait", "Wait until containers of services end", "compose.look:wait"),
    Entry("compose watch", "Bring changes of files into running containers", "compose.watch:watch"),
    Entry("compose config", "Print the project as compose understands it", "compose.config:config"),
    Entry("compose version", "Show the version of compose that is followed", "compose.version:version"),
    # observing the engine
    Entry("explain", "Explain a recorded conversation, without an engine", "recordings.explain:explain"),
    Entry(
        "tour",
        "Learn, in chapters, which requests commands send and what the engine does with them",
        "recordings.tour:tour",
    ),
    Entry(
        "completion",
        "Print the script that completes command lines in a shell",
        "shell_completion:completion",
    ),
    # recordings
    Entry("record", "Record the conversation of a command with the engine", "recordings.record:record"),
    Entry(
        "proxy",
        "Serve a socket in front of the engine, to observe or restrict other clients",
        "recordings.proxy:proxy",
    ),
    Entry(
        "recordings check",
        "Run recorded commands again, and grade the differences",
        "recordings.check:check",
    ),
    Entry(
        "recordings diff",
        "Grade the differences of two recordings, or of all of two engines",
        "recordings.check:diff",
    ),
    Entry("recordings ls, recordings list", "List recordings", "recordings.library:ls"),
    Entry("recordings show", "List the events of a recording", "recordings.library:show"),
    Entry(
        "session",
        "Start a shell whose clients are recorded, and save a page and a recording",
        "recordings.proxy:session",
    ),
    Entry("web", "Show recordings and live traffic in a browser", "recordings.proxy:web"),
    Entry("replay", "Play the engine's part of a recording to a command", "recordings.record:replay"),
    # the engine as a whole
    Entry("builder du, buildx du", "Show what the build cache takes of the disk", "image.builder_du:du"),
    Entry(
        "buildx imagetools inspect",
        "Show what a registry has of an image, without pulling it",
        "buildx.imagetools:inspect",
    ),
    Entry("buildx history ls", "List the builds that the engine remembers", "buildx.history:ls"),
    Entry("buildx history rm", "Let the engine forget builds", "buildx.history:rm"),
    Entry("buildx inspect", "Show the details of the engine's builder", "buildx.builders:inspect"),
    Entry("buildx ls", "List the engine's builder", "buildx.builders:ls"),
    Entry("buildx prune", "Remove build cache, and show what is removed", "buildx.prune:prune"),
    Entry("buildx version", "Show the version of buildx that is followed", "buildx.builders:version"),
    Entry("builder history", "List the builds that BuildKit remembers", "image.builder_du:history"),
    Entry("builder prune", "Remove the build cache", "image.prune:builder_prune"),
    Entry(
        "builder report",
        "Show cache hits, misses and average times of builds",
        "image.builder_report:report",
    ),
    Entry(
        "doctor",
        "Diagnose this machine, the engine, the registries, containers and images",
        "system.doctor:doctor",
    ),
    Entry("inspect", "Show the details of objects of any kind", "system.inspect:inspect"),
    Entry("login", "Log in to a registry", "registry:login"),
    Entry("logout", "Log out from a registry", "registry:logout"),
    Entry(
        "system dial-stdio",
        "Copy standard input and output to and from the engine, for ssh://",
        "system.dial_stdio:dial_stdio",
    ),
    Entry("system df", "Show the disk usage of images, containers, volumes and build cache", "system.df:df"),
    Entry("system events, events", "Print the engine's events as they happen", "system.events:events"),
    Entry("system info, info", "Show the state and the settings of the engine", "system.info:info"),
    Entry("system prune", "Remove unused objects of all kinds", "system.prune:prune"),
    Entry("version", "Show the versions of this client and of the engine", "system.version:version"),
)

TABLE: tuple[Entry, ...] = tuple(
    Entry(names, summary, f"{__package__}.{where}", silent) for names, summary, where, silent in _ENTRIES
)

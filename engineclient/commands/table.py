"""The command table: the spellings, the line of help and the module of every command."""

# one command a line

from __future__ import annotations

from engineclient.cli.table import Entry

NOUNS = {
    "builder": "Work with the build cache",
    "buildx": "Build with BuildKit",
    "buildx history": "Work with the builds in the history of the engine",
    "buildx imagetools": "Work with images in registries",
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

_BUILDX = "engineclient.commands.buildx.group:BuildxGroup"
FLAGGED = {
    "buildx": _BUILDX,
    "buildx history": _BUILDX,
    "buildx imagetools": _BUILDX,
    "compose": "engineclient.commands.compose.group:ComposeGroup",
    "stack": "engineclient.commands.stack.group:StackGroup",
}
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


def _entry(names: str, summary: str, where: str, silent: str = "") -> Entry:
    return Entry(names, summary, f"{__package__}.{where}", silent)


TABLE: tuple[Entry, ...] = (
    # containers
    _entry(
        "container attach, attach", "Connect this terminal to a running container", "container.attach:attach"
    ),
    _entry(
        "container commit, commit", "Create an image from a container's changes", "container.commit:commit"
    ),
    _entry("container cp, cp", "Copy files between a container and this machine", "container.cp:cp"),
    _entry("container create, create", "Create a container without starting it", "container.run:create"),
    _entry("container diff, diff", "List the files that a container has changed", "container.diff:diff"),
    _entry("container exec, exec", "Run a command in a running container", "container.exec:exec_"),
    _entry(
        "container export, export",
        "Write the file system of a container as a tar archive",
        "container.export:export",
    ),
    _entry("container inspect", "Show the details of one or more containers", "container.inspect:inspect"),
    _entry(
        "container kill, kill", "Send a signal to one or more running containers", "container.lifecycle:kill"
    ),
    _entry("container logs, logs", "Show the output of a container", "container.logs:logs"),
    _entry("container ls, container list, container ps, ps", "List containers", "container.list:ls"),
    _entry(
        "container pause, pause",
        "Pause all processes of one or more containers",
        "container.lifecycle:pause",
    ),
    _entry("container port, port", "List the published ports of a container", "container.port:port"),
    _entry("container prune", "Remove stopped containers", "container.prune:prune"),
    _entry("container rename, rename", "Rename a container", "container.lifecycle:rename"),
    _entry(
        "container restart, restart", "Stop and start one or more containers", "container.lifecycle:restart"
    ),
    _entry("container rm, container remove, rm", "Remove one or more containers", "container.lifecycle:rm"),
    _entry("container run, run", "Create a container from an image and start it", "container.run:run"),
    _entry("container start, start", "Start one or more stopped containers", "container.lifecycle:start"),
    _entry("container stats, stats", "Show the resource usage of containers, live", "container.stats:stats"),
    _entry("container stop, stop", "Stop one or more running containers", "container.lifecycle:stop"),
    _entry("container top, top", "List the processes of a container", "container.top:top"),
    _entry(
        "container unpause, unpause",
        "Resume the paused processes of one or more containers",
        "container.lifecycle:unpause",
    ),
    _entry(
        "container update, update", "Change the limits of one or more containers", "container.update:update"
    ),
    _entry(
        "container wait, wait",
        "Wait until containers stop and print their exit codes",
        "container.lifecycle:wait",
    ),
    # images
    _entry(
        "image build, build, builder build",
        "Build an image from a Dockerfile",
        "image.build:build",
        silent="buildx build",
    ),
    _entry("image history, history", "Show the build steps of an image", "image.history:history"),
    _entry(
        "image import, import", "Create an image from a tar archive of a file system", "image.archive:import_"
    ),
    _entry("image inspect", "Show the details of one or more images", "image.inspect:inspect"),
    _entry("image load, load", "Load images from an archive of `image save`", "image.archive:load"),
    _entry("image ls, image list, images", "List images", "image.list:ls"),
    _entry("image prune", "Remove unused images", "image.prune:prune"),
    _entry("image pull, pull", "Pull an image from a registry", "image.pull:pull"),
    _entry("image push, push", "Push an image to a registry", "image.pull:push"),
    _entry("image rm, image remove, rmi", "Remove one or more images", "image.rm:rm", silent="image rmi"),
    _entry("image save, save", "Write one or more images to an archive", "image.archive:save"),
    _entry("image tag, tag", "Add a name to an image", "image.tag:tag"),
    _entry("search", "Search Docker Hub for images", "image.search:search"),
    # manifests
    _entry("manifest annotate", "Change the platform of a manifest in a local list", "manifest:annotate"),
    _entry("manifest create", "Make a local list of manifests for several platforms", "manifest:create"),
    _entry("manifest inspect", "Show the manifest of an image, or a list of manifests", "manifest:inspect"),
    _entry("manifest push", "Push a local list to a registry", "manifest:push"),
    _entry("manifest rm", "Remove one or more local lists", "manifest:rm"),
    # networks
    _entry("network connect", "Connect a container to a network", "network:connect"),
    _entry("network create", "Create a network", "network:create"),
    _entry("network disconnect", "Disconnect a container from a network", "network:disconnect"),
    _entry("network inspect", "Show the details of one or more networks", "network:inspect"),
    _entry("network ls, network list", "List networks", "network:ls"),
    _entry("network prune", "Remove unused networks", "network:prune"),
    _entry("network rm, network remove", "Remove one or more networks", "network:rm"),
    # plugins
    _entry("plugin create", "Create a plugin from a directory", "plugin.registry:create"),
    _entry("plugin disable", "Disable a plugin", "plugin.installed:disable"),
    _entry("plugin enable", "Enable a plugin", "plugin.installed:enable"),
    _entry("plugin inspect", "Show the details of one or more plugins", "plugin.installed:inspect"),
    _entry("plugin install", "Install a plugin from a registry", "plugin.registry:install"),
    _entry("plugin ls, plugin list", "List plugins", "plugin.installed:ls"),
    _entry("plugin push", "Push a plugin to a registry", "plugin.registry:push"),
    _entry("plugin rm, plugin remove", "Remove one or more plugins", "plugin.installed:rm"),
    _entry("plugin set", "Change the settings of a plugin", "plugin.installed:set_"),
    _entry("plugin upgrade", "Upgrade a plugin to another version", "plugin.registry:upgrade"),
    # a swarm
    _entry("config create", "Create a config", "config:create"),
    _entry("config inspect", "Show the details of one or more configs", "config:inspect"),
    _entry("config ls, config list", "List configs", "config:ls"),
    _entry("config rm, config remove", "Remove one or more configs", "config:rm"),
    _entry("node demote", "Demote one or more managers to workers", "node:demote"),
    _entry("node inspect", "Show the details of one or more nodes", "node:inspect"),
    _entry("node ls, node list", "List the nodes of the swarm", "node:ls"),
    _entry("node promote", "Promote one or more nodes to managers", "node:promote"),
    _entry("node ps", "List the tasks of one or more nodes", "node:ps"),
    _entry("node rm, node remove", "Remove one or more nodes from the swarm", "node:rm"),
    _entry("node update", "Change a node", "node:update"),
    _entry("secret create", "Create a secret", "secret:create"),
    _entry("secret inspect", "Show the details of one or more secrets", "secret:inspect"),
    _entry("secret ls, secret list", "List secrets", "secret:ls"),
    _entry("swarm ca", "Show or rotate the certificate authority of the swarm", "swarm.settings:ca"),
    _entry("swarm init", "Create a swarm", "swarm.membership:init"),
    _entry("swarm join", "Join a swarm", "swarm.membership:join"),
    _entry("swarm join-token", "Show or rotate the join tokens", "swarm.membership:join_token"),
    _entry("swarm leave", "Leave the swarm", "swarm.membership:leave"),
    _entry("swarm unlock", "Unlock this manager", "swarm.unlocking:unlock"),
    _entry("swarm unlock-key", "Show or rotate the key that unlocks managers", "swarm.unlocking:unlock_key"),
    _entry("swarm update", "Change the settings of the swarm", "swarm.settings:update"),
    _entry("secret rm, secret remove", "Remove one or more secrets", "secret:rm"),
    _entry("service create", "Create a service", "service.create:create"),
    _entry("service inspect", "Show the details of one or more services", "service.inspect:inspect"),
    _entry("service logs", "Show the output of a service's tasks", "service.logs:logs"),
    _entry("service ls, service list", "List services", "service.list:ls"),
    _entry("service ps", "List the tasks of one or more services", "service.ps:ps"),
    _entry("service rm, service remove", "Remove one or more services", "service.remove:rm"),
    _entry("service rollback", "Return to the definition before the last update", "service.update:rollback"),
    _entry("service scale", "Change the number of tasks of one or more services", "service.update:scale"),
    _entry("service update", "Change a service", "service.update:update"),
    _entry("stack config", "Print the stack that files make", "stack.config:config"),
    _entry("stack deploy, stack up", "Create or update a stack", "stack.deploy:deploy"),
    _entry("stack ls, stack list", "List stacks", "stack.list:ls"),
    _entry("stack ps", "List the tasks of a stack", "stack.list:ps"),
    _entry("stack rm, stack remove, stack down", "Remove one or more stacks", "stack.list:rm"),
    _entry("stack services", "List the services of a stack", "stack.list:services"),
    # volumes
    _entry("volume create", "Create a volume", "volume:create"),
    _entry("volume inspect", "Show the details of one or more volumes", "volume:inspect"),
    _entry("volume ls, volume list", "List volumes", "volume:ls"),
    _entry("volume prune", "Remove unused volumes", "volume:prune"),
    _entry("volume rm, volume remove", "Remove one or more volumes", "volume:rm"),
    _entry("volume update", "Change a volume (cluster volumes only)", "volume:update"),
    # contexts
    _entry("context create", "Create a context", "context.create:create"),
    _entry(
        "context export",
        "Write a context to a tar archive FILE, or to standard output",
        "context.archive:export",
    ),
    _entry(
        "context import",
        "Create a context from a tar or zip file",
        "context.archive:import_",
    ),
    _entry(
        "context inspect",
        "Show the details of one or more contexts",
        "context.inspect:inspect",
    ),
    _entry("context ls, context list", "List contexts", "context.ls:ls"),
    _entry("context rm, context remove", "Remove one or more contexts", "context.current:rm"),
    _entry("context show", "Print the name of the context in use", "context.current:show"),
    _entry("context update", "Change a context", "context.create:update"),
    _entry(
        "context use",
        "Set the default context",
        "context.current:use",
    ),
    # projects
    _entry(
        "compose attach",
        "Connect this terminal to a running container of a service",
        "compose.container:attach",
    ),
    _entry(
        "compose commit",
        "Make an image from the changes in a container of a service",
        "compose.container:commit",
    ),
    _entry("compose cp", "Copy files between containers of a service and this machine", "compose.copy:cp"),
    _entry("compose events", "Print the events of the containers of a project", "compose.events:events"),
    _entry(
        "compose export",
        "Write the file system of a container of a service as a tar archive",
        "compose.container:export",
    ),
    _entry("compose push", "Push the images that services build to their registries", "compose.push:push"),
    _entry("compose scale", "Change the number of containers of services", "compose.up:scale"),
    _entry(
        "compose stats", "Show the CPU, memory, network and disk use of containers", "compose.stats:stats"
    ),
    _entry("compose volumes", "List the volumes of a project", "compose.volumes:volumes"),
    _entry("compose build", "Build the images of services", "compose.build:build"),
    _entry("compose create", "Create the containers of services", "compose.up:create"),
    _entry("compose down", "Stop and remove the containers and networks of a project", "compose.down:down"),
    _entry("compose exec", "Run a command in a running container of a service", "compose.exec:exec_"),
    _entry("compose graph", "Print a project as a Mermaid graph", "compose.graph:graph"),
    _entry("compose images", "List the images of the containers", "compose.look:images"),
    _entry("compose kill", "Send a signal to the containers of services", "compose.lifecycle:kill"),
    _entry("compose logs", "Show the output of the containers of services", "compose.logs:logs"),
    _entry("compose ls", "List projects", "compose.look:ls"),
    _entry("compose pause", "Pause the processes of services", "compose.lifecycle:pause"),
    _entry("compose plan", "Show what 'up' would do, and why", "compose.plan:plan"),
    _entry("compose port", "Print where a port of a service is published", "compose.look:port"),
    _entry("compose ps", "List the containers of a project", "compose.ps:ps"),
    _entry("compose publish", "Publish the files of a project in a registry", "compose.publish:publish"),
    _entry("compose pull", "Pull the images of services", "compose.pull:pull"),
    _entry("compose restart", "Restart the containers of services", "compose.lifecycle:restart"),
    _entry("compose rm", "Remove the stopped containers of services", "compose.lifecycle:rm"),
    _entry("compose run", "Run a command in a new container of a service", "compose.run:run"),
    _entry("compose start", "Start the existing containers of services", "compose.lifecycle:start"),
    _entry("compose stop", "Stop the containers of services", "compose.lifecycle:stop"),
    _entry("compose top", "Show the processes of services", "compose.look:top"),
    _entry("compose unpause", "Resume the paused processes of services", "compose.lifecycle:unpause"),
    _entry("compose up", "Create and start the containers of services", "compose.up:up"),
    _entry("compose wait", "Wait until containers of services exit", "compose.look:wait"),
    _entry(
        "compose watch", "Watch files, and update running containers when they change", "compose.watch:watch"
    ),
    _entry(
        "compose config", "Check the compose files, and print the resulting project", "compose.config:config"
    ),
    _entry(
        "compose version",
        "Show the version of Docker Compose that this program follows",
        "compose.version:version",
    ),
    # observing the engine
    _entry("explain", "Explain a recorded conversation, without an engine", "recordings.explain:explain"),
    _entry(
        "tour",
        "Learn, in chapters, which requests commands send and what the engine does with them",
        "recordings.tour:tour",
    ),
    _entry(
        "completion",
        "Print the script that completes command lines in a shell",
        "shell_completion:completion",
    ),
    # recordings
    _entry("record", "Record the conversation of a command with the engine", "recordings.record:record"),
    _entry(
        "proxy",
        "Serve a socket in front of the engine, to observe or restrict other clients",
        "recordings.proxy:proxy",
    ),
    _entry(
        "recordings check",
        "Run recorded commands again, and grade the differences",
        "recordings.check:check",
    ),
    _entry(
        "recordings diff",
        "Grade the differences of two recordings, or of all of two engines",
        "recordings.check:diff",
    ),
    _entry("recordings ls, recordings list", "List recordings", "recordings.library:ls"),
    _entry("recordings show", "List the events of a recording", "recordings.library:show"),
    _entry(
        "session",
        "Start a shell whose clients are recorded, and save a page and a recording",
        "recordings.proxy:session",
    ),
    _entry("web", "Show recordings and live traffic in a browser", "recordings.proxy:web"),
    _entry("replay", "Play the engine's part of a recording to a command", "recordings.record:replay"),
    # the engine as a whole
    _entry("builder du, buildx du", "Show the disk usage of the build cache", "image.builder_du:du"),
    _entry(
        "buildx imagetools create",
        "Add a name to an image in a registry, or combine images to an index",
        "buildx.imagetools_create:create",
    ),
    _entry(
        "buildx imagetools inspect",
        "Show an image in a registry, without pulling it",
        "buildx.imagetools:inspect",
    ),
    _entry(
        "buildx history export",
        "Write builds with their logs and traces to a file for Docker Desktop",
        "buildx.history_export:export",
        silent="builder history export",
    ),
    _entry(
        "buildx history import",
        "Import builds into Docker Desktop",
        "buildx.desktop:import_builds",
        silent="builder history import",
    ),
    _entry(
        "buildx history inspect",
        "Show the details of a build",
        "buildx.history_inspect:inspect",
        silent="builder history inspect",
    ),
    _entry(
        "buildx history inspect attachment",
        "Print an attachment of a build",
        "buildx.history_inspect:attachment",
    ),
    _entry(
        "buildx history logs",
        "Show the output and the durations of a build",
        "buildx.history_logs:logs",
        silent="builder history logs",
    ),
    _entry(
        "buildx history ls",
        "List the builds in the engine's history",
        "buildx.history:ls",
        silent="builder history ls",
    ),
    _entry(
        "buildx history open",
        "Show a build in Docker Desktop",
        "buildx.desktop:open_build",
        silent="builder history open",
    ),
    _entry(
        "buildx history rm",
        "Remove builds from the engine's history",
        "buildx.history:rm",
        silent="builder history rm",
    ),
    _entry(
        "buildx inspect", "Show the details of a builder", "buildx.builders:inspect", silent="builder inspect"
    ),
    _entry("buildx ls", "List the builders", "buildx.builders:ls", silent="builder ls"),
    _entry("buildx prune", "Remove build cache, and show the removed records", "buildx.prune:prune"),
    _entry(
        "buildx use",
        "Choose the builder (only that of the context in use)",
        "buildx.builders:use",
        silent="builder use",
    ),
    _entry(
        "buildx version",
        "Show the version of buildx that minidocker follows",
        "buildx.builders:version",
        silent="builder version",
    ),
    _entry("builder history", "List the past builds of BuildKit", "image.builder_du:history"),
    _entry("builder prune", "Remove the build cache", "image.prune:builder_prune"),
    _entry(
        "builder report",
        "Show cache hits, misses and average times of builds",
        "image.builder_report:report",
    ),
    _entry(
        "doctor",
        "Diagnose this machine, the engine, the registries, containers and images",
        "system.doctor:doctor",
    ),
    _entry("inspect", "Show the details of objects of any kind", "system.inspect:inspect"),
    _entry("login", "Log in to a registry", "registry:login"),
    _entry("logout", "Log out from a registry", "registry:logout"),
    _entry(
        "system dial-stdio",
        "Copy standard input and output to and from the engine, for ssh://",
        "system.dial_stdio:dial_stdio",
    ),
    _entry("system df", "Show the disk usage of images, containers, volumes and build cache", "system.df:df"),
    _entry("system events, events", "Print the engine's events as they happen", "system.events:events"),
    _entry("system info, info", "Show the state and the settings of the engine", "system.info:info"),
    _entry("system prune", "Remove unused objects of all kinds", "system.prune:prune"),
    _entry("version", "Show the versions of this client and of the engine", "system.version:version"),
)

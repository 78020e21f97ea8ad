"""The resources of a service's containers: the part of HostConfig about processors, memory and devices."""

from __future__ import annotations

from engineclient.compose.gotext import float32
from engineclient.compose.model import DeviceRequest, Service
from engineclient.options.values.json_object import JsonObject


def resources(service: Service) -> JsonObject:
    """The fields of HostConfig about resources; limits in `deploy` take precedence over the older keys of a service."""
    deploy = service.deploy.resources if service.deploy else None
    limits = deploy.limits if deploy else None
    reservations = deploy.reservations if deploy else None
    blkio = service.blkio_config
    cpus = limits.cpus if limits and limits.cpus else service.cpus
    pids = limits.pids if limits and limits.pids > 0 else service.pids_limit
    requests = [_request(each) for each in (reservations.devices if reservations else ())]
    mappings: list[JsonObject] = []
    qualified: list[str] = []
    for device in service.devices:
        if device.source == device.target and _is_qualified(device.source):
            qualified.append(device.source)
            continue
        mappings.append(
            {
                "PathOnHost": device.source,
                "PathInContainer": device.target,
                "CgroupPermissions": device.permissions,
            }
        )
    if qualified:
        requests.append(
            {"Driver": "cdi", "Count": 0, "DeviceIDs": qualified, "Capabilities": None, "Options": None}
        )
    requests += [_request(each, "gpu") for each in service.gpus]

    def throttles(name: str) -> list[JsonObject] | None:
        found = getattr(blkio, name) if blkio else ()
        return [{"Path": each.path, "Rate": each.rate} for each in found] or None

    weights = [{"Path": each.path, "Weight": each.weight} for each in (blkio.weight_device if blkio else ())]
    return {
        "CpuShares": service.cpu_shares,
        "Memory": limits.memory if limits and limits.memory else service.mem_limit,
        "NanoCpus": int(float32(cpus * 1e9)),
        "CgroupParent": service.cgroup_parent,
        "BlkioWeight": blkio.weight if blkio else 0,
        "BlkioWeightDevice": weights or None,
        "BlkioDeviceReadBps": throttles("device_read_bps"),
        "BlkioDeviceWriteBps": throttles("device_write_bps"),
        "BlkioDeviceReadIOps": throttles("device_read_iops"),
        "BlkioDeviceWriteIOps": throttles("device_write_iops"),
        "CpuPeriod": service.cpu_period,
        "CpuQuota": service.cpu_quota,
        "CpuRealtimePeriod": service.cpu_rt_period,
        "CpuRealtimeRuntime": service.cpu_rt_runtime,
        "CpusetCpus": service.cpuset,
        "CpusetMems": "",
        "Devices": mappings or None,
        "DeviceCgroupRules": list(service.device_cgroup_rules) or None,
        "DeviceRequests": requests or None,
        "MemoryReservation": reservations.memory
        if reservations and reservations.memory
        else service.mem_reservation,
        "MemorySwap": service.memswap_limit,
        "MemorySwappiness": service.mem_swappiness or None,
        "OomKillDisable": service.oom_kill_disable,
        "PidsLimit": pids or None,
        "Ulimits": [
            {"Name": name, "Hard": each.hard or each.single, "Soft": each.soft or each.single}
            for name, each in sorted(service.ulimits.items())
        ]
        or None,
        "CpuCount": service.cpu_count,
        "CpuPercent": int(float32(service.cpu_percent * 100)),
        "IOMaximumIOps": 0,
        "IOMaximumBandwidth": 0,
    }


def _request(request: DeviceRequest, *capabilities: str) -> JsonObject:
    return {
        "Driver": request.driver,
        "Count": request.count,
        "DeviceIDs": list(request.device_ids) or None,
        "Capabilities": [[*request.capabilities, *capabilities] or None],
        "Options": dict(request.options) or None,
    }


def _is_qualified(name: str) -> bool:
    """Whether a device is named as in the Container Device Interface: `vendor/class=device`."""
    kind, equals, device = name.partition("=")
    vendor, slash, of = kind.partition("/")
    return bool(equals and slash and vendor and of and device) and not name.startswith("/")

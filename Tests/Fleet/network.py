"""Hosts of their own on one machine: a network namespace each, on one bridge, that can be cut off and put back."""

import os
import subprocess


def run(*command: str, check: bool = True) -> subprocess.CompletedProcess:
    return subprocess.run(command, check=check, capture_output=True, text=True)


class Host:
    def __init__(self, network: "Network", name: str, number: int):
        self.space = f"{network.prefix}-{name}"
        self.wire = f"{network.prefix}{number}"
        self.address = f"10.77.{network.number}.{number}"
        self.network = network.prefix
        run("ip", "netns", "add", self.space)
        run("ip", "link", "add", self.wire, "type", "veth", "peer", "name", "eth0", "netns", self.space)
        run("ip", "link", "set", self.wire, "netns", f"{network.prefix}-hub")
        run("ip", "-n", f"{network.prefix}-hub", "link", "set", self.wire, "master", "hub", "up")
        run("ip", "-n", self.space, "addr", "add", f"{self.address}/24", "dev", "eth0")
        run("ip", "-n", self.space, "link", "set", "lo", "up")
        run("ip", "-n", self.space, "link", "set", "eth0", "up")

    def inside(self, command: list[str]) -> list[str]:
        return ["ip", "netns", "exec", self.space, *command]

    def cut(self):
        """No packet goes out or in, and nobody is told."""
        run("ip", "-n", f"{self.network}-hub", "link", "set", self.wire, "down")

    def join(self):
        run("ip", "-n", f"{self.network}-hub", "link", "set", self.wire, "up")


class Network:
    def __init__(self):
        self.number = os.getpid() % 200 + 20
        self.prefix = f"if{self.number}"
        self.hosts: list[Host] = []
        run("ip", "netns", "add", f"{self.prefix}-hub")
        run("ip", "-n", f"{self.prefix}-hub", "link", "add", "hub", "type", "bridge")
        run("ip", "-n", f"{self.prefix}-hub", "link", "set", "hub", "up")

    def host(self, name: str) -> Host:
        host = Host(self, name, len(self.hosts) + 1)
        self.hosts.append(host)
        return host

    def close(self):
        for host in self.hosts:
            run("ip", "netns", "del", host.space, check=False)
        run("ip", "netns", "del", f"{self.prefix}-hub", check=False)

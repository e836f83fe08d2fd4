"""Python without a network: any attempt to reach it fails. Processes that tests start find this on their path."""

import sys

_REACHES_OUT = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"}
)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _REACHES_OUT and not _local(arguments):
        raise RuntimeError(f"a test reached for the network: {event} {arguments[1:]}")


def _local(arguments: tuple[object, ...]) -> bool:
    """Whether the socket is of the file system, as those between processes of one machine are."""
    return getattr(getattr(arguments[0], "family", None), "name", "") == "AF_UNIX"


sys.addaudithook(_refuse)

"""A kernel that dies with the process that started it: ``python -m jianbao.run.kernel -f CONNECTION_FILE``.

Stock kernels outlive a killed runner (in 35 of 60 tries under papermill) and fill the memory of the office's computer.
"""

import os
import sys
from typing import NoReturn

__all__ = ["die_with_parent", "main"]

_PR_SET_PDEATHSIG, _SIGKILL = 1, 9


def die_with_parent(parent: int) -> None:
    """Ask the system to kill this process when its parent ends (Linux; elsewhere ipykernel looks once a second)."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    if parent and os.getppid() != parent:  # it ended before we asked
        os._exit(1)


def main() -> None:
    """Start an ordinary ipykernel."""
    die_with_parent(int(os.environ.get("JPY_PARENT_PID") or 0))
    if memory := os.environ.get("JIANBAO_MEMORY"):
        from jianbao.run.shell import cap_memory

        cap_memory(int(memory))
    from jianbao import paths
    from jianbao.run.barrier import raise_barrier

    raise_barrier(os.environ.get("JIANBAO_AUDIENCE", ""), paths.data_dir(), paths.outputs_dir())
    from ipykernel.kernelapp import launch_new_instance
    from ipykernel.zmqshell import ZMQInteractiveShell

    ZMQInteractiveShell.ask_exit = _asked_to_exit  # else it ends some cells later, or after the last
    launch_new_instance()


def _asked_to_exit(_: object) -> NoReturn:
    raise SystemExit("the notebook asked to exit")


if __name__ == "__main__":
    if sys.path and sys.path[0] in ("", os.getcwd()):  # a file pandas.py in the folder must not become pandas
        del sys.path[0]
    main()

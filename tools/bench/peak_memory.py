import re
import resource
import sys


def peak_memory():
    """The most memory this process has had, in bytes. Linux counts what the parent had into ru_maxrss, so there it is read from where it does not."""
    if sys.platform == 'linux':
        with open('/proc/self/status') as status:
            return int(re.search(r'VmHWM:\s*(\d+)', status.read()).group(1)) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == 'darwin' else 1024)

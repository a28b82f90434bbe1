# One walk with pyPreservica, measured: walk-peer.py <url>.
import json
import re
import resource
import sys
import time

from pyPreservica import EntityAPI

host = sys.argv[1].removeprefix('http://')
start = time.perf_counter()
client = EntityAPI(username='bench', password='bench', tenant='BENCH', server=host, protocol='http')
count = sum(1 for _ in client.all_descendants())
seconds = time.perf_counter() - start
if sys.platform == 'linux':
    with open('/proc/self/status') as status:
        peak = int(re.search(r'VmHWM:\s*(\d+)', status.read()).group(1)) * 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == 'darwin' else 1024)
print(json.dumps({'seconds': seconds, 'count': count, 'peakMemory': peak}))

# One walk with pyPreservica, measured: walk-peer.py <url>.
import json
import sys
import time

from peak_memory import peak_memory
from pyPreservica import EntityAPI

host = sys.argv[1].removeprefix('http://')
start = time.perf_counter()
client = EntityAPI(username='bench', password='bench', tenant='BENCH', server=host, protocol='http')
count = sum(1 for _ in client.all_descendants())
seconds = time.perf_counter() - start
print(json.dumps({'seconds': seconds, 'count': count, 'peakMemory': peak_memory()}))

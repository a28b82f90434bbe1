# Packages with pyPreservica, measured: package-peer.py <simple_asset_package|multi_asset_package> <file or folder> <target folder>.
import glob
import json
import sys
import time

from peak_memory import peak_memory
from pyPreservica import multi_asset_package, simple_asset_package

call, source, target = sys.argv[1:]
options = dict(export_folder=target, parent_folder='11111111-1111-4111-8111-111111111111', compress=False)
start = time.perf_counter()
if call == 'simple_asset_package':
    simple_asset_package(preservation_file=source, **options)
else:
    multi_asset_package(sorted(glob.glob(source + '/*')), **options)
print(json.dumps({'seconds': time.perf_counter() - start, 'peakMemory': peak_memory()}))

# Zips and reads with Python's zipfile, measured: zip-peer.py <stored|deflated|read> <file or folder>. What it writes is counted and dropped.
import json
import os
import sys
import time
import zipfile

from peak_memory import peak_memory


class Counter:
    size = 0

    def write(self, data):
        self.size += len(data)
        return len(data)

    def flush(self):
        pass


def files(source):
    return sorted(os.path.join(source, name) for name in os.listdir(source)) if os.path.isdir(source) else [source]


def write(source, method):
    target = Counter()
    with zipfile.ZipFile(target, 'w', method, compresslevel=6) as archive:
        for file in files(source):
            archive.write(file, os.path.basename(file))
    return target.size


def read(source):
    size = 0
    with zipfile.ZipFile(source) as archive:
        for info in archive.infolist():
            with archive.open(info) as entry:
                while data := entry.read(1024 * 1024):
                    size += len(data)
    return size


work, source = sys.argv[1:]
start = time.perf_counter()
size = read(source) if work == 'read' else write(source, zipfile.ZIP_STORED if work == 'stored' else zipfile.ZIP_DEFLATED)
print(json.dumps({'seconds': time.perf_counter() - start, 'peakMemory': peak_memory(), 'size': size}))

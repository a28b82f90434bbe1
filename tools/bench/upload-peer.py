# One upload in two steps, measured: upload-peer.py <url> <tenant> <file> <folder> <scratch>, with PRESERVICA_TOKEN in the environment.
import json
import os
import sys
import time
import uuid

import boto3
from botocore.config import Config
from peak_memory import peak_memory
from pyPreservica import simple_asset_package

url, tenant, file, folder, scratch = sys.argv[1:]
start = time.perf_counter()
package = simple_asset_package(preservation_file=file, export_folder=scratch, parent_folder=folder, compress=False, Title='Film')
try:
    client = boto3.client(
        's3',
        endpoint_url=f'{url}/api/s3/buckets',
        aws_access_key_id=os.environ['PRESERVICA_TOKEN'],
        aws_secret_access_key='NOT_USED',
        region_name='us-east-1',
        config=Config(
            s3={'addressing_style': 'path'},
            request_checksum_calculation='when_required',
            response_checksum_validation='when_required',
        ),
    )
    metadata = {'structuralobjectreference': folder}
    client.upload_file(package, f'{tenant.lower()}.package.upload', f'{uuid.uuid4()}.zip', ExtraArgs={'Metadata': metadata})
    seconds = time.perf_counter() - start
finally:
    os.remove(package)
print(json.dumps({'seconds': seconds, 'peakMemory': peak_memory()}))

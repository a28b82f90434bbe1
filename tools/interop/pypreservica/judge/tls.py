"""HTTPS in front of the sandbox, with a certificate of its own, for what pyPreservica asks for over HTTPS only."""

from __future__ import annotations

import datetime
import http.client
import os
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Iterable, Iterator, List, Tuple, Type

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench import Bench

HOP_BY_HOP = {'connection', 'keep-alive', 'transfer-encoding', 'content-length'}


@contextmanager
def over_tls(bench: Bench) -> Iterator[str]:
    """Serves the sandbox over HTTPS and gives `localhost:port`; this process trusts the certificate meanwhile."""
    path = certificate(bench)
    server = ThreadingHTTPServer(('127.0.0.1', 0), forwarder_to(bench.server))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ['REQUESTS_CA_BUNDLE'] = path
    try:
        yield f'localhost:{server.server_address[1]}'
    finally:
        del os.environ['REQUESTS_CA_BUNDLE']
        server.shutdown()
        server.server_close()


def forwarder_to(target: str) -> Type[BaseHTTPRequestHandler]:
    class Forwarder(BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get('content-length', 0)))
            connection = http.client.HTTPConnection(target)
            connection.request(self.command, self.path, body, dict(end_to_end(self.headers.items())))
            answer = connection.getresponse()
            content = answer.read()
            self.send_response_only(answer.status)
            for name, value in end_to_end(answer.getheaders()):
                self.send_header(name, value)
            self.send_header('content-length', str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            connection.close()

        do_GET = do_POST = do_PUT = do_DELETE = forward

    return Forwarder


def end_to_end(headers: Iterable[Tuple[str, str]]) -> List[Tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in HOP_BY_HOP]


def certificate(bench: Bench) -> str:
    """Writes a key and a certificate for localhost, good for an hour, into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, 'localhost')])
    now = datetime.datetime.now(datetime.timezone.utc)
    hour = datetime.timedelta(hours=1)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - hour)
        .not_valid_after(now + hour)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName('localhost')]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return bench.write('localhost.pem', secret + built.public_bytes(serialization.Encoding.PEM))

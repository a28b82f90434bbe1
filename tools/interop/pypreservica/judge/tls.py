"""HTTPS in front of the sandbox, with a certificate of its own, for what pyPreservica asks for over HTTPS only, or from one host only."""

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

#: The certificate is for these.
NAMES = ('localhost', '*.blob.core.windows.net')
HOP_BY_HOP = {'connection', 'keep-alive', 'transfer-encoding', 'content-length'}


@contextmanager
def over_tls(bench: Bench) -> Iterator[str]:
    """Serves the sandbox over HTTPS and gives `localhost:port`; this process trusts the certificate meanwhile."""
    path = certificate(bench)
    server = ThreadingHTTPServer(('127.0.0.1', 0), forwarder_to(bench.server))
    server.socket = context_of(path).wrap_socket(server.socket, server_side=True)
    with serving(server, REQUESTS_CA_BUNDLE=path):
        yield f'localhost:{server.server_address[1]}'


@contextmanager
def below(bench: Bench, path: str) -> Iterator[None]:
    """What this process sends over HTTPS to another host arrives in the sandbox, below a path, through a proxy. Use it within `over_tls`."""
    handler = tunnel_to(bench.server, path, context_of(os.environ['REQUESTS_CA_BUNDLE']))
    server = ThreadingHTTPServer(('127.0.0.1', 0), handler)
    with serving(server, HTTPS_PROXY=f'http://127.0.0.1:{server.server_address[1]}'):
        yield


@contextmanager
def serving(server: ThreadingHTTPServer, **environment: str) -> Iterator[None]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        server.shutdown()
        server.server_close()


def context_of(path: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def tunnel_to(target: str, path: str, context: ssl.SSLContext) -> Type[BaseHTTPRequestHandler]:
    class Tunnel(forwarder_to(target, path)):  # type: ignore[misc]
        def do_CONNECT(self) -> None:
            self.send_response_only(200)
            self.end_headers()
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile('rb')
            self.wfile = self.connection.makefile('wb')
            self.close_connection = False

    return Tunnel


def forwarder_to(target: str, path: str = '') -> Type[BaseHTTPRequestHandler]:
    class Forwarder(BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get('content-length', 0)))
            connection = http.client.HTTPConnection(target)
            connection.request(self.command, path + self.path, body, dict(end_to_end(self.headers.items())))
            answer = connection.getresponse()
            content = answer.read()
            self.send_response_only(answer.status)
            for name, value in end_to_end(answer.getheaders()):
                self.send_header(name, value)
            self.send_header('content-length', str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            connection.close()

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = forward

    return Forwarder


def end_to_end(headers: Iterable[Tuple[str, str]]) -> List[Tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in HOP_BY_HOP]


def certificate(bench: Bench) -> str:
    """Writes a key and a certificate, good for an hour, into one file."""
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
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in NAMES]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return bench.write('localhost.pem', secret + built.public_bytes(serialization.Encoding.PEM))

#!/usr/bin/env python3
"""Ends TLS for api.appstoreconnect.apple.com and relays to a mock server on loopback.

    tls_proxy.py MOCK_PORT FOLDER

Makes a certificate authority of its own, writes its certificate to FOLDER/ca.pem, prints
the port on which it takes CONNECT requests, and runs until it is killed. With
HTTPS_PROXY=http://127.0.0.1:PORT and REQUESTS_CA_BUNDLE=FOLDER/ca.pem any client that
honours both reaches the mock without being changed.
"""

import datetime
import pathlib
import socket
import ssl
import sys
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOST = "api.appstoreconnect.apple.com"


def certificate(subject, issuer, key, issuer_key, is_authority):
    """A certificate that holds for a day."""
    now = datetime.datetime.now(datetime.timezone.utc)
    name = lambda text: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if is_authority:
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = builder.add_extension(usage, critical=True)
    else:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
    return builder.sign(issuer_key, hashes.SHA256())


def tls_context(folder):
    authority_key = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    authority = certificate("A test's own authority", "A test's own authority", authority_key, authority_key, True)
    server = certificate(HOST, "A test's own authority", key, authority_key, False)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(authority.public_bytes(pem))
    (folder / "server.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + server.public_bytes(pem)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(connection, context, mock_port):
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(4096)
        if not data:
            return
        head += data
    method, target, *_ = head.split()
    if (method, target) != (b"CONNECT", f"{HOST}:443".encode()):
        connection.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")
        connection.close()
        return
    connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    try:
        inner = context.wrap_socket(connection, server_side=True)
    except ssl.SSLError:
        return  # the client does not trust this authority
    mock = socket.create_connection(("127.0.0.1", mock_port))
    threading.Thread(target=pump, args=(inner, mock), daemon=True).start()
    pump(mock, inner)


def main():
    mock_port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    context = tls_context(folder)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, context, mock_port), daemon=True).start()


if __name__ == "__main__":
    main()

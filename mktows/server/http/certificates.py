"""An authority for a few names, and certificates of servers by it: made of keys drawn here."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from mktows.extras import named

try:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
except ModuleNotFoundError as error:
    raise named(error) from error

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""The names that every certificate is for."""
AUTHORITY_LIFE = timedelta(days=5 * 365)
"""The time for which an authority is valid."""
SERVER_LIFE = timedelta(days=7)
"""The time for which a server's certificate is valid."""

_KEY_BITS = 2048  # RSA, which every client that is old enough to matter can verify
_CLOCKS_DIFFER = timedelta(days=1)
_LOOPBACK_NETWORKS = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
_SERVES = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_LONGEST_NAME = 253

Host = str | IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Issued:
    """A server's certificate.

    Attributes:
        pem: The certificate, that of its issuer, and the private key, in PEM.
        ends: The moment at which it ends.
    """

    pem: bytes = field(repr=False)
    ends: datetime


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority that clients trust, and its issuer, who can vouch for some names alone.

    The authority's own key is thrown away once it has signed its issuer: whoever steals the
    issuer's key can stand for these names and for no others. Constraints of the authority alone
    would not do, since Java passes over those of what it is told to trust.

    Attributes:
        hosts: The names and addresses, besides loopback.
        certificate: The authority's certificate.
        issuer: The issuer's certificate.
        key: The issuer's private key.
    """

    hosts: frozenset[Host]
    certificate: x509.Certificate
    issuer: x509.Certificate
    key: rsa.RSAPrivateKey = field(repr=False)

    @classmethod
    def make(cls, hosts: Collection[str], now: datetime) -> Authority:
        """Make an authority.

        Args:
            hosts: Names and addresses, besides loopback, of servers that it issues certificates to.
            now: The moment at which it begins.

        Raises:
            ValueError: One of the hosts cannot stand in a certificate.
        """
        read = read_hosts(hosts)
        root_key, key = _new_key(), _new_key()
        ends = now + AUTHORITY_LIFE
        number = _identifier(root_key).digest.hex()[:16]
        name = _name(f"mktows authority {number}")
        root = (
            _begun(name, name, root_key, now, ends)
            .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .add_extension(_constraints(read), critical=True)
            .sign(root_key, hashes.SHA256())
        )
        issuer = (
            _begun(_name(f"mktows issuer {number}"), name, key, now, ends)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .add_extension(_SERVES, critical=False)
            .add_extension(_constraints(read), critical=True)
            .add_extension(_signed_with(root), critical=False)
            .sign(root_key, hashes.SHA256())
        )
        return cls(read, root, issuer, key)

    @classmethod
    def read(cls, certificate: bytes, issuer: bytes, hosts: Collection[str]) -> Authority:
        """Read an authority that was made before, for the same names.

        Args:
            certificate: Its certificate, in PEM.
            issuer: The issuer's certificate and private key, in PEM.
            hosts: The names that it was made for.

        Raises:
            ValueError: They do not belong together, or it was made for other names.
        """
        read = read_hosts(hosts)
        try:
            root = x509.load_pem_x509_certificate(certificate)
            found = x509.load_pem_x509_certificate(issuer)
            key = serialization.load_pem_private_key(issuer, None)
            constraints = found.extensions.get_extension_for_class(x509.NameConstraints).value
            found.verify_directly_issued_by(root)
        except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
            raise ValueError("they are no authority and its issuer, in PEM") from None
        if not isinstance(key, rsa.RSAPrivateKey) or key.public_key() != found.public_key():
            raise ValueError("the key is not that of the issuer")
        if constraints != _constraints(read):
            raise ValueError("the authority was made for other names")
        return cls(read, root, found, key)

    @property
    def ends(self) -> datetime:
        """The moment at which it ends."""
        return self.issuer.not_valid_after_utc

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of its certificate, as openssl and keytool show it."""
        return self.certificate.fingerprint(hashes.SHA256()).hex(":").upper()

    def certificate_pem(self) -> bytes:
        """Its certificate, in PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def issuer_pem(self) -> bytes:
        """The issuer's certificate and private key, in PEM."""
        return self.issuer.public_bytes(serialization.Encoding.PEM) + _key_pem(self.key)

    def issue(self, now: datetime) -> Issued:
        """Issue a certificate, with a new key, for a server at all of the names.

        It ends after `SERVER_LIFE`, or with the authority.
        """
        key = _new_key()
        hosts = sorted(read_hosts(LOOPBACK) | self.hosts, key=_names_first)
        names = x509.SubjectAlternativeName([_general_name(each) for each in hosts])
        ends = min(now + SERVER_LIFE, self.ends)
        certificate = (
            _begun(_name("localhost"), self.issuer.subject, key, now, ends)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs=False), critical=True)
            .add_extension(_SERVES, critical=False)
            .add_extension(names, critical=False)
            .add_extension(_signed_with(self.issuer), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        chain = [
            each.public_bytes(serialization.Encoding.PEM) for each in (certificate, self.issuer)
        ]
        return Issued(b"".join([*chain, _key_pem(key)]), certificate.not_valid_after_utc)


def read_hosts(hosts: Collection[str]) -> frozenset[Host]:
    """Read names, without regard to letter case, and addresses, without their zone.

    Raises:
        ValueError: One cannot stand in a certificate.
    """
    return frozenset(_host(each) for each in hosts)


def _host(text: str) -> Host:
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        pass
    name = text.lower()
    labels = name.split(".")
    valid = len(name) <= _LONGEST_NAME and all(_LABEL.fullmatch(each) for each in labels)
    if not valid or labels[-1].isdigit():
        raise ValueError(f"{text!r} cannot stand in a certificate: it is no host name or address")
    return name


def _names_first(host: Host) -> tuple[bool, str]:
    return not isinstance(host, str), str(host)


def _general_name(host: Host) -> x509.GeneralName:
    return x509.DNSName(host) if isinstance(host, str) else x509.IPAddress(host)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    """Begin a certificate of a key."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(ends)
        .add_extension(_identifier(key), critical=False)
    )


def _identifier(key: rsa.RSAPrivateKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())


def _signed_with(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own.value)


def _constraints(hosts: frozenset[Host]) -> x509.NameConstraints:
    """Constraints to loopback and the hosts; of either kind there is one, so none is free."""
    permitted: list[x509.GeneralName] = [x509.DNSName("localhost")]
    permitted += [x509.IPAddress(each) for each in _LOOPBACK_NETWORKS]
    for each in sorted(hosts, key=_names_first):
        if isinstance(each, str):
            permitted.append(x509.DNSName(each))
        else:
            permitted.append(x509.IPAddress(ip_network(each)))
    return x509.NameConstraints(permitted, None)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=not signs,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)


def _key_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )

"""A client of the window for Python 3.9 or later: nothing but its standard library, and the openssl program for signatures.

    python3 h2h.py keys KEY CSR                            makes a key, and the request to send to POST /v1/certificates
    python3 h2h.py send URL TOKEN KEY CHAIN MESSAGE.json   signs a message (JSON form), sends it, checks the seal, prints the answer

CHAIN is the answer of POST /v1/certificates, as it came. Exit code 0: done; 1: the window said no; 2: the seal does not hold.
"""
import base64, json, subprocess, sys, tempfile, urllib.error, urllib.request


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def openssl(*args, data=None):
    return subprocess.run(["openssl", *args], input=data, capture_output=True, check=True).stdout


def raw_of(der):
    """From ASN.1 (what openssl writes) to r || s (what JOSE wants), 64 bytes."""
    at, parts = (3 if der[1] & 0x80 else 2), []
    for _ in range(2):
        length = der[at + 1]
        parts.append(int.from_bytes(der[at + 2 : at + 2 + length], "big").to_bytes(32, "big"))
        at += 2 + length
    return b"".join(parts)


def der_of(raw):
    def integer(part):
        part = part.lstrip(b"\0") or b"\0"
        if part[0] & 0x80:
            part = b"\0" + part
        return b"\x02" + bytes([len(part)]) + part

    body = integer(raw[:32]) + integer(raw[32:])
    return b"\x30" + bytes([len(body)]) + body


def sign(message, key, chain):
    header = {"alg": "ES256", "typ": "vuce-h2h+jws", "x5c": chain[:2]}
    said = ".".join(b64(json.dumps(part, ensure_ascii=False).encode()) for part in (header, message))
    return said + "." + b64(raw_of(openssl("dgst", "-sha256", "-sign", key, data=said.encode())))


def open_sealed(text, root):
    """What the window said, once its seal was checked up to the root certificate (base64 DER) that came with your own."""
    head, body, tail = text.strip().split(".")
    x5c = json.loads(unb64(head))["x5c"]
    pem = lambda der: "-----BEGIN CERTIFICATE-----\n" + "\n".join(der[i : i + 64] for i in range(0, len(der), 64)) + "\n-----END CERTIFICATE-----\n"
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: f"{folder}/{name}"
        for name, content in (("root.pem", pem(root)), ("between.pem", "".join(map(pem, x5c[1:]))), ("own.pem", pem(x5c[0]))):
            open(path(name), "w").write(content)
        openssl("verify", "-CAfile", path("root.pem"), "-untrusted", path("between.pem"), path("own.pem"))
        open(path("key.pem"), "wb").write(openssl("x509", "-in", path("own.pem"), "-pubkey", "-noout"))
        open(path("value"), "wb").write(der_of(unb64(tail)))
        openssl("dgst", "-sha256", "-verify", path("key.pem"), "-signature", path("value"), data=f"{head}.{body}".encode())
    return json.loads(unb64(body))


def send(url, token, signed):
    """Status and answer. What the window refuses is an answer too; only a request that it does not understand at all is an error."""
    request = urllib.request.Request(
        url + "/h2h/v1/messages", data=signed.encode(), headers={"authorization": f"Bearer {token}", "content-type": "application/jose"}
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def main(args):
    if args[:1] == ["keys"]:
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", args[1])
        openssl("req", "-new", "-key", args[1], "-subj", "/CN=ERP", "-out", args[2])
        return 0
    if args[:1] != ["send"]:
        print(__doc__)
        return 2
    url, token, key, chain, message = args[1:6]
    x5c = json.load(open(chain))["x5c"]
    status, text = send(url, token, sign(json.load(open(message)), key, x5c))
    try:
        answer = open_sealed(text, x5c[-1])
    except (subprocess.CalledProcessError, ValueError, KeyError):
        print(text)
        return 2
    print(json.dumps(answer, ensure_ascii=False))
    return 0 if status < 300 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

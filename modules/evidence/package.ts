import { zip } from '#platform/archive'
import { toPem, toSignatureDer } from '#platform/pki'
import type { EventProof } from '#modules/roots'
import type { Evidence, Signed } from './archive.ts'

const README = `PAQUETE DE EVIDENCIA / EVIDENCE PACKAGE / PACOTE DE EVIDÊNCIAS

ES  El original es record.json: lo que firmó el sello de la autoridad. Para comprobarlo sin la ventanilla: sh verify.sh
    (requiere OpenSSL 1.1.1 o posterior). Compare la huella de root.pem, que el programa muestra, con la que publica la autoridad.
EN  The original is record.json: what the seal of the authority signed. To check it without the window: sh verify.sh
    (needs OpenSSL 1.1.1 or later). Compare the fingerprint of root.pem, which the program prints, with the one the authority publishes.
PT  O original é record.json: o que o selo da autoridade assinou. Para conferi-lo sem o portal: sh verify.sh
    (requer OpenSSL 1.1.1 ou posterior). Compare a impressão de root.pem, que o programa mostra, com a publicada pela autoridade.

record.json       the signed record, canonical JSON (RFC 8785)
record.jws        record and signature, compact JWS (RFC 7515), ES256
signed.txt        what exactly was signed: the first two parts of record.jws
signature.der     the third part, as ECDSA-Sig-Value (RFC 3279)
seal.pem          certificate of the seal; issuing.pem, root.pem: the authorities above it (RFC 5280)
revocation.pem    the authority's revocation list on the day of the first time stamp; ocsp.der: its answer about the seal (RFC 6960)
time-stamp.der    time-stamp token over the SHA-256 of record.jws (RFC 3161); time-stamp-2.der and on renew it: each is over the SHA-256 of
                  record.jws followed, for every earlier stamp, by its token, its OCSP answer and its revocation list (DER)
log-proof.json    where the document's case stands in the log of all events, under a signed root (RFC 9162), if a root was made since
`

const script = (at: number): string => `#!/bin/sh
# Checks this package with OpenSSL and nothing of the window's. Ends with 0 only if everything holds.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
[ "$(cut -d. -f1,2 record.jws)" = "$(cat signed.txt)" ] || { echo "signed.txt is not what record.jws signs"; exit 1; }
payload=$(cut -d. -f2 record.jws | tr '_-' '/+')
while [ $(( \${#payload} % 4 )) -ne 0 ]; do payload="$payload="; done
printf '%s' "$payload" | openssl base64 -d -A > "$tmp/record.json"
cmp -s "$tmp/record.json" record.json || { echo "record.json is not what was signed"; exit 1; }
openssl x509 -in seal.pem -noout -pubkey > "$tmp/seal.pub"
printf 'signature:   '; openssl dgst -sha256 -verify "$tmp/seal.pub" -signature signature.der signed.txt
digest=$(printf '%s' "$(cat record.jws)" | openssl dgst -sha256 -r | cut -d' ' -f1)
printf 'time stamp:  '; openssl ts -verify -digest "$digest" -in time-stamp.der -token_in -CAfile root.pem -untrusted issuing.pem 2>/dev/null
printf 'certificate: '; openssl verify -attime ${at} -crl_check -CRLfile revocation.pem -CAfile root.pem -untrusted issuing.pem seal.pem
openssl x509 -in root.pem -noout -fingerprint -sha256
`

export interface PackageOf extends Signed {
  readonly record: string
  readonly proof: EventProof | undefined
}

/** What one hands to a judge: everything needed to check a document with tools that are not ours (M03). */
export function evidencePackage({ jws, record, proof }: PackageOf, evidence: readonly Evidence[]): Buffer {
  const [first] = evidence
  if (!first) throw new TypeError('no evidence was taken yet')
  const [seal, issuing, root] = first.chain
  if (!seal || !issuing || !root) throw new TypeError('the chain is incomplete')
  const [header = '', payload = '', signature = ''] = jws.split('.')
  const files: Record<string, string | Uint8Array> = {
    'README.txt': README,
    'verify.sh': script(Math.floor(Date.parse(first.stampedAt) / 1000)),
    'record.json': record,
    'record.jws': jws,
    'signed.txt': `${header}.${payload}`,
    'signature.der': toSignatureDer(Buffer.from(signature, 'base64url')),
    'seal.pem': toPem('CERTIFICATE', seal),
    'issuing.pem': toPem('CERTIFICATE', issuing),
    'root.pem': toPem('CERTIFICATE', root),
    'revocation.pem': toPem('X509 CRL', first.revocationList),
    'ocsp.der': first.ocsp,
    'time-stamp.der': first.token,
  }
  for (const { seq, token, ocsp, revocationList } of evidence.slice(1)) {
    files[`time-stamp-${seq}.der`] = token
    files[`ocsp-${seq}.der`] = ocsp
    files[`revocation-${seq}.pem`] = toPem('X509 CRL', revocationList)
  }
  if (proof) files['log-proof.json'] = `${JSON.stringify(proof, null, 2)}\n`
  return zip(
    Object.fromEntries(
      Object.entries(files).map(([name, body]) => [name, typeof body === 'string' ? Buffer.from(body, 'utf8') : body]),
    ),
  )
}

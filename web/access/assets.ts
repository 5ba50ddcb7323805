import { buildSync } from 'esbuild'
import { fileURLToPath } from 'node:url'

let built: Buffer | undefined

/** The one script of these pages, made once for the browser: WebAuthn cannot be reached without it. */
export function passkeyScript(): Buffer {
  built ??= Buffer.from(
    buildSync({
      entryPoints: [fileURLToPath(new URL('passkeys.js', import.meta.url))],
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      target: 'es2022',
    }).outputFiles[0]?.contents ?? [],
  )
  return built
}

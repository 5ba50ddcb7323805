// Hashes a file here, in the browser. The page works without this: the digest can be typed.
const form = document.querySelector('form[data-compare]')
const drop = document.querySelector('form[data-drop]')
const holder = form?.querySelector('[data-file]')
const file = form?.querySelector('input[type=file]')
const digest = form?.querySelector('input[name=digest]')
const live = form?.querySelector('[data-live]')

const asText = (bytes) => new TextDecoder('latin1').decode(bytes)

/** The payload of a signed record (text of three parts, the middle one encoded); nothing when the bytes are not one. */
function findPayload(bytes) {
  const parts = asText(bytes).trim().split('.')
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]+$/.test(part))) return undefined
  const text = atob(parts[1].replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

const inflate = (bytes) =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).arrayBuffer()

/** The first file attached to a PDF of ours, which is its signed record; nothing when there is none. */
async function findAttached(bytes) {
  const text = asText(bytes)
  const mark = text.indexOf('/Type /EmbeddedFile')
  if (mark < 0) return undefined
  const start = text.indexOf('stream\n', mark) + 'stream\n'.length
  const head = text.slice(text.lastIndexOf(' obj', mark), start)
  const length = Number(/\/Length (\d+)/.exec(head)?.[1])
  const body = bytes.slice(start, start + length)
  return head.includes('/FlateDecode') ? new Uint8Array(await inflate(body)) : body
}

/** What is hashed of a file: the payload of a signed record, taken out of a PDF when it comes inside one; else all of it. */
async function findContent(bytes) {
  if (bytes.length > 33_554_432) return undefined
  if (!asText(bytes.slice(0, 5)).startsWith('%PDF-')) return findPayload(bytes) ?? bytes
  const attached = await findAttached(bytes)
  return attached && findPayload(attached)
}

async function hash(content) {
  const sum = await crypto.subtle.digest('SHA-256', content)
  return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

// Browsers hash only on https and on localhost; elsewhere the field alone stays.
if (holder && file && digest && live && globalThis.crypto?.subtle) {
  holder.hidden = false
  file.addEventListener('change', async () => {
    const chosen = file.files[0]
    if (!chosen) return
    live.textContent = form.dataset.reading
    digest.value = ''
    try {
      const content = await findContent(new Uint8Array(await chosen.arrayBuffer()))
      if (content) digest.value = await hash(content)
      live.textContent = content ? form.dataset.ready : form.dataset.bare
    } catch {
      live.textContent = form.dataset.unreadable
    }
  })
}

/** The public code that a signed record carries; nothing when the content is none of ours. */
function findCode(content) {
  try {
    const { code } = JSON.parse(new TextDecoder().decode(content))
    return typeof code === 'string' && /^[A-Za-z0-9-]{3,40}$/.test(code) ? code : undefined
  } catch {
    return undefined
  }
}

// A file chosen or dropped on the page that asks for a code: the code is read out of it here, and only a digest leaves.
if (drop && globalThis.crypto?.subtle) {
  const input = drop.querySelector('input[type=file]')
  const told = drop.querySelector('[data-live]')
  drop.hidden = false
  const look = async (chosen) => {
    if (!chosen) return
    told.textContent = drop.dataset.reading
    try {
      const content = await findContent(new Uint8Array(await chosen.arrayBuffer()))
      if (!content) {
        told.textContent = drop.dataset.bare
        return
      }
      const digest = await hash(content)
      const to = new URL(location.href)
      const code = findCode(content)
      to.pathname = code ? `/v/${encodeURIComponent(code)}` : '/v'
      to.searchParams.delete('codigo')
      to.searchParams.set('digest', digest)
      location.assign(to)
    } catch {
      told.textContent = drop.dataset.unreadable
    }
  }
  input.addEventListener('change', () => look(input.files[0]))
  for (const name of ['dragover', 'drop'])
    document.addEventListener(name, (event) => {
      event.preventDefault()
      drop.classList.toggle('over', name === 'dragover')
      if (name === 'drop') look(event.dataTransfer?.files[0])
    })
  document.addEventListener('dragleave', () => drop.classList.remove('over'))
}

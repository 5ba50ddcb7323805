/**
 * «Ventanilla Lejana»: customs, ports and the authorities of other countries, pretended. A process of its own that speaks real HTTP: a hub of
 * electronic certificates (SOAP) and desks that take licences and permits (XML), with signed receipts. Environment: SECRET (bearer of its
 * clients, key of its signatures), PORT (0 or absent: any), HOST (127.0.0.1), DECIDE_MS (1500). Prints one line of JSON,
 * `{"listening": "http://127.0.0.1:PORT"}`, and ends when its standard input does, so that it never outlives who started it.
 */
import { secretOf, serve } from '../http.ts'
import { createMessenger } from './messenger.ts'
import { createPost } from './post.ts'
import { createWindowServer } from './server.ts'

const secret = secretOf()
const { DECIDE_MS = '1500' } = process.env

const server = createWindowServer({
  post: createPost(),
  secret,
  decideMs: Number(DECIDE_MS),
  tell: createMessenger(secret),
})

serve('foreign-window', server)

/**
 * «Banco Simulado», a payment provider that moves no money. A process of its own that speaks real HTTP and signs its
 * callbacks as a real one would. Environment: SECRET (bearer of its clients, key of its signatures), PORT (0 or absent:
 * any), HOST (127.0.0.1), RETRY_MS (250). Prints one line of JSON, `{"listening": "http://127.0.0.1:PORT"}`, and ends when its
 * standard input does, so that it never outlives who started it.
 */
import { secretOf, serve } from '../http.ts'
import { createBank } from './bank.ts'
import { createCourier } from './courier.ts'
import { createProviderServer } from './server.ts'

const secret = secretOf()
const { RETRY_MS = '250' } = process.env

const server = createProviderServer(createBank(), createCourier(secret, Number(RETRY_MS)), secret)

serve('payment-provider', server)

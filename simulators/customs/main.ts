/**
 * «Aduana Simulada»: customs' own system, pretended. A process of its own that speaks real HTTP: declarations as WCO DEC XML, signed; answers
 * as WCO RES XML, signed. Environment: SECRET (bearer and key of the signatures), PORT (0 or absent: any), HOST (127.0.0.1), DECIDE_MS (400).
 * Prints `{"listening": "http://127.0.0.1:PORT"}` and ends when its standard input does, so that it never outlives who started it.
 *
 *   POST /declarations/UY            a message: 202, and its answers follow at the address of `Reply-To`
 *   GET  /messages/{id}              whether it came
 *   POST /events  {mrn, event, text} what happens at the border: exit, entry, held, released, control, tax
 *   POST /faults  {mode, delayMs}    see faults.ts
 */
import { secretOf, serve } from '../http.ts'
import { createMessenger } from './messenger.ts'
import { createCustomsServer } from './server.ts'

const secret = secretOf()
const { DECIDE_MS = '400' } = process.env

const server = createCustomsServer({ secret, decideMs: Number(DECIDE_MS), tell: createMessenger(secret) })

serve('customs', server)

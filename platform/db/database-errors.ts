/** What PostgreSQL and the system say of an error: SQLSTATE (five characters) or the name of a system error. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Serialization failure and deadlock: nothing was done, and the same transaction run again may succeed. */
export const isRetryable = (error: unknown): boolean => ['40001', '40P01'].includes(errorCode(error) ?? '')

const network = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']

/** Shut down by an operator, by a crash, or still starting; too many connections; a broken connection. */
const sqlStates = ['57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08004', '08006']

/** What `pg` says in plain errors without a code. */
const closed = [
  'Connection terminated',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
]

/**
 * The database could not be reached or went away. When it went away during a COMMIT nobody knows whether that was
 * done: only a command that may be repeated (same command id) is safe to send again.
 */
export const isUnavailable = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = errorCode(error)
  // A unix socket that is not there: of files, only what a connection attempt did not find is ours.
  if (code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect'
  if (code !== undefined && [...network, ...sqlStates].includes(code)) return true
  if (closed.some((text) => error.message.startsWith(text))) return true
  // One host with several addresses answers one error that holds one for each of them.
  if (error instanceof AggregateError) return error.errors.some(isUnavailable)
  return error.cause !== undefined && isUnavailable(error.cause)
}

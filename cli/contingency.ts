/** `vuce contingency on|off --reason "..."`: asks the window that runs on `VUCE_URL` or `PORT`, as the person of `VUCE_TOKEN`. */
export async function contingencyCommand(argv: string[]): Promise<number> {
  const [word] = argv
  const at = argv.indexOf('--reason')
  const reason = at < 0 ? '' : (argv[at + 1] ?? '')
  const { VUCE_TOKEN: token, VUCE_URL: url = `http://127.0.0.1:${process.env.PORT ?? '3000'}` } = process.env
  if ((word !== 'on' && word !== 'off') || reason.length < 10 || !token) {
    process.stderr.write('Write: VUCE_TOKEN=... npx vuce contingency on|off --reason "at least ten characters"\n')
    return 2
  }
  const answer = await fetch(`${url}/v1/contingency`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ on: word === 'on', reason }),
  })
  const body = (await answer.json()) as { state?: string; title_en?: string }
  const said =
    answer.status === 202
      ? 'Proposed. A second person must say the same within half an hour.'
      : (body.state ?? body.title_en ?? '')
  process.stdout.write(`${said}\n`)
  return answer.ok ? 0 : 1
}

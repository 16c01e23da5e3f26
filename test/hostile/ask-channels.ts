/** Adds, tests and removes channels of the desk and of the caller. */
export async function useChannels(
  ask: (route: string, body?: unknown) => Promise<Record<string, string>>,
): Promise<void> {
  const asked = { kind: 'slack', name: 'A room', address: 'https://hooks.slack.example/T1' }
  const { id: desks } = await ask('POST /v1/channels', asked)
  const { id: own } = await ask('POST /v1/me/channels', asked)
  await ask('GET /v1/keys')
  const hook = { kind: 'webhook', name: 'A machine', address: 'https://hooks.example/' }
  const { id: machines } = await ask('POST /v1/channels', hook)
  await ask(`POST /v1/channels/${machines}/secret`, { reason: 'It was in a log.' })
  for (const [path, id] of [
    ['/v1/channels', desks],
    ['/v1/me/channels', own],
  ]) {
    await ask(`GET ${path}`)
    await ask(`POST ${path}/${id}/test`)
  }
  await ask(`POST /v1/channels/${desks}/remove`, { reason: 'The team was closed.' })
  await ask(`DELETE /v1/me/channels/${own}`)
}

type Ask = (route: string, body?: unknown) => Promise<Record<string, string>>

/**
 * Decides about many subjects at once: restores a set of enforcements; proposes, views and stops a bulk action, as far
 * as that works without a worker.
 */
export async function decideMany(ask: Ask, bulk: string, since: string): Promise<void> {
  await ask('POST /v1/restores', { by: { kind: 'source', id: 'person' }, since })
  await ask(`GET /v1/restores/${bulk}`)
  await ask(`GET /v1/restores/${bulk}/enforcements`)
  await ask(`POST /v1/restores/${bulk}/start`, { reason: 'A stolen laptop.' })
  const proposal = { foundBy: 'the same words', rationale: 'They sell one thing.', list: 'content:t-2\ncontent:t-3' }
  const { id } = await ask('POST /v1/bulk-actions', { policyId: 'spam', enforcement: { action: 'hide' }, ...proposal })
  for (const path of ['bulk-actions?limit=1', `bulk-actions/${id}`]) await ask(`GET /v1/${path}`)
  await ask(`POST /v1/bulk-actions/${id}/stop`, { reason: 'The wrong words.' })
}

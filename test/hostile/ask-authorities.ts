import { enteredOrder, REQUEST } from '../support/authority.ts'

type Ask = (route: string, body?: unknown, as?: 'another' | 'admin') => Promise<Record<string, string>>

const MINUTE_MS = 60_000

/** Enters an order and a removal request as a lead, each twice, and reads them. */
export async function enterOrders(ask: Ask): Promise<void> {
  const order = enteredOrder(['t-7'], new Date(Date.now() - MINUTE_MS))
  const { id } = await ask('POST /v1/authority-orders', order)
  await ask('POST /v1/authority-orders', order)
  for (const path of ['authorities', 'authority-orders', `authority-orders/${id}`, `authority-orders/${id}/document`])
    await ask(`GET /v1/${path}`)
  for (const act of [
    { kind: 'contested', ground: 'insufficient_information', note: 'The address is cut.' },
    { kind: 'resumed', until: new Date(Date.now() + 30 * MINUTE_MS).toISOString() },
    { kind: 'preserved', until: new Date(Date.now() + 30 * MINUTE_MS).toISOString() },
  ])
    await ask(`POST /v1/authority-orders/${id}/acts`, act)
  const { receivedAt } = order as unknown as { receivedAt: string }
  const request = { ...REQUEST, id: 'form-1', content: 't-7', receivedAt }
  await ask('POST /v1/removal-requests', request)
  await ask('POST /v1/removal-requests', request)
  await ask('GET /v1/removal-requests')
}

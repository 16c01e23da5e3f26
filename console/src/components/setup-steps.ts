import { queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'

export type SetupStep = Reply<'/v1/setup-steps', 'get'>['steps'][number]

/** The page on which each step of the setup is done. */
export const SETUP_PLACES = {
  people: { to: '/team', search: { tab: 'joining' } },
  passkeys: { to: '/team', search: { tab: 'joining' } },
  policies: { to: '/changes' },
  connector: { to: '/changes' },
  on_call: { to: '/team', search: { tab: 'duty' } },
  backup: { to: '/help' },
} as const satisfies Record<SetupStep['step'], object>

export const setupQuery = queryOptions({
  queryKey: ['team', 'setup'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/setup-steps', { signal })),
})

import { QueryClient } from '@tanstack/react-query'
import { isProblem, OFFLINE } from '../api/problem.ts'

const RETRIES_MAX = 3
const STALE_MS = 15_000

/**
 * Retries a query only when the desk was unreachable or unavailable; a refusal would repeat. Mutations are never
 * retried.
 */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (count, error) => count < RETRIES_MAX && (isProblem(error, OFFLINE) || isProblem(error, 503)),
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })

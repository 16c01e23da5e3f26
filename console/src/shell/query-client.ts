import { QueryClient } from '@tanstack/react-query'
import { isProblem, OFFLINE } from '../api/problem.ts'

const RETRIES_MAX = 3
const STALE_MS = 15_000

/** Only what the desk could not be asked is asked again; what it refused it would refuse again. Acts are never repeated. */
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

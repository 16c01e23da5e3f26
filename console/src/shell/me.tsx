import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useCallback, useSyncExternalStore } from 'react'
import type { Reply } from '../api/client.ts'
import { meQuery } from './queries.ts'

type Me = Reply<'/v1/me', 'get'>

const Caller = createContext<Me | undefined>(undefined)

/** Provides the caller, once they are read, to all parts of the page: an observer for each part would cost a phone time. */
export function MeProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  // It follows the cache itself: an observer would keep to the query of the last session, which a sign-in drops.
  const me = useSyncExternalStore(
    useCallback((onChange) => client.getQueryCache().subscribe(onChange), [client]),
    () => client.getQueryData(meQuery.queryKey),
  )
  return <Caller value={me}>{children}</Caller>
}

/** Returns the caller. Undefined: they are not read yet, or not signed in. */
export const useMe = (): Me | undefined => use(Caller)

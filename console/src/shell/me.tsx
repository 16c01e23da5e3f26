import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, use } from 'react'
import type { Reply } from '../api/client.ts'
import { meQuery } from './queries.ts'

type Me = Reply<'/v1/me', 'get'>

const Caller = createContext<Me | undefined>(undefined)

/** Provides the caller, once they are read, to all parts of the page: an observer for each part would cost a phone time. */
export function MeProvider({ children }: { children: ReactNode }) {
  const { data } = useQuery({ ...meQuery, enabled: false }) // Only a page for people who are signed in asks for it.
  return <Caller value={data}>{children}</Caller>
}

/** Returns the caller. Undefined: they are not read yet, or not signed in. */
export const useMe = (): Me | undefined => use(Caller)

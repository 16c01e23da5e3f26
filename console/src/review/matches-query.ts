import { queryOptions, skipToken } from '@tanstack/react-query'
import type { MatchCheck } from '../api/shapes.ts'

/** The last comparison of a case with the verified lists in this tab. It runs on a press, and never by itself. */
export const matchesQuery = (caseId: string) =>
  queryOptions<MatchCheck>({ queryKey: ['matches', caseId], queryFn: skipToken, staleTime: Number.POSITIVE_INFINITY })

/** The matches that are a ground for the caller, each with its list. */
export const groundsIn = ({ media }: MatchCheck): { ref: string; list: string }[] =>
  media.flatMap(({ matches }) => matches.flatMap(({ ref, list }) => (ref === null ? [] : [{ ref, list }])))

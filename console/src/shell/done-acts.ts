import { type QueryClient, queryOptions } from '@tanstack/react-query'

/** An act of the reader that needed no reason first, so that its reason is asked for now. */
export type DoneAct =
  | { kind: 'stopped' | 'restoring' | 'asked'; id: string; handle: string | null }
  | { kind: 'freeze'; id: number; until: string }

/** The most results shown at once. An older one leaves; its page still asks for the reason. */
const SHOWN_MAX = 3

/** The acts of this browser whose result is still shown, the newest last. Never fetched. */
export const doneActsQuery = queryOptions<readonly DoneAct[]>({
  queryKey: ['done-acts'],
  queryFn: () => [],
  enabled: false,
  initialData: [],
  gcTime: Number.POSITIVE_INFINITY,
})

/** Shows the result of an act until its reason is given or the reader closes it. */
export const showDoneAct = (client: QueryClient, act: DoneAct): unknown =>
  client.setQueryData(doneActsQuery.queryKey, (before = []) => [...without(before, act), act].slice(-SHOWN_MAX))

export const hideDoneAct = (client: QueryClient, act: DoneAct): unknown =>
  client.setQueryData(doneActsQuery.queryKey, (before = []) => without(before, act))

const without = (acts: readonly DoneAct[], { kind, id }: DoneAct): DoneAct[] =>
  acts.filter((act) => act.kind !== kind || act.id !== id)

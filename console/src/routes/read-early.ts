import { type QueryClient, type QueryKey, QueryObserver, type QueryObserverOptions } from '@tanstack/react-query'
import { earlyAnswer } from '../api/early.ts'

/** On a slow network the page shows its frame after this, before its data. */
const WAIT_MS_MAX = 50
/** The time for the page to take the answer up. */
const KEPT_MS = 5_000

/** Reads one early answer of the page that opens, if it came and admits the caller. */
export async function readEarly<Data, Key extends QueryKey>(
  client: QueryClient,
  path: string,
  query: QueryObserverOptions<Data, Error, Data, Data, Key>,
): Promise<void> {
  const answer = await earlyAnswer(path)
  if (answer?.ok !== true) return
  const observer = new QueryObserver(client, { ...query, refetchInterval: false })
  await new Promise<void>((read) => {
    const leave = observer.subscribe(({ isPending }) => isPending || read())
    setTimeout(leave, KEPT_MS)
  })
}

/**
 * Waits a moment for early answers, so that the first rendering of the page has its data: otherwise each answer renders its
 * part again. This suits a page of short lists. A long one renders in one task then, which takes no presses meanwhile. A page
 * that is opened later finds no early answers and waits for nothing.
 */
export async function waitBriefly(reading: readonly Promise<void>[]): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, WAIT_MS_MAX)
  })
  await Promise.race([Promise.all(reading), over])
  clearTimeout(timer)
}

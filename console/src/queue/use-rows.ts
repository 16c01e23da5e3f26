import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { casesQuery, type ListedCase, newsQuery } from './queries.ts'
import type { QueueFilter } from './view.ts'

export interface Row extends ListedCase {
  /** True when the newest list no longer has it: it is closed, moved, or no longer fits the filters. */
  isGone: boolean
}

export type Rows = ReturnType<typeof useRows>

/**
 * The rows on the page, renewed in place. New cases are only counted until the reader asks for them, so no row moves
 * under the cursor.
 */
export function useRows(filter: QueueFilter) {
  const client = useQueryClient()
  const list = useInfiniteQuery(casesQuery(filter))
  const first = list.data?.pages[0]
  const news = useQuery({
    ...newsQuery(filter),
    enabled: first !== undefined,
    // The list that was just read is news too: it is not asked for twice.
    ...(first !== undefined && { initialData: first, initialDataUpdatedAt: list.dataUpdatedAt }),
  })
  const rows = useMemo(() => toRows(list.data?.pages ?? [], news.data), [list.data, news.data])
  const known = useMemo(() => new Set(rows.map(({ id }) => id)), [rows])
  const isNews = news.dataUpdatedAt > list.dataUpdatedAt
  const fresh = isNews ? (news.data?.items.filter(({ id }) => !known.has(id)).length ?? 0) : 0
  const reload = async () => {
    await client.resetQueries({ queryKey: casesQuery(filter).queryKey })
    await client.invalidateQueries({ queryKey: ['cases', 'news'] })
  }
  return { list, rows, fresh, reload }
}

interface Page {
  items: ListedCase[]
  nextCursor: string | null
}

function toRows(pages: readonly Page[], news: Page | undefined): Row[] {
  const now = new Map(news?.items.map((item) => [item.id, item]))
  // The newest rows are only the beginning of a longer list, so a row that they lack may still be further down.
  const isWhole = news !== undefined && news.nextCursor === null
  return pages
    .flatMap(({ items }) => items)
    .map((item) => ({ ...(now.get(item.id) ?? item), isGone: isWhole && !now.has(item.id) }))
}

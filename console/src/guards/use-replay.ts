import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { ReplayPage } from '../api/shapes.ts'
import { inTurn } from './in-turn.ts'

/** The most differing enforcements shown: a page with more is not read. */
const SHOWN_MAX = 50

export interface Replayed {
  total: number
  judged: number
  unknown: number
  changes: ReplayPage['changes']
  shown: ReplayPage['differing']
}

const NOTHING: Replayed = {
  total: 0,
  judged: 0,
  unknown: 0,
  changes: { same: 0, held: 0, delayed: 0, let_through: 0, otherwise: 0 },
  shown: [],
}

/** Replays past enforcements under another file, page by page, and reports the progress. */
export function useReplay(text: string) {
  const [progress, setProgress] = useState(NOTHING)
  const replay = useMutation({
    mutationFn: async () => {
      let [sum, page]: [Replayed, ReplayPage['next']] = [NOTHING, undefined]
      setProgress(sum)
      do {
        const body = page === undefined ? { text } : { text, page }
        const answer: ReplayPage = await inTurn((signal) => unwrap(api.POST('/v1/guards/replay', { body, signal })))
        sum = add(sum, answer)
        page = answer.next
        setProgress(sum)
      } while (page !== undefined)
      return sum
    },
  })
  return { replay, progress }
}

const add = (sum: Replayed, page: ReplayPage): Replayed => ({
  total: page.total ?? sum.total,
  judged: sum.judged + page.judged,
  unknown: sum.unknown + page.unknown,
  changes: {
    same: sum.changes.same + page.changes.same,
    held: sum.changes.held + page.changes.held,
    delayed: sum.changes.delayed + page.changes.delayed,
    let_through: sum.changes.let_through + page.changes.let_through,
    otherwise: sum.changes.otherwise + page.changes.otherwise,
  },
  shown: [...sum.shown, ...page.differing].slice(0, SHOWN_MAX),
})

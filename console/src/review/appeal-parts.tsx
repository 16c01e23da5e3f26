import { lazy, Suspense } from 'react'
import { readPageTexts } from '../words/words.ts'
import type { Appeal } from './appeal.tsx'

/** Few people judge appeals, so their code and texts load with the first one. */
const LazyPanel = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./appeal.tsx')).AppealPanel }
})
const LazyJudge = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./judge-appeal.tsx')).JudgeAppeal }
})

interface OfCase {
  caseId: string
  appeal: Appeal
}

/** Shows an appeal, and what it is about. */
export const AppealPanel = ({ appeal }: Pick<OfCase, 'appeal'>) => (
  <Suspense fallback={null}>
    <LazyPanel appeal={appeal} />
  </Suspense>
)

/** The form by which the holder of its case judges an appeal. */
export const JudgeAppeal = (of: OfCase) => (
  <Suspense fallback={null}>
    <LazyJudge {...of} />
  </Suspense>
)

import { lazy, Suspense } from 'react'
import type { Case } from '../api/shapes.ts'
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

const LazyConclude = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./conclude-appeal.tsx')).ConcludeAppeal }
})

const LazyAsk = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./ask-appellant.tsx')).AskAppellant }
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

/** The forms by which the holder of its case concludes on an appeal, and then judges it. */
export const JudgeAppeal = ({ reviewed, ...of }: OfCase & { reviewed: Case }) => (
  <Suspense fallback={null}>
    {of.appeal.concludesFirst ? <LazyConclude reviewed={reviewed} /> : <LazyJudge reviewed={reviewed} {...of} />}
    <LazyAsk {...of} />
  </Suspense>
)

import { lazy, Suspense } from 'react'
import { readPageTexts } from '../words/words.ts'
import type { Draft, Wished } from './draft.ts'

const BasisFields = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./basis-fields.tsx')).BasisFields }
})

interface Props {
  caseId: string
  draft: Draft
  wished: Wished | undefined
  onChange: (part: Partial<Draft>) => void
}

/** The fields for what the person affected is told, once a violation and its policy are chosen. */
export function StateBasis({ caseId, draft, wished, onChange }: Props) {
  const { conclusion, policyId, basis = {} } = draft
  if (conclusion !== 'violation' || policyId === null) return null
  const change = (part: Draft['basis']) => onChange({ basis: { ...basis, ...part } })
  return (
    <Suspense fallback={null}>
      <BasisFields key={policyId} {...{ caseId, policyId, wished, basis }} onChange={change} />
    </Suspense>
  )
}

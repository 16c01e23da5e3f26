import { lazy, Suspense } from 'react'
import type { Enforcement } from '../api/shapes.ts'
import { readPageTexts } from '../words/words.ts'

const StatementPanel = lazy(async () => {
  await readPageTexts()
  return { default: (await import('../components/statement-panel.tsx')).StatementPanel }
})

/** Shows what the person affected was told, once the enforcement took effect. */
export const Told = ({ enforcement: { id, state } }: { enforcement: Enforcement }) => (
  <Suspense fallback={null}>
    <StatementPanel enforcementId={id} state={state} />
  </Suspense>
)

import { Alert } from '@mantine/core'
import { isProblem } from '../api/problem.ts'
import { ProblemNote } from './problem-note.tsx'

/** Why a passkey did nothing: what the desk said, or else that the browser or its user did not go through with it. */
export function CeremonyNote({ error, gaveUp }: { error: unknown; gaveUp: string }) {
  if (isProblem(error)) return <ProblemNote error={error} />
  return (
    <Alert role="alert" variant="outline">
      {gaveUp}
    </Alert>
  )
}

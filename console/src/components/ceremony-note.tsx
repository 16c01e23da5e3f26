import { Alert } from '@mantine/core'
import { isProblem } from '../api/problem.ts'
import { ProblemNote } from './problem-note.tsx'

/** Shows why a passkey failed: the desk's refusal, or else that the browser or its user ended the ceremony. */
export function CeremonyNote({ error, gaveUp }: { error: unknown; gaveUp: string }) {
  if (isProblem(error)) return <ProblemNote error={error} />
  return (
    <Alert role="alert" variant="outline">
      {gaveUp}
    </Alert>
  )
}

import { lazy } from 'react'
import type { Case } from '../api/shapes.ts'
import { readPageTexts, words } from '../words/words.ts'
import { OnRequest } from './on-request.tsx'

const CopyList = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./copy-list.tsx')).CopyList }
})

/** Shows the contents with the same files as the case's one. */
export const Copies = ({ of: { id } }: { of: Case }) => (
  <OnRequest open={words.profile.openCopies} close={words.profile.closeCopies}>
    <CopyList caseId={id} />
  </OnRequest>
)

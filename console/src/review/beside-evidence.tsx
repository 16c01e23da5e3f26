import type { Case } from '../api/shapes.ts'
import { AccountSummary } from '../components/account-summary.tsx'
import { Snoozes } from '../components/snoozes.tsx'
import { StrikesPanel } from '../components/strikes.tsx'
import type { CaseView } from '../components/timeline-view.ts'
import { AnswerEscalation, findQuestion } from './answer-escalation.tsx'
import { JudgeAppeal } from './appeal-parts.tsx'
import { CaseTabs } from './case-tabs.tsx'
import { CompareMatches } from './compare-matches.tsx'
import { Copies } from './copies.tsx'
import { Decide } from './decide.tsx'
import type { Outcome } from './decision-result.tsx'
import { type Handed, HandOver } from './hand-over.tsx'
import { Lookalikes } from './lookalikes.tsx'
import { RecentPosts } from './recent-posts.tsx'
import { Related } from './related.tsx'

export interface PartsProps {
  reviewed: Case
  view: CaseView
  onView: (view: CaseView) => void
  isHeld: boolean
  /** True while the caller may decide. */
  isOpen: boolean
  /** True once all that stands above the decision is known. */
  isComplete: boolean
  onOutcome: (outcome: Outcome) => void
  onHanded: (handed: Handed) => void
}

/** Shows who this is, and what the caller may conclude. */
export function Decision(props: PartsProps) {
  const { reviewed, isHeld, isOpen, isComplete, onOutcome, onHanded } = props
  const { appeal, id: caseId } = reviewed
  return (
    <>
      <AccountSummary account={reviewed.account} history={reviewed.history} />
      <Lookalikes of={reviewed} />
      <StrikesPanel strikes={reviewed.strikes} opened={reviewed.strikeCase} />
      {appeal !== null && isHeld && isComplete && <JudgeAppeal caseId={caseId} appeal={appeal} reviewed={reviewed} />}
      {isOpen && isComplete && <Answer reviewed={reviewed} onDone={(result) => onHanded({ result, isLeft: true })} />}
      {appeal === null && isOpen && isComplete && <Decide reviewed={reviewed} onDone={onOutcome} />}
      <HandOver key={reviewed.claimedBy} reviewed={reviewed} onDone={onHanded} />
      {isComplete && <Snoozes caseId={caseId} isHeld={isHeld} />}
    </>
  )
}

function Answer({ reviewed, onDone }: { reviewed: Case; onDone: (result: string) => void }) {
  const question = findQuestion(reviewed)
  if (question === undefined) return null
  return <AnswerEscalation key={question.id} caseId={reviewed.id} question={question} onDone={onDone} />
}

/** Shows what is known beyond the reported content: other posts and accounts, copies, and the tabs of the case. */
export function MoreEvidence({ reviewed, view, onView, isOpen }: PartsProps) {
  return (
    <>
      <RecentPosts of={reviewed} />
      <Related of={reviewed} />
      <Copies of={reviewed} />
      {reviewed.appeal === null && isOpen && <CompareMatches reviewed={reviewed} />}
      <CaseTabs of={reviewed} view={view} onView={onView} />
    </>
  )
}

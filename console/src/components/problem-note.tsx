import { Alert, Button, Group, List, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { isProblem, OFFLINE, type ProblemError } from '../api/problem.ts'
import { words } from '../words/words.ts'
import { CopyText } from './copy-text.tsx'

/**
 * Shows a refused or failed act in the desk's words: what happened, what is true now and what to do, with a reference
 * if there is one.
 */
export function ProblemNote({ error, onAgain }: { error: unknown; onAgain?: () => void }) {
  const known = isProblem(error) ? error : undefined
  return (
    <Alert role="alert" variant="outline" color={isRefusal(known) ? 'gray' : 'red'} p="sm">
      {formatProblem(error)} {isOfShift(known) && <Link to="/me">{words.errors.toShift}</Link>}
      {known !== undefined && known.errors.length > 1 && (
        <List size="sm">
          {known.errors.map(({ field, detail }) => (
            <List.Item key={field}>
              {field} {detail}
            </List.Item>
          ))}
        </List>
      )}
      <Group gap="sm" mt={4}>
        {known?.reference !== undefined && (
          <>
            <Text span size="sm" ff="monospace">
              {words.errors.reference({ reference: known.reference })}
            </Text>
            <CopyText text={known.reference} label={words.errors.copy} size="compact-xs" />
          </>
        )}
        {onAgain && known?.status !== 404 && (
          <Button size="compact-xs" variant="default" onClick={onAgain}>
            {words.errors.again}
          </Button>
        )}
      </Group>
    </Alert>
  )
}

/** True when nothing is broken: the desk refused the caller, or the object does not exist. */
const isRefusal = (problem: ProblemError | undefined): boolean => problem?.status === 403 || problem?.status === 404

const OF_SHIFT: Readonly<Record<string, string>> = { shift: words.errors.offShift, back: words.errors.onBreak }
const isOfShift = (problem: ProblemError | undefined): boolean =>
  problem?.status === 403 && String(problem.members.missing) in OF_SHIFT

export function formatProblem(error: unknown): string {
  if (!isProblem(error)) return words.errors.unknown
  if (isOfShift(error)) return OF_SHIFT[String(error.members.missing)] ?? error.message
  if (error.status === OFFLINE) return words.errors.offline
  return error.message || words.errors.unknown
}

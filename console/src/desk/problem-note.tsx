import { Alert, Button, Group, List, Text } from '@mantine/core'
import { isProblem, OFFLINE } from '../api/problem.ts'
import { words } from '../words/en.ts'
import { CopyText } from './copy-text.tsx'

/** What became of an act, what is true now, and what to do, as the desk said it; with a reference where it gave one. */
export function ProblemNote({ error, onAgain }: { error: unknown; onAgain?: () => void }) {
  const known = isProblem(error) ? error : undefined
  return (
    <Alert role="alert" variant="outline" color="red" p="sm">
      {sayProblem(error)}
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
              {words.errors.reference(known.reference)}
            </Text>
            <CopyText text={known.reference} label={words.errors.copy} size="compact-xs" />
          </>
        )}
        {onAgain && (
          <Button size="compact-xs" variant="default" onClick={onAgain}>
            {words.errors.again}
          </Button>
        )}
      </Group>
    </Alert>
  )
}

export function sayProblem(error: unknown): string {
  if (!isProblem(error)) return words.errors.unknown
  if (error.status === OFFLINE) return words.errors.offline
  return error.message || words.errors.unknown
}

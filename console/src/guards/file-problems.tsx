import { Alert, List } from '@mantine/core'
import { words } from '../words/words.ts'

interface Props {
  problems: readonly { line: number; column: number; message: string }[]
}

/** Lists why a rule file is invalid, each problem with its line and column. */
export const FileProblems = ({ problems }: Props) => (
  <Alert role="alert" variant="outline" color="red" title={words.guards.broken({ count: problems.length })}>
    <List size="sm">
      {problems.map(({ line, column, message }) => (
        <List.Item key={`${line} ${column} ${message}`}>
          {words.guards.place({ line, column })}: {message}
        </List.Item>
      ))}
    </List>
  </Alert>
)

import { Textarea } from '@mantine/core'
import { words } from '../words/en.ts'

interface Props {
  value: string
  onChange: (rationale: string) => void
}

/** Why somebody decides as they do, as long as it takes. */
export const RationaleField = ({ value, onChange }: Props) => (
  <Textarea
    label={words.review.why}
    value={value}
    maxLength={10_000}
    autosize
    minRows={2}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)

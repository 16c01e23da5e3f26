import { Textarea } from '@mantine/core'
import { words } from '../words/words.ts'

interface Props {
  value: string
  onChange: (rationale: string) => void
  label?: string
  maxLength?: number
}

/** The field for a rationale of any length up to `maxLength`. */
export const RationaleField = ({ value, onChange, label = words.review.why, maxLength = 10_000 }: Props) => (
  <Textarea
    label={label}
    value={value}
    maxLength={maxLength}
    autosize
    minRows={2}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)

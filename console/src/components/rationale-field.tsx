import { Textarea } from '@mantine/core'
import { useRef } from 'react'
import { useLetters } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import { KeyHint } from './key-hint.tsx'

interface Props {
  value: string
  onChange: (rationale: string) => void
  label?: string
  maxLength?: number
}

/** The field for a rationale of any length up to `maxLength`. The letter C puts the focus into it. */
export function RationaleField({ value, onChange, label = words.review.why, maxLength = 10_000 }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  useLetters({ c: () => field.current?.focus() })
  return (
    <Textarea
      ref={field}
      label={
        <>
          {label}
          <KeyHint letter="c" />
        </>
      }
      value={value}
      maxLength={maxLength}
      autosize
      minRows={2}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

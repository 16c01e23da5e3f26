import { Button, type ButtonProps, Group, Stack } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ProblemNote } from './problem-note.tsx'
import { ReasonField } from './reason-field.tsx'

interface Props extends Pick<ButtonProps, 'variant' | 'size'> {
  label: string
  /** In characters, as the desk takes it. */
  max?: number
  button: string
  /** True while another part of the form is missing. The reason can already be typed. */
  isIncomplete?: boolean
  /** The mutation called with the reason, which is never empty. */
  act: Pick<UseMutationResult<unknown, Error, string>, 'mutate' | 'isPending' | 'isError' | 'error'>
  /** The elements beside the button. */
  children?: ReactNode
}

/** The form for an act that takes only a reason: its field, its button, and its error. */
export function ReasonForm(props: Props) {
  const { label, max = 2_000, button, isIncomplete = false, act, variant = 'default', size = 'sm', children } = props
  const [reason, setReason] = useState('')
  const said = reason.trim()
  return (
    <Stack gap={4} w="100%">
      <Group gap="sm" align="flex-end">
        <ReasonField label={label} max={max} value={reason} onChange={setReason} />
        <Button
          variant={variant}
          size={size}
          disabled={isIncomplete || said === ''}
          loading={act.isPending}
          onClick={() => act.mutate(said)}
        >
          {button}
        </Button>
        {children}
      </Group>
      {act.isError && <ProblemNote error={act.error} />}
    </Stack>
  )
}

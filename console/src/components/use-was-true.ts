import { useState } from 'react'

/** Returns whether a value has ever been true: what is never opened is never rendered, and what closes fades out. */
export function useWasTrue(value: boolean): boolean {
  const [was, setWas] = useState(value)
  if (value && !was) setWas(true)
  return value || was
}

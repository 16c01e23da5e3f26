import { type Dispatch, type SetStateAction, useCallback, useEffect, useRef, useState } from 'react'

const PREFIX = 'countersign-kept:'

/**
 * State that a lost connection, a reload or a sign-out by somebody else doesn't lose: it stands in this tab's own storage
 * until it was sent, or its writer signs out. Answers it, how to change it, and how to have it forgotten.
 */
export function useKept<T>(name: string, make: () => T): [T, Dispatch<SetStateAction<T>>, () => void] {
  const key = `${PREFIX}${name}`
  const [value, setValue] = useState<T>(() => read(key) ?? make())
  const isOver = useRef(false)
  useEffect(() => {
    if (!isOver.current) sessionStorage.setItem(key, JSON.stringify(value))
  }, [key, value])
  const forget = useCallback(() => {
    isOver.current = true
    sessionStorage.removeItem(key)
  }, [key])
  return [value, setValue, forget]
}

/** Forgets all that is kept: somebody else may come to this tab. */
export function forgetKept(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}

function read<T>(key: string): T | undefined {
  const text = sessionStorage.getItem(key)
  return text === null ? undefined : (JSON.parse(text) as T)
}

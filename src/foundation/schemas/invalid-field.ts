import { DeskError } from '../errors.ts'

/**
 * Returns a refusal for one field, named by its path in the body. The value is not quoted: it may be one that must not
 * be stored.
 */
export const invalidField = (field: string, detail: string): DeskError =>
  new DeskError('invalid_input', `${field} ${detail}.`, { errors: [{ field, detail }] })

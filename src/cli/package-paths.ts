import { resolve } from 'node:path'

/** Where this package is, wherever it was started from. */
export const PACKAGE_DIR = resolve(import.meta.dirname, '../..')
export const MIGRATIONS_DIR = resolve(PACKAGE_DIR, 'migrations')
export const POLICIES_DIR = resolve(PACKAGE_DIR, 'policies')

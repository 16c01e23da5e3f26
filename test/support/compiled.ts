/** Has a program that is started with an environment of its own use what the run has compiled already. */
export const COMPILED_ENV: Readonly<Record<string, string>> =
  process.env.NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }

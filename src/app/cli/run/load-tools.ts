/**
 * The demo and the scenarios run the program, so they import from it. The program loads them here and nowhere else, and
 * only when it runs one.
 */
export const loadDemo = () => import('../../../../tools/demo/start-demo-parts.ts')
export const loadDemoPast = () => import('../../../../tools/demo/demo-past.ts')
export const loadReplay = () => import('../../../../tools/scenario/replay.ts')

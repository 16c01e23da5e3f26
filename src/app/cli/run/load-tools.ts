/**
 * Loads the demo and the scenarios. They run the program and so import from it; the program loads them only here, and
 * only to run one.
 */
export const loadDemo = () => import('../../../../tools/demo/start-demo-parts.ts')
export const loadDemoPast = () => import('../../../../tools/demo/demo-past.ts')
export const loadReplay = () => import('../../../../tools/scenario/replay.ts')

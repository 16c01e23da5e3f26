import { type Connector, ConnectorError } from '../foundation/connector/connector.ts'
import { NO_GUARANTEE } from '../foundation/connector/guarantees.ts'

/** Returns a connector with the same reads that refuses every call with an effect before anything is sent. */
export function readOnly(connector: Connector): Connector {
  return {
    ...connector,
    guarantees: (at) => ({ ...connector.guarantees(at), actions: NO_GUARANTEE.actions }),
    apply: refuse,
    restore: refuse,
  }
}

const refuse = (): Promise<never> =>
  Promise.reject(new ConnectorError('refused', 'this connector only reads: nothing was sent to the platform'))

// What events of partners do, besides requests: given in by whoever wires the exchange, so that jobs know no import.
import type { ClientBase } from 'pg';
import type { Published, RequestFulfilled, RequestRejected } from '../../../formats/pact/pact.ts';
import type { PactContext } from '../context.ts';
import type { PactPartner } from '../partner-client.ts';

export interface EventEffects {
  fulfilled(client: ClientBase, context: PactContext, partner: PactPartner, event: RequestFulfilled, text: string): Promise<void>;
  rejected(client: ClientBase, context: PactContext, partner: PactPartner, event: RequestRejected): Promise<void>;
  published(client: ClientBase, context: PactContext, partner: PactPartner, event: Published): Promise<void>;
}

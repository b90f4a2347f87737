// What a resolver of the server knows about its request. The hub's own context is merged in by whoever starts the server.
import type { Principal } from '../../hub/access/principal.ts';
import type { MappingService } from '../../transfer/flow-maps/mapping-service.ts';

/** Starts imports; the implementation belongs to src/transfer. */
export interface ImportService {
  /** Returns as soon as the run is recorded. `onFinished` is called once, when `path` is no longer needed. */
  start(input: { path: string; origin: string; onFinished: () => Promise<void> }): Promise<{ id: string }>;
  /** False when there is no such run or it has ended. */
  cancel(id: string): Promise<boolean>;
}

export interface RequestContext {
  principal: Principal;
  /** Ends when the time of the operation is over or the client has gone. */
  signal: AbortSignal;
  timeoutMs: number;
  abort: (reason: Error) => void;
  /** What the GraphQL layer tells the HTTP layer about the answer. */
  reply: { requestError: boolean };
  imports: ImportService | undefined;
  mappings: Pick<MappingService, keyof MappingService> | undefined;
  uploads: { folder: string; maxBytes: number };
}

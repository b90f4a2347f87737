// Mappings and previews as the server asks for them: each on a connection of its own, for as long as it takes.
import type { ClientBase } from 'pg';
import { connect } from '../../database/connect.ts';
import type { Given } from '../../database/read/given.ts';
import type { Reader } from '../../database/read/plan.ts';
import { TanluError } from '../../errors.ts';
import { adapters } from '../../formats/registry.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import { previewConversion, type Previewed, type PreviewLimits } from '../convert/preview.ts';
import { declareNoCounterpart, mapFlow, withdrawDecision, type Decided, type MapFlowInput } from './decisions.ts';
import { openFlowMaps, flowLists } from './open-flow-maps.ts';
import { applyMappings, type ApplyReport } from './stored-mappings.ts';

export interface PreviewRequest {
  noun: DatasetNoun;
  id: string;
  format: string;
  flowList?: string | undefined;
  reader: Reader;
  /** Told what of restricted fields the reader gets, before there is a preview. */
  onGiven?: (given: readonly Given[]) => Promise<void>;
  timeoutMs: number;
  signal?: AbortSignal;
}

/** Formats that a preview can be in, and lists it can be mapped to. */
export const previewFormats = (): { name: string; title: string }[] => adapters.filter((a) => a.packaging !== undefined).map(({ name, title }) => ({ name, title }));
export const previewLists = flowLists;

const limits: PreviewLimits = { datasets: 5_000, characters: 2_000_000 };
/** Previews at the same time: each takes a processor while it lasts. */
const mostAtOnce = 2;

export class MappingService {
  readonly #databaseUrl: string;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  mapFlow(input: MapFlowInput): Promise<Decided> {
    return this.#with((client) => mapFlow(client, input));
  }

  declareNoCounterpart(input: { flowId: string; reason: string }): Promise<Decided> {
    return this.#with((client) => declareNoCounterpart(client, input));
  }

  withdrawDecision(flowId: string): Promise<Decided> {
    return this.#with((client) => withdrawDecision(client, flowId));
  }

  apply(): Promise<ApplyReport> {
    return this.#with((client) => applyMappings(client));
  }

  async preview({ noun, id, format, flowList, reader, onGiven, timeoutMs, signal }: PreviewRequest): Promise<Previewed> {
    const flows = await openFlowMaps({ list: flowList });
    const to = adapters.find((a) => a.name === format)!;
    if (this.#running >= mostAtOnce) await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
    this.#running += 1;
    try {
      if (signal?.aborted) throw new TanluError('PREVIEW_CANCELED', 'The preview was broken off before its turn came.', { kind: 'unavailable' });
      return await previewConversion({ databaseUrl: this.#databaseUrl, noun, id: id.toLowerCase(), to, reader, flows, limits, timeoutMs, ...(signal === undefined ? {} : { signal }), ...(onGiven === undefined ? {} : { onGiven }) });
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #with<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
    const client = await connect(this.#databaseUrl, 'tanlu mapping');
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

// The exchange of footprints as the server asks for it: decisions on requests, requests of the hub, pulls. Who may do what was looked at before; what belongs to whom is looked at here once more.
import { inTransaction } from '../../database/transaction.ts';
import { TanluError } from '../../errors.ts';
import { nameOfPrincipal, type Principal } from '../../hub/access/principal.ts';
import type { RequestCriteria } from '../../model/exchange-of-footprints.ts';
import type { PactContext } from './context.ts';
import { approveRequest, rejectRequest, type Approval, type Decider, type RequestDecided } from './requests/decide.ts';
import { requestFootprints } from './requests/request-footprints.ts';
import { pullPartner } from './sync/pull.ts';

/** Operators decide about all records, others about those of their organization. */
function deciderOf(by: Principal): Decider {
  if (by.role === 'operator' || by.role === 'administrator') return { name: nameOfPrincipal(by) };
  if (by.organization === undefined) throw new TanluError('NOT_AUTHORIZED', 'You belong to no organization of this hub, so there is nothing for you to decide. Ask the administrator to name yours.', { kind: 'forbidden' });
  return { name: nameOfPrincipal(by), organization: by.organization };
}

function demand(decided: RequestDecided): void {
  if ('refused' in decided) throw new TanluError(decided.refused, decided.message, { kind: 'usage' });
}

export class ExchangeService {
  readonly #context: PactContext;

  constructor(context: PactContext) {
    this.#context = context;
  }

  /** Answers an incoming request with footprints. @throws TanluError REQUEST_UNKNOWN, REQUEST_DECIDED, NOTHING_TO_SEND (usage), NOT_AUTHORIZED (forbidden) */
  async approve(by: Principal, requestId: string, approval: Approval): Promise<void> {
    demand(await approveRequest(this.#context, requestId, approval, deciderOf(by)));
  }

  /** @throws as `approve` */
  async reject(by: Principal, requestId: string, { reason, code }: { reason: string; code?: string | undefined }): Promise<void> {
    demand(await rejectRequest(this.#context, requestId, reason, deciderOf(by), code));
  }

  /** Asks a partner. @throws TanluError of requestFootprints */
  async request(by: Principal, { partnerId, criteria, comment }: { partnerId: string; criteria: RequestCriteria; comment?: string | undefined }): Promise<{ id: string }> {
    return inTransaction(this.#context.pool, (client) => requestFootprints(client, this.#context, partnerId, criteria, comment, nameOfPrincipal(by)));
  }

  /** Starts a pull, which goes on by itself; gives its run as soon as that stands, or that of the one which is going on. @throws TanluError of pullPartner, of what goes wrong before there is a run */
  async pull(_by: Principal, partnerId: string): Promise<{ id: string }> {
    const { pool, log } = this.#context;
    return new Promise((resolve, reject) => {
      pullPartner(this.#context, partnerId, 'PERSON', { onRun: (id) => { resolve({ id }); } }).catch(async (error: unknown) => {
        log.warn({ partner: partnerId, reason: error instanceof Error ? error.message : String(error) }, 'a pull could not be run');
        const { rows } = await pool.query<{ id: string }>(`select id from sync_run where partner_id = $1 and state = 'RUNNING' order by key desc limit 1`, [partnerId]);
        if (error instanceof TanluError && error.code === 'PULL_RUNNING' && rows[0] !== undefined) resolve({ id: rows[0].id });
        else reject(error);
      }).catch(reject);
    });
  }
}

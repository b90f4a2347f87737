// tanlu pact request: asks a partner for footprints. The running hub sends the request and takes the answer in.
import type { Command } from 'commander';
import { inTransaction } from '../database/transaction.ts';
import type { RequestCriteria } from '../model/exchange-of-footprints.ts';
import { issueText } from '../model/issue.ts';
import { print, tell } from './output.ts';
import { withPartner } from './pact-pull.command.ts';

interface Options { product?: string[]; company?: string[]; geography?: string[]; classification?: string[]; validOn?: string; comment?: string; json?: boolean }

const several = (value: string, before: string[] = []): string[] => [...before, value];

function criteriaOf({ product, company, geography, classification, validOn }: Options): RequestCriteria {
  const stated = { productIds: product, companyIds: company, geographies: geography, classifications: classification, validOn };
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
}

export function pactRequestCommand(pact: Command): void {
  pact.command('request').description('Ask a partner for footprints. The request is put into the outbox; "tanlu start" sends it and takes the answer in.')
    .argument('<partner>', 'name or identifier of the partner')
    .option('--product <urn>', 'product identifier; can be repeated, one of them is enough', several)
    .option('--company <urn>', 'company identifier; can be repeated', several)
    .option('--geography <place>', 'country, subdivision or region in the words of PACT, such as CN or CN-HI; can be repeated', several)
    .option('--classification <urn>', 'product class, such as urn:cpc:0151; can be repeated', several)
    .option('--valid-on <time>', 'valid at this time, ISO 8601')
    .option('--comment <text>', 'what the partner should know')
    .option('--json', 'print the request as JSON on standard output')
    .action((named: string, options: Options) => withPartner(named, async (context, partner) => {
      const { requestFootprints } = await import('../transfer/pact/requests/request-footprints.ts');
      const sent = await inTransaction(context.pool, (client) => requestFootprints(client, context, partner.id, criteriaOf(options), options.comment, 'command line'));
      for (const issue of sent.issues) tell(`${issue.severity}: ${issueText(issue)}`);
      print(options.json === true ? JSON.stringify({ partner, ...sent }, undefined, 2) : `Request ${sent.id} to ${partner.name} is in the outbox.`);
    }));
}

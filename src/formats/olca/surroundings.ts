// What documents of openLCA need of other files of their package: the paths of categories (version 1) and the global parameters that formulas may use.
import { TanluError } from '../../errors.ts';
import type { Globals } from '../../mapping/formulas/evaluate-process.ts';
import type { ReadContext } from '../../mapping/transform.ts';
import { decimalPattern } from '../../model/scalar.ts';
import { SURROUNDINGS, type PackageFacts } from '../adapter.ts';
import { parseJson } from '../json/parse.ts';
import { JsonObject, scalarText } from '../json/value.ts';
import { decodeXml } from '../xml/decode.ts';
import { gatherCategories, wantsCategory, type CategoryPaths } from './categories.ts';

interface Facts { categories: CategoryPaths; parameters: Globals }

const wantsParameter = (fileName: string): boolean => /(^|[/\\ ])parameters[/\\][^/\\]+\.json$/i.test(fileName);

/** Name and value of a global parameter; undefined for what is none, or has no number. */
function readParameter(bytes: Uint8Array): [name: string, value: number] | undefined {
  const { value } = parseJson(decodeXml(bytes, 'parameter').text, { file: 'parameter' });
  if (!(value instanceof JsonObject)) return undefined;
  const textOf = (key: string): string | undefined => {
    const member = value.members.get(key);
    return member === undefined ? undefined : scalarText(member);
  };
  const [name, stated] = [textOf('name'), textOf('value')];
  if (textOf('@type') !== 'Parameter' || name === undefined || stated === undefined || !decimalPattern.test(stated)) return undefined;
  return [name.toLowerCase(), Number(stated)];
}

export const olcaSurroundings: PackageFacts = {
  wants: (fileName) => wantsCategory(fileName) || wantsParameter(fileName),
  gather(documents): Facts {
    const parameters = new Map<string, number>();
    for (const document of documents) {
      try {
        const found = readParameter(document());
        if (found !== undefined) parameters.set(...found);
      } catch (error) {
        if (!(error instanceof TanluError)) throw error; // told when the file is read in its turn
      }
    }
    return { categories: gatherCategories(documents), parameters };
  },
};

const factsOf = (context: ReadContext): Facts | undefined => context.scratch.get(SURROUNDINGS) as Facts | undefined;

/** The path of a category that the package has; undefined where it has none. */
export const categoryPath = (id: string, context: ReadContext): readonly string[] | undefined => factsOf(context)?.categories.get(id);

/** The global parameters of the package. */
export const globalParameters = (context: ReadContext): Globals | undefined => factsOf(context)?.parameters;

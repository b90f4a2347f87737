// What the datasets of a generated package share: its activities, products, elementary exchanges and properties, each computed from its number.
// Identifiers of units, compartments, places and properties are those of the format; names, amounts and links are made up.
import { Random } from './random.ts';
import { productName, sentence, substanceName } from './prose.ts';

export interface Unit { id: string; name: string }
const unit = (name: string, id: string): Unit => ({ id, name });

export const kilogram = unit('kg', '487df68b-4994-4027-8fdc-a4dc298257b7');
const dimensionless = unit('dimensionless', '577e242a-461f-44a7-922c-d8e1c3d2bf45');
const megajoule = unit('MJ', '980b811e-3905-4797-82a5-173f5568bc7e');
const productUnits = [kilogram, kilogram, kilogram, megajoule, unit('kWh', '77ae64fa-7e74-4252-9c3b-889c1cd20bfc'), unit('m3', 'de5b3c87-0e35-4fb0-9765-4f3ba34c99e5'),
  unit('unit', '5b972631-34e3-4db7-a615-f6931770a0cb'), unit('metric ton*km', '2f4daad7-5331-4f14-930c-d8bca924557d'), unit('m2', '1017f68a-f818-4f9d-a34d-a31e7386f628')];

/** [compartment, subcompartment, id, whether from the environment] */
const compartments = [
  ['air', 'unspecified', '7011f0aa-f5f9-4901-8c10-884ad8296812', false], ['air', 'urban air close to ground', 'e8d7772c-55ca-4dd7-b605-fee5ae764578', false],
  ['air', 'non-urban air or from high stacks', 'be7e06e9-0bf5-462e-99dc-fe4aee383c48', false], ['air', 'low population density, long-term', '23dbff79-8037-43e7-b270-5a3da416a284', false],
  ['water', 'unspecified', 'e47f0a6c-3be8-4027-9eee-de251784f708', false], ['water', 'surface water', '963f8022-3e2e-4be9-ad4d-b3b7a2282099', false],
  ['water', 'ground-, long-term', 'aa4362e0-b20a-448b-b2a0-261f4510deb5', false], ['soil', 'agricultural', 'e1bc9a16-5b6a-494f-98ef-49f461b1a11e', false],
  ['natural resource', 'in ground', '6a098164-9f04-4f65-8104-ffab7f2677f3', true], ['natural resource', 'in water', '30347aef-a90b-46ba-8746-b53741aa779d', true],
] as const;

const country = '-7d7e-11de-9ae2-0019e336be3a';
const places = [['GLO', '34dbbff8-88ce-11de-ad60-0019e336be3a'], ['RoW', '7846b897-7c04-4f9f-b607-2b83fcd9a74c'], ['RER', '0723d252-7e2a-11de-9820-0019e336be3a'], ['CH', `131278d6${country}`],
  ['CN', `0c40fa1e${country}`], ['DE', `0e0e1020${country}`], ['BR', `0a2c8c66${country}`], ['IN', `0e6a7860${country}`], ['MY', `0fbd80a4${country}`], ['TH', `131dd2ee${country}`]] as const;

export interface Property { id: string; name: string; unit: Unit; comment: string | undefined }

const known: [string, string, Unit][] = [['price', '38f94dd1-d5aa-41b8-b182-c0c42985d9dc', unit('EUR2005', '7b75baf0-cbee-45e6-bf66-af119da06553')], ['dry mass', '3a0af1d6-04c3-41c6-a3da-92c4f61e0eaa', kilogram],
  ['wet mass', '67f102e2-9cb6-4d20-aa16-bf74d8a03326', kilogram], ['water in wet mass', '6d9e1462-80e3-4f10-b3f4-71febd6f1168', kilogram], ['water content', 'a9358458-9724-4f03-b622-106eda248916', dimensionless],
  ['carbon content, fossil', 'c74c3729-e577-4081-b572-a283d2561a75', dimensionless], ['carbon content, non-fossil', '6393c14b-db78-445d-a47b-c0cb866a1b25', dimensionless], ['heating value, net', '48c987bb-3144-4872-b5c7-b1389c40be25', megajoule]];

const hasComment = (random: Random) => (random.below(3) === 0 ? undefined : sentence(random, random.between(6, 16)));

/** Eight that nearly every product has, then contents of substances. */
export const properties: readonly Property[] = [
  ...known.map(([name, id, of], i) => ({ id, name, unit: of, comment: hasComment(new Random(11, i)) })),
  ...Array.from({ length: 40 }, (_, i) => {
    const random = new Random(12, i);
    return { id: random.uuid(), name: `${substanceName(random).toLowerCase()} content`, unit: dimensionless, comment: hasComment(random) };
  }),
];

export interface Product { id: string; name: string; unit: Unit; cpc: string; cpcId: string; synonyms: string[] }
export interface ElementaryFlow { id: string; name: string; unit: Unit; cas: string | undefined; formula: string | undefined; compartment: (typeof compartments)[number]; synonyms: string[] }

const memoized = <T>(make: (index: number) => T) => {
  const made: T[] = [];
  return (index: number): T => (made[index] ??= make(index));
};

export const productAt = memoized((index): Product => {
  const random = new Random(21, index);
  const name = productName(random);
  return { id: random.uuid(), name, unit: random.pick(productUnits), cpc: `${random.between(10_000, 99_999)}: ${name} and similar products`, cpcId: random.uuid(),
    synonyms: Array.from({ length: random.below(3) }, () => productName(random)) };
});

export const elementaryFlows: readonly ElementaryFlow[] = Array.from({ length: 2_000 }, (_, index) => {
  const random = new Random(31, index);
  const cas = random.below(3) === 0 ? undefined : `${String(random.between(50, 999_999)).padStart(6, '0')}-${random.between(10, 99)}-${random.below(10)}`;
  return { id: random.uuid(), name: substanceName(random), unit: kilogram, cas, formula: random.below(4) === 0 ? `C${random.between(1, 9)}H${random.between(2, 20)}O${random.below(4)}` : undefined,
    compartment: random.pick(compartments), synonyms: Array.from({ length: random.below(3) }, () => substanceName(random)) };
});

/** Products are made in about six places each, as in ecoinvent; every eighth dataset is another product of the activity before it. */
export class Package {
  readonly datasets: number;
  readonly seed: number;
  readonly products: number;

  constructor(datasets: number, seed: number) {
    this.datasets = datasets;
    this.seed = seed;
    this.products = Math.max(2, Math.ceil(datasets / 6));
  }

  product(dataset: number): Product {
    return productAt(dataset % this.products);
  }

  activity(dataset: number): { id: string; nameId: string; place: (typeof places)[number] } {
    const number = dataset % 8 === 7 ? dataset - 1 : dataset;
    const random = new Random(this.seed, 41, number);
    return { id: random.uuid(), nameId: random.uuid(), place: random.pick(places) };
  }

  fileName(dataset: number): string {
    return `datasets/${this.activity(dataset).id}_${this.product(dataset).id}.spold`;
  }
}

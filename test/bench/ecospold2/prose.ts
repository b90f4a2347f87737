// Made-up English of inventories: sentences of common and technical words, so that text compresses as text does.
import type { Random } from './random.ts';

const words = (`the of and to in a is for from this with are by was on as data per at production that an be which market it amount process kg value
 not based dataset or assumed energy water use emissions transport electricity heat waste activity has been treatment average used input output plant
 unit system products exchanges literature estimated included supply consumption steel material according during factor calculated share total air
 combustion year region uncertainty residues mass raw carbon estimation operation report model main content represents infrastructure one other specific
 modelled land annual losses after before between capacity chemicals direct distribution dry efficiency equipment exhaust facility fuel furnace gas
 geographical global industrial kiln landfill lifetime load local machinery measured metal mining mixture municipal natural nitrogen nutrient occupation
 oil operating ore oxide packaging particulates pipeline pressure primary property purification quality quantity rate reaction reference refinery
 representative residual route sampling scrap secondary separation service sludge soil solid solvent source starting statistics storage stream
 sulfur surface technology temperature thermal transformation truck turbine typical upstream vapour vehicle volume wastewater weighted wet wood yield
 annealing bauxite beneficiation briquette calcination catalytic cement charcoal clinker coconut coking cultivation desalination digestion dissolution
 electrolysis evaporation extrusion fermentation fertiliser filtration flotation gasification glazing granulate harvesting hydrolysis irrigation
 lacquer laminating lignite methanol molasses palm pelletising phosphate polymer pulping pyrolysis quicklime rubber sawing seedling sintering
 smelting spinning starch stripping sugarcane tapioca tempering transmission turbid upgrading varnish ventilation weaving welding zeolite`).trim().split(/\s+/);

const technical = words.slice(120);
const ends = ['.', '.', '.', '; see report.', ' (expert judgement).', ' &gt; 90 %.', ' at 20 °C.', ' &amp; Associates.', ' in kg/m³.', ' (approx. 5 µm).'];

/** A sentence of about `length` words, XML-escaped. */
export function sentence(random: Random, length: number): string {
  let text = words[random.skewed(words.length)]!;
  text = text[0]!.toUpperCase() + text.slice(1);
  for (let i = 1; i < length; i += 1) {
    const roll = random.below(24);
    text += ' ';
    if (roll === 0) text += random.below(10_000) / 100;
    else if (roll === 1) text += `${random.between(1985, 2024)},`;
    else text += roll < 6 ? random.pick(technical) : words[random.skewed(words.length)]!;
  }
  return text + random.pick(ends);
}

export function paragraph(random: Random, sentences: number): string {
  return Array.from({ length: sentences }, () => sentence(random, random.between(9, 26))).join(' ');
}

/** A name such as "molasses granulate, at plant". */
export function productName(random: Random): string {
  const tail = ['', '', ', at plant', ', primary', ', recycled', ', for reuse', ', from fermentation', ', low pressure', ', unspecified'];
  return `${random.pick(technical)} ${random.pick(technical)}${random.pick(tail)}`;
}

const syllables = ['meth', 'eth', 'prop', 'but', 'chlor', 'fluor', 'brom', 'nitro', 'benz', 'tolu', 'phen', 'cycl', 'hydr', 'oxy', 'amin', 'sulf', 'phos', 'carb', 'sil', 'cyan'];
const endings = ['ane', 'ene', 'ol', 'ate', 'ide', 'ite', 'one', 'yl ether', 'ic acid', 'amide'];

/** A name such as "Chlorbenzate, 1,2-dihydro-". */
export function substanceName(random: Random): string {
  const stem = random.pick(syllables) + random.pick(syllables) + random.pick(endings);
  return stem[0]!.toUpperCase() + stem.slice(1) + (random.below(3) === 0 ? `, ${random.between(1, 4)},${random.between(5, 9)}-di${random.pick(syllables)}-` : '');
}

// Options of the commands that lead flows to those of another list: --flow-map, as often as wanted, and --flow-list.
import { Option } from 'commander';
import { flowLists } from '../transfer/flow-maps/open-flow-maps.ts';

export const flowMapOption = (): Option => new Option('--flow-map <map>', 'map flows by a mapping file (GLAD, openLCA, randonneur), or by own:<name>; can be repeated, the first that has a flow counts')
  .argParser((value: string, before: string[]) => [...before, value]).default([], 'none');

export const flowListOption = (): Option => new Option('--flow-list <list>', 'map elementary flows to this list: identifiers, names, compartments, units; those that are not in it stay and are told').choices(flowLists);

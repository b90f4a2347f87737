// Fixtures that do not come back as they are stated, and why: broken on purpose, or lists without a dataset. Paths start below test/fixtures/.

/** Lists and broken documents, which hold no dataset to write. */
export const withoutDataset = /lists\/|ecospold2\/(master-data\/|xml\/(ecospold1|unescaped))/;

/** Documents that a comparison leaf by leaf, by their names and in their order, cannot judge: a wrapper becomes a file per dataset, prefixes become the usual ones. */
export const writtenOtherwise = /ilcd\/(wrapper\/|dialects\/prefixes)/;

/** What reading repairs is written as repaired: the stated spelling would break the schema again. By file below the folder of the format. */
export const repaired: Readonly<Record<string, string>> = {
  'flows/ids.spold': 'identifiers that are no UUIDs', 'values/numbers.spold': 'decimal commas', 'values/dates.spold': 'a time of day in a date', 'signs/groups.spold': 'two groups, or one that does not exist',
  'xml/no-namespace.spold': 'names without namespace', 'dialects/no-namespace.xml': 'names without namespace', 'flows/compartments.spold': 'compartments in the namespace of the master data', 'xml/user-master-data-after.spold': 'a list of its own around master data',
  'xml/user-master-data-inside.spold': 'master data inside the dataset',
};

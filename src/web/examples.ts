// Example queries that GraphiQL opens with; a test runs each against the schema.

export interface Example {
  title: string;
  query: string;
}

export const examples: readonly Example[] = [
  {
    title: 'Products',
    query: `# 产品及其碳足迹 · Products with their footprints
query Products {
  products(first: 10) {
    totalCount
    nodes {
      id
      name { zh en }
      code
      producer { name { zh en } }
      footprints(first: 3) {
        nodes {
          declaredAmount
          declaredUnit
          referencePeriod { start end }
          status
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    title: 'Footprints',
    query: `# 按条件筛选碳足迹 · Footprints by condition; change the variable below
query Footprints($validAt: Date) {
  footprints(first: 20, filter: { validAt: $validAt }) {
    totalCount
    nodes {
      id
      name { zh en }
      product { name { zh en } }
      geography { code system }
      certifications(first: 2) { nodes { number state } }
    }
  }
}
`,
  },
  {
    title: 'Standards',
    query: `# 标准与依据其核算的碳足迹 · Standards and what was accounted by them
query Standards {
  standards(first: 10) {
    nodes {
      code
      name { zh en }
      kind
      footprints(first: 5) { totalCount nodes { name { zh en } } }
    }
  }
}
`,
  },
  {
    title: 'Processes',
    query: `# 过程与其输入输出 · Processes and their exchanges
query Processes {
  processes(first: 5) {
    nodes {
      id
      name { zh en }
      geography { code system }
      exchanges(first: 10) {
        totalCount
        nodes { direction flow { name { zh en } } }
      }
    }
  }
}
`,
  },
  {
    title: 'Flow mappings',
    query: `# 等待决定的基本流 · Elementary flows that wait for a decision, most used first
query FlowMappings {
  flowMappings(filter: { state: { eq: UNMAPPED } }, orderBy: [{ field: EXCHANGES, direction: DESC }], first: 10) {
    totalCount
    nodes { flowId flowName flowCompartment flowUnit exchanges reason candidates { id name } }
  }
  mappingCoverage { flows { flows { total byId byCas byName byFile byDecision noCounterpart unmapped } } }
}
`,
  },
];

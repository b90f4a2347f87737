// The closed list of issue codes: kind, severity and message per code. Messages say what is wrong and what to do; placeholders are params.

interface CodeDefinition {
  kind: 'dropped' | 'defaulted' | 'approximated' | 'unmapped' | 'repaired' | 'invalid';
  severity: 'info' | 'warning' | 'error';
  en: string;
  zh: string;
}

const define = <K extends string>(codes: Record<K, CodeDefinition>): Record<K, CodeDefinition> => codes;

export const issueCodes = define({
  // Files and packages
  'file-not-recognized': { kind: 'dropped', severity: 'warning', en: 'The file is in no format that Tanlu reads ({reason}). It was left out.', zh: '文件不是碳路可读取的格式（{reason}），已跳过。' },
  'file-unreadable': { kind: 'invalid', severity: 'error', en: 'The file cannot be read: {reason}. Nothing of it was stored.', zh: '文件无法读取：{reason}。未保存其中任何内容。' },
  'archive-unsafe': { kind: 'invalid', severity: 'error', en: 'The archive was refused: {reason}.', zh: '压缩包被拒绝：{reason}。' },
  'archive-nested': { kind: 'dropped', severity: 'warning', en: 'An archive inside the archive is not opened; unpack it and import it by itself.', zh: '不打开压缩包内的压缩包；请解压后单独导入。' },
  'xml-not-well-formed': { kind: 'invalid', severity: 'error', en: 'The XML is broken at line {line}, column {column}: {reason}. Nothing of the file was stored.', zh: 'XML 第 {line} 行第 {column} 列有误：{reason}。未保存该文件任何内容。' },
  'xml-doctype': { kind: 'invalid', severity: 'error', en: 'The file declares a document type (DOCTYPE); external and custom entities are refused.', zh: '文件包含 DOCTYPE 声明；拒绝外部及自定义实体。' },
  'xml-control-character': { kind: 'repaired', severity: 'warning', en: 'Characters that XML forbids were removed ({count}).', zh: '已删除 XML 不允许的字符（{count} 个）。' },
  'xml-text-too-long': { kind: 'invalid', severity: 'error', en: 'A text or attribute is longer than {limit} characters. Nothing of the file was stored.', zh: '文本或属性超过 {limit} 个字符。未保存该文件任何内容。' },
  'encoding-repaired': { kind: 'repaired', severity: 'warning', en: 'The declared encoding {declared} is wrong; the file was read as {used}.', zh: '声明的编码 {declared} 不正确；已按 {used} 读取。' },
  'namespace-unknown': { kind: 'dropped', severity: 'error', en: 'The root element {root} is in namespace "{namespace}", which no adapter reads. Expected one of: {expected}.', zh: '根元素 {root} 的命名空间“{namespace}”无适配器可读。应为：{expected}。' },
  'namespace-missing': { kind: 'repaired', severity: 'warning', en: 'The root element {root} has no namespace; the file was read by local names.', zh: '根元素 {root} 没有命名空间；按本地名读取。' },
  // Identity and versions
  'id-missing': { kind: 'invalid', severity: 'error', en: 'The dataset has no identifier. It was refused.', zh: '数据集没有标识符，已拒绝。' },
  'id-not-uuid': { kind: 'repaired', severity: 'warning', en: '"{stated}" is not a UUID; the identifier {used} was derived from it.', zh: '“{stated}”不是 UUID；已由其导出标识符 {used}。' },
  'id-file-name-differs': { kind: 'repaired', severity: 'info', en: 'The file name says {fileName}, the dataset says {used}; the dataset was trusted.', zh: '文件名为 {fileName}，数据集内为 {used}；以数据集为准。' },
  'duplicate-dataset': { kind: 'dropped', severity: 'error', en: '{id} version {version} stands in the package twice with different content (also in {other}). The later one was refused.', zh: '{id} 版本 {version} 在包中出现两次且内容不同（另见 {other}）。后者已拒绝。' },
  'version-repaired': { kind: 'repaired', severity: 'info', en: 'Version "{stated}" is not in the form the format asks for; it is ordered as {used}.', zh: '版本“{stated}”格式不符；按 {used} 排序。' },
  'version-missing': { kind: 'defaulted', severity: 'info', en: 'The dataset states no version; 00.00.000 was taken.', zh: '数据集未声明版本；取 00.00.000。' },
  'same-version-changed': { kind: 'repaired', severity: 'warning', en: 'Version {version} of this dataset was stored before with different content; the new content supersedes it.', zh: '此数据集版本 {version} 曾以不同内容保存；新内容取代旧内容。' },
  'version-older': { kind: 'repaired', severity: 'info', en: 'Version {version} is older than the current version {current}; it was stored as a past version.', zh: '版本 {version} 早于当前版本 {current}；已存为历史版本。' },
  // References
  'reference-dangling': { kind: 'unmapped', severity: 'error', en: '{type} {id} ({name}) is referred to but is neither in the package nor in the hub. A placeholder stands for it until it is imported.', zh: '引用的 {type} {id}（{name}）不在包中也不在数据枢纽中；在导入之前以占位记录代替。' },
  'reference-not-uuid': { kind: 'unmapped', severity: 'error', en: 'A reference states "{stated}", which is not a UUID. It was kept as an external key and is never matched automatically.', zh: '引用标识“{stated}”不是 UUID；保存为外部键，不自动匹配。' },
  'reference-id-from-uri': { kind: 'repaired', severity: 'info', en: 'A reference has no identifier; it was taken from its address {uri}.', zh: '引用没有标识符；已从地址 {uri} 取得。' },
  'reference-empty': { kind: 'unmapped', severity: 'error', en: 'A reference has neither identifier nor address.', zh: '引用既无标识符也无地址。' },
  'reference-version-absent': { kind: 'approximated', severity: 'warning', en: '{type} {id} is wanted in version {wanted}; version {used} was taken.', zh: '需要 {type} {id} 的版本 {wanted}；使用版本 {used}。' },
  'reference-type-repaired': { kind: 'repaired', severity: 'info', en: 'Reference type "{stated}" was read as {used}.', zh: '引用类型“{stated}”按 {used} 读取。' },
  // Values
  'number-invalid': { kind: 'invalid', severity: 'error', en: '"{value}" is not a number. The value was left unknown.', zh: '“{value}”不是数字；该值记为未知。' },
  'number-repaired': { kind: 'repaired', severity: 'warning', en: 'Number "{value}" was read as {used}.', zh: '数字“{value}”按 {used} 读取。' },
  'amount-missing': { kind: 'defaulted', severity: 'error', en: 'The exchange has no amount. It was kept with an unknown amount, which is not zero.', zh: '交换没有数量；以未知数量保存（未知不等于零）。' },
  'date-invalid': { kind: 'invalid', severity: 'warning', en: '"{value}" is not a date. It was kept as stated and left out of filters.', zh: '“{value}”不是日期；按原文保存，不参与筛选。' },
  'date-zone-assumed': { kind: 'defaulted', severity: 'info', en: 'Time "{value}" states no zone; UTC is assumed where it is compared.', zh: '时间“{value}”未声明时区；比较时按 UTC。' },
  'date-zone-dropped': { kind: 'repaired', severity: 'info', en: 'Date "{value}" carries a time or zone; the calendar day {used} was kept.', zh: '日期“{value}”带有时间或时区；保留日历日 {used}。' },
  'period-reversed': { kind: 'invalid', severity: 'warning', en: 'The period ends ({end}) before it starts ({start}).', zh: '期间结束（{end}）早于开始（{start}）。' },
  'boolean-invalid': { kind: 'invalid', severity: 'warning', en: '"{value}" is neither true nor false. The value was left unknown.', zh: '“{value}”既非 true 也非 false；该值记为未知。' },
  'code-unknown': { kind: 'unmapped', severity: 'warning', en: '"{value}" is not in the list {list}. It was kept as stated.', zh: '“{value}”不在列表 {list} 中；按原文保存。' },
  'language-unknown': { kind: 'repaired', severity: 'info', en: 'Language "{value}" was read as {used}.', zh: '语言“{value}”按 {used} 读取。' },
  'language-duplicate': { kind: 'repaired', severity: 'warning', en: 'The field has language {language} twice; both texts were kept.', zh: '字段中语言 {language} 出现两次；两段文本均保留。' },
  'cas-invalid': { kind: 'invalid', severity: 'warning', en: 'CAS number "{value}" is not valid. It was kept as stated and is not used for matching.', zh: 'CAS 号“{value}”无效；按原文保存，不用于匹配。' },
  'text-blank': { kind: 'invalid', severity: 'warning', en: 'A required name is empty.', zh: '必填名称为空。' },
  // Content rules
  'field-repeated': { kind: 'repaired', severity: 'warning', en: 'A field that may occur once occurs again; the first one counts, the other was kept aside.', zh: '只可出现一次的字段重复出现；以第一个为准，其余另存。' },
  'leaf-unmapped': { kind: 'unmapped', severity: 'info', en: 'The field has no place in the model; it was kept beside the record.', zh: '模型中没有该字段的位置；已随记录保存。' },
  'reference-flow-missing': { kind: 'invalid', severity: 'error', en: 'The process has no quantitative reference. It was stored as a draft that cannot be scaled. Candidates: {candidates}.', zh: '过程没有定量参考；存为不可缩放的草稿。候选：{candidates}。' },
  'reference-flow-dangling': { kind: 'invalid', severity: 'error', en: 'The quantitative reference names exchange {id}, which does not exist.', zh: '定量参考指向不存在的交换 {id}。' },
  'reference-amount-zero': { kind: 'invalid', severity: 'error', en: 'The reference exchange has the amount zero; the process cannot be scaled.', zh: '参考交换数量为零；过程无法缩放。' },
  'reference-flow-multiple': { kind: 'invalid', severity: 'warning', en: 'The process has {count} reference flows; it needs allocation or a choice before calculation.', zh: '过程有 {count} 个参考流；计算前需分配或选择。' },
  'reference-flow-is-input': { kind: 'invalid', severity: 'warning', en: 'The reference exchange is a product input: a use or treatment process, or a sign error.', zh: '参考交换为产品输入：使用或处理过程，或符号错误。' },
  'reference-flow-elementary': { kind: 'invalid', severity: 'warning', en: 'The reference exchange is not a product ({kind}).', zh: '参考交换不是产品（{kind}）。' },
  'multi-output-unallocated': { kind: 'invalid', severity: 'warning', en: 'The process has {count} product outputs, but neither allocation nor an approach.', zh: '过程有 {count} 个产品输出，但没有分配或方法声明。' },
  'allocation-sum': { kind: 'invalid', severity: 'warning', en: 'The allocation shares of exchange {exchange} sum to {sum} %, not 100 %.', zh: '交换 {exchange} 的分配份额合计 {sum}%，不为 100%。' },
  'allocation-scale': { kind: 'repaired', severity: 'warning', en: 'The allocation shares of exchange {exchange} sum to 1: they seem to be fractions, not percent. They were kept as stated.', zh: '交换 {exchange} 的分配份额合计为 1：似为小数而非百分数；按原文保存。' },
  'allocation-dangling': { kind: 'invalid', severity: 'error', en: 'An allocation of exchange {exchange} names co-product {id}, which does not exist.', zh: '交换 {exchange} 的分配指向不存在的共产品 {id}。' },
  'internal-id-duplicate': { kind: 'invalid', severity: 'warning', en: 'Internal id {id} is used {count} times; references to it are ambiguous.', zh: '内部编号 {id} 使用了 {count} 次；其引用不明确。' },
  'amount-stale': { kind: 'approximated', severity: 'warning', en: 'The resulting amount {stated} differs from mean amount times variable ({computed}). The stated amount counts.', zh: '结果数量 {stated} 与均值乘变量（{computed}）不符；以声明值为准。' },
  'formula-unparsed': { kind: 'approximated', severity: 'info', en: 'Formula "{formula}" was kept as text and not evaluated.', zh: '公式“{formula}”按文本保存，未计算。' },
  'variable-undeclared': { kind: 'invalid', severity: 'warning', en: 'Variable {name} is not declared in the process.', zh: '变量 {name} 未在过程中声明。' },
  'uncertainty-invalid': { kind: 'invalid', severity: 'warning', en: 'The {distribution} uncertainty cannot be used ({reason}). It was kept as stated.', zh: '{distribution} 不确定性不可用（{reason}）；按原文保存。' },
  'flow-without-property': { kind: 'invalid', severity: 'warning', en: 'The flow has no flow property; its amounts have no unit.', zh: '流没有流属性；其数量没有单位。' },
  'reference-property-dangling': { kind: 'invalid', severity: 'error', en: 'The reference flow property {id} does not exist in the flow.', zh: '参考流属性 {id} 在流中不存在。' },
  'reference-property-repaired': { kind: 'repaired', severity: 'warning', en: 'The reference flow property {id} does not exist; the only property of the flow was taken.', zh: '参考流属性 {id} 不存在；采用流的唯一属性。' },
  'reference-factor-not-one': { kind: 'repaired', severity: 'warning', en: 'The factor of the reference {what} is {factor}, not 1; conversions divide by it.', zh: '参考{what}的系数为 {factor} 而非 1；换算时除以该值。' },
  'reference-unit-dangling': { kind: 'invalid', severity: 'error', en: 'The reference unit {id} does not exist in the unit group.', zh: '参考单位 {id} 在单位组中不存在。' },
  'unit-unknown': { kind: 'unmapped', severity: 'warning', en: 'Unit "{unit}" is not in the unit table. It was kept as stated.', zh: '单位“{unit}”不在单位表中；按原文保存。' },
  'unit-not-of-property': { kind: 'invalid', severity: 'error', en: 'Unit "{unit}" does not measure {property}, the property of flow {flow}.', zh: '单位“{unit}”不适用于流 {flow} 的属性 {property}。' },
  'unit-conflict': { kind: 'invalid', severity: 'warning', en: 'Flow {flow} is given in "{unit}" here and in "{other}" elsewhere in the package.', zh: '流 {flow} 此处单位为“{unit}”，包内他处为“{other}”。' },
  'place-unknown': { kind: 'unmapped', severity: 'warning', en: 'Place "{code}" of system {system} is not in the geography table. It was kept as stated.', zh: '地点“{code}”（{system}）不在地理表中；按原文保存。' },
  'compartment-unknown': { kind: 'unmapped', severity: 'warning', en: 'Compartment "{path}" is not in the compartment table. It was kept as stated.', zh: '环境介质“{path}”不在表中；按原文保存。' },
  'compartment-missing': { kind: 'defaulted', severity: 'warning', en: 'The elementary exchange states no compartment; "{used}" was taken.', zh: '基本流交换未声明环境介质；取“{used}”。' },
  'compartment-direction': { kind: 'invalid', severity: 'warning', en: 'The direction {direction} does not fit the compartment "{path}".', zh: '方向 {direction} 与环境介质“{path}”不符。' },
  'flow-unmapped': { kind: 'unmapped', severity: 'info', en: 'Elementary flow {id} ({name}) is in no flow table of the hub.', zh: '基本流 {id}（{name}）不在枢纽的流表中。' },
  'category-unsorted': { kind: 'repaired', severity: 'info', en: 'The levels of classification {scheme} were out of order or incomplete.', zh: '分类 {scheme} 的层级顺序错乱或不完整。' },
  'group-missing': { kind: 'defaulted', severity: 'warning', en: 'The exchange has neither an input nor an output group; it was read as {used}.', zh: '交换没有输入或输出组；按 {used} 读取。' },
  'group-both': { kind: 'repaired', severity: 'warning', en: 'The exchange has an input and an output group; it was read as {used}.', zh: '交换同时有输入组和输出组；按 {used} 读取。' },
  'direction-missing': { kind: 'defaulted', severity: 'warning', en: 'The exchange states no direction; {used} was taken.', zh: '交换未声明方向；取 {used}。' },
  'inventory-empty': { kind: 'invalid', severity: 'warning', en: 'The process has no exchanges. It was stored as a stub.', zh: '过程没有交换；存为存根。' },
  'metadata-only': { kind: 'defaulted', severity: 'info', en: 'The dataset declares that it holds metadata only: it has no inventory, which is not a zero inventory.', zh: '数据集声明仅含元数据：没有清单不等于零清单。' },
  'link-unlinked': { kind: 'unmapped', severity: 'warning', en: 'A product input names no supplier although the dataset is of a linked system model.', zh: '数据集属已链接的系统模型，但产品输入未指明供应过程。' },
  'link-ghost': { kind: 'unmapped', severity: 'warning', en: 'Supplier {id} of a product input is not in the package nor in the hub.', zh: '产品输入的供应过程 {id} 不在包中也不在枢纽中。' },
  'link-wrong-product': { kind: 'invalid', severity: 'warning', en: 'Supplier {id} does not produce the product {flow}.', zh: '供应过程 {id} 不生产产品 {flow}。' },
  'parent-unresolved': { kind: 'unmapped', severity: 'info', en: 'The dataset inherits from {parent}; PARENTTEXT and PARENTVALUE were kept literally.', zh: '数据集继承自 {parent}；PARENTTEXT 与 PARENTVALUE 原样保留。' },
  'file-address-local': { kind: 'invalid', severity: 'warning', en: 'Digital file "{uri}" is a local path and cannot be reached.', zh: '数字文件“{uri}”为本地路径，无法访问。' },
  'extension-kept': { kind: 'unmapped', severity: 'info', en: 'An extension block was kept as it is.', zh: '扩展块已原样保存。' },
  'dataset-invalid': { kind: 'invalid', severity: 'error', en: 'The dataset cannot be stored: {reason}.', zh: '数据集无法保存：{reason}。' },
});

export type IssueCode = keyof typeof issueCodes;

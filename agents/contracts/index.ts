export {
  type Analysis,
  analysisSchema,
  type Fact,
  type Finding,
  type FindingKind,
  factSchema,
  findingKinds,
  findingSchema,
  type Gap,
  gapSchema,
  type Recommendation,
  recommendationSchema,
  type Table
} from "./analysis.ts";
export {
  type Cell,
  type CellRun,
  type Comparison,
  type Contrast,
  cellRunSchema,
  cellSchema,
  comparisonSchema,
  failureSchema,
  type MainScore,
  mainScores,
  type RefusalReason,
  refusalReasons,
  type ScoreName,
  scoreNames,
  type Verdict
} from "./comparison.ts";
export {ArtifactError, ContractError, type ExitCode, exitCodes, ReportError, SpecError} from "./errors.ts";
export {
  type Artifact,
  type Claim,
  type Column,
  claimSchema,
  type Evidence,
  evidenceSchema,
  type Factor,
  type Measurement,
  measurementSchema,
  type Relation,
  type Reported,
  reportedSchema,
  type Session,
  type Statistic,
  statisticSchema
} from "./evidence.ts";
export {type Explanations, explanationsSchema, type Rewording, rewordingSchema, supposingSchema} from "./explanations.ts";
export {handOff} from "./handoff.ts";
export {
  type Change,
  type Gate,
  type GateResult,
  gateResultSchema,
  gateSchema,
  type History,
  type HistorySeries,
  historySchema,
  type LevelChange,
  type RunSeries,
  runSeriesSchema,
  type Series
} from "./history.ts";
export {type Call, callSchema, type Manifest, manifestSchema} from "./manifest.ts";
export {type Prose, proseSchema, type RewordedSection, rewordedSections} from "./prose.ts";
export {type Block, type DocumentWords, type Report, reportSchema, type SectionId, type Span, sectionIds} from "./report.ts";
export {placeOf, placeOfValue, sourcesOf} from "./places.ts";
export {writtenUnit} from "./units.ts";
export {
  environmentKeys,
  isMetric,
  type MetricEntry,
  type MetricName,
  metricEntry,
  metrics,
  settingAliases,
  settingKeys,
  subjectKeys
} from "./vocabulary.ts";
export {
  type Better,
  type Labels,
  labelsSchema,
  type Note,
  type NoteInput,
  noteSchema,
  type Phase,
  type Source,
  type Time,
  timeSchema,
  type Unit,
  unitSchema
} from "./words.ts";

export {type ArtifactReading, artifactReadingSchema} from "./artifact-reading.ts";
export {type CollectEffects, type CollectOptions, collect} from "./collect.ts";
export type {ColumnFile, ColumnFiles} from "./column-files.ts";
export {largestArtifact} from "./decode.ts";
export {type ArtifactFiles, discover, type FileEntry, type FolderEffects, type FoundFiles} from "./discover.ts";
export {matchesGlob} from "./glob.ts";
export type {Reader, ReaderInput, Reading} from "./reader.ts";
export {genericReaders} from "./readers/generic.ts";
export {readers} from "./readers/index.ts";

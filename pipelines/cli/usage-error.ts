import type {Command, CommanderError} from "commander";
import {SpecError} from "../../agents/contracts/errors.ts";
import {closest} from "../suggestion.ts";

/** Commander's error in our words, with what was probably meant; help and version, which it reports the same way, come back as they are. */
export function usageError(error: CommanderError, program: Command, words: readonly string[]): SpecError | CommanderError {
  if (error.exitCode === 0) return error;
  const subject = /'(.*)'/s.exec(error.message.split("\n")[0] ?? "")?.[1] ?? "";
  const command = program.commands.find(known => known.name() === words.find(word => !word.startsWith("-")));
  switch (error.code) {
    case "commander.unknownCommand":
      return unknown(
        "unknown-command",
        subject,
        program.commands.map(known => known.name())
      );
    case "commander.unknownOption":
      return unknown("unknown-option", subject.replace(/=.*$/s, ""), optionsOf(command ?? program));
    case "commander.missingArgument":
      return new SpecError("missing-argument", `${command?.name() ?? ""}: <${subject}> is missing`, {
        command: command?.name() ?? "",
        argument: subject
      });
    case "commander.optionMissingArgument":
      return new SpecError("missing-value", `${subject}: a value is missing`, {option: subject});
    case "commander.excessArguments":
      return new SpecError("excess-arguments", `${command?.name() ?? ""}: more than one path`, {command: command?.name() ?? ""});
    default:
      return error;
  }
}

function unknown(code: string, value: string, known: readonly string[]): SpecError {
  return new SpecError(code, `${value}: unknown; known: ${known.join(", ")}`, {
    value,
    known: known.join(", "),
    guess: closest(value, known) ?? "none"
  });
}

const optionsOf = (command: Command): string[] => [...command.options.flatMap(({long}) => long ?? []), "--help"];

using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hermetic.Core.Storage;
using Hermetic.Physics.Matter;
using Hermetic.Production;
using Hermetic.Setup.Experiments;

namespace Hermetic.Cli;

/// <summary>The verbs "experiments" and "experiment show|check".</summary>
internal static class ExperimentCommands
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command List()
    {
        Option<bool> json = Commands.Json("the list");
        Option<bool> csv = Commands.Csv("the list", json);
        Command command = new("experiments", "List the experiments that can be run by name.\n\nExample:\n  hermetic experiments") { json, csv };
        command.SetAction(parsed =>
        {
            List<Experiment> experiments = [.. ExperimentLibrary.OfProgram().List().Select(e => ExperimentReader.Read(e.Path, MaterialCatalogue.Names))];
            if (parsed.GetValue(json))
            {
                JsonArray list = [.. experiments.Select(e => (JsonNode)new JsonObject
                {
                    ["name"] = e.Name,
                    ["title"] = e.Title,
                    ["periods"] = e.Periods.Count,
                    ["onTarget"] = e.Periods.Sum(p => p.OnTarget.Value),
                })];
                Console.Out.WriteLine(list.ToJsonString(Indented));
            }
            else if (parsed.GetValue(csv))
            {
                Console.Out.WriteLine("name,periods,on_target,title");
                foreach (Experiment e in experiments)
                {
                    Console.Out.WriteLine($"{e.Name},{e.Periods.Count},{e.Periods.Sum(p => p.OnTarget.Value):R},{CsvText.Quoted(e.Title)}");
                }
            }
            else
            {
                Console.Out.Write(ExperimentText.List(experiments));
            }

            return ExitCode.Success;
        });
        return command;
    }

    public static Command One()
    {
        Command command = new("experiment", "Show or check one experiment file.") { Show(), Check() };
        Commands.ShowHelp(command);
        return command;
    }

    private static Command Show()
    {
        Argument<string> name = new("experiment") { Description = "Name of an experiment or path of a file." };
        Option<bool> json = Commands.Json("the experiment");
        Option<bool> csv = Commands.Csv("every number of the experiment", json);
        Command command = new("show", "Show every number of an experiment with its unit, source and status.\n\nExample:\n  hermetic experiment show na64e-2018") { name, json, csv };
        command.SetAction(parsed =>
        {
            Experiment experiment = SearchRun.Read(parsed.GetRequiredValue(name));
            Console.Out.WriteLine(parsed.GetValue(json) ? ExperimentText.ToJson(experiment)
                : parsed.GetValue(csv) ? ExperimentText.ToCsv(experiment).TrimEnd()
                : ExperimentText.Describe(experiment));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Check()
    {
        Argument<string> file = new("file") { Description = "Path of an experiment file, or name of an experiment." };
        Option<bool> json = Commands.Json("the verdict");
        Command command = new("check", "Check an experiment file; the first error is shown with file, line, column, key and what is allowed.\n\nExample:\n  hermetic experiment check my-experiment.yaml") { file, json };
        command.SetAction(parsed =>
        {
            string path = SearchRun.Locate(parsed.GetRequiredValue(file));
            Experiment experiment = ExperimentReader.Read(path, MaterialCatalogue.Names);
            double onTarget = experiment.Periods.Sum(p => p.OnTarget.Value);
            if (parsed.GetValue(json))
            {
                JsonObject verdict = new() { ["file"] = path, ["sound"] = true, ["title"] = experiment.Title, ["periods"] = experiment.Periods.Count, ["onTarget"] = onTarget, ["digest"] = experiment.Digest };
                Console.Out.WriteLine(verdict.ToJsonString(Indented));
            }
            else
            {
                Console.Out.WriteLine($"{path}: sound ({experiment.Title}; {experiment.Periods.Count} period(s), {onTarget:G4} on target)");
            }

            return ExitCode.Success;
        });
        return command;
    }
}

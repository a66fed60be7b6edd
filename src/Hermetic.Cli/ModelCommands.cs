using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hermetic.Core.Storage;
using Hermetic.Setup.Experiments;
using Hermetic.Setup.Models;

namespace Hermetic.Cli;

/// <summary>The verbs "models" and "model show|check".</summary>
internal static class ModelCommands
{
    public static Command List()
    {
        Option<bool> json = Commands.Json("the list");
        Option<bool> csv = Commands.Csv("the list", json);
        Command command = new("models", "List the models of the dark sector that can be used by name.\n\nExample:\n  hermetic models") { json, csv };
        command.SetAction(parsed =>
        {
            IReadOnlyList<ModelSetup> models = ModelLibrary.List();
            if (parsed.GetValue(json))
            {
                JsonArray list = [.. models.Select(m => (JsonNode)Summary(m))];
                Console.Out.WriteLine(list.ToJsonString(JsonText.Indented));
            }
            else if (parsed.GetValue(csv))
            {
                Console.Out.WriteLine("name,mediator,coupling,title");
                foreach (ModelSetup m in models)
                {
                    Console.Out.WriteLine($"{m.Name},{EnumWords.Word(m.Model.Mediator)},{EnumWords.Word(m.Model.Unit)},{CsvText.Quoted(m.Title)}");
                }
            }
            else
            {
                Console.Out.Write(ModelText.List(models));
            }

            return ExitCode.Success;
        });
        return command;
    }

    public static Command One()
    {
        Command command = new("model", "Show or check one model file.") { Show(), Check() };
        Commands.ShowHelp(command);
        return command;
    }

    private static Command Show()
    {
        Argument<string> name = new("model") { Description = "Name of a model or path of a file." };
        Option<bool> json = Commands.Json("the model");
        Option<bool> csv = Commands.Csv("every statement of the model", json);
        Command command = new("show", "Show every statement of a model with its source and status.\n\nExample:\n  hermetic model show b-minus-l") { name, json, csv };
        command.SetAction(parsed =>
        {
            ModelSetup model = ModelLibrary.Get(parsed.GetRequiredValue(name));
            if (parsed.GetValue(json))
            {
                JsonObject document = Summary(model);
                document["description"] = model.Description;
                document["statements"] = new JsonArray([.. model.Statements.Select(s => (JsonNode)new JsonObject
                {
                    ["key"] = s.Key,
                    ["value"] = s.Value,
                    ["status"] = EnumWords.Word(s.Status),
                    ["source"] = s.Source,
                    ["note"] = s.Note,
                })]);
                document["sources"] = new JsonObject(model.Sources.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value)));
                document["digest"] = model.Digest;
                Console.Out.WriteLine(document.ToJsonString(JsonText.Indented));
            }
            else
            {
                Console.Out.Write(parsed.GetValue(csv) ? ModelText.ToCsv(model) : ModelText.Describe(model));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command Check()
    {
        Argument<string> file = new("file") { Description = "Path of a model file, or name of a model." };
        Option<bool> json = Commands.Json("the verdict");
        Command command = new("check", "Check a model file; the first error is shown with file, line, column, key and what is allowed.\n\nExample:\n  hermetic model check my-model.yaml") { file, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            ModelSetup model = ModelLibrary.Get(path);
            if (parsed.GetValue(json))
            {
                JsonObject verdict = Summary(model);
                verdict["file"] = path;
                verdict["sound"] = true;
                verdict["digest"] = model.Digest;
                Console.Out.WriteLine(verdict.ToJsonString(JsonText.Indented));
            }
            else
            {
                Console.Out.WriteLine($"{path}: sound ({model.Title}; {EnumWords.Word(model.Model.Mediator)} mediator, cross sections quoted at {model.Model.QuotedAt})");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static JsonObject Summary(ModelSetup model) => new()
    {
        ["name"] = model.Name,
        ["title"] = model.Title,
        ["mediator"] = EnumWords.Word(model.Model.Mediator),
        ["coupling"] = EnumWords.Word(model.Model.Unit),
        ["quotedAt"] = model.Model.QuotedAt,
    };
}

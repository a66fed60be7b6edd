using System.Globalization;
using System.Text;
using Hermetic.Core.Storage;
using Hermetic.Setup.Experiments;

namespace Hermetic.Setup.Models;

/// <summary>Models as text for people and as a table for programs.</summary>
public static class ModelText
{
    private const int KeyWidth = 28;
    private const int ValueWidth = 16;
    private const int StatusWidth = 12;

    /// <summary>One line per model: name, title, what its coupling is.</summary>
    /// <param name="models">What to list.</param>
    public static string List(IReadOnlyCollection<ModelSetup> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        int width = models.Select(m => m.Name.Length).DefaultIfEmpty(0).Max();
        StringBuilder text = new();
        foreach (ModelSetup model in models)
        {
            text.Append(CultureInfo.InvariantCulture, $"{model.Name.PadRight(width)}  {model.Title}; {EnumWords.Word(model.Model.Mediator)}, coupling {EnumWords.Word(model.Model.Unit)}\n");
        }

        return text.ToString();
    }

    /// <summary>All statements of a model with status, source and note; the citations follow at the end.</summary>
    /// <param name="model">What to describe.</param>
    /// <returns>Lines that end in a line feed.</returns>
    public static string Describe(ModelSetup model)
    {
        ArgumentNullException.ThrowIfNull(model);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{model.Name}: {model.Title}\n\n");
        ExperimentText.Wrap(text, "", 0, 0, model.Description);
        text.Append(CultureInfo.InvariantCulture, $"\nCross sections are quoted at {model.Model.QuotedAt}.\n\n");
        string? last = null;
        foreach (ModelStatement s in model.Statements)
        {
            string head = $"{s.Key.PadRight(KeyWidth)}{s.Value.PadRight(ValueWidth)}{EnumWords.Word(s.Status).PadRight(StatusWidth)}[{s.Source}] ";
            // One note often covers a whole section.
            ExperimentText.Wrap(text, head, 2, 4, s.Note is null || s.Note == last ? "" : s.Note);
            last = s.Note;
        }

        text.Append("\nSources\n");
        foreach ((string key, string citation) in model.Sources)
        {
            ExperimentText.Wrap(text, $"[{key}]".PadRight(15) + " ", 2, 18, citation);
        }

        text.Append("\nFiles\n");
        foreach (string file in model.Files)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {file}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  SHA-256 {model.Digest}\n");
        return text.ToString();
    }

    /// <summary>The statements as a CSV table: key, value with its unit, status, source, note.</summary>
    /// <param name="model">What to write.</param>
    public static string ToCsv(ModelSetup model)
    {
        ArgumentNullException.ThrowIfNull(model);
        StringBuilder text = new("key,value,status,source,note\n");
        foreach (ModelStatement s in model.Statements)
        {
            text.AppendJoin(',', new[] { s.Key, s.Value, EnumWords.Word(s.Status), s.Source, s.Note ?? "" }.Select(CsvText.Quoted)).Append('\n');
        }

        return text.ToString();
    }
}

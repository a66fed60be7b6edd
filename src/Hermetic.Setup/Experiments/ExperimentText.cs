using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hermetic.Core.Storage;
using Hermetic.Core.Units;
using Hermetic.Setup.Trackers;

namespace Hermetic.Setup.Experiments;

/// <summary>Experiments as text for people and as JSON for programs.</summary>
public static class ExperimentText
{
    private const int LineWidth = 120;
    private const int KeyWidth = 52;
    private const int ValueWidth = 22;
    private const int StatusWidth = 12;

    // Experiments hold "A'" and "->": readable in a file, and never put into HTML without that writer's own escaping.
    /// <summary>One line per experiment: name, title, particles on target and number of periods.</summary>
    /// <param name="experiments">What to list.</param>
    public static string List(IReadOnlyCollection<Experiment> experiments)
    {
        ArgumentNullException.ThrowIfNull(experiments);
        int width = experiments.Select(e => e.Name.Length).DefaultIfEmpty(0).Max();
        StringBuilder text = new();
        foreach (Experiment experiment in experiments)
        {
            string periods = string.Join(" + ", experiment.Periods.Select(p => p.Name));
            text.Append(CultureInfo.InvariantCulture, $"{experiment.Name.PadRight(width)}  {experiment.Title}; periods: {periods}\n");
        }

        return text.ToString();
    }

    /// <summary>Every number of an experiment with unit, status, source and note, by section; the citations follow at the end.</summary>
    /// <param name="experiment">What to describe.</param>
    /// <returns>Lines that end in a line feed.</returns>
    public static string Describe(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{experiment.Name}: {experiment.Title}\n");
        foreach (Section section in SectionsOf(experiment))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{section.Title}\n");
            foreach (Row row in section.Rows)
            {
                Append(text, row);
            }
        }

        text.Append("\nSources\n");
        foreach ((string key, string citation) in experiment.Sources)
        {
            Wrap(text, $"[{key}]".PadRight(15) + " ", 2, 18, citation);
        }

        text.Append("\nFiles\n");
        foreach (string file in experiment.Files)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {file}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  SHA-256 {experiment.Digest}\n");
        return text.ToString();
    }

    /// <summary>The rows of <see cref="Describe"/> as a CSV table: section, key, value with its unit, status, source, note.</summary>
    /// <param name="experiment">What to write.</param>
    public static string ToCsv(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        StringBuilder text = new("section,key,value,status,source,note\n");
        foreach (Section section in SectionsOf(experiment))
        {
            foreach (Row row in section.Rows)
            {
                string[] cells =
                [
                    section.Title, row.Key, row.Value, row.Number is { } n ? EnumWords.Word(n.Status) : "", row.Number?.Source ?? "", row.Number?.Note ?? "",
                ];
                text.AppendJoin(',', cells.Select(CsvText.Quoted)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>An experiment as a JSON document: the keys of the experiment file, every number as { value, unit, source, status, note } in house units.</summary>
    /// <param name="experiment">What to write.</param>
    public static string ToJson(Experiment experiment) => ToJsonNode(experiment).ToJsonString(JsonText.Indented);

    /// <summary>As <see cref="ToJson"/>, to become part of a larger document.</summary>
    /// <param name="experiment">What to write.</param>
    public static JsonObject ToJsonNode(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        JsonObject sources = [];
        foreach ((string key, string citation) in experiment.Sources)
        {
            sources[key] = citation;
        }

        return new JsonObject
        {
            ["name"] = experiment.Name,
            ["title"] = experiment.Title,
            ["digest"] = experiment.Digest,
            ["files"] = Strings(experiment.Files),
            ["sources"] = sources,
            ["beam"] = new JsonObject
            {
                ["particle"] = EnumWords.Word(experiment.Beam.Particle),
                ["momentum"] = Number(experiment.Beam.Momentum, Dimension.Energy),
                ["momentumSpread"] = Number(experiment.Beam.MomentumSpread, Dimension.Fraction),
                ["spotX"] = Number(experiment.Beam.SpotX, Dimension.Length),
                ["spotY"] = Number(experiment.Beam.SpotY, Dimension.Length),
                ["divergence"] = Number(experiment.Beam.Divergence, Dimension.Angle),
            },
            ["ecal"] = new JsonObject
            {
                ["unit"] = Array(experiment.Ecal.Unit, p => new JsonObject
                {
                    ["material"] = p.Material,
                    ["thickness"] = Number(p.Thickness, Dimension.Length),
                    ["active"] = p.Active,
                }),
                ["units"] = Number(experiment.Ecal.Units, Dimension.Number),
                ["preshowerUnits"] = Number(experiment.Ecal.PreshowerUnits, Dimension.Number),
                ["width"] = Number(experiment.Ecal.Width, Dimension.Length),
                ["stochasticResolution"] = Number(experiment.Ecal.StochasticResolution, Dimension.Fraction),
                ["constantResolution"] = Number(experiment.Ecal.ConstantResolution, Dimension.Fraction),
            },
            ["signal"] = new JsonObject
            {
                ["alphaD"] = Number(experiment.Signal.AlphaD, Dimension.Number),
                ["massRatio"] = Number(experiment.Signal.MassRatio, Dimension.Number),
                ["darkMatter"] = EnumWords.Word(experiment.Signal.DarkMatter),
                ["limitProcesses"] = Strings(EnumWords.Words(experiment.Signal.LimitProcesses)),
            },
            ["periods"] = Array(experiment.Periods, PeriodNode),
            ["publishedCurves"] = Strings(experiment.PublishedCurves),
            ["tracker"] = experiment.Tracker is { } tracker
                ? new JsonObject(tracker.Numbers.GroupBy(n => n.Section).Select(g => KeyValuePair.Create(g.Key, (JsonNode?)Array(g, n => Named(n.Key, Number(n.Value, n.Dimension))))))
                : null,
        };
    }

    private static JsonObject PeriodNode(Period period) => new()
    {
        ["name"] = period.Name,
        ["onTarget"] = Number(period.OnTarget, "EOT"),
        ["selection"] = new JsonObject
        {
            ["preshowerMinimum"] = Number(period.Selection.PreshowerMinimum, Dimension.Energy),
            ["triggerEcalMaximum"] = Number(period.Selection.TriggerEcalMaximum, Dimension.Energy),
            ["missingEnergyMinimum"] = Number(period.Selection.MissingEnergyMinimum, Dimension.Energy),
        },
        ["efficiency"] = ChainNode(period.Efficiency),
        ["alternativeEfficiencies"] = Array(period.AlternativeEfficiencies, ChainNode),
        ["background"] = new JsonObject
        {
            ["sources"] = Array(period.Background.Sources, BackgroundNode),
            ["total"] = Number(period.Background.Total, "events"),
            ["uncertainty"] = Number(period.Background.Uncertainty, "events"),
        },
        ["observed"] = Number(period.Observed, "events"),
        ["signalUncertainties"] = Array(period.SignalUncertainties, v => Named(v.Name, Number(v.Value, Dimension.Fraction))),
        ["signalUncertainty"] = period.SignalUncertainty,
    };

    private static JsonObject ChainNode(EfficiencyChain chain) => new()
    {
        ["name"] = chain.Name,
        ["cumulative"] = Array(chain.Cumulative, v => Named(v.Name, Number(v.Value, Dimension.Fraction))),
    };

    private static JsonObject BackgroundNode(BackgroundSource source)
    {
        JsonObject node = Named(source.Name, Number(source.Mean, "events"));
        node["uncertainty"] = source.Uncertainty;
        node["isUpperLimit"] = source.IsUpperLimit;
        return node;
    }

    private static JsonObject Named(string name, JsonObject number)
    {
        number.Insert(0, "name", name);
        return number;
    }

    private static JsonObject Number(Sourced number, Dimension dimension) => Number(number, Quantity.HouseUnit(dimension));

    private static JsonObject Number(Sourced number, string unit) => new()
    {
        ["value"] = number.Value,
        ["unit"] = unit,
        ["source"] = number.Source,
        ["status"] = EnumWords.Word(number.Status),
        ["note"] = number.Note,
    };

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonObject> node) => new([.. items.Select(i => (JsonNode)node(i))]);

    private static IEnumerable<Section> SectionsOf(Experiment experiment)
    {
        Beam beam = experiment.Beam;
        yield return new Section(
            "Beam",
            [
                Plain("particle", EnumWords.Word(beam.Particle)),
                Of("momentum", beam.Momentum, Dimension.Energy),
                Of("momentumSpread", beam.MomentumSpread, Dimension.Fraction),
                Of("spotX", beam.SpotX, Dimension.Length),
                Of("spotY", beam.SpotY, Dimension.Length),
                Of("divergence", beam.Divergence, Dimension.Angle),
            ]);

        Calorimeter ecal = experiment.Ecal;
        yield return new Section(
            "ECAL",
            [
                .. ecal.Unit.Select(p => Of($"plate of {p.Material}{(p.Active ? " (active)" : "")}", p.Thickness, Dimension.Length)),
                Of("units", ecal.Units, Dimension.Number),
                Of("preshowerUnits", ecal.PreshowerUnits, Dimension.Number),
                Of("width", ecal.Width, Dimension.Length),
                Of("stochasticResolution", ecal.StochasticResolution, Dimension.Fraction),
                Of("constantResolution", ecal.ConstantResolution, Dimension.Fraction),
            ]);

        SignalHypothesis signal = experiment.Signal;
        yield return new Section(
            "Signal",
            [
                Of("alphaD", signal.AlphaD, Dimension.Number),
                Of("massRatio", signal.MassRatio, Dimension.Number),
                Plain("darkMatter", EnumWords.Word(signal.DarkMatter)),
                Plain("limitProcesses", string.Join(", ", EnumWords.Words(signal.LimitProcesses))),
            ]);

        foreach (Period period in experiment.Periods)
        {
            yield return new Section(
                $"Period {period.Name}",
                [
                    new Row("onTarget", Exposure(period.OnTarget.Value), period.OnTarget),
                    Of("preshowerMinimum", period.Selection.PreshowerMinimum, Dimension.Energy),
                    Of("triggerEcalMaximum", period.Selection.TriggerEcalMaximum, Dimension.Energy),
                    Of("missingEnergyMinimum", period.Selection.MissingEnergyMinimum, Dimension.Energy),
                    new Row("observed", Events(period.Observed.Value), period.Observed),
                ]);
            yield return Chain($"Period {period.Name}: efficiency (nominal, cumulative): {period.Efficiency.Name}", period.Efficiency);
            foreach (EfficiencyChain chain in period.AlternativeEfficiencies)
            {
                yield return Chain($"Period {period.Name}: efficiency (alternative, cumulative): {chain.Name}", chain);
            }

            yield return new Section(
                $"Period {period.Name}: background",
                [
                    .. period.Background.Sources.Select(s => new Row(
                        s.Name,
                        s.IsUpperLimit ? $"< {Events(s.Mean.Value)}" : $"{Digits(s.Mean.Value)} +- {Events(s.Uncertainty)}",
                        s.Mean)),
                    new Row("total", Events(period.Background.Total.Value), period.Background.Total),
                    new Row("uncertainty of the total", Events(period.Background.Uncertainty.Value), period.Background.Uncertainty),
                ]);
            yield return new Section(
                $"Period {period.Name}: relative uncertainty of the signal",
                [
                    .. period.SignalUncertainties.Select(v => Of(v.Name, v.Value, Dimension.Fraction)),
                    Plain("quadratic sum", Percent(period.SignalUncertainty)),
                ]);
        }

        foreach (IGrouping<string, TrackerNumber> numbers in experiment.Tracker?.Numbers.GroupBy(n => n.Section) ?? [])
        {
            yield return new Section($"Tracker: {numbers.Key}", [.. numbers.Select(n => Of(n.Key, n.Value, n.Dimension))]);
        }

        yield return new Section("Published curves", [.. experiment.PublishedCurves.DefaultIfEmpty("none").Select(c => Plain(c, ""))]);
    }

    private static Section Chain(string title, EfficiencyChain chain) =>
        new(title, [.. chain.Cumulative.Select(v => Of(v.Name, v.Value, Dimension.Fraction))]);

    private static Row Plain(string key, string value) => new(key, value, null);

    private static Row Of(string key, Sourced number, Dimension dimension)
    {
        string unit = Quantity.HouseUnit(dimension);
        string value = dimension == Dimension.Fraction ? Percent(number.Value)
            : unit.Length == 0 ? Digits(number.Value)
            : $"{Digits(number.Value)} {unit}";
        return new Row(key, value, number);
    }

    private static string Percent(double fraction) => $"{(100 * fraction).ToString("g4", CultureInfo.InvariantCulture)} %";

    private static string Events(double count) => $"{Digits(count)} events";

    private static string Exposure(double count) => $"{count.ToString("0.######e0", CultureInfo.InvariantCulture)} EOT";

    private static string Digits(double value) => value.ToString("g10", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder text, Row row)
    {
        string key = row.Key.PadRight(KeyWidth);
        if (row.Number is not Sourced number)
        {
            text.Append("  ").Append($"{key} {row.Value}".TrimEnd()).Append('\n');
            return;
        }

        text.Append("  ").Append(key).Append(' ').Append(row.Value.PadRight(ValueWidth)).Append(' ').Append(EnumWords.Word(number.Status).PadRight(StatusWidth));
        text.Append(CultureInfo.InvariantCulture, $"[{number.Source}]\n");
        if (number.Note is not null)
        {
            Wrap(text, "", 6, 6, number.Note);
        }
    }

    /// <summary>Words in lines of bounded width; a word that is longer stands alone.</summary>
    internal static void Wrap(StringBuilder text, string head, int firstIndent, int indent, string words)
    {
        StringBuilder line = new(new string(' ', firstIndent) + head);
        int start = line.Length;
        foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > start && line.Length + 1 + word.Length > LineWidth)
            {
                text.Append(line).Append('\n');
                line.Clear().Append(' ', indent);
                start = line.Length;
            }

            line.Append(line.Length > start ? " " : "").Append(word);
        }

        text.Append(line).Append('\n');
    }

    private sealed record Section(string Title, IReadOnlyList<Row> Rows);

    private sealed record Row(string Key, string Value, Sourced? Number);
}

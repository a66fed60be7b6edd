using System.Globalization;
using Hermetic.Core;
using Hermetic.Physics.DarkSector;
using Hermetic.Reporting.Figures;
using Hermetic.Setup.Experiments;

namespace Hermetic.Reporting.Curves;

/// <summary>
/// The library of curves to compare with: one CSV file each, which opens with comment lines "# key: value" (title, label, citation, confidence_level, how,
/// assumptions, plane, kind, rescaling, dark_matter, drawn, and optionally note), then has the header "mass_GeV,value" and the points.
/// The reader is strict: whoever adds a curve learns of a slip by file and line.
/// </summary>
public sealed class CurveLibrary
{
    private const string Header = "mass_GeV,value";

    private static readonly string[] Required =
        ["title", "label", "citation", "confidence_level", "how", "assumptions", "plane", "kind", "rescaling", "dark_matter", "drawn"];

    private static readonly string[] Allowed = [.. Required, "note"];

    private static readonly Dictionary<string, Plane> Planes = new() { ["epsilon(m_A')"] = Plane.Epsilon, ["y(m_chi)"] = Plane.Y };

    private static readonly Dictionary<string, Plane> DrawnPlanes = new() { ["epsilon"] = Plane.Epsilon, ["y"] = Plane.Y };

    private static readonly Dictionary<string, CurveKind> Kinds = new()
    {
        ["experiment"] = CurveKind.Experiment,
        ["projection"] = CurveKind.Projection,
        ["thermal"] = CurveKind.Thermal,
        ["this-experiment"] = CurveKind.ThisExperiment,
    };

    private static readonly Dictionary<string, Rescaling> Rescalings = new()
    {
        ["none"] = Rescaling.None,
        ["production"] = Rescaling.Production,
        ["scattering"] = Rescaling.Scattering,
        ["direct-detection"] = Rescaling.DirectDetection,
        ["thermal"] = Rescaling.Thermal,
    };

    private static readonly Dictionary<string, DarkMatter?> DarkMatters = new()
    {
        ["any"] = null,
        ["scalar"] = DarkMatter.ComplexScalar,
        ["majorana"] = DarkMatter.Majorana,
        ["dirac"] = DarkMatter.Dirac,
    };

    private readonly Dictionary<string, PublishedCurve> _byName;

    private CurveLibrary(string folder, IReadOnlyList<PublishedCurve> curves)
    {
        Folder = folder;
        Curves = curves;
        _byName = curves.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    /// <summary>The folder that was read.</summary>
    public string Folder { get; }

    /// <summary>The curves in the order of their names.</summary>
    public IReadOnlyList<PublishedCurve> Curves { get; }

    /// <summary>Reads every CSV file of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">The folder is missing or a file is not as it must be; the message names file and line.</exception>
    public static CurveLibrary Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{folder}: there is no such folder of limit curves");
        }

        string[] files = Directory.GetFiles(folder, "*.csv");
        Array.Sort(files, StringComparer.Ordinal);
        return new CurveLibrary(folder, [.. files.Select(f => Read(f, File.ReadAllLines(f)))]);
    }

    /// <summary>The curve of that name.</summary>
    /// <param name="name">File name without extension.</param>
    /// <exception cref="InputException">There is none; the message tells the nearest one.</exception>
    public PublishedCurve Named(string name)
    {
        if (_byName.TryGetValue(name, out PublishedCurve? curve))
        {
            return curve;
        }

        throw new InputException($"{Folder}: there is no curve '{name}'{InputException.Hint(name, _byName.Keys)}");
    }

    private static PublishedCurve Read(string file, string[] lines)
    {
        Dictionary<string, (string Value, int Line)> head = new(StringComparer.Ordinal);
        int next = 0;
        for (; next < lines.Length && lines[next].StartsWith('#'); next++)
        {
            int colon = lines[next].IndexOf(':', StringComparison.Ordinal);
            if (!lines[next].StartsWith("# ", StringComparison.Ordinal) || colon < 0)
            {
                throw Wrong(file, next, $"'{lines[next]}' is not of the form '# key: value'");
            }

            string key = lines[next][2..colon].Trim();
            string value = lines[next][(colon + 1)..].Trim();
            if (!Allowed.Contains(key))
            {
                throw Wrong(file, next, $"unknown key '{key}'{InputException.Hint(key, Allowed)} (allowed: {string.Join(", ", Allowed)})");
            }

            if (value.Length == 0)
            {
                throw Wrong(file, next, $"'{key}' has no value");
            }

            if (!head.TryAdd(key, (value, next)))
            {
                throw Wrong(file, next, $"'{key}' stands twice");
            }
        }

        if (Array.Find(Required, k => !head.ContainsKey(k)) is { } missing)
        {
            throw Wrong(file, next, $"the comment line '# {missing}: …' is missing before this line");
        }

        if (next >= lines.Length || lines[next] != Header)
        {
            throw Wrong(file, next, $"expected the header '{Header}'");
        }

        (double? alphaD, double? massRatio) = Assumptions(file, head["assumptions"]);
        Plane plane = Word(file, head["plane"], Planes);
        if (plane == Plane.Y && massRatio is null)
        {
            throw Wrong(file, head["assumptions"].Line, "a curve in the plane y(m_chi) must state its mass ratio, such as \"m_A' = 3 m_chi\"");
        }

        Rescaling rescaling = Word(file, head["rescaling"], Rescalings);
        if (plane == Plane.Y && alphaD is null && rescaling is Rescaling.Production or Rescaling.Scattering)
        {
            throw Wrong(file, head["assumptions"].Line, "a curve that moves with alphaD must state it, such as 'alphaD = 0.1'");
        }

        return new PublishedCurve
        {
            Name = Path.GetFileNameWithoutExtension(file),
            Title = head["title"].Value,
            Label = head["label"].Value,
            Citation = head["citation"].Value,
            ConfidenceLevel = Level(file, head["confidence_level"]),
            How = head["how"].Value,
            Assumptions = head["assumptions"].Value,
            AlphaD = alphaD,
            MassRatio = massRatio,
            Plane = plane,
            Kind = Word(file, head["kind"], Kinds),
            Rescaling = rescaling,
            DarkMatter = Word(file, head["dark_matter"], DarkMatters),
            DrawnIn = head["drawn"].Value == "none"
                ? []
                : [.. head["drawn"].Value.Split(',', StringSplitOptions.TrimEntries).Select(w => Word(file, (w, head["drawn"].Line), DrawnPlanes))],
            Note = head.TryGetValue("note", out (string Value, int Line) note) ? note.Value : null,
            Points = Points(file, lines, next + 1),
        };
    }

    private static List<Point> Points(string file, string[] lines, int first)
    {
        List<Point> points = [];
        for (int i = first; i < lines.Length; i++)
        {
            string[] cells = lines[i].Split(',');
            if (cells.Length != 2)
            {
                throw Wrong(file, i, $"expected two numbers '{Header}', found '{lines[i]}'");
            }

            double mass = Positive(file, i, cells[0], "mass");
            double value = Positive(file, i, cells[1], "value");
            if (points.Count > 0 && mass <= points[^1].X)
            {
                throw Wrong(file, i, $"the mass {cells[0]} GeV does not lie above the one before it: masses ascend strictly");
            }

            points.Add(new Point(mass, value));
        }

        return points.Count >= 2 ? points : throw Wrong(file, lines.Length, "a curve needs at least two points");
    }

    private static double Positive(string file, int line, string text, string what) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value > 0
            ? value
            : throw Wrong(file, line, $"the {what} '{text}' is not a positive number");

    private static double? Level(string file, (string Value, int Line) entry) =>
        entry.Value is "not stated" or "not applicable" ? null
        : double.TryParse(entry.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double level) && level is > 0 and < 1 ? level
        : throw Wrong(file, entry.Line, $"the confidence level '{entry.Value}' is not a number between 0 and 1, 'not stated' or 'not applicable'");

    private static (double? AlphaD, double? MassRatio) Assumptions(string file, (string Value, int Line) entry)
    {
        double? alphaD = null;
        double? massRatio = null;
        foreach (string clause in entry.Value.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] sides = clause.Split('=', StringSplitOptions.TrimEntries);
            if (sides is ["alphaD", var number])
            {
                alphaD = Positive(file, entry.Line, number, "alphaD");
            }
            else if (sides is ["m_A'", var multiple] && multiple.EndsWith(" m_chi", StringComparison.Ordinal))
            {
                massRatio = Positive(file, entry.Line, multiple[..^6], "mass ratio");
            }
            else if (sides.Length > 1)
            {
                throw Wrong(file, entry.Line, $"'{clause}' is not understood (allowed: alphaD = number, m_A' = number m_chi, or words without '=')");
            }
        }

        return (alphaD, massRatio);
    }

    private static T Word<T>(string file, (string Value, int Line) entry, Dictionary<string, T> words)
    {
        if (words.TryGetValue(entry.Value, out T? meaning))
        {
            return meaning;
        }

        throw Wrong(file, entry.Line, $"'{entry.Value}' is not allowed here{InputException.Hint(entry.Value, words.Keys)} (allowed: {string.Join(", ", words.Keys)})");
    }

    private static InputException Wrong(string file, int line, string what) => new($"{file}:{line + 1}: {what}");
}

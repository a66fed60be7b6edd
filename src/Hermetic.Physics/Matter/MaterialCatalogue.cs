using System.Text.RegularExpressions;
using Hermetic.Core;

namespace Hermetic.Physics.Matter;

/// <summary>The materials that files may name, read from data/matter/materials.csv, where each has its source.</summary>
public static partial class MaterialCatalogue
{
    private static readonly Dictionary<string, Material> ByName = [];
    private static readonly Dictionary<string, Material> ByShortName = [];

    static MaterialCatalogue()
    {
        foreach (string[] row in EvaluatedData.Materials())
        {
            Material material = Read(row);
            ByName.Add(material.Name, material);
            if (row[1].Length > 0)
            {
                ByShortName.Add(row[1], material);
            }
        }

        Names = [.. ByName.Keys.Order(StringComparer.Ordinal)];
        ShortNames = [.. ByShortName.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>All names, sorted.</summary>
    public static IReadOnlyCollection<string> Names { get; }

    /// <summary>Symbols and formulas that stand for a name ("Pb" for "lead"), sorted.</summary>
    public static IReadOnlyCollection<string> ShortNames { get; }

    /// <summary>A material by its name.</summary>
    /// <param name="name">One of <see cref="Names"/> or <see cref="ShortNames"/>.</param>
    /// <exception cref="InputException">There is no such material.</exception>
    public static Material Get(string name) => ByName.TryGetValue(name, out Material? material) || ByShortName.TryGetValue(name, out material)
        ? material
        : throw new InputException($"unknown material '{name}'; allowed: {string.Join(", ", Names)}"
            + InputException.Hint(name, Names));

    private static Material Read(string[] row)
    {
        DensityEffect? densityEffect = row[6].Length == 0
            ? null
            : new DensityEffect(Number(6), Number(7), Number(8), Number(9), Number(10), Number(11));
        return new Material(row[0], Number(4), Number(5) * 1e-9, Composition(row[3]), densityEffect, row[12], gas: row[2] == "gas");

        double Number(int column) => EvaluatedData.Number(row[column]);
    }

    /// <summary>Components of a formula by atoms ("PbWO4"), or of symbols with mass fractions in turn ("Fe 0.7 Cr 0.3").</summary>
    private static Component[] Composition(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 1)
        {
            return [.. words.Chunk(2).Select(pair => Part(EvaluatedData.Element(pair[0]), EvaluatedData.Number(pair[1])))];
        }

        (ChemicalElement Element, double Mass)[] parts = [.. Atom().Matches(text).Select(m =>
        {
            ChemicalElement element = EvaluatedData.Element(m.Groups[1].Value);
            return (element, element.MolarMass * (m.Groups[2].Length > 0 ? EvaluatedData.Number(m.Groups[2].Value) : 1));
        })];
        double total = parts.Sum(p => p.Mass);
        return [.. parts.Select(p => Part(p.Element, p.Mass / total))];

        static Component Part(ChemicalElement element, double fraction) => new(element.Z, element.MolarMass, fraction);
    }

    [GeneratedRegex(@"([A-Z][a-z]?)([\d.]*)")]
    private static partial Regex Atom();
}

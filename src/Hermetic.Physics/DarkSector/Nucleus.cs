using Hermetic.Core;
using Hermetic.Physics.Matter;

namespace Hermetic.Physics.DarkSector;

/// <summary>A nucleus as target of coherent production.</summary>
public readonly record struct Nucleus
{
    /// <summary>A nucleus.</summary>
    /// <param name="z">Charge number, 1 to 118.</param>
    /// <param name="a">Mass number or relative atomic mass, from <paramref name="z"/> (hydrogen: 1.008) to 3 z + 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Nucleus(int z, double a)
    {
        Guard.Within(z, 1, 118, nameof(z), "the charge number");
        Guard.Within(a, z, (3 * z) + 1, nameof(a), "the mass number");
        Z = z;
        A = a;
    }

    /// <summary>Symbols of the elements that <see cref="OfElement"/> knows, by charge number.</summary>
    public static IReadOnlyList<string> Elements => EvaluatedData.Symbols;

    /// <summary>Charge number.</summary>
    public int Z { get; }

    /// <summary>Mass number or relative atomic mass.</summary>
    public double A { get; }

    /// <summary>Mass in GeV: A times the atomic mass unit (the electrons' mass and binding, below 0.03 %, are included as in the atomic mass).</summary>
    public double Mass => A * Constants.AtomicMassUnit;

    /// <summary>The mean nucleus of a natural element: its standard atomic weight; for lead A = 207, as in the published tables of dark-photon production (natural lead has 207.2).</summary>
    /// <param name="symbol">One of <see cref="Elements"/>, such as "Pb".</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public static Nucleus OfElement(string symbol)
    {
        ChemicalElement element = EvaluatedData.Element(symbol);
        return new Nucleus(element.Z, element.Z == 82 ? 207 : element.MolarMass);
    }
}

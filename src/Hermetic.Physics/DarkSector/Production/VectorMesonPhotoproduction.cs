using System.Globalization;
using Hermetic.Core;
using Hermetic.Core.Random;

namespace Hermetic.Physics.DarkSector.Production;

/// <summary>
/// Exclusive photoproduction gamma A -> V A of rho, omega, phi from a table that the user may replace: arXiv:2112.02104 for its use. Marks of the shipped table
/// (data/darksector/vector_meson_photoproduction.csv): LIT for protons (5 to 9 % above the OMEGA mean
/// for the rho, 9.4 +- 1.0 microbarn at 20 to 70 GeV; +14 to -4 % for the omega, 1.2 +- 0.2 at 20 to 45 GeV), OPEN for nuclei (vector dominance and a classical
/// Glauber model; a quantum one gives 2.4 times more forward rho on lead, 1.8 times more phi). The yields printed in the paper were not accessible: OPEN.
/// </summary>
/// <remarks>
/// Between the tabulated photon energies the logarithm is interpolated against the logarithm of the energy. Coherent production leaves the nucleus in its
/// ground state, incoherent
/// production knocks on a nucleon; both slopes give exp(-b |t|). Immutable and safe to share between threads.
/// </remarks>
public sealed class VectorMesonPhotoproduction
{
    private const string Columns = "meson,Z,A,photon_GeV,coherent_ub,incoherent_ub,slope_coherent,slope_incoherent";
    private const string File = "vector_meson_photoproduction.csv";

    private static readonly Lazy<VectorMesonPhotoproduction> Embedded = new(() =>
    {
        using Stream stream = typeof(VectorMesonPhotoproduction).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"The embedded table {File} is missing from the build.");
        using StreamReader reader = new(stream);
        return Read(reader, File);
    });

    private readonly Dictionary<(VectorMeson Meson, int Z), Series> _series;

    private VectorMesonPhotoproduction(Dictionary<(VectorMeson Meson, int Z), Series> series) => _series = series;

    /// <summary>The table that is shipped.</summary>
    public static VectorMesonPhotoproduction Shipped => Embedded.Value;

    /// <summary>Reads a table: comments with '#', a header, then rows "meson,Z,A,photon_GeV,coherent_ub,incoherent_ub,slope_coherent,slope_incoherent" with
    /// rising energies.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="InputException">A row cannot be understood.</exception>
    public static VectorMesonPhotoproduction Read(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Dictionary<(VectorMeson, int), List<Row>> rows = [];
        bool header = false;
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (!header)
            {
                header = line.Trim() == Columns ? true : throw Bad(name, number, "a header", Columns);
                continue;
            }

            string[] cells = line.Split(',');
            double[] values = cells.Length == 8 && Enum.TryParse(cells[0], ignoreCase: true, out VectorMeson meson) && Enum.IsDefined(meson)
                ? [.. cells.Skip(1).Select(c => double.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out double v) ? v : double.NaN)]
                : throw Bad(name, number, "a row", "rho, omega or phi and seven numbers");
            bool sound = values[0] is >= 1 and <= 118 && values[0] == Math.Floor(values[0]) && values[1] >= values[0] && values[2] > 0 && values[3] > 0 && values[4] >= 0
                && values[5] is >= 1 and <= 1000 && values[6] is >= 1 and <= 1000 && values.All(double.IsFinite);
            (VectorMeson, int) key = (meson, (int)values[0]);
            List<Row> those = rows.TryGetValue(key, out List<Row>? found) ? found : rows[key] = [];
            if (!sound || (those.Count > 0 && !(values[2] > Math.Exp(those[^1].LnEnergy))))
            {
                throw Bad(name, number, "numbers", "Z, A, rising energies and cross sections that are positive, slopes from 1 to 1000");
            }

            those.Add(new Row(Math.Log(values[2]), values[3], values[4], values[5], values[6]));
        }

        return rows.Count > 0 && rows.Values.All(r => r.Count >= 2)
            ? new(rows.ToDictionary(r => r.Key, r => new Series([.. r.Value])))
            : throw Bad(name, number, "the table", "at least two energies for each meson and nucleus");
    }

    /// <summary>Range of photon energies for a meson and element, GeV.</summary>
    /// <param name="meson">The meson.</param>
    /// <param name="z">Atomic number; 1 is a free proton.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no data for this pair.</exception>
    public (double Least, double Most) EnergyRange(VectorMeson meson, int z)
    {
        Row[] rows = SeriesOf(meson, z).Rows;
        return (Math.Exp(rows[0].LnEnergy), Math.Exp(rows[^1].LnEnergy));
    }

    /// <summary>Coherent ("elastic") and incoherent ("inelastic") cross section per nucleus, pb.</summary>
    /// <param name="meson">The meson.</param>
    /// <param name="z">Atomic number; 1 is a free proton.</param>
    /// <param name="photonEnergy">Energy of the photon, GeV, within <see cref="EnergyRange"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or there are no data for this pair.</exception>
    public CrossSectionParts CrossSection(VectorMeson meson, int z, double photonEnergy)
    {
        const double PicobarnPerMicrobarn = 1e6;
        Row[] rows = SeriesOf(meson, z).Rows;
        (int i, double f) = Locate(rows, photonEnergy);
        double coherent = Math.Exp(Mean(Math.Log(rows[i].Coherent), Math.Log(rows[i + 1].Coherent), f));
        double incoherent = rows[i].Incoherent > 0 && rows[i + 1].Incoherent > 0
            ? Math.Exp(Mean(Math.Log(rows[i].Incoherent), Math.Log(rows[i + 1].Incoherent), f))
            : Mean(rows[i].Incoherent, rows[i + 1].Incoherent, f);
        return new CrossSectionParts(PicobarnPerMicrobarn * coherent, PicobarnPerMicrobarn * incoherent);
    }

    /// <summary>Mesons made by the photons of a shower: the sum over bins of photon energy of track length times density times cross section (at the geometric
    /// mean of the bin).</summary>
    /// <param name="meson">The meson.</param>
    /// <param name="elements">The material in which the track length was counted.</param>
    /// <param name="energies">Edges of the bins, GeV, rising, within the table.</param>
    /// <param name="trackLengths">Track length of photons in each bin, mm (one fewer than the edges), per electron on target for a yield per electron.</param>
    /// <exception cref="ArgumentOutOfRangeException">Lengths do not fit, or an energy is outside the table.</exception>
    public double Yield(VectorMeson meson, IReadOnlyList<TargetElement> elements, ReadOnlySpan<double> energies, ReadOnlySpan<double> trackLengths)
    {
        ArgumentNullException.ThrowIfNull(elements);
        if (trackLengths.Length != energies.Length - 1)
        {
            throw new ArgumentOutOfRangeException(nameof(trackLengths), trackLengths.Length, $"there must be {energies.Length - 1} track lengths, one fewer than edges.");
        }

        double sum = 0;
        for (int i = 0; i < trackLengths.Length; i++)
        {
            Guard.Within(energies[i + 1], energies[i], double.MaxValue, nameof(energies), "the upper edge of a bin in GeV");
            Guard.Within(trackLengths[i], 0, double.MaxValue, nameof(trackLengths), "a track length in mm");
            double energy = Math.Sqrt(energies[i] * energies[i + 1]);
            foreach (TargetElement element in elements)
            {
                sum += trackLengths[i] * element.AtomsPerMm3 * Constants.Picobarn * CrossSection(meson, element.Nucleus.Z, energy).Sum;
            }
        }

        return sum;
    }

    /// <summary>
    /// Samples meson and recoil for a photon along z on a nucleus (coherent) or one of its nucleons (incoherent) at rest; their sum is that of photon and
    /// target to rounding. The meson has its
    /// mass: the width of the rho is not sampled. Allocates nothing.
    /// </summary>
    /// <param name="meson">The meson.</param>
    /// <param name="nucleus">The nucleus; Z = 1 is a free proton.</param>
    /// <param name="photonEnergy">Energy of the photon, GeV, within <see cref="EnergyRange"/>.</param>
    /// <param name="random">Random stream.</param>
    /// <param name="product">The meson.</param>
    /// <param name="recoil">Nucleus or nucleon.</param>
    /// <returns>Whether the production was coherent.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or there are no data for this pair.</exception>
    public bool Sample(VectorMeson meson, Nucleus nucleus, double photonEnergy, ref RandomStream random, out FourMomentum product, out FourMomentum recoil)
    {
        CrossSectionParts parts = CrossSection(meson, nucleus.Z, photonEnergy);
        Row[] rows = SeriesOf(meson, nucleus.Z).Rows;
        (int i, double f) = Locate(rows, photonEnergy);
        bool coherent = random.NextUniform() * parts.Sum <= parts.Elastic;
        double target = coherent && nucleus.Z > 1 ? nucleus.Mass : Constants.ProtonMass;
        double slope = coherent ? Mean(rows[i].SlopeCoherent, rows[i + 1].SlopeCoherent, f) : Mean(rows[i].SlopeIncoherent, rows[i + 1].SlopeIncoherent, f);
        double mass = VectorMesonDecay.Mass(meson);
        double root = Math.Sqrt(target * (target + (2 * photonEnergy)));
        double range = 4 * TwoBody.Momentum(root, 0, target) * TwoBody.Momentum(root, mass, target);
        if (!(range > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(photonEnergy), photonEnergy, "the photon energy is below the threshold of the meson.");
        }

        double excess;
        do
        {
            excess = random.NextExponential() / slope;
        }
        while (excess > range);
        Scatter.Sample(photonEnergy, 0, target, mass, target, excess, ref random, out product, out recoil);
        return coherent;
    }

    private static double Mean(double a, double b, double f) => a + (f * (b - a));

    private static (int Index, double Fraction) Locate(Row[] rows, double photonEnergy)
    {
        Guard.Within(photonEnergy, Math.Exp(rows[0].LnEnergy) * (1 - 1e-12), Math.Exp(rows[^1].LnEnergy) * (1 + 1e-12), nameof(photonEnergy), "the photon energy in GeV");
        double ln = Math.Log(photonEnergy);
        int i = 0;
        while (i < rows.Length - 2 && rows[i + 1].LnEnergy < ln)
        {
            i++;
        }

        return (i, (ln - rows[i].LnEnergy) / (rows[i + 1].LnEnergy - rows[i].LnEnergy));
    }

    private static InputException Bad(string name, int line, string what, string expected) => new($"{name}({line}): {what} cannot be understood; expected: {expected}.");

    private Series SeriesOf(VectorMeson meson, int z) => _series.TryGetValue((meson, z), out Series? series)
        ? series
        : throw Absent(meson, z);

    // Apart, so that the closure is not allocated with every look-up.
    private ArgumentOutOfRangeException Absent(VectorMeson meson, int z) => new(
        nameof(z), z, $"No photoproduction of {meson} on this element; the table has Z = {string.Join(", ", _series.Keys.Where(k => k.Meson == meson).Select(k => k.Z))}.");

    private readonly record struct Row(double LnEnergy, double Coherent, double Incoherent, double SlopeCoherent, double SlopeIncoherent);

    private sealed record Series(Row[] Rows);
}

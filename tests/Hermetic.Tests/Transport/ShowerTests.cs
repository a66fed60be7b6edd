using System.Globalization;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Transport;

/// <summary>Showers: conservation, reproducibility, and the reduced form of the comparison with Geant4 and EGSnrc (the full one is in "hermetic validate").</summary>
public sealed class ShowerTests
{
    private static readonly TransportCuts Fine = new(1e-4, 5e-4, 3e-5, 2e-4);
    private static readonly Material Lead = MaterialCatalogue.Get("lead");
    private static readonly LayerStack Slab = new([(Lead, 224.48)], 600);

    [Theory]
    [InlineData(ParticleKind.Electron)]
    [InlineData(ParticleKind.Positron)]
    [InlineData(ParticleKind.Photon)]
    public void EnergyIsConserved(ParticleKind kind)
    {
        Material scintillator = MaterialCatalogue.Get("polystyrene-scintillator");
        (Material, double)[] layers = [.. Enumerable.Range(0, 40).Select(i => (i % 3) switch { 0 => (Lead, 1.5), 1 => (scintillator, 1.5), _ => (MaterialCatalogue.Get("vacuum"), 0.5) })];
        LayerStack thin = new(layers, 60);
        // A thin and narrow stack, so that energy leaves through every face.
        for (int e = 0; e < 3; e++)
        {
            double energy = Math.Pow(10, e - 1);
            ShowerAverages a = ShowerStudy.Run(thin, Fine, kind, energy, 20, (ulong)e, 2, "polystyrene-scintillator", [0.1]);
            double beam = energy + (kind == ParticleKind.Positron ? 2 * Hermetic.Core.Constants.ElectronMass : 0);
            double all = (a.Deposited.Value + a.FrontLeakage.Value + a.BackLeakage.Value + a.SideLeakage.Value) * energy;
            Assert.Equal(beam, all, 1e-9 * beam);
        }
    }

    [Fact]
    public void AveragesDoNotDependOnTheNumberOfThreads()
    {
        ShowerAverages one = ShowerStudy.Run(Slab, Fine, ParticleKind.Electron, 1, 30, 9, 1, null, [0.1]);
        ShowerAverages three = ShowerStudy.Run(Slab, Fine, ParticleKind.Electron, 1, 30, 9, 3, null, [0.1]);
        Assert.Equal(one.Profile, three.Profile);
        Assert.Equal(one.ElectronTrack, three.ElectronTrack);
    }

    /// <summary>Longitudinal profile of 10 GeV electrons in lead, reduced: within 3 % of the maximum of the nearer peer, after two combined standard errors.</summary>
    [Fact]
    public void ProfileOfTenGeVInLeadAgreesWithThePeers()
    {
        ShowerAverages ours = ShowerStudy.Run(Slab, Fine, ParticleKind.Electron, 10, 80, 11, Environment.ProcessorCount, null, [1]);
        (double Value, double Error)[] geant = Column("geant4_pb_slab_10GeV_longitudinal.csv", 2, 3);
        (double Value, double Error)[] egs = Column("egsnrc_pb_slab_10GeV_longitudinal.csv", 2, 3);
        double maximum = geant.Max(g => g.Value);
        for (int bin = 0; bin < geant.Length; bin++)
        {
            double Excess((double Value, double Error) peer) => Math.Abs(ours.Profile[bin].Value - peer.Value)
                - (2 * Math.Sqrt((peer.Error * peer.Error) + (ours.Profile[bin].Error * ours.Profile[bin].Error)));
            Assert.True(Math.Min(Excess(geant[bin]), Excess(egs[bin])) < 0.03 * maximum, $"bin {bin}: {ours.Profile[bin]} against {geant[bin]} and {egs[bin]}");
        }
    }

    /// <summary>Track length above 1 GeV of 10 GeV showers in lead: within 4 % of the nearer peer, after two combined standard errors.</summary>
    [Fact]
    public void TrackLengthAboveOneGeVAgreesWithThePeers()
    {
        TransportCuts energetic = new(1e-3, 1e-3, 0.5, 0.5);
        ShowerAverages ours = ShowerStudy.Run(Slab, energetic, ParticleKind.Electron, 10, 20_000, 12, Environment.ProcessorCount, null, [1]);
        foreach ((Measured track, int column) in new[] { (ours.ElectronTrack[0], 2), (ours.PositronTrack[0], 4) })
        {
            (double g, double gError) = Above("geant4_pb_slab_10GeV_tracklength.csv", column);
            (double e, double eError) = Above("egsnrc_pb_slab_10GeV_tracklength.csv", column);
            double Excess(double peer, double error) => (Math.Abs(track.Value - peer) - (2 * Math.Sqrt((error * error) + (track.Error * track.Error)))) / peer;
            Assert.True(Math.Min(Excess(g, gError), Excess(e, eError)) < 0.04, $"{track} against {g} +- {gError} and {e} +- {eError}");
        }
    }

    private static string[][] Rows(string file) =>
        [.. File.ReadLines(Path.Combine(Repository.Root, "validation", "reference", "showers", file)).Skip(1).Select(l => l.Split(','))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static (double Value, double Error)[] Column(string file, int value, int error) => [.. Rows(file).Select(r => (Number(r[value]), Number(r[error])))];

    /// <summary>Integral of dT/dE above 1 GeV; the errors of the bins are taken as independent.</summary>
    private static (double Value, double Error) Above(string file, int column)
    {
        double sum = 0, variance = 0;
        foreach (string[] row in Rows(file).Where(r => Number(r[0]) >= 0.999))
        {
            double width = Number(row[1]) - Number(row[0]);
            sum += width * Number(row[column]);
            variance += Math.Pow(width * Number(row[column + 1]), 2);
        }

        return (sum, Math.Sqrt(variance));
    }
}

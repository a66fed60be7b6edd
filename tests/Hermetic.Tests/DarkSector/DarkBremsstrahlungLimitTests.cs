using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Physics.DarkSector;
using Hermetic.Physics.DarkSector.Production;

namespace Hermetic.Tests.DarkSector;

/// <summary>Limits in which the cross section is known, and what must hold at every point.</summary>
public sealed class DarkBremsstrahlungLimitTests
{
    private static readonly Nucleus Lead = new(82, 207), Tungsten = new(74, 183.84), Carbon = new(6, 12.011), Beryllium = new(4, 9.0122), Hydrogen = new(1, 1.008);

    /// <summary>
    /// A vector without mass is a photon: the Schiff spectrum (L. Schiff, Phys. Rev. 83 (1951) 252; formula 3BSe of H. Koch, J. Motz, Rev. Mod. Phys. 31 (1959) 920)
    /// is the integral over all angles for just this screened form factor, at energies far above the electron's mass.
    /// </summary>
    [Fact]
    public void AMasslessVectorIsAPhotonOfTheSchiffSpectrum()
    {
        foreach (Nucleus nucleus in (Nucleus[])[Hydrogen, Carbon, Lead])
        {
            DarkBremsstrahlung process = new(Mediator.Vector, Constants.ElectronMass, nucleus, DarkBremsstrahlung.MinimumMass);
            foreach (double energy in (double[])[10, 100])
            {
                foreach (double x in (double[])[0.05, 0.3, 0.6, 0.9, 0.99])
                {
                    Relative.Close(Schiff(nucleus.Z, energy, x), process.DsDx(energy, 1 - x).Elastic, 0.002, $"Z = {nucleus.Z}, E = {energy}, x = {x}");
                }
            }
        }

        static double Schiff(int z, double energy, double x)
        {
            double y = 1 - x, delta = Constants.ElectronMass * x / (2 * energy * y), screening = Math.Cbrt(z) / 111;
            double b = screening / delta, arc = Math.Atan(b), b2 = b * b;
            double logarithm = -Math.Log((delta * delta) + (screening * screening));
            double bracket = ((1 + (y * y) - (2 * y / 3)) * (logarithm + 1 - (2 / b * arc)))
                + (y * ((2 / b2 * Math.Log(1 + b2)) + (4 * (2 - b2) / (3 * b2 * b) * arc) - (8 / (3 * b2)) + (2.0 / 9)));
            double radius = Constants.Alpha / Constants.ElectronMass;
            return 2 * Constants.Alpha * z * z * radius * radius * Constants.PicobarnPerInverseGeV2 / x * bracket;
        }
    }

    [Fact]
    public void ParityDoesNotMatterWhereTheLeptonIsLight()
    {
        double Total(Mediator mediator, double m, double mX) => new DarkBremsstrahlung(mediator, m, Lead, mX).Total(100, 0.1).Elastic;
        Relative.Close(Total(Mediator.Vector, Constants.ElectronMass, 0.3), Total(Mediator.Axial, Constants.ElectronMass, 0.3), 1e-3, "V and A");
        Relative.Close(Total(Mediator.Scalar, Constants.ElectronMass, 0.3), Total(Mediator.Pseudoscalar, Constants.ElectronMass, 0.3), 1e-3, "S and P");
        // And it does where it is not: the axial current is not conserved, and the scalar couples to a lepton at rest.
        Assert.True(Total(Mediator.Axial, Constants.MuonMass, 0.01) > 10 * Total(Mediator.Vector, Constants.MuonMass, 0.01));
        Assert.True(Total(Mediator.Scalar, Constants.MuonMass, 0.01) > 1.5 * Total(Mediator.Pseudoscalar, Constants.MuonMass, 0.01));
    }

    /// <summary>The longitudinal part of a light axial vector is a pseudoscalar with coupling 2 m/mX (equivalence of Goldstone bosons).</summary>
    [Fact]
    public void ALightAxialVectorIsAPseudoscalarOfLargeCoupling()
    {
        foreach (double m in (double[])[Constants.ElectronMass, Constants.MuonMass])
        {
            double mX = m / 1000;
            double axial = new DarkBremsstrahlung(Mediator.Axial, m, Lead, mX).Total(100, 0.1).Elastic;
            double pseudoscalar = new DarkBremsstrahlung(Mediator.Pseudoscalar, m, Lead, mX).Total(100, 0.1).Elastic;
            Relative.Close(4 * m * m / (mX * mX) * pseudoscalar, axial, 1e-4, $"m = {m}");
        }
    }

    [Fact]
    public void AboveTheLeptonMassTheCrossSectionFallsWithTheSquareOfTheMediators()
    {
        // Up to logarithms and screening, while nuclear size does not matter.
        double Total(double mX) => new DarkBremsstrahlung(Mediator.Vector, Constants.ElectronMass, Beryllium, mX).Total(100, 0.1).Elastic;
        Assert.InRange(Total(0.01) / Total(0.02), 3.3, 4.7);
        Assert.InRange(Total(0.02) / Total(0.04), 3.3, 4.7);
        // Below it the vector's cross section forgets the mass.
        Relative.Close(Total(1e-6), Total(2e-6), 1e-3, "light mediators");
    }

    [Fact]
    public void TotalsHaveConvergedForAllNuclei()
    {
        double worst = 0;
        foreach (Nucleus nucleus in (Nucleus[])[Hydrogen, Beryllium, Carbon, Tungsten, Lead])
        {
            foreach (double m in (double[])[Constants.ElectronMass, Constants.MuonMass])
            {
                foreach ((double mX, double energy) in (ReadOnlySpan<(double, double)>)[(1e-8, 100), (1e-5, 20), (1e-3, 100), (0.05, 3), (0.5, 10), (1, 160), (3, 40)])
                {
                    double xMin = mX < 1e-3 ? 0.01 : 0;
                    Mediator mediator = m < 0.01 ? Mediator.Vector : Mediator.Axial;
                    CrossSectionParts expected = new DarkBremsstrahlung(mediator, m, nucleus, mX, EtlGrid.Fine).Total(energy, xMin);
                    CrossSectionParts actual = new DarkBremsstrahlung(mediator, m, nucleus, mX).Total(energy, xMin);
                    Relative.Close(expected.Elastic, actual.Elastic, 2e-3, $"elastic, Z = {nucleus.Z}, m = {m}, mX = {mX}, E = {energy}");
                    Relative.Close(expected.Inelastic, actual.Inelastic, 2e-3, $"inelastic, Z = {nucleus.Z}, m = {m}, mX = {mX}, E = {energy}");
                    worst = Math.Max(worst, Math.Abs((actual.Sum / expected.Sum) - 1));
                }
            }
        }

        // The figure of the documentation.
        Assert.InRange(worst, 0, 1e-3);
    }

    [Fact]
    public void CrossSectionsArePositiveAndRiseWithEnergyEverywhere() => Check(5, p =>
    {
        double total = p.Process.Total(p.Energy, p.XMin).Sum;
        double later = p.Process.Total(1.3 * p.Energy, p.XMin).Sum;
        double hard = p.Process.Total(p.Energy, p.XMin + (0.3 * (1 - p.XMin))).Sum;
        double below = 1 - (p.XMin * 1.1);
        // A heavy mediator leaves less than half of the energy to the lepton.
        double rest = Math.Min(Math.Max(0.5 * below, 1.2 * p.Process.LeptonMass / p.Energy), 1 - (p.Process.MediatorMass / p.Energy));
        CrossSectionParts spectrum = p.Process.DsDx(p.Energy, rest);
        return double.IsFinite(total) && total >= 0 && later >= total * 0.98 && hard <= total && spectrum.Elastic >= 0 && spectrum.Inelastic >= 0;
    });

    [Fact]
    public void DoubleDifferentialsAreNeverNegative() => Check(4, p =>
    {
        RandomStream random = new((ulong)(p.Energy * 1e6), 1, 0);
        double low = p.Process.LeptonMass / p.Energy, high = 1 - (p.Process.MediatorMass / p.Energy);
        for (int i = 0; i < 20; i++)
        {
            double rest = low + ((high - low) * Math.Pow(random.NextUniform(), 5)), angle = Math.PI * Math.Pow(1e-8, random.NextUniform());
            CrossSectionParts mediator = p.Process.DsDxDTheta(p.Energy, rest, angle), lepton = p.Process.DsDyDPsi(p.Energy, rest, angle);
            if (!(mediator.Elastic >= 0 && mediator.Inelastic >= 0 && lepton.Elastic >= 0 && lepton.Inelastic >= 0 && double.IsFinite(mediator.Sum + lepton.Sum)))
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void BelowTheThresholdNothingIsProduced() => Check(3, p =>
    {
        double threshold = p.Process.Threshold;
        // The invariant mass at the threshold is the sum of the masses.
        double m = p.Process.LeptonMass, mX = p.Process.MediatorMass, nucleus = p.Process.Nucleus.Mass;
        double s = (m * m) + (nucleus * nucleus) + (2 * nucleus * threshold);
        return Math.Abs((Math.Sqrt(s) / (m + mX + nucleus)) - 1) < 1e-12
            && p.Process.Total(m + (0.999 * (threshold - m))).Sum == 0
            && p.Process.Total(100 + (2 * threshold)).Sum > 0;
    });

    private static void Check(int starting, Func<Point, bool> holds) => Prop.ForAll(Arb.From(Points), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithStartSize(starting));

    private static Gen<Point> Points =>
        from spin in Gen.Choose(0, 3)
        from lepton in Gen.Choose(0, 1)
        from nucleus in Gen.Elements(Lead, Tungsten, Carbon, Beryllium, Hydrogen)
        from mass in Gen.Choose(0, 1000)
        from energy in Gen.Choose(0, 1000)
        from share in Gen.Choose(1, 900)
        select new Point(
            new DarkBremsstrahlung((Mediator)spin, lepton == 0 ? Constants.ElectronMass : Constants.MuonMass, nucleus, 1e-8 * Math.Pow(3e8, mass / 1000.0)),
            4 * Math.Pow(50, energy / 1000.0),
            share / 1000.0);

    private sealed record Point(DarkBremsstrahlung Process, double Energy, double XMin)
    {
        public override string ToString() =>
            $"{Process.Mediator}, m = {Process.LeptonMass}, mX = {Process.MediatorMass}, Z = {Process.Nucleus.Z}, E = {Energy}, x > {XMin}";
    }
}

using FsCheck;
using FsCheck.Fluent;
using Hermetic.Physics.DarkSector.Consequences;

namespace Hermetic.Tests.DarkSector;

public class LineScalingTests
{
    private static readonly LineAssumption Usual = new(0.5, 3), Wanted = new(0.1, 3);

    [Theory]
    [InlineData(LineKind.MissingEnergy, 0.2)]
    [InlineData(LineKind.BeamDumpScattering, 0.4472135955)]
    [InlineData(LineKind.DirectDetection, 1)]
    [InlineData(LineKind.Thermal, 1)]
    public void ScalesWithAlphaD(LineKind kind, double factor)
    {
        (double mass, double y) = LineScaling.Move(kind, 0.01, 3e-11, Usual, Wanted);
        Assert.Equal(0.01, mass, 1e-15);
        Relative.Close(factor * 3e-11, y, 1e-9, $"{kind}");
    }

    [Fact]
    public void TheRateStaysAsItWas()
    {
        Prop.ForAll(
            Gen.Choose(-400, 50).ToArbitrary(), Gen.Choose(-400, 50).ToArbitrary(), Gen.Choose(21, 100).ToArbitrary(),
            (a, b, r) =>
            {
                LineAssumption old = new(Math.Pow(10, a / 100.0), r / 10.0), alphaOnly = old with { AlphaD = Math.Pow(10, b / 100.0) };
                LineAssumption both = new(alphaOnly.AlphaD, 4.5);
                const double M = 0.02, Y = 1e-11;
                double Epsilon((double Mass, double Y) point, LineAssumption at) => DarkPhotonPlane.Epsilon(point.Y, at.AlphaD, at.MassRatio);
                (double Mass, double Y) missing = LineScaling.Move(LineKind.MissingEnergy, M, Y, old, both);
                (double Mass, double Y) dump = LineScaling.Move(LineKind.BeamDumpScattering, M, Y, old, alphaOnly);
                double epsilon = Epsilon((M, Y), old);
                bool sameEpsilon = Math.Abs((Epsilon(missing, both) / epsilon) - 1) < 1e-12 && Math.Abs((missing.Mass * 4.5 / (M * old.MassRatio)) - 1) < 1e-12;
                bool sameRate = Math.Abs((Math.Pow(Epsilon(dump, alphaOnly), 4) * alphaOnly.AlphaD / (Math.Pow(epsilon, 4) * old.AlphaD)) - 1) < 1e-12;
                (double Mass, double Y) back = LineScaling.Move(LineKind.MissingEnergy, missing.Mass, missing.Y, both, old);
                return sameEpsilon && sameRate && Math.Abs((back.Mass / M) - 1) < 1e-12 && Math.Abs((back.Y / Y) - 1) < 1e-12;
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void MovesThatChangeMoreThanTheCouplingAreRefused()
    {
        LineAssumption otherRatio = new(0.5, 4);
        foreach (LineKind kind in new[] { LineKind.BeamDumpScattering, LineKind.Thermal })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => LineScaling.Move(kind, 0.01, 1e-11, Usual, otherRatio));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => LineScaling.Move(LineKind.MissingEnergy, 0.01, 1e-11, Usual, new(0.5, 1.9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineScaling.Move(LineKind.Thermal, 0.01, 1e-11, new(0.5, 2.2), new(0.1, 2.2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineScaling.Move(LineKind.Thermal, 0.01, 1e-11, Usual, new(1e-3, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineScaling.Move(LineKind.DirectDetection, 0.01, 1e-11, Usual, new(0.5, 0.5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineScaling.Move(LineKind.MissingEnergy, 0, 1e-11, Usual, Wanted));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineScaling.Move((LineKind)9, 0.01, 1e-11, Usual, Wanted));
    }

    [Fact]
    public void PlanesConvertBackAndForth()
    {
        (double mass, double y) = DarkPhotonPlane.FromMediator(0.03, 1e-4, 0.1, 3);
        Relative.Close(0.01, mass, 1e-14, "m_chi");
        Relative.Close(1e-8 * 0.1 / 81, y, 1e-12, "y");
        (double mediator, double epsilon) = DarkPhotonPlane.FromDarkMatter(mass, y, 0.1, 3);
        Relative.Close(0.03, mediator, 1e-14, "m_A'");
        Relative.Close(1e-4, epsilon, 1e-14, "epsilon");
        Relative.Close(0.1, DarkPhotonPlane.AlphaD(y, epsilon, 3), 1e-12, "alphaD");
        Relative.Close(3, DarkPhotonPlane.MassRatio(0.03, 0.01), 1e-14, "ratio");
        Relative.Close(0.302822, DarkPhotonPlane.CouplingOfEpsilon(1), 1e-5, "e");
        Relative.Close(2.5, DarkPhotonPlane.EpsilonOfCoupling(DarkPhotonPlane.CouplingOfEpsilon(2.5)), 1e-14, "g/e");
    }
}

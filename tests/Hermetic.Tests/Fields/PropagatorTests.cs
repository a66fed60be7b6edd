using FsCheck;
using FsCheck.Fluent;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Fields;

namespace Hermetic.Tests.Fields;

/// <summary>Propagation against closed forms, against itself with much smaller errors, and its derivatives against differences.</summary>
public sealed class PropagatorTests
{
    private const double C = SynchrotronRadiation.CurvaturePerTesla;

    private static MagneticField Sharp(double field, double from, double to) => new([new Dipole("d", 0.5 * (from + to), to - from, field)], []);

    /// <summary>In a uniform field across the beam the track is a circle in projection, whatever its slope along the field: x = x0 + R (cos a0 - cos a)..., here from the change of the angle.</summary>
    [Theory]
    [InlineData(0.0, 0.0, 1.0, 1.7)]
    [InlineData(0.3, -0.2, 2.0, -1.2)]
    [InlineData(-0.5, 0.1, 1.5, 1.0)]
    [InlineData(0.001, 0.002, 100.0, 1.7)]
    public void ATrackInAUniformFieldIsACircle(double tx, double ty, double momentum, double field)
    {
        const double length = 1500;
        foreach (int charge in new[] { -1, 1 })
        {
            TrackState s = new(12, -7, tx, ty, charge / momentum, -100);
            Assert.Equal(PropagationEnd.Arrived, Propagator.To(Sharp(field, 0, length), ref s, length, 1e-11));
            (double x, double y, double tx1, double ty1) = Circle(12 + (100 * tx), -7 + (100 * ty), tx, ty, charge / momentum, field, length);
            double bend = Math.Abs(x - 12 - (tx * (length + 100)));
            Assert.True(bend > 1);
            Assert.Equal(x, s.X, 1e-9 * bend);
            Assert.Equal(y, s.Y, 1e-9 * (1 + Math.Abs(y)));
            Assert.Equal(tx1, s.Tx, 1e-9 * Math.Abs(tx1));
            Assert.Equal(ty1, s.Ty, 1e-9 * (1e-3 + Math.Abs(ty1)));
        }
    }

    /// <summary>The tolerance of reconstruction leaves some micrometres of a bend of metres.</summary>
    [Fact]
    public void TheUsualToleranceIsFarBelowAnyDetector()
    {
        TrackState s = new(0, 0, 0, 0.01, -1.0 / 20, 0), fine = s;
        MagneticField field = new([new Dipole("a", 2000, 2000, 1.75, 0, 140, new EngeEdge(EngeEdge.Usual)), new Dipole("b", 5000, 2000, 1.75, 0, 140, new EngeEdge(EngeEdge.Usual))], []);
        Propagator.To(field, ref s, 20000);
        Propagator.To(field, ref fine, 20000, 1e-11);
        Assert.InRange(Math.Abs(fine.X), 500, 5000);
        Assert.Equal(fine.X, s.X, 5e-3);
        Assert.Equal(fine.Y, s.Y, 5e-3);
    }

    [Fact]
    public void ThroughAMapTheResultDoesNotDependOnTheTolerance()
    {
        MagneticField field = new([], [new PlacedMap("m", Bump(), 3, -2, 500, 1.2)]);
        foreach (double momentum in new[] { 0.5, 5, -50 })
        {
            TrackState s = new(5, 4, 0.02, -0.03, 1 / momentum, -400), fine = s;
            Assert.Equal(PropagationEnd.Arrived, Propagator.To(field, ref s, 1400, 1e-9));
            Assert.Equal(PropagationEnd.Arrived, Propagator.To(field, ref fine, 1400, 1e-14));
            double bend = Math.Abs(fine.Tx - 0.02);
            Assert.True(bend > 1e-3);
            Assert.Equal(fine.X, s.X, 1e-7 * bend * 1800);
            Assert.Equal(fine.Tx, s.Tx, 1e-7 * bend);
            Assert.Equal(fine.Y, s.Y, 1e-7 * Math.Abs(fine.Y));
        }
    }

    /// <summary>Along the beam and back again.</summary>
    [Fact]
    public void TheWayBackLeadsToTheBeginning() => Prop.ForAll(Starts(), start =>
    {
        MagneticField field = Magnets();
        TrackState s = start;
        return Propagator.To(field, ref s, 9000, 1e-10) == PropagationEnd.Arrived && Propagator.To(field, ref s, start.Z, 1e-10) == PropagationEnd.Arrived
            && Math.Abs(s.X - start.X) < 1e-5 && Math.Abs(s.Y - start.Y) < 1e-5 && Math.Abs(s.Tx - start.Tx) < 1e-8 && Math.Abs(s.Ty - start.Ty) < 1e-8;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void DerivativesAreThoseOfDifferences() => Prop.ForAll(Starts(), start =>
    {
        MagneticField field = Magnets();
        TrackState s = start;
        TrackJacobian j = TrackJacobian.Identity;
        Propagator.To(field, ref s, 9000, 1e-10, ref j);
        // Small, since the second derivatives of an interpolated field jump between cells.
        double[] steps = [0.02, 0.02, 2e-6, 2e-6, 2e-5 * Math.Abs(start.Kappa)];
        for (int c = 0; c < 5; c++)
        {
            double[] low = Shifted(start, c, -steps[c]), high = Shifted(start, c, steps[c]), low2 = Shifted(start, c, -2 * steps[c]), high2 = Shifted(start, c, 2 * steps[c]);
            for (int r = 0; r < 4; r++)
            {
                double difference = ((8 * (high[r] - low[r])) - (high2[r] - low2[r])) / (12 * steps[c]);
                // 1e-5 of the size that the effect has on this coordinate: position over 10 m, slope over 1.
                double scale = c switch { < 2 => 1, < 4 => 1e4, _ => 1e4 * 1e3 } * (r < 2 ? 1 : 1e-4);
                if (Math.Abs(j.D[(4 * c) + r] - difference) > 1e-5 * Math.Max(Math.Abs(difference), 0.1 * scale))
                {
                    return false;
                }
            }
        }

        return true;

        double[] Shifted(TrackState from, int parameter, double by)
        {
            switch (parameter)
            {
                case 0: from.X += by; break;
                case 1: from.Y += by; break;
                case 2: from.Tx += by; break;
                case 3: from.Ty += by; break;
                default: from.Kappa += by; break;
            }

            Propagator.To(field, ref from, 9000, 1e-12);
            return [from.X, from.Y, from.Tx, from.Ty];
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ATrackThatTurnsBackIsTold()
    {
        TrackState s = new(0, 0, 0, 0, 1 / 0.2, 0);
        Assert.Equal(PropagationEnd.TooSteep, Propagator.To(Sharp(1.5, 100, 5000), ref s, 4000));
        // Not moved.
        Assert.Equal(0, s.Z);
    }

    [Fact]
    public void AnImpossibleToleranceEnds()
    {
        TrackState s = new(0, 0, 0, 0, 0.1, -500);
        Assert.Equal(PropagationEnd.TooManySteps, Propagator.To(Magnets(), ref s, 9000, 1e-300));
    }

    internal static FieldMap Bump()
    {
        GridAxis x = new(-400, 400, 41), y = new(-150, 150, 16), z = new(-800, 800, 41);
        double[] values = new double[3 * x.Count * y.Count * z.Count];
        int at = 0;
        for (int k = 0; k < z.Count; k++)
        {
            for (int j = 0; j < y.Count; j++)
            {
                for (int i = 0; i < x.Count; i++)
                {
                    double px = x.First + (i * x.Step), py = y.First + (j * y.Step), pz = z.First + (k * z.Step);
                    double bump = Math.Exp(-0.5 * pz * pz / (250 * 250));
                    values[at++] = 0.1 * px * py / 3e4 * bump;
                    values[at++] = bump * (1 - (0.2 * px * px / 4e4));
                    values[at++] = -0.3 * py / 150 * pz / 250 * bump;
                }
            }
        }

        return new FieldMap(x, y, z, values);
    }

    private static MagneticField Magnets() => new(
        [new Dipole("soft", 1000, 1500, 1.6, 0.1, 150, new EngeEdge(EngeEdge.Usual), 3), new Dipole("sharp", 4000, 1000, -0.8, 1.5)],
        [new PlacedMap("map", Bump(), 0, 0, 6500, 0.9)]);

    private static Arbitrary<TrackState> Starts() => (
        from x in Gen.Choose(-20, 20)
        from y in Gen.Choose(-20, 20)
        from tx in Gen.Choose(-5, 5)
        from ty in Gen.Choose(-5, 5)
        from p in Gen.Choose(30, 150)
        from sign in Gen.Elements(-1, 1)
        select new TrackState(x, y, 1e-3 * tx, 1e-3 * ty, sign / (double)p, -500)).ToArbitrary();

    /// <summary>The helix in a uniform field along y, started at the edge.</summary>
    private static (double X, double Y, double Tx, double Ty) Circle(double x, double y, double tx, double ty, double kappa, double field, double length)
    {
        double n = Math.Sqrt(1 + (tx * tx) + (ty * ty)), ux = tx / n, uy = ty / n, uz = 1 / n, across = Math.Sqrt((ux * ux) + (uz * uz));
        // sin of the direction in the bending plane changes by length over the radius.
        double curvature = kappa * C * field / across, sin0 = ux / across, sin1 = sin0 - (curvature * length);
        double cos0 = uz / across, cos1 = Math.Sqrt(1 - (sin1 * sin1));
        double angle = Math.Asin(sin1) - Math.Asin(sin0), arc = -angle / curvature;
        // -(cos1 - cos0)/curvature without loss of digits.
        double aside = (sin1 + sin0) / (cos1 + cos0) * length;
        return (x + aside, y + (arc * uy / across), sin1 / cos1, uy / across / cos1);
    }
}

using Hermetic.Core.Random;
using Hermetic.Simulation.Transport;

namespace Hermetic.Tests.Transport;

/// <summary>The displacement on a step against Lewis's moments and a walk of many small steps.</summary>
public sealed class StepDisplacementTests
{
    /// <summary>Mean displacement along the first direction (and the last, by symmetry) and mean square displacement, between the nodes of the table too.</summary>
    [Fact]
    public void MomentsAreThoseOfLewis()
    {
        for (double tau = 1e-4; tau < 7.9; tau *= 1.07)
        {
            (double a, _, double c) = StepDisplacement.Of(tau);
            double cosine = Math.Exp(-tau);
            Assert.Equal((1 - cosine) / tau, a * (1 + cosine), 1e-4);
            Assert.Equal(2 * (tau - 1 + cosine) / (tau * tau), (2 * a * a * (1 + cosine)) + (c * c), 1e-4);
        }
    }

    /// <summary>Weak scattering: half of the step on either side of the deflection; across, s^2 tau/6 in the mean square, a quarter of all that lies off the first direction (2 s^2 tau/3).</summary>
    [Fact]
    public void WeakScatteringIsThatOfFermiAndEyges()
    {
        const double Tau = 1e-3;
        (double a, _, double c) = StepDisplacement.Of(Tau);
        Assert.Equal(0.5, a, 1e-3);
        Assert.Equal(1, c * c / (Tau / 6), 1e-3);
        // The deflected leg: mean square a^2 sin^2, 2 tau/4.
        Assert.Equal(2 * Tau / 3, (c * c) + (a * a * 2 * Tau), 1e-3 * Tau);
    }

    /// <summary>A walk of 400 small deflections whose rate grows from (1 - g) to (1 + g): mean displacements along its first and its last direction, and the mean square.</summary>
    [Theory]
    [InlineData(0.3, 0.0)]
    [InlineData(0.3, 0.3)]
    [InlineData(1.5, 0.3)]
    [InlineData(4.0, 0.2)]
    public void AWalkOfSmallStepsHasTheSame(double tau, double g)
    {
        const int Steps = 400, Walks = 20_000;
        RandomStream random = new(5, 0, StreamNumber.Shower);
        double first = 0, last = 0, square = 0, spread = 0;
        for (int w = 0; w < Walks; w++)
        {
            Particle p = new() { Uz = 1 };
            double x = 0, y = 0, z = 0;
            for (int i = 0; i < Steps; i++)
            {
                // Half of the way before the deflection, half after.
                (x, y, z) = (x + (0.5 * p.Ux / Steps), y + (0.5 * p.Uy / Steps), z + (0.5 * p.Uz / Steps));
                double rate = tau * (1 + (g * ((2 * (i + 0.5) / Steps) - 1)));
                // 1 - cos uniform, of mean rate/steps.
                p.TurnBy(random.NextUniform() * rate / Steps, ref random);
                (x, y, z) = (x + (0.5 * p.Ux / Steps), y + (0.5 * p.Uy / Steps), z + (0.5 * p.Uz / Steps));
            }

            first += z / Walks;
            double along = (x * p.Ux) + (y * p.Uy) + (z * p.Uz);
            last += along / Walks;
            spread += along * along / Walks;
            square += ((x * x) + (y * y) + (z * z)) / Walks;
        }

        (double a, double d, double c) = StepDisplacement.Of(tau);
        double cosine = Math.Exp(-tau);
        // Four standard errors, and what is of second order in g.
        double allowed = (4 * Math.Sqrt(spread / Walks)) + (0.1 * g * g);
        Assert.Equal((a + (g * d)) + ((a - (g * d)) * cosine), first, allowed);
        Assert.Equal(((a + (g * d)) * cosine) + (a - (g * d)), last, allowed);
        Assert.Equal((2 * a * a * (1 + cosine)) + (c * c), square, allowed);
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core.Random;
using Hermetic.Inference.HistFactory;
using Hermetic.Reporting.Workspaces;
using Hermetic.Setup.Workspaces;

namespace Hermetic.Tests.Inference;

/// <summary>The likelihood, its derivatives and its minima, over random workspaces with all types of modifiers.</summary>
public sealed class HistFactoryLikelihoodTests
{
    [Theory]
    [InlineData(Interpolation.Piecewise)]
    [InlineData(Interpolation.Smooth)]
    public void AgreesWithThePlainFormulas(Interpolation interpolation) => Check(400, seed =>
    {
        // Through the file, as an exported workspace would be evaluated elsewhere.
        Workspace workspace = WorkspaceReader.Parse(Encoding.UTF8.GetBytes(WorkspaceJson.Write(RandomWorkspace.Make(seed))), "random");
        HistFactoryModel model = HistFactoryModel.Create(workspace, null, interpolation);
        double[] parameters = RandomWorkspace.Parameters(model, seed);
        Dictionary<string, double> named = model.Parameters.Select((p, i) => (p.Name, Value: parameters[i])).ToDictionary(p => p.Name, p => p.Value);
        double plain = HistFactoryPlain.LogLikelihood(workspace, named, interpolation == Interpolation.Smooth);
        double ours = model.LogLikelihood(parameters, model.Observed);
        Assert.True(double.IsFinite(plain));
        Assert.Equal(plain, ours, 1e-9 * Math.Max(1, Math.Abs(plain)));
    });

    [Theory]
    [InlineData(Interpolation.Piecewise)]
    [InlineData(Interpolation.Smooth)]
    public void DerivativesAreThoseOfTheValue(Interpolation interpolation) => Check(150, seed =>
    {
        HistFactoryModel model = HistFactoryModel.Create(RandomWorkspace.Make(seed), null, interpolation);
        double[] x = RandomWorkspace.Parameters(model, seed);
        (double value, double[] gradient, double[,] curvature) = model.Derivatives(x, model.Observed);
        double saturated = value + model.LogLikelihood(x, model.Observed);
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] == 0 && model.Parameters[i].Low < 0 && interpolation == Interpolation.Piecewise)
            {
                // At the kink the derivative is one-sided.
                continue;
            }

            double h = 1e-4 * Math.Max(0.1, Math.Abs(x[i]));
            (double, double[], double[,]) At(double step)
            {
                double[] moved = [.. x];
                moved[i] += step;
                return model.Derivatives(moved, model.Observed);
            }

            (double value, double[] gradient, double[,] curvature) plus = At(h);
            (double value, double[] gradient, double[,] curvature) minus = At(-h);
            double numeric = (plus.value - minus.value) / (2 * h);
            Assert.Equal(numeric, gradient[i], 1e-4 * (1 + Math.Abs(numeric)));
            for (int j = 0; j < x.Length; j++)
            {
                if (x[j] == 0 && model.Parameters[j].Low < 0)
                {
                    continue;
                }

                double second = (plus.gradient[j] - minus.gradient[j]) / (2 * h);
                Assert.Equal(second, curvature[i, j], 1e-4 * (1 + Math.Abs(second) + Math.Abs(gradient[j])));
            }
        }

        // The constant between deviance and logarithm of the likelihood does not depend on the parameters.
        double[] other = RandomWorkspace.Parameters(model, seed + 1);
        Assert.Equal(saturated, model.Derivatives(other, model.Observed).HalfDeviance + model.LogLikelihood(other, model.Observed), 1e-8);
    });

    /// <summary>No point near a fit is better, along no parameter and in no random direction within the bounds.</summary>
    [Theory]
    [InlineData(Interpolation.Piecewise)]
    [InlineData(Interpolation.Smooth)]
    public void FitsEndAtMinima(Interpolation interpolation) => Check(150, seed =>
    {
        HistFactoryModel model = HistFactoryModel.Create(RandomWorkspace.MakeLikely(seed), null, interpolation);
        FitResult best = new ProfileTest(model).BestFit;
        RandomStream random = new(seed, 3, StreamNumber.Response);
        for (int trial = 0; trial < 200; trial++)
        {
            double scale = Math.Pow(10, -2 - (4 * random.NextUniform()));
            double[] moved = [.. best.Parameters];
            for (int i = 0; i < moved.Length; i++)
            {
                ModelParameter p = model.Parameters[i];
                bool moves = !p.Fixed && (trial >= moved.Length || trial == i);
                double high = i == model.ParameterOfInterest ? double.PositiveInfinity : p.High;
                moved[i] = moves ? Math.Clamp(moved[i] + (scale * random.NextNormal()), Math.Max(p.Low, i == model.ParameterOfInterest ? 0 : double.NegativeInfinity), high) : moved[i];
            }

            double value = model.Derivatives(moved, model.Observed).HalfDeviance;
            Assert.True(value >= best.HalfDeviance - 1e-10, $"seed {seed}: {value - best.HalfDeviance} below the fit");
        }
    });

    [Fact]
    public void TheSameQuestionGetsTheSameBytes() => Check(30, seed =>
    {
        HistFactoryModel model = HistFactoryModel.Create(RandomWorkspace.MakeLikely(seed));
        ProfileTest one = new(model);
        ProfileTest two = new(model);
        double third = one.Value(3);
        Assert.Equal(one.Value(0.7), two.Value(0.7));
        Assert.Equal(third, two.Value(3));
        Assert.Equal(one.Profile(1.3).Parameters, two.Profile(1.3).Parameters);
        Assert.Equal(one.AsimovValue(2), one.AsimovValue(2));
    });

    /// <summary>The Asimov data are fitted best by the parameters that made them, and the profile through the best fit is the best fit.</summary>
    [Fact]
    public void ProfilesMeetTheFits() => Check(60, seed =>
    {
        HistFactoryModel model = HistFactoryModel.Create(RandomWorkspace.MakeLikely(seed));
        ProfileTest test = new(model);
        double strength = test.BestFit.Parameters[model.ParameterOfInterest];
        Assert.Equal(test.BestFit.HalfDeviance, test.Profile(strength).HalfDeviance, 1e-9);
        Assert.Equal(0, model.Derivatives(test.BackgroundOnly.Parameters, test.Asimov).HalfDeviance, 1e-12);
        Assert.Equal(0, test.AsimovValue(0), 1e-12);
        ProfileTest asimov = new(model, test.Asimov);
        Assert.Equal(0, asimov.BestFit.HalfDeviance, 1e-9);
    });

    private static void Check(int tests, Action<ulong> holds) => Prop.ForAll(RandomWorkspace.Seeds, holds).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));
}

using FsCheck;
using FsCheck.Fluent;
using Hermetic.Core.Random;
using Hermetic.Inference.HistFactory;

namespace Hermetic.Tests.Inference;

/// <summary>Sound workspaces with all types of modifiers, and random parameters, from a seed.</summary>
internal static class RandomWorkspace
{
    public static Arbitrary<ulong> Seeds => Gen.Choose(0, int.MaxValue).Select(i => (ulong)i).ToArbitrary();

    public static Workspace Make(ulong seed)
    {
        RandomStream random = new(seed, 1, StreamNumber.Response);
        int count = Whole(ref random, 1, 3);
        List<Channel> channels = [];
        List<Observation> observations = [];
        for (int c = 0; c < count; c++)
        {
            int bins = Whole(ref random, 1, 4);
            List<Sample> samples = [new Sample("signal", Values(ref random, bins, 0.1, 12), SignalModifiers(ref random, bins))];
            for (int s = Whole(ref random, 1, 3); s > 0; s--)
            {
                samples.Add(Background(ref random, c, s, bins));
            }

            channels.Add(new Channel($"channel {c}", samples));
            double[] observed = new double[bins];
            for (int b = 0; b < bins; b++)
            {
                observed[b] = random.NextUniform() < 0.2 ? 0 : random.NextUniform() < 0.5 ? Whole(ref random, 0, 60) : 40 * random.NextUniform();
            }

            observations.Add(new Observation($"channel {c}", observed));
        }

        ParameterSettings lumi = new("lumi") { Initial = [0.97], Bounds = [(0.5, 1.5)], AuxiliaryData = [0.97], Sigmas = [0.02] };
        ParameterSettings strength = new("mu") { Bounds = [(0, 50)], Fixed = false };
        return new Workspace(channels, observations, [new Measurement("first", "mu", [lumi, strength])]);
    }

    /// <summary>The same with counts that the model could have given, with or without signal.</summary>
    public static Workspace MakeLikely(ulong seed)
    {
        Workspace workspace = Make(seed);
        HistFactoryModel model = HistFactoryModel.Create(workspace);
        double[] parameters = [.. model.Parameters.Select(p => p.Initial)];
        parameters[model.ParameterOfInterest] = seed % 2;
        double[] rates = model.ExpectedRates(parameters);
        RandomStream random = new(seed, 4, StreamNumber.Response);
        int bin = 0;
        List<Observation> observations = [];
        foreach (Observation observation in workspace.Observations)
        {
            double[] counts = new double[observation.Data.Count];
            for (int b = 0; b < counts.Length; b++)
            {
                double limit = Math.Exp(-rates[bin++]);
                for (double product = random.NextUniform(); product > limit; product *= random.NextUniform())
                {
                    counts[b]++;
                }
            }

            observations.Add(observation with { Data = counts });
        }

        return workspace with { Observations = observations };
    }

    /// <summary>Values inside the bounds; a signal strength of 0 and parameters at the kink at 0 now and then.</summary>
    public static double[] Parameters(HistFactoryModel model, ulong seed)
    {
        RandomStream random = new(seed, 2, StreamNumber.Response);
        double[] values = new double[model.Parameters.Count];
        for (int i = 0; i < values.Length; i++)
        {
            ModelParameter p = model.Parameters[i];
            double u = random.NextUniform();
            bool special = random.NextUniform() < 0.15;
            values[i] = p.Constraint switch
            {
                ParameterConstraint.Normal when p.Low < 0 => special ? 0 : (6 * u) - 3,
                ParameterConstraint.Normal => 0.7 + (0.6 * u),
                ParameterConstraint.Poisson => 0.2 + (1.8 * u),
                _ => special && i == model.ParameterOfInterest ? 0 : 0.1 + (2 * u),
            };
        }

        return values;
    }

    private static Sample Background(ref RandomStream random, int channel, int sample, int bins)
    {
        double[] data = Values(ref random, bins, 0.5, 30);
        // One background of each channel is everywhere, so that no count is impossible.
        if (sample > 1 && random.NextUniform() < 0.2)
        {
            data[Whole(ref random, 0, bins - 1)] = 0;
        }

        List<Modifier> modifiers = [];
        if (random.NextUniform() < 0.5)
        {
            modifiers.Add(new NormSys($"alpha{Whole(ref random, 0, 2)}", 0.7 + (0.25 * random.NextUniform()), 1.05 + (0.25 * random.NextUniform())));
        }

        if (random.NextUniform() < 0.5)
        {
            modifiers.Add(new HistoSys($"alpha{Whole(ref random, 0, 3)}", Shifted(ref random, data), Shifted(ref random, data)));
        }

        if (random.NextUniform() < 0.4)
        {
            double[] uncertainties = Values(ref random, bins, 0.1, 3);
            uncertainties[0] = random.NextUniform() < 0.2 ? 0 : uncertainties[0];
            modifiers.Add(new ShapeSys($"shape {channel} {sample}", uncertainties));
        }

        // The first background of a channel always has events somewhere for its common statistical error.
        if (random.NextUniform() < 0.5 && data.All(d => d > 0))
        {
            modifiers.Add(new StatError($"stat {channel}", Values(ref random, bins, 0.1, 2)));
        }

        if (random.NextUniform() < 0.2)
        {
            modifiers.Add(new ShapeFactor($"free {bins}"));
        }

        if (random.NextUniform() < 0.3)
        {
            modifiers.Add(new Luminosity());
        }

        if (random.NextUniform() < 0.2)
        {
            modifiers.Add(new NormFactor("k"));
        }

        return new Sample($"background {sample}", data, modifiers);
    }

    private static List<Modifier> SignalModifiers(ref RandomStream random, int bins)
    {
        List<Modifier> modifiers = [new NormFactor("mu")];
        if (random.NextUniform() < 0.5)
        {
            modifiers.Add(new NormSys("alpha0", 0.8 + (0.15 * random.NextUniform()), 1.05 + (0.15 * random.NextUniform())));
        }

        if (random.NextUniform() < 0.3)
        {
            modifiers.Add(new NormSys("signal", 0.9, 1 / 0.9));
        }

        if (random.NextUniform() < 0.3)
        {
            modifiers.Add(new Luminosity());
        }

        if (random.NextUniform() < 0.2)
        {
            modifiers.Add(new ShapeFactor($"free {bins}"));
        }

        return modifiers;
    }

    private static double[] Shifted(ref RandomStream random, double[] data)
    {
        double[] result = new double[data.Length];
        for (int b = 0; b < data.Length; b++)
        {
            result[b] = data[b] * (1 + (0.5 * (random.NextUniform() - 0.5)));
        }

        return result;
    }

    private static double[] Values(ref RandomStream random, int bins, double low, double high)
    {
        double[] result = new double[bins];
        for (int b = 0; b < bins; b++)
        {
            result[b] = low + ((high - low) * random.NextUniform());
        }

        return result;
    }

    private static int Whole(ref RandomStream random, int low, int high) => low + (int)(random.NextUniform() * (high - low + 1));
}

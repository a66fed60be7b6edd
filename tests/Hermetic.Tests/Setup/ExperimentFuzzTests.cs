using System.Text;
using Hermetic.Core;
using Hermetic.Core.Random;
using Hermetic.Setup.Experiments;

namespace Hermetic.Tests.Setup;

public sealed class ExperimentFuzzTests
{
    private const int Trials = 1500;

    // Pieces with a meaning in YAML or in an experiment file break more than random bytes do.
    private static readonly string[] Pieces =
    [
        "\n", "  ", ":", ": ", "- ", "[", "]", "{", "}", ",", "#", "\"", "'", "&a", "*a", "!", "|", ">", "%", "%YAML 9.9\n", "---\n", "...\n", "?", "\t", "\0",
        "\\U0010FFFF", "\"\\uD800\"", "1e999", "NaN", "-1", "~", "<<: *a", "include: bad.yaml\n", "sources:\n", "value: ", "é", "\u0085", "\u2028", "\uFEFF",
    ];

    [Fact]
    public void AMutatedFileIsAnExperimentOrAnInputError()
    {
        using ExperimentFolder folder = new();
        byte[] good = Encoding.UTF8.GetBytes(ExperimentFolder.Example);
        int read = 0;
        HashSet<string> kinds = [];
        for (int trial = 0; trial < Trials; trial++)
        {
            RandomStream random = new(20_240_903, (ulong)trial, StreamNumber.Response);
            byte[] bad = Mutate(good, ref random);
            try
            {
                Experiment experiment = ExperimentReader.Read(folder.Write("bad.yaml", bad), ExperimentFolder.Materials);
                Assert.NotEmpty(experiment.Periods);
                read++;
            }
            catch (InputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                Assert.Matches(@"bad\.yaml:\d+:\d+: ", e.Message);
                kinds.Add(e.Message.Split(": ", 3)[^1]);
            }
            catch (Exception e)
            {
                Assert.Fail($"trial {trial}: {e}");
            }
        }

        // Were nearly all mutations refused for the same reason, the test would reach little of the reader.
        Assert.InRange(read, Trials / 50, Trials / 2);
        Assert.True(kinds.Count > 100, $"only {kinds.Count} different messages");
    }

    private static byte[] Mutate(byte[] good, ref RandomStream random)
    {
        List<byte> bytes = [.. good];
        int changes = 1 + Index(ref random, 3);
        for (int i = 0; i < changes; i++)
        {
            int at = Index(ref random, bytes.Count);
            switch (Index(ref random, 8))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.Add((byte)'\n');
                    break;
                case 1:
                    bytes[at] = (byte)Index(ref random, 256);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + Index(ref random, 20)));
                    bytes.Add((byte)'\n');
                    break;
                case 3:
                    bytes.InsertRange(Index(ref random, bytes.Count), bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + Index(ref random, 200))));
                    break;
                case 4:
                    bytes[at] = (byte)(' ' + Index(ref random, 95));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[Index(ref random, Pieces.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    private static int Index(ref RandomStream random, int count) => (int)(random.NextUniform() * count);
}

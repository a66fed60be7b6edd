using Hermetic.Core.Numerics;
using Hermetic.Core.Storage;

namespace Hermetic.Tests.CoreTests;

/// <summary>Files written whole or not at all, the store, histograms.</summary>
public sealed class StorageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AWholeFileReplacesAndLeavesNothingBeside()
    {
        string path = Path.Combine(_folder, "a", "b.txt");
        WholeFile.Write(path, "one");
        WholeFile.Write(path, "two");
        Assert.Equal("two", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void TheStoreGivesBackWhatItGotAndNothingElse()
    {
        ResultStore store = new(_folder);
        string key = Digest.OfText("key");
        Assert.Null(store.TryRead("t", key));
        double[] values = [1.5, double.NaN, -0.0, double.PositiveInfinity];
        store.Write("t", key, values);
        Assert.Equal(values, store.TryRead("t", key));
        Assert.Null(store.TryRead("u", key));
        Assert.Null(store.TryRead("t", Digest.OfText("other")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(-3)]
    public void ADamagedEntryCountsAsAbsent(int position)
    {
        ResultStore store = new(_folder);
        string key = Digest.OfText("key");
        store.Write("t", key, [1, 2, 3]);
        string file = Directory.GetFiles(_folder).Single();
        byte[] bytes = File.ReadAllBytes(file);
        if (position < 0)
        {
            bytes = bytes[..^-position];
        }
        else
        {
            bytes[position] ^= 1;
        }

        WholeFile.Write(file, bytes);
        Assert.Null(store.TryRead("t", key));
    }

    [Fact]
    public void DigestsTellValuesAndLabelsApart()
    {
        static string Of(Action<Digest> add)
        {
            using Digest digest = new();
            add(digest);
            return digest.ToHex();
        }

        string[] all =
        [
            Of(d => d.Add("a", "bc")), Of(d => d.Add("ab", "c")), Of(d => d.Add("a", 1.0)), Of(d => d.Add("a", Math.BitIncrement(1.0))),
            Of(d => d.Add("a", [1.0, 2.0])), Of(d => d.Add("a", [2.0, 1.0])),
            Of(d => d.AddCode(typeof(Digest))), Of(d => d.AddCode(typeof(StorageTests))),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void HistogramsMergeAndKeepTheirErrors()
    {
        Histogram a = new(0, 10, 5), b = new(0, 10, 5);
        a.Fill(1, 2);
        a.Fill(-1, 1);
        b.Fill(1.9, 3);
        b.Fill(10, 4);
        a.Merge(b);
        Assert.Equal(5, a.Sums[0]);
        Assert.Equal(Math.Sqrt(13), a.Error(0), 12);
        Assert.Equal((1.0, 4.0), (a.Underflow, a.Overflow));
        Assert.Throws<ArgumentException>(() => a.Merge(new Histogram(0, 10, 6)));
    }
}

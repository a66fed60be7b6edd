using Hermetic.Core;
using Hermetic.Core.Storage;
using Hermetic.Setup.Fields;

namespace Hermetic.Tests.Fields;

public sealed class FieldTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hermetic-field-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    /// <summary>The effective length is that of the file, whatever the edge.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 0.4)]
    public void TheIntegralIsFieldTimesLength(bool soft, double roll)
    {
        Dipole dipole = new("d", 700, 2000, 1.75, roll, 140, soft ? new EngeEdge(EngeEdge.Usual) : null);
        (double bx, double by) = new MagneticField([dipole], []).Integral();
        Assert.Equal(3.5 * Math.Cos(roll), by, 1e-7);
        Assert.Equal(-3.5 * Math.Sin(roll), bx, 1e-7);
    }

    /// <summary>Off the mid-plane curl vanishes exactly and divergence to the order of the expansion; the derivatives across the beam are those of the field.</summary>
    [Fact]
    public void TheSoftEdgeObeysMaxwell()
    {
        MagneticField field = new([new Dipole("d", 0, 1000, 1.5, 0.3, 100, new EngeEdge(EngeEdge.Usual))], []);
        const double h = 1e-3;
        for (double z = -700; z < -300; z += 13)
        {
            (double x, double y) = (7, 11);
            FieldSample at = At(x, y, z);
            FieldSample up = At(x, y + h, z), down = At(x, y - h, z), right = At(x + h, y, z), left = At(x - h, y, z), after = At(x, y, z + h), before = At(x, y, z - h);
            double bxz = (after.Bx - before.Bx) / (2 * h), byz = (after.By - before.By) / (2 * h), bzz = (after.Bz - before.Bz) / (2 * h);
            Assert.Equal((up.By - down.By) / (2 * h), at.ByDy, 1e-8);
            Assert.Equal((right.By - left.By) / (2 * h), at.ByDx, 1e-8);
            Assert.Equal((up.Bx - down.Bx) / (2 * h), at.BxDy, 1e-8);
            Assert.Equal((up.Bz - down.Bz) / (2 * h), at.BzDy, 1e-8);
            Assert.Equal((right.Bz - left.Bz) / (2 * h), at.BzDx, 1e-8);
            Assert.Equal(at.BzDy, byz, 1e-8);
            Assert.Equal(at.BzDx, bxz, 1e-8);
            Assert.Equal(at.ByDx, at.BxDy, 1e-12);
        }

        // The divergence is what the third order leaves out: of half the distance an eighth.
        Assert.InRange(Divergence(16) / Divergence(8), 7.5, 8.5);
        Assert.InRange(Math.Abs(Divergence(8)), 1e-7, 1e-3 * 1.5 / 100 * 10);

        double Divergence(double up)
        {
            (double x, double y) = (-up * Math.Sin(0.3), up * Math.Cos(0.3));
            FieldSample at = At(x, y, -470);
            return at.BxDx + at.ByDy + ((At(x, y, -470 + h).Bz - At(x, y, -470 - h).Bz) / (2 * h));
        }

        FieldSample At(double x, double y, double z)
        {
            field.At(field.SegmentAt(z, true), x, y, z, out FieldSample s);
            return s;
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.0, -1.0)]
    [InlineData(0.0, 0.1)]
    [InlineData(0.0, 1.0, 5.0)]
    [InlineData(double.NaN, 1.0)]
    public void CoefficientsThatAreNoEdgeAreRefused(params double[] coefficients) => Assert.Throws<ArgumentOutOfRangeException>(() => new EngeEdge(coefficients));

    /// <summary>Fields of second order are exact between the points, with their derivatives; all others are at the points.</summary>
    [Fact]
    public void AMapIsInterpolated()
    {
        GridAxis x = new(-10, 20, 7), y = new(0, 8, 5), z = new(-4, 4, 9);
        double[] values = new double[3 * 7 * 5 * 9];
        int n = 0;
        for (int k = 0; k < 9; k++)
        {
            for (int j = 0; j < 5; j++)
            {
                for (int i = 0; i < 7; i++)
                {
                    (values[n], values[n + 1], values[n + 2]) = F(x.First + (i * x.Step), y.First + (j * y.Step), z.First + (k * z.Step));
                    n += 3;
                }
            }
        }

        FieldMap map = new(x, y, z, values);
        foreach ((double px, double py, double pz) in new[] { (3.3, 4.1, 0.7), (0.0, 3.9, -1.9), (9.99, 2.5, 2.1), (5, 4, 0) })
        {
            FieldSample s = default;
            map.Add(px, py, pz, 2, ref s);
            (double bx, double by, double bz) = F(px, py, pz);
            Assert.Equal(2 * bx, s.Bx, 1e-12);
            Assert.Equal(2 * by, s.By, 1e-12);
            Assert.Equal(2 * bz, s.Bz, 1e-12);
            Assert.Equal(2 * (0.02 * px * py / 10), s.BxDx, 1e-12);
            Assert.Equal(2 * (0.01 * px * px / 10), s.BxDy, 1e-12);
            Assert.Equal(2 * 0.003 * pz, s.BzDx, 1e-12);
        }

        FieldSample outside = default;
        map.Add(21, 4, 0, 1, ref outside);
        map.Add(0, 4, -4.1, 1, ref outside);
        map.Add(double.NaN, 4, 0, 1, ref outside);
        Assert.Equal(default, outside);

        static (double, double, double) F(double x, double y, double z) => (0.01 * x * x * y / 10, 0.5 + (0.02 * y * y) - (0.01 * z), 0.003 * x * z);
    }

    [Fact]
    public void AMapIsReadFromAFile()
    {
        string path = Write("# a comment\nhermetic-field-map 1\nx -1 1 2\ny 0 2 2\n# source: none\nz 0 10 2\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"{i} {0.5 * i}\t-1e-1\n")));
        FieldMap map = FieldMapReader.Read(path);
        FieldSample s = default;
        map.Add(1, 0, 0, 1, ref s);
        Assert.Equal((1, 0.5, -0.1), (s.Bx, s.By, s.Bz));
        s = default;
        map.Add(-1, 2, 10, 1, ref s);
        Assert.Equal(6, s.Bx, 1e-12);
    }

    [Theory]
    [InlineData("", ":1: the file ends here")]
    [InlineData("hermetic-map\n", ":1: this is no field map")]
    [InlineData("hermetic-field-map 1\nx 0 1\n", ":2: this is not the axis x")]
    [InlineData("hermetic-field-map 1\ny 0 1 2\n", ":2: this is not the axis x")]
    [InlineData("hermetic-field-map 1\nx 1 0 2\n", ":2: this is not the axis x")]
    [InlineData("hermetic-field-map 1\nx 0 1 1\n", ":2: this is not the axis x")]
    [InlineData("hermetic-field-map 1\nx 0 1 2\ny 0 1 2\nz 0 1 99999999\n", ":4: this is not the axis z")]
    [InlineData("hermetic-field-map 1\nx 0 1 900000\ny 0 1 900000\nz 0 1 900000\n", "points; allowed: at most 4000000")]
    [InlineData("hermetic-field-map 1\nx 0 1 100\ny 0 1 100\nz 0 1 100\n0 0 0\n", "too short for 1000000 points")]
    [InlineData("hermetic-field-map 1\nx 0 1 2\ny 0 1 2\nz 0 1 2\n0 0 0\n0 x 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n", ":6: this is no field")]
    [InlineData("hermetic-field-map 1\nx 0 1 2\ny 0 1 2\nz 0 1 2\n0 0 0\n0 0 NaN\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n", ":6: this is no field")]
    [InlineData("hermetic-field-map 1\nx 0 1 2\ny 0 1 2\nz 0 1 2\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0 # seven lines\n0 0 0\n0 0 0\n", ":9: this is no field")]
    [InlineData("hermetic-field-map 1\nx 0 1 2\ny 0 1 2\nz 0 1 2\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n#........\n", "the file ends here")]
    [InlineData("hermetic-field-map 1\nx 0 1 2\ny 0 1 2\nz 0 1 2\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n", ":13: something follows")]
    public void ABadMapIsRefusedWithItsLine(string content, string wanted)
    {
        InputException e = Assert.Throws<InputException>(() => FieldMapReader.Read(Write(content)));
        Assert.Contains(wanted, e.Message, StringComparison.Ordinal);
        Assert.Contains("allowed: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMapThatIsNotThereIsRefused() => Assert.Contains("no such file", Assert.Throws<InputException>(() => FieldMapReader.Read(Path.Combine(_folder, "none"))).Message, StringComparison.Ordinal);

    private string Write(string content)
    {
        string path = Path.Combine(_folder, "map.txt");
        WholeFile.Write(path, content);
        return path;
    }
}

using Hermetic.Core.Random;
using Hermetic.Reconstruction.Tracking;

namespace Hermetic.Tests.Tracking;

/// <summary>Planes at given places in vacuum and one thin magnet that changes the slope dx/dz by kick times q/p: all is known in closed form.</summary>
internal sealed class ThinSpectrometer
{
    public const double Resolution = 0.08, TimeResolution = 10;

    public ThinSpectrometer(IReadOnlyList<(double Z, double Angle)> planes, double magnet, double kick, double scattering = 0)
    {
        Planes = planes;
        Magnet = magnet;
        Kick = kick;
        Scattering = scattering;
        const int nodes = 101;
        const double low = -0.05, step = 0.001;
        TrajectoryRow[] rows = new TrajectoryRow[planes.Count * nodes];
        TrajectoryNoise[] noise = new TrajectoryNoise[rows.Length];
        for (int p = 0; p < planes.Count; p++)
        {
            for (int n = 0; n < nodes; n++)
            {
                double kappa = low + (n * step);
                rows[(p * nodes) + n] = Row(p, kappa);
                if (p > 0)
                {
                    // A kick of the slope at z0 is, seen from the reference plane, a change of slope and of place by -z0.
                    double z0 = planes[p - 1].Z, variance = scattering * kappa * scattering * kappa;
                    TrajectoryNoise q = default;
                    (q[0], q[2]) = (variance * z0 * z0, variance * z0 * z0);
                    (q[3], q[7]) = (-variance * z0, -variance * z0);
                    (q[5], q[9]) = (variance, variance);
                    noise[(p * nodes) + n] = q;
                }
            }
        }

        Table = new TrajectoryTable(planes.Count, low, step, rows, noise);
    }

    public IReadOnlyList<(double Z, double Angle)> Planes { get; }

    public double Magnet { get; }

    public double Kick { get; }

    /// <summary>Scattering angle of a plane times momentum, in rad GeV.</summary>
    public double Scattering { get; }

    public TrajectoryTable Table { get; }

    /// <summary>Six stations of x and y planes, three on each side of a magnet of 7 T m.</summary>
    public static ThinSpectrometer Twelve(double scattering = 0) => new(
        [.. new[] { 0.0, 1000, 2000, 12000, 13000, 14000 }.SelectMany(z => new[] { (z, 0.0), (z + 10, Math.PI / 2) })], 7000, 2.0986, scattering);

    /// <summary>A beam of 10 mm, 1 mrad, any momentum above 20 GeV, 30 ns.</summary>
    public static TrackCandidate Beam(double kappa)
    {
        TrackCandidate start = new() { Kappa = kappa, TimeVariance = 900 };
        (start.Covariance[0], start.Covariance[2], start.Covariance[5], start.Covariance[9], start.Covariance[14]) = (100, 100, 1e-6, 1e-6, 0.03 * 0.03);
        return start;
    }

    public TrackFinder Finder(FinderOptions? options = null, double kappa = -0.01) =>
        new(Table, [.. Planes.Select(_ => new PlaneArea(500, 500))], Beam(kappa), options ?? new FinderOptions());

    /// <summary>What each plane measures without error.</summary>
    public double[] Trace(double x, double y, double tx, double ty, double kappa, ref RandomStream random)
    {
        double[] u = new double[Planes.Count];
        (double z, double px, double py) = (0, x, y);
        bool bent = false;
        for (int i = 0; i < u.Length; i++)
        {
            if (!bent && Planes[i].Z > Magnet)
            {
                px += tx * (Magnet - z);
                py += ty * (Magnet - z);
                z = Magnet;
                tx += Kick * kappa;
                bent = true;
            }

            px += tx * (Planes[i].Z - z);
            py += ty * (Planes[i].Z - z);
            z = Planes[i].Z;
            u[i] = (px * Math.Cos(Planes[i].Angle)) + (py * Math.Sin(Planes[i].Angle));
            if (Scattering > 0)
            {
                tx += Scattering * Math.Abs(kappa) * random.NextNormal();
                ty += Scattering * Math.Abs(kappa) * random.NextNormal();
            }
        }

        return u;
    }

    private TrajectoryRow Row(int plane, double kappa)
    {
        (double z, double angle) = Planes[plane];
        double cos = Math.Cos(angle), sin = Math.Sin(angle);
        double arm = Math.Max(0, z - Magnet) * Kick;
        return new TrajectoryRow
        {
            U = cos * arm * kappa,
            Ux = cos,
            Uy = sin,
            Utx = cos * z,
            Uty = sin * z,
            Uk = cos * arm,
            V = -sin * arm * kappa,
            Vx = -sin,
            Vy = cos,
            Vtx = -sin * z,
            Vty = cos * z,
            Vk = -sin * arm,
        };
    }
}

using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>Follows tracks of many momenta through a layout and puts them into a table for pattern recognition.</summary>
public static class TrajectoryTableBuilder
{
    /// <summary>Distance of the nodes in q/p that a field of some T m asks for, in 1/GeV.</summary>
    public const double UsualStep = 1e-3;

    /// <summary>The table of a layout.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="particle">The particle, for scattering.</param>
    /// <param name="leastMomentum">Momentum of the first and the last node in GeV.</param>
    /// <param name="tx">dx/dz of the tracks about which it is linear.</param>
    /// <param name="ty">dy/dz of these tracks.</param>
    /// <exception cref="Core.InputException">The softest track does not reach the end.</exception>
    public static TrajectoryTable Build(TrackerLayout layout, TrackParticle particle, double leastMomentum, double tx = 0, double ty = 0)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(particle);
        ArgumentOutOfRangeException.ThrowIfLessThan(leastMomentum, 0.5);
        int half = (int)Math.Ceiling(1 / (leastMomentum * UsualStep));
        // An even number of nodes, so that none is at infinite momentum, where q/p has no sign.
        int nodes = 2 * half, planes = layout.Planes.Count;
        double low = -(half - 0.5) * UsualStep;
        TrajectoryRow[] rows = new TrajectoryRow[planes * nodes];
        TrajectoryNoise[] noise = new TrajectoryNoise[planes * nodes];
        ReferenceTrajectory reference = new(layout, particle, false);
        for (int n = 0; n < nodes; n++)
        {
            double kappa = low + (n * UsualStep);
            if (!reference.Follow(new TrackState(0, 0, tx, ty, kappa, layout.Reference), Propagator.UsualTolerance))
            {
                throw new Core.InputException(FormattableString.Invariant($"a particle of {1 / Math.Abs(kappa):G4} GeV does not get through the magnets; allowed: a greater least momentum"));
            }

            Fill(layout, reference, n, nodes, tx, ty, rows, noise);
        }

        for (int p = 0; p < planes; p++)
        {
            Span<TrajectoryRow> plane = rows.AsSpan(p * nodes, nodes);
            for (int n = 0; n < nodes; n++)
            {
                int before = Math.Max(0, n - 1), after = Math.Min(nodes - 1, n + 1);
                plane[n].Ukk = (plane[after].Uk - plane[before].Uk) / (2 * (after - before) * UsualStep);
            }
        }

        return new TrajectoryTable(planes, low, UsualStep, rows, noise);
    }

    private static void Fill(TrackerLayout layout, ReferenceTrajectory reference, int node, int nodes, double tx, double ty, TrajectoryRow[] rows, TrajectoryNoise[] noise)
    {
        TrajectoryNoise gathered = default;
        foreach (ref readonly TrackerElement element in layout.Elements)
        {
            if (element.Plane < 0)
            {
                ref readonly LayerKick kick = ref reference.Kicks[element.Layer];
                Add(ref gathered, kick.First);
                Add(ref gathered, kick.Second);
                continue;
            }

            ref readonly PlaneRow row = ref reference.Rows[element.Plane];
            int at = (element.Plane * nodes) + node;
            rows[at] = new TrajectoryRow
            {
                // The table is for absolute slopes.
                U = row.U - (row.H.C * tx) - (row.H.D * ty),
                Ux = row.H.A,
                Uy = row.H.B,
                Utx = row.H.C,
                Uty = row.H.D,
                Uk = row.H.E,
                V = row.V - (row.Hv.C * tx) - (row.Hv.D * ty),
                Vx = row.Hv.A,
                Vy = row.Hv.B,
                Vtx = row.Hv.C,
                Vty = row.Hv.D,
                Vk = row.Hv.E,
            };
            noise[at] = gathered;
            gathered = default;
        }
    }

    private static void Add(ref TrajectoryNoise noise, in Vector5 w)
    {
        noise[0] += w.A * w.A;
        noise[1] += w.B * w.A;
        noise[2] += w.B * w.B;
        noise[3] += w.C * w.A;
        noise[4] += w.C * w.B;
        noise[5] += w.C * w.C;
        noise[6] += w.D * w.A;
        noise[7] += w.D * w.B;
        noise[8] += w.D * w.C;
        noise[9] += w.D * w.D;
    }
}

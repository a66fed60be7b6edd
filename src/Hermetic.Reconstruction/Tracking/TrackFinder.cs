namespace Hermetic.Reconstruction.Tracking;

/// <summary>How tracks are searched for.</summary>
public sealed record FinderOptions
{
    /// <summary>Greatest chi2 of one measurement against the candidate before it.</summary>
    public double Gate { get; init; } = 25;

    /// <summary>Greatest chi2 of the time of a measurement against the candidate's.</summary>
    public double TimeGate { get; init; } = 16;

    /// <summary>What a plane without measurement costs, in units of chi2: -2 ln of the odds that a plane misses the particle (some per cent) and that noise lies as near as the measurement (some per cent again).</summary>
    public double HolePenalty { get; init; } = 18;

    /// <summary>Most planes without a measurement inside their sensitive area.</summary>
    public int MostHoles { get; init; } = 3;

    /// <summary>Fewest measurements of a track.</summary>
    public int FewestHits { get; init; } = 6;

    /// <summary>Greatest share of measurements that a track may have in common with better ones.</summary>
    public double MostShared { get; init; } = 0.34;

    /// <summary>Most candidates that are followed at one time.</summary>
    public int MostCandidates { get; init; } = 64;

    /// <summary>Greatest mean chi2 per measurement beyond those that determine the parameters.</summary>
    public double MostChi2 { get; init; } = 6;
}

/// <summary>Sensitive area of a plane and what its measurements may be worth.</summary>
/// <param name="HalfU">Half the width in mm along the measured coordinate.</param>
/// <param name="HalfV">Half the width in mm along the strips.</param>
public readonly record struct PlaneArea(double HalfU, double HalfV);

/// <summary>
/// Pattern recognition by a combinatorial Kalman filter from the first plane to the last: each candidate is continued by each measurement that fits in position and time, and by none where none fits well. The beam (place, direction, range of momenta, window of times)
/// is the start, so that no seeds are needed; the trajectories come from a <see cref="TrajectoryTable"/>. Candidates that agree in their last four measurements are one particle, of which the best
/// goes on; what shares too many measurements with a better track is dropped at the end. One instance belongs to one thread; it allocates nothing after construction.
/// </summary>
public sealed class TrackFinder
{
    /// <summary>A candidate whose expectation is this many times wider than the measurement may have met a stranger: the plane might also have missed it.</summary>
    private const double Wide = 9;

    /// <summary>Expected number of strangers inside the gate above which one of them is reckoned with.</summary>
    private const double LikelyStranger = 0.02;

    private const int MostIterations = 4;

    private readonly TrajectoryTable _table;
    private readonly PlaneArea[] _areas;
    private readonly FinderOptions _options;
    private readonly TrackCandidate _start;
    private readonly double _extraVariance;
    private readonly double[] _scores;
    private readonly int[] _order;
    private readonly ulong[] _recent;
    private readonly int[] _used = new int[short.MaxValue];
    private TrackCandidate[] _now;
    private TrackCandidate[] _next;
    private int _count;
    private int _stamp;

    /// <summary>A finder.</summary>
    /// <param name="table">Trajectories through the set-up.</param>
    /// <param name="areas">Sensitive area of each plane.</param>
    /// <param name="start">The beam at the reference plane: means and (generous) covariance of its parameters and of the time.</param>
    /// <param name="options">How tracks are searched for.</param>
    /// <param name="extraVariance">Variance in mm^2 that is added to every measurement, as before an alignment.</param>
    public TrackFinder(TrajectoryTable table, IReadOnlyList<PlaneArea> areas, in TrackCandidate start, FinderOptions options, double extraVariance = 0)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(table.Planes, PlaneHits.MostPlanes, nameof(table));
        ArgumentOutOfRangeException.ThrowIfNotEqual(areas.Count, table.Planes, nameof(areas));
        _table = table;
        _areas = [.. areas];
        _options = options;
        _extraVariance = extraVariance;
        _start = start;
        ((Span<short>)_start.At).Fill(-1);
        int room = 8 * options.MostCandidates;
        _now = new TrackCandidate[room];
        _next = new TrackCandidate[room];
        _scores = new double[room];
        _order = new int[room];
        _recent = new ulong[room];
    }

    /// <summary>Number of events in which candidates had to be given up because there were too many.</summary>
    public long Crowded { get; private set; }

    /// <summary>Finds the tracks of an event.</summary>
    /// <param name="measurements">Measurements by plane, at most 32 766.</param>
    /// <param name="first">Number of the first measurement of each plane, and the number of all behind the last: planes + 1 values.</param>
    /// <returns>The tracks, best first; valid until the next call.</returns>
    public ReadOnlySpan<TrackCandidate> Find(ReadOnlySpan<PlaneMeasurement> measurements, ReadOnlySpan<int> first)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(first.Length, _table.Planes + 1, nameof(first));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(measurements.Length, short.MaxValue, nameof(measurements));
        _now[0] = _start;
        _count = 1;
        bool crowded = false;
        for (int plane = 0; plane < _table.Planes; plane++)
        {
            int made = 0;
            for (int i = 0; i < _count; i++)
            {
                Continue(ref _now[i], plane, measurements, first[plane], first[plane + 1], ref made, ref crowded);
            }

            (_now, _next) = (_next, _now);
            _count = made;
            RemoveTwins();
            if (_count > _options.MostCandidates)
            {
                crowded = true;
                _count = KeepBest(_now, _count);
            }
        }

        Crowded += crowded ? 1 : 0;
        return Select(measurements);
    }

    private void Continue(ref TrackCandidate t, int plane, ReadOnlySpan<PlaneMeasurement> measurements, int from, int to, ref int made, ref bool crowded)
    {
        int node = _table.Node(t.Kappa);
        t.Scatter(_table.Noise(plane, node));
        ref readonly TrajectoryRow row = ref _table.Row(plane, node);
        Expectation expected = Expectation.Of(t, row, _table.Kappa(node), t.Kappa);
        double best = double.PositiveInfinity;
        bool unsure = false;
        // A stranger inside the gate: as many as measurements of the plane times the share of its width.
        bool strange = (to - from) * Math.Sqrt(_options.Gate * expected.Variance) > LikelyStranger * _areas[plane].HalfU;
        for (int m = from; m < to; m++)
        {
            ref readonly PlaneMeasurement measurement = ref measurements[m];
            double residual = measurement.U - expected.U, variance = measurement.Variance + _extraVariance;
            double total = expected.Variance + variance;
            double chi2 = residual * residual / total;
            if (chi2 > _options.Gate)
            {
                continue;
            }

            double timeChi2 = 0, timeGain = 0;
            if (measurement.TimeVariance > 0)
            {
                double late = measurement.Time - t.Time;
                timeGain = late / (t.TimeVariance + measurement.TimeVariance);
                timeChi2 = late * timeGain;
                if (timeChi2 > _options.TimeGate)
                {
                    continue;
                }
            }

            best = Math.Min(best, chi2 + timeChi2);
            unsure |= expected.Variance > Wide * variance && strange;
            ref TrackCandidate child = ref Room(ref made, ref crowded);
            child = t;
            double kappa = expected.Kappa(t, residual, variance);
            if (Math.Abs(kappa - t.Kappa) > 2 * _table.Step)
            {
                chi2 = UpdateFar(ref child, plane, kappa, measurement.U, variance);
                if (!(chi2 <= _options.Gate))
                {
                    made--;
                    continue;
                }
            }
            else
            {
                expected.Update(ref child, residual, variance);
            }

            child.Chi2 += chi2;
            child.Score += chi2 + timeChi2;
            child.Hits++;
            child.At[plane] = (short)m;
            child.Recent = (child.Recent << 16) | (uint)(m + 1);
            if (measurement.TimeVariance > 0)
            {
                child.Time += timeGain * t.TimeVariance;
                child.TimeVariance = t.TimeVariance * measurement.TimeVariance / (t.TimeVariance + measurement.TimeVariance);
            }
        }

        if (best < 0.8 * _options.HolePenalty && !unsure)
        {
            return;
        }

        // A plane whose sensitive area the candidate may miss costs less, unless a measurement there would fit.
        PlaneArea area = _areas[plane];
        double width = 3 * Math.Sqrt(expected.Variance);
        double v = row.V + (row.Vx * t.X) + (row.Vy * t.Y) + (row.Vtx * t.Tx) + (row.Vty * t.Ty) + (row.Vk * (t.Kappa - _table.Kappa(node)));
        bool inside = best < double.PositiveInfinity || (Math.Abs(expected.U) + width < area.HalfU && Math.Abs(v) < area.HalfV);
        if (t.Holes + (inside ? 1 : 0) <= _options.MostHoles)
        {
            ref TrackCandidate child = ref Room(ref made, ref crowded);
            child = t;
            child.Holes += inside ? 1 : 0;
            child.Score += inside ? _options.HolePenalty : 0.5 * _options.HolePenalty;
        }
    }

    /// <summary>A measurement that tells the momentum for the first time: the expectation is linearised anew where the measurement leads, until it stays there.</summary>
    private double UpdateFar(ref TrackCandidate t, int plane, double kappa, double measured, double variance)
    {
        for (int i = 0; ; i++)
        {
            int node = _table.Node(kappa);
            Expectation there = Expectation.Of(t, _table.Row(plane, node), _table.Kappa(node), kappa);
            double residual = measured - there.U;
            double reached = there.Kappa(t, residual, variance);
            if (i == MostIterations || Math.Abs(reached - kappa) < _table.Step)
            {
                double chi2 = residual * residual / (there.Variance + variance);
                there.Update(ref t, residual, variance);
                return chi2;
            }

            kappa = Math.Clamp(reached, _table.Low, _table.High);
        }
    }

    /// <summary>A place for one more candidate.</summary>
    private ref TrackCandidate Room(ref int made, ref bool crowded)
    {
        if (made == _next.Length)
        {
            crowded = true;
            made = KeepBest(_next, made);
        }

        return ref _next[made++];
    }

    /// <summary>Of candidates that agree in their last four measurements the better one stays.</summary>
    private void RemoveTwins()
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            ref TrackCandidate t = ref _now[i];
            // With fewer than four measurements the upper bits are empty: such candidates have no twins.
            int twin = t.Recent >> 48 != 0 ? _recent.AsSpan(0, kept).IndexOf(t.Recent) : -1;
            if (twin >= 0)
            {
                ref TrackCandidate other = ref _now[twin];
                if (t.Score < other.Score)
                {
                    other = t;
                }

                continue;
            }

            _recent[kept] = t.Recent;
            if (kept != i)
            {
                _now[kept] = t;
            }

            kept++;
        }

        _count = kept;
    }

    private int KeepBest(TrackCandidate[] candidates, int count)
    {
        Sort(candidates, count);
        int keep = Math.Min(count, _options.MostCandidates);
        TrackCandidate[] other = ReferenceEquals(candidates, _now) ? _next : _now;
        if (ReferenceEquals(candidates, _next))
        {
            // The other half still holds the parents: order in place.
            double limit = _scores[keep - 1];
            int kept = 0;
            for (int i = 0; i < count && kept < keep; i++)
            {
                if (candidates[i].Score <= limit)
                {
                    candidates[kept++] = candidates[i];
                }
            }

            return kept;
        }

        for (int i = 0; i < keep; i++)
        {
            other[i] = candidates[_order[i]];
        }

        (_now, _next) = (_next, _now);
        return keep;
    }

    private void Sort(TrackCandidate[] candidates, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _scores[i] = candidates[i].Score;
            _order[i] = i;
        }

        _scores.AsSpan(0, count).Sort(_order.AsSpan(0, count));
    }

    /// <summary>The tracks of the event: more measurements first, then the better score; each may share only a part of its measurements with those before it.</summary>
    private ReadOnlySpan<TrackCandidate> Select(ReadOnlySpan<PlaneMeasurement> measurements)
    {
        _stamp++;
        for (int i = 0; i < _count; i++)
        {
            // A measurement more is worth as much as a missing one costs, so that short candidates do not win by what they leave out.
            _scores[i] = _now[i].Score - (_options.HolePenalty * _now[i].Hits);
            _order[i] = i;
        }

        _scores.AsSpan(0, _count).Sort(_order.AsSpan(0, _count));
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            ref TrackCandidate t = ref _now[_order[i]];
            if (t.Hits < _options.FewestHits || t.Chi2 > _options.MostChi2 * Math.Max(1, t.Hits - 4))
            {
                continue;
            }

            int shared = 0;
            for (int plane = 0; plane < _table.Planes; plane++)
            {
                shared += t.At[plane] >= 0 && _used[measurements[t.At[plane]].Source] == _stamp ? 1 : 0;
            }

            if (shared > _options.MostShared * t.Hits)
            {
                continue;
            }

            for (int plane = 0; plane < _table.Planes; plane++)
            {
                if (t.At[plane] >= 0)
                {
                    _used[measurements[t.At[plane]].Source] = _stamp;
                }
            }

            _next[kept++] = t;
        }

        return _next.AsSpan(0, kept);
    }
}
